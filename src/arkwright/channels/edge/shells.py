"""Shells: published pages that the edge fills in and sends in place of what was asked for."""

from __future__ import annotations

from arkwright.channels.edge.table import Headers, Table
from arkwright.channels.publication.headers import PAGE

NOT_FOUND = "/404/"
PAUSED = "/paused/"
SEARCH_AWAY = "/search/away/"
UNREACHABLE = "/unreachable/"
WHAT_WORKS_NOW = "/what-works-now/"

STORES = "/stores/"
WHAT_WORKS_HERE = b"<!--what-works-here-->"  # on each store's page; empty while all is as usual there
PLACES = {PAUSED: b"<!--sentence-->", WHAT_WORKS_NOW: b"<!--what-works-now-->"}
WORDS = {
    NOT_FOUND: "There is no page at this address.",
    PAUSED: "Our range is not shown at the moment.",
    SEARCH_AWAY: "Search does not answer just now. Please try again in a few minutes.",
    UNREACHABLE: "This page does not answer just now. Please try again in a few minutes. Your basket is safe.",
    WHAT_WORKS_NOW: "What works now",
}


def filled(table: Table, name: str, fill: str) -> tuple[Headers, bytes]:
    """The shell with this HTML in its place, never stored by anybody; plain words before the first publication."""
    entry = table.get(name)
    if entry is None or entry.plain.body is None:
        headers = {**PAGE, "content-type": "text/html; charset=utf-8"}
        page = f'<!doctype html><html lang="en-GB"><title>Shop</title><h1>{WORDS[name]}</h1>{fill}'
        body = page.encode()
    else:
        headers = {key: value for key, value in entry.plain.headers if key not in ("etag", "vary")}
        body = entry.plain.body
        body = body.replace(PLACES.get(name, WHAT_WORKS_HERE), fill.encode())
    return [*((key, value) for key, value in headers.items() if key != "cache-control"), ("cache-control", "no-store")], body
