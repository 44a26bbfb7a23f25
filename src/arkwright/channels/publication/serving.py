"""Handing out a publication: the signed manifest and content by its hash, for edges and other file servers."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Annotated, Any

from litestar import Request, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import Parameter
from litestar.response import Response

from arkwright.channels.publication.headers import FOR_EVER
from arkwright.channels.publication.shelf import Shelf
from arkwright.kit.world import SweepingWorld

NOTHING_YET = b"Nothing has been published yet. Publish the range first.\n"
NO_SUCH_CONTENT = b"There is no content with this SHA-256 in the publications that stand here.\n"


def handlers(world: SweepingWorld, folder: Path) -> list[HTTPRouteHandler]:
    """GET /publication/newest (ETag: the hash of all of it) and GET /publication/blobs/<sha256>; nothing here is secret."""
    shelf, etags = Shelf(world, folder), dict[int, str]()

    @get("/publication/newest", include_in_schema=False)
    async def newest(request: Request[Any, Any, Any]) -> Response[bytes]:
        """The signed manifest of the publication in force."""
        number = shelf.newest()
        if number in etags and request.headers.get("if-none-match") == etags[number]:
            return Response(b"", status_code=304, headers={"etag": etags[number], "cache-control": "no-cache"})
        envelope = None if number is None else shelf.envelope(number)
        if number is None or envelope is None:
            return Response(NOTHING_YET, status_code=404, media_type="text/plain")
        etag = f'"{hashlib.sha256(envelope).hexdigest()}"'
        etags.clear()
        etags[number] = etag  # every edge asks every few seconds, and a large range has a large manifest
        headers = {"etag": etag, "cache-control": "no-cache"}
        if request.headers.get("if-none-match") == etag:
            return Response(b"", status_code=304, headers=headers)
        return Response(envelope, media_type="application/json", headers=headers)

    @get("/publication/blobs/{sha256:str}", include_in_schema=False)
    async def blob(sha256: Annotated[str, Parameter(max_length=100)]) -> Response[bytes]:
        """Content by its hash, still whole; any other name is no path here."""
        try:
            content = shelf.blob(sha256)
        except ValueError:
            content = None
        if content is None:
            return Response(NO_SUCH_CONTENT, status_code=404, media_type="text/plain")
        headers = {"etag": f'"{sha256}"', "cache-control": FOR_EVER, "x-content-type-options": "nosniff"}
        return Response(content, media_type="application/octet-stream", headers=headers)

    return [newest, blob]
