"""Postcodes: form, nation and delivery zone as a table."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arkwright.kit import postcode
from arkwright.kit.refusal import from_json, to_json


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("LS1 4AP", "LS1 4AP"),
        ("ls14ap", "LS1 4AP"),
        ("  l s1 4 ap\u00a0", "LS1 4AP"),
        ("M1 1AE", "M1 1AE"),  # the six shapes, as in PAF's guide
        ("M60 1NW", "M60 1NW"),
        ("CR2 6XH", "CR2 6XH"),
        ("DN55 1PT", "DN55 1PT"),
        ("W1A 1HQ", "W1A 1HQ"),
        ("EC1A 1BB", "EC1A 1BB"),
        ("BF1 0AX", "BF1 0AX"),
        ("JE2 3AB", "JE2 3AB"),
        ("B3 2DF", "B3 2DF"),
        ("N1C 4AG", "N1C 4AG"),
    ],
)
def test_normalise(written: str, normal: str) -> None:
    assert postcode.normalise(written) == normal


@pytest.mark.parametrize(
    "written",
    [
        "",
        "LS1",
        "LS1 4A",
        "LS1 4APP",
        "LS123 4AP",
        "LS1 CAP",
        "LS1 4CP",  # C, I, K, M, O and V stand in no inward code
        "LSI 4AP",
        "Q1 4AP",
        "LJ1 4AP",
        "W1I 1AA",
        "EC1C 1AA",
        "ZZ1 4AP",  # the form is right, but there is no such area
        "GIR 0AA",
        "BX1 1LT",
        "XX1 1AA",
        "ASCN 1ZZ",
        "BFPO 57",
        "LS1-4AP",
        "LS١ 4AP",
        "90210",
    ],
)
def test_refused(written: str) -> None:
    with pytest.raises(postcode.NotAPostcode, match="full UK postcode, such as LS1 4AP"):
        postcode.normalise(written)


def test_the_refusal_names_its_field_and_holds_no_address() -> None:
    refusal = postcode.NotAPostcode()
    assert refusal.field == "postcode"
    assert from_json(to_json(refusal)) == refusal
    assert "LS9" not in to_json(refusal)


@given(st.text(max_size=12))
def test_any_text_is_normalised_or_refused(text: str) -> None:
    try:
        normal = postcode.normalise(text)
    except postcode.NotAPostcode:
        return
    assert postcode.normalise(normal) == normal
    assert postcode.outward(normal) + " " + postcode.inward(normal) == normal
    assert postcode.outward(normal).startswith(postcode.area(normal))
    assert postcode.zone(normal)


@pytest.mark.parametrize(
    ("code", "area", "nation", "zone"),
    [
        ("LS1 4AP", "LS", "England", "mainland"),
        ("EC1A 1BB", "EC", "England", "mainland"),
        ("W1A 1HQ", "W", "England", "mainland"),
        ("CF10 1AA", "CF", "Wales", "mainland"),
        ("EH1 1AA", "EH", "Scotland", "mainland"),
        ("BT1 1AA", "BT", "Northern Ireland", "northern-ireland"),
        ("IM1 1AA", "IM", "Isle of Man", "isle-of-man"),
        ("JE2 3AB", "JE", "Channel Islands", "channel-islands"),
        ("GY1 1AA", "GY", "Channel Islands", "channel-islands"),
        ("BF1 0AX", "BF", "BFPO", "bfpo"),
        ("CH1 1AA", "CH", "England", "mainland"),
        ("CH5 1AA", "CH", "Wales", "mainland"),
        ("CH8 7AA", "CH", "Wales", "mainland"),
        ("CH41 1AA", "CH", "England", "mainland"),
        ("SY1 1AA", "SY", "England", "mainland"),
        ("SY15 6AA", "SY", "Wales", "mainland"),
        ("SY25 6AA", "SY", "Wales", "mainland"),
        ("LD8 2AA", "LD", "Wales", "mainland"),
        ("HR3 5AA", "HR", "England", "mainland"),
        ("NP16 5AA", "NP", "Wales", "mainland"),
        ("GL16 7AA", "GL", "England", "mainland"),
        ("LL14 5AA", "LL", "Wales", "mainland"),
        ("TD15 1AA", "TD", "England", "mainland"),
        ("TD12 4AA", "TD", "Scotland", "mainland"),
        ("DG16 5AA", "DG", "Scotland", "mainland"),
        ("CA6 4AA", "CA", "England", "mainland"),
        ("NE71 6AA", "NE", "England", "mainland"),
        ("IV1 1AA", "IV", "Scotland", "highlands-and-islands"),
        ("HS1 2AA", "HS", "Scotland", "highlands-and-islands"),
        ("ZE1 0AA", "ZE", "Scotland", "highlands-and-islands"),
        ("KW15 1AA", "KW", "Scotland", "highlands-and-islands"),
        ("AB10 1AA", "AB", "Scotland", "mainland"),
        ("AB31 4AA", "AB", "Scotland", "highlands-and-islands"),
        ("AB39 2AA", "AB", "Scotland", "mainland"),
        ("AB56 1AA", "AB", "Scotland", "highlands-and-islands"),
        ("PA1 1AA", "PA", "Scotland", "mainland"),
        ("PA20 9AA", "PA", "Scotland", "highlands-and-islands"),
        ("PH1 1AA", "PH", "Scotland", "mainland"),
        ("PH15 2AA", "PH", "Scotland", "highlands-and-islands"),
        ("FK16 6AA", "FK", "Scotland", "mainland"),
        ("FK21 8AA", "FK", "Scotland", "highlands-and-islands"),
        ("KA27 8AA", "KA", "Scotland", "highlands-and-islands"),
        ("KA1 1AA", "KA", "Scotland", "mainland"),
        ("TR21 0AA", "TR", "England", "highlands-and-islands"),
        ("TR1 1AA", "TR", "England", "mainland"),
        ("PO30 1AA", "PO", "England", "mainland"),
    ],
)
def test_area_nation_and_zone(code: str, area: str, nation: str, zone: str) -> None:
    assert (postcode.area(code), postcode.nation(code), postcode.zone(code)) == (area, nation, zone)
