"""The headers of every dynamic answer; what an answer says itself stays as it says."""

from __future__ import annotations

from collections.abc import Mapping

from arkwright.channels.web.site import Site

YEAR_S = 365 * 24 * 60 * 60


def security_headers(site: Site) -> Mapping[str, str]:
    """Nothing from elsewhere, nothing inline, no frame around us, nothing kept by caches, nothing told to other sites."""
    form_action = " ".join(("'self'", *site.form_action_origins))
    headers = {
        "content-security-policy": (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; manifest-src 'self'; "
            f"worker-src 'self'; form-action {form_action}; base-uri 'none'; frame-ancestors 'none'"
        ),
        # `no-referrer` would make browsers send "Origin: null" with our own forms; other sites learn nothing from this either.
        "referrer-policy": "same-origin",
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "cache-control": "no-store",
    }
    if site.https:
        headers["strict-transport-security"] = f"max-age={2 * YEAR_S}; includeSubDomains"
    return headers
