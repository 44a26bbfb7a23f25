"""ISO 8583 against others' samples, and that no card number comes in."""

from __future__ import annotations

from pathlib import Path

import pytest

from arkwright.simulators.acquirer import messages
from arkwright.simulators.acquirer.messages import Card, Message, NotIso8583, Place

SAMPLES = Path(__file__).parents[2] / "data" / "iso8583"
PLACE = Place("leeds-1", "000007", "000000000007")
NOW_MS = 1_790_000_000_000
VISA = Card("tok_1", "visa", "4242")


def test_samples_of_others_are_read() -> None:
    financial = messages.read((SAMPLES / "moov-financial.dat").read_bytes())
    assert (financial.mti, financial.place.reference, financial.fields["60"]) == ("0200", "000000115604", "99")
    assert messages.read((SAMPLES / "moov-network.dat").read_bytes()).fields["70"] == "001"


def test_a_message_with_a_card_number_is_not_read() -> None:
    with pytest.raises(NotIso8583, match="card numbers"):
        messages.read((SAMPLES / "moov-reversal.dat").read_bytes())


@pytest.mark.parametrize(
    "message",
    [
        messages.financial(PLACE, NOW_MS, 1250, "contactless", VISA),
        messages.financial(PLACE, NOW_MS, 1250, "chip-and-pin", VISA, stored=True),
        messages.refund(PLACE, NOW_MS, 500, "york-1", "000000000003"),
        messages.reversal(PLACE, "0200", "000008", NOW_MS, 1250, "no-answer"),
        messages.reconciliation(PLACE, NOW_MS, messages.Totals(payments=1, payments_pence=1250)),
        messages.echo(PLACE, NOW_MS),
    ],
    ids=lambda message: message.mti,
)
def test_every_message_survives_the_wire(message: Message) -> None:
    assert messages.read(messages.write(message)) == message
    answer = messages.reply(message, "00", f38="000001")
    assert messages.read(messages.write(answer)) == answer


@pytest.mark.parametrize(
    ("asked", "answered"), [("0200", "0210"), ("0201", "0210"), ("0220", "0230"), ("0421", "0430"), ("0500", "0510"), ("0800", "0810")]
)
def test_the_type_of_an_answer(asked: str, answered: str) -> None:
    assert messages.reply(Message(asked, {}), "00").mti == answered


def test_a_reversal_names_its_original() -> None:
    message = messages.reversal(PLACE, "0200", "000008", NOW_MS, 1250, "no-answer")
    assert (message.place.stan, messages.original_of(message)) == ("000008", PLACE)


@pytest.mark.parametrize("content", [b"", b"0200", b"nonsense", b"\xff\x00", messages.write(Message("0200", {"4": "a" * 12}))])
def test_what_is_no_message_is_not_read(content: bytes) -> None:
    with pytest.raises(NotIso8583):
        messages.read(content)
