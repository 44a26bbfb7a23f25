/* Searches the published index in the browser, so that finding goes on when the office is away. */
(async function () {
  "use strict";

  const SHOWN_AT_ONCE = 24;
  const place = document.getElementById("found");
  const asked = (new URLSearchParams(window.location.search).get("q") || "").trim().slice(0, 100);
  if (!place || !asked) return;
  document.querySelectorAll('input[name="q"]').forEach(function (field) { field.value = asked; });

  const status = document.getElementById("found-status");
  const list = document.getElementById("found-list");
  const more = document.getElementById("found-more");
  place.hidden = false;
  status.textContent = "Searching\u2026";

  let results = [];
  let shown = 0;
  try {
    const pagefind = await import("/pagefind/pagefind.js");
    await pagefind.options({ baseUrl: "/", excerptLength: 1 });
    results = (await pagefind.search(asked)).results;
  } catch {
    status.textContent = "The search did not load. Try again, or choose a department below.";
    return;
  }
  document.title = asked + " \u2013 " + document.title;
  status.textContent = results.length === 0
    ? "Nothing found for \u201c" + asked + "\u201d. Try a shorter or more general word, or choose a department below."
    : (results.length === 1 ? "1 product" : results.length + " products") + " found for \u201c" + asked + "\u201d.";
  more.addEventListener("click", () => showMore(true));
  await showMore(false);

  async function showMore(move) {
    const next = await Promise.all(results.slice(shown, shown + SHOWN_AT_ONCE).map((result) => result.data()));
    const items = next.map(card);
    list.append(...items);
    shown += next.length;
    document.getElementById("found-further").hidden = shown >= results.length;
    if (move && items.length) items[0].querySelector("a").focus();
  }

  function card(page) {
    const item = element("li", "product");
    const picture = element("img");
    Object.assign(picture, { src: page.meta.image, alt: "", width: 400, height: 500, loading: "lazy" });
    const heading = element("h3");
    const link = element("a");
    link.href = page.url;
    link.textContent = page.meta.title;
    heading.append(link);
    const about = element("p", "note");
    about.textContent = page.meta.about;
    item.append(picture, heading, about);
    return item;
  }

  function element(name, kind) {
    const made = document.createElement(name);
    if (kind) made.className = kind;
    return made;
  }
})();
