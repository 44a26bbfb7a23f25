"""Pictures of the demo range: well formed, small, harmless, and the same each time."""

from __future__ import annotations

import csv
import io
from xml.etree import ElementTree as ET

import pytest

from arkwright.demo.pictures import KINDS, draw, parsed
from arkwright.demo.pictures.palette import COLOURS, TINTS
from arkwright.demo.range import csv_files

LARGEST_BYTES = 4096
PICTURES = sorted({(line["picture"], line["name"]) for _, content in csv_files() for line in csv.DictReader(io.StringIO(content.decode()))})
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_is_a_small_and_harmless_svg(kind: str) -> None:
    for colours in ("navy:cream", "white", "black:gold"):
        svg = draw(f"{kind}:{colours}", 'Mug & "saucer" <blue>')
        root = ET.fromstring(svg)  # noqa: S314  our own text
        assert len(svg.encode()) <= LARGEST_BYTES
        assert root.attrib["viewBox"] == "0 0 600 600"
        assert root.findtext(f"{SVG}title") == 'Mug & "saucer" <blue>'
        tags = {element.tag.removeprefix(SVG) for element in root.iter()}
        assert tags <= {"svg", "title", "g", "rect", "circle", "ellipse", "path"}
        names = {name for element in root.iter() for name in element.attrib}
        assert not any(name.startswith("on") or name.endswith("href") or name == "style" for name in names)


def test_every_picture_of_the_range_is_drawn_small_and_the_same_each_time() -> None:
    assert len({parsed(picture)[0] for picture, _ in PICTURES}) >= 150
    for picture, name in PICTURES:
        svg = draw(picture, name)
        assert len(svg.encode()) <= LARGEST_BYTES, picture
        assert svg == draw(picture, name)


def test_colour_and_department_show() -> None:
    assert COLOURS["teal"] in draw("mug:teal", "Mug")
    assert COLOURS["teal"] not in draw("mug:rust", "Mug")
    assert TINTS["kitchen"] in draw("mug:teal@kitchen", "Mug")


@pytest.mark.parametrize(
    ("picture", "complaint"),
    [
        ("", "a picture is written"),
        ("mug", "a picture is written"),
        ("mug:teal:", "a picture is written"),
        ("mug:teal;x", "a picture is written"),
        ("unicorn:teal", "there is no kind 'unicorn'"),
        ("mug:ultraviolet", "there is no colour 'ultraviolet'"),
        ("mug:teal:ultraviolet", "there is no colour 'ultraviolet'"),
        ("mug:teal@attic", "there is no department 'attic'"),
    ],
)
def test_another_text_is_refused_by_name(picture: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        draw(picture, "Thing")
