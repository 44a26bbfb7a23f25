"""The whole simulated provider behind one function; needs no socket, and lives in whatever time its world has."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import msgspec

from arkwright.kit.refusal import Invalid
from arkwright.kit.world import Answer, World
from arkwright.simulators.pages import page
from arkwright.simulators.serving import Request
from arkwright.simulators.stripe import forms
from arkwright.simulators.stripe.api import Api, check_key, json_answer
from arkwright.simulators.stripe.books import Books, Delivery, Event
from arkwright.simulators.stripe.errors import StripeError
from arkwright.simulators.stripe.faults import OPERATIONS, Fault, Faults
from arkwright.simulators.stripe.model import Account
from arkwright.simulators.stripe.page import PaymentPage
from arkwright.simulators.stripe.webhooks import Outbox


@dataclass
class CardSimulatorFileIsUnreadable(Invalid):
    """The file with the simulator's state is not one of its own; it is left as it is."""

    path: str
    sentence = "The card simulator cannot read its file {path}. Move the file away to start with empty books."


class CardSimulator:
    """One account at the simulated provider.

    `address` is where its pages are reached; set it once it is known. With `state_path`, everything is kept in that file
    across restarts (refuses with `CardSimulatorFileIsUnreadable`). The dice, clock and network are the world's.
    """

    def __init__(
        self,
        world: World,
        *,
        secret_key: str,
        address: str = "",
        webhook_url: str | None = None,
        webhook_secret: str = "",
        delivery: Delivery = "prompt",
        state_path: Path | None = None,
        faults: Faults | None = None,
    ) -> None:
        self.address = address
        self.faults = faults or Faults()
        self._world = world
        self._secret_key = secret_key
        self._state_path = state_path
        self._told: list[Event] = []
        self.books = self._read_books()
        self._account = Account(self.books, self._new_id, self._told.append, lambda: self.address)
        self._api = Api(world, self._account, self.faults, secret_key, lambda: self.address)
        self._page = PaymentPage(world, self._account)
        self.outbox = Outbox(world, self.books, webhook_url, webhook_secret, delivery)

    async def handle(self, request: Request) -> Answer:
        """One request to the API (`/v1/…`), to a payment page (`/pay/…`) or for trouble (`/simulator/faults`).

        Raises `NetworkError` where a planned fault wants that nothing is answered.
        """
        self.advance()
        try:
            if request.path.startswith("/v1/"):
                return await self._api.handle(request)
            if request.path.startswith("/pay/"):
                return await self._page.handle(request)
            if request.path == "/simulator/faults":
                return self._planned(request)
            return page("card_notice.html", 404, heading="Nothing here", text="This is the card simulator.", back=None)
        finally:
            self._hand_over(changed=request.method == "POST")

    def advance(self) -> None:
        """Let the world's time pass for sessions and authorisations."""
        self._account.advance(self._world.now_ms() // 1000)
        self._hand_over(changed=False)

    async def send_due(self) -> int:
        """Send the webhooks that are due; how many were accepted."""
        self.advance()
        if not any(posting.due_ms <= self._world.now_ms() for posting in self.books.postings):
            return 0
        try:
            return await self.outbox.send_due()
        finally:
            self._hand_over(changed=True)

    def lapse(self, intent_id: str) -> None:
        """A late decline: the bank takes the authorisation back."""
        self._account.lapse(self._account.intent(intent_id), self._world.now_ms() // 1000)
        self._hand_over(changed=True)

    def now_ms(self) -> int:
        """The provider's own clock."""
        return self._world.now_ms()

    def forget_keys(self) -> None:
        """As after 24 hours: no idempotency key is known any more."""
        self.books.keys.clear()

    def _planned(self, request: Request) -> Answer:
        """Needs the secret key. POST a form (`operation`, `kind`, `times`, `latency_ms`) to plan, DELETE to clear, GET to list."""
        try:
            check_key(request, self._secret_key)
            if request.method == "POST":
                self.faults.plan(msgspec.convert(forms.decode(request.body.decode(errors="replace")), Fault, strict=False))
            elif request.method == "DELETE":
                self.faults.clear()
        except StripeError as error:
            return json_answer(error.status, error.body())
        except msgspec.ValidationError as error:
            return json_answer(400, StripeError(str(error)).body())
        return json_answer(200, {"operations": OPERATIONS, "planned": self.faults.planned})

    def _hand_over(self, *, changed: bool) -> None:
        """Whatever happened is posted and saved before the answer leaves."""
        if self._told:
            self.outbox.post(self._told, self._world.now_ms())
            self._told.clear()
            changed = True
        if changed and self._state_path is not None:
            self._world.replace_file(self._state_path, msgspec.json.encode(self.books))

    def _read_books(self) -> Books:
        if self._state_path is None:
            return Books()
        try:
            return msgspec.json.decode(self._world.read_file(self._state_path), type=Books)
        except FileNotFoundError:
            return Books()
        except (msgspec.DecodeError, OSError):
            raise CardSimulatorFileIsUnreadable(str(self._state_path)) from None

    def _new_id(self, prefix: str) -> str:
        return prefix + self._world.random_bytes(14).hex()
