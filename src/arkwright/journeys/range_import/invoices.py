"""Products derived from invoice lines (UCI "Online Retail" and "Online Retail II"), by the rules that are stated here.

A line counts as a sale when its code is a product's, its invoice is no cancellation, its quantity and its price in pence
are above nought, and no line before it was exactly the same. Then:
- product: a code of five digits, with letters after them or none; capitals do not matter; each is a product with one SKU.
- name: of its descriptions in capitals (at least as many capitals as small letters; notes such as "damaged" are not) the
  most frequent, the longest of equals; failing that, the same among those whose three or more words all begin with a capital.
- price: the price that stands on most of its lines in the newest month in which it was sold, the lower of equals;
  taken as the shelf price, VAT included.
- VAT: standard for everything: a name alone is no ground for the zero rate.
- category: the first of `gift_words` that fits the name.
- stock to begin with: ten times the median quantity of its lines, rounded up; at least 10, at most 1,000.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from arkwright.compartments.catalogue import queries
from arkwright.compartments.catalogue.commands import SaveProduct, Variant
from arkwright.journeys.range_import.gift_words import NAMES, category_of
from arkwright.journeys.range_import.mapping import Bound
from arkwright.journeys.range_import.reading import Draft, Found, Rejected
from arkwright.journeys.range_import.table import Line
from arkwright.journeys.range_import.values import CellIsWrong, month, unit_price_pence, whole

PRODUCT_CODE = re.compile(r"[0-9]{5}[A-Z]{0,3}")
LEAST_STOCK, MOST_STOCK, STOCK_FACTOR = 10, 1_000, 10
SMALL_WORDS = {"a", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"}
KEPT_WORDS = {"CD", "DIY", "DVD", "LED", "PVC", "TV", "UK", "USB", "3D"}

NO_PRODUCTS: tuple[tuple[str, str], ...] = (
    (r"POST", "postage"), (r"DOT", "postage of the web shop"), (r"C2|C3", "carriage"), (r"M", "a manual entry"), (r"D", "a discount"),
    (r"S|SP1002", "samples"), (r"B", "a bad debt"), (r"BANK CHARGES", "bank charges"), (r"AMAZONFEE", "a fee of a marketplace"),
    (r"CRUK", "a commission for charity"), (r"ADJUST.*", "an adjustment of the books"), (r"PADS", "packing material"),
    (r"GIFT.*", "a gift voucher"), (r"DCGS.*", "an item of another web shop"), (r"TEST.*", "a test entry"),
)  # fmt: skip

REPEATED = "exact repeats of an earlier line"
CANCELLED = "cancellations (invoice number begins with C)"
NOT_SOLD = "quantities of nought or less (corrections of stock)"
NO_PRICE = "prices of nought or less (given away, damaged or written off)"


@dataclass
class Sold:
    """What the invoice lines say of one code."""

    first: Line
    names: Counter[str] = field(default_factory=Counter)
    prices: dict[str, Counter[int]] = field(default_factory=dict)
    quantities: Counter[int] = field(default_factory=Counter)


@dataclass
class Ledger:
    """The invoice lines, gone through one by one."""

    lines: int = 0
    sold: dict[str, Sold] = field(default_factory=dict)
    rejected: list[Rejected] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    seen: set[bytes] = field(default_factory=set)


def products_of(lines: Iterable[Line], bound: Bound) -> Found:
    """Products in the order of their codes, every line rejected or passed over, and units to begin with."""
    ledger = Ledger()
    for line in lines:
        ledger.lines += 1
        try:
            enter(ledger, line, bound)
        except CellIsWrong as wrong:
            ledger.rejected.append(Rejected(line=line.number, reason=str(wrong), cells=line.cells))
    drafts, stock = [], []
    for code, sold in sorted(ledger.sold.items()):
        name = name_of(sold.names)
        draft = drafted(code, sold, name)
        refusal = queries.fault(draft.command) if name else None
        if not name or refusal:
            reason = str(refusal or f"None of the descriptions of {code} is a name in capitals.")
            ledger.rejected.append(Rejected(line=sold.first.number, reason=reason, cells=sold.first.cells, product=code.lower()))
            continue
        drafts.append(draft)
        stock.append((code, stock_of(sold.quantities)))
    used = {draft.command.category for draft in drafts}
    categories = {category: name for category, name in NAMES.items() if category in used}
    skipped = dict(sorted(ledger.skipped.items()))
    return Found(lines=ledger.lines, drafts=drafts, categories=categories, rejected=ledger.rejected, skipped=skipped, stock=stock)


def enter(ledger: Ledger, line: Line, bound: Bound) -> None:
    """Take one line into account; raises `CellIsWrong` for one that is rejected."""
    if line.wrong:
        raise CellIsWrong(line.wrong)
    mark = hashlib.blake2b("\x1f".join(line.cells).encode(), digest_size=12).digest()
    if mark in ledger.seen:
        ledger.skipped[REPEATED] += 1
        return
    ledger.seen.add(mark)
    code = product_code(bound.cell(line.cells, "code"))
    quantity = whole(bound.cell(line.cells, "quantity"), "quantity")
    price_pence = unit_price_pence(bound.cell(line.cells, "price"))
    sold_in = month(bound.cell(line.cells, "date"), bound.mapping.dates)
    if bound.cell(line.cells, "invoice").upper().startswith("C"):
        ledger.skipped[CANCELLED] += 1
    elif quantity <= 0:
        ledger.skipped[NOT_SOLD] += 1
    elif price_pence <= 0:
        ledger.skipped[NO_PRICE] += 1
    else:
        sold = ledger.sold.setdefault(code, Sold(line))
        sold.names[" ".join(bound.cell(line.cells, "description").split())] += 1
        sold.prices.setdefault(sold_in, Counter())[price_pence] += 1
        sold.quantities[quantity] += 1


def product_code(text: str) -> str:
    """The code in capitals; raises `CellIsWrong` for what is no product, and says what it is where that is known."""
    code = text.upper()
    if PRODUCT_CODE.fullmatch(code):
        return code
    for pattern, what in NO_PRODUCTS:
        if re.fullmatch(pattern, code):
            raise CellIsWrong(f"The code {text} is no product: it is {what}.")
    raise CellIsWrong(f"The code “{text}” is no product code. Those have five digits, with up to three letters after them.")


def name_of(names: Counter[str]) -> str:
    """The name among the descriptions, as shown to shoppers; empty where there is none."""
    for fits in (in_capitals, in_titles):
        fitting = [(count, len(name), name) for name, count in names.items() if fits(name)]
        if fitting:
            return titled(max(fitting)[2]) if fits is in_capitals else max(fitting)[2].strip(" .,*")
    return ""


def in_capitals(name: str) -> bool:
    """Whether the description is a name as the retailer writes it; a size such as 45x45cm may stand in it."""
    capitals = sum(each.isupper() for each in name)
    return capitals >= 2 and capitals >= sum(each.islower() for each in name)


def in_titles(name: str) -> bool:
    """Whether each of three words or more begins with a capital."""
    words = name.strip(" .,*").split()
    return len(words) >= 3 and all(word[0].isupper() for word in words)


def titled(name: str) -> str:
    """A name in capitals as a title: "SET OF 3 CD'S & T-LIGHTS" is "Set of 3 CD's & T-Lights"."""
    words = name.strip(" .,*").split()
    return " ".join(_titled_word(word, first=place == 0) for place, word in enumerate(words))


def _titled_word(word: str, first: bool) -> str:
    if word in KEPT_WORDS or any(each.islower() for each in word):
        return word
    if word.lower() in SMALL_WORDS and not first:
        return word.lower()
    return re.sub(r"(?P<digit>[0-9])?(?P<first>[A-Z])(?P<others>[A-Z'’]*)", _capitalised, word)


def _capitalised(match: re.Match[str]) -> str:
    first = match["first"] if match["digit"] is None else match["digit"] + match["first"].lower()
    return first + match["others"].lower()


def drafted(code: str, sold: Sold, name: str) -> Draft:
    """The product of a code."""
    category = category_of(name)
    newest = sold.prices[max(sold.prices)]
    price_pence = min(newest, key=lambda pence: (-newest[pence], pence))
    command = SaveProduct(
        id="",
        product=code.lower(),
        name=name,
        description="",
        brand="",
        category=category,
        vat_rate="standard",
        variants=(Variant(sku=code, gtin=None, option="", price_pence=price_pence, weight_g=0),),
        restrictions=(),
        picture="",
        highlight=False,
        by="",
    )
    return Draft(command=command, lines=(sold.first,), line_of_sku={code: sold.first.number})


def stock_of(quantities: Counter[int]) -> int:
    """Units to begin with: ten times the (upper) median quantity of a line, within bounds."""
    half = quantities.total() // 2
    for quantity in sorted(quantities):
        half -= quantities[quantity]
        if half < 0:
            return max(LEAST_STOCK, min(MOST_STOCK, STOCK_FACTOR * quantity))
    raise ValueError("a product without a line")
