"""The hosted payment page: it asks for a test card by name and for what should happen, never for a number."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

from arkwright.kit.world import Answer, World
from arkwright.simulators.pages import page, redirect
from arkwright.simulators.serving import Request
from arkwright.simulators.stripe.books import CARDS, Delivery, Session
from arkwright.simulators.stripe.errors import StripeError
from arkwright.simulators.stripe.model import Account

OUTCOMES = {
    "pay": "The payment succeeds",
    "decline": "The card is declined",
    "challenge": "The bank asks first (3-D Secure)",
    "no_return": "The payment succeeds, but the browser is never sent back (time-out)",
}
DELIVERIES: dict[Delivery, str] = {
    "prompt": "At once",
    "late": "Late, after one minute",
    "doubled": "Twice",
    "out_of_order": "In the wrong order",
    "lost": "Never",
}
DECLINED = "The card was declined. Choose another card, or go back to the shop."
REJECTED = "The bank did not confirm that it was you. Choose another card, or go back to the shop."


class PaymentPage:
    """Answers `/pay/…`."""

    def __init__(self, world: World, account: Account) -> None:
        self._world = world
        self._account = account

    async def handle(self, request: Request) -> Answer:
        """One page or one form."""
        _, _, session_id, *rest = request.path.split("/")
        try:
            session = self._account.session(session_id)
        except StripeError:
            return _notice(404, "This payment page does not exist", "Go back to the shop and start the payment again.", None)
        if session.status == "complete":
            return redirect(_success_url(session))
        if session.status == "expired":
            text = "Nothing was taken. Go back to the shop to start again."
            return _notice(410, "This payment page has expired", text, session.terms.cancel_url)
        form = _form(request)
        match request.method, rest:
            case "GET", []:
                return _pay_page(session)
            case "POST", []:
                return self._chosen(session, form)
            case "GET", ["challenge"]:
                return _challenge_page(session)
            case "POST", ["challenge"]:
                return self._decided(session, form)
        return _notice(404, "This page does not exist", "Go back to the shop.", session.terms.cancel_url)

    def _chosen(self, session: Session, form: dict[str, str]) -> Answer:
        card, outcome, delivery = form.get("card", ""), form.get("outcome", ""), form.get("delivery", "")
        if card not in CARDS or outcome not in OUTCOMES or delivery not in DELIVERIES:
            return _pay_page(session, form, "Choose a test card, what should happen, and how the shop hears of it.", status=422)
        session.delivery = next(name for name in DELIVERIES if name == delivery)
        now = self._world.now_ms() // 1000
        match outcome:
            case "decline":
                self._account.decline(session, card, "card_declined", now)
                return _pay_page(session, form, DECLINED, status=402)
            case "challenge":
                self._account.challenge(session, card, now)
                return redirect(f"/pay/{session.id}/challenge")
            case "no_return":
                self._account.authorise(session, card, now)
                text = "The payment succeeded, but your browser was not sent back, as if the line had broken. Close this page."
                return _notice(504, "No answer (simulated)", text, None)
        self._account.authorise(session, card, now)
        return redirect(_success_url(session))

    def _decided(self, session: Session, form: dict[str, str]) -> Answer:
        now = self._world.now_ms() // 1000
        if session.challenged is None:
            return redirect(f"/pay/{session.id}")
        if form.get("decision") == "approve":
            self._account.authorise(session, session.challenged, now)
            return redirect(_success_url(session))
        card = session.challenged
        self._account.decline(session, card, "authentication_required", now)
        return _pay_page(session, {"card": card, "outcome": "challenge"}, REJECTED, status=402)


def _pay_page(session: Session, form: dict[str, str] | None = None, problem: str = "", status: int = 200) -> Answer:
    form = form or {}
    chosen = {
        "card": form.get("card", "visa-4242"),
        "outcome": form.get("outcome", "pay"),
        "delivery": form.get("delivery", session.delivery or "prompt"),
    }
    return page(
        "card_pay.html",
        status,
        _origin(session.terms.success_url),
        problem=problem,
        amount=_pounds(session.terms.amount),
        description=", ".join(line.name for line in session.terms.line_items),
        action=f"/pay/{session.id}",
        cards=CARDS,
        outcomes=OUTCOMES,
        deliveries=DELIVERIES,
        chosen=chosen,
        cancel_url=session.terms.cancel_url or session.terms.success_url,
    )


def _challenge_page(session: Session) -> Answer:
    if session.challenged is None:
        return redirect(f"/pay/{session.id}")
    return page(
        "card_challenge.html",
        200,
        _origin(session.terms.success_url),
        amount=_pounds(session.terms.amount),
        card=CARDS[session.challenged].label,
        action=f"/pay/{session.id}/challenge",
    )


def _notice(status: int, heading: str, text: str, back: str | None) -> Answer:
    return page("card_notice.html", status, heading=heading, text=text, back=back)


def _success_url(session: Session) -> str:
    return session.terms.success_url.replace("{CHECKOUT_SESSION_ID}", session.id)


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _pounds(pence: int) -> str:
    return f"£{pence // 100:,}.{pence % 100:02}"


def _form(request: Request) -> dict[str, str]:
    return dict(parse_qsl(request.body.decode(errors="replace"), keep_blank_values=True))
