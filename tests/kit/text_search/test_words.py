"""Words, plurals, codes, typing errors and synonyms, each by itself."""

from __future__ import annotations

import pytest

from arkwright.kit.text_search import synonyms
from arkwright.kit.text_search.seeking import tidy
from arkwright.kit.text_search.spelling import distance, nearest, neighbourhood
from arkwright.kit.text_search.synonyms import SynonymsAreWrong
from arkwright.kit.text_search.words import code, indexed, noun, stem, words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Rapid-Boil Kettle, 2 l", ["rapid", "boil", "kettle", "2", "l"]),
        ("Piqué Crème BRÛLÉE Straße", ["pique", "creme", "brulee", "strasse"]),
        ("Children’s wellies", ["childrens", "wellies"]),
        ("8kg 43-Inch", ["8", "kg", "43", "inch"]),
        ("the kettle for our kitchen", ["kettle", "kitchen"]),
        ("  \x00\t🙂 \"';--", []),
        ("Ærø Łódź", ["aero", "lodz"]),
        ("ﬁne ½", ["fine", "1", "2"]),
        ("x" * 100, ["x" * 40]),
    ],
)
def test_words(text: str, found: list[str]) -> None:
    assert words(text) == found


@pytest.mark.parametrize(
    "same",
    [
        ("mug", "mugs"), ("battery", "batteries"), ("dress", "dresses"), ("glass", "glasses"), ("box", "boxes"), ("dish", "dishes"),
        ("torch", "torches"), ("shoe", "shoes"), ("tomato", "tomatoes"), ("knife", "knives"), ("shelf", "shelves"),
        ("scarf", "scarves", "scarfs"),
        ("child", "children", "childrens"), ("man", "men", "mens"), ("woman", "women", "womens"), ("hoodie", "hoodies", "hoody"),
        ("tie", "ties"), ("pie", "pies"), ("glove", "gloves"), ("vase", "vases"), ("lens", "lenses"), ("quiche", "quiches"),
        ("axe", "axes"),
        ("size", "sizes"), ("trouser", "trousers"), ("tv", "tvs"), ("bus", "buses"), ("canvas", "canvases"),
    ],
)  # fmt: skip
def test_plural_and_singular_are_one(same: tuple[str, ...]) -> None:
    assert len({stem(word) for word in same}) == 1, {word: stem(word) for word in same}


@pytest.mark.parametrize(
    "apart", [("shirt", "shirting"), ("glass", "gas"), ("iron", "ironing"), ("bras", "brass"), ("tie", "tea"), ("bus", "bush")]
)
def test_other_words_stay_apart(apart: tuple[str, str]) -> None:
    assert stem(apart[0]) != stem(apart[1])


def test_hyphenated_words_are_indexed_run_together_too() -> None:
    assert indexed("T-Shirts, Half-Zip") == ["t", "shirt", "half", "zip", "tshirt", "halfzip"]


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("Rapid-Boil Kettle", "kettle"), ("Kettle Barbecue", "barbecue"), ("Tea Towels, Set of Three", "towel"),
        ("School Shoes with Bar", "sho"),
        ("Washing Machine, 8 kg", "machine"), ("Mineral Sun Cream SPF 50", "spf"), ("55", ""), ("", ""),
    ],
)  # fmt: skip
def test_what_a_product_is(name: str, what: str) -> None:
    assert noun(name) == what


@pytest.mark.parametrize(
    ("text", "plain"),
    [("EL001-01", "el00101"), ("0 5012345 678900", "5012345678900"), ("000", "000"), ("blue mug", "bluemug"), ("'; --", "")],
)
def test_codes(text: str, plain: str) -> None:
    assert code(text) == plain


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("kettle", "kettle", 0),
        ("ketle", "kettle", 1),
        ("kettel", "kettle", 1),
        ("toster", "toaster", 1),
        ("cassarol", "casserole", 2),
        ("", "ab", 2),
    ],
)
def test_distance(one: str, other: str, apart: int) -> None:
    assert distance(one, other) == distance(other, one) == apart


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ketle", ["kettle"]),
        ("kettel", ["kettle"]),
        ("jettle", ["kettle"]),
        ("jettel", []),  # two slips, and another first letter
        ("kett", []),
        ("mgu", []),
        ("mugg", ["mug"]),
        ("lego", []),  # three letters are too few to be sure
        ("tosters", ["toaster"]),
        ("123456", []),
    ],
)
def test_what_may_have_been_meant(typed: str, meant: list[str]) -> None:
    assert [word for _, word in nearest(typed, ["kettle", "toaster", "roasters", "mug", "leg", "123457"])][: len(meant) or None] == meant


@pytest.mark.parametrize(
    ("typed", "word"), [("ketle", "kettle"), ("kettel", "kettle"), ("memmory", "memory"), ("refridgerator", "refrigerator")]
)
def test_a_slip_leaves_a_neighbour_in_common(typed: str, word: str) -> None:
    assert neighbourhood(typed) & neighbourhood(word)


@pytest.mark.parametrize(
    ("own", "sofa", "shirt"),
    [
        (None, {"settee", "couch"}, set()),
        (b'same = [["sofa", "divan"], ["shirt", "blouse"]]', {"settee", "couch", "divan"}, {"blouse"}),
        (b'shipped = false\nsame = [["sofa", "divan bed"]]', {"divan bed"}, set()),
        (b"", {"settee", "couch"}, set()),
    ],
)
def test_the_operators_synonyms(own: bytes | None, sofa: set[str], shirt: set[str]) -> None:
    thesaurus = synonyms.read(own)
    assert set(thesaurus.others(("sofa",)).values()) == sofa
    assert set(thesaurus.others(("shirt",)).values()) == shirt


@pytest.mark.parametrize("own", [b"same = [[1]]", b'same = [["sofa"]]', b"same = ", b"\xff", b"sames = []", b'same = [["a", "b"]]'])
def test_a_list_that_is_wrong_says_so_in_one_line(own: bytes) -> None:
    with pytest.raises(SynonymsAreWrong, match=r"^The list of synonyms cannot be read: .+$"):
        synonyms.read(own)


@pytest.mark.parametrize(
    ("text", "shown"), [("  blue \n mug ", "blue mug"), ("a\x00b", "a b"), ("k" * 10_000, "k" * 100), ("\u202emug", "mug"), ("🙂", "🙂")]
)
def test_what_was_typed_is_tidied_for_showing(text: str, shown: str) -> None:
    assert tidy(text) == shown
