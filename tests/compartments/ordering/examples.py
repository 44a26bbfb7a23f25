"""Orders to test with: three products of three VAT rates, and a history that leads to each state."""

from __future__ import annotations

from arkwright.compartments.ordering import commands as ask
from arkwright.compartments.ordering import delivery as post
from arkwright.compartments.ordering import events as did
from arkwright.kit.messages import Event
from tests.compartments.table import NOW_MS

HOUR_MS = 60 * 60 * 1000
HOME = ask.Delivery(method="standard", zone="mainland", region="England", postcode_area="LS", charge_pence=3_95)
LAMP, BOOK, SEAT = "lamp", "book", "seat"


def offer(sku: str = LAMP, **change: object) -> did.OfferSet:
    """A product on sale at 12.00 pounds with standard VAT."""
    standing = did.OfferSet(
        sku=sku,
        product=f"product-{sku}",
        name=sku.title(),
        price_pence=12_00,
        vat_rate="standard",
        category="home",
        restrictions=(),
        live=True,
        source=1,
    )
    fields = {name: getattr(standing, name) for name in standing.__struct_fields__}
    return did.OfferSet(**{**fields, **change})


def granted(sku: str = LAMP, quantity: int = 10) -> did.AllowanceGranted:
    """Stock granted ten."""
    return did.AllowanceGranted(sku=sku, quantity=quantity)


def wanted(sku: str = LAMP, quantity: int = 1, price_pence: int = 12_00, category: str = "home") -> ask.WantedLine:
    """One lamp, as the shopper saw it."""
    return ask.WantedLine(sku=sku, quantity=quantity, price_pence=price_pence, category=category)


def place(
    *lines: ask.WantedLine, order: str = "o1", number: str = "AW-1", basket: str = "b1", delivery: ask.Delivery = HOME
) -> ask.PlaceOrder:
    """A guest orders on the web."""
    return ask.PlaceOrder(
        id=f"{order}.place",
        order=order,
        number=number,
        basket=basket,
        channel="web",
        person="person-1",
        contact="sealed",
        secret_digest="ab" * 32,
        lines=lines,
        delivery=delivery,
    )


def sold(sku: str = LAMP, quantity: int = 2) -> did.SoldLine:
    """Two lamps, frozen on the order; books bear no VAT."""
    return did.SoldLine(
        sku=sku,
        product=f"product-{sku}",
        name=sku.title(),
        quantity=quantity,
        price_pence=12_00,
        vat_rate="zero" if sku == BOOK else "standard",
        category="home",
    )


def placed(*lines: did.SoldLine, order: str = "o1", number: str = "AW-1") -> did.OrderPlaced:
    """An order of two lamps and a book unless told otherwise."""
    lines = lines or (sold(), sold(BOOK, 1))
    goods = sum(line.price_pence * line.quantity for line in lines)
    return did.OrderPlaced(
        order=order,
        number=number,
        basket="b1",
        channel="web",
        person="person-1",
        contact="sealed",
        secret_digest="ab" * 32,
        lines=lines,
        delivery=HOME,
        vat=post.vat_lines(lines, 3_95),
        total_pence=goods + 3_95,
        placed_ms=NOW_MS,
        cancel_until_ms=NOW_MS + HOUR_MS,
    )


TOTAL_PENCE = placed().total_pence


def confirmed(order: str = "o1") -> did.OrderConfirmed:
    """Paid."""
    was = placed(order=order)
    return did.OrderConfirmed(
        order=order,
        number=was.number,
        channel="web",
        person="person-1",
        contact="sealed",
        payment="p1",
        lines=was.lines,
        delivery=was.delivery,
        total_pence=was.total_pence,
        confirmed_ms=NOW_MS,
    )


def begun(by: ask.CancelledBy = "shopper") -> did.CancellationBegun:
    """Somebody asked to end it."""
    return did.CancellationBegun(order="o1", by=by, why="changed my mind", begun_ms=NOW_MS)


GIVEN_UP = did.CancellationGivenUp(order="o1", why="it is packed", given_up_ms=NOW_MS)


def cancelled(was: str = "placed") -> did.OrderCancelled:
    """Ended by the shopper."""
    return did.OrderCancelled(
        order="o1",
        number="AW-1",
        channel="web",
        person="person-1",
        contact="sealed",
        lines=(sold(), sold(BOOK, 1)),
        by="shopper",
        why="changed my mind",
        was=was,
        cancelled_ms=NOW_MS,
    )


def parcel(*lines: tuple[str, int], name: str = "parcel-1", complete: bool = False, amount_pence: int = 0) -> did.OrderDispatched:
    """A parcel that left."""
    return did.OrderDispatched(
        order="o1",
        number="AW-1",
        payment="p1",
        amount_pence=amount_pence,
        channel="web",
        person="person-1",
        contact="sealed",
        parcel=name,
        tracking=f"TRACK-{name}",
        lines=units(*lines),
        complete=complete,
        dispatched_ms=NOW_MS,
    )


def closed_short(*lines: tuple[str, int]) -> did.OrderClosedShort:
    """The rest stays here."""
    return did.OrderClosedShort(
        order="o1",
        number="AW-1",
        channel="web",
        person="person-1",
        payment="p1",
        lines=units(*lines),
        why="lost in the warehouse",
        closed_ms=NOW_MS,
    )


def units(*lines: tuple[str, int]) -> tuple[ask.DispatchedLine, ...]:
    """What a parcel holds."""
    return tuple(ask.DispatchedLine(sku=sku, quantity=quantity) for sku, quantity in lines)


ON_SALE: list[Event] = [offer(), offer(BOOK, vat_rate="zero"), granted(), granted(BOOK)]
STATES: dict[str, list[Event]] = {
    "placed": [*ON_SALE, placed()],
    "confirmed": [*ON_SALE, placed(), confirmed()],
    "placed, being cancelled": [*ON_SALE, placed(), begun()],
    "confirmed, being cancelled": [*ON_SALE, placed(), confirmed(), begun()],
    "part-dispatched": [*ON_SALE, placed(), confirmed(), parcel((LAMP, 1))],
    "dispatched": [*ON_SALE, placed(), confirmed(), parcel((LAMP, 2), (BOOK, 1), complete=True)],
    "closed-short": [*ON_SALE, placed(), confirmed(), parcel((LAMP, 1)), closed_short((LAMP, 1), (BOOK, 1))],
    "cancelled": [*ON_SALE, placed(), cancelled()],
}


def confirm(pence: int = TOTAL_PENCE) -> ask.ConfirmOrder:
    """The provider authorised the total."""
    return ask.ConfirmOrder(id="c", order="o1", channel="web", payment="p1", authorised_pence=pence)


def begin(by: ask.CancelledBy = "colleague") -> ask.BeginCancellation:
    """Ask to end the order."""
    return ask.BeginCancellation(id="b", order="o1", channel="web", by=by, why="changed my mind")


def give_up() -> ask.GiveUpCancellation:
    """It could not be stopped."""
    return ask.GiveUpCancellation(id="g", order="o1", channel="web", why="it is packed")


def cancel(by: ask.CancelledBy = "colleague") -> ask.CancelOrder:
    """End the order."""
    return ask.CancelOrder(id="x", order="o1", channel="web", by=by, why="changed my mind")


def close_short() -> ask.CloseShort:
    """Send no more."""
    return ask.CloseShort(id="s", order="o1", channel="web", why="lost in the warehouse")


def record(*lines: tuple[str, int], name: str = "parcel-2") -> ask.RecordDispatch:
    """A parcel has left."""
    return ask.RecordDispatch(id="d", order="o1", channel="web", parcel=name, tracking=f"TRACK-{name}", lines=units(*lines))
