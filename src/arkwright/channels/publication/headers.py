"""The headers that each kind of published file is served with, by this product's edge or any other file server."""

from __future__ import annotations

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'{scripts}; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'; worker-src 'self'"
)
FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"

EVERYWHERE = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
PAGE = {**EVERYWHERE, "content-security-policy": PAGE_POLICY.format(scripts=""), "x-frame-options": "DENY"}

# Pagefind is WebAssembly, which a browser compiles only where the page allows it: on the search page alone.
SEARCH_POLICY = PAGE_POLICY.format(scripts=" 'wasm-unsafe-eval'")
# A picture opened by itself is a document: it may style itself and do nothing else.
PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"

HEADERS: dict[str, dict[str, str]] = {
    "page": {**PAGE, "cache-control": ASK_AGAIN},
    "search": {**PAGE, "cache-control": ASK_AGAIN, "content-security-policy": SEARCH_POLICY},
    "asset": {**EVERYWHERE, "cache-control": FOR_EVER},
    "picture": {**EVERYWHERE, "cache-control": FOR_EVER, "content-security-policy": PICTURE_POLICY},
    "file": {**EVERYWHERE, "cache-control": ASK_AGAIN},
}
