"""The card provider Stripe: hosted Checkout by redirect, manual capture, several captures, refunds.

Sent twice, happens once, for ever: Stripe keeps an idempotency key for 24 hours only, and a kept 500 is answered again
for as long (https://docs.stripe.com/api/idempotent_requests). So each capture and refund also leaves its id in Stripe's
metadata, and is looked for there before it is sent.
"""

from __future__ import annotations

import hashlib
from typing import Any, TypeVar
from urllib.parse import quote

import msgspec
import stripe

from arkwright.channels.stripe.transport import WorldTransport
from arkwright.kit.provider import Evidence, PaymentPage, ProviderRefused, ProviderUnknown, SessionStatus
from arkwright.kit.world import World

SHORTEST_PAGE_S = 30 * 60
CLOCKS_APART_S = 60
REFUNDS_A_PAGE = 100
SESSIONS, INTENTS, REFUNDS = "/v1/checkout/sessions", "/v1/payment_intents", "/v1/refunds"
Found = TypeVar("Found", bound=msgspec.Struct)


class _Anything(msgspec.Struct):
    pass


class _Card(msgspec.Struct):
    brand: str | None = None
    last4: str | None = None


class _Method(msgspec.Struct):
    card: _Card | None = None


class _Charge(msgspec.Struct):
    amount_refunded: int = 0
    payment_method_details: _Method | None = None


class _Intent(msgspec.Struct):
    id: str
    status: str
    amount_capturable: int
    amount_received: int
    metadata: dict[str, str]
    latest_charge: _Charge | str | None = None


class _Session(msgspec.Struct):
    id: str
    status: str
    url: str | None
    payment_intent: _Intent | None = None


class _OpenedSession(msgspec.Struct):
    id: str
    url: str


class _Refund(msgspec.Struct):
    id: str
    amount: int
    status: str
    metadata: dict[str, str]


class _Refunds(msgspec.Struct):
    data: list[_Refund]
    has_more: bool


class StripeProvider:
    """`kit.provider.CardProvider` on Stripe's official library. Needs multicapture for captures that are not final.

    A missing or wrong secret key counts as unknown, not as refused: a key changed in an emergency must not turn every
    payment under way into a failed one.
    """

    def __init__(self, world: World, *, secret_key: str, api_base: str = "https://api.stripe.com", timeout_s: float = 10.0) -> None:
        self._client = stripe.StripeClient(
            secret_key,
            base_addresses={"api": api_base},
            http_client=WorldTransport(world, timeout_s),
            max_network_retries=0,
        )

    async def begin(
        self, *, payment_id: str, order_number: str, amount_pence: int, email: str, back_url: str, cancel_url: str, expires_at_ms: int
    ) -> PaymentPage:
        """Open a payment page; sent again with the same `payment_id` and the same rest, the same page.

        `back_url` may hold `{CHECKOUT_SESSION_ID}`. Stripe takes no page that lives under 30 minutes; where `expires_at_ms` is
        sooner, the page is opened for 31 minutes beyond it, and closing it in time (`expire`) is the caller's part. Whether
        it is sooner is for Stripe's answer to say and not for our clock, so that a repeat asks for exactly the same.
        Refuses a time that is past or beyond 24 hours, and amounts under 30p.
        """
        asked: dict[str, Any] = {
            "mode": "payment",
            "client_reference_id": payment_id,
            "customer_email": email,
            "success_url": back_url,
            "cancel_url": cancel_url,
            "expires_at": expires_at_ms // 1000,
            "line_items": [
                {
                    "quantity": 1,
                    "price_data": {"currency": "gbp", "unit_amount": amount_pence, "product_data": {"name": f"Order {order_number}"}},
                }
            ],
            "metadata": {"payment_id": payment_id, "order_number": order_number},
            "payment_intent_data": {
                "capture_method": "manual",
                "description": f"Order {order_number}",
                "statement_descriptor_suffix": order_number,
                "metadata": {"payment_id": payment_id, "order_number": order_number},
            },
            "payment_method_types": ["card"],
            "payment_method_options": {"card": {"request_multicapture": "if_available"}},
        }
        try:
            opened = await self._open(asked, f"{payment_id}.begin")
        except _TooSoon:
            later = asked | {"expires_at": asked["expires_at"] + SHORTEST_PAGE_S + CLOCKS_APART_S}
            opened = await self._open(later, f"{payment_id}.begin.later")
        return PaymentPage(session=opened.id, url=opened.url)

    async def look(self, session: str) -> Evidence:
        """What Stripe says now, in one request."""
        return _evidence(await self._asked("get", f"{SESSIONS}/{_id(session)}", _Session, expand=["payment_intent.latest_charge"]))

    async def expire(self, session: str) -> Evidence:
        """Close the page if it is still open, then look."""
        try:
            await self._asked("post", f"{SESSIONS}/{_id(session)}/expire", _Anything, idempotency_key=f"{session}.expire")
        except ProviderRefused:
            # It was paid or closed already: looking tells which, and refuses if there is no such session.
            return await self.look(session)
        return await self.look(session)

    async def capture(self, *, capture_id: str, payment: str, amount_pence: int, final: bool) -> int:
        """Take part of what is held; 0 with `final` only releases the rest."""
        mark = _mark("capture", capture_id)
        intent = await self._asked("get", f"{INTENTS}/{_id(payment)}", _Intent)
        if mark not in intent.metadata:
            intent = await self._asked(
                "post", f"{INTENTS}/{_id(payment)}/capture", _Intent, idempotency_key=f"{capture_id}.capture",
                amount_to_capture=amount_pence, final_capture=final, metadata={mark: str(amount_pence)},
            )  # fmt: skip
        return _same_amount(capture_id, intent.metadata.get(mark), amount_pence)

    async def void(self, *, void_id: str, payment: str) -> None:
        """Release the whole authorisation; refused once something was captured (end that with a final capture of 0)."""
        intent = await self._asked("get", f"{INTENTS}/{_id(payment)}", _Intent)
        if intent.status == "canceled":
            return
        if intent.amount_received > 0:
            raise ProviderRefused(f"{payment} was captured in part or whole and cannot be voided.")
        await self._asked("post", f"{INTENTS}/{_id(payment)}/cancel", _Intent, idempotency_key=f"{void_id}.void")

    async def refund(self, *, refund_id: str, payment: str, amount_pence: int) -> int:
        """Give back part of what was captured; refused where Stripe took the refund and it later failed."""
        refund = await self._refunded_before(refund_id, payment)
        if refund is None:
            refund = await self._asked(
                "post", REFUNDS, _Refund, idempotency_key=f"{refund_id}.refund",
                payment_intent=payment, amount=amount_pence, metadata={"refund_id": refund_id},
            )  # fmt: skip
        if refund.status in {"failed", "canceled"}:
            raise ProviderRefused(f"The refund {refund.id} has the status {refund.status}.")
        return _same_amount(refund_id, str(refund.amount), amount_pence)

    async def _open(self, asked: dict[str, Any], idempotency_key: str) -> _OpenedSession:
        return await self._asked("post", SESSIONS, _OpenedSession, idempotency_key=idempotency_key, **asked)

    async def _refunded_before(self, refund_id: str, payment: str) -> _Refund | None:
        asked: dict[str, Any] = {"payment_intent": payment, "limit": REFUNDS_A_PAGE}
        while True:
            page = await self._asked("get", REFUNDS, _Refunds, **asked)
            for refund in page.data:
                if refund.metadata.get("refund_id") == refund_id:
                    return refund
            if not page.has_more or not page.data:
                return None
            asked["starting_after"] = page.data[-1].id

    async def _asked(self, method: str, path: str, shape: type[Found], **asked: Any) -> Found:
        """The answer in its shape, or one of our two noes; neither carries what was sent.

        The library's raw request: its objects would be made only to be taken apart again.
        """
        try:
            answer = await self._client.raw_request_async(method, path, **asked)
            return msgspec.json.decode(answer.body, type=shape)
        except stripe.InvalidRequestError as error:
            refusal = _TooSoon if error.param == "expires_at" else ProviderRefused
            raise refusal(_told(error)) from None
        except (stripe.CardError, stripe.IdempotencyError) as error:
            raise ProviderRefused(_told(error)) from None
        except stripe.StripeError as error:
            raise ProviderUnknown(_told(error)) from None
        except (msgspec.MsgspecError, ValueError, KeyError, AttributeError, TypeError) as error:
            raise ProviderUnknown(f"Stripe's answer was not understood: {type(error).__name__}") from None


class _TooSoon(ProviderRefused):
    """Stripe wants the page to live longer."""


def _id(text: str) -> str:
    """An id of Stripe's as a piece of a path."""
    return quote(text, safe="")


def _told(error: stripe.StripeError) -> str:
    """Kind, code and parameter, without Stripe's prose: that may repeat what a shopper typed."""
    parts = [type(error).__name__, error.code, getattr(error, "param", None), f"HTTP {error.http_status}" if error.http_status else None]
    return "Stripe: " + ", ".join(str(part) for part in parts if part)


def _evidence(session: _Session) -> Evidence:
    intent = session.payment_intent
    charge = intent.latest_charge if intent is not None and isinstance(intent.latest_charge, _Charge) else None
    card = charge.payment_method_details.card if charge is not None and charge.payment_method_details is not None else None
    status = _status(session)
    authorised = intent if status == "authorised" else None
    return Evidence(
        session=session.id,
        status=status,
        payment=intent.id if intent is not None else None,
        amount_pence=authorised.amount_capturable + authorised.amount_received if authorised is not None else 0,
        captured_pence=authorised.amount_received if authorised is not None else 0,
        refunded_pence=charge.amount_refunded if charge is not None and authorised is not None else 0,
        card_scheme=card.brand if card is not None and authorised is not None else None,
        card_last_four=card.last4 if card is not None and authorised is not None else None,
    )


def _status(session: _Session) -> SessionStatus:
    intent_status = session.payment_intent.status if session.payment_intent is not None else None
    match session.status, intent_status:
        case "complete", "requires_capture" | "succeeded":
            return "authorised"
        case "complete", "canceled":
            return "failed"
        case "expired", _:
            return "failed"
        case "open", _:
            return "open"
    raise ProviderUnknown(f"Stripe: session {session.status}, payment {intent_status}")


def _mark(kind: str, id: str) -> str:
    """A metadata name within Stripe's 40 characters, however long the id is."""
    return f"{kind}_{hashlib.sha256(id.encode()).hexdigest()[:32]}"


def _same_amount(id: str, noted_pence: str | None, asked_pence: int) -> int:
    """What was done under this id; an id used for another amount before is refused, as Stripe would within its 24 hours."""
    if noted_pence is None:
        raise ProviderUnknown(f"Stripe did not note {id}.")
    if noted_pence != str(asked_pence):
        raise ProviderRefused(f"{id} was done before with {noted_pence} pence, not {asked_pence}.")
    return asked_pence
