"""What the rules of the tills ask first: who is there, which session, which sale; pure."""

from __future__ import annotations

from typing import Any

from arkwright.compartments.tills import commands as ask
from arkwright.compartments.tills import refusals as no
from arkwright.compartments.tills import tender_refusals as sale_no
from arkwright.compartments.tills.facts import AccountName, Approval, How, SaleLine
from arkwright.compartments.tills.till_rows import HERE, CardTender, Colleague, LocalPause, Place, Sale, Session, Till
from arkwright.kit.rows import Rows

MOST_PENCE = 100_000_00


def store_is_right(rows: Rows, command: ask.StoreCommand) -> None:
    """Refuse another store than the lane's, and anything before its first till is set up."""
    here = rows[Place, HERE]
    if here is None and not isinstance(command, ask.SetUpTill):
        raise no.NoSuchTill("")
    if here and here.store != command.store:
        raise no.TillsOfAnotherStore(here.store)


def open_here(rows: Rows, command: ask.StoreCommand) -> None:
    """Refuse what a manager of the store has paused."""
    for capability in command.capabilities:
        pause = rows[LocalPause, capability]
        if pause:
            raise no.PausedHere(capability, pause.say)


def till_of(rows: Rows, till: str) -> Till:
    """The till, or a refusal."""
    row = rows[Till, till]
    if row is None:
        raise no.NoSuchTill(till)
    return row


def attended(rows: Rows, command: ask.TillCommand) -> Till:
    """The till, if the command's colleague is signed on there and it is not locked."""
    till = till_of(rows, command.till)
    if till.colleague is None:
        raise no.NobodyIsSignedOn(till.till)
    if till.colleague != command.by:
        raise no.SomebodyElseIsSignedOn(till.till)
    if till.locked:
        raise no.TillIsLocked(till.till)
    return till


def in_session(rows: Rows, command: ask.TillCommand) -> tuple[Till, Session]:
    """The till attended, and its open session."""
    till = attended(rows, command)
    session = rows[Session, till.session] if till.session else None
    if session is None:
        raise no.NoSessionIsOpen(till.till)
    return till, session


def signed(rows: Rows, approval: Approval | None, now_ms: int) -> Approval:
    """The approval, if its manager is not revoked since and need not wait."""
    if approval is None:
        raise no.ManagerMustSign()
    may_sign_on(rows, approval.manager, approval.edition, approval.how, now_ms)
    return approval


def may_sign_on(rows: Rows, colleague: str, edition: int, how: How, now_ms: int) -> None:
    """Refuse a colleague whom a newer list no longer has, and one who must wait before another PIN.

    Wrong PINs say nothing against a badge: whoever types them cannot keep its owner out.
    """
    row = rows[Colleague, colleague]
    if row and edition <= row.revoked_edition:
        raise no.ColleagueIsRevoked(colleague)
    if row and how == "pin" and row.wait_until_ms > now_ms:
        raise no.MustWaitToSignOn(row.wait_until_ms)


def sale_at(rows: Rows, command: ask.SaleCommand) -> tuple[Sale, Session]:
    """The sale on the screen of this till, and its session."""
    till, session = in_session(rows, command)
    sale = rows[Sale, command.sale]
    if sale is None:
        raise sale_no.NoSuchSale(command.sale)
    if sale.status not in ("open", "totalled"):
        raise sale_no.SaleIs(sale.status)
    if till.sale != sale.sale:
        raise sale_no.SaleIsAtAnotherTill(sale.till)
    return sale, session


def changeable(rows: Rows, command: ask.SaleCommand) -> Sale:
    """The sale on this till's screen, if its lines are not frozen."""
    sale, _ = sale_at(rows, command)
    if sale.status != "open":
        raise sale_no.SaleIsTotalled()
    return sale


def line_of(sale: Sale, line: str) -> SaleLine:
    """The line of the sale, or a refusal."""
    for each in sale.lines:
        if each.line == line:
            return each
    raise sale_no.NoSuchLine(line)


def card_tender(rows: Rows, tender: str) -> CardTender:
    """The card tender, or a refusal."""
    row = rows[CardTender, tender]
    if row is None:
        raise sale_no.NoSuchTender(tender)
    return row


def money(pence: int, least: int = 1) -> int:
    """The amount, if it is one that a till takes."""
    if not least <= pence <= MOST_PENCE:
        raise no.AmountIsWrong()
    return pence


def at_till(command: ask.TillCommand, now_ms: int) -> dict[str, Any]:
    """What every event of a till says."""
    return {"store": command.store, "till": command.till, "by": command.by, "at_ms": now_ms}


def of_sale(command: ask.SaleCommand, sale: Sale, now_ms: int) -> dict[str, Any]:
    """What every event of a sale says, of what a colleague does at its till."""
    return at_till(command, now_ms) | {"session": sale.session, "sale": sale.sale}


def stands_on(row: CardTender) -> AccountName:
    """The account on which the money of an approved tender stands."""
    accounts: dict[str, AccountName] = {"waiting": "stored-cards", "declined": "late-declines"}
    return accounts.get(row.stored, "card-clearing")


def of_card(row: CardTender, store: str, now_ms: int) -> dict[str, Any]:
    """What every event of a card tender says: it belongs to the till and session that asked."""
    return {
        "store": store,
        "at_ms": now_ms,
        "till": row.till,
        "by": row.by,
        "session": row.session,
        "sale": row.sale,
        "tender": row.tender,
        "terminal": row.terminal,
        "amount_pence": row.amount_pence,
    }
