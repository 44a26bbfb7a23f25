"""The acquirer's page: what it holds, and trouble on order."""

from __future__ import annotations

from urllib.parse import parse_qsl

import msgspec

from arkwright.kit.world import Answer
from arkwright.simulators.acquirer.books import Books, Entry
from arkwright.simulators.pages import page, redirect
from arkwright.simulators.serving import Request

SHOWN = 50
ORDERS = {
    "cut": "Cut it off",
    "restore": "Bring the line back",
    "silent": "Take the next message, but answer nothing",
    "decline": "Decline the next payment",
    "decline-stored": "Decline the next stored sale late (51)",
    "calm": "Forget these orders",
}


class AcquirerPage:
    """Answers `/`, takes orders at `/orders`, and tells its books at `/books.json`."""

    def __init__(self, books: Books) -> None:
        self._books = books

    def handle(self, request: Request) -> Answer:
        """One page or one form."""
        match request.method, request.path:
            case "GET", "/":
                return self._shown()
            case "GET", "/books.json":
                return Answer(200, {"content-type": "application/json", "cache-control": "no-store"}, msgspec.json.encode(self._books))
            case "POST", "/orders":
                return self._ordered(dict(parse_qsl(request.body.decode(errors="replace"))).get("order", ""))
        return page("acquirer_notice.html", 404, heading="Nothing here", text="This is the acquirer simulator.")

    def _ordered(self, order: str) -> Answer:
        trouble = self._books.trouble
        match order:
            case "cut":
                trouble.cut_off = True
            case "restore":
                trouble.cut_off = False
            case "silent":
                trouble.silent += 1
            case "decline":
                trouble.decline_next += 1
            case "decline-stored":
                trouble.decline_next_stored += 1
            case "calm":
                trouble.silent = trouble.decline_next = trouble.decline_next_stored = 0
            case _:
                return page("acquirer_notice.html", 422, heading="No such order", text="Go back and press one of the buttons.")
        return redirect("/")

    def _shown(self) -> Answer:
        entries = list(self._books.entries.values())
        return page(
            "acquirer.html",
            trouble=self._books.trouble,
            orders=self._orders(),
            sums=[(words, *_sum(entries, words)) for words in ("Taken", "Given back", "Reversed", "Declined")],
            entries=[_row(entry) for entry in reversed(entries[-SHOWN:])],
            more=max(0, len(entries) - SHOWN),
        )

    def _orders(self) -> dict[str, str]:
        hidden = "cut" if self._books.trouble.cut_off else "restore"
        return {name: words for name, words in ORDERS.items() if name != hidden}


def _sum(entries: list[Entry], words: str) -> tuple[int, str]:
    amounts = [entry.amount_pence for entry in entries if _state(entry) == words]
    return len(amounts), pounds(sum(amounts))


def _state(entry: Entry) -> str:
    match entry.state, entry.kind:
        case "captured", "payment":
            return "Taken"
        case "captured", "refund":
            return "Given back"
        case "reversed", _:
            return "Reversed"
    return "Declined"


def _row(entry: Entry) -> dict[str, str]:
    state = _state(entry)
    if state == "Declined":
        state += f" ({entry.code}{', after it was stored' if entry.stored else ''})"
    elif state == "Reversed":
        state += "" if entry.seen else ", before it came"
    elif entry.stored:
        state += ", stored by the terminal"
    card = f"{entry.card.scheme.title()} ending {entry.card.last_four}" if entry.card.last_four else "-"
    mode = {"contactless": "contactless", "chip-and-pin": "chip & PIN"}[entry.entry_mode]
    return {
        "place": f"{entry.terminal} no. {int(entry.reference)}",
        "amount": pounds(entry.amount_pence),
        "card": f"{card}, {mode}" if entry.seen else card,
        "state": state,
    }


def pounds(pence: int) -> str:
    """For people."""
    return f"£{pence // 100:,}.{pence % 100:02}"
