/* Keeps the app's own files, the pages of the range that were seen, the last basket and the banner. What comes from the network
   is always newer and wins; what is kept says when it was kept. Checkout, orders and anything that is sent are never kept. */
"use strict";

const VERSION = "__VERSION__";
const FILES = __FILES__;
const OWN = "arkwright-files-" + VERSION;
const KEPT = "arkwright-kept-" + VERSION;
const PICTURES = "arkwright-pictures-" + VERSION;
const MOST_KEPT = 200;
const MOST_PICTURES = 400;
const PATIENCE_MS = 8000;
const KEPT_AT = "x-kept-at";
const WHY_KEPT = "x-kept-because";
const NO_LINE = "You are offline.";
const NO_OFFICE = "We cannot reach our office just now. Your basket is safe.";
const KEPT_FOR_THE_SHOPPER = ["/basket", "/banner"];
const OFFLINE = "/offline/";

const NEVER = /^\/(account|checkout|order|orders|your-orders|webhooks|sign-in|publication|search$|basket\/)|^\/api\/v1\/(orders|delivery-options|availability|waiting-list)/;
const PAGES = /^\/($|range\/|products\/|stores\/|delivery\/|returns\/|how-we-tell-you\/|contact\/|accessibility\/|privacy\/|what-works-now\/)/;
const DATA = /^\/api\/v1\/(products|categories|stores|what-works-now|baskets\/[^/]+$)/;

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", function (event) {
  const answer = answerTo(event.request);
  if (answer) event.respondWith(answer);
});

async function install() {
  const cache = await caches.open(OWN);
  await cache.addAll(FILES.map((path) => new Request(path, { cache: "reload" })));
  await self.skipWaiting();
}

async function activate() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith("arkwright-") && ![OWN, KEPT, PICTURES].includes(name));
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

/* A promise of an answer, or nothing for what goes its own way. */
function answerTo(request) {
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin || NEVER.test(url.pathname)) return null;
  if (FILES.includes(url.pathname + url.search)) return ownFile(request, url);
  if (url.pathname.startsWith("/pictures/") || url.pathname.startsWith("/design/")) return picture(request);
  if (url.pathname === "/banner") return banner(request);
  if (DATA.test(url.pathname)) return newestOrKept(request, marked);
  if (url.pathname === "/basket" || PAGES.test(url.pathname)) return newestOrKept(request, markedPage);
  if (request.mode === "navigate") return fromNetwork(request).catch(offline);
  return null;
}

async function fromNetwork(request) {
  const bell = new AbortController();
  const timer = setTimeout(() => bell.abort(), PATIENCE_MS);
  try {
    return await fetch(request, { signal: bell.signal });
  } finally {
    clearTimeout(timer);
  }
}

/* The app's own page changes with the range's publication, so it is asked for anew; files with a digest never change. */
async function ownFile(request, url) {
  const cache = await caches.open(OWN);
  const held = await cache.match(url.pathname + url.search);
  if (held && url.pathname !== "/app/" && url.pathname !== OFFLINE) return held;
  try {
    const answer = await fromNetwork(request);
    return answer.ok || !held ? answer : held;
  } catch {
    return held || offline();
  }
}

async function picture(request) {
  const held = await caches.match(request);
  if (held) return held;
  try {
    const answer = await fromNetwork(request);
    if (answer.ok) await keep(PICTURES, request, answer.clone(), MOST_PICTURES);
    return answer;
  } catch {
    return Response.error();
  }
}

async function newestOrKept(request, mark) {
  try {
    const answer = await fromNetwork(request);
    if (answer.ok) await keep(KEPT, request, answer.clone(), MOST_KEPT);
    if (!officeIsAway(request, answer)) return answer;
    return (await kept(request, mark, NO_OFFICE)) || answer;
  } catch {
    return (await kept(request, mark, NO_LINE)) || missing(request);
  }
}

/* The office puts its request id on every answer; an edge that could not reach it does not. Published pages need no office. */
function officeIsAway(request, answer) {
  const path = new URL(request.url).pathname;
  return answer.status === 503 && !answer.headers.has("x-request-id") && (DATA.test(path) || path === "/basket");
}

async function banner(request) {
  try {
    const answer = await fromNetwork(request);
    if (answer.status === 200) await keep(KEPT, request, answer.clone(), MOST_KEPT);
    return answer;
  } catch {
    const held = await (await caches.open(KEPT)).match(request.url, { ignoreVary: true });
    const said = held ? await held.text() : "";
    const offline = "You are offline. What you see was kept on this device.";
    return html(said.trim() ? said + bar("As of " + clock(held) + ". " + offline) : bar(offline));
  }
}

async function keep(name, request, answer, most) {
  const forbidden = /no-store/.test(answer.headers.get("cache-control") || "");
  if (forbidden && !KEPT_FOR_THE_SHOPPER.includes(new URL(request.url).pathname)) return;
  const headers = new Headers(answer.headers);
  headers.set(KEPT_AT, String(Date.now()));
  headers.delete("content-encoding");
  headers.delete("content-length");
  const cache = await caches.open(name);
  const copy = new Response(await answer.blob(), { status: answer.status, headers });
  await cache.delete(request, { ignoreVary: true });
  await cache.put(request.url, copy);
  const all = await cache.keys();
  await Promise.all(all.slice(0, Math.max(0, all.length - most)).map((old) => cache.delete(old)));
}

async function kept(request, mark, why) {
  const held = await (await caches.open(KEPT)).match(request.url, { ignoreVary: true });
  return held ? mark(held, why) : null;
}

/* The app reads the headers and says so itself. */
async function marked(held, why) {
  const headers = new Headers(held.headers);
  headers.set(WHY_KEPT, why);
  return new Response(await held.blob(), { status: held.status, headers });
}

async function markedPage(held, why) {
  const said = why + " This page is as of " + clock(held) + ", kept on this device.";
  const text = await held.text();
  const notice = '<div class="notice info"><div><p>' + said + "</p></div></div>";
  return new Response(text.replace(/<main [^>]*>/, (main) => main + notice), { status: 200, headers: held.headers });
}

async function missing(request) {
  if (request.mode === "navigate") return offline();
  return new Response(JSON.stringify({ type: "about:blank", title: "Offline", status: 503, detail: "You are offline, and this is not kept on your device yet." }), {
    status: 503,
    headers: { "content-type": "application/problem+json" },
  });
}

async function offline() {
  return (await caches.match(OFFLINE)) || Response.error();
}

function bar(sentence) {
  return '<div class="bar info"><p class="wide"><span>' + sentence + "</span></p></div>";
}

function html(text) {
  return new Response(text, { status: 200, headers: { "content-type": "text/html; charset=utf-8" } });
}

function clock(held) {
  const at = new Date(Number(held.headers.get(KEPT_AT)));
  const time = at.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/London" });
  const today = new Date().toDateString() === at.toDateString();
  return today ? time : time + " on " + at.toLocaleDateString("en-GB", { day: "numeric", month: "long", timeZone: "Europe/London" });
}
