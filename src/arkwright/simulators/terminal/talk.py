"""The terminal's nexo: a till's request in, what the machine makes of it out."""

from __future__ import annotations

from decimal import Decimal

from arkwright.kit.nexo.parts import CURRENCY, ErrorCondition, MessageHeader, MessageReference, SaleData, TransactionIdentification
from arkwright.kit.nexo.requests import PaymentRequest, SaleToPOIRequest, TransactionStatusRequest
from arkwright.kit.nexo.responses import (
    AmountsResp,
    CardData,
    DiagnosisResponse,
    HostStatus,
    PaymentAcquirerData,
    PaymentInstrumentData,
    PaymentResponse,
    PaymentResult,
    PaymentTotals,
    POIData,
    POIStatus,
    ReconciliationResponse,
    RepeatedBody,
    RepeatedMessageResponse,
    Response,
    ReversalResponse,
    SaleToPOIResponse,
    TransactionStatusResponse,
    TransactionTotals,
)
from arkwright.kit.nexo.wire import CONTENT_TYPE, PROTOCOL_VERSION, NotNexo, identified, pence, pounds, read_request, told, write_response
from arkwright.kit.world import Answer, World
from arkwright.simulators.acquirer.messages import EntryMode
from arkwright.simulators.terminal.books import Sale
from arkwright.simulators.terminal.machine import Machine, OtherPayment, TerminalIsBusy

FROM_NEXO: dict[str, EntryMode] = {"Contactless": "contactless", "ICC": "chip-and-pin"}
TO_NEXO = {mode: name for name, mode in FROM_NEXO.items()}
NO_CONTENT = Answer(204, {}, b"")
SUCCESS = Response(result="Success")


async def answered(world: World, machine: Machine, content: bytes) -> Answer:
    """The HTTP answer to a message; 400 for what is none or not for this terminal."""
    try:
        request = read_request(content)
        if request.message_header.poiid != machine.config.terminal:
            raise NotNexo(f"this is terminal {machine.config.terminal}")
        response = await _response(world, machine, request)
    except NotNexo as error:
        return Answer(400, {"content-type": "text/plain; charset=utf-8"}, str(error).encode())
    return NO_CONTENT if response is None else Answer(200, {"content-type": CONTENT_TYPE}, write_response(response))


async def _response(world: World, machine: Machine, request: SaleToPOIRequest) -> SaleToPOIResponse | None:
    asked = request.message_header
    header = _answering(asked)
    if request.payment_request is not None:
        return SaleToPOIResponse(message_header=header, payment_response=await _paid(world, machine, asked, request.payment_request))
    if request.transaction_status_request is not None:
        return SaleToPOIResponse(
            message_header=header, transaction_status_response=_status(machine, asked, request.transaction_status_request)
        )
    if request.abort_request is not None:
        machine.abort(_unknown(world, asked, request.abort_request.message_reference))
        return None
    if request.reversal_request is not None:
        original = request.reversal_request.original_poi_transaction
        done = original.poiid == machine.config.terminal and machine.reverse(original.poi_transaction_id.transaction_id)
        response = SUCCESS if done else _failure("NotFound", words="This terminal has no such payment that stands.")
        return SaleToPOIResponse(message_header=header, reversal_response=ReversalResponse(response=response))
    if request.reconciliation_request is not None:
        return SaleToPOIResponse(message_header=header, reconciliation_response=await _reconciled(machine, asked.service_id))
    if request.diagnosis_request is not None:
        status = POIStatus(global_status="Busy" if machine.current is not None else "OK")
        host = HostStatus(is_reachable_flag=await machine.acquirer_answers())
        return SaleToPOIResponse(
            message_header=header, diagnosis_response=DiagnosisResponse(response=SUCCESS, poi_status=status, host_status=(host,))
        )
    raise NotNexo(f"{asked.message_category} is not known here")


async def _paid(world: World, machine: Machine, asked: MessageHeader, request: PaymentRequest) -> PaymentResponse:
    terms, conditions = request.payment_transaction, request.payment_transaction.transaction_conditions
    named, original = request.sale_data.sale_transaction_id, terms.original_poi_transaction
    allowed = {name for cluster in conditions.force_entry_mode for name in cluster} or set(FROM_NEXO)
    sale = Sale(
        key=_key(asked.sale_id, asked.service_id),
        tender=named.transaction_id,
        tender_stamp=named.time_stamp,
        amount_pence=pence(terms.amounts_req.requested_amount),
        at_ms=world.now_ms(),
        modes=tuple(mode for name, mode in FROM_NEXO.items() if name in allowed),
        may_be_stored=not conditions.force_online_flag,
    )
    if request.payment_data.payment_type == "Refund":
        if original is None:
            return PaymentResponse(response=_failure("NotAllowed"), sale_data=request.sale_data)
        sale.kind, sale.may_be_stored = "refund", False
        sale.original_terminal, sale.original_reference = original.poiid, original.poi_transaction_id.transaction_id
    elif not sale.modes:
        return PaymentResponse(response=_failure("NotAllowed"), sale_data=request.sale_data)
    if terms.amounts_req.currency != CURRENCY or sale.amount_pence <= 0:
        return PaymentResponse(response=_failure("MessageFormat"), sale_data=request.sale_data)
    try:
        return _result(machine, await machine.pay(sale))
    except TerminalIsBusy:
        return PaymentResponse(response=_failure("Busy"), sale_data=request.sale_data)
    except OtherPayment:
        return PaymentResponse(response=_failure("NotAllowed"), sale_data=request.sale_data)


def _result(machine: Machine, sale: Sale) -> PaymentResponse:
    """How it ended, as it was at that time: what happened since stands beside it (`_since`)."""
    tender = TransactionIdentification(transaction_id=sale.tender, time_stamp=sale.tender_stamp)
    named = SaleData(sale_transaction_id=tender) if sale.tender else None
    if sale.state != "approved":
        response = _failure(sale.error or "UnavailableDevice", by=sale.by, responseCode=sale.code)
        return PaymentResponse(response=response, sale_data=named)
    card = CardData(payment_brand=sale.card.scheme, masked_pan=f"************{sale.card.last_four}", entry_mode=(TO_NEXO[sale.entry_mode],))
    online = not sale.stored
    acquirer = identified(sale.reference, sale.at_ms) if online else None
    return PaymentResponse(
        response=SUCCESS,
        sale_data=named,
        poi_data=POIData(poi_transaction_id=identified(sale.reference, sale.at_ms), poi_reconciliation_id=str(sale.period)),
        payment_result=PaymentResult(
            amounts_resp=AmountsResp(authorized_amount=pounds(sale.amount_pence), currency=CURRENCY),
            online_flag=online,
            payment_instrument_data=PaymentInstrumentData(payment_instrument_type="Card", card_data=card),
            payment_acquirer_data=PaymentAcquirerData(approval_code=sale.auth_code, acquirer_transaction_id=acquirer),
        ),
    )


def _status(machine: Machine, asked: MessageHeader, request: TransactionStatusRequest) -> TransactionStatusResponse:
    meant = request.message_reference
    sale = machine.ledger.books.sales.get(_key(meant.sale_id or asked.sale_id, meant.service_id))
    if sale is None:
        return TransactionStatusResponse(response=_failure("NotFound"), message_reference=meant)
    if not sale.ended:
        return TransactionStatusResponse(response=_failure("InProgress"), message_reference=meant)
    header = MessageHeader(
        protocol_version=PROTOCOL_VERSION,
        message_class="Service",
        message_category="Payment",
        message_type="Response",
        service_id=meant.service_id,
        sale_id=meant.sale_id or asked.sale_id,
        poiid=machine.config.terminal,
    )
    body = RepeatedBody(payment_response=_result(machine, sale))
    return TransactionStatusResponse(
        response=Response(result="Success", additional_response=_since(sale)),
        message_reference=meant,
        repeated_message_response=RepeatedMessageResponse(message_header=header, repeated_response_message_body=body),
    )


def _since(sale: Sale) -> str:
    return told(stored=sale.stored, responseCode=sale.code if sale.stored else "", reversed="yes" if sale.reversed_in else "")


async def _reconciled(machine: Machine, service_id: str) -> ReconciliationResponse:
    closing = await machine.reconcile(service_id)
    if closing is None:
        words = "The bank has to be told of earlier payments first, and does not answer now. Try again later."
        return ReconciliationResponse(response=_failure("UnreachableHost", words=words), reconciliation_type="AcquirerReconciliation")
    totals = closing.totals
    sums = (
        PaymentTotals(transaction_type="Debit", transaction_count=totals.payments, transaction_amount=_sum(totals.payments_pence)),
        PaymentTotals(transaction_type="Credit", transaction_count=totals.refunds, transaction_amount=_sum(totals.refunds_pence)),
        PaymentTotals(transaction_type="ReverseDebit", transaction_count=totals.reversals, transaction_amount=_sum(totals.reversals_pence)),
    )
    return ReconciliationResponse(
        response=Response(result="Success", additional_response=told(agreed="yes" if closing.agreed else "no")),
        reconciliation_type="AcquirerReconciliation",
        poi_reconciliation_id=str(closing.period),
        transaction_totals=(TransactionTotals(payment_instrument_type="Card", payment_currency=CURRENCY, payment_totals=sums),),
    )


def _sum(amount_pence: int) -> Decimal:
    return pounds(amount_pence)


def _unknown(world: World, asked: MessageHeader, meant: MessageReference) -> Sale:
    return Sale(
        key=_key(meant.sale_id or asked.sale_id, meant.service_id), tender="", tender_stamp="", amount_pence=0, at_ms=world.now_ms()
    )


def _failure(error: ErrorCondition, **more: str) -> Response:
    return Response(result="Failure", error_condition=error, additional_response=told(**more))


def _answering(asked: MessageHeader) -> MessageHeader:
    return MessageHeader(
        protocol_version=PROTOCOL_VERSION,
        message_class=asked.message_class,
        message_category=asked.message_category,
        message_type="Response",
        service_id=asked.service_id,
        sale_id=asked.sale_id,
        poiid=asked.poiid,
    )


def _key(sale_id: str, service_id: str) -> str:
    return f"{sale_id}/{service_id}"
