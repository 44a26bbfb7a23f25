"""What a terminal answers."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal
from urllib.parse import parse_qsl

from arkwright.kit.nexo.parts import (
    ErrorCondition,
    MessageHeader,
    MessageReference,
    Part,
    SaleData,
    TransactionIdentification,
)


class Response(Part, frozen=True, kw_only=True):
    """Whether it was done; `additional_response` is the maker's own, here and elsewhere written as a web form's fields."""

    result: Literal["Success", "Failure", "Partial"]
    error_condition: ErrorCondition | None = None
    additional_response: str = ""

    @property
    def told(self) -> dict[str, str]:
        """The fields of `additional_response`."""
        return dict(parse_qsl(self.additional_response, keep_blank_values=True))


class POIData(Part, frozen=True, kw_only=True):
    """The terminal's own id of it."""

    poi_transaction_id: TransactionIdentification
    poi_reconciliation_id: str = ""


class PaymentAcquirerData(Part, frozen=True, kw_only=True):
    """What the acquirer said; no AcquirerTransactionID where it was not asked."""

    approval_code: str = ""
    acquirer_transaction_id: TransactionIdentification | None = None


class CardData(Part, frozen=True, kw_only=True):
    """What may be known of the card."""

    payment_brand: str = ""
    masked_pan: str = ""
    entry_mode: tuple[str, ...] = ()

    @property
    def last_four(self) -> str:
        """The last four digits, all that we keep; empty where there are no four."""
        last = self.masked_pan[-4:]
        return last if len(last) == 4 and last.isascii() and last.isdecimal() else ""


class PaymentInstrumentData(Part, frozen=True, kw_only=True):
    """Paid with a card."""

    payment_instrument_type: str
    card_data: CardData = CardData()


class AmountsResp(Part, frozen=True, kw_only=True):
    """What was approved, in pounds."""

    authorized_amount: Decimal
    currency: str


class PaymentResult(Part, frozen=True, kw_only=True):
    """How it was paid; `online_flag` is false where the terminal approved it alone."""

    amounts_resp: AmountsResp | None = None
    online_flag: bool = True
    payment_instrument_data: PaymentInstrumentData = PaymentInstrumentData(payment_instrument_type="Card")
    payment_acquirer_data: PaymentAcquirerData = PaymentAcquirerData()


class PaymentResponse(Part, frozen=True, kw_only=True):
    """What came of a payment or refund."""

    response: Response
    sale_data: SaleData | None = None
    poi_data: POIData | None = None
    payment_result: PaymentResult | None = None


class RepeatedMessageResponse(Part, frozen=True, kw_only=True):
    """The answer that was given, or would have been. Makers differ on whether the body stands in an element of its own."""

    message_header: MessageHeader
    repeated_response_message_body: RepeatedBody | None = None
    payment_response: PaymentResponse | None = None

    @property
    def payment(self) -> PaymentResponse | None:
        """The repeated answer, wherever it stands."""
        return self.repeated_response_message_body.payment_response if self.repeated_response_message_body else self.payment_response


class RepeatedBody(Part, frozen=True, kw_only=True):
    """The body in an element of its own."""

    payment_response: PaymentResponse | None = None


class TransactionStatusResponse(Part, frozen=True, kw_only=True):
    """What has become of it. `response` is about the asking; what was asked for is repeated as it was."""

    response: Response
    message_reference: MessageReference | None = None
    repeated_message_response: RepeatedMessageResponse | None = None


class ReversalResponse(Part, frozen=True, kw_only=True):
    """Whether it is taken back."""

    response: Response
    poi_data: POIData | None = None


class PaymentTotals(Part, frozen=True, kw_only=True):
    """How many of one kind, and their sum in pounds."""

    transaction_type: Literal["Debit", "Credit", "ReverseDebit", "ReverseCredit", "Declined", "Failed"]
    transaction_count: int
    transaction_amount: Decimal


class TransactionTotals(Part, frozen=True, kw_only=True):
    """The sums of one currency."""

    payment_instrument_type: str
    payment_currency: str
    payment_totals: tuple[PaymentTotals, ...] = ()


class ReconciliationResponse(Part, frozen=True, kw_only=True):
    """The period that was closed."""

    response: Response
    reconciliation_type: str = ""
    poi_reconciliation_id: str = ""
    transaction_totals: tuple[TransactionTotals, ...] = ()


class POIStatus(Part, frozen=True, kw_only=True):
    """How the terminal is."""

    global_status: Literal["OK", "Busy", "Maintenance", "Unreachable"]


class HostStatus(Part, frozen=True, kw_only=True):
    """Whether an acquirer answers."""

    is_reachable_flag: bool


class DiagnosisResponse(Part, frozen=True, kw_only=True):
    """How it is."""

    response: Response
    poi_status: POIStatus | None = None
    host_status: tuple[HostStatus, ...] = ()


class SaleToPOIResponse(Part, frozen=True, kw_only=True):
    """One response: its header, and one of the others."""

    message_header: MessageHeader
    payment_response: PaymentResponse | None = None
    transaction_status_response: TransactionStatusResponse | None = None
    reversal_response: ReversalResponse | None = None
    reconciliation_response: ReconciliationResponse | None = None
    diagnosis_response: DiagnosisResponse | None = None
