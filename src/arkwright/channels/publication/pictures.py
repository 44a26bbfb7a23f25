"""The pictures of a publication: drawn ones under an address that changes with the drawing, photographs where they lie."""

from __future__ import annotations

from dataclasses import dataclass

from arkwright.channels.publication.settings import Settings
from arkwright.compartments.catalogue.state import Product
from arkwright.kit.messages import digest

NO_PICTURE = "no_picture.svg"


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """A picture to be drawn; `inputs` is the digest of all that it is drawn from."""

    path: str
    name: str
    title: str
    inputs: str


class Pictures:
    """Which picture belongs to which product; drawing waits until a publication needs it."""

    def __init__(self, settings: Settings, no_picture: bytes) -> None:
        self._settings = settings
        self.no_picture_path = f"/pictures/none-{digest(no_picture.decode()).hex()[:12]}.svg"

    def href(self, row: Product) -> str:
        """Where the product's picture stands; a neutral one where it has none that we have."""
        drawing = self.drawing(row)
        if drawing is not None:
            return drawing.path
        return f"/{row.picture}" if f"/{row.picture}" in self._settings.extra_files else self.no_picture_path

    def drawing(self, row: Product) -> Drawing | None:
        """The drawing that the product wants, or None when it has a photograph or nothing."""
        if not row.picture or "." in row.picture:
            return None
        inputs = digest(["picture", self._settings.picture_version, row.picture, row.name]).hex()
        return Drawing(path=f"/pictures/{row.product}-{inputs[:12]}.svg", name=row.picture, title=row.name, inputs=inputs)
