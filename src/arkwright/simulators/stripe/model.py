"""The simulated account as a state machine: time and dice are handed in, nothing is sent.

Capturing follows https://docs.stripe.com/payments/multicapture. With `final_capture=false`, which the session must have
asked for (`payment_method_options[card][request_multicapture]=if_available`), the intent stays `requires_capture` and the
remainder stays held, for up to 50 captures. `final_capture` is true by default: the remainder is released at once and the
intent becomes `succeeded`; `amount_to_capture=0` with it releases without capturing. An authorisation that nobody captures
lapses after 7 days: untouched it becomes `canceled`, partly captured `succeeded`. Refunds go up to what was captured
less what was refunded, before the final capture too. `charge.updated` and `payment_intent.amount_capturable_updated` follow
each capture, `charge.captured` the final one alone.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable

from arkwright.simulators.stripe import shapes
from arkwright.simulators.stripe.books import CARDS, Books, Card, Charge, Event, Intent, Refund, Session, Terms
from arkwright.simulators.stripe.errors import StripeError, nothing_there, unexpected_state, wrong
from arkwright.simulators.stripe.forms import within_limit
from arkwright.simulators.stripe.shapes import Json

AUTHORISATION_LASTS_S = 7 * 24 * 3600
MOST_CAPTURES = 50


class Account:
    """All state and its only writers. Amounts are pence, times Unix seconds; what happened is told to `tell`, in order."""

    def __init__(self, books: Books, new_id: Callable[[str], str], tell: Callable[[Event], None], pages_at: Callable[[], str]) -> None:
        self.books = books
        self._new_id = new_id
        self._tell = tell
        self._pages_at = pages_at
        self._deadlines: list[tuple[int, str]] = []
        for session in books.sessions.values():
            self._remember_deadline(session.terms.expires_at, session.id)
        for charge in books.charges.values():
            self._remember_deadline(charge.created + AUTHORISATION_LASTS_S, charge.intent)

    def advance(self, now: int) -> None:
        """Let what is over be over: sessions past their time expire, authorisations of 7 days lapse."""
        while self._deadlines and self._deadlines[0][0] <= now:
            over = heapq.heappop(self._deadlines)[1]
            if over in self.books.sessions:
                if self.books.sessions[over].status == "open":
                    self.expire(self.books.sessions[over], now)
            elif now >= self._authorised_until(self.books.intents[over]):
                self.lapse(self.books.intents[over], now)

    def session(self, id: str) -> Session:
        """The session of this id, or Stripe's 404."""
        if id not in self.books.sessions:
            raise nothing_there("checkout.session", id, "session")
        return self.books.sessions[id]

    def intent(self, id: str) -> Intent:
        """The payment intent of this id, or Stripe's 404."""
        if id not in self.books.intents:
            raise nothing_there("payment_intent", id, "intent")
        return self.books.intents[id]

    def open(self, terms: Terms, now: int) -> Session:
        """A new session. Its payment intent is made when the shopper first tries to pay."""
        session = Session(id=self._new_id("cs_test_"), created=now, terms=terms)
        self.books.sessions[session.id] = session
        self._remember_deadline(terms.expires_at, session.id)
        return session

    def expire(self, session: Session, now: int) -> None:
        """Close an open session for good; its payment intent, if one was made, is cancelled with it."""
        if session.status != "open":
            raise StripeError(
                f'Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of {session.status}.',
                kept=True,
            )
        session.status = "expired"
        session.challenged = None
        if session.intent is not None:
            self._close(self.books.intents[session.intent], "expired", now)
        self._happened("checkout.session.expired", self._shown(session), session.id, now)

    def challenge(self, session: Session, card: str, now: int) -> None:
        """The bank wants to see the shopper first (3-D Secure)."""
        self._intent_of(session, now).status = "requires_action"
        session.challenged = card

    def authorise(self, session: Session, card: str, now: int) -> None:
        """The shopper paid: the amount is held, or taken at once where the shop did not ask for manual capture."""
        intent = self._intent_of(session, now)
        charge = self._charge(intent, CARDS[card], now, failure_code=None)
        session.status, session.challenged = "complete", None
        intent.status, intent.capturable, intent.last_error = "requires_capture", intent.amount, None
        self._remember_deadline(charge.created + AUTHORISATION_LASTS_S, intent.id)
        if intent.capture_manually:
            self._happened("payment_intent.amount_capturable_updated", shapes.intent_object(intent), session.id, now)
        else:
            self.capture(intent, intent.amount, final=True, metadata={}, now=now)
        self._happened("checkout.session.completed", self._shown(session), session.id, now)

    def decline(self, session: Session, card: str, code: str, now: int) -> None:
        """The bank said no; the shopper may try again on the same session."""
        intent = self._intent_of(session, now)
        self._charge(intent, CARDS[card], now, failure_code=code)
        session.challenged = None
        intent.status = "requires_payment_method"
        intent.last_error = {"type": "card_error", "code": code, "message": "Your card was declined."}
        self._happened("payment_intent.payment_failed", shapes.intent_object(intent), session.id, now)

    def capture(self, intent: Intent, amount: int | None, *, final: bool, metadata: dict[str, str], now: int) -> None:
        """Take `amount` (None: all that is held); `final` releases the rest. See the top of this file."""
        if intent.status != "requires_capture":
            raise unexpected_state(f"This PaymentIntent could not be captured because it has a status of {intent.status}.")
        taken = intent.capturable if amount is None else amount
        self._check_capture(intent, taken, final)
        intent.metadata = within_limit({name: value for name, value in {**intent.metadata, **metadata}.items() if value})
        charge = self._held(intent)
        before = intent.capturable
        intent.received += taken
        intent.capturable = 0 if final else before - taken
        intent.captures += 1
        charge.amount_captured = intent.received
        self._happened("charge.updated", shapes.charge_object(charge), intent.session, now)
        self._happened(
            "payment_intent.amount_capturable_updated", shapes.intent_object(intent), intent.session, now, {"amount_capturable": before}
        )
        if final:
            self._settle(intent, charge, now)

    def cancel(self, intent: Intent, now: int) -> None:
        """Release the whole authorisation. Refused once anything was captured: that ends with a final capture of 0."""
        if intent.status in {"succeeded", "canceled"} or intent.received > 0:
            raise unexpected_state(f"You cannot cancel this PaymentIntent because it has a status of {intent.status}.")
        self._close(intent, "requested_by_customer", now)

    def refund(self, intent: Intent, amount: int | None, metadata: dict[str, str], now: int) -> Refund:
        """Give back `amount` (None: all that is left) of what was captured."""
        left = intent.received - (self._held(intent).amount_refunded if intent.received else 0)
        if intent.received == 0:
            raise unexpected_state(f"This PaymentIntent ({intent.id}) does not have a successful charge to refund.")
        if left == 0:
            raise StripeError("Charge has already been refunded.", code="charge_already_refunded", kept=True)
        given = left if amount is None else amount
        if given < 1:
            raise wrong("amount", "This value must be greater than or equal to 1.", "parameter_invalid_integer")
        if given > left:
            raise StripeError(f"Refund amount ({given}) is greater than unrefunded amount on charge ({left}).", param="amount", kept=True)
        charge = self._held(intent)
        charge.amount_refunded += given
        refund = Refund(id=self._new_id("re_"), intent=intent.id, charge=charge.id, created=now, amount=given, metadata=metadata)
        self.books.refunds[refund.id] = refund
        self._happened("refund.created", shapes.refund_object(refund), intent.session, now)
        self._happened(
            "charge.refunded", shapes.charge_object(charge), intent.session, now, {"amount_refunded": charge.amount_refunded - given}
        )
        return refund

    def lapse(self, intent: Intent, now: int) -> None:
        """The authorisation ends without us: the seven days are over, or the bank took it back (a late decline)."""
        if intent.status != "requires_capture":
            return
        if intent.received > 0:
            intent.capturable = 0
            self._settle(intent, self._held(intent), now)
        else:
            self._close(intent, "automatic", now)

    def _check_capture(self, intent: Intent, taken: int, final: bool) -> None:
        if taken < 0 or (taken == 0 and not final):
            raise wrong("amount_to_capture", "This value must be greater than or equal to 1.", "parameter_invalid_integer")
        if taken > intent.capturable:
            message = f"The amount to capture ({taken}) is greater than the amount capturable ({intent.capturable})."
            raise StripeError(message, code="amount_too_large", param="amount_to_capture", kept=True)
        if not final and not intent.multicapture:
            raise wrong("final_capture", "Multicapture is not available for this PaymentIntent.")
        if not final and intent.captures >= MOST_CAPTURES - 1:
            raise StripeError(
                f"A PaymentIntent can be captured {MOST_CAPTURES} times; the last must be final.", param="final_capture", kept=True
            )

    def _settle(self, intent: Intent, charge: Charge, now: int) -> None:
        intent.status = "succeeded"
        charge.captured = True
        self._happened("charge.captured", shapes.charge_object(charge), intent.session, now, {"captured": False})
        self._happened("payment_intent.succeeded", shapes.intent_object(intent), intent.session, now)

    def _close(self, intent: Intent, reason: str, now: int) -> None:
        intent.status, intent.capturable = "canceled", 0
        intent.canceled_at, intent.cancellation_reason = now, reason
        self._happened("payment_intent.canceled", shapes.intent_object(intent), intent.session, now)

    def _intent_of(self, session: Session, now: int) -> Intent:
        if session.status != "open":
            raise StripeError(f"This Checkout Session has a status of {session.status}.", kept=True)
        if session.intent is None:
            terms = session.terms
            intent = Intent(
                id=self._new_id("pi_"),
                session=session.id,
                created=now,
                amount=terms.amount,
                capture_manually=terms.capture_manually,
                multicapture=terms.multicapture and terms.capture_manually,
                description=terms.description,
                metadata=dict(terms.intent_metadata),
            )
            self.books.intents[intent.id] = intent
            session.intent = intent.id
        return self.books.intents[session.intent]

    def _charge(self, intent: Intent, card: Card, now: int, failure_code: str | None) -> Charge:
        charge = Charge(
            id=self._new_id("ch_"),
            intent=intent.id,
            created=now,
            amount=intent.amount,
            brand=card.brand,
            last_four=card.last_four,
            multicapture=intent.multicapture,
            succeeded=failure_code is None,
            failure_code=failure_code,
        )
        self.books.charges[charge.id] = charge
        intent.latest_charge = charge.id
        return charge

    def _held(self, intent: Intent) -> Charge:
        if intent.latest_charge is None:
            raise unexpected_state(f"This PaymentIntent ({intent.id}) does not have a charge.")
        return self.books.charges[intent.latest_charge]

    def _authorised_until(self, intent: Intent) -> int:
        return self._held(intent).created + AUTHORISATION_LASTS_S

    def _shown(self, session: Session) -> Json:
        return shapes.session_object(session, self.books, self._pages_at())

    def _remember_deadline(self, at: int, id: str) -> None:
        heapq.heappush(self._deadlines, (at, id))

    def _happened(self, type: str, body: Json, session: str, now: int, previous: Json | None = None) -> None:
        event = Event(id=self._new_id("evt_"), type=type, created=now, session=session, object=body, previous=previous)
        self.books.events[event.id] = event
        self._tell(event)
