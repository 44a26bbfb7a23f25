"""Another address for an account: its mailbox answers first, the former one may take the account back, and where it is found follows."""

from __future__ import annotations

from arkwright.compartments.accounts import commands as ask
from arkwright.compartments.accounts import queries as accounts
from arkwright.compartments.accounts.refusals import SignInCodeIsOver, ThatIsYourAddress
from arkwright.compartments.accounts.state import Account, Move
from arkwright.journeys import accounts as story
from arkwright.journeys import contact as guests
from arkwright.journeys.shop import Shop
from arkwright.kit.person_key import PersonKey


async def begin(shop: Shop, attempt: str, account: Account, key: PersonKey, email: str, *, by: str, channel: str) -> None:
    """Send a code to the other address; where it is another account's, a letter that says so, and the asker hears the same."""
    address = guests.email_form(email)
    if await guests.fingerprint(shop.vault, address) == await guests.fingerprint(shop.vault, story.email_of(key, account.address)):
        raise ThatIsYourAddress()
    command = ask.BeginMove(
        id=f"{attempt}.begin",
        channel=channel,
        by=by,
        attempt=attempt,
        address=key.seal(ask.ADDRESS_CONTEXT, address.encode()),
        proof=story.proof_of(key, attempt, story.code_of(key, attempt)),
        instead="" if await is_free(shop, account.account, address) else "taken",
    )
    await shop.accounts.submit(command)


async def enter(shop: Shop, attempt: str, typed: str, key: PersonKey, *, by: str, channel: str) -> None:
    """Move the account for the code that was mailed. Refuses as the sign-in does, also when somebody has opened an account there since.

    That is said for the right code alone: whoever guesses hears the same whether the address is somebody's or nobody's.
    """
    row = await accounts.attempt(shop.accounts.reader, attempt)
    if row is None or row.account != key.person or not row.address:
        raise SignInCodeIsOver()
    proof = story.proof_of(key, attempt, story.typed_code(typed))
    free = await is_free(shop, key.person, story.email_of(key, row.address))
    if proof == row.proof and not free:
        raise SignInCodeIsOver()
    command = ask.EnterMoveCode(id=shop.world.new_id(), channel=channel, by=by, attempt=attempt, proof=proof)
    story.check_code((await shop.accounts.submit(command)).events)
    await settle(shop, key.person)


async def undo(shop: Shop, account: str, moved_ms: int, channel: str) -> None:
    """Give the account its former address back, sign everybody out and keep value; `MoveIsOver` once that is done or too late."""
    await shop.accounts.submit(ask.UndoMove(id=shop.world.new_id(), channel=channel, account=account, moved_ms=moved_ms))
    await settle(shop, account)


async def is_free(shop: Shop, account: str, email: str) -> bool:
    """Whether no opened account but this one has the address, or had it until not long ago."""
    found = await story.person_of(shop, await guests.fingerprint(shop.vault, email))
    other = await accounts.account(shop.accounts.reader, found) if found and found != account else None
    return other is None or other.opened_ms is None


async def settle(shop: Shop, account: str) -> None:
    """Have the vault file the person where the account stands now: done at once, and by the reaction if that was cut short."""
    row = await accounts.account(shop.accounts.reader, account)
    key = await shop.vault.find(account) if row else None
    if row is None or key is None:
        return
    filed = await guests.fingerprint(shop.vault, story.email_of(key, row.address))
    former = {await guests.fingerprint(shop.vault, story.email_of(key, move.address)): move.until_ms for move in open_moves(shop, row)}
    await shop.vault.file(account, filed, {each: until_ms for each, until_ms in former.items() if each != filed})


def open_moves(shop: Shop, row: Account) -> list[Move]:
    """The moves that may be undone yet, the oldest first."""
    return [each for each in row.moves if each.until_ms > shop.world.now_ms()]


async def move_from(shop: Shop, row: Account, key: PersonKey, address: str) -> Move | None:
    """The newest move away from this address, if it may be undone yet."""
    filed = await guests.fingerprint(shop.vault, address)
    for move in reversed(open_moves(shop, row)):
        if await guests.fingerprint(shop.vault, story.email_of(key, move.address)) == filed:
            return move
    return None
