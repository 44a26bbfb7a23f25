"""What requests and responses have in common."""

from __future__ import annotations

from typing import Literal

import msgspec

CURRENCY = "GBP"

Category = Literal["Payment", "TransactionStatus", "Reversal", "Abort", "Reconciliation", "Diagnosis", "Event"]
ErrorCondition = Literal[
    "Aborted", "Busy", "Cancel", "DeviceOut", "InProgress", "InsertedCard", "InvalidCard", "LoggedOut", "MessageFormat", "NotAllowed",
    "NotFound", "PaymentRestriction", "Refusal", "UnavailableDevice", "UnavailableService", "UnreachableHost", "WrongPIN",
]  # fmt: skip
KEPT_IN_CAPITALS = {"id": "ID", "poi": "POI", "poiid": "POIID"}


def _named(field: str) -> str:
    return "".join(KEPT_IN_CAPITALS.get(word, word.capitalize()) for word in field.split("_"))


class Part(msgspec.Struct, frozen=True, kw_only=True, rename=_named, omit_defaults=True):
    """A part of a message."""


class MessageHeader(Part, frozen=True, kw_only=True):
    """What a message is, and of which pair of request and response: SaleID, POIID, category and ServiceID."""

    message_class: Literal["Service", "Device", "Event"]
    message_category: Category
    message_type: Literal["Request", "Response", "Notification"]
    sale_id: str
    poiid: str
    service_id: str = ""
    protocol_version: str = ""


class TransactionIdentification(Part, frozen=True, kw_only=True):
    """An id with the time it was made, as ISO 8601."""

    transaction_id: str
    time_stamp: str


class SaleData(Part, frozen=True, kw_only=True):
    """The till's own id of the tender."""

    sale_transaction_id: TransactionIdentification


class OriginalPOITransaction(Part, frozen=True, kw_only=True):
    """An earlier payment: which terminal took it, and as what."""

    poiid: str
    poi_transaction_id: TransactionIdentification
    sale_id: str = ""


class MessageReference(Part, frozen=True, kw_only=True):
    """Which earlier message is meant."""

    message_category: Category
    service_id: str
    sale_id: str = ""
    poiid: str = ""
