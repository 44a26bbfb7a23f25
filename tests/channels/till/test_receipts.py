"""Receipts: which kind of VAT invoice they are, that lines and totals agree to the penny, and that page, paper and text say the same."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from arkwright.channels.till.receipt import Customer, Paid, Receipt, ReceiptLine, net_lines, vat_by_rate
from arkwright.channels.till.receipt_page import receipt_article
from arkwright.channels.till.receipt_pdf import receipt_pdf
from arkwright.channels.till.receipt_text import receipt_text
from arkwright.kit.money import VatRate
from arkwright.kit.receipt_code import VatOf
from arkwright.kit.replica import HouseLine
from tests.kit.test_receipt_code import CODE

HOUSE = HouseLine(
    store="leeds",
    company="Wright & Daughters Ltd",
    company_address=("1 Wharfedale Parade", "Leeds", "LS1 9ZZ"),
    vat_number="GB 999 9999 73",
    store_name="Wright & Daughters Leeds",
    store_address=("12 Clothworkers' Walk", "Leeds", "LS1 9ZZ"),
    store_phone="0113 496 0101",
    receipt_words=("Keep this receipt: it is your proof of purchase.",),
)
MUGS = ReceiptLine(
    sku="MUG", name="Stoneware mug", quantity=2, price_pence=8_00, paid_pence=14_00, vat_rate="standard", notes=("Two for £14: -£2.00",)
)
BREAD = ReceiptLine(sku="BREAD", name="Seeded loaf", quantity=1, price_pence=2_40, paid_pence=2_40, vat_rate="zero")
SALE = Receipt(
    house=HOUSE,
    till="1",
    number="leeds-1-000123",
    at_ms=1_764_000_000_000,
    served_by="Tess",
    lines=(MUGS, BREAD),
    total_pence=16_40,
    paid=(Paid("Cash", 20_00),),
    change_pence=3_60,
    code=CODE,
)
BUYER = Customer("Ada's Café & Söhne", ("3 Mill Lane", "York", "YO1 9ZZ"))


def of(pence: int, rate: VatRate = "standard") -> Receipt:
    line = ReceiptLine(sku="S", name="Sofa", quantity=1, price_pence=pence, paid_pence=pence, vat_rate=rate)
    return replace(SALE, lines=(line,), total_pence=pence, paid=(Paid("Card ending 4242, chip & PIN", pence),), change_pence=0)


KINDS = [
    (of(250_00), None, "simplified"),
    (of(250_01), None, "too-much-for-simplified"),
    (replace(of(-250_00), refund_of="leeds-1-000122", why="Faulty"), None, "simplified"),
    (of(250_01), BUYER, "full"),
    (of(10_00), BUYER, "full"),
]


@pytest.mark.parametrize(("receipt", "customer", "kind"), KINDS)
def test_up_to_250_pounds_with_vat_a_simplified_invoice_does(receipt: Receipt, customer: Customer | None, kind: str) -> None:
    assert replace(receipt, customer=customer).kind == kind


VAT = [
    ([("standard", 14_00), ("zero", 2_40)], (VatOf("standard", 14_00, 2_33), VatOf("zero", 2_40, 0))),
    ([("standard", 5), ("standard", 5)], (VatOf("standard", 10, 2),)),
    ([("standard", -14_00)], (VatOf("standard", -14_00, -2_33),)),
    ([("zero", 1_00), ("reduced", 10_50)], (VatOf("reduced", 10_50, 50), VatOf("zero", 1_00, 0))),
    ([], ()),
]


@pytest.mark.parametrize(("amounts", "vat"), VAT)
def test_vat_is_reckoned_on_the_total_of_a_rate(amounts: list[tuple[VatRate, int]], vat: tuple[VatOf, ...]) -> None:
    assert vat_by_rate(amounts) == vat


@given(
    st.lists(
        st.tuples(st.sampled_from(["standard", "reduced", "zero"]), st.integers(1, 999_99), st.integers(1, 12)), min_size=1, max_size=12
    )
)
def test_lines_without_vat_and_the_totals_agree_to_the_penny(sold: list[tuple[VatRate, int, int]]) -> None:
    lines = tuple(
        ReceiptLine(sku=str(at), name="Thing", quantity=units, price_pence=paid // units, paid_pence=paid, vat_rate=rate)
        for at, (rate, paid, units) in enumerate(sold)
    )
    receipt = replace(SALE, lines=lines, total_pence=sum(paid for _, paid, _ in sold))
    net = sum(each.net_pence for each in net_lines(receipt))
    assert net + sum(each.vat_pence for each in receipt.vat) == receipt.total_pence


def words_of(html: str) -> str:
    return " ".join(re.sub(r"<svg.*?</svg>|<[^>]+>", " ", html, flags=re.DOTALL).replace("&amp;", "&").replace("&#39;", "'").split())


@pytest.mark.parametrize("customer", [None, BUYER])
def test_page_and_text_say_all_that_the_law_asks(customer: Customer | None) -> None:
    receipt = replace(SALE, customer=customer, issued_ms=1_764_000_060_000)
    page, text = words_of(receipt_article(receipt)), " ".join(" ".join(receipt_text(receipt)).split())
    asked = [
        *("Wright & Daughters Ltd", "1 Wharfedale Parade, Leeds, LS1 9ZZ", "VAT number GB 999 9999 73", "24 November 2025 at 16:00"),
        *("leeds-1-000123", "Stoneware mug", "Seeded loaf", "£16.40", "£14.00", "20%", "0%", "£2.33", "Two for £14: -£2.00"),
        *("£3.60", "Keep this receipt"),
    ]
    if customer is None:
        asked += ["This is a simplified VAT invoice."]
    else:
        asked += [
            "Ada's Café & Söhne",
            "3 Mill Lane",
            "24 November 2025 at 16:01",
            "£5.84",
            "£11.67",
            "£14.07",
            "This is a full VAT invoice.",
        ]
    assert [(words, words in page, words in text) for words in asked] == [(words, True, True) for words in asked]


BACK = replace(
    SALE,
    number="leeds-1-000124",
    lines=(replace(MUGS, quantity=2, price_pence=0, paid_pence=-14_00, notes=()),),
    total_pence=-14_00,
    paid=(Paid("Cash", -14_00),),
    change_pence=0,
    refund_of="leeds-1-000123",
    why="Faulty",
    vat_back=(VatOf("standard", -14_00, -2_34),),
)


@pytest.mark.parametrize(
    ("customer", "asked"),
    [
        (None, ["Refund leeds-1-000124", "2 of them", "-£14.00", "This refund belongs to receipt leeds-1-000123. Reason: faulty."]),
        (
            BUYER,
            ["VAT credit note leeds-1-000124", "-£11.66", "Ada's Café & Söhne", "This VAT credit note belongs to receipt leeds-1-000123."],
        ),
    ],
)
def test_a_refund_says_which_sale_it_belongs_to_and_its_share_of_the_vat(customer: Customer | None, asked: list[str]) -> None:
    receipt = replace(BACK, customer=customer)
    page, text = words_of(receipt_article(receipt)), " ".join(" ".join(receipt_text(receipt)).split())
    asked = [*asked, "-£2.34"]
    assert [(words, words in page, words in text) for words in asked] == [(words, True, True) for words in asked]
    assert "VAT invoice" not in text
    assert receipt_pdf(receipt, "a4" if customer else "roll")[:5] == b"%PDF-"


def test_the_page_escapes_what_people_typed_and_draws_the_square() -> None:
    html = receipt_article(replace(SALE, customer=Customer("<script>alert(1)</script>", ())))
    assert "<script>" not in html
    assert html.count("<svg ") == 1
    assert 'aria-label="Square code with the signed receipt"' in html


def test_a_second_print_of_an_invoice_says_that_it_is_a_copy() -> None:
    copied = replace(SALE, customer=BUYER, copied=True)
    assert "Copy of VAT invoice leeds-1-000123" in " ".join(receipt_text(copied))
    assert b"Copy of VAT invoice leeds-1-000123" in receipt_pdf(copied, "a4")  # its title


def test_a_roll_is_as_long_as_it_needs_and_a4_goes_on_overleaf() -> None:
    short, long = receipt_pdf(SALE), receipt_pdf(replace(SALE, lines=(MUGS,) * 120))
    assert (short[:5], receipt_pdf(SALE)) == (b"%PDF-", short)

    def tall(pdf: bytes) -> float:
        box = re.search(rb"/MediaBox \[ 0 0 ([\d.]+) ([\d.]+) \]", pdf)
        assert box is not None
        assert round(float(box[1]) / 72 * 25.4) == 80
        return float(box[2])

    assert tall(long) > tall(short) + 119 * 20
    assert receipt_pdf(replace(SALE, lines=(MUGS,) * 120, customer=BUYER), "a4").count(b"/Type /Page\n") == 7
