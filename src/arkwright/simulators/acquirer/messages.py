"""ISO 8583:1987 messages between terminal and acquirer, in ASCII. Field 2, the card number, is left out; field 48 holds a token."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal, NamedTuple
from urllib.parse import parse_qsl, urlencode

import iso8583
import msgspec
from iso8583.specs import default_ascii

CURRENCY = "826"
MERCHANT = "ARKWRIGHT DEMO"
APPROVED, DECLINED, FORMAT_ERROR, NO_FUNDS, DUPLICATE, UNKNOWN_ORIGINAL = "00", "05", "30", "51", "94", "25"
ECHO = "301"
IN_BALANCE, OUT_OF_BALANCE = "1", "2"
PURCHASE, REFUND = "000000", "200000"
DECLINES = "tok_declined"
FORBIDDEN = {"2", "14", "34", "35", "36", "45", "52"}  # card number, expiry, tracks, PIN block

EntryMode = Literal["contactless", "chip-and-pin"]
POS_ENTRY: dict[EntryMode, str] = {"contactless": "071", "chip-and-pin": "051"}
Reason = Literal["no-answer", "cancelled"]


class NotIso8583(Exception):
    """Bytes that are no such message, or one that carries what must never be carried."""


class Place(NamedTuple):
    """What identifies a message for ever: terminal (field 41), trace number (11), retrieval reference (37)."""

    terminal: str
    stan: str
    reference: str


class Card(msgspec.Struct, frozen=True):
    """What may be known of a card outside of the terminal's own encryption (P2PE): a token, its scheme, its last four digits.

    The bank behind a token that begins with `DECLINES` declines always.
    """

    token: str
    scheme: str
    last_four: str


class Message(msgspec.Struct, frozen=True):
    """Message type and data fields, as text; `private` is field 48, written as a web form's fields."""

    mti: str
    fields: dict[str, str]
    private: dict[str, str] = {}

    @property
    def place(self) -> Place:
        """Its identity."""
        return Place(self.fields.get("41", "").strip(), self.fields.get("11", ""), self.fields.get("37", ""))

    @property
    def amount_pence(self) -> int:
        """Field 4; zero where there is none."""
        return int(self.fields.get("4", "0"))

    @property
    def entry_mode(self) -> EntryMode:
        """How the card was read (field 22)."""
        return "contactless" if self.fields.get("22") == POS_ENTRY["contactless"] else "chip-and-pin"

    @property
    def period(self) -> int:
        """The terminal's own number of the period in which it counts this."""
        number = self.private.get("period", "")
        return int(number) if number.isascii() and number.isdecimal() else 0

    @property
    def code(self) -> str:
        """The response code (field 39); empty in requests."""
        return self.fields.get("39", "")

    @property
    def card(self) -> Card:
        """The card's token and what may be known beside it."""
        return Card(self.private.get("token", ""), self.private.get("scheme", ""), self.private.get("lastFour", ""))


class Totals(msgspec.Struct, frozen=True, kw_only=True):
    """What one terminal did in one period, in pence."""

    payments: int = 0
    payments_pence: int = 0
    refunds: int = 0
    refunds_pence: int = 0
    reversals: int = 0
    reversals_pence: int = 0


def write(message: Message) -> bytes:
    """As bytes, without length."""
    document = {"t": message.mti, **message.fields}
    if message.private:
        document["48"] = urlencode(message.private)
    encoded, _ = iso8583.encode(document, default_ascii)
    return bytes(encoded)


def read(content: bytes) -> Message:
    """Raises `NotIso8583`, also for a message with a card number or a PIN in it."""
    try:
        fields, _ = iso8583.decode(content, default_ascii)
    except (iso8583.DecodeError, UnicodeDecodeError) as error:
        raise NotIso8583(str(error)) from error
    if FORBIDDEN & fields.keys():
        raise NotIso8583("a field that holds card numbers or PINs is used")
    if any(not fields[name].isdecimal() for name in ("4", "11", "37") if name in fields):
        raise NotIso8583("a number is none")
    private = dict(parse_qsl(fields.pop("48", ""), keep_blank_values=True))
    return Message(fields["t"], {name: value for name, value in fields.items() if name.isdecimal() and name != "1"}, private)


def financial(
    place: Place, at_ms: int, amount_pence: int, mode: EntryMode, card: Card, *, period: int = 1, stored: bool = False
) -> Message:
    """0200: may this be paid? With `stored`, 0220: this was paid here already."""
    fields = _fields(place, at_ms) | {"3": PURCHASE, "4": f"{amount_pence:012}", "22": POS_ENTRY[mode], "49": CURRENCY}
    return Message("0220" if stored else "0200", fields, _private(card) | {"period": str(period)})


def refund(place: Place, at_ms: int, amount_pence: int, terminal: str, reference: str, *, period: int = 1) -> Message:
    """0200: give back of an earlier payment, which `terminal` made under `reference`."""
    fields = _fields(place, at_ms) | {"3": REFUND, "4": f"{amount_pence:012}", "49": CURRENCY}
    return Message("0200", fields, {"originalTerminal": terminal, "originalReference": reference, "period": str(period)})


def reversal(original: Place, mti: str, stan: str, at_ms: int, amount_pence: int, reason: Reason, *, period: int = 1) -> Message:
    """0400: undo what stands, or may stand, at this place; field 90 names it."""
    fields = _fields(Place(original.terminal, stan, original.reference), at_ms)
    fields |= {"4": f"{amount_pence:012}", "49": CURRENCY, "90": f"{mti}{original.stan}".ljust(42, "0")}
    return Message("0400", fields, {"reason": reason, "period": str(period)})


def reconciliation(place: Place, at_ms: int, totals: Totals, *, period: int = 1) -> Message:
    """0500: this is what I count of a period."""
    return Message("0500", _fields(place, at_ms) | totals_fields(totals), {"period": str(period)})


def echo(place: Place, at_ms: int) -> Message:
    """0800: are you there?"""
    return Message("0800", _fields(place, at_ms) | {"70": ECHO})


def reply(message: Message, code: str, *, private: dict[str, str] | None = None, **more: str) -> Message:
    """The answer: the type's third digit one higher, repeats answered as the first; `more` are fields as `f38`."""
    mti = f"{message.mti[:2]}{int(message.mti[2]) + 1}0"
    kept = {name: message.fields[name] for name in ("3", "4", "7", "11", "37", "41", "49", "70", "90") if name in message.fields}
    return Message(mti, kept | {"39": code} | {name.removeprefix("f"): value for name, value in more.items()}, private or {})


def original_of(message: Message) -> Place:
    """What a reversal undoes."""
    return message.place._replace(stan=message.fields.get("90", "")[4:10])


def totals_fields(totals: Totals) -> dict[str, str]:
    """Fields 74, 76 and 77 count refunds, payments and payments taken back; 86, 88 and 89 are their sums."""
    counts = {"74": totals.refunds, "76": totals.payments, "77": totals.reversals}
    sums = {"86": totals.refunds_pence, "88": totals.payments_pence, "89": totals.reversals_pence}
    return {name: f"{count:010}" for name, count in counts.items()} | {name: f"{pence:016}" for name, pence in sums.items()}


def _fields(place: Place, at_ms: int) -> dict[str, str]:
    moment = datetime.fromtimestamp(at_ms / 1000, UTC)
    return {
        "7": f"{moment:%m%d%H%M%S}",
        "11": place.stan,
        "12": f"{moment:%H%M%S}",
        "13": f"{moment:%m%d}",
        "37": place.reference,
        "41": place.terminal.ljust(8),
        "42": MERCHANT.ljust(15),
    }


def _private(card: Card) -> dict[str, str]:
    return {"token": card.token, "scheme": card.scheme, "lastFour": card.last_four}
