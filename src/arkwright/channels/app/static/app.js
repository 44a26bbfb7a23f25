/* The app: pages made from the app API. Everything that a person reads is set as text, never as HTML. */
(function () {
  "use strict";

  const BASE = "/api/v1";
  const PATIENCE_MS = 12000;
  const view = document.getElementById("view");
  const memory = { get: (name) => localStorage.getItem("arkwright-" + name), set: (name, value) => localStorage.setItem("arkwright-" + name, value) };
  let keptAt = null;
  let whyKept = "";
  let turn = 0;

  const ROUTES = [
    [/^#\/$/, range],
    [/^#\/range\/([^/]+)$/, (category) => list("category=" + category, decodeURIComponent(category))],
    [/^#\/search\/([^/]+)$/, (words) => list("q=" + words, "Search: " + decodeURIComponent(words), words)],
    [/^#\/search\/([^/]+)\/typed$/, (words) => list("typed=1&q=" + words, "Search: " + decodeURIComponent(words), words)],
    [/^#\/product\/([^/]+)$/, product],
    [/^#\/basket$/, basket],
    [/^#\/checkout$/, checkout],
    [/^#\/works$/, works],
    [/^#\/orders$/, ordered],
    [/^#\/order\/([^/]+)$/, order],
  ];

  /* Going from page to page */

  async function go() {
    const named = location.hash.startsWith("#/");
    if (!named && go.began && location.hash) return;
    const hash = named ? location.hash : "#/";
    const mine = ++turn;
    keptAt = null;
    const found = ROUTES.map(([form, make]) => [form.exec(hash), make]).find(([match]) => match);
    const page = found ? await found[1](...found[0].slice(1)).catch(failed) : missing();
    if (mine !== turn) return;
    view.replaceChildren(...page);
    const heading = view.querySelector("h1");
    document.title = heading.textContent + " – " + document.querySelector(".fascia .name").textContent;
    heading.tabIndex = -1;
    if (go.began) heading.focus();
    go.began = true;
    sayKept();
    standing();
  }

  function failed(problem) {
    return [make("h1", {}, problem.title || "That did not work"), notice("warning", problem.detail || "Please try again in a moment."), again()];
  }

  function missing() {
    return [make("h1", {}, "There is no such page"), make("p", {}, link("#/", "Go to the range"))];
  }

  function again() {
    const button = make("button", { type: "button", className: "button secondary" }, "Try again");
    button.addEventListener("click", go);
    return make("p", {}, button);
  }

  /* The range */

  async function range() {
    const found = await read("/categories");
    const items = found.items.map((each) => make("li", {}, link("#/range/" + encodeURIComponent(each.category), each.name), " ", make("span", { className: "note" }, count(each.products, "product"))));
    return [make("h1", {}, "Our range"), make("ul", { className: "columns" }, ...items)];
  }

  async function list(query, title, words) {
    const page = await read("/products?limit=24&" + query);
    const goods = make("ul", { className: "goods" }, ...page.items.map(card));
    const heading = make("h1", {}, title.charAt(0).toUpperCase() + title.slice(1).replace(/-/g, " "));
    const done = page.say ? [make("p", {}, page.say)] : [];
    if (page.corrected) done.push(make("p", {}, link("#/search/" + words + "/typed", "Search instead for “" + decodeURIComponent(words) + "”")));
    if (!page.items.length) return [heading, ...done, make("p", {}, "We found nothing. Try another word, or ", link("#/", "look through the range"), ".")];
    return [heading, ...done, goods, ...more(page.next, goods)];
  }

  function more(next, goods) {
    if (!next) return [];
    const button = make("button", { type: "button", className: "button secondary" }, "Show more");
    const row = make("p", {}, button);
    button.addEventListener("click", async function () {
      const page = await read(next.slice(BASE.length)).catch(say);
      if (!page) return;
      const cards = page.items.map(card);
      goods.append(...cards);
      row.replaceWith(...more(page.next, goods));
      cards[0].querySelector("a").focus();
      announce(count(page.items.length, "more product"));
    });
    return [row];
  }

  function card(item) {
    const lowest = Math.min(...item.variants.map((each) => each.price_pence));
    const varies = item.variants.some((each) => each.price_pence !== lowest);
    return make(
      "li",
      { className: "product" },
      ...(item.picture ? [make("img", { src: item.picture, alt: "", width: 400, height: 500, loading: "lazy" })] : []),
      make("h2", {}, link("#/product/" + encodeURIComponent(item.product), item.name)),
      make("p", { className: "price" }, (varies ? "from " : "") + pounds(lowest)),
    );
  }

  async function product(id) {
    const item = await read("/products/" + id);
    const stock = await read("/availability?sku=" + item.variants.slice(0, 50).map((each) => encodeURIComponent(each.sku)).join(",")).catch(() => null);
    const said = new Map((stock ? stock.items : []).map((each) => [each.sku, each.say]));
    const options = item.variants.map((each) => make("option", { value: each.sku }, [each.option, pounds(each.price_pence), said.get(each.sku)].filter(Boolean).join(", ")));
    const choice = make("select", { id: "sku", name: "sku" }, ...options);
    const quantity = make("input", { id: "quantity", name: "quantity", type: "number", min: 1, max: 99, value: 1, required: true, inputMode: "numeric", className: "short" });
    const form = make("form", {}, field("Which one", choice), field("Quantity", quantity), make("button", { className: "button primary" }, "Add to basket"));
    const key = fresh();
    onSend(form, async function () {
      await send("POST", "/baskets/" + (await basketId()) + "/lines", { sku: choice.value, quantity: Number(quantity.value) }, key.next());
      await counted();
      announce(item.name + " is in your basket.");
      form.after(notice("good", item.name + " is in your basket. ", link("#/basket", "Go to the basket")));
    }, () => key.used());
    const about = make(
      "div",
      { className: "buy" },
      make("h1", {}, item.name),
      ...item.description.split("\n").filter((each) => each.trim()).map((each) => make("p", { className: "prose" }, each)),
      ...item.restrictions.map((each) => make("p", { className: "note" }, each)),
      form,
    );
    const picture = item.picture ? [make("img", { src: item.picture, alt: item.name, width: 400, height: 500, className: "picture" })] : [];
    return [make("div", { className: "split even" }, ...picture, about)];
  }

  /* The basket */

  async function basketId() {
    if (!memory.get("basket")) memory.set("basket", (await send("POST", "/baskets", {}, uuid())).basket);
    return memory.get("basket");
  }

  async function basketNow() {
    if (!memory.get("basket")) return { lines: [], problems: [], goods_pence: 0, savings: [], saved_pence: 0, code: "", code_used: false, ordered: false };
    const found = await read("/baskets/" + memory.get("basket"));
    if (!found.ordered) return found;
    localStorage.removeItem("arkwright-basket");
    return { lines: [], problems: [], goods_pence: 0, savings: [], saved_pence: 0, code: "", code_used: false, ordered: false };
  }

  async function basket() {
    const found = await basketNow();
    const heading = make("h1", {}, "Your basket");
    if (!found.lines.length) return [heading, make("p", {}, "Your basket is empty. ", link("#/", "Look through the range"))];
    return [
      heading,
      ...found.problems.map((each) => notice("warning", each.say)),
      ...(found.problems.some((each) => each.kind !== "stock") ? [accepting(found)] : []),
      ...found.lines.map((line) => lineForm(found.basket, line)),
      ...goodsSum(found),
      codeForm(found),
      ...(found.problems.length ? [] : [make("p", {}, link("#/checkout", "Go to checkout", "button primary"))]),
    ];
  }

  function goodsSum(found) {
    const sum = (pence) => make("p", { className: "lead" }, "Goods: " + pounds(pence));
    if (!found.savings.length) return [sum(found.goods_pence)];
    const rows = found.savings.map((each) => make("li", {}, each.name + ": " + pounds(each.pence) + " off"));
    return [make("p", {}, "Before promotions: " + pounds(found.goods_pence)), make("ul", {}, ...rows), sum(found.goods_pence - found.saved_pence)];
  }

  function codeForm(found) {
    const input = make("input", { id: "code", type: "text", maxLength: 40, autocomplete: "off" });
    const form = found.code
      ? make("form", {}, make("p", {}, "Code " + found.code + ". " + found.code_say), make("button", { className: "button quiet" }, "Take the code out"))
      : make("form", {}, field("Promotion code (optional)", input), make("button", { className: "button secondary" }, "Use the code"));
    onSend(form, async function () {
      await send("PUT", "/baskets/" + found.basket + "/code", { code: input.value });
      await go();
      announce("Your basket has changed.");
    });
    return form;
  }

  function accepting(found) {
    const form = make("form", {}, make("button", { className: "button secondary" }, "Go on with today's prices"));
    onSend(form, async function () {
      await send("POST", "/baskets/" + found.basket + "/accept-prices", {}, uuid());
      await go();
    });
    return form;
  }

  function lineForm(id, line) {
    const name = "quantity-" + line.sku;
    const quantity = make("input", { id: name, type: "number", min: 0, max: 99, value: line.quantity, required: true, inputMode: "numeric" });
    const label = make("label", { htmlFor: name }, "Quantity", make("span", { className: "hidden" }, " of " + line.name));
    const button = make("button", { className: "button secondary" }, "Change", make("span", { className: "hidden" }, " " + line.name));
    const form = make("form", { className: "quantity" }, label, quantity, button);
    onSend(form, async function () {
      await send("PUT", "/baskets/" + id + "/lines/" + encodeURIComponent(line.sku), { quantity: Number(quantity.value) });
      await go();
      announce("Your basket has changed.");
    });
    return make("section", { className: "panel" }, make("h2", {}, line.name), make("p", {}, pounds(line.price_pence) + " each, " + pounds(line.line_pence) + " together"), form);
  }

  async function counted() {
    const found = await basketNow().catch(() => null);
    if (!found) return;
    const pieces = found.lines.reduce((sum, each) => sum + each.quantity, 0);
    document.getElementById("count").replaceChildren(...(pieces ? [String(pieces), make("span", { className: "hidden" }, pieces === 1 ? " item" : " items")] : []));
  }

  /* Checkout */

  const WHO = [
    ["contact.name", "Full name", { autocomplete: "name", required: true, maxLength: 100 }],
    ["contact.email", "Email address", { type: "email", autocomplete: "email", required: true, maxLength: 254 }],
    ["contact.phone", "Telephone (optional)", { type: "tel", autocomplete: "tel", maxLength: 30 }],
    ["line1", "Address", { autocomplete: "address-line1", required: true, maxLength: 100 }],
    ["line2", "Address line 2 (optional)", { autocomplete: "address-line2", maxLength: 100 }],
    ["contact.town", "Town or city", { autocomplete: "address-level2", required: true, maxLength: 100 }],
    ["contact.postcode", "Postcode", { autocomplete: "postal-code", required: true, maxLength: 10, className: "short" }],
    ["gift_message", "Gift message, written on a card (optional)", { maxLength: 300 }],
  ];

  async function checkout() {
    const found = await basketNow();
    if (!found.lines.length || found.problems.length) return basket();
    const inputs = new Map(WHO.map(([name, , more]) => [name, make("input", { id: name, name, type: "text", ...more })]));
    const form = make("form", {}, ...WHO.map(([name, label]) => field(label, inputs.get(name))), make("button", { className: "button primary" }, "Choose delivery"));
    const ways = make("div", {});
    onSend(form, async function () {
      const code = inputs.get("contact.postcode").value;
      const options = await read("/delivery-options?basket=" + found.basket + "&postcode=" + encodeURIComponent(code));
      ways.replaceChildren(...delivery(found, options, inputs));
      ways.querySelector("h2").focus();
    });
    form.addEventListener("input", () => ways.replaceChildren());
    return [make("h1", {}, "Checkout"), ...goodsSum(found), form, ways];
  }

  function delivery(found, options, inputs) {
    const offered = options.methods.filter((each) => each.offered);
    const heading = make("h2", { tabIndex: -1 }, "Delivery to " + options.postcode);
    const refused = options.methods.filter((each) => !each.offered).map((each) => notice("warning", name(each.method) + ": " + each.say));
    if (!offered.length) return [heading, ...refused, ...(options.methods.length ? [] : [notice("warning", "We do not deliver there.")])];
    const ways = offered.flatMap((each) => (each.days.length ? each.days.map((day) => ({ ...each, ...day, method: each.method, id: each.method + "-" + day.day, words: name(each.method) + " on " + dayWords(day.day), full: !day.available })) : [{ ...each, day: "", id: each.method, words: name(each.method), full: false }]));
    const choices = ways.map((each, place) =>
      make(
        "div",
        { className: "choice" },
        make("input", { type: "radio", id: "method-" + each.id, name: "way", value: each.id, checked: place === 0, disabled: each.full }),
        make("label", { htmlFor: "method-" + each.id }, each.words + ", " + (each.full ? "full" : pounds(each.charge_pence) + ", in all " + pounds(found.goods_pence - found.saved_pence + each.charge_pence))),
      ),
    );
    const form = make("form", {}, make("fieldset", { className: "field" }, make("legend", {}, "Choose one"), ...choices), make("button", { className: "button primary" }, "Pay by card"));
    onSend(form, () => pay(found, ways.find((each) => each.id === new FormData(form).get("way")), inputs));
    return [heading, ...refused, form];
  }

  /* The key stays the same for the same basket and the same words, so that paying twice is paying once. */
  async function pay(found, way, inputs) {
    const at = (name) => inputs.get(name).value;
    const body = {
      basket: found.basket,
      contact: {
        name: at("contact.name"),
        email: at("contact.email"),
        phone: at("contact.phone"),
        address: [at("line1"), at("line2")].filter((each) => each.trim()),
        town: at("contact.town"),
        postcode: at("contact.postcode"),
      },
      method: way.method,
      day: way.day,
      delivery_pence: way.charge_pence,
      lines: found.lines.map((each) => ({ sku: each.sku, quantity: each.quantity, price_pence: each.price_pence, category: each.category })),
      gift_message: at("gift_message"),
      saved_pence: found.saved_pence,
      code: found.code_used ? found.code : "",
    };
    const said = JSON.stringify(body);
    if (pay.said !== said) [pay.said, pay.key] = [said, uuid()];
    const taken = await send("POST", "/orders", body, pay.key);
    memory.set("order-" + taken.number, taken.key);
    location.assign(taken.payment_url);
  }

  async function order(number) {
    const key = memory.get("order-" + decodeURIComponent(number));
    const found = await ask("GET", "/orders/" + number, undefined, { "Order-Key": key || "" });
    const rows = found.lines.map((each) => make("li", {}, each.quantity + " × " + each.name + ", " + pounds(each.price_pence) + " each"));
    const saved = found.savings.map((each) => make("li", {}, each.name + ": " + pounds(each.pence) + " off"));
    const sum = make("p", {}, "In all, delivery included: " + pounds(found.total_pence));
    const gift = found.gift_message ? [make("p", {}, "A gift, with this on the card: " + found.gift_message)] : [];
    const day = found.delivery_day ? [make("p", {}, name(found.delivery_method) + " on " + dayWords(found.delivery_day) + ".")] : [];
    return [make("h1", {}, "Order " + found.number), make("p", { className: "lead" }, found.say), ...day, make("ul", {}, ...rows, ...saved), sum, ...gift, ...cancelling(found, number, key)];
  }

  function cancelling(found, number, key) {
    const open = ["placed", "confirmed"].includes(found.status) && !found.cancelling && Date.now() < found.cancel_until_ms;
    if (!open) return [];
    const form = make("form", {}, make("p", { className: "note" }, "You can cancel until " + clock(found.cancel_until_ms) + "."), make("button", { className: "button secondary" }, "Cancel this order"));
    const same = fresh();
    onSend(form, async function () {
      await ask("POST", "/orders/" + number + "/cancel", {}, { "Order-Key": key, "Idempotency-Key": same.next() });
      await go();
      announce("Your order is cancelled.");
    });
    return [form];
  }

  async function ordered() {
    const numbers = Object.keys(localStorage).filter((each) => each.startsWith("arkwright-order-")).map((each) => each.slice("arkwright-order-".length));
    const rows = numbers.map((each) => make("li", {}, link("#/order/" + encodeURIComponent(each), "Order " + each)));
    return [make("h1", {}, "Your orders"), rows.length ? make("ul", {}, ...rows) : make("p", {}, "No order was made in the app on this device. Our emails have a link to each of your orders.")];
  }

  /* What works now */

  async function works() {
    const now = await read("/what-works-now");
    const rows = now.capabilities.flatMap((each) => [make("dt", {}, each.name), make("dd", {}, make("strong", { className: "mode " + each.mode }, each.mode.charAt(0).toUpperCase() + each.mode.slice(1)), " ", [each.say, ...each.allowed, each.fallback].filter(Boolean).join(" "))]);
    const groups = [];
    for (let at = 0; at < rows.length; at += 2) groups.push(make("div", {}, rows[at], rows[at + 1]));
    const paused = now.capabilities.filter((each) => each.mode === "paused" || each.mode === "sealed");
    return [make("h1", {}, "What works now"), make("dl", { className: "facts" }, ...groups), ...(paused.length ? [tellMe(paused)] : [])];
  }

  function tellMe(paused) {
    const what = make("select", { id: "capability" }, ...paused.map((each) => make("option", { value: each.capability }, each.name)));
    const email = make("input", { id: "email", type: "email", autocomplete: "email", required: true, maxLength: 254 });
    const form = make("form", {}, make("h2", {}, "Tell me when it is back"), field("What", what), field("Email address", email), make("button", { className: "button primary" }, "Tell me"));
    const key = fresh();
    onSend(form, async function () {
      const said = await send("POST", "/waiting-list", { capability: what.value, email: email.value }, key.next());
      form.replaceWith(notice("good", said.say));
      announce(said.say);
    }, () => key.used());
    return form;
  }

  async function standing() {
    const place = document.getElementById("standing");
    const now = await read("/what-works-now").catch(() => null);
    if (!now) return;
    const kind = now.level === "none" ? "" : now.level === "paused" ? "bad" : "warning";
    const said = now.sentences.join(" ");
    if (place.textContent.trim() === said) return;
    place.replaceChildren(...(said ? [make("div", { className: "bar " + kind }, make("p", { className: "wide" }, make("span", {}, said)))] : []));
  }

  function sayKept() {
    const place = document.getElementById("kept");
    const said = keptAt === null ? "" : whyKept + " This page is as of " + clock(keptAt) + ", kept on this device.";
    if (place.textContent.trim() === said) return;
    place.replaceChildren(...(said ? [make("div", { className: "bar info" }, make("p", { className: "wide" }, make("span", {}, said)))] : []));
  }

  /* Asking the API */

  async function read(path) {
    return ask("GET", path);
  }

  async function send(method, path, body, key) {
    return ask(method, path, body, key ? { "Idempotency-Key": '"' + key + '"' } : {});
  }

  async function ask(method, path, body, headers) {
    const bell = new AbortController();
    const timer = setTimeout(() => bell.abort(), PATIENCE_MS);
    try {
      const sent = body === undefined ? {} : { body: JSON.stringify(body) };
      const type = body === undefined ? {} : { "Content-Type": "application/json" };
      const answer = await fetch(BASE + path, { method, headers: { Accept: "application/json", ...type, ...headers }, signal: bell.signal, credentials: "omit", ...sent });
      const said = await answer.json();
      if (!answer.ok) throw Object.assign(new Error("refused"), said);
      const kept = Number(answer.headers.get("x-kept-at"));
      if (kept) {
        keptAt = keptAt === null ? kept : Math.min(keptAt, kept);
        whyKept = answer.headers.get("x-kept-because");
      }
      return said;
    } catch (error) {
      if (error.detail) throw error;
      throw Object.assign(new Error("away"), { title: "You are offline", detail: "We could not reach the shop. Nothing has been lost. Please try again in a moment." });
    } finally {
      clearTimeout(timer);
    }
  }

  /* Forms */

  function onSend(form, act, after) {
    form.addEventListener("submit", async function (event) {
      event.preventDefault();
      if (form.dataset.sending) return;
      form.dataset.sending = "yes";
      form.querySelectorAll("[data-error]").forEach((old) => old.remove());
      form.querySelectorAll("[aria-invalid]").forEach((old) => old.removeAttribute("aria-invalid"));
      try {
        await act();
        if (after) after();
      } catch (problem) {
        wrong(form, problem);
      } finally {
        delete form.dataset.sending;
      }
    });
  }

  function wrong(form, problem) {
    const named = problem.field || "";
    const at = form.querySelector('[id="' + CSS.escape(named) + '"]') || form.querySelector('[id="contact.' + CSS.escape(named) + '"]');
    const sentence = problem.errors && problem.errors.length ? problem.errors[0].detail : problem.detail || "Please try again in a moment.";
    const box = notice("bad", sentence);
    box.dataset.error = "yes";
    box.tabIndex = -1;
    box.setAttribute("role", "alert");
    form.prepend(box);
    if (at) {
      box.id = "wrong";
      at.setAttribute("aria-invalid", "true");
      at.setAttribute("aria-describedby", "wrong");
      at.focus();
    } else box.focus();
  }

  /* The same key until what it was for is done. */
  function fresh() {
    let key = null;
    return { next: () => (key = key || uuid()), used: () => (key = null) };
  }

  function uuid() {
    const dice = crypto.getRandomValues(new Uint8Array(16));
    dice[6] = (dice[6] & 15) | 64;
    dice[8] = (dice[8] & 63) | 128;
    const hex = Array.from(dice, (each) => each.toString(16).padStart(2, "0")).join("");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  }

  /* Making elements */

  function make(tag, properties, ...children) {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  }

  function link(href, words, className) {
    return make("a", { href, className: className || "" }, words);
  }

  function field(label, input) {
    return make("div", { className: "field" }, make("label", { htmlFor: input.id }, label), input);
  }

  function notice(kind, ...words) {
    return make("div", { className: "notice " + kind }, make("div", {}, make("p", {}, ...words)));
  }

  function say(problem) {
    announce(problem.detail);
  }

  function announce(words) {
    document.getElementById("announcements").textContent = words;
  }

  function pounds(pence) {
    return new Intl.NumberFormat("en-GB", { style: "currency", currency: "GBP" }).format(pence / 100);
  }

  function count(number, one) {
    return number + " " + one + (number === 1 ? "" : "s");
  }

  function name(method) {
    return { "next-day": "Next-day delivery", "named-day": "Named-day delivery" }[method] || "Standard delivery";
  }

  function dayWords(day) {
    return new Date(day + "T12:00:00Z").toLocaleDateString("en-GB", { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" });
  }

  function clock(ms) {
    const at = new Date(ms);
    const time = at.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/London" });
    return new Date().toDateString() === at.toDateString() ? time : time + " on " + at.toLocaleDateString("en-GB", { day: "numeric", month: "long", timeZone: "Europe/London" });
  }

  document.getElementById("find").addEventListener("submit", function (event) {
    event.preventDefault();
    const words = document.getElementById("q").value.trim();
    if (words) location.hash = "#/search/" + encodeURIComponent(words);
  });
  window.addEventListener("hashchange", go);
  window.addEventListener("online", go);
  if ("serviceWorker" in navigator) navigator.serviceWorker.register("/sw.js", { scope: "/", updateViaCache: "none" }).catch(() => {});
  go();
  counted();
})();
