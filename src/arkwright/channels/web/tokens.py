"""Form tokens: proof that a form was given out by us to the browser that sends it."""

from __future__ import annotations

import hmac
from hashlib import sha256

from litestar.datastructures import Cookie

from arkwright.channels.web.site import AnyRequest, Site, site_of

FIELD = "form_token"
HEADER = "x-form-token"
PENDING = "form_cookie"  # in the request's state: a cookie that the answer sets


def form_token(request: AnyRequest) -> str:
    """The token for forms on this page: made from the session's cookie; before there is a session, from a cookie of its own.

    Where there is neither, a cookie is made, which `pages.render` puts into the answer.
    """
    site = site_of(request)
    bound = bound_to(request)
    if bound is None:
        state = request.scope["state"]
        bound = state.setdefault(PENDING, site.world.random_bytes(16).hex())
    return signed(site, bound)


def bound_to(request: AnyRequest) -> str | None:
    """The cookie that tokens of this browser are made from."""
    site = site_of(request)
    return request.cookies.get(site.cookie) or request.cookies.get(f"{site.cookie}-form") or None


def token_is_right(request: AnyRequest, token: str) -> bool:
    """Whether the token was made for this browser's session; constant time."""
    bound = bound_to(request)
    return bound is not None and hmac.compare_digest(signed(site_of(request), bound).encode(), token.encode())


def signed(site: Site, bound: str) -> str:
    """HMAC-SHA-256 over the site and the cookie."""
    return hmac.new(site.form_key, f"{site.name}\0{bound}".encode(), sha256).hexdigest()


def pending_cookies(request: AnyRequest) -> list[Cookie]:
    """The form cookie, when this request made one."""
    value = request.scope["state"].get(PENDING)
    site = site_of(request)
    return [cookie(site, value, suffix="-form")] if value else []


def cookie(site: Site, value: str, *, max_age_s: int | None = None, suffix: str = "") -> Cookie:
    """A cookie of this host alone, unseen by scripts; for the browser's session where no age is given."""
    return Cookie(key=site.cookie + suffix, value=value, path="/", httponly=True, samesite="lax", secure=site.https, max_age=max_age_s)


def removed(site: Site) -> Cookie:
    """Takes the session's cookie away."""
    return cookie(site, "", max_age_s=0)
