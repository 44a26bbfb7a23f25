"""Sweeps: what an office looks after by itself, so that nothing stays unknown, unsent or half done."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

import structlog

from arkwright.channels.mail.compose import Attach, compose, nothing
from arkwright.compartments.accounts import queries as accounts
from arkwright.compartments.accounts.commands import ForgetAttempt, ForgetChallenge, ForgetCharge, ForgetSession
from arkwright.compartments.customers import queries as customers
from arkwright.compartments.customers.commands import ErasePerson
from arkwright.compartments.dispatch import queries as dispatch
from arkwright.compartments.notices import queries as notices
from arkwright.compartments.notices.commands import RecordAttemptFailed, RecordSent, RecordUndeliverable
from arkwright.compartments.notices.state import Message
from arkwright.compartments.ordering import queries as orders
from arkwright.compartments.ordering.state import Order
from arkwright.compartments.payments import queries as payments
from arkwright.compartments.stock import queries as stock
from arkwright.compartments.stock.commands import RecallShortfall
from arkwright.journal.lane import Lane
from arkwright.journeys import card_moves, saved_basket, tell_me
from arkwright.journeys.cancel import cancel
from arkwright.journeys.checkout import settle
from arkwright.journeys.shop import Shop
from arkwright.kit.mail import AddressUnusable
from arkwright.kit.provider import ProviderUnknown
from arkwright.kit.refusal import Refusal
from arkwright.kit.scope import Scope
from arkwright.kit.switches import Gate, SwitchOrder
from arkwright.kit.vault import Vault
from arkwright.kit.world import Mail, NetworkError, World
from arkwright.roles.points_keeping import EVERY_S, PointsKeeping
from arkwright.roles.treats import give_treats

log = structlog.get_logger("sweep")

SETTLE_AFTER_MS = 60_000
RESUME_AFTER_MS = 10_000
FIRST_RETRY_MS = 30_000
LONGEST_RETRY_MS = 60 * 60 * 1000
AT_ONCE = 16
UNPROVED_FOR_MS = 24 * 60 * 60 * 1000
CHARGES_KEPT_MS = 400 * 24 * 60 * 60 * 1000  # thirteen months: as long as a charge may be disputed


@dataclass(frozen=True)
class Sweep:
    """Work that is done again every so often; what fails in it is tried again the next time."""

    name: str
    every_s: float
    work: Callable[[], Awaitable[None]]

    async def run(self, world: World) -> None:
        """For ever; cancel to stop."""
        while True:
            try:
                await self.work()
            except (Refusal, ProviderUnknown, NetworkError) as refusal:
                log.info("a sweep will try again", sweep=self.name, why=type(refusal).__name__)
            except Exception:
                log.exception("a sweep went wrong", sweep=self.name)
            await world.sleep(self.every_s)


class Post(Protocol):
    """What sends letters and forgets people: an office, or a store's node."""

    @property
    def world(self) -> World:
        """Time and files."""
        ...

    @property
    def vault(self) -> Vault:
        """The keys of people."""
        ...

    @property
    def notices(self) -> Lane:
        """What is to be sent."""
        ...

    @property
    def customers(self) -> Lane:
        """Who is to be forgotten."""
        ...


def sweeps(shop: Shop, mail: Mail, gate: Callable[[], Gate]) -> list[Sweep]:
    """Every sweep of an office."""
    handed: set[str] = set()
    return [
        Sweep("unpaid orders", 15, lambda: settle_unpaid(shop)),
        Sweep("cancellations", 15, lambda: resume_cancellations(shop)),
        Sweep("captures, voids and refunds", 2, lambda: move_money(shop)),
        Sweep("orders of an incident", 5, lambda: cancel_since_cut_off(shop, gate())),
        Sweep("who waits for a reopening", 5, lambda: tell_those_who_wait(shop, gate())),
        Sweep("mail", 2, lambda: send_mail(shop, mail, gate, handed)),
        Sweep("shortfalls", 30, lambda: recall_shortfalls(shop)),
        Sweep("erasures", 30, lambda: erase_keys(shop)),
        Sweep("accounts", 60, lambda: forget_of_accounts(shop)),
        Sweep("birthday treats", 6 * 3600, lambda: give_treats(shop, gate())),
        Sweep("points", EVERY_S, PointsKeeping(shop, gate).keep),
        Sweep("saved baskets", 600, lambda: saved_basket.forget_expired(shop)),
    ]


async def each(work: list[Awaitable[object]]) -> None:
    """All of it, a few at once; one that fails does not keep back the others, and the first failure is told at the end."""
    failures: list[BaseException] = []
    for start in range(0, len(work), AT_ONCE):
        answers = await asyncio.gather(*work[start : start + AT_ONCE], return_exceptions=True)
        failures += [answer for answer in answers if isinstance(answer, BaseException)]
    if failures:
        raise failures[0]


async def settle_unpaid(shop: Shop) -> None:
    """An order, or a payment page, of a while ago that nobody came back for: ask the provider. A page may outlive its order."""
    until_ms = shop.world.now_ms() - SETTLE_AFTER_MS
    waiting = [order.order for order in await orders.awaiting_payment(shop.ordering.reader, until_ms)]
    pages = [payment.order for payment in await payments.standing(shop.payments.reader, ("begun", "open"), until_ms)]
    await each([settle(shop, order) for order in dict.fromkeys(waiting + pages)])


async def resume_cancellations(shop: Shop) -> None:
    """A cancellation that its asker walked away from, or that a crash cut off."""
    now_ms = shop.world.now_ms()
    begun = [order for order in await orders.cancelling(shop.ordering.reader) if order.changed_ms <= now_ms - RESUME_AFTER_MS]
    await each([cancel(shop, order.order, order.cancelling or "colleague", order.cancelling_why) for order in begun])


async def move_money(shop: Shop) -> None:
    """Ask the provider for what is begun on our books."""
    reader, now_ms = shop.payments.reader, shop.world.now_ms()
    await each(
        [
            *(card_moves.take(shop, capture) for capture in await payments.open_captures(reader, now_ms)),
            *(card_moves.release(shop, payment) for payment in await payments.open_voids(reader, now_ms)),
            *(card_moves.give_back(shop, refund) for refund in await payments.open_refunds(reader, now_ms - RESUME_AFTER_MS)),
        ]
    )


async def cancel_since_cut_off(shop: Shop, gate: Gate) -> None:
    """The in-flight rule "cancel": orders placed since the cut-off time, where the switch applies, are cancelled and released."""
    for switch in gate.table.orders:
        if switch.capability == "orders" and switch.mode == "paused" and switch.in_flight == "cancel":
            found = await orders.placed_since(shop.ordering.reader, switch.cancel_from_ms or switch.since_ms)
            there = [order for order in found if is_at(switch, order) and await may_be_stopped(shop, order)]
            await each([cancel(shop, order.order, "incident", "incident") for order in there])


async def may_be_stopped(shop: Shop, order: Order) -> bool:
    """Whether nobody has picked anything of it: what is packed goes, and is not asked for again and again."""
    view = await dispatch.consignment(shop.dispatch.reader, order.order)
    return view is None or not view.consignment.under_way


def is_at(switch: SwitchOrder, order: Order) -> bool:
    """Whether the order was placed where the switch applies."""
    scope = Scope(
        channel=order.channel,
        region=order.delivery.region,
        postcode_area=order.delivery.postcode_area,
        delivery_method=order.delivery.method,
        categories=frozenset(line.category for line in order.lines),
    )
    return switch.place.applies(scope)


async def tell_those_who_wait(shop: Shop, gate: Gate) -> None:
    """What is open again, or within limits, is told to those who asked, once."""
    for capability, channel in await notices.waiting_counts(shop.notices.reader):
        standing = gate.describe(capability, Scope(channel=channel), shop.world.now_ms())
        if standing.mode in ("open", "limited"):
            await tell_me.tell_all(shop, capability, channel)


async def send_mail(shop: Post, mail: Mail, gate: Callable[[], Gate], handed: set[str], attach: Attach = nothing) -> None:
    """Hand due messages to the mail server, unless notices are paused or sealed; a failed attempt is tried again, later each time.

    `handed` are the messages that the server has taken while the books could not say so: they are not handed over again. Letters to one
    person leave in their order.
    """
    now_ms = shop.world.now_ms()
    while gate().describe("notices", Scope(), now_ms).mode not in ("paused", "sealed"):
        by_person: dict[str, list[Message]] = {}
        for message in await notices.due(shop.notices.reader, now_ms, AT_ONCE):
            by_person.setdefault(message.person, []).append(message)
        if not by_person:
            return
        await each([send_letters(shop, mail, messages, now_ms, handed, attach) for messages in by_person.values()])


async def send_letters(shop: Post, mail: Mail, messages: list[Message], now_ms: int, handed: set[str], attach: Attach) -> None:
    """One after the other; the first that cannot be put on the books keeps the others waiting."""
    for message in messages:
        await send_letter(shop, mail, message, now_ms, handed, attach)


async def send_letter(shop: Post, mail: Mail, message: Message, now_ms: int, handed: set[str], attach: Attach) -> None:
    """Hand one message over, and say on the books what became of it."""
    if message.message not in handed and not await taken(shop, mail, message, now_ms, attach):
        return
    handed.add(message.message)
    await shop.world.point("mail.sent")
    await shop.notices.submit(RecordSent(id=f"{message.message}.sent", message=message.message))
    handed.discard(message.message)


async def taken(shop: Post, mail: Mail, message: Message, now_ms: int, attach: Attach) -> bool:
    """Whether the mail server took it; where it did not, the books say why."""
    attempt = f"{message.message}.{message.attempts}"
    try:
        written = await compose(shop.vault, message, attach)
        if written is not None:
            await mail.send(written)
            return True
        why = "erased"
    except AddressUnusable:
        why = "address"
    except NetworkError:
        wait_ms = min(FIRST_RETRY_MS << message.attempts, LONGEST_RETRY_MS)
        failed = RecordAttemptFailed(
            id=f"{attempt}.failed", message=message.message, why="mail-server-away", next_attempt_ms=now_ms + wait_ms
        )
        await shop.notices.submit(failed)
        return False
    await shop.notices.submit(RecordUndeliverable(id=f"{attempt}.gone", message=message.message, why=why))
    return False


async def recall_shortfalls(shop: Shop) -> None:
    """Ask ordering once more for units that shoppers were promised and stock has not."""
    head = shop.ordering.head.sequence
    for case in await stock.open_cases(shop.stock.reader):
        key = hashlib.sha256(f"{case.case}.{head}".encode()).hexdigest()[:24]
        await shop.stock.submit(RecallShortfall(id=f"shortfall.{key}", sku=case.sku))


async def forget_of_accounts(shop: Shop) -> None:
    """Sessions, codes and challenges that are over; and addresses that somebody typed a day ago and nobody answered for."""
    reader, now_ms = shop.accounts.reader, shop.world.now_ms()
    await shop.vault.forget_formers()
    await each(
        [
            *(
                shop.accounts.submit(ForgetSession(id=f"{row.session}.over", session=row.session))
                for row in await accounts.expired_sessions(reader, now_ms)
            ),
            *(
                shop.accounts.submit(ForgetAttempt(id=f"{row.attempt}.over", attempt=row.attempt))
                for row in await accounts.over_attempts(reader, now_ms)
            ),
            *(
                shop.accounts.submit(ForgetChallenge(id=f"{row.challenge}.over", challenge=row.challenge))
                for row in await accounts.over_challenges(reader, now_ms)
            ),
            *(
                shop.accounts.submit(ForgetCharge(id=f"{row.charge}.old", charge=row.charge))
                for row in await accounts.old_charges(reader, now_ms - CHARGES_KEPT_MS)
            ),
            *(
                shop.customers.submit(ErasePerson(id=f"{row.account}.unproved", person=row.account, by="accounts", why="no-longer-needed"))
                for row in await accounts.unproved(reader, now_ms - UNPROVED_FOR_MS)
            ),
        ]
    )


async def erase_keys(shop: Post) -> None:
    """A person whose erasure is on record loses the key in the vault; all are looked at, so that a restored vault forgets again."""
    since_ms, after = 0, ""
    while found := await customers.erased_since(shop.customers.reader, since_ms, after):
        if still := await shop.vault.not_erased([person.person for person in found]):
            await shop.vault.erase(*still)
        since_ms, after = found[-1].erased_ms or 0, found[-1].person
