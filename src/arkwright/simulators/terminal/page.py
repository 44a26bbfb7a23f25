"""The terminal's page: its display, the hand that holds the card, and its plug."""

from __future__ import annotations

from typing import Protocol
from urllib.parse import parse_qsl

import msgspec

from arkwright.kit.world import Answer
from arkwright.simulators.acquirer.page import pounds
from arkwright.simulators.pages import page, redirect
from arkwright.simulators.serving import Request
from arkwright.simulators.terminal.books import Sale, TerminalConfig
from arkwright.simulators.terminal.machine import MOMENTS, ActName, Machine

LOOK_AGAIN_S = 2
SHOWN = 20
ACTS: dict[ActName, str] = {
    "tap": "Tap the card",
    "insert": "Insert the card, right PIN",
    "wrong-pin": "Insert the card, wrong PIN",
    "cancel": "Press cancel",
    "walk-away": "Walk away",
}
CARD_WORDS = {"visa": "Visa ending 4242", "mastercard": "Mastercard ending 4444", "declined": "Visa ending 0002, which its bank declines"}


class Box(Protocol):
    """The box that the page belongs to (`simulator.TerminalSimulator`)."""

    config: TerminalConfig
    lose_power_at: str

    @property
    def machine(self) -> Machine | None:
        """What is on, if it is on."""
        ...

    def power_on(self) -> None:
        """Start."""
        ...

    def power_off(self) -> None:
        """Stop."""
        ...

    def act(self, name: ActName, card: str = ...) -> bool:
        """What a hand does; False where nothing waits for it."""
        ...


class State(msgspec.Struct, frozen=True, kw_only=True):
    """What the page shows, for a test to read."""

    terminal: str
    on: bool
    prompt: str = ""
    amount_pence: int = 0
    awaits_card: bool = False
    to_be_told: int = 0
    lose_power_at: str = ""


def handle(box: Box, request: Request) -> Answer:
    """One page or one form."""
    form = dict(parse_qsl(request.body.decode(errors="replace")))
    match request.method, request.path:
        case "GET", "/":
            return _shown(box, still="still" in dict(parse_qsl(request.query, keep_blank_values=True)))
        case "GET", "/state.json":
            return Answer(200, {"content-type": "application/json", "cache-control": "no-store"}, msgspec.json.encode(state(box)))
        case "POST", "/card":
            return _acted(box, form)
        case "POST", "/power":
            return _switched(box, form)
    return _notice(box, 404, "Nothing here", "This is a card terminal simulator.")


def state(box: Box) -> State:
    """How it is now."""
    machine = box.machine
    if machine is None:
        return State(terminal=box.config.terminal, on=False, lose_power_at=box.lose_power_at)
    return State(
        terminal=box.config.terminal,
        on=True,
        prompt=machine.prompt,
        amount_pence=machine.current.amount_pence if machine.current is not None else 0,
        awaits_card=machine.awaits_card,
        to_be_told=len(machine.ledger.books.outbox),
        lose_power_at=box.lose_power_at,
    )


def _acted(box: Box, form: dict[str, str]) -> Answer:
    act = next((name for name in ACTS if name == form.get("act")), None)
    if act is None or form.get("card", "visa") not in CARD_WORDS:
        return _notice(box, 422, "No such act", "Go back, choose a card and press one of the buttons.")
    if not box.act(act, form.get("card", "visa")):
        return _notice(box, 409, "The terminal does not wait for a card", "Nothing was done. Ask for a payment at the till first.")
    return redirect("/")


def _switched(box: Box, form: dict[str, str]) -> Answer:
    match form.get("power"), form.get("moment", ""):
        case "on", _:
            box.power_on()
        case "off", _:
            box.power_off()
        case "lose", moment if moment in MOMENTS:
            box.lose_power_at = moment
        case "keep", _:
            box.lose_power_at = ""
        case _:
            return _notice(box, 422, "No such moment", "Go back and choose a moment from the list.")
    return redirect("/")


def _shown(box: Box, *, still: bool) -> Answer:
    now, machine = state(box), box.machine
    sales = list(machine.ledger.books.sales.values())[-SHOWN:] if machine is not None else []
    answer = page(
        "terminal.html",
        now=now,
        amount=pounds(now.amount_pence) if now.amount_pence else "",
        limit=_limit(machine),
        acts=ACTS,
        cards=CARD_WORDS,
        moments=MOMENTS,
        still=still,
        sales=[_row(sale) for sale in reversed(sales)],
    )
    if still or now.awaits_card or not now.on:
        return answer
    return Answer(answer.status, answer.headers | {"refresh": str(LOOK_AGAIN_S)}, answer.body)


def _limit(machine: Machine | None) -> str:
    return pounds(machine.contactless_limit_pence) if machine is not None else ""


def _row(sale: Sale) -> dict[str, str]:
    words = {"asked": "Waits for the card", "asking": "Asking the bank", "failed": _why(sale)}
    state = words.get(sale.state) or ("Refunded" if sale.kind == "refund" else "Paid")
    if sale.reversed_in:
        state = "Taken back"
    elif sale.stored:
        state += {"waiting": ", stored; the bank is still to be told", "taken": ", stored; the bank has taken it"}.get(
            sale.stored, f", stored; the bank declined it late ({sale.code})"
        )
    return {"reference": sale.reference.lstrip("0") or "-", "amount": pounds(sale.amount_pence), "state": state}


def _why(sale: Sale) -> str:
    match sale.error, sale.by:
        case "Refusal", _:
            return f"Declined by the bank ({sale.code})"
        case _, "shopper":
            return "Cancelled at the terminal"
        case _, "time":
            return "Not paid: nobody came in time"
        case _, "till":
            return "Cancelled by the till"
        case _, "power":
            return "Not paid: the power was lost"
    others = {"WrongPIN": "wrong PIN", "UnreachableHost": "the bank did not answer", "PaymentRestriction": "above the contactless limit"}
    return f"Not paid: {others.get(sale.error or '', 'not possible')}"


def _notice(box: Box, status: int, heading: str, text: str) -> Answer:
    return page("terminal_notice.html", status, terminal=box.config.terminal, heading=heading, text=text)
