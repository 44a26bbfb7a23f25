"""Records as JSON objects in Stripe's shapes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from arkwright.simulators.stripe.books import Books, Charge, Event, Intent, Refund, Session
from arkwright.simulators.stripe.errors import StripeError

Json = dict[str, Any]
API_VERSION = "2025-09-30.clover"


def session_object(session: Session, books: Books, pages_at: str) -> Json:
    """A Checkout Session. `payment_status` stays "unpaid" until something is captured: an authorisation is not money."""
    terms = session.terms
    intent = books.intents[session.intent] if session.intent else None
    return {
        "id": session.id,
        "object": "checkout.session",
        "amount_subtotal": terms.amount,
        "amount_total": terms.amount,
        "cancel_url": terms.cancel_url,
        "client_reference_id": terms.client_reference_id,
        "created": session.created,
        "currency": "gbp",
        "customer": None,
        "customer_details": {"email": terms.customer_email} if terms.customer_email and session.status == "complete" else None,
        "customer_email": terms.customer_email,
        "expires_at": terms.expires_at,
        "livemode": False,
        "locale": None,
        "metadata": terms.metadata,
        "mode": "payment",
        "payment_intent": session.intent,
        "payment_method_types": ["card"],
        "payment_status": "paid" if intent is not None and intent.received > 0 else "unpaid",
        "status": session.status,
        "success_url": terms.success_url,
        "url": f"{pages_at}/pay/{session.id}" if session.status == "open" else None,
    }


def intent_object(intent: Intent) -> Json:
    """A PaymentIntent."""
    return {
        "id": intent.id,
        "object": "payment_intent",
        "amount": intent.amount,
        "amount_capturable": intent.capturable,
        "amount_received": intent.received,
        "canceled_at": intent.canceled_at,
        "cancellation_reason": intent.cancellation_reason,
        "capture_method": "manual" if intent.capture_manually else "automatic_async",
        "created": intent.created,
        "currency": "gbp",
        "description": intent.description,
        "last_payment_error": intent.last_error,
        "latest_charge": intent.latest_charge,
        "livemode": False,
        "metadata": dict(intent.metadata),
        "payment_method_types": ["card"],
        "status": intent.status,
    }


def charge_object(charge: Charge) -> Json:
    """A Charge. `refunded` is true only after the final capture, when all that was captured has gone back."""
    multicapture = "available" if charge.multicapture else "unavailable"
    return {
        "id": charge.id,
        "object": "charge",
        "amount": charge.amount,
        "amount_captured": charge.amount_captured,
        "amount_refunded": charge.amount_refunded,
        "captured": charge.captured,
        "created": charge.created,
        "currency": "gbp",
        "failure_code": charge.failure_code,
        "livemode": False,
        "metadata": {},
        "paid": charge.succeeded,
        "payment_intent": charge.intent,
        "payment_method_details": {
            "type": "card",
            "card": {"brand": charge.brand, "last4": charge.last_four, "country": "GB", "multicapture": {"status": multicapture}},
        },
        "refunded": charge.captured and 0 < charge.amount_captured == charge.amount_refunded,
        "status": "succeeded" if charge.succeeded else "failed",
    }


def refund_object(refund: Refund) -> Json:
    """A Refund."""
    return {
        "id": refund.id,
        "object": "refund",
        "amount": refund.amount,
        "charge": refund.charge,
        "created": refund.created,
        "currency": "gbp",
        "metadata": refund.metadata,
        "payment_intent": refund.intent,
        "reason": None,
        "status": "succeeded",
    }


def event_object(event: Event) -> Json:
    """An Event, as listed and as delivered."""
    data: Json = {"object": event.object}
    if event.previous is not None:
        data["previous_attributes"] = event.previous
    return {
        "id": event.id,
        "object": "event",
        "api_version": API_VERSION,
        "created": event.created,
        "data": data,
        "livemode": False,
        "pending_webhooks": 0,
        "request": {"id": None, "idempotency_key": None},
        "type": event.type,
    }


def expanded(body: Json, paths: Iterable[str], books: Books) -> Json:
    """The object with the ids named by `paths` replaced by objects (`payment_intent.latest_charge`); refuses other paths."""
    for path in paths:
        node, steps = body, path.split(".")
        for step in steps:
            node[step] = _object_of(step, node.get(step), path, books)
            if node[step] is None:
                break
            node = node[step]
    return body


def page_of(url: str, objects: Sequence[Json], limit: int, starting_after: str | None) -> Json:
    """A list object: `objects` are newest first; at most `limit` after the one named."""
    ids = [item["id"] for item in objects]
    if starting_after is not None and starting_after not in ids:
        raise StripeError(f"No such object: '{starting_after}'", status=404, code="resource_missing", param="starting_after")
    start = ids.index(starting_after) + 1 if starting_after is not None else 0
    return {"object": "list", "url": url, "has_more": len(objects) > start + limit, "data": list(objects[start : start + limit])}


def _object_of(field: str, value: Any, path: str, books: Books) -> Any:
    if isinstance(value, dict) or (value is None and field in {"payment_intent", "latest_charge"}):
        return value
    match field:
        case "payment_intent" if value in books.intents:
            return intent_object(books.intents[value])
        case "latest_charge" | "charge" if value in books.charges:
            return charge_object(books.charges[value])
    raise StripeError(f"This property cannot be expanded ({path}).", param="expand")
