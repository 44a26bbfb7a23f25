"""What can be sold now: quantities, goods, codes and savings as baskets and orders hold them against today's range."""

from __future__ import annotations

from arkwright.compartments.ordering import commands as ask
from arkwright.compartments.ordering import events as did
from arkwright.compartments.ordering import refusals as no
from arkwright.compartments.ordering.delivery import allowed
from arkwright.compartments.ordering.promotion_rows import CodePromotion, item_promotions
from arkwright.compartments.ordering.state import Offer
from arkwright.kit.promoting import promoted_for, saved_pence
from arkwright.kit.promotion import plain_code
from arkwright.kit.rows import Rows

MOST_OF_ONE = 99
LEAST_CARD_PENCE = 30  # what a card may be charged at least (docs.stripe.com/currencies, minimum amounts)


def sold_line(rows: Rows, line: ask.WantedLine, delivery: ask.Delivery) -> did.SoldLine:
    """The line frozen as sold, if the range and the restrictions still allow it."""
    wanted(line.quantity)
    on_sale = offer(rows, line.sku)
    if (on_sale.price_pence, on_sale.category) != (line.price_pence, line.category):
        raise no.RangeChanged(line.sku, on_sale.name)
    if not allowed(on_sale.restrictions, delivery.method, delivery.zone):
        raise no.NotDeliveredThere(on_sale.name)
    return did.SoldLine(
        sku=line.sku,
        product=on_sale.product,
        name=on_sale.name,
        quantity=line.quantity,
        price_pence=line.price_pence,
        vat_rate=on_sale.vat_rate,
        category=line.category,
    )


def wanted(quantity: int) -> int:
    """A quantity one can buy, or a refusal."""
    if not 1 <= quantity <= MOST_OF_ONE:
        raise no.QuantityOutOfRange(quantity, MOST_OF_ONE)
    return quantity


def offer(rows: Rows, sku: str) -> Offer:
    """The SKU on sale, or a refusal."""
    row = rows[Offer, sku]
    if row is None or not row.live:
        raise no.NotInRange(sku)
    return row


def valid(code: str, row: CodePromotion | None, now_ms: int) -> CodePromotion:
    """The promotion of a code that can be used now, or a refusal."""
    if row is None or now_ms < row.terms.from_ms:
        raise no.NoSuchCode(code)
    if not row.terms.holds(now_ms):
        raise no.CodeIsOver(code)
    if row.terms.uses and row.used >= row.terms.uses:
        raise no.CodeIsUsedUp(code)
    return row


def with_savings(rows: Rows, command: ask.PlaceOrder, lines: tuple[did.SoldLine, ...], now_ms: int) -> tuple[did.SoldLine, ...]:
    """The lines with what promotions take off them now; refuses when that is not what the shopper saw."""
    code = plain_code(command.code)
    terms = valid(code, rows[CodePromotion, code], now_ms).terms if code else None
    found = promoted_for(command.for_member, lines, (each for each in item_promotions(rows) if each.holds(now_ms)), terms).lines
    if saved_pence(found) != command.saved_pence:
        raise no.SavingsChanged(saved_pence(found))
    return found


def check_points(command: ask.PlaceOrder, total_pence: int) -> None:
    """Refuse points that pay for more than there is, are nobody's, or leave a card less than it may be charged."""
    paid, points = command.points_pence, command.points
    of_somebody = bool(command.member) if points else not paid
    left = total_pence - paid
    if min(paid, points) < 0 or (points and not paid) or not of_somebody or (paid and left and left < LEAST_CARD_PENCE):
        raise no.PointsPayWrongly(LEAST_CARD_PENCE)
