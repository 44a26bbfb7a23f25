"""Where a request may come from: our own host names, and for changes our own pages."""

from __future__ import annotations

from collections.abc import Mapping

from arkwright.channels.web import noes as no
from arkwright.channels.web.site import Site

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
ASKED_BY_PROBES = frozenset({"/healthz", "/readyz"})


def check_host(site: Site, path: str, host: str) -> None:
    """Refuses with `HostIsNotOurs` a Host that the site does not answer to; probes ask by address."""
    if path not in ASKED_BY_PROBES and host.lower() not in site.own_hosts:
        raise no.HostIsNotOurs()


def check_origin(site: Site, method: str, path: str, headers: Mapping[str, str]) -> None:
    """Refuses with `SentFromElsewhere` a change that does not come from a page of ours.

    Browsers say where a request comes from in Sec-Fetch-Site, older ones in Origin; one that says neither is no browser, and
    may do nothing except on machine paths, without a cookie.
    """
    if method in SAFE:
        return
    fetch_site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if fetch_site is not None:
        allowed = fetch_site in {"same-origin", "none"}
    elif origin is not None:
        allowed = origin.lower() == f"{site.scheme}://{headers.get('host', '').lower()}"
    else:
        allowed = site.for_machines(path) and "cookie" not in headers
    if not allowed:
        raise no.SentFromElsewhere()
