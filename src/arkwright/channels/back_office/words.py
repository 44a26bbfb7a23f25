"""The words of the back office for states, reasons and what was done; what is kept is on the left, what people read on the right."""

from __future__ import annotations

from collections.abc import Mapping

from arkwright.compartments.loyalty.state import EntryKind
from arkwright.kit.london import day_words

SAID: Mapping[str, str] = {
    "product-saved": "The product is saved.",
    "price-changed": "The price is changed.",
    "product-withdrawn": "The product is off sale.",
    "product-restored": "The product is on sale again.",
    "promotion-saved": "The promotion is saved.",
    "promotion-ended": "The promotion holds no longer.",
    "category-saved": "The category is saved.",
    "import-started": "The import has started. You may leave this page.",
    "import-forgotten": "The file was put aside; nothing was imported.",
    "stock-started": "The suggested stock is being received. You may leave this page.",
    "till-access-given": "The tills let them in as soon as their store has heard of it, in a minute at most while its line stands.",
    "till-access-ended": "The tills let them in no more, as soon as their stores have heard of it.",
    "till-access-erased": "Their name and PIN are erased for ever, here and, as soon as they have heard of it, in their stores.",
    "case-taken": "You look after this case now.",
    "case-closed": "The case is closed.",
    "received": "The delivery is received.",
    "counted": "The count is recorded.",
    "adjusted": "The adjustment is recorded.",
    "moved": "The stock is moved.",
    "location-saved": "The location is saved.",
    "publishing": "Publishing has started. You may leave this page.",
    "order-cancelled": "The order is cancelled. The customer is told by email if they had paid.",
    "order-cancelling": "The cancellation is recorded. It ends as soon as the card company answers.",
    "refunded": "The refund is recorded. The customer is told by email when the card company has made it.",
    "closed-short": "The rest will not be sent and is not charged.",
    "erased": "The personal data of this order is erased.",
    "picking": "You are picking this order.",
    "picked": "What you picked is recorded.",
    "dispatched": "The parcel is recorded as sent.",
    "store-saved": "The store is saved.",
    "store-closed": "The store is shown as closed.",
    "store-opened": "The store is shown as open, by its hours.",
    "points-adjusted": "The points are put right.",
    "member-frozen": "Every device is signed out and no points can be spent. The member is told by email.",
    "member-thawed": "The points can be spent again.",
    "points-rule-set": "The rule is set.",
    "points-expiry-set": "It is set. Points that members have by then keep the rule of the day on which they came.",
    "points-terms-set": "It is set. Stores are told when the day begins, those that are cut off once they are back.",
    "treat-set": "The birthday treat is set.",
    "points-rule-ended": "The rule holds no longer.",
    "named-days-set": "Named days are set.",
    "day-set": "The day is set.",
}

ORDER_STATES: Mapping[str, str] = {
    "placed": "Waiting for payment",
    "confirmed": "Paid, to be sent",
    "part-dispatched": "Part sent",
    "dispatched": "Sent",
    "closed-short": "Closed short",
    "cancelled": "Cancelled",
}
CONSIGNMENT_STATES: Mapping[str, str] = {
    "waiting": "Waiting to be picked",
    "picking": "Being picked",
    "packed": "Packed",
    "part-dispatched": "Part sent",
    "dispatched": "Sent",
    "closed-short": "Closed short",
    "stopped": "Stopped",
}
PAYMENT_STATES: Mapping[str, str] = {
    "begun": "Begun, no page yet",
    "open": "Page open",
    "authorised": "Authorised",
    "failed": "Failed",
    "voiding": "Being released",
    "voided": "Released",
    "closed": "Closed",
}
MOVE_STATES: Mapping[str, str] = {
    "begun": "No answer yet",
    "captured": "Taken",
    "refunded": "Given back",
    "refused": "Refused by the card company",
}
MESSAGE_STATES: Mapping[str, str] = {"queued": "Waiting", "sent": "Sent", "failed": "Failed"}
MESSAGE_KINDS: Mapping[str, str] = {
    "order-received": "Order received",
    "order-dispatched": "Order sent",
    "order-cancelled": "Order cancelled",
    "refund-made": "Refund made",
    "back-again": "Available again",
    "basket-saved": "Link to a saved basket",
    "store-receipt": "Receipt of a store",
    "orders-found": "Link to their orders",
    "sign-in-code": "Code to sign in",
    "account-told": "Something new in an account",
    "account-deleted": "An account that is deleted",
    "birthday-treat": "A treat for a birthday",
    "points-expiring": "Points that expire soon",
    "address-code": "Code for another address",
    "address-taken": "Address of another account",
}
METHODS: Mapping[str, str] = {"standard": "Standard", "next-day": "Next day", "named-day": "Named day"}
CHANNELS: Mapping[str, str] = {"web": "Web", "app": "App"}

CANCEL_REASONS: Mapping[str, str] = {
    "asked-by-customer": "The customer asked for it",
    "cannot-supply": "We cannot supply it",
    "suspected-fraud": "It looks like fraud",
    "our-mistake": "It was our mistake",
}
REFUND_REASONS: Mapping[str, str] = {
    "goods-damaged": "Arrived damaged",
    "goods-faulty": "Faulty",
    "goods-missing": "Something was missing",
    "wrong-goods": "We sent the wrong thing",
    "returned": "Sent back within the time allowed",
    "late": "Arrived late",
    "price-mistake": "Our price was wrong",
    "goodwill": "Goodwill",
}
SHORT_REASONS: Mapping[str, str] = {
    "not-found": "It cannot be found",
    "damaged": "It is damaged",
    "oversold": "More was sold than there is",
    "asked-by-customer": "The customer does not want the rest",
}
ERASE_REASONS: Mapping[str, str] = {
    "asked-by-the-person": "The person asked for it",
    "no-longer-needed": "We no longer need it",
    "opened-by-mistake": "It was collected by mistake",
}
ADJUST_REASONS: Mapping[str, str] = {
    "damaged": "Damaged (fewer)",
    "lost": "Lost (fewer)",
    "sample": "Used as a sample (fewer)",
    "found": "Found (more)",
    "customer-return": "Returned by a customer (more)",
    "correction": "Correction (fewer or more)",
}
ENTRY_KINDS: Mapping[EntryKind, str] = {
    "earned": "Earned",
    "clawed-back": "Taken back for a return",
    "spent": "Spent",
    "given-back": "Given back with a refund",
    "adjusted": "Put right",
    "treat": "Birthday treat",
}
POINTS_REASONS: Mapping[str, str] = {
    "good-will": "Goodwill",
    "missing-receipt": "A receipt that did not count",
    "wrong-points": "The points were wrong",
}
PROOFS: Mapping[str, str] = {
    "in-store-with-photo-id": "In a store, with a photo ID in the name of an order of theirs",
    "called-back": "Called back on the telephone number of an order of theirs",
    "order-details": "Named the number, goods and delivery address of two orders of theirs",
}
VAT_RATES: Mapping[str, str] = {"standard": "Standard, 20%", "reduced": "Reduced, 5%", "zero": "Zero"}
RESTRICTIONS: Mapping[str, str] = {
    "mainland-only": "Mainland Great Britain only",
    "no-northern-ireland": "Not to Northern Ireland",
    "no-islands": "Not to the islands",
    "age-18": "For over-18s only",
    "no-next-day": "Not by next-day delivery",
}
WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def delivery(method: str, day: str) -> str:
    """'Named day delivery on Tuesday 1 December'."""
    how = f"{word(METHODS, method)} delivery"
    return f"{how} on {day_words(day)}" if day else how


def word(words: Mapping[str, str], value: str) -> str:
    """What people read for a value; the value itself where there is no word for it."""
    return words.get(value, value)
