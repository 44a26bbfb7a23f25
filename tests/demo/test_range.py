"""The demo range: every line is one that the import would take, and one that a buyer would sign."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter, defaultdict

import pytest

from arkwright.demo import pictures
from arkwright.demo.range import HEADER, RESTRICTIONS, csv_files
from arkwright.kit import gtin

Line = dict[str, str]
LINES: list[Line] = [line for _, content in csv_files() for line in csv.DictReader(io.StringIO(content.decode()), strict=True)]
PRODUCTS: dict[str, list[Line]] = defaultdict(list)
for each in LINES:
    PRODUCTS[each["product_id"]].append(each)
OWN_TO_A_VARIANT = {"sku", "gtin", "variant", "price", "picture"}


def test_every_file_has_the_header_and_whole_lines() -> None:
    for name, content in csv_files():
        text = content.decode()
        assert text.splitlines()[0] == HEADER, name
        assert text.endswith("\n"), name
    assert all(None not in line and None not in line.values() for line in LINES)


def test_it_is_a_department_store() -> None:
    categories = Counter(lines[0]["category"] for lines in PRODUCTS.values())
    assert len(PRODUCTS) >= 320
    assert len(categories) == 12
    assert min(categories.values()) >= 25
    assert 12 <= sum(lines[0]["highlight"] == "1" for lines in PRODUCTS.values()) <= 20


def test_variants_agree_on_what_they_share_and_differ_in_what_they_do_not() -> None:
    for product, lines in PRODUCTS.items():
        shared = {tuple(value for column, value in line.items() if column not in OWN_TO_A_VARIANT) for line in lines}
        assert len(shared) == 1, product
        assert len({line["variant"] for line in lines}) == len(lines), product


@pytest.mark.parametrize("column", ["sku", "gtin"])
def test_codes_are_unique(column: str) -> None:
    assert [code for code, count in Counter(line[column] for line in LINES).items() if count > 1] == []


def test_names_and_descriptions_are_each_products_own() -> None:
    for column in ("name", "description"):
        texts = Counter(lines[0][column] for lines in PRODUCTS.values())
        assert [text for text, count in texts.items() if count > 1] == []


def _faults(line: Line) -> list[str]:
    sentences = len(re.findall(r"[.!?](?= |$)", line["description"]))
    checks = {
        "product_id": re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", line["product_id"]),
        "name": 3 <= len(line["name"]) <= 60,
        "description": 2 <= sentences <= 4 and 50 <= len(line["description"]) <= 300 and line["description"] == line["description"].strip(),
        "gtin": gtin.valid(line["gtin"]) and len(line["gtin"]) == 13 and line["gtin"].startswith("2"),
        "variant": line["variant"],
        "price": re.fullmatch(r"[1-9][0-9]*\.[0-9]{2}", line["price"]),
        "vat": line["vat"] in {"standard", "reduced", "zero"},
        "weight_g": re.fullmatch(r"[1-9][0-9]*", line["weight_g"]),
        "restrictions": set(line["restrictions"].split(";")) <= RESTRICTIONS,
        "highlight": line["highlight"] in {"0", "1"},
    }
    return [column for column, fine in checks.items() if not fine]


def test_every_line_is_well_formed() -> None:
    assert {line["sku"]: found for line in LINES if (found := _faults(line))} == {}


def test_a_fault_would_be_found() -> None:
    wrong = LINES[0] | {"gtin": "5000000000000", "price": "9.5", "vat": "20", "restrictions": "none;somewhere", "description": "Nice."}
    assert _faults(wrong) == ["description", "gtin", "price", "vat", "restrictions"]


@pytest.mark.parametrize(
    ("product", "vat", "restrictions"),
    [
        ("breton-cotton-top", "standard", "none"),
        ("padded-winter-coat", "zero", "none"),
        ("school-lace-ups", "zero", "none"),
        ("childrens-school-bag", "standard", "none"),
        ("toddler-swivel-car-seat", "reduced", "no-islands"),
        ("isofix-car-seat-base", "reduced", "no-islands"),
        ("high-back-booster-seat", "reduced", "none"),
        ("kiln-dried-hardwood-logs", "reduced", "mainland-only"),
        ("childrens-cycle-helmet", "zero", "none"),
        ("the-lamplighters-almanac", "zero", "none"),
        ("cloth-bound-notebook", "standard", "none"),
        ("butter-shortbread", "zero", "none"),
        ("chocolate-covered-biscuits", "standard", "none"),
        ("sea-salt-crisps", "standard", "none"),
        ("roasted-salted-cashews", "standard", "none"),
        ("cloudy-apple-juice", "standard", "none"),
        ("house-claret", "standard", "age-18"),
        ("cooks-knife", "standard", "age-18"),
        ("carrot-seeds", "zero", "no-northern-ireland"),
        ("tulip-bulbs-pack-of-25", "standard", "no-northern-ireland"),
        ("wild-bird-seed", "standard", "none"),
        ("organic-cotton-night-pads", "zero", "none"),
        ("three-seater-sofa", "standard", "mainland-only;no-next-day"),
    ],
)
def test_vat_and_restrictions(product: str, vat: str, restrictions: str) -> None:
    assert (PRODUCTS[product][0]["vat"], PRODUCTS[product][0]["restrictions"]) == (vat, restrictions)


def test_alcohol_and_knives_are_for_grown_ups() -> None:
    for line in LINES:
        kind = pictures.parsed(line["picture"])[0]
        if kind in {"wine", "beer", "spirit", "knife", "knife-block"}:
            assert "age-18" in line["restrictions"], line["name"]
