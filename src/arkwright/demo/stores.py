"""Twelve stores of the demo retailer: real towns, invented streets, telephone numbers that never ring anybody.

Postcodes are right in form and lie in the town's district; their unit is ZZ, which is plausibly unassigned (not checked
against Royal Mail's file). Telephone numbers are from the ranges that Ofcom keeps for drama ("Telephone numbers for use in
TV and radio drama programmes"); a town without a range of its own has one from 01632 960000 to 960999. Positions are those
of the town centre, to about a kilometre. Sunday hours keep to the law for large shops: six hours in England and Wales
(Sunday Trading Act 1994, Schedule 1), one to six in Northern Ireland (Shops (Sunday Trading &c.) (NI) Order 1997), free in Scotland.
"""

from __future__ import annotations

from arkwright.compartments.stores.commands import Hours, StoreDetails

SERVICES: dict[str, str] = {
    "click-and-collect": "Click & Collect",
    "returns-desk": "Returns desk",
    "return-kiosk": "Self-serve returns",
    "gift-cards": "Gift cards",
    "food-hall": "Food Hall",
    "cafe": "Café",
    "alterations": "Alterations",
    "personal-shopping": "Personal shopping",
    "parking": "Parking",
    "baby-change": "Baby change",
}

_EVERYWHERE = ("click-and-collect", "returns-desk", "gift-cards", "baby-change")


def _week(opens: int, closes: int, sunday: tuple[int, int], late_thursday: int | None = None) -> tuple[Hours, ...]:
    """The same whole hours from Monday to Saturday, later on Thursday if so, and Sunday's own."""
    weekday = _day(opens, closes)
    return weekday, weekday, weekday, _day(opens, late_thursday or closes), weekday, weekday, _day(*sunday)


def _day(opens: int, closes: int) -> Hours:
    return Hours(opens_minute=opens * 60, closes_minute=closes * 60)


STORES: dict[str, StoreDetails] = {
    "leeds": StoreDetails(
        name="Wright & Daughters Leeds",
        address=("1 Wharfedale Parade",),
        town="Leeds",
        postcode="LS1 9ZZ",
        phone="0113 496 0101",
        hours=_week(9, 19, (11, 17), late_thursday=20),
        latitude_millionths=53_797_000,
        longitude_millionths=-1_544_000,
        services=(*_EVERYWHERE, "return-kiosk", "food-hall", "cafe", "alterations", "personal-shopping"),
    ),
    "york": StoreDetails(
        name="Wright & Daughters York",
        address=("14 Tanner's Gate", "Minster Quarter"),
        town="York",
        postcode="YO1 9ZZ",
        phone="01632 960102",
        hours=_week(9, 18, (11, 17)),
        latitude_millionths=53_959_000,
        longitude_millionths=-1_082_000,
        services=(*_EVERYWHERE, "food-hall", "cafe"),
    ),
    "newcastle": StoreDetails(
        name="Wright & Daughters Newcastle",
        address=("Ropewalk House", "22 Keelman Street"),
        town="Newcastle upon Tyne",
        postcode="NE1 9ZZ",
        phone="0191 498 0103",
        hours=_week(9, 19, (11, 17), late_thursday=20),
        latitude_millionths=54_971_000,
        longitude_millionths=-1_617_000,
        services=(*_EVERYWHERE, "return-kiosk", "cafe", "parking"),
    ),
    "manchester": StoreDetails(
        name="Wright & Daughters Manchester",
        address=("60 Spinners Row",),
        town="Manchester",
        postcode="M2 9ZZ",
        phone="0161 496 0104",
        hours=_week(9, 20, (11, 17)),
        latitude_millionths=53_481_000,
        longitude_millionths=-2_243_000,
        services=(*_EVERYWHERE, "return-kiosk", "food-hall", "cafe", "alterations"),
    ),
    "birmingham": StoreDetails(
        name="Wright & Daughters Birmingham",
        address=("Unit 5, Lockmakers' Arcade", "Canal Street"),
        town="Birmingham",
        postcode="B2 9ZZ",
        phone="0121 496 0105",
        hours=_week(10, 20, (11, 17)),
        latitude_millionths=52_480_000,
        longitude_millionths=-1_899_000,
        services=(*_EVERYWHERE, "return-kiosk", "cafe", "parking"),
    ),
    "london": StoreDetails(
        name="Wright & Daughters London",
        address=("200 Great Thimble Street", "Marylebone"),
        town="London",
        postcode="W1U 9ZZ",
        phone="020 7946 0106",
        hours=_week(9, 21, (12, 18)),
        latitude_millionths=51_517_000,
        longitude_millionths=-149_000,
        services=(*_EVERYWHERE, "return-kiosk", "food-hall", "cafe", "alterations", "personal-shopping"),
    ),
    "norwich": StoreDetails(
        name="Wright & Daughters Norwich",
        address=("8 Dyers' Hill",),
        town="Norwich",
        postcode="NR2 9ZZ",
        phone="01632 960107",
        hours=_week(9, 18, (10, 16), late_thursday=19),
        latitude_millionths=52_629_000,
        longitude_millionths=1_292_000,
        services=(*_EVERYWHERE, "food-hall", "parking"),
    ),
    "exeter": StoreDetails(
        name="Wright & Daughters Exeter",
        address=("31 Woolhall Street",),
        town="Exeter",
        postcode="EX4 9ZZ",
        phone="01632 960108",
        hours=_week(9, 18, (10, 16)),
        latitude_millionths=50_724_000,
        longitude_millionths=-3_528_000,
        services=(*_EVERYWHERE, "cafe", "parking"),
    ),
    "cardiff": StoreDetails(
        name="Wright & Daughters Cardiff",
        address=("45 Heol y Farchnad", "Castle Quarter"),
        town="Cardiff",
        postcode="CF10 9ZZ",
        phone="029 2018 0109",
        hours=_week(9, 19, (11, 17), late_thursday=20),
        latitude_millionths=51_480_000,
        longitude_millionths=-3_177_000,
        services=(*_EVERYWHERE, "return-kiosk", "food-hall", "cafe"),
    ),
    "edinburgh": StoreDetails(
        name="Wright & Daughters Edinburgh",
        address=("112 Advocates Street",),
        town="Edinburgh",
        postcode="EH2 9ZZ",
        phone="0131 496 0110",
        hours=_week(9, 19, (10, 18), late_thursday=20),
        latitude_millionths=55_953_000,
        longitude_millionths=-3_193_000,
        services=(*_EVERYWHERE, "return-kiosk", "food-hall", "cafe", "alterations", "personal-shopping"),
    ),
    "inverness": StoreDetails(
        name="Wright & Daughters Inverness",
        address=("3 Drovers' Court",),
        town="Inverness",
        postcode="IV1 9ZZ",
        phone="01632 960111",
        hours=_week(9, 18, (11, 17)),
        latitude_millionths=57_478_000,
        longitude_millionths=-4_225_000,
        services=(*_EVERYWHERE, "cafe", "parking"),
    ),
    "belfast": StoreDetails(
        name="Wright & Daughters Belfast",
        address=("17 Linenhall Parade",),
        town="Belfast",
        postcode="BT1 9ZZ",
        phone="028 9649 6112",
        hours=_week(9, 18, (13, 18), late_thursday=21),
        latitude_millionths=54_597_000,
        longitude_millionths=-5_930_000,
        services=(*_EVERYWHERE, "return-kiosk", "food-hall", "cafe"),
    ),
}
