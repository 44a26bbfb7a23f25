"""Paying on the provider's page: opened, looked at, closed; its evidence is the only ground to call a payment paid or failed."""

from __future__ import annotations

from arkwright.compartments.ordering.state import Order
from arkwright.compartments.payments.commands import RecordAuthorised, RecordFailed, RecordPage
from arkwright.compartments.payments.state import Payment
from arkwright.journeys import contact as guests
from arkwright.journeys.shop import Shop
from arkwright.kit.provider import Evidence, PaymentPage, ProviderRefused

HOLD_MS = 35 * 60 * 1000  # how long an unpaid order keeps its units; the provider's pages stay open for 30 minutes at least


async def open_page(shop: Shop, order: Order, email: str) -> PaymentPage:
    """The order's payment page, and its session on the books; asked for again it is the same page, since everything in it
    follows from the order; `email` is its guest's. Raises `ProviderUnknown`, `ProviderRefused`."""
    page = await shop.provider.begin(
        payment_id=order.order,
        order_number=order.number,
        amount_pence=order.card_pence,
        email=email,
        back_url=shop.addresses.back_from_paying(order.order),
        cancel_url=shop.addresses.paying_cancelled,
        expires_at_ms=order.placed_ms + HOLD_MS,
    )
    await shop.payments.submit(
        RecordPage(
            id=f"{order.order}.page",
            payment=order.order,
            channel=order.channel,
            session=page.session,
            expires_ms=order.placed_ms + HOLD_MS,
        )
    )
    return page


async def seen(shop: Shop, order: Order, payment: Payment, close: bool) -> Evidence | None:
    """What the provider says of a payment that may still be made; `close` closes its page first, so that "open" is no answer.

    None when there is nothing to ask. Raises `ProviderUnknown`.
    """
    if payment.status not in ("begun", "open", "failed") or not payment.amount_pence:
        return None
    session = payment.session
    if session is None and close and payment.status == "begun":
        session = await unheard_of(shop, order, payment)
    if session is None:
        return None
    evidence = await shop.provider.look(session)
    return await shop.provider.expire(session) if close and evidence.status == "open" else evidence


async def unheard_of(shop: Shop, order: Order, payment: Payment) -> str | None:
    """The session of a page that may have been opened without our having heard. If the provider will not open it, there
    is none that could still be paid: pages live for a day at most, and as long as they live it gives the same one again."""
    contact = await guests.opened(shop.vault, order.person, order.contact)
    try:
        if contact is None:
            raise ProviderRefused("the guest's details were erased")
        return (await open_page(shop, order, contact.email)).session
    except ProviderRefused:
        await fail(shop, payment, "no-payment-page")
        return None


async def record(shop: Shop, payment: Payment, evidence: Evidence) -> None:
    """Authorised or failed goes on the books, once; open is no news."""
    if evidence.status == "authorised" and evidence.payment:
        await shop.payments.submit(
            RecordAuthorised(
                id=f"{payment.payment}.authorised",
                payment=payment.payment,
                channel=payment.channel,
                provider_payment=evidence.payment,
                amount_pence=evidence.amount_pence,
                card_scheme=evidence.card_scheme,
                card_last_four=evidence.card_last_four,
            )
        )
    elif evidence.status == "failed" and payment.status != "failed":
        await fail(shop, payment, "not-paid-in-time")


async def fail(shop: Shop, payment: Payment, why: str) -> None:
    """The payment can never be paid."""
    command = RecordFailed(
        id=f"{payment.payment}.failed.{why}.{payment.changed_ms}", payment=payment.payment, channel=payment.channel, why=why
    )
    await shop.payments.submit(command)
