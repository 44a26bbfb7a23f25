"""What sales, tenders and sessions consist of, in commands, events and rows alike."""

from __future__ import annotations

from typing import Literal

import msgspec

from arkwright.kit.money import VatRate
from arkwright.kit.promoting import PromotedLine
from arkwright.kit.terminal import EntryMode

How = Literal["badge", "pin"]
PauseAt = Literal["cash", "contactless", "chip-and-pin", "loyalty", "returns"]
TenderKind = Literal["cash", "card", "points"]
TenderStatus = Literal["asked", "unknown", "approved", "declined", "aborted", "reversing", "reversed", "owed", "settled"]
ByHand = Literal["cash", "card", "never-taken"]
StoredStatus = Literal["none", "waiting", "taken", "declined"]
SaleStatus = Literal["open", "totalled", "parked", "completed", "voided"]
SessionStatus = Literal["open", "closed"]
MoveReason = Literal["change-in", "float-top-up", "safe-drop", "banking", "petty-cash"]
CASH_IN: tuple[MoveReason, ...] = ("change-in", "float-top-up")
PriceReason = Literal["price-match", "wrong-price", "damaged", "last-one", "goodwill", "colleague-discount"]
VoidReason = Literal["changed-mind", "scanned-twice", "wrong-item", "age-refused", "cannot-pay", "not-needed", "training"]
RefundReason = Literal["changed-mind", "faulty", "wrong-item", "price-match", "goodwill"]
AgeOutcome = Literal["passed", "refused"]

AccountName = Literal[
    "cash-in-drawer",  # asset: notes and coins of the session
    "card-clearing",  # asset: what the acquirer has approved and will pay out
    "stored-cards",  # asset: approved under the allowance, not yet taken by the acquirer
    "late-declines",  # asset in doubt: stored sales that the acquirer declined; a case at the office
    "points-spent",  # what members paid with points
    "surplus-cards",  # liability: approved although no sale needs it; to be reversed, or given back by hand
    "deposits",  # liability: money in for a sale that is not completed
    "sales-including-vat",  # income, gross
    "refunds-including-vat",  # given back, gross; beside sales, so that both stay visible
    "over-and-short",  # what a count found, or a terminal gave back, more or less than it should
    "float-and-safe",  # where floats come from and where drops go
]


class Posting(msgspec.Struct, frozen=True, kw_only=True):
    """One side of a booking; one of the two amounts is nought."""

    account: AccountName
    debit_pence: int
    credit_pence: int


class Approval(msgspec.Struct, frozen=True, kw_only=True):
    """A manager has signed for this at the till, verified against the colleagues' list of that edition just before."""

    manager: str
    how: How
    edition: int


class Measured(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Weighed or priced in the store. `list_pence` is the range's price: of one, or of a kilogram where the label had `grams`."""

    list_pence: int
    grams: int = 0


class Scanned(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What was scanned or keyed, as the shelf's `range` dataset of this edition has it; `price_pence` is for one, VAT included.

    `measured` where the price stood in the bar code. `code` is the bar code or number read; `restrictions` are the catalogue's ("age-18"
    asks for a check of age).
    """

    sku: str
    product: str
    name: str
    price_pence: int
    vat_rate: VatRate
    category: str
    edition: int
    restrictions: tuple[str, ...] = ()
    code: str = ""
    measured: Measured | None = None


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """So many units of a line stood in the sale when the manager signed."""

    line: str
    quantity: int


class Off(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A discount by a colleague with a manager's approval; `percent` or `pence`, the other is nought.

    `seen` are the lines that a discount on the sale is for: what the manager saw. None in a line's own discount, and in old events: all.
    """

    reason: PriceReason
    manager: str
    percent: int = 0
    pence: int = 0
    seen: tuple[Seen, ...] | None = None

    def covers(self, line: str) -> bool:
        """Whether a discount on the sale takes anything off this line."""
        return self.seen is None or any(each.line == line for each in self.seen)


class SaleLine(PromotedLine, frozen=True, kw_only=True, omit_defaults=True):
    """One line of a sale with everything that is frozen on it at the total.

    `listed_pence` is what the range says where a manager approved another price. `off_pence` is the line's own discount and its share of a
    discount on the whole sale, beside `savings` by promotions.
    """

    line: str
    name: str
    vat_rate: VatRate
    edition: int
    code: str = ""
    restrictions: tuple[str, ...] = ()
    listed_pence: int | None = None
    price_reason: PriceReason | None = None
    discount: Off | None = None
    off_pence: int = 0
    measured: Measured | None = None

    @property
    def overridden_pence(self) -> int:
        """What a manager's other price takes off the whole line; below nought when it is dearer."""
        return 0 if self.listed_pence is None else (self.listed_pence - self.price_pence) * self.quantity

    @property
    def paid_pence(self) -> int:
        """What the whole line costs after promotions and discounts."""
        return self.price_pence * self.quantity - self.saved_pence - self.off_pence


class VatLine(msgspec.Struct, frozen=True, kw_only=True):
    """One VAT rate of a sale: what was paid at it, VAT included, and the VAT contained."""

    rate: VatRate
    gross_pence: int
    vat_pence: int


class Card(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the terminal says of a card payment: never a card number. `stored`: approved by the terminal without the acquirer.

    `period`: the terminal's own name of the time between two reconciliations that it counts the payment in; empty if it says none.
    """

    terminal: str
    transaction: str
    at_ms: int
    entry_mode: EntryMode
    scheme: str
    last_four: str
    auth_code: str = ""
    stored: bool = False
    period: str = ""


class CardTotals(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Card payments of one terminal since it was last reconciled, in count and pence, by the terminal's word or by the tills'."""

    payments: int = 0
    payments_pence: int = 0
    refunds: int = 0
    refunds_pence: int = 0
    reversals: int = 0
    reversals_pence: int = 0

    def with_more(self, more: CardTotals) -> CardTotals:
        """Both together."""
        return CardTotals(**{name: getattr(self, name) + getattr(more, name) for name in self.__struct_fields__})

    @property
    def kept(self) -> tuple[int, int]:
        """Payments that were not taken back, in count and pence: one that was, may be known to the terminal alone."""
        return self.payments - self.reversals, self.payments_pence - self.reversals_pence

    @property
    def net_pence(self) -> int:
        """What the acquirer will pay out; below nought when more went back to cards than came from them."""
        return self.kept[1] - self.refunds_pence


class Tender(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Money that is in: `amount_pence` of it pay for the sale; cash was `given_pence`, and change is the difference."""

    tender: str
    kind: TenderKind
    amount_pence: int
    given_pence: int = 0
    points: int = 0
    card: Card | None = None

    @property
    def change_pence(self) -> int:
        """What went back to the shopper; only cash gives change."""
        return self.given_pence - self.amount_pence if self.kind == "cash" else 0


class RefundedUnits(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """So many units of one line of a sale; in events with what is paid back for them. `for_sale` of them may be sold again."""

    line: str
    quantity: int
    for_sale: int = 0
    sku: str = ""
    name: str = ""
    vat_rate: VatRate = "standard"
    category: str = ""
    pence: int = 0


class RefundPart(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What of a refund goes back to one tender of the sale. Card parts end by the terminal's word, the others at once."""

    part: str
    tender: str
    kind: TenderKind
    amount_pence: int
    points: int = 0
    original: Card | None = None
    card: Card | None = None


class Editions(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The editions of the datasets that a sale was made by: the newest range of its lines, promotions, members."""

    range: int = 0
    promotions: int = 0
    members: int = 0


class Totals(msgspec.Struct, frozen=True, kw_only=True):
    """What a session comes to: an X report while it is open, the Z report once it is closed. `_vat_pence` are of sales less refunds."""

    sales: int = 0
    sales_pence: int = 0
    refunds: int = 0
    refunds_pence: int = 0
    line_voids: int = 0
    line_voids_pence: int = 0
    sale_voids: int = 0
    sale_voids_pence: int = 0
    savings_pence: int = 0
    discounts_pence: int = 0
    overrides_pence: int = 0
    cash_pence: int = 0
    card_pence: int = 0
    stored_card_pence: int = 0
    points_pence: int = 0
    cash_refunds_pence: int = 0
    card_refunds_pence: int = 0
    points_refunds_pence: int = 0
    cash_in_pence: int = 0
    cash_out_pence: int = 0
    late_declines_pence: int = 0
    standard_pence: int = 0
    standard_vat_pence: int = 0
    reduced_pence: int = 0
    reduced_vat_pence: int = 0
    zero_pence: int = 0
