"""What follows from events of accounts: letters to the holder, and the end of an account whose person was erased."""

from __future__ import annotations

from collections.abc import Iterable

from arkwright.channels.design.pages import moment
from arkwright.compartments.accounts import events as accounts
from arkwright.compartments.accounts.commands import ForgetAccount
from arkwright.compartments.customers.events import PersonErased
from arkwright.journeys import accounts as story
from arkwright.journeys.letters import Facts, enveloped
from arkwright.journeys.shop import Shop
from arkwright.kit.messages import Command, Event


async def letters(shop: Shop, event: Event, command: str) -> Iterable[Command]:
    """The code that was asked for; and what the holder should know of. An erased holder gets none."""
    if isinstance(event, accounts.CodeIssued):
        key = await shop.vault.find(event.account)
        if key is None:
            return ()
        facts = Facts(number=story.code_of(key, event.attempt), until_ms=event.until_ms)
        return (enveloped(key, command, "sign-in-code", email=story.email_of(key, event.address), facts=facts),)
    match event:
        case accounts.SignedIn(unknown_device=True):
            how = " by a passkey" if event.passkey else ""
            text = (
                f"Somebody signed in to your account{how} from {event.device_words}, which is new to us, on {moment(event.signed_in_ms)}."
            )
            return await told(shop, command, event.account, event.address, event.signed_in_ms, text)
        case accounts.DetailsSaved(moved=True):
            text = f"The delivery address in your account was changed on {moment(event.saved_ms)}."
            return await told(shop, command, event.account, event.address, event.saved_ms, text)
        case accounts.ValueFrozen(by=by):
            who = "You told us" if by == "holder" else "A colleague of ours was told"
            text = (
                f"{who} on {moment(event.frozen_ms)} that something in your account was not you. Every device is signed out, no passkey "
                "opens your account, and your points cannot be spent, until you sign in by a code from us and confirm that it is you."
            )
            return await told(shop, command, event.account, event.address, event.frozen_ms, text)
        case accounts.PasskeyAdded() | accounts.PasskeyRemoved() | accounts.PasskeyDoubted():
            return await of_passkeys(shop, event, command)
    return ()


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


async def told(shop: Shop, command: str, account: str, address: str, at_ms: int, text: str) -> Iterable[Command]:
    """A letter with the link for whoever was not it."""
    key = await shop.vault.find(account)
    if key is None:
        return ()
    facts = Facts(text=(text,), link=await story.not_me_link(shop, account, at_ms))
    return (enveloped(key, command, "account-told", email=story.email_of(key, address), facts=facts),)


def forgotten(event: Event, command: str) -> Iterable[Command]:
    """Whoever was erased has no account any more."""
    match event:
        case PersonErased(person=person, kind="member"):
            yield ForgetAccount(id=command, account=person)
