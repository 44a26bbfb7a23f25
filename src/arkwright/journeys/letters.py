"""Messages to a guest: sealed under the guest's key, each with a check code; an erased guest gets none."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

import msgspec

from arkwright.compartments.notices.commands import ADDRESS_CONTEXT, FACTS_CONTEXT, Kind, SendMessage
from arkwright.compartments.ordering.events import SoldLine
from arkwright.journeys import contact as guests
from arkwright.journeys.shop import Addresses
from arkwright.kit.messages import canonical
from arkwright.kit.person_key import PersonKey
from arkwright.kit.promoting import by_promotion
from arkwright.kit.vault import Vault


class LetterLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line of goods in a message."""

    name: str
    quantity: int
    price_pence: int


class LetterSaving(msgspec.Struct, frozen=True, kw_only=True):
    """What a promotion took off, in a message."""

    name: str
    pence: int


class Facts(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a message says; each kind uses what it needs. `name` and `link` are filled in when it is sealed."""

    number: str = ""
    name: str = ""
    link: str = ""
    lines: tuple[LetterLine, ...] = ()
    savings: tuple[LetterSaving, ...] = ()
    delivery_pence: int = 0
    day: str = ""
    until_ms: int = 0
    total_pence: int = 0
    amount_pence: int = 0
    points: int = 0
    points_pence: int = 0
    tracking: str = ""
    capability: str = ""
    channel: str = ""
    text: tuple[str, ...] = ()


class Goods(Protocol):
    """An order line of any compartment."""

    @property
    def name(self) -> str:
        """What it is called."""
        ...

    @property
    def quantity(self) -> int:
        """How many."""
        ...

    @property
    def price_pence(self) -> int:
        """What one costs."""
        ...


def lines_of(goods: Iterable[Goods]) -> tuple[LetterLine, ...]:
    """The lines as a message shows them."""
    return tuple(LetterLine(name=line.name, quantity=line.quantity, price_pence=line.price_pence) for line in goods)


def savings_of(lines: Iterable[SoldLine]) -> tuple[LetterSaving, ...]:
    """What each promotion took off, as a message shows it."""
    return tuple(LetterSaving(name=each.name, pence=each.pence) for each in by_promotion(lines))


async def letter(
    vault: Vault, addresses: Addresses, message: str, kind: Kind, *, person: str, contact: str, order: str, facts: Facts
) -> SendMessage | None:
    """The command that queues a message about an order, the same each time; None when the guest was erased."""
    key = await vault.find(person)
    if key is None:
        return None
    details = guests.read(key, contact)
    link = addresses.order_page(facts.number, guests.secret_of(key, order))
    full = msgspec.structs.replace(facts, name=details.name, link=link)
    return enveloped(key, message, kind, email=details.email, facts=full)


def enveloped(key: PersonKey, message: str, kind: Kind, *, email: str, facts: Facts) -> SendMessage:
    """The command that queues a message: address and facts sealed under the person's key, with its check code; the same each time."""
    return SendMessage(
        id=f"{message}.send",
        message=message,
        kind=kind,
        person=key.person,
        address=key.seal(ADDRESS_CONTEXT, email.encode()),
        facts=key.seal(FACTS_CONTEXT, canonical(facts)),
        code=guests.message_code(key, message),
    )
