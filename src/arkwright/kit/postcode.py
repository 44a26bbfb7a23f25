"""UK postcodes: their form, and the nation and delivery zone that a postcode lies in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar, Literal

from arkwright.kit.refusal import Invalid

Nation = Literal["England", "Scotland", "Wales", "Northern Ireland", "Isle of Man", "Channel Islands", "BFPO"]
Zone = Literal["mainland", "highlands-and-islands", "northern-ireland", "isle-of-man", "channel-islands", "bfpo"]

# Form: Royal Mail, PAF Programmers' Guide, "Postcode format" (BS 7666 part 2 says the same): six shapes, some letters barred by place.
_FORM = re.compile(
    r"(?P<outward>"
    r"[A-PR-UWYZ][0-9][0-9]?"
    r"|[A-PR-UWYZ][A-HK-Y][0-9][0-9]?"
    r"|[A-PR-UWYZ][0-9][ABCDEFGHJKPSTUW]"
    r"|[A-PR-UWYZ][A-HK-Y][0-9][ABEHMNPRVWXY]"
    r")(?P<inward>[0-9][ABD-HJLNP-UW-Z]{2})"
)
_SPACE = re.compile(r"[\s\u00a0]+")

# Areas that parcels go to. Not here: GIR 0AA, BX and XX (no place on the ground), overseas territories (no UK delivery).
_AREAS: dict[Nation, str] = {
    "England": (
        "AL B BA BB BD BH BL BN BR BS CA CB CH CM CO CR CT CV CW DA DE DH DL DN DT DY E EC EN EX FY GL GU HA HD HG HP HR HU HX IG "
        "IP KT L LA LE LN LS LU M ME MK N NE NG NN NR NW OL OX PE PL PO PR RG RH RM S SE SG SK SL SM SN SO SP SR SS ST SW SY TA "
        "TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO"
    ),
    "Scotland": "AB DD DG EH FK G HS IV KA KW KY ML PA PH TD ZE",
    "Wales": "CF LD LL NP SA",
    "Northern Ireland": "BT",
    "Isle of Man": "IM",
    "Channel Islands": "GY JE",
    "BFPO": "BF",
}
_NATION_OF_AREA: dict[str, Nation] = {letters: nation for nation, areas in _AREAS.items() for letters in areas.split()}
# Districts of an area that lie, wholly or mostly, on the other side of a border (ONS National Statistics Postcode Lookup).
# Left with their area, since most of them lies there: CA6, CH4, DG14, GL16, HR2, HR3, LD7, LD8, LL14, NE71, NP16, NP25, SY5, SY10,
# TD9, TD12.
_NATION_OF_DISTRICT: dict[str, Nation] = {
    **dict.fromkeys(["CH5", "CH6", "CH7", "CH8"], "Wales"),
    **{f"SY{district}": "Wales" for district in range(15, 26)},
    "TD15": "England",
}

# The districts on which UK carriers put a surcharge or a longer transit time: the list published for DPD (Shiptheory, "Highland and
# Northern Irish postcodes used for shipping rules"), with Arran, Cumbrae and Scilly from other carriers' lists. The Isle of Wight
# counts as mainland.
_HIGHLANDS_AND_ISLANDS: dict[str, tuple[range, ...]] = {
    "AB": (range(31, 39), range(41, 57)),
    "FK": (range(17, 22),),
    "HS": (range(1, 10),),
    "IV": (range(1, 64),),
    "KA": (range(27, 29),),
    "KW": (range(1, 18),),
    "PA": (range(20, 79),),
    "PH": (range(15, 51),),
    "TR": (range(21, 26),),
    "ZE": (range(1, 4),),
}
_ZONE_OF_NATION: dict[Nation, Zone] = {
    "Northern Ireland": "northern-ireland",
    "Isle of Man": "isle-of-man",
    "Channel Islands": "channel-islands",
    "BFPO": "bfpo",
}


@dataclass
class NotAPostcode(Invalid):
    """What was given does not have the form of a postcode that parcels go to."""

    sentence: ClassVar[str] = "Enter a full UK postcode, such as LS1 4AP. We cannot deliver overseas, or to GIR, BX or XX postcodes."
    field: ClassVar[str | None] = "postcode"


def normalise(text: str) -> str:
    """The postcode in capitals with its one space, however it was spaced or cased; `NotAPostcode` when the form is wrong.

    Promises the form and a known area, not that the postcode is in use: only Royal Mail's file knows that.
    """
    match = _FORM.fullmatch(_SPACE.sub("", text).upper())
    if match is None or _letters(match["outward"]) not in _NATION_OF_AREA:
        raise NotAPostcode()
    return f"{match['outward']} {match['inward']}"


def outward(postcode: str) -> str:
    """The district, `LS1` of `LS1 4AP`. Takes what `normalise` gave, as do the functions below."""
    return postcode.split(" ")[0]


def inward(postcode: str) -> str:
    """The sector and unit, `4AP` of `LS1 4AP`."""
    return postcode.split(" ")[1]


def area(postcode: str) -> str:
    """The letters in front, `LS` of `LS1 4AP`."""
    return _letters(outward(postcode))


def nation(postcode: str) -> Nation:
    """The nation by area, and by district where an area straddles a border.

    An approximation, good for delivery charges and regional limits: a border district goes wholly where most of it lies.
    """
    return _NATION_OF_DISTRICT.get(outward(postcode)) or _NATION_OF_AREA[area(postcode)]


def zone(postcode: str) -> Zone:
    """The delivery zone that charges and restrictions go by."""
    beyond = _ZONE_OF_NATION.get(nation(postcode))
    if beyond is not None:
        return beyond
    letters = area(postcode)
    number = re.search(r"[0-9]+", outward(postcode))
    far = number is not None and any(int(number[0]) in span for span in _HIGHLANDS_AND_ISLANDS.get(letters, ()))
    return "highlands-and-islands" if far else "mainland"


def _letters(code: str) -> str:
    return code.rstrip("0123456789") if code[-1].isdigit() else re.split(r"[0-9]", code)[0]
