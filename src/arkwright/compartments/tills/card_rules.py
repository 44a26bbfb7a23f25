"""The rules of card tenders: a terminal's yes counts from every state before it, and each tender ends; pure."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from arkwright.compartments.tills import commands as ask
from arkwright.compartments.tills import events as did
from arkwright.compartments.tills import refusals as no
from arkwright.compartments.tills import tender_refusals as sale_no
from arkwright.compartments.tills.checks import card_tender, of_card, signed, stands_on, till_of
from arkwright.compartments.tills.completing import completed
from arkwright.compartments.tills.facts import AccountName, Approval, ByHand, Card, Tender
from arkwright.compartments.tills.till_rows import CardTender, Sale, Session
from arkwright.compartments.tills.totalling import booked
from arkwright.kit.messages import Event
from arkwright.kit.rows import Rows

LONGEST_WHY = 200
MOST_REFUSALS = 5
TOOK_NOTHING = "nothing-taken"
BY_HAND_AFTER_MS = 15 * 60 * 1000
BY_HAND = "by-hand"


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
    """Money is in, as much as the terminal took. If the sale no longer waits for it, it is surplus and goes back.

    Less than was asked for pays a part; more than was asked for goes back whole; nothing at all is a no.
    """
    card, taken_pence = nothing_but_four(command.card), command.amount_pence
    if row.card:
        if taken_pence != row.amount_pence or row.card.transaction != card.transaction:
            raise sale_no.CardAnswerDiffers(row.tender)
        return []
    if taken_pence < 1:
        return [did.CardDeclined(**about, why=TOOK_NOTHING)] if row.status in ("asked", "unknown") else []
    sale = rows[Sale, row.sale]
    needed = sale is not None and taken_pence <= row.amount_pence and waits_for(sale, row, taken_pence)
    account: AccountName = "stored-cards" if card.stored else "card-clearing"
    approved = did.CardApproved(
        **about | {"amount_pence": taken_pence},
        card=card,
        was=row.status,
        surplus=not needed,
        beyond_allowance=card.stored and not (row.stored_reserved and taken_pence <= row.amount_pence),
        postings=booked(account, "deposits" if needed else "surplus-cards", taken_pence),
        asked_pence=row.amount_pence if taken_pence != row.amount_pence else 0,
    )
    if sale is None or not needed:
        return [approved]
    tender = Tender(tender=row.tender, kind="card", amount_pence=taken_pence, card=card)
    session = rows[Session, row.session]
    late = session is not None and session.status == "closed"
    sale_about = {key: about[key] for key in ("store", "till", "by", "at_ms", "session", "sale")}
    return [approved, *completed(rows, sale, tender, sale_about, late)]


def nothing_but_four(card: Card) -> Card:
    """The card's words, with four last digits or none: whatever else stands there could be its number."""
    sound = len(card.last_four) == 4 and card.last_four.isascii() and card.last_four.isdecimal()
    return card if sound else replace(card, last_four="")


def waits_for(sale: Sale, row: CardTender, taken_pence: int) -> bool:
    """Whether the sale still needs this tender's money: it is totalled, nothing else is under way, and so much is due."""
    if sale.pending == row.tender:
        return True
    here = sale.status == "totalled" and sale.session == row.session
    return here and sale.pending is None and taken_pence <= sale.due_pence


def begin_reversal(rows: Rows, command: ask.BeginReversal, now_ms: int) -> list[Event]:
    """Of an approved payment that no completed sale stands on."""
    row = card_tender(rows, command.tender)
    if row.status in ("reversing", "reversed", "owed", "settled"):
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
    if row.status not in ("reversing", "owed") or row.card is None:
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
            declined = did.StoredCardDeclined(**about, response_code=code[:LONGEST_WHY], postings=booking)
            return [declined, *never_taken(row, command.store, now_ms)]


def note_refused(rows: Rows, command: ask.RecordReversalRefused, now_ms: int) -> list[Event]:
    """The terminal's no; after the last one no sale stands on the payment any more, and it is owed."""
    row = card_tender(rows, command.tender)
    if row.status in ("reversed", "owed", "settled"):
        return []
    if row.status != "reversing" or row.card is None:
        raise sale_no.TenderIs(row.status)
    if command.attempt != row.refusals + 1:
        return []
    about, why = of_card(row, command.store, now_ms), command.why[:LONGEST_WHY]
    refused = did.ReversalRefused(**about, attempt=command.attempt, why=why)
    if command.attempt < MOST_REFUSALS:
        return [refused]
    postings = () if row.surplus else booked("deposits", "surplus-cards", row.amount_pence)
    return [refused, did.CardOwed(**about, card=row.card, why=why, postings=postings)]


def give_back(rows: Rows, command: ask.GiveBackOwed, now_ms: int) -> list[Event]:
    """A manager gave it back: in cash from an open drawer that has so much, or the acquirer did, once it had taken it."""
    row = card_tender(rows, command.tender)
    approval = signed(rows, command.approved_by, now_ms)
    if row.status == "settled":
        return []
    if row.status != "owed":
        raise sale_no.TenderIs(row.status)
    if command.how == "card":
        if row.stored == "waiting":
            raise sale_no.StoredSaleIsWaiting()
        return [ended(row, command.store, now_ms, "card", approval)]
    session = open_session(rows, command.till)
    if session.drawer_pence < row.amount_pence:
        raise no.NotEnoughInDrawer(session.drawer_pence)
    about = of_card(row, command.store, now_ms) | {"till": command.till, "session": session.session, "by": approval.manager}
    postings = booked("surplus-cards", "cash-in-drawer", row.amount_pence)
    return [did.OwedGivenBack(**about, how="cash", approval=approval, postings=postings)]


def end_by_hand(rows: Rows, command: ask.EndByHand, now_ms: int) -> list[Event]:
    """A manager's word where no terminal can be asked: paid, it counts as the terminal's yes would; not paid, the sale is free of it."""
    row = card_tender(rows, command.tender)
    approval = signed(rows, command.approved_by, now_ms)
    if row.status not in ("asked", "unknown"):
        raise sale_no.TenderIs(row.status)
    if now_ms - row.asked_ms < BY_HAND_AFTER_MS:
        raise sale_no.TerminalMayStillSay()
    about = of_card(row, command.store, now_ms)
    said = did.CardManuallyEnded(**about, paid=command.paid, approval=approval)
    if not command.paid:
        return [said, did.CardAborted(**about, why=BY_HAND)]
    words = {"scheme": "", "last_four": "", "auth_code": ""}
    card = Card(terminal=row.terminal, transaction=BY_HAND, at_ms=row.asked_ms, entry_mode=row.entry_modes[0], stored=False, **words)
    yes = ask.RecordApproved(id=command.id, store=command.store, tender=row.tender, amount_pence=row.amount_pence, card=card)
    return [said, *approve(rows, row, yes, about)]


def open_session(rows: Rows, till: str) -> Session:
    """The session of this till, or a refusal; nobody need be signed on there."""
    row = till_of(rows, till)
    session = rows[Session, row.session] if row.session else None
    if session is None:
        raise no.NoSessionIsOpen(till)
    return session


def never_taken(row: CardTender, store: str, now_ms: int) -> list[Event]:
    """The acquirer has declined what was owed: nobody paid it, and nobody gets it back."""
    if row.status != "owed":
        return []
    postings = booked("surplus-cards", "late-declines", row.amount_pence)
    return [did.OwedGivenBack(**of_card(row, store, now_ms), how="never-taken", approval=None, postings=postings)]


def ended(row: CardTender, store: str, now_ms: int, how: ByHand, approval: Approval) -> did.OwedGivenBack:
    """Back on the card, from wherever its money stood."""
    postings = booked("surplus-cards", stands_on(row), row.amount_pence)
    return did.OwedGivenBack(**of_card(row, store, now_ms), how=how, approval=approval, postings=postings)
