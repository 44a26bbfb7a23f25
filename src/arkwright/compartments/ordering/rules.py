"""The rules of ordering: what a command leads to."""

from __future__ import annotations

from collections.abc import Iterable

from arkwright.compartments.ordering import commands as ask
from arkwright.compartments.ordering import delivery as post
from arkwright.compartments.ordering import events as did
from arkwright.compartments.ordering import refusals as no
from arkwright.compartments.ordering.baskets import MOST_LINES, basket_keys, decide_basket, forget_saved
from arkwright.compartments.ordering.promotion_rows import ITEM_PROMOTIONS, CodePromotion, ItemPromotions, item_promotions
from arkwright.compartments.ordering.selling import check_points, offer, sold_line, wanted, with_savings
from arkwright.compartments.ordering.sending import close_short, known, record_dispatch
from arkwright.compartments.ordering.state import (
    NAMED_DAY,
    Basket,
    DeliveryDay,
    NamedDays,
    NumberTaken,
    Offer,
    Order,
    Promise,
    SavedBasket,
    promise,
    summed,
)
from arkwright.kit.messages import Command, Event
from arkwright.kit.promoting import paid_pence
from arkwright.kit.promotion import plain_code
from arkwright.kit.rows import Key, Rows

CANCEL_WINDOW_MS = 60 * 60 * 1000


def keys(command: Command) -> Iterable[Key]:
    """Rows worth loading beforehand."""
    match command:
        case ask.PlaceOrder(order=order, number=number, basket=basket, lines=lines, delivery=delivery):
            yield from ((Order, order), (NumberTaken, number), (Basket, basket), (ItemPromotions, ITEM_PROMOTIONS))
            if command.code:
                yield (CodePromotion, plain_code(command.code))
            if delivery.day:
                yield from ((NamedDays, NAMED_DAY), (DeliveryDay, delivery.day))
            for line in lines:
                yield from ((Offer, line.sku), (Promise, line.sku))
        case ask.BasketCommand():
            yield from basket_keys(command)
        case ask.ForgetSavedBasket(saved=saved):
            yield (SavedBasket, saved)
        case ask.SetPromotion(terms=terms):
            yield (CodePromotion, terms.code) if terms.code else (ItemPromotions, ITEM_PROMOTIONS)
        case ask.SetNamedDays():
            yield (NamedDays, NAMED_DAY)
        case ask.SetDeliveryDay(day=day):
            yield (DeliveryDay, day)
        case ask.SetOffer(sku=sku):
            yield (Offer, sku)
        case ask.GrantAllowance(sku=sku) | ask.ReturnAllowance(sku=sku):
            yield (Promise, sku)
        case ask.OrderCommand(order=order):
            yield (Order, order)


def decide(rows: Rows, command: Command, now_ms: int) -> list[Event]:
    """The events that the command leads to, or a refusal."""
    match command:
        case ask.PlaceOrder():
            return place(rows, command, now_ms)
        case ask.BasketCommand():
            return decide_basket(rows, command, now_ms)
        case ask.ForgetSavedBasket(saved=saved):
            return forget_saved(rows, saved, now_ms)
        case ask.SetNamedDays() | ask.SetDeliveryDay():
            return post.set_days(command, now_ms)
        case ask.ConfirmOrder():
            return confirm(rows, command, now_ms)
        case ask.BeginCancellation():
            return begin_cancellation(rows, command, now_ms)
        case ask.GiveUpCancellation():
            return give_up_cancellation(rows, command, now_ms)
        case ask.CancelOrder():
            return cancel(rows, command, now_ms)
        case ask.RecordDispatch():
            return record_dispatch(rows, command, now_ms)
        case ask.CloseShort():
            return close_short(rows, command, now_ms)
        case _:
            return take_over(rows, command, now_ms)


def take_over(rows: Rows, command: Command, now_ms: int) -> list[Event]:
    """What the catalogue, promotions and stock say."""
    match command:
        case ask.SetOffer():
            known = rows[Offer, command.sku]
            if known and known.source >= command.source:
                return []
            return [did.OfferSet(**{name: getattr(command, name) for name in did.OfferSet.__struct_fields__})]
        case ask.SetPromotion(terms=terms):
            row = rows[CodePromotion, terms.code] if terms.code else None
            standing = [row.terms] if row else [each for each in item_promotions(rows) if each.promotion == terms.promotion]
            newer = all(each.revision < terms.revision for each in standing)
            return [did.PromotionSet(terms=terms, set_ms=now_ms)] if newer else []
        case ask.GrantAllowance(sku=sku, quantity=quantity):
            return [did.AllowanceGranted(sku=sku, quantity=quantity)] if quantity > 0 else []
        case ask.ReturnAllowance(sku=sku, quantity=asked):
            back = max(0, min(asked, promise(rows, sku).free))
            return [did.AllowanceReturned(sku=sku, quantity=back, asked=asked)]
        case _:
            raise TypeError(f"ordering does not know the command {type(command).__name__}")


def place(rows: Rows, command: ask.PlaceOrder, now_ms: int) -> list[Event]:
    """Check the order as the shopper saw it against today's range, and promise its units."""
    check_new(rows, command)
    sold = tuple(sold_line(rows, line, command.delivery) for line in command.lines)
    for sku, quantity in summed((line.sku, line.quantity) for line in sold).items():
        wanted(quantity)
        if promise(rows, sku).free < quantity:
            raise no.SoldOut(sku, offer(rows, sku).name, max(0, promise(rows, sku).free))
    goods = sum(line.price_pence * line.quantity for line in sold)
    charge = post.charge_now(rows, command.delivery, goods, now_ms)
    if charge != command.delivery.charge_pence:
        raise no.DeliveryChargeChanged(charge)
    sold = with_savings(rows, command, sold, now_ms)
    check_points(command, paid_pence(sold) + charge)
    return [
        did.OrderPlaced(
            order=command.order,
            number=command.number,
            basket=command.basket,
            channel=command.channel,
            person=command.person,
            contact=command.contact,
            secret_digest=command.secret_digest,
            lines=sold,
            delivery=command.delivery,
            vat=post.vat_lines(sold, charge),
            total_pence=paid_pence(sold) + charge,
            placed_ms=now_ms,
            cancel_until_ms=now_ms + CANCEL_WINDOW_MS,
            member=command.member,
            points=command.points,
            points_pence=command.points_pence,
        )
    ]


def check_new(rows: Rows, command: ask.PlaceOrder) -> None:
    """Refuse an order that is there already, and a basket that was ordered, is empty or too full."""
    if rows[Order, command.order] or rows[NumberTaken, command.number]:
        raise no.OrderExists(command.order)
    basket = rows[Basket, command.basket]
    if basket and basket.order:
        raise no.BasketWasOrdered(basket.order)
    if not command.lines:
        raise no.BasketIsEmpty()
    if len(command.lines) > MOST_LINES:
        raise no.BasketIsFull(MOST_LINES)


def confirm(rows: Rows, command: ask.ConfirmOrder, now_ms: int) -> list[Event]:
    """Paid: only what was placed, and only for its total."""
    order = known(rows, command.order)
    if order.status != "placed" or order.cancelling:
        raise no.OrderIs(order.order, order.status if not order.cancelling else "being cancelled")
    if (command.authorised_pence, command.points_pence) != (order.card_pence, order.points_pence):
        raise no.NotFullyAuthorised(command.authorised_pence + command.points_pence, order.total_pence)
    return [
        did.OrderConfirmed(
            order=order.order,
            number=order.number,
            channel=order.channel,
            person=order.person,
            contact=order.contact,
            payment=command.payment,
            lines=order.lines,
            delivery=order.delivery,
            total_pence=order.total_pence,
            confirmed_ms=now_ms,
            points=order.points,
            points_pence=order.points_pence,
        )
    ]


def begin_cancellation(rows: Rows, command: ask.BeginCancellation, now_ms: int) -> list[Event]:
    """Before anything left; a shopper only within the window. Asked again while it goes on, nothing changes."""
    order = cancellable(rows, command.order)
    if order.cancelling:
        return []
    if command.by == "shopper" and now_ms > order.cancel_until_ms:
        raise no.CancelWindowIsOver(order.order)
    return [did.CancellationBegun(order=order.order, by=command.by, why=command.why, begun_ms=now_ms)]


def give_up_cancellation(rows: Rows, command: ask.GiveUpCancellation, now_ms: int) -> list[Event]:
    """The order goes on; nothing to do when no cancellation goes on."""
    order = known(rows, command.order)
    return [did.CancellationGivenUp(order=order.order, why=command.why, given_up_ms=now_ms)] if order.cancelling else []


def cancel(rows: Rows, command: ask.CancelOrder, now_ms: int) -> list[Event]:
    """The end: of an order never paid, or of one whose cancellation was begun."""
    order = cancellable(rows, command.order)
    if (command.by == "payment" and order.status != "placed") or (command.by != "payment" and order.cancelling is None):
        raise no.OrderIs(order.order, order.status)
    return [
        did.OrderCancelled(
            order=order.order,
            number=order.number,
            channel=order.channel,
            person=order.person,
            contact=order.contact,
            lines=order.lines,
            by=command.by,
            why=command.why,
            was=order.status,
            cancelled_ms=now_ms,
            points=order.points,
        )
    ]


def cancellable(rows: Rows, order_id: str) -> Order:
    """The order if nothing of it was dispatched and it is not ended."""
    order = known(rows, order_id)
    if order.status not in ("placed", "confirmed"):
        raise no.OrderIs(order.order, order.status)
    return order
