"""What others may ask of accounts; plain values out."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import sqlalchemy as sa

from arkwright.compartments.accounts.charge_rows import Charge
from arkwright.compartments.accounts.records import ACCOUNTS, ATTEMPTS, BIRTHDAYS, CHARGES, PASSKEYS, SESSIONS, SPENT_CHALLENGES
from arkwright.compartments.accounts.state import Account, Attempt, BirthdayGiven, Passkey, Session, SpentChallenge
from arkwright.kit.database.port import Reader
from arkwright.kit.database.statement import Statement, as_set

sessions = SESSIONS.table.c
attempts = ATTEMPTS.table.c
accounts = ACCOUNTS.table.c
spent = SPENT_CHALLENGES.table.c

SESSIONS_OF = Statement(
    sa.select(*SESSIONS.columns).where(sessions.account == sa.bindparam("account")).order_by(sessions.opened_ms.desc(), sessions.session)
)
EXPIRED = Statement(
    sa.select(*SESSIONS.columns)
    .where(sessions.expires_ms <= sa.bindparam("now_ms"))
    .order_by(sessions.expires_ms)
    .limit(sa.bindparam("most"))
)
OVER = Statement(
    sa.select(*ATTEMPTS.columns).where(attempts.until_ms <= sa.bindparam("now_ms")).order_by(attempts.until_ms).limit(sa.bindparam("most"))
)
SPENT = Statement(
    sa.select(*SPENT_CHALLENGES.columns)
    .where(spent.until_ms <= sa.bindparam("now_ms"))
    .order_by(spent.until_ms)
    .limit(sa.bindparam("most"))
)
charges = CHARGES.table.c
CHARGES_OF = Statement(
    sa.select(*CHARGES.columns)
    .where(charges.account == sa.bindparam("account"))
    .order_by(charges.at_ms.desc(), charges.charge)
    .limit(sa.bindparam("most"))
)
OLD_CHARGES = Statement(
    sa.select(*CHARGES.columns).where(charges.at_ms <= sa.bindparam("until_ms")).order_by(charges.at_ms).limit(sa.bindparam("most"))
)
UNPROVED = Statement(
    sa.select(*ACCOUNTS.columns)
    .where(accounts.asked_ms <= sa.bindparam("until_ms"), accounts.opened_ms.is_(None))
    .order_by(accounts.asked_ms)
    .limit(sa.bindparam("most"))
)

BIRTHDAYS_AFTER = Statement(
    sa.select(*BIRTHDAYS.columns)
    .where(BIRTHDAYS.table.c.account > sa.bindparam("after"))
    .order_by(BIRTHDAYS.table.c.account)
    .limit(sa.bindparam("most"))
)


class SignedInAs(msgspec.Struct, frozen=True, kw_only=True):
    """A valid session and its account."""

    session: Session
    account: Account


async def signed_in(reader: Reader, session: str, now_ms: int) -> SignedInAs | None:
    """Whose session this digest is, or None when it is unknown, over or void."""
    row = await reader.get(SESSIONS, session)
    owner = await reader.get(ACCOUNTS, row.account) if row else None
    if row is None or owner is None or not valid(row, owner, now_ms):
        return None
    return SignedInAs(session=row, account=owner)


async def account(reader: Reader, account_id: str) -> Account | None:
    """The account, opened or only asked for."""
    return await reader.get(ACCOUNTS, account_id)


async def accounts_of(reader: Reader, people: Sequence[str]) -> list[Account]:
    """Those of these people who have an account, opened ones first."""
    found = await reader.rows(ACCOUNTS, ACCOUNTS.by_keys, {"keys": as_set(people)})
    return sorted(found, key=lambda row: (row.opened_ms is None, row.account))


async def attempt(reader: Reader, attempt_id: str) -> Attempt | None:
    """A code that was asked for."""
    return await reader.get(ATTEMPTS, attempt_id)


async def sessions_of(reader: Reader, account_id: str, now_ms: int) -> list[Session]:
    """The valid sessions of an account, the newest first."""
    owner = await reader.get(ACCOUNTS, account_id)
    found = await reader.rows(SESSIONS, SESSIONS_OF, {"account": account_id}) if owner else []
    return [row for row in found if owner and valid(row, owner, now_ms)]


async def expired_sessions(reader: Reader, now_ms: int, most: int = 200) -> list[Session]:
    """Sessions that have ended by themselves, for the sweep."""
    return await reader.rows(SESSIONS, EXPIRED, {"now_ms": now_ms, "most": most})


async def over_attempts(reader: Reader, now_ms: int, most: int = 200) -> list[Attempt]:
    """Codes that open nothing any more, for the sweep."""
    return await reader.rows(ATTEMPTS, OVER, {"now_ms": now_ms, "most": most})


async def passkey(reader: Reader, digest: str) -> Passkey | None:
    """The passkey with this digest of its credential's id."""
    return await reader.get(PASSKEYS, digest)


async def passkeys_of(reader: Reader, owner: Account) -> list[Passkey]:
    """The passkeys of an account, the oldest first."""
    found = await reader.rows(PASSKEYS, PASSKEYS.by_keys, {"keys": as_set(owner.passkeys)}) if owner.passkeys else []
    return sorted(found, key=lambda row: (row.added_ms, row.passkey))


async def over_challenges(reader: Reader, now_ms: int, most: int = 200) -> list[SpentChallenge]:
    """Answered challenges whose time is over, for the sweep."""
    return await reader.rows(SPENT_CHALLENGES, SPENT, {"now_ms": now_ms, "most": most})


async def charges_of(reader: Reader, account_id: str, most: int = 200) -> list[Charge]:
    """What stores took from the holder's cards and gave back there, the newest first; what was declined afterwards too."""
    return await reader.rows(CHARGES, CHARGES_OF, {"account": account_id, "most": most})


async def old_charges(reader: Reader, until_ms: int, most: int = 200) -> list[Charge]:
    """Charges up to then, the oldest first, for the sweep."""
    return await reader.rows(CHARGES, OLD_CHARGES, {"until_ms": until_ms, "most": most})


async def unproved(reader: Reader, until_ms: int, most: int = 200) -> list[Account]:
    """Addresses that were typed up to then and never answered: they are to be erased."""
    return await reader.rows(ACCOUNTS, UNPROVED, {"until_ms": until_ms, "most": most})


def valid(session: Session, owner: Account, now_ms: int) -> bool:
    """Not expired, of the present generation, and not begun by a passkey that was removed."""
    stands = not session.passkey or session.passkey in owner.passkeys
    return stands and session.expires_ms > now_ms and session.generation == owner.generation and owner.opened_ms is not None


async def birthday(reader: Reader, account_id: str) -> BirthdayGiven | None:
    """The account's day and month of birth, sealed, where it has given them."""
    return await reader.get(BIRTHDAYS, account_id)


async def birthdays_after(reader: Reader, after: str = "", most: int = 500) -> list[BirthdayGiven]:
    """Everybody who has given one, page by page."""
    return await reader.rows(BIRTHDAYS, BIRTHDAYS_AFTER, {"after": after, "most": most})
