"""What a till asks of a terminal."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from arkwright.kit.nexo.parts import MessageHeader, MessageReference, OriginalPOITransaction, Part, SaleData


class AmountsReq(Part, frozen=True, kw_only=True):
    """What is asked for, in pounds."""

    currency: str
    requested_amount: Decimal


class TransactionConditions(Part, frozen=True, kw_only=True):
    """What the till allows: the entry modes of one cluster, and whether the acquirer must be asked."""

    force_entry_mode: tuple[tuple[str, ...], ...] = ()
    force_online_flag: bool = False


class PaymentTransaction(Part, frozen=True, kw_only=True):
    """Amount, conditions, and for a refund the payment it gives back."""

    amounts_req: AmountsReq
    transaction_conditions: TransactionConditions = TransactionConditions()
    original_poi_transaction: OriginalPOITransaction | None = None


class PaymentData(Part, frozen=True, kw_only=True):
    """Whether money comes or goes."""

    payment_type: Literal["Normal", "Refund"] = "Normal"


class PaymentRequest(Part, frozen=True, kw_only=True):
    """Take a payment, or give one back."""

    sale_data: SaleData
    payment_transaction: PaymentTransaction
    payment_data: PaymentData = PaymentData()


class TransactionStatusRequest(Part, frozen=True, kw_only=True):
    """What has become of that message?"""

    message_reference: MessageReference


class AbortRequest(Part, frozen=True, kw_only=True):
    """Let go of it. Answered with HTTP 204 and no message."""

    message_reference: MessageReference
    abort_reason: str


class ReversalRequest(Part, frozen=True, kw_only=True):
    """Take back a whole approved payment."""

    original_poi_transaction: OriginalPOITransaction
    reversal_reason: Literal["CustCancel", "MerchantCancel", "Malfunction", "Unable2Compl"]


class ReconciliationRequest(Part, frozen=True, kw_only=True):
    """Close the period with the acquirer."""

    reconciliation_type: Literal["AcquirerReconciliation", "SaleReconciliation"]


class DiagnosisRequest(Part, frozen=True, kw_only=True):
    """How are you, and does your acquirer answer you?"""

    host_diagnosis_flag: bool = False


class SaleToPOIRequest(Part, frozen=True, kw_only=True):
    """One request: its header, and one of the others."""

    message_header: MessageHeader
    payment_request: PaymentRequest | None = None
    transaction_status_request: TransactionStatusRequest | None = None
    abort_request: AbortRequest | None = None
    reversal_request: ReversalRequest | None = None
    reconciliation_request: ReconciliationRequest | None = None
    diagnosis_request: DiagnosisRequest | None = None
