"""The rules of card tenders: a terminal's yes counts from every state before it, and each tender ends; pure."""

from __future__ import annotations

from typing import Any

from arkwright.compartments.tills import commands as ask
from arkwright.compartments.tills import events as did
from arkwright.compartments.tills import tender_refusals as sale_no
from arkwright.compartments.tills.checks import card_tender
from arkwright.compartments.tills.completing import completed
from arkwright.compartments.tills.facts import AccountName, Tender
from arkwright.compartments.tills.till_rows import CardTender, Sale, Session
from arkwright.compartments.tills.totalling import booked
from arkwright.kit.messages import Event
from arkwright.kit.rows import Rows

LONGEST_WHY = 200


def note_answer(rows: Rows, command: ask.CardCommand, now_ms: int) -> list[Event]:
    """What the terminal said of a payment, or that it said nothing; told twice, it is the same."""
    row = card_tender(rows, command.tender)
    about = of_card(row, command.store, now_ms)
    match command:
        case ask.RecordApproved():
            return approve(rows, row, command, about)
        case ask.RecordDeclined(why=why) | ask.RecordAborted(why=why):
            if row.status in ("declined", "aborted"):
                return []
            if row.status not in ("asked", "unknown"):
                raise sale_no.ApprovalStands(row.tender)
            ended = did.CardDeclined if isinstance(command, ask.RecordDeclined) else did.CardAborted
            return [ended(**about, why=why[:LONGEST_WHY])]
        case ask.RecordUnknown():
            return [did.CardAnswerLost(**about)] if row.status == "asked" else []
        case _:
            raise TypeError(f"{type(command).__name__} is no answer of a terminal")


def approve(rows: Rows, row: CardTender, command: ask.RecordApproved, about: dict[str, Any]) -> list[Event]:
    """Money is in. If the sale no longer waits for it, it is surplus and goes back."""
    card = command.card
    if not (len(card.last_four) == 4 and card.last_four.isdecimal()) and card.last_four:
        raise sale_no.CardWordsAreWrong()
    if command.amount_pence != row.amount_pence or (row.card and row.card.transaction != card.transaction):
        raise sale_no.CardAnswerDiffers(row.tender)
    if row.card:
        return []
    sale = rows[Sale, row.sale]
    needed = sale is not None and waits_for(sale, row)
    account: AccountName = "stored-cards" if card.stored else "card-clearing"
    approved = did.CardApproved(
        **about,
        card=card,
        was=row.status,
        surplus=not needed,
        beyond_allowance=card.stored and not row.stored_reserved,
        postings=booked(account, "deposits" if needed else "surplus-cards", row.amount_pence),
    )
    if sale is None or not needed:
        return [approved]
    tender = Tender(tender=row.tender, kind="card", amount_pence=row.amount_pence, card=card)
    session = rows[Session, row.session]
    late = session is not None and session.status == "closed"
    sale_about = {key: about[key] for key in ("store", "till", "by", "at_ms", "session", "sale")}
    return [approved, *completed(rows, sale, tender, sale_about, late)]


def waits_for(sale: Sale, row: CardTender) -> bool:
    """Whether the sale still needs this tender's money: it is totalled, nothing else is under way, and so much is due."""
    if sale.pending == row.tender:
        return True
    here = sale.status == "totalled" and sale.session == row.session
    return here and sale.pending is None and row.amount_pence <= sale.due_pence


def begin_reversal(rows: Rows, command: ask.BeginReversal, now_ms: int) -> list[Event]:
    """Of an approved payment that no completed sale stands on."""
    row = card_tender(rows, command.tender)
    if row.status in ("reversing", "reversed"):
        return []
    if row.status != "approved" or row.card is None:
        raise sale_no.TenderIs(row.status)
    sale = rows[Sale, row.sale]
    if not row.surplus:
        if sale is None or sale.status not in ("totalled", "parked"):
            raise sale_no.SaleIs(sale.status if sale else "gone")
        if sale.pending:
            raise sale_no.TenderIsPending(sale.pending)
    return [did.ReversalBegun(**of_card(row, command.store, now_ms), transaction=row.card.transaction, why=command.why)]


def note_reversed(rows: Rows, command: ask.RecordReversed, now_ms: int) -> list[Event]:
    """The money has gone back to the card."""
    row = card_tender(rows, command.tender)
    if row.status == "reversed":
        return []
    if row.status != "reversing" or row.card is None:
        raise sale_no.TenderIs(row.status)
    return [
        did.CardReversed(
            **of_card(row, command.store, now_ms),
            transaction=row.card.transaction,
            stored=row.stored,
            postings=booked("surplus-cards" if row.surplus else "deposits", stands_on(row), row.amount_pence),
        )
    ]


def follow_stored(rows: Rows, command: ask.RecordStoredTaken | ask.RecordStoredDeclined, now_ms: int) -> list[Event]:
    """What the acquirer made of a stored sale. Its yes counts also after its no, and never ends as a no."""
    row = card_tender(rows, command.tender)
    if row.card is None or row.stored == "none":
        raise sale_no.TenderIs(row.status)
    about = of_card(row, command.store, now_ms) | {"card": row.card, "grant": row.grant}
    match command:
        case ask.RecordStoredTaken():
            if row.stored == "taken" or row.status == "reversed":
                return []
            return [did.StoredCardTaken(**about, postings=booked("card-clearing", stands_on(row), row.amount_pence))]
        case ask.RecordStoredDeclined(response_code=code):
            if row.stored == "declined" or row.status == "reversed":
                return []
            if row.stored == "taken":
                raise sale_no.ApprovalStands(row.tender)
            booking = booked("late-declines", "stored-cards", row.amount_pence)
            return [did.StoredCardDeclined(**about, response_code=code[:LONGEST_WHY], postings=booking)]


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
