"""The noes of the line itself: what the app asked in a way that cannot be understood; each names the field and what is allowed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from arkwright.kit.refusal import Invalid, NotFound


class NotUnderstood(Invalid):
    """The request cannot be read as one of ours; standards name its status."""

    status: ClassVar[int] = 400


@dataclass
class KeyWasUsedBefore(Invalid):
    """The same key came with other content (draft-ietf-httpapi-idempotency-key-header, 2.7: 422)."""

    sentence: ClassVar[str] = "This Idempotency-Key was already used for a different request, so nothing was done. Use a new key."
    field: ClassVar[str | None] = "Idempotency-Key"


@dataclass
class IdempotencyKeyIsMissing(NotUnderstood):
    """A request that creates something needs an id of the client's own."""

    sentence: ClassVar[str] = (
        'The header Idempotency-Key is missing. Send a fresh random UUID (version 4 or 7), such as "8e03978e-40d5-43dd-bc93-6894a57f9324", '
        "and the same one again when you repeat the request."
    )
    field: ClassVar[str | None] = "Idempotency-Key"


@dataclass
class IdempotencyKeyIsWrong(Invalid):
    """Not a UUID that is random enough to be nobody else's."""

    sentence: ClassVar[str] = (
        'The header Idempotency-Key is not right. Send a random UUID (version 4 or 7), such as "8e03978e-40d5-43dd-bc93-6894a57f9324".'
    )
    field: ClassVar[str | None] = "Idempotency-Key"


@dataclass
class OrderKeyIsMissing(NotUnderstood):
    """An order is opened by its key."""

    sentence: ClassVar[str] = "The header Order-Key is missing. Send the key that came with the order."
    field: ClassVar[str | None] = "Order-Key"


@dataclass
class CursorIsWrong(Invalid):
    """No cursor of ours, or one of another list."""

    sentence: ClassVar[str] = "The parameter cursor is not right. Follow the address in `next` as it is, or leave the cursor out to begin."
    field: ClassVar[str | None] = "cursor"


@dataclass
class NotJsonContent(NotUnderstood):
    """Another media type than JSON."""

    status: ClassVar[int] = 415
    sentence: ClassVar[str] = "The header Content-Type is not right. Send application/json."
    field: ClassVar[str | None] = "Content-Type"


@dataclass
class ProductIsNotInRange(NotFound):
    """Not in the range, or withdrawn."""

    product: str
    sentence: ClassVar[str] = "We do not sell {product} at the moment. Search the range for something like it."
    field: ClassVar[str | None] = "product"


@dataclass
class DepartmentIsUnknown(NotFound):
    """No department of ours."""

    category: str
    sentence: ClassVar[str] = "We have no department {category}. GET /api/v1/categories lists them."
    field: ClassVar[str | None] = "category"


@dataclass
class CapabilityIsUnknown(NotFound):
    """Nothing that can be switched."""

    capability: str
    sentence: ClassVar[str] = "We do not know the capability {capability}. GET /api/v1/what-works-now lists them."
    field: ClassVar[str | None] = "capability"
