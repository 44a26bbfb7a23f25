"""The office is dead, and nobody who browses or searches notices: an edge serves on, and starts again, from its own disk."""

from __future__ import annotations

import re
from pathlib import Path

from tests.processes.edges import PRODUCT, edge_started
from tests.processes.premises import office_standing_by, opened

SHELVES = ("/", PRODUCT, "/search/", "/pagefind/pagefind.js", "/pagefind/pagefind-entry.json")


async def test_an_edge_serves_on_when_the_office_is_dead(tmp_path: Path) -> None:
    async with opened(tmp_path) as place:
        office = await office_standing_by(place)
        office.go()
        await office.answers(f"{place.shop}/readyz")
        edge = await edge_started(place)
        await edge.serves()
        before = {path: (await edge.serves(path)).body for path in SHELVES}
        assert b"Blue mug" in before[PRODUCT]
        assert (await edge.get("/basket")).status == 200
        await office.kill()
        assert {path: (await edge.get(path)).body for path in SHELVES} == before
        closed = await edge.get("/basket")
        assert (closed.status, closed.headers["content-type"]) == (503, "text/html; charset=utf-8")
        assert re.search(rb"<h1[^>]*>", closed.body)
        assert await edge.process.end() == 0
        edge = await edge_started(place)
        assert {path: (await edge.serves(path)).body for path in SHELVES} == before
        assert await edge.process.end() == 0
