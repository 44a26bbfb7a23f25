/* Small comforts. Every page works without this file; nothing here decides anything. */
(function () {
  "use strict";

  const RETRY_MS = 30000;
  const PATIENCE_MS = 8000;

  function ready() {
    focusErrors();
    document.querySelectorAll("form[data-scripted-action]").forEach((form) => form.setAttribute("action", form.dataset.scriptedAction));
    document.addEventListener("submit", sendOnce);
    window.addEventListener("pageshow", readyToSendAgain);
    document.querySelectorAll("[data-banner]").forEach(keepFresh);
    document.querySelectorAll("[data-availability]").forEach(showAvailability);
    document.querySelectorAll("[data-basket-count]").forEach(showBasketCount);
  }

  function focusErrors() {
    const errors = document.getElementById("errors");
    if (errors) errors.focus();
  }

  /* A second click while the first is on its way would only ask the same again. */
  function sendOnce(event) {
    const form = event.target;
    if (!form.hasAttribute("data-once") || event.defaultPrevented) return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
    const button = event.submitter || form.querySelector("[type=submit], button:not([type])");
    /* Afterwards, because a disabled button would not be sent with the form. */
    window.setTimeout(function () {
      if (!button || !form.dataset.sent) return;
      button.words = Array.from(button.childNodes);
      button.replaceChildren("Sending\u2026");
      button.disabled = true;
      announce("Sending\u2026");
    }, 0);
  }

  /* Coming back with the browser's Back finds the page as it was left. */
  function readyToSendAgain() {
    document.querySelectorAll("form[data-once]").forEach(function (form) {
      delete form.dataset.sent;
      Array.from(form.elements).forEach(function (button) {
        if (!button.words) return;
        button.replaceChildren(...button.words);
        button.words = null;
        button.disabled = false;
      });
    });
  }

  /* The banner is asked for again every half minute while somebody looks; what stands stays when no answer comes. */
  function keepFresh(banner) {
    let shown = null;
    async function look() {
      if (document.visibilityState === "hidden") return;
      const fragment = await fetched(banner.dataset.banner);
      if (fragment === null || fragment === shown) return;
      shown = fragment;
      banner.innerHTML = fragment;
    }
    look();
    window.setInterval(look, RETRY_MS);
    document.addEventListener("visibilitychange", look);
  }

  async function showAvailability(element) {
    const words = await fetched("/availability?sku=" + encodeURIComponent(element.dataset.availability));
    const said = words ? words.trim() : "Availability is shown in the basket";
    if (element.textContent !== said) element.textContent = said;
  }

  async function showBasketCount(element) {
    const count = await fetched("/basket/count");
    if (count === null || !/^\d{1,4}$/.test(count.trim())) return;
    const pieces = Number(count);
    const unit = document.createElement("span");
    unit.className = "hidden";
    unit.textContent = pieces === 1 ? " item" : " items";
    element.replaceChildren(...(pieces ? [String(pieces), unit] : []));
  }

  /* The text of an answer, or null: being cut off is no news to a shopper, the page goes on without. */
  async function fetched(address) {
    const control = new AbortController();
    const bell = window.setTimeout(() => control.abort(), PATIENCE_MS);
    try {
      const answer = await fetch(address, { signal: control.signal, credentials: "same-origin", headers: { "X-Fragment": "1" } });
      return answer.ok ? await answer.text() : null;
    } catch {
      return null;
    } finally {
      window.clearTimeout(bell);
    }
  }

  function announce(words) {
    const place = document.getElementById("announcements");
    if (place) place.textContent = words;
  }

  ready();
})();
