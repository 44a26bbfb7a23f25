"""The simulators' web pages: one plain frame, escaped throughout, without scripts."""

from __future__ import annotations

import base64
import hashlib
from functools import cache

import jinja2

from arkwright.kit.world import Answer


def page(template: str, status: int = 200, may_lead_to: str = "", **values: object) -> Answer:
    """Render a template to an answer. `may_lead_to` is an origin that a form on it may redirect to."""
    html = _environment().get_template(template).render(**values)
    return Answer(status=status, headers=_headers("text/html; charset=utf-8", may_lead_to), body=html.encode())


def redirect(url: str) -> Answer:
    """See other."""
    return Answer(status=303, headers={"location": url, "cache-control": "no-store"}, body=b"")


def _headers(content_type: str, may_lead_to: str) -> dict[str, str]:
    form_action = f"'self' {may_lead_to}".strip()
    policy = f"default-src 'none'; style-src {_style_hash()}; form-action {form_action}; base-uri 'none'; frame-ancestors 'none'"
    return {
        "content-type": content_type,
        "cache-control": "no-store",
        "content-security-policy": policy,
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
    }


@cache
def _style_hash() -> str:
    digest = hashlib.sha256(_style().encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


@cache
def _style() -> str:
    source, _, _ = _loader().get_source(jinja2.Environment(autoescape=True), "plain.css")
    return source


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        autoescape=True, loader=_loader(), undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals["style"] = _style()
    return environment


def _loader() -> jinja2.PackageLoader:
    return jinja2.PackageLoader("arkwright.simulators", "templates")
