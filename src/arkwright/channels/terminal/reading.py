"""From a terminal's answers in nexo to what a till wants to know; whatever is not what the standard says raises `NotNexo`."""

from __future__ import annotations

import msgspec

from arkwright.kit.nexo.parts import CURRENCY
from arkwright.kit.nexo.responses import (
    DiagnosisResponse,
    PaymentResponse,
    PaymentResult,
    POIData,
    ReconciliationResponse,
    Response,
    TransactionStatusResponse,
)
from arkwright.kit.nexo.wire import NotNexo, moment_ms, pence
from arkwright.kit.terminal import (
    Aborted,
    AbortedBy,
    Approved,
    Declined,
    DeclinedLate,
    DeclinedWhy,
    EntryMode,
    InProgress,
    NotFound,
    Outcome,
    Reversed,
    Standing,
    TerminalRefused,
    Totals,
)

MODES: dict[str, EntryMode] = {"Contactless": "contactless", "Tapped": "contactless", "RFID": "contactless", "ICC": "chip-and-pin"}
LET_GO: dict[str, AbortedBy] = {"shopper": "shopper", "till": "till", "time": "time", "power": "power"}
WHY: dict[str | None, DeclinedWhy] = {
    "Refusal": "issuer",
    "WrongPIN": "pin",
    "UnreachableHost": "acquirer-away",
    "PaymentRestriction": "contactless-limit",
    "NotAllowed": "entry-mode",
    "Busy": "terminal-busy",
}
WORDS: dict[DeclinedWhy, str] = {
    "issuer": "The card was declined. Ask for another card, or cash.",
    "pin": "The PIN was wrong too often. Ask for another card, or cash.",
    "acquirer-away": "The bank cannot be reached. Try chip & PIN again later, or take cash.",
    "contactless-limit": "The amount is above the contactless limit. Ask for chip & PIN, or cash.",
    "entry-mode": "This way of paying is not open now. Ask for another.",
    "terminal-busy": "The terminal is busy with another payment. End that one first.",
    "terminal": "The terminal could not take this payment. Ask for another way to pay.",
}


def outcome_of(answer: PaymentResponse | None, terminal: str, tender: str) -> Outcome:
    """What came of a payment or refund."""
    if answer is None:
        raise NotNexo("no PaymentResponse")
    if answer.sale_data is not None and answer.sale_data.sale_transaction_id.transaction_id != tender:
        raise NotNexo("the answer is about another tender")
    if answer.response.result == "Failure":
        return _not_paid(answer.response)
    if answer.payment_result is None or answer.poi_data is None:
        raise NotNexo("approved, without saying what")
    return _approved(answer.poi_data, answer.payment_result, terminal)


def status_of(answer: TransactionStatusResponse | None, terminal: str, tender: str) -> Outcome:
    """What has become of a payment or refund since."""
    if answer is None:
        raise NotNexo("no TransactionStatusResponse")
    if answer.response.result == "Failure":
        match answer.response.error_condition:
            case "NotFound":
                return NotFound()
            case "InProgress" | "Busy":
                return InProgress()
            case other:
                raise NotNexo(f"the status is not told: {other}")
    if answer.repeated_message_response is None:
        raise NotNexo("a status without the message")
    outcome = outcome_of(answer.repeated_message_response.payment, terminal, tender)
    return _since_then(outcome, answer.response.told) if isinstance(outcome, Approved) else outcome


def totals_of(answer: ReconciliationResponse | None) -> Totals:
    """The period that was closed. Refuses with `TerminalRefused` where it was not."""
    if answer is None:
        raise NotNexo("no ReconciliationResponse")
    if answer.response.result == "Failure":
        raise TerminalRefused(answer.response.told.get("words", "The terminal cannot close the period now."))
    sums = {each.transaction_type: each for totals in answer.transaction_totals for each in totals.payment_totals}
    counts = {kind: each.transaction_count for kind, each in sums.items()}
    amounts = {kind: pence(each.transaction_amount) for kind, each in sums.items()}
    return Totals(
        period=answer.poi_reconciliation_id,
        agreed=answer.response.told.get("agreed", "yes") == "yes",
        payments_count=counts.get("Debit", 0),
        payments_pence=amounts.get("Debit", 0),
        refunds_count=counts.get("Credit", 0),
        refunds_pence=amounts.get("Credit", 0),
        reversals_count=counts.get("ReverseDebit", 0),
        reversals_pence=amounts.get("ReverseDebit", 0),
    )


def standing_of(answer: DiagnosisResponse | None) -> Standing:
    """How the terminal is."""
    if answer is None or answer.poi_status is None:
        raise NotNexo("no DiagnosisResponse with a POIStatus")
    return Standing(
        busy=answer.poi_status.global_status == "Busy", acquirer_answers=all(host.is_reachable_flag for host in answer.host_status)
    )


def _approved(data: POIData, result: PaymentResult, terminal: str) -> Approved:
    card, acquirer = result.payment_instrument_data.card_data, result.payment_acquirer_data
    modes = [MODES[mode] for mode in card.entry_mode if mode in MODES]
    if result.amounts_resp is None or result.amounts_resp.currency != CURRENCY or not modes:
        raise NotNexo("approved, without an amount in our currency or a way of reading the card that a till allows")
    return Approved(
        transaction=data.poi_transaction_id.transaction_id,
        terminal=terminal,
        at_ms=moment_ms(data.poi_transaction_id.time_stamp),
        amount_pence=pence(result.amounts_resp.authorized_amount),
        entry_mode=modes[0],
        scheme=card.payment_brand,
        last_four=card.last_four,
        auth_code=acquirer.approval_code,
        stored=None if result.online_flag else "waiting",
        period=data.poi_reconciliation_id,
    )


def _not_paid(response: Response) -> Outcome:
    told = response.told
    match response.error_condition:
        case "InProgress":
            return InProgress()
        case "Aborted" | "Cancel" as condition:
            by = LET_GO.get(told.get("by", ""))
            return Aborted(by=by or ("shopper" if condition == "Cancel" else "till"))
        case condition:
            why = WHY.get(condition, "terminal")
            return Declined(why=why, words=WORDS[why], response_code=told.get("responseCode", ""))


def _since_then(outcome: Approved, told: dict[str, str]) -> Outcome:
    """What the repeated answer could not know yet: our terminals say it beside (decision 0032)."""
    kept = {"transaction": outcome.transaction, "terminal": outcome.terminal}
    if told.get("reversed") == "yes":
        return Reversed(**kept, amount_pence=outcome.amount_pence)
    if told.get("stored") == "declined":
        return DeclinedLate(**kept, amount_pence=outcome.amount_pence, response_code=told.get("responseCode", ""))
    if outcome.stored is not None and told.get("stored") == "taken":
        return msgspec.structs.replace(outcome, stored="taken")
    return outcome
