"""Answers as pages: a template of the role inside its frame, never kept by caches."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader
from litestar.datastructures import Cookie
from litestar.response import Response

from arkwright.channels.web.site import AnyRequest, site_of
from arkwright.channels.web.tokens import form_token, pending_cookies


def render(
    request: AnyRequest,
    template: str,
    *,
    status: int = 200,
    cookies: Sequence[Cookie] = (),
    headers: dict[str, str] | None = None,
    **names: object,
) -> Response[str]:
    """The template with the site's frame, `form_token` and these names; sets the form cookie where one was made."""
    site = site_of(request)
    text = site.environment.get_template(template).render({**site.frame(request), "form_token": form_token(request), **names})
    return Response(text, status_code=status, media_type="text/html", cookies=[*cookies, *pending_cookies(request)], headers=headers)


def see(path: str, *, cookies: Sequence[Cookie] = ()) -> Response[Any]:
    """303: go on there with a GET, so that reloading sends nothing twice."""
    return Response(b"", status_code=303, headers={"location": path}, cookies=list(cookies), media_type="text/plain")


def with_own_templates(environment: Environment) -> Environment:
    """The role's templates, and behind them the common error page."""
    own = FileSystemLoader([str(Path(__file__).parent / "templates")])
    loaders = [environment.loader] if environment.loader is not None else []
    return environment.overlay(loader=ChoiceLoader([*loaders, own]))
