"""Why something was done at a till, in words to choose from."""

from __future__ import annotations

from collections.abc import Mapping

from arkwright.compartments.tills.facts import MoveReason, PauseAt, PriceReason, RefundReason, VoidReason

VOID: Mapping[VoidReason, str] = {
    "changed-mind": "Customer changed their mind",
    "scanned-twice": "Scanned twice",
    "wrong-item": "Wrong item",
    "age-refused": "Age was not shown",
    "cannot-pay": "Customer cannot pay",
    "training": "Training",
}
PRICE: Mapping[PriceReason, str] = {
    "wrong-price": "Price on the shelf is another",
    "damaged": "Damaged",
    "price-match": "Price match",
    "last-one": "Last one",
    "goodwill": "Goodwill",
    "colleague-discount": "Colleague discount",
}
REFUND: Mapping[RefundReason, str] = {
    "changed-mind": "Customer changed their mind",
    "faulty": "Faulty",
    "wrong-item": "Wrong item",
    "price-match": "Price match",
    "goodwill": "Goodwill",
}
MOVE: Mapping[MoveReason, str] = {
    "change-in": "Change brought in",
    "float-top-up": "Float topped up",
    "safe-drop": "To the safe",
    "banking": "To the bank",
    "petty-cash": "Petty cash",
}
PAUSABLE: Mapping[PauseAt, str] = {
    "contactless": "Contactless payment",
    "chip-and-pin": "Chip & PIN payment",
    "cash": "Cash payment",
    "loyalty": "Loyalty points",
    "returns": "Returns",
}
