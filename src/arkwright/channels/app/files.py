"""The app's files for the publication, so that the edge serves them: page, script, service worker, manifest and icons."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec
from jinja2 import Environment

from arkwright.channels.app.icons import icon
from arkwright.channels.design.pages import ASSETS, asset, asset_url, environment
from arkwright.channels.publication.settings import Extra

HERE = Path(__file__).parent
PAGE = "/app/"
OFFLINE = "/offline/"  # a page of the publication
MANIFEST = "/manifest.webmanifest"
ICONS = {"/app/icon-192.png": (192, False), "/app/icon-512.png": (512, False), "/app/icon-maskable-512.png": (512, True)}
JAVASCRIPT = "text/javascript; charset=utf-8"


def files(shop_name: str) -> dict[str, Extra]:
    """Everything to hand to the publication as `extra_files`; `install_script()` then belongs into its `scripts`."""
    pages = _environment()
    made: dict[str, Extra] = {
        PAGE: Extra(content=_page(pages, shop_name), content_type="text/html; charset=utf-8", headers="page", part="page"),
        _script_path(pages, "app.js"): Extra(content=_source(pages, "app.js"), content_type=JAVASCRIPT, headers="asset"),
        install_script(): Extra(content=_source(pages, "install.js"), content_type=JAVASCRIPT, headers="asset"),
        MANIFEST: Extra(content=_manifest(shop_name), content_type="application/manifest+json"),
    }
    for path, (size, maskable) in ICONS.items():
        made[path] = Extra(content=icon(size, maskable=maskable), content_type="image/png")
    made["/sw.js"] = Extra(content=_worker(pages, made), content_type=JAVASCRIPT)
    return made


def install_script() -> str:
    """The address of the script that each page of the shop loads, so that what was seen is kept."""
    return _script_path(_environment(), "install.js")


def _environment() -> Environment:
    return environment(HERE / "templates", HERE / "static")


def _source(pages: Environment, name: str) -> bytes:
    """A file of the static folder as it is."""
    if pages.loader is None:
        raise LookupError("the design's environment has a loader")
    return pages.loader.get_source(pages, name)[0].encode()


def _script_path(pages: Environment, name: str) -> str:
    """An address that changes with the script, so that it may be cached for ever."""
    stem = name.removesuffix(".js")
    return f"/app/{stem}-{hashlib.sha256(_source(pages, name)).hexdigest()[:12]}.js"


def _page(pages: Environment, shop_name: str) -> bytes:
    return pages.get_template("app.html").render(shop_name=shop_name, script=_script_path(pages, "app.js")).encode()


def _manifest(shop_name: str) -> bytes:
    """Web Application Manifest (W3C): Chromium installs with icons of 192 and 512 pixels."""
    icons = [
        {"src": path, "sizes": f"{size}x{size}", "type": "image/png", "purpose": "maskable" if maskable else "any"}
        for path, (size, maskable) in ICONS.items()
    ]
    drawn = {"src": asset_url("arkwright.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}
    return msgspec.json.encode(
        {
            "id": PAGE,
            "name": shop_name,
            "short_name": shop_name[:12],
            "description": f"The range of {shop_name}, your basket, and what works now.",
            "lang": "en-GB",
            "dir": "ltr",
            "start_url": PAGE,
            "scope": "/",
            "display": "standalone",
            "background_color": "#f6f1e7",
            "theme_color": "#163a2c",
            "categories": ["shopping"],
            "icons": [*icons, drawn],
        }
    )


def _worker(pages: Environment, made: dict[str, Extra]) -> bytes:
    """The service worker with what it keeps from the start, and a version that changes with any of it."""
    own = [*made, *(asset_url(name) for name in ASSETS), OFFLINE]
    source = _source(pages, "sw.js")
    whole = hashlib.sha256(source)
    for path in sorted(made):
        whole.update(made[path].content)
    for name in ASSETS:
        whole.update(asset(name))
    version = whole.hexdigest()[:12]
    return source.replace(b"__VERSION__", version.encode()).replace(b"__FILES__", msgspec.json.encode(own))
