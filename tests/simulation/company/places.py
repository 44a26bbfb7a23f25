"""The company of the simulation: its stores with their tills and terminals, and what the house says of itself."""

from __future__ import annotations

from arkwright.channels.line.sources import House
from arkwright.compartments.stores.commands import SaveStore, StoreDetails
from arkwright.kit.replica import ContactlessLimit, StoredSales
from arkwright.kit.signing import SigningKey

STORES = ("leeds", "york", "hull", "ripon", "whitby")
TILLS = ("1", "2")
MEMBERS = ("m1", "m2", "m3")
LINE_URL = "http://line.localhost"
OFFICE_KEY = SigningKey("office", bytes(32))
HOUSE = House(
    company="Arkwright & Daughters Ltd",
    company_address=("1 High Street", "Leeds"),
    vat_number="GB 999 9999 73",
    contactless=(ContactlessLimit(from_ms=0, limit_pence=100_00),),
    stored_sales=StoredSales(per_sale_pence=60_00, total_pence=200_00, count=6, age_hours=72),
    stores={"york": StoredSales(per_sale_pence=30_00, total_pence=30_00, count=2, age_hours=24)},
)


def node_of(store: str) -> str:
    """The name of a store's node."""
    return f"{store}-node"


def terminals_of(store: str) -> dict[str, str]:
    """The terminal beside each till, by its id."""
    return {till: f"{store}-{till}" for till in TILLS}


def address_of(terminal: str) -> str:
    """Where a terminal answers, in its store's own network."""
    return f"http://{terminal}.terminal.localhost"


def opened(store: str) -> SaveStore:
    """The command by which the directory knows it."""
    details = StoreDetails(
        name=store.title(), address=("1 Market Place",), town=store.title(), postcode="LS1 4AP", phone="01632 960000",
        hours=(None,) * 7, latitude_millionths=53_800_000, longitude_millionths=-1_550_000, services=(),
    )  # fmt: skip
    return SaveStore(id=f"open.{store}", store=store, details=details, by="manager")
