"""Rendering: the templates with the design, and the digest that tells whether a page would come out the same."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from arkwright.channels.design.pages import ASSETS, Shop, asset, environment
from arkwright.channels.publication.pages import Page
from arkwright.kit.messages import digest

SEARCH_SCRIPT = "search.js"


class Rendering:
    """The templates of one publication."""

    def __init__(self, shop: Shop, scripts: tuple[str, ...], *, web_manifest: bool) -> None:
        self._templates = environment(Path(__file__).parent / "templates")
        self.search_script = self.source(SEARCH_SCRIPT).encode()
        self.search_script_path = f"/design/search-{hashlib.sha256(self.search_script).hexdigest()[:12]}.js"
        self._shared: dict[str, Any] = {
            "shop": shop,
            "scripts": scripts,
            "web_manifest": web_manifest,
            "search_script": self.search_script_path,
        }
        self.design = self._digest_of_design()
        self._base = digest([self.design, shop, scripts, web_manifest]).hex()

    def inputs(self, page: Page) -> str:
        """The digest of all that the page shows and of all that it is shown with."""
        return digest([self._base, page.path, page.template, page.values]).hex()

    def render(self, page: Page) -> bytes:
        """The page's HTML."""
        return self._templates.get_template(page.template).render(**self._shared, here=page.path, **page.values).encode()

    def source(self, name: str) -> str:
        """A file of the templates' folder as it is."""
        loader = self._templates.loader
        if loader is None:
            raise LookupError("the design's environment has a loader")
        return loader.get_source(self._templates, name)[0]

    def _digest_of_design(self) -> str:
        whole = hashlib.sha256()
        for name in self._templates.list_templates():
            whole.update(f"{name}\n{self.source(name)}\n".encode())
        for name in ASSETS:
            whole.update(asset(name))
        return whole.hexdigest()
