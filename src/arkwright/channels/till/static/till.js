/* Comforts of a till: function keys, the field that a scanner types into, and asking while something is waited for. Nothing here decides. */
(function () {
  "use strict";

  const ASK_MS = 700;
  const BAR_MS = 2000;

  function ready() {
    document.querySelectorAll("[data-key]").forEach(showKey);
    document.addEventListener("keydown", pressed);
    /* What stands there already gives way to what is typed or scanned next. */
    const first = document.querySelector("input[autofocus]");
    if (first) first.select();
    document.querySelectorAll("[data-watch]").forEach(watch);
    document.querySelectorAll("[data-fragment]").forEach(keepFresh);
    document.querySelectorAll("[data-print]").forEach(function (button) {
      button.hidden = false;
      button.addEventListener("click", function () { window.print(); });
    });
  }

  /* Where scripts run the function keys do what the access keys do without them. */
  function showKey(element) {
    const shown = element.querySelector("kbd");
    if (shown) shown.textContent = element.dataset.key;
  }

  function pressed(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const named = document.querySelector('[data-key="' + CSS.escape(event.key) + '"]');
    if (named) {
      event.preventDefault();
      named.focus();
      named.click();
      return;
    }
    /* A scanner types wherever the focus was left: it belongs into the one field. */
    const field = document.querySelector("input[data-entry], input[autofocus]");
    if (!field || event.key.length !== 1 || typing(document.activeElement)) return;
    field.focus();
  }

  function typing(element) {
    return element && /^(INPUT|SELECT|TEXTAREA)$/.test(element.tagName);
  }

  /* A card is being paid: ask until there is something else to see. */
  function watch(element) {
    window.setInterval(async function () {
      const state = await fetched(element.dataset.watch);
      if (state !== null && state !== element.dataset.state) window.location.reload();
    }, ASK_MS);
  }

  function keepFresh(element) {
    let shown = null;
    window.setInterval(async function () {
      if (document.visibilityState === "hidden") return;
      const fragment = await fetched(element.dataset.fragment);
      if (fragment === null || fragment === shown) return;
      if (shown !== null || fragment.trim() !== element.innerHTML.trim()) element.innerHTML = fragment;
      shown = fragment;
    }, BAR_MS);
  }

  async function fetched(address) {
    try {
      const answer = await fetch(address, { headers: { accept: "text/html" } });
      return answer.ok ? await answer.text() : null;
    } catch (error) {
      return null;
    }
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", ready);
  else ready();
})();
