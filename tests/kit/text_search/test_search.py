"""Queries and what they must find first: one table, for SQLite and for PostgreSQL (`--database postgres`)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from arkwright.kit.text_search.seeking import Found
from tests.kit.text_search.ranges import a_product, demo_range, shelves_in

NOTHING: list[str] = []
# What is typed; what is found first, in order; what was done with the words, where something was.
FIRST: list[tuple[str, list[str], dict[str, Any]]] = [
    # as it stands there
    ("kettle", ["rapid-boil-kettle", "kettle-barbecue"], {}),
    ("KETTLE", ["rapid-boil-kettle"], {}),
    ("tea", ["breakfast-tea-80-bags", "earl-grey-loose-leaf-tea"], {}),
    ("tea towel", ["tea-towels-set-of-three"], {}),
    ("merino", ["fine-merino-cardigan", "merino-crew-neck", "boot-socks-pack-of-two"], {}),
    ("kettle for the kitchen", ["rapid-boil-kettle"], {"dropped": ("kitchen",)}),
    # plural and singular
    ("kettles", ["rapid-boil-kettle", "kettle-barbecue"], {}),
    ("knives", ["cooks-knife"], {}),
    ("childrens shoes", ["childrens-canvas-shoes"], {}),
    ("men's slippers", ["mens-felt-slippers"], {}),
    # brands, departments, options
    ("Brightwell", ["desk-fan"], {}),
    ("tarn & fell", ["commuter-backpack"], {}),
    ("tarn and fell raincoat", ["packable-raincoat"], {}),
    ("brightwell toaster", ["two-slice-toaster"], {}),
    ("toaster navy", ["two-slice-toaster"], {}),
    ("menswear jeans", ["regular-fit-jeans"], {}),
    # accents
    ("pique polo", ["pique-polo-shirt"], {}),
    ("PIQUÉ", ["pique-polo-shirt"], {}),
    # other names for it
    ("settee", ["three-seater-sofa"], {"also": ("sofa",)}),
    ("couches", ["three-seater-sofa"], {"also": ("sofa",)}),
    ("sneakers", ["retro-running-trainers"], {"also": ("trainer",)}),
    ("hoover", ["cordless-vacuum-cleaner"], {"also": ("vacuum cleaner", "vacuum")}),
    ("quilt", ["all-season-duvet"], {"also": ("duvet",)}),
    ("pullover", ["school-jumper"], {"also": ("jumper",)}),
    ("cutting board", ["oak-chopping-board"], {"also": ("chopping board",)}),
    ("telly", ["43-inch-television", "55-inch-television"], {"also": ("television",)}),
    ("rucksack", ["commuter-backpack"], {"also": ("backpack",)}),
    ("gray scarf", ["woven-check-scarf"], {"dropped": ("gray",)}),
    # typing errors
    ("ketle", ["rapid-boil-kettle"], {"corrected": True, "searched": "kettle"}),
    ("kettel", ["rapid-boil-kettle"], {"corrected": True, "searched": "kettle"}),
    ("setee", ["three-seater-sofa"], {"corrected": True, "searched": "settee"}),
    ("brightwel toster", ["two-slice-toaster"], {"corrected": True, "searched": "brightwel toaster", "beginning": ("brightwel",)}),
    ("casarole", ["cast-iron-casserole"], {"corrected": True, "searched": "casserole"}),
    ("memmory foam pilow", ["memory-foam-pillow"], {"corrected": True, "searched": "memory foam pillow"}),
    ("harthside", ["embroidered-cushion"], {"corrected": True, "searched": "hearthside"}),
    ("teatowel", ["tea-towels-set-of-three"], {"corrected": True, "searched": "tea towel"}),
    # written together or apart, and not to its end
    ("tea pot", ["six-cup-teapot"], {}),
    ("tshirt", ["dinosaur-t-shirt"], {}),
    ("t shirt", ["dinosaur-t-shirt"], {}),
    ("8kg", ["washing-machine-8-kg"], {}),
    ("casser", ["cast-iron-casserole"], {"beginning": ("casser",)}),
    # codes
    ("EL001-01", ["rapid-boil-kettle"], {}),
    ("el00101", ["rapid-boil-kettle"], {}),
    ("2008000100018", ["rapid-boil-kettle"], {}),
    ("02008000100018", ["rapid-boil-kettle"], {}),
    ("EL001", ["rapid-boil-kettle"], {}),
    ("rapid-boil-kettle", ["rapid-boil-kettle"], {}),
    # more than there is
    ("purple kettle", ["rapid-boil-kettle"], {"dropped": ("purple",), "corrected": False}),
    ("xyzzy kettle", ["rapid-boil-kettle"], {"dropped": ("xyzzy",)}),
    ("stoneware kettle cream", ["rapid-boil-kettle"], {"dropped": ("stoneware",)}),
    ("xyzzy", NOTHING, {}),
    ("lego", NOTHING, {}),
    # hostile
    ("", NOTHING, {}),
    ("the", NOTHING, {}),
    ("\x00", NOTHING, {}),
    ("🙂", NOTHING, {}),
    ("''\"\"", NOTHING, {}),
    ("%", NOTHING, {}),
    ("*", NOTHING, {}),
    ("'; DROP TABLE items; -- kettle", ["kettle-barbecue"], {"dropped": ("table", "items")}),
    ("title:kettle", ["rapid-boil-kettle"], {"dropped": ("title",)}),
    ("{title}: kettle", ["rapid-boil-kettle"], {"dropped": ("title",)}),
    ("kettle*", ["rapid-boil-kettle"], {}),
    ('"kettle', ["rapid-boil-kettle"], {}),
    ("kettle | | & !", ["rapid-boil-kettle"], {}),
    ("kettle:*A <-> (", ["rapid-boil-kettle"], {}),
    ("kettle\x00🙂\\", ["rapid-boil-kettle"], {}),
    ("kettle " * 2_000, ["rapid-boil-kettle"], {"cut": True}),
    ("k" * 10_000, NOTHING, {"cut": True}),
    ("(" * 10_000, NOTHING, {"cut": True}),
]


async def test_queries_and_what_they_find_first(tmp_path: Path) -> None:
    async with shelves_in(tmp_path) as shelves:
        await shelves.put(demo_range())
        wrong = []
        for text, first, done in FIRST:
            found = await shelves.find(text)
            if not as_told(found, first, done):
                wrong.append((text[:40], found.products[: len(first) + 1], {name: getattr(found, name) for name in SAID}))
        assert wrong == []


SAID = {"corrected": False, "dropped": (), "beginning": (), "also": (), "cut": False}


def as_told(found: Found, first: list[str], done: dict[str, Any]) -> bool:
    """Found as it should be, and nothing else said to have been done; other names are looked at where the table names them."""
    expected = {**SAID, "also": found.also, **done}
    is_first = found.products[: len(first)] == tuple(first) and bool(found.products) == bool(first)
    return is_first and all(getattr(found, name) == value for name, value in expected.items())


async def test_words_as_typed_are_neither_corrected_nor_left_out(tmp_path: Path) -> None:
    async with shelves_in(tmp_path) as shelves:
        await shelves.put([a_product("a", "Kettle"), a_product("b", "Ketle stand"), a_product("c", "Red kettle")])
        for text, products in (("kettle", ("a", "c")), ("ketle", ("b",)), ("ketel", ()), ("red ketle", ()), ("blue kettle", ())):
            assert (await shelves.find(text, as_typed=True)).products == products, text


async def test_pages_departments_and_order(tmp_path: Path) -> None:
    async with shelves_in(tmp_path) as shelves:
        await shelves.put(a_product(f"mug-{number:02}", "Mug", category="AB"[number % 2]) for number in range(30))
        await shelves.put([a_product("big", "Big blue mug", category="A")])
        await shelves.put([a_product("box", "Mug box"), a_product("about", "Box", "Mug & Co")])
        found = await shelves.find("mug", most=20)
        assert found.counts == {"A": 16, "B": 15, "Kitchen": 2}
        assert found.products == tuple(f"mug-{number:02}" for number in range(20))
        rest = tuple(f"mug-{number:02}" for number in range(20, 30))
        assert (await shelves.find("mug", most=20, skip=20)).products == (*rest, "big", "box", "about")
        assert (await shelves.find("mug", most=20, skip=40)).products == ()
        within = await shelves.find("mug", within=["Kitchen"])
        assert (within.products, within.counts) == (("box", "about"), found.counts)
        hidden = await shelves.find("mug", every=["Kitchen"], within=["Kitchen"])
        assert hidden.counts == {"Kitchen": 2}


async def test_what_is_changed_or_gone_is_not_found_as_it_was(tmp_path: Path) -> None:
    async with shelves_in(tmp_path) as shelves:
        await shelves.put([a_product("a", "Kettle"), a_product("b", "Toaster")])
        await shelves.put([a_product("a", "Jug")])
        assert (await shelves.find("kettle")).products == ()
        assert (await shelves.find("ketlle")).products == ()  # a word that finds nothing is never suggested
        assert (await shelves.find("jug")).products == ("a",)
        await shelves.index.put((), (), gone=["a", "nobody"])
        assert (await shelves.find("jug")).products == ()
        assert await shelves.index.products("", 10) == ["b"]
