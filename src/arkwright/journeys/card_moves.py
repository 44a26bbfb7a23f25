"""Money moves at the provider: each is on our books before it is asked for, asked for with our id, and recorded by its answer."""

from __future__ import annotations

import contextlib

from arkwright.compartments.payments import queries as payments
from arkwright.compartments.payments.commands import (
    RecordCaptured,
    RecordCaptureRefused,
    RecordRefunded,
    RecordRefundRefused,
    RecordVoided,
)
from arkwright.compartments.payments.state import Capture, Payment, Refund
from arkwright.journeys.shop import Shop
from arkwright.kit.provider import ProviderRefused

# A refusal by the provider is kept as this word; what it said in full is for its own records.
DECLINED = "provider-declined"


async def take(shop: Shop, capture: Capture) -> None:
    """Capture what a parcel's goods cost. Raises `ProviderUnknown`: ask again with the same id."""
    payment = await of(shop, capture.payment)
    await shop.world.point("capture.before")
    try:
        taken = await shop.provider.capture(
            capture_id=capture.capture, payment=payment.provider_payment or "", amount_pence=capture.amount_pence, final=capture.final
        )
    except ProviderRefused:
        refused = RecordCaptureRefused(
            id=f"{capture.capture}.refused", payment=payment.payment, channel=payment.channel, capture=capture.capture, why=DECLINED
        )
        await shop.payments.submit(refused)
        return
    await shop.world.point("capture.after")
    await shop.payments.submit(
        RecordCaptured(
            id=f"{capture.capture}.captured",
            payment=payment.payment,
            channel=payment.channel,
            capture=capture.capture,
            amount_pence=taken,
        )
    )


async def release(shop: Shop, payment: Payment) -> None:
    """Release an authorisation; one that the provider no longer holds has lapsed, which comes to the same."""
    await shop.world.point("void.before")
    with contextlib.suppress(ProviderRefused):  # it holds no authorisation any more
        await shop.provider.void(void_id=f"{payment.payment}.void", payment=payment.provider_payment or "")
    await shop.world.point("void.after")
    await shop.payments.submit(RecordVoided(id=f"{payment.payment}.voided", payment=payment.payment, channel=payment.channel))


async def give_back(shop: Shop, refund: Refund) -> None:
    """Refund part of what was captured. Raises `ProviderUnknown`: ask again with the same id."""
    payment = await of(shop, refund.payment)
    await shop.world.point("refund.before")
    try:
        given = await shop.provider.refund(
            refund_id=refund.refund, payment=payment.provider_payment or "", amount_pence=refund.amount_pence
        )
    except ProviderRefused:
        no = RecordRefundRefused(id=f"{refund.refund}.refused", payment=payment.payment, refund=refund.refund, why=DECLINED)
        await shop.payments.submit(no)
        return
    await shop.world.point("refund.after")
    yes = RecordRefunded(id=f"{refund.refund}.refunded", payment=payment.payment, refund=refund.refund, amount_pence=given)
    await shop.payments.submit(yes)


async def of(shop: Shop, payment_id: str) -> Payment:
    """The payment that a capture or refund belongs to."""
    payment = await payments.payment(shop.payments.reader, payment_id)
    if payment is None:
        raise LookupError(f"no payment {payment_id} for a money move of it")
    return payment
