"""Stripe's webhooks: whether one is genuine and fresh, and which session it is about.

A webhook is a hint to look, never evidence: whoever gets the session id from here asks Stripe itself (`client.look`).
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
import stripe

from arkwright.kit.refusal import Forbidden, Invalid

TOLERANCE_MS = 5 * 60 * 1000


@dataclass
class WebhookIsNotSigned(Forbidden):
    """No signature, or none made with our secret over these bytes."""

    sentence = "This webhook does not carry a valid Stripe-Signature. Check the endpoint's signing secret."
    field = "Stripe-Signature"


@dataclass
class WebhookIsStale(Forbidden):
    """Well signed, but at another time: a replay, or a clock that is wrong."""

    sentence = "This webhook was signed more than 5 minutes away from now. Check the clocks; Stripe will send it again."
    field = "Stripe-Signature"


@dataclass
class WebhookIsUnreadable(Invalid):
    """Well signed, but no event."""

    sentence = "This webhook is signed, but is not an event in JSON."


class _Object(msgspec.Struct):
    id: str = ""
    object: str = ""


class _Data(msgspec.Struct):
    object: _Object


class _Event(msgspec.Struct):
    type: str
    data: _Data


def verify(payload: bytes, signature_header: str, secret: str, now_ms: int) -> str | None:
    """The session that a genuine webhook is about, or None where it is about something else.

    The signature is checked by Stripe's library, in constant time; the age against `now_ms`, because the library would take
    the machine's own clock (five minutes, as it does: https://docs.stripe.com/webhooks#replay-attacks). Refuses with
    `WebhookIsNotSigned`, `WebhookIsStale` and `WebhookIsUnreadable`.
    """
    try:
        stripe.WebhookSignature.verify_header(payload, signature_header, secret, tolerance=None)
        signed_at_ms = _signed_at_ms(signature_header)
    except (stripe.SignatureVerificationError, ValueError, TypeError):
        raise WebhookIsNotSigned from None
    if abs(now_ms - signed_at_ms) > TOLERANCE_MS:
        raise WebhookIsStale
    try:
        event = msgspec.json.decode(payload, type=_Event)
    except msgspec.DecodeError:
        raise WebhookIsUnreadable from None
    return event.data.object.id or None if event.data.object.object == "checkout.session" else None


def _signed_at_ms(signature_header: str) -> int:
    """The time that the library verified: the first `t`."""
    times = [part[2:] for part in signature_header.split(",") if part.startswith("t=")]
    if not times:
        raise ValueError("no time")
    return int(times[0]) * 1000
