"""One life of a terminal, from power on to loss of power: payments by card, refunds, and what it tells the acquirer afterwards."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Literal, NamedTuple

from arkwright.kit.london import today
from arkwright.kit.nexo.parts import ErrorCondition
from arkwright.kit.world import NetworkError, World
from arkwright.simulators.acquirer import messages
from arkwright.simulators.acquirer.line import AcquirerLine
from arkwright.simulators.acquirer.messages import Card, EntryMode, Message, NotIso8583
from arkwright.simulators.terminal.books import NO_CARD, Closing, Sale, TerminalConfig, next_place
from arkwright.simulators.terminal.ledger import Ledger, PowerLost

ActName = Literal["tap", "insert", "wrong-pin", "cancel", "walk-away", "abort"]
WRONG_PINS = 3
ECHO_WITHIN_S = 3.0
READY = "Ready"
LETTING_GO: dict[ActName, tuple[ErrorCondition, str]] = {
    "cancel": ("Cancel", "shopper"),
    "walk-away": ("Cancel", "time"),
    "abort": ("Aborted", "till"),
}

# Where the power may go, in the order of a payment: each is before or after one message or one write.
MOMENTS = {
    "payment-asked": "the till's request has come, nothing is written down",
    "card-awaited": "it waits for the card",
    "card-read": "the card is read, nothing of it is written down",
    "acquirer-to-be-asked": "it is about to ask the acquirer",
    "acquirer-asked": "the acquirer is asked, its answer is not heard",
    "acquirer-answered": "the acquirer's answer is heard, not written down",
    "result-written": "the result is written down, the till is not told",
    "reversal-asked": "the till's request for a reversal has come",
    "reversal-written": "a reversal is written down, the till is not told",
    "reversal-to-be-sent": "it is about to send a reversal",
    "reversal-sent": "a reversal is sent, its answer is not heard",
    "reversal-answered": "the answer to a reversal is heard, not written down",
    "advice-to-be-sent": "it is about to send a stored sale",
    "advice-sent": "a stored sale is sent, its answer is not heard",
    "advice-answered": "the answer to a stored sale is heard, not written down",
}


class Act(NamedTuple):
    """What the hand at the terminal does, or the till's abort."""

    name: ActName
    card: Card = NO_CARD


class TerminalIsBusy(Exception):
    """Another payment is under way."""


class OtherPayment(Exception):
    """The id was used for something else."""


class Machine:
    """A terminal that is on. `moment` is told of each moment of `MOMENTS` and may take the power away by raising `PowerLost`."""

    def __init__(self, world: World, line: AcquirerLine, config: TerminalConfig, ledger: Ledger, moment: Callable[[str], None]) -> None:
        self.config = config
        self.ledger = ledger
        self.current: Sale | None = None
        self.awaits_card = False
        self.prompt = READY
        self._world = world
        self._line = line
        self._moment = moment
        self._acts: asyncio.Queue[Act] = asyncio.Queue()
        self._ends: dict[str, asyncio.Event] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._forwarding = asyncio.Lock()
        ledger.recover()

    def cut(self) -> None:
        """The power is gone."""
        self.ledger.cut()
        for task in self._tasks:
            task.cancel()

    def act(self, act: Act) -> bool:
        """Do this at the terminal; False where it does not wait for it."""
        if self.awaits_card:
            self._acts.put_nowait(act)
        return self.awaits_card

    async def pay(self, asked: Sale) -> Sale:
        """Take a payment or give one back, once; how it ended. Raises `TerminalIsBusy` and `OtherPayment`."""
        self._moment("payment-asked")
        sale = self.ledger.books.sales.get(asked.key)
        if sale is None:
            if self.current is not None:
                raise TerminalIsBusy
            sale = self.current = self.ledger.begin(asked)
            self._ends[sale.key] = asyncio.Event()
            self._start(self._decide(sale))
        elif not sale.same_as(asked):
            raise OtherPayment
        if sale.key in self._ends:
            await self._ends[sale.key].wait()
        self._moment("result-written")
        return sale

    def abort(self, unknown: Sale) -> None:
        """Let go of it where the card is waited for; one that nobody has heard of is refused when it comes."""
        sale = self.ledger.books.sales.get(unknown.key)
        if sale is None:
            self.ledger.failed(self.ledger.begin(unknown), "Aborted", by="till")
        elif sale is self.current and self.awaits_card:
            self._acts.put_nowait(Act("abort"))

    def reverse(self, reference: str) -> bool:
        """Take a payment back whole, now or as soon as the acquirer can be told; False where there is none that stands."""
        self._moment("reversal-asked")
        sales = self.ledger.books.sales.values()
        sale = next((each for each in sales if each.reference == reference and each.state == "approved" and each.kind == "payment"), None)
        if sale is None or self._given_back(sale):
            return False
        if not sale.reversed_in:
            self.ledger.reverse(sale)
        self._moment("reversal-written")
        return True

    async def forward(self) -> None:
        """Tell the acquirer what it has to be told, in order, as long as it answers."""
        async with self._forwarding:
            while self.ledger.books.outbox:
                out = self.ledger.books.outbox[0]
                self._moment(f"{out.kind}-to-be-sent")
                answer = await self._exchange(self.ledger.attempted(out), heard=f"{out.kind}-sent")
                if answer is None:
                    return
                self._moment(f"{out.kind}-answered")
                self.ledger.delivered(out, answer)

    async def reconcile(self, name: str) -> Closing | None:
        """Close the period under this name; None where something waits to be sent, or the acquirer does not answer."""
        known = self.ledger.books.closings.get(name)
        if known is not None and known.agreed is not None:
            return known
        await self.forward()
        if self.ledger.books.outbox or self.current is not None:
            return None
        closing = self.ledger.closing(name)
        answer = await self._exchange(closing.message)
        if answer is None:
            return None
        self.ledger.closed(closing, agreed=answer.fields.get("66") == messages.IN_BALANCE)
        return closing

    async def acquirer_answers(self) -> bool:
        """Whether it answers an echo."""
        place = next_place(self.ledger.books, self.config.terminal)
        return await self._exchange(messages.echo(place, self._world.now_ms()), within_s=ECHO_WITHIN_S) is not None

    async def _decide(self, sale: Sale) -> None:
        if sale.kind == "refund":
            await self._authorise(sale, "chip-and-pin", NO_CARD)
        else:
            await self._take(sale)
        self.current, self.prompt = None, _told(sale)
        self._ends.pop(sale.key).set()

    async def _take(self, sale: Sale) -> None:
        self._acts = asyncio.Queue()
        self.prompt = (
            "Tap or insert your card" if len(sale.modes) > 1 else "Tap your card" if "contactless" in sale.modes else "Insert your card"
        )
        modes = set(sale.modes)
        while True:
            read = await self._card(sale, modes)
            if read is None or await self._authorise(sale, *read):
                return
            modes.discard("contactless")
            self.prompt = "The bank cannot be reached. Insert your card"

    async def _card(self, sale: Sale, modes: set[EntryMode]) -> tuple[EntryMode, Card] | None:
        """A card that was read as the till allows; None where it ended without one."""
        wrong = 0
        until = asyncio.get_running_loop().time() + self.config.card_within_s
        while True:
            match await self._next_act(until):
                case Act("tap", card):
                    if "contactless" not in modes:
                        self.prompt = "Contactless is not taken now. Insert your card"
                    elif sale.amount_pence <= self.contactless_limit_pence:
                        return "contactless", card
                    elif "chip-and-pin" in modes:
                        self.prompt = "Above the contactless limit. Insert your card"
                    else:
                        self.ledger.failed(sale, "PaymentRestriction")
                        return None
                case Act("insert" | "wrong-pin") if "chip-and-pin" not in modes:
                    self.prompt = "Chip & PIN is not taken now. Tap your card"
                case Act("insert", card):
                    return "chip-and-pin", card
                case Act("wrong-pin"):
                    wrong += 1
                    if wrong == WRONG_PINS:
                        self.ledger.failed(sale, "WrongPIN")
                        return None
                    self.prompt = f"Wrong PIN. {WRONG_PINS - wrong} more {'try' if wrong == WRONG_PINS - 1 else 'tries'}"
                case Act(name):
                    error, by = LETTING_GO[name]
                    self.ledger.failed(sale, error, by=by)
                    return None

    async def _next_act(self, until: float) -> Act:
        self._moment("card-awaited")
        self.awaits_card = True
        try:
            async with asyncio.timeout_at(until):
                return await self._acts.get()
        except TimeoutError:
            return Act("walk-away")
        finally:
            self.awaits_card = False

    async def _authorise(self, sale: Sale, mode: EntryMode, card: Card) -> bool:
        """Ask the acquirer; False where the card has to be inserted instead. Contactless has an offline floor limit of zero in the UK."""
        self._moment("card-read")
        message = self.ledger.asking(sale, mode, card)
        self.prompt = "Asking the bank"
        self._moment("acquirer-to-be-asked")
        answer = await self._exchange(message, heard="acquirer-asked")
        self._moment("acquirer-answered")
        if answer is not None and answer.code == messages.APPROVED:
            self.ledger.approved(sale, answer)
        elif answer is not None:
            self.ledger.failed(sale, "Refusal", code=answer.code)
        elif not sale.may_be_stored or "chip-and-pin" not in sale.modes:
            self.ledger.unanswered(sale)
        elif mode == "contactless":
            self.ledger.card_wanted_again(sale)
            return False
        else:
            self.ledger.stored(sale)
        return True

    async def _exchange(self, message: Message, *, heard: str = "", within_s: float = 0) -> Message | None:
        """The answer, or None: it may have been heard all the same."""
        try:
            content = await self._line.exchange(messages.write(message), within_s or self.config.acquirer_within_s)
            if heard:
                self._moment(heard)
            answer = messages.read(content)
        except (NetworkError, NotIso8583):
            return None
        return answer if (answer.place, answer.mti[:2]) == (message.place, message.mti[:2]) else None

    def _given_back(self, sale: Sale) -> bool:
        mine = (self.config.terminal, sale.reference)
        refunds = (each for each in self.ledger.books.sales.values() if each.kind == "refund" and each.state in {"asking", "approved"})
        return any((each.original_terminal, each.original_reference) == mine for each in refunds)

    @property
    def contactless_limit_pence(self) -> int:
        """The limit of today."""
        day = today(self._world.now_ms()).isoformat()
        standing = [each for each in self.config.contactless_limits if each.from_day <= day]
        return max(standing, key=lambda each: each.from_day).pence if standing else 0

    def _start(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(self._until_power_goes(work), name=f"terminal {self.config.terminal}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _until_power_goes(self, work: Coroutine[None, None, None]) -> None:
        try:
            await work
        except PowerLost:
            self.prompt = ""


def _told(sale: Sale) -> str:
    if sale.state == "approved":
        return "Refunded" if sale.kind == "refund" else "Approved. Take your card"
    return {"WrongPIN": "Wrong PIN. Not paid", "Refusal": "Declined", "Cancel": "Cancelled", "Aborted": "Cancelled by the till"}.get(
        sale.error or "", "Not paid"
    )
