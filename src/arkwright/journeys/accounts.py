"""A customer's account: a code to its address opens it, what happens to it is told there, and its holder may have everything, or end it."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import msgspec

from arkwright.compartments.accounts import commands as ask
from arkwright.compartments.accounts import events as did
from arkwright.compartments.accounts import queries as accounts
from arkwright.compartments.accounts.refusals import SignInCodeIsOver, SignInCodeIsWrong
from arkwright.compartments.accounts.state import Account, BirthdayGiven
from arkwright.compartments.customers.commands import ErasePerson, OpenGuest, OpenMember
from arkwright.compartments.loyalty import queries as loyalty
from arkwright.compartments.ordering import queries as orders
from arkwright.compartments.ordering.state import Order
from arkwright.journeys import contact as guests
from arkwright.journeys.letters import Facts, enveloped
from arkwright.journeys.shop import Shop
from arkwright.kit import order_number
from arkwright.kit.birthday import Birthday
from arkwright.kit.messages import Event, canonical
from arkwright.kit.person_key import PersonKey, SealBroken
from arkwright.kit.refusal import NotFound
from arkwright.kit.vault import NoKeyForPerson

MEMBER = "member-"  # how ids of people with an account begin
ACCOUNT_LINKS = "account-links"  # whose key in the vault makes the links in letters about accounts
NOT_ME = "not-me"
LINK_LASTS_MS = 30 * 24 * 60 * 60 * 1000
CODE_LENGTH = 8
TOKEN_BYTES = 32
LONGEST_TOKEN = 500
OVER = {"dispatched", "closed-short", "cancelled"}


@dataclass
class NotMeLinkIsOver(NotFound):
    """Forged, damaged, or too old."""

    sentence: ClassVar[str] = "This link does not open any more. Sign in, and choose “This was not me” in your account, or ask us."
    field: ClassVar[str | None] = "key"


class Place(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One more address of a holder, by an id of its own; `name` is who lives there, if it is somebody else."""

    place: str
    name: str = ""
    address: tuple[str, ...] = ()
    town: str = ""
    postcode: str = ""


class Details(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a holder keeps with us; personal data, kept only sealed. `chosen` is the place that the checkout fills in, "" for their own."""

    name: str = ""
    phone: str = ""
    address: tuple[str, ...] = ()
    town: str = ""
    postcode: str = ""
    others: tuple[Place, ...] = ()
    chosen: str = ""


class NotMe(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a link says, sealed: whose account, until when, and which move to another address it undoes, if one."""

    account: str
    until_ms: int
    moved_ms: int = 0


async def begin(shop: Shop, attempt: str, email: str, channel: str) -> None:
    """Send a code to the address, whether it is known or not; `attempt` is an id that only the asking browser holds.

    The address that an account had until not long ago gets a letter that says so: it opens nothing, and may take the account back. The
    account says where it is; the vault may not have heard of it yet, or be an old copy.
    """
    address = guests.email_form(email)
    filed = await guests.fingerprint(shop.vault, address)
    person = await person_of(shop, filed) or f"{MEMBER}{attempt}"
    key = await shop.vault.make(person, filed)
    row = await accounts.account(shop.accounts.reader, person)
    moved = row is not None and row.opened_ms is not None and await guests.fingerprint(shop.vault, email_of(key, row.address)) != filed
    await shop.customers.submit(OpenMember(id=f"{person}.open", person=person))
    command = ask.BeginSignIn(
        id=f"{attempt}.begin",
        channel=channel,
        attempt=attempt,
        account=person,
        address=key.seal(ask.ADDRESS_CONTEXT, address.encode()),
        proof=proof_of(key, attempt, code_of(key, attempt)),
        instead="moved" if moved else "",
    )
    await shop.accounts.submit(command)


async def person_of(shop: Shop, filed: str) -> str | None:
    """Who has this address, or had it until not long ago; before any account that was only asked for."""
    people = [person for person in await shop.vault.filed_under(filed) if person.startswith(MEMBER)]
    known = await accounts.accounts_of(shop.accounts.reader, people) if people else []
    if known and known[0].opened_ms is not None:
        return known[0].account
    return next(iter(await shop.vault.formerly_under(filed)), None) or min(people, default=None)


async def has_address(shop: Shop, account: str, email: str) -> bool:
    """Whether nobody else's account has this address, or had it until not long ago."""
    return await person_of(shop, await guests.fingerprint(shop.vault, email)) in (None, account)


class Browser(msgspec.Struct, frozen=True):
    """Where somebody signs in: the token that it would get, its lasting id, what kind of device it is, the channel, the token it had."""

    token: str
    device: str
    words: ask.Device
    channel: str
    replaced: str = ""


async def enter(shop: Shop, attempt: str, typed: str, browser: Browser) -> None:
    """Begin a session for the code that was mailed. `SignInCodeIsWrong` says how many tries are left; else `SignInCodeIsOver`."""
    row = await accounts.attempt(shop.accounts.reader, attempt)
    key = await shop.vault.find(row.account) if row else None
    owner = await accounts.account(shop.accounts.reader, row.account) if row else None
    if row is None or key is None or owner is None or not await has_address(shop, owner.account, email_of(key, owner.address)):
        raise SignInCodeIsOver()
    command = ask.EnterCode(
        id=shop.world.new_id(),
        channel=browser.channel,
        attempt=attempt,
        proof=proof_of(key, attempt, typed_code(typed)),
        session=digest_of(browser.token),
        device=digest_of(f"{row.account} {browser.device}"),
        device_words=browser.words,
        replaced=digest_of(browser.replaced) if browser.replaced else "",
    )
    check_code((await shop.accounts.submit(command)).events)


def typed_code(typed: str) -> str:
    """The code as it is meant, however it was typed."""
    return order_number.read_code(typed, CODE_LENGTH) or typed[:50]


def check_code(events: Sequence[Event]) -> None:
    """Refuses a code that was wrong, and says how many tries are left."""
    for event in events:
        if isinstance(event, did.WrongCodeEntered):
            raise SignInCodeIsWrong(ask.MOST_TRIES - event.tries) if event.tries < ask.MOST_TRIES else SignInCodeIsOver()


def new_token(shop: Shop) -> str:
    """What a browser keeps; we keep its digest alone."""
    return base64.urlsafe_b64encode(shop.world.random_bytes(TOKEN_BYTES)).rstrip(b"=").decode()


def digest_of(token: str) -> str:
    """SHA-256 (hex)."""
    return hashlib.sha256(token.encode()).hexdigest()


def code_of(key: PersonKey, attempt: str) -> str:
    """The code of an attempt: 35 bits and a check character, made by the person's key, so that it need not be stored."""
    seed = hashlib.sha256(key.seal("sign-in-code", attempt.encode()).encode()).digest()
    return order_number.code(int.from_bytes(seed[:5], "big") >> 5, CODE_LENGTH)


def proof_of(key: PersonKey, attempt: str, code: str) -> str:
    """What may stand in a journal: without the person's key nobody can try codes against it."""
    return hashlib.sha256(key.seal("sign-in-proof", f"{attempt} {code}".encode()).encode()).hexdigest()


def email_of(key: PersonKey, sealed: str) -> str:
    """The account's address."""
    return key.unseal(ask.ADDRESS_CONTEXT, sealed).decode()


def passkey_name(key: PersonKey, sealed: str) -> str:
    """What the holder calls a passkey."""
    return key.unseal(ask.PASSKEY_CONTEXT, sealed).decode()


def sealed_details(key: PersonKey, details: Details) -> str:
    """The details as they may stand in a journal."""
    return key.seal(ask.DETAILS_CONTEXT, canonical(details))


def details_of(key: PersonKey, account: Account) -> Details:
    """What the holder keeps with us; empty where it is nothing."""
    return msgspec.json.decode(key.unseal(ask.DETAILS_CONTEXT, account.details), type=Details) if account.details else Details()


def sealed_birthday(key: PersonKey, birthday: Birthday) -> str:
    """The day and the month as they may stand in a journal; the same each time."""
    return key.seal(ask.BIRTHDAY_CONTEXT, canonical(birthday))


def birthday_of(key: PersonKey, row: BirthdayGiven) -> Birthday:
    """The day and the month that the holder gave."""
    return msgspec.json.decode(key.unseal(ask.BIRTHDAY_CONTEXT, row.sealed), type=Birthday)


async def not_me_link(shop: Shop, account: str, from_ms: int, moved_ms: int = 0) -> str:
    """The link for a letter: it opens the question, and nothing else, for thirty days, or as long as the move may be undone."""
    key = await shop.vault.make(ACCOUNT_LINKS)
    until_ms = moved_ms + ask.UNDONE_WITHIN_MS if moved_ms else from_ms + LINK_LASTS_MS
    return shop.addresses.not_me(key.seal(NOT_ME, canonical(NotMe(account=account, until_ms=until_ms, moved_ms=moved_ms))))


async def named_by(shop: Shop, token: str) -> NotMe:
    """What a link says; `NotMeLinkIsOver` for a forged one and once its time is over."""
    try:
        plain = await shop.vault.unseal(ACCOUNT_LINKS, NOT_ME, token[:LONGEST_TOKEN])
    except (SealBroken, NoKeyForPerson):
        raise NotMeLinkIsOver() from None
    link = msgspec.json.decode(plain, type=NotMe) if plain else None
    if link is None or link.until_ms <= shop.world.now_ms():
        raise NotMeLinkIsOver()
    return link


async def orders_of(shop: Shop, account: Account, key: PersonKey) -> list[Order]:
    """The orders made with the account's address, and those made with a former one while it was the account's; the newest first."""
    found = list(await orders_at(shop, email_of(key, account.address)))
    for move in account.moves:
        found += [order for order in await orders_at(shop, email_of(key, move.address)) if order.placed_ms <= move.moved_ms]
    return sorted({order.order: order for order in found}.values(), key=lambda order: order.placed_ms, reverse=True)


async def orders_at(shop: Shop, email: str) -> list[Order]:
    """The orders made with this address."""
    people = await shop.vault.filed_under(await guests.fingerprint(shop.vault, email))
    return await orders.of_people(shop.ordering.reader, people) if people else []


async def everything(shop: Shop, account: Account, key: PersonKey) -> dict[str, Any]:
    """All that we hold about the holder, as plain values: UK GDPR articles 15 and 20."""
    email = email_of(key, account.address)
    sessions = await accounts.sessions_of(shop.accounts.reader, account.account, shop.world.now_ms())
    passkeys = await accounts.passkeys_of(shop.accounts.reader, account)
    given = await accounts.birthday(shop.accounts.reader, account.account)
    made = []
    for order in await orders_of(shop, account, key):
        contact = await guests.opened(shop.vault, order.person, order.contact)
        made.append(
            {
                "number": order.number,
                "status": order.status,
                "placed_ms": order.placed_ms,
                "total_pence": order.total_pence,
                "contact": contact,
                "lines": order.lines,
            }
        )
    return {
        "email": email,
        "former_emails": [{"email": email_of(key, each.address), "until_ms": each.moved_ms} for each in account.moves],
        "details": details_of(key, account),
        "birthday": birthday_of(key, given) if given else None,
        "opened_ms": account.opened_ms,
        "consent": account.consent,
        "history": account.history,
        "sign_ins": [{"device": each.device_words, "opened_ms": each.opened_ms, "expires_ms": each.expires_ms} for each in sessions],
        "passkeys": [{"name": passkey_name(key, each.name), "added_ms": each.added_ms, "used_ms": each.used_ms} for each in passkeys],
        "orders": made,
        "store_charges": await accounts.charges_of(shop.accounts.reader, account.account, 10_000),
        "points": await loyalty.entries_of(shop.loyalty.reader, account.account, 10_000),
        "seen_by_colleagues_ms": [each.shown_ms for each in await loyalty.looks_at(shop.loyalty.reader, account.account, 10_000)],
        "bought": await loyalty.bought_by(shop.loyalty.reader, account.account, 10_000),
    }


async def erase(shop: Shop, account: Account, key: PersonKey) -> None:
    """Forget the holder, and the guest of each order that is over; an order under way keeps what its delivery needs."""
    found = await orders_of(shop, account, key)
    await farewell(shop, account.account, email_of(key, account.address))
    people = [account.account, *(order.person for order in found if order.status in OVER)]
    for person in people:
        await shop.customers.submit(ErasePerson(id=f"{person}.asked", person=person, by="account", why="asked-by-the-person"))
    await shop.vault.erase(*people)


async def farewell(shop: Shop, account: str, email: str) -> None:
    """Tell the address, once; under a key of its own, which is erased after it (roles/reactions.py)."""
    person = f"farewell-{account}"
    if not await shop.vault.erased(person):
        key = await shop.vault.make(person)
        await shop.customers.submit(OpenGuest(id=f"{person}.guest", person=person))
        await shop.notices.submit(enveloped(key, person, "account-deleted", email=email, facts=Facts()))
