"""What others may ask of staff; plain values out."""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from arkwright.compartments.staff.records import ACCOUNTS, SESSIONS, TILL_ACCESS
from arkwright.compartments.staff.state import Account, Session, Status, TillAccess
from arkwright.kit.database.port import Reader
from arkwright.kit.database.statement import Statement

sessions = SESSIONS.table.c

ALL_ACCOUNTS = Statement(sa.select(*ACCOUNTS.columns).order_by(ACCOUNTS.table.c.account))
EXPIRED = Statement(
    sa.select(*SESSIONS.columns)
    .where(sessions.expires_ms <= sa.bindparam("now_ms"))
    .order_by(sessions.expires_ms, sessions.session)
    .limit(sa.bindparam("most"))
)
ALL_TILL_ACCESS = Statement(sa.select(*TILL_ACCESS.columns).order_by(TILL_ACCESS.table.c.colleague))
SESSIONS_OF = Statement(sa.select(*SESSIONS.columns).where(sessions.account == sa.bindparam("account")).order_by(sessions.opened_ms.desc()))


class AccountView(msgspec.Struct, frozen=True, kw_only=True):
    """An account as others may see it: without its password."""

    account: str
    roles: tuple[str, ...]
    status: Status
    failed_sign_ins: int
    locked_until_ms: int
    created_ms: int
    changed_ms: int


class SignedInAs(msgspec.Struct, frozen=True, kw_only=True):
    """Who a valid session belongs to, with the roles they have now."""

    session: str
    account: str
    roles: tuple[str, ...]
    expires_ms: int


async def account(reader: Reader, account_id: str) -> Account | None:
    """The account with its sealed password: for signing in, and for nothing else."""
    return await reader.get(ACCOUNTS, account_id)


async def accounts(reader: Reader) -> list[AccountView]:
    """All accounts by name."""
    return [
        AccountView(**{name: getattr(row, name) for name in AccountView.__struct_fields__})
        for row in await reader.rows(ACCOUNTS, ALL_ACCOUNTS)
    ]


async def signed_in(reader: Reader, session: str, now_ms: int) -> SignedInAs | None:
    """Who the session (the digest of its token) belongs to, or None when it is unknown, expired or void."""
    row = await reader.get(SESSIONS, session)
    if row is None or row.expires_ms <= now_ms:
        return None
    owner = await reader.get(ACCOUNTS, row.account)
    if owner is None or not is_valid(row, owner):
        return None
    return SignedInAs(session=session, account=owner.account, roles=owner.roles, expires_ms=row.expires_ms)


async def sessions_of(reader: Reader, account_id: str, now_ms: int) -> list[Session]:
    """The valid sessions of an account, the newest first."""
    owner = await reader.get(ACCOUNTS, account_id)
    if owner is None:
        return []
    found = await reader.rows(SESSIONS, SESSIONS_OF, {"account": account_id})
    return [row for row in found if row.expires_ms > now_ms and is_valid(row, owner)]


async def expired_sessions(reader: Reader, now_ms: int, most: int = 200) -> list[Session]:
    """Sessions that have ended by themselves, for the sweep."""
    return await reader.rows(SESSIONS, EXPIRED, {"now_ms": now_ms, "most": most})


def is_valid(session: Session, owner: Account) -> bool:
    """Whether the account still honours the session, time aside."""
    return owner.status == "active" and session.generation == owner.generation


async def till_access(reader: Reader) -> list[TillAccess]:
    """Who may sign on at tills, and whoever might once, by number."""
    return await reader.rows(TILL_ACCESS, ALL_TILL_ACCESS)


async def till_access_of(reader: Reader, colleague: str) -> TillAccess | None:
    """One colleague's."""
    return await reader.get(TILL_ACCESS, colleague)
