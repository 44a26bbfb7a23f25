"""A card terminal on the shop's network, asked in nexo messages over HTTP."""

from __future__ import annotations

import base64

from arkwright.channels.terminal.reading import WORDS, outcome_of, standing_of, status_of, totals_of
from arkwright.kit.nexo.parts import CURRENCY, Category, MessageHeader, MessageReference, OriginalPOITransaction, SaleData
from arkwright.kit.nexo.requests import (
    AbortRequest,
    AmountsReq,
    DiagnosisRequest,
    PaymentData,
    PaymentRequest,
    PaymentTransaction,
    ReconciliationRequest,
    ReversalRequest,
    SaleToPOIRequest,
    TransactionConditions,
    TransactionStatusRequest,
)
from arkwright.kit.nexo.responses import SaleToPOIResponse
from arkwright.kit.nexo.wire import (
    CONTENT_TYPE,
    LONGEST_SERVICE_ID,
    PATH,
    PROTOCOL_VERSION,
    NotNexo,
    derived_service_id,
    identified,
    pounds,
    read_response,
    write_request,
)
from arkwright.kit.terminal import (
    ANSWERS_WITHIN_S,
    Aborted,
    Declined,
    EntryMode,
    NotFound,
    Outcome,
    PaymentAsked,
    RefundAsked,
    Standing,
    TerminalRefused,
    Totals,
)
from arkwright.kit.world import NetworkError, World

ENTRY_MODES: dict[EntryMode, str] = {"contactless": "Contactless", "chip-and-pin": "ICC"}
SOON_S = 10.0
RECONCILED_WITHIN_S = 60.0
NO_CONTENT = 204


class NexoTerminal:
    """`kit.terminal.CardTerminal` for one terminal.

    `terminal` is its POIID, `sale` what the till calls itself (SaleID), the same for as long as the terminal is asked about what it
    did: under another name it would not find it. An answer that cannot be read, or is another's, is no answer: `NetworkError`.
    """

    def __init__(self, world: World, *, address: str, terminal: str, sale: str) -> None:
        self._world = world
        self._url = address.rstrip("/") + PATH
        self._terminal = terminal
        self._sale = sale

    @property
    def terminal(self) -> str:
        """Its POIID."""
        return self._terminal

    async def pay(self, asked: PaymentAsked) -> Outcome:
        """Ask the shopper to pay; with no entry mode open the terminal is not asked, since to it that would mean any."""
        if not asked.entry_modes:
            return Declined(why="entry-mode", words=WORDS["entry-mode"])
        conditions = TransactionConditions(
            force_entry_mode=(tuple(ENTRY_MODES[mode] for mode in asked.entry_modes),), force_online_flag=not asked.may_be_stored
        )
        return await self._paid(asked.tender, asked.amount_pence, conditions, None)

    async def refund(self, asked: RefundAsked) -> Outcome:
        """Give money back to the card of an earlier payment."""
        original = OriginalPOITransaction(poiid=asked.terminal, poi_transaction_id=identified(asked.transaction, asked.at_ms))
        return await self._paid(asked.refund, asked.amount_pence, TransactionConditions(force_online_flag=True), original)

    async def status(self, tender: str) -> Outcome:
        """What has become of it."""
        request = TransactionStatusRequest(message_reference=self._reference(tender))
        message = SaleToPOIRequest(message_header=self._header("TransactionStatus"), transaction_status_request=request)
        answer = await self._answer(message, SOON_S)
        try:
            return status_of(answer.transaction_status_response, self._terminal, tender)
        except NotNexo as error:
            raise NetworkError(f"terminal {self._terminal}: {error}") from error

    async def abort(self, tender: str) -> None:
        """Let go of it."""
        request = AbortRequest(message_reference=self._reference(tender), abort_reason="Abort by sale system")
        await self._send(SaleToPOIRequest(message_header=self._header("Abort"), abort_request=request), SOON_S)

    async def reverse(self, *, reversal: str, transaction: str, at_ms: int) -> None:
        """Take back a whole payment."""
        original = OriginalPOITransaction(poiid=self._terminal, sale_id=self._sale, poi_transaction_id=identified(transaction, at_ms))
        message = SaleToPOIRequest(
            message_header=self._header("Reversal", derived_service_id(reversal)),
            reversal_request=ReversalRequest(original_poi_transaction=original, reversal_reason="MerchantCancel"),
        )
        answer = (await self._answer(message, SOON_S)).reversal_response
        if answer is None:
            raise NetworkError(f"terminal {self._terminal}: no answer to a reversal")
        if answer.response.result == "Failure":
            raise TerminalRefused(answer.response.told.get("words", "The terminal does not take this payment back."))

    async def reconcile(self, reconciliation: str) -> Totals:
        """Close the period with the acquirer."""
        header = self._header("Reconciliation", derived_service_id(reconciliation))
        message = SaleToPOIRequest(
            message_header=header, reconciliation_request=ReconciliationRequest(reconciliation_type="AcquirerReconciliation")
        )
        try:
            return totals_of((await self._answer(message, RECONCILED_WITHIN_S)).reconciliation_response)
        except NotNexo as error:
            raise NetworkError(f"terminal {self._terminal}: {error}") from error

    async def standing(self) -> Standing:
        """How it is."""
        message = SaleToPOIRequest(message_header=self._header("Diagnosis"), diagnosis_request=DiagnosisRequest(host_diagnosis_flag=True))
        try:
            return standing_of((await self._answer(message, SOON_S)).diagnosis_response)
        except NotNexo as error:
            raise NetworkError(f"terminal {self._terminal}: {error}") from error

    async def _paid(
        self, tender: str, amount_pence: int, conditions: TransactionConditions, original: OriginalPOITransaction | None
    ) -> Outcome:
        request = PaymentRequest(
            sale_data=SaleData(sale_transaction_id=identified(tender, self._world.now_ms())),
            payment_transaction=PaymentTransaction(
                amounts_req=AmountsReq(currency=CURRENCY, requested_amount=pounds(amount_pence)),
                transaction_conditions=conditions,
                original_poi_transaction=original,
            ),
            payment_data=PaymentData(payment_type="Refund" if original else "Normal"),
        )
        message = SaleToPOIRequest(message_header=self._header("Payment", derived_service_id(tender)), payment_request=request)
        answer = await self._answer(message, ANSWERS_WITHIN_S)
        try:
            outcome = outcome_of(answer.payment_response, self._terminal, tender)
        except NotNexo as error:
            raise NetworkError(f"terminal {self._terminal}: {error}") from error
        return await self._busy_with_what(tender, outcome) if isinstance(outcome, Declined) and outcome.why == "terminal-busy" else outcome

    async def _busy_with_what(self, tender: str, busy: Declined) -> Outcome:
        """Some terminals say "busy" to a request sent again while they work on it: only what they never heard of is not paid.

        That one is let go of, so that a copy of the request which is still on the way cannot begin it later.
        """
        standing = await self.status(tender)
        if isinstance(standing, NotFound):
            await self.abort(tender)
            standing = await self.status(tender)
        return busy if isinstance(standing, NotFound | Aborted) else standing

    async def _answer(self, message: SaleToPOIRequest, timeout_s: float) -> SaleToPOIResponse:
        asked = message.message_header
        content = await self._send(message, timeout_s)
        try:
            answer = read_response(content)
        except NotNexo as error:
            raise NetworkError(f"terminal {self._terminal}: {error}") from error
        given = answer.message_header
        if (given.message_category, given.service_id, given.poiid) != (asked.message_category, asked.service_id, asked.poiid):
            raise NetworkError(f"terminal {self._terminal}: the answer is to another request")
        return answer

    async def _send(self, message: SaleToPOIRequest, timeout_s: float) -> bytes:
        answer = await self._world.http.request("POST", self._url, {"content-type": CONTENT_TYPE}, write_request(message), timeout_s)
        if answer.status not in {200, NO_CONTENT}:
            raise NetworkError(f"terminal {self._terminal}: HTTP status {answer.status}")
        return answer.body

    def _header(self, category: Category, service_id: str = "") -> MessageHeader:
        return MessageHeader(
            protocol_version=PROTOCOL_VERSION,
            message_class="Service",
            message_category=category,
            message_type="Request",
            service_id=service_id or self._fresh_service_id(),
            sale_id=self._sale,
            poiid=self._terminal,
        )

    def _fresh_service_id(self) -> str:
        return base64.b32encode(self._world.random_bytes(7)).decode().lower()[:LONGEST_SERVICE_ID]

    def _reference(self, tender: str) -> MessageReference:
        return MessageReference(message_category="Payment", service_id=derived_service_id(tender), sale_id=self._sale, poiid=self._terminal)
