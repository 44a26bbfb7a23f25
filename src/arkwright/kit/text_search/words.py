"""Words as search sees them: folded, without accents, plural and singular as one; the same before every database."""

from __future__ import annotations

import re
import unicodedata

ANALYSIS = 1  # count up when a text would lead to other words: every index is then built anew

WORD = re.compile(r"[^\W\d_]+|\d+")
HYPHENATED = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)+")
AFTERTHOUGHT = re.compile(r"[,:;(]| (?:with|for|from|by) ")
LONGEST_WORD = 40
LETTERS = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "'": None, "’": None, "‘": None, "ʼ": None}
)
SAYS_NOTHING = frozenset("a an and are at by for from in is it of on or our that the this to with your".split())

IRREGULAR = {
    "axes": "axe", "buses": "bus", "calves": "calf", "canvas": "canvas", "canvases": "canvas", "children": "child",
    "feet": "foot", "gas": "gas", "geese": "goose", "halves": "half", "hooves": "hoof", "knives": "knife", "leaves": "leaf",
    "lens": "lens", "lenses": "lens", "lives": "life", "loaves": "loaf", "men": "man", "mice": "mouse", "scarves": "scarf",
    "shelves": "shelf", "teeth": "tooth", "thieves": "thief", "wives": "wife", "wolves": "wolf", "women": "woman",
}  # fmt: skip
NO_PLURAL = ("ss", "us", "is")
SHORT = 3


def words(text: str) -> list[str]:
    """The words of a text in order, folded; words that say nothing are left out. '8kg' is two words, as '8 kg' is."""
    return [word[:LONGEST_WORD] for word in WORD.findall(folded(text)) if word not in SAYS_NOTHING]


def indexed(text: str) -> list[str]:
    """The stems to index: those of the words, and of hyphenated ones run together (t-shirt, tshirt)."""
    joined = [each.replace("-", "") for each in HYPHENATED.findall(folded(text))]
    return [stem(word) for word in words(text)] + [stem(word[:LONGEST_WORD]) for word in joined]


def noun(name: str) -> str:
    """The stem of what a product is, by the name: kettle for 'Rapid-Boil Kettle, 2 l', barbecue for 'Kettle Barbecue with Lid'."""
    ahead = [word for word in words(AFTERTHOUGHT.split(name.casefold(), maxsplit=1)[0]) if word.isalpha()]
    return stem(ahead[-1]) if ahead else ""


def code(text: str) -> str:
    """A product code or barcode as it is compared: letters and digits only, without the zeros that fill up a barcode."""
    plain = "".join(WORD.findall(folded(text)))
    return plain.lstrip("0") or plain if plain.isdigit() else plain


def folded(text: str) -> str:
    """Small letters without accents; apostrophes vanish, so that children's is childrens."""
    whole = unicodedata.normalize("NFKD", text.casefold().translate(LETTERS))
    return "".join(letter for letter in whole if not unicodedata.combining(letter))


def stem(word: str) -> str:
    """Plural and singular lead to one form, which need not be a word. No other ending is touched: a shirt is not shirting.

    After the S-stemmer (D. Harman, How effective is suffixing?, 1991), with British exceptions.
    """
    if word in IRREGULAR:
        return IRREGULAR[word]
    one = _singular(word)
    one = IRREGULAR.get(one, one)
    if len(one) > SHORT + 1 and one.endswith("ie"):
        return one[:-2] + "y"
    if len(one) > SHORT and one.endswith(("oe", "xe", "che", "she")):
        return one[:-1]
    return one


def _singular(word: str) -> str:
    if len(word) < SHORT or not word.endswith("s") or word.endswith(NO_PLURAL):
        return word
    if word.endswith("ies") and len(word) > SHORT + 1:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")) or (word.endswith("oes") and len(word) > SHORT + 1):
        return word[:-2]
    return word[:-1]
