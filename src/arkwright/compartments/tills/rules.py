"""The rules of the tills: what a command leads to; each kind of work has its rules in a file beside this one."""

from __future__ import annotations

from collections.abc import Iterable

from arkwright.compartments.tills import (
    basket_rules,
    card_rules,
    colleague_rules,
    day_rules,
    invoice_rules,
    reconciling,
    refund_rules,
    tender_rules,
)
from arkwright.compartments.tills import commands as ask
from arkwright.compartments.tills.checks import store_is_right
from arkwright.compartments.tills.till_rows import (
    HERE,
    ITEM_PROMOTIONS,
    STORED,
    CardRefund,
    CardTender,
    Colleague,
    Invoice,
    ItemPromotions,
    LocalPause,
    Place,
    ReceiptNumber,
    Refund,
    Sale,
    StoredAllowance,
    Till,
)
from arkwright.kit.messages import Command, Event
from arkwright.kit.rows import Key, Rows


def keys(command: Command) -> Iterable[Key]:
    """Rows worth loading beforehand."""
    yield (Place, HERE)
    match command:
        case ask.TillCommand(till=till, by=by):
            yield (Till, till)
            if isinstance(command, ask.SignOn | ask.NoteFailedSignOn | ask.NoteRightPin) and by:
                yield (Colleague, by)
        case ask.SetUpTill(till=till):
            yield (Till, till)
        case ask.CardCommand(tender=tender):
            yield from ((CardTender, tender), (StoredAllowance, STORED))
            if isinstance(command, ask.EndByHand):
                yield (Colleague, command.approved_by.manager)
            if isinstance(command, ask.GiveBackOwed):
                yield from ((Till, command.till), (Colleague, command.approved_by.manager))
    match command:
        case ask.SaleCommand(sale=sale):
            yield (Sale, sale)
        case ask.BeginRefund(sale=sale, refund=refund):
            yield from ((Sale, sale), (Refund, refund))
        case ask.RefundCommand(refund=refund, part=part):
            yield from ((Refund, refund), (CardRefund, part))
    if isinstance(command, ask.IssueInvoice | ask.PrintCopy | ask.ForgetInvoice):
        yield from ((Invoice, command.receipt), (ReceiptNumber, command.receipt))
    if isinstance(command, ask.TenderCommand):
        yield from ((CardTender, command.tender), (ItemPromotions, ITEM_PROMOTIONS))
        yield from ((LocalPause, capability) for capability in command.capabilities)
    if isinstance(command, ask.AskForCard):
        yield (StoredAllowance, STORED)
    if isinstance(command, ask.RecordReconciliation):
        yield (reconciling.Reconciliation, command.session)
    if isinstance(command, ask.RecordApproved | ask.RecordRefunded):
        yield (reconciling.CardPeriod, reconciling.place_of(command.card.terminal, command.card.period))


def decide(rows: Rows, command: Command, now_ms: int) -> list[Event]:
    """The events that the command leads to, or a refusal."""
    if not isinstance(command, ask.StoreCommand):
        raise TypeError(f"tills does not know the command {type(command).__name__}")
    store_is_right(rows, command)
    match command:
        case ask.SaleCommand():
            return decide_sale(rows, command, now_ms)
        case ask.CardCommand():
            return decide_card(rows, command, now_ms)
        case ask.BeginRefund():
            return refund_rules.begin(rows, command, now_ms)
        case ask.RefundCommand():
            return refund_rules.note_card(rows, command, now_ms)
        case ask.TillCommand():
            return decide_till(rows, command, now_ms)
        case ask.RecordReconciliation():
            return reconciling.record(rows, command, now_ms)
        case ask.ForgetInvoice():
            return invoice_rules.forget(rows, command, now_ms)
        case ask.SetUpTill():
            return day_rules.set_up_till(rows, command, now_ms)
        case ask.SetPromotion() | ask.GrantStoredSales() | ask.SetPointsRules():
            return day_rules.allow(rows, command, now_ms)
        case ask.RevokeColleagues():
            return day_rules.revoke(rows, command, now_ms)
        case ask.PauseHere() | ask.ResumeHere():
            return day_rules.switch_locally(rows, command, now_ms)
        case _:
            raise TypeError(f"tills does not know the command {type(command).__name__}")


def decide_sale(rows: Rows, command: ask.SaleCommand, now_ms: int) -> list[Event]:
    """Of a sale on a till's screen."""
    match command:
        case ask.AddLine():
            return basket_rules.add_line(rows, command, now_ms)
        case ask.LineCommand():
            return basket_rules.change_line(rows, command, now_ms)
        case ask.DiscountSale():
            return basket_rules.discount_sale(rows, command, now_ms)
        case ask.EnterCode():
            return basket_rules.enter_code(rows, command, now_ms)
        case ask.CheckAge():
            return basket_rules.check_age(rows, command, now_ms)
        case ask.IdentifyMember():
            return basket_rules.identify(rows, command, now_ms)
        case ask.ParkSale() | ask.ResumeSale() | ask.OpenAgain() | ask.VoidSale():
            return basket_rules.put_aside(rows, command, now_ms)
        case ask.PayCash() | ask.SpendPoints() | ask.AskForCard():
            return tender_rules.take(rows, command, now_ms)
        case ask.ReturnCash() | ask.ReturnPoints():
            return tender_rules.give_back(rows, command, now_ms)
        case _:
            raise TypeError(f"tills does not know the command {type(command).__name__}")


def decide_card(rows: Rows, command: ask.CardCommand, now_ms: int) -> list[Event]:
    """Of a card tender that was asked for."""
    match command:
        case ask.BeginReversal():
            return card_rules.begin_reversal(rows, command, now_ms)
        case ask.RecordReversed():
            return card_rules.note_reversed(rows, command, now_ms)
        case ask.RecordReversalRefused():
            return card_rules.note_refused(rows, command, now_ms)
        case ask.GiveBackOwed():
            return card_rules.give_back(rows, command, now_ms)
        case ask.EndByHand():
            return card_rules.end_by_hand(rows, command, now_ms)
        case ask.RecordStoredTaken() | ask.RecordStoredDeclined():
            return card_rules.follow_stored(rows, command, now_ms)
        case _:
            return card_rules.note_answer(rows, command, now_ms)


def decide_till(rows: Rows, command: ask.TillCommand, now_ms: int) -> list[Event]:
    """Of a till, its colleague and its session."""
    match command:
        case ask.SignOn():
            return colleague_rules.sign_on(rows, command, now_ms)
        case ask.NoteFailedSignOn():
            return colleague_rules.note_failure(rows, command, now_ms)
        case ask.NoteRightPin():
            return colleague_rules.note_right_pin(rows, command, now_ms)
        case ask.LockTill() | ask.SignOff():
            return colleague_rules.leave(rows, command, now_ms)
        case ask.OpenSession():
            return day_rules.open_session(rows, command, now_ms)
        case ask.MoveCash():
            return day_rules.move_cash(rows, command, now_ms)
        case ask.CountCash():
            return day_rules.count_cash(rows, command, now_ms)
        case ask.CloseSession():
            return day_rules.close_session(rows, command, now_ms)
        case ask.IssueInvoice():
            return invoice_rules.issue(rows, command, now_ms)
        case ask.PrintCopy():
            return invoice_rules.copy(rows, command, now_ms)
        case _:
            raise TypeError(f"tills does not know the command {type(command).__name__}")
