"""What follows from events of accounts: letters to the holder, and the end of an account whose person was erased."""

from __future__ import annotations

from collections.abc import Iterable

from arkwright.channels.design.pages import day, moment
from arkwright.compartments.accounts import events as accounts
from arkwright.compartments.accounts import queries
from arkwright.compartments.accounts.commands import ForgetAccount
from arkwright.compartments.customers.events import PersonErased
from arkwright.compartments.loyalty.events import ExpiryAnnounced
from arkwright.journeys import account_move
from arkwright.journeys import accounts as story
from arkwright.journeys.letters import Facts, enveloped
from arkwright.journeys.shop import Shop
from arkwright.kit.messages import Command, Event


async def letters(shop: Shop, event: Event, command: str) -> Iterable[Command]:
    """The code that was asked for; and what the holder should know of. An erased holder gets none."""
    if isinstance(event, accounts.CodeIssued):
        return await of_code(shop, event, command)
    if isinstance(event, accounts.AddressMoved | accounts.AddressRestored):
        await account_move.settle(shop, event.account)
    match event:
        case accounts.SignedIn(unknown_device=True):
            how = " by a passkey" if event.passkey else ""
            text = (
                f"Somebody signed in to your account{how} from {event.device_words}, which is new to us, on {moment(event.signed_in_ms)}."
            )
            return await told(shop, command, event.account, event.address, event.signed_in_ms, text)
        case accounts.DetailsSaved(moved=True):
            text = f"A delivery address in your account was changed, added or removed on {moment(event.saved_ms)}."
            return await told(shop, command, event.account, event.address, event.saved_ms, text)
        case accounts.ValueFrozen(by=by):
            who = "You told us" if by == "holder" else "A colleague of ours was told"
            text = (
                f"{who} on {moment(event.frozen_ms)} that something in your account was not you. Every device is signed out, no passkey "
                "opens your account, and your points cannot be spent online or in a store that we can reach, until you sign in by a code "
                "from us and confirm that it is you."
            )
            return await told(shop, command, event.account, event.address, event.frozen_ms, text)
        case accounts.AddressMoved(moved_ms=moved_ms):
            text = (
                f"On {moment(moved_ms)} your account was moved from this address to another. Orders made with this one stay in it. "
                f"Until {day(event.undone_until_ms)} the link below gives the account this address back."
            )
            return await told(shop, command, event.account, event.before, moved_ms, text, moved_ms=moved_ms)
        case accounts.PasskeyAdded() | accounts.PasskeyRemoved() | accounts.PasskeyDoubted():
            return await of_passkeys(shop, event, command)
    return ()


async def of_code(shop: Shop, event: accounts.CodeIssued, command: str) -> Iterable[Command]:
    """The code; or what is said instead of one, which only the mailbox learns."""
    key = await shop.vault.find(event.account)
    if key is None:
        return ()
    email = story.email_of(key, event.address)
    match event.instead:
        case "taken":
            return (enveloped(key, command, "address-taken", email=email, facts=Facts()),)
        case "moved":
            await account_move.settle(shop, event.account)  # an old copy of the vault has it here still
            row = await queries.account(shop.accounts.reader, event.account)
            move = await account_move.move_from(shop, row, key, email) if row else None
            if move is None:
                return ()
            text = (
                f"Somebody, we hope you, wants to sign in with this address. Your account was moved from it to another on "
                f"{moment(move.moved_ms)}: sign in with that one. Until {day(move.until_ms)} the link below gives the account "
                "this address back."
            )
            return await told(shop, command, event.account, event.address, event.issued_ms, text, moved_ms=move.moved_ms)
        case _:
            facts = Facts(number=story.code_of(key, event.attempt), until_ms=event.until_ms)
            return (enveloped(key, command, "address-code" if event.moves else "sign-in-code", email=email, facts=facts),)


async def of_passkeys(
    shop: Shop, event: accounts.PasskeyAdded | accounts.PasskeyRemoved | accounts.PasskeyDoubted, command: str
) -> Iterable[Command]:
    """Another way in, one less, or one that there may be a copy of; by the name that its holder gave it."""
    key = await shop.vault.find(event.account)
    passkey = f"The passkey “{story.passkey_name(key, event.name)}”" if key else ""
    if isinstance(event, accounts.PasskeyAdded):
        at_ms, says = event.added_ms, "was added to your account on {}."
    elif isinstance(event, accounts.PasskeyRemoved):
        at_ms, says = event.removed_ms, "was removed from your account on {}."
    else:
        at_ms, says = event.doubted_ms, "was tried on {} as a copy of it would be. It opened nothing; if that was not you, remove it."
    text = f"{passkey} {says.format(moment(at_ms))}"
    return await told(shop, command, event.account, event.address, at_ms, text)


async def of_points(shop: Shop, event: Event, command: str) -> Iterable[Command]:
    """What expires soon, to the address of the member's account; nobody is told of an account that is gone."""
    if not isinstance(event, ExpiryAnnounced):
        return ()
    row, key = await queries.account(shop.accounts.reader, event.member), await shop.vault.find(event.member)
    if row is None or key is None:
        return ()
    facts = Facts(points=event.points, until_ms=event.first_ms, link=shop.addresses.points)
    return (enveloped(key, command, "points-expiring", email=story.email_of(key, row.address), facts=facts),)


async def told(shop: Shop, command: str, account: str, address: str, at_ms: int, text: str, *, moved_ms: int = 0) -> Iterable[Command]:
    """A letter with the link for whoever was not it, which undoes the move of `moved_ms` too."""
    key = await shop.vault.find(account)
    if key is None:
        return ()
    facts = Facts(text=(text,), link=await story.not_me_link(shop, account, at_ms, moved_ms))
    return (enveloped(key, command, "account-told", email=story.email_of(key, address), facts=facts),)


def forgotten(event: Event, command: str) -> Iterable[Command]:
    """Whoever was erased has no account any more."""
    match event:
        case PersonErased(person=person, kind="member"):
            yield ForgetAccount(id=command, account=person)
