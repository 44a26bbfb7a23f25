"""nexo messages against the makers' own samples, and what may be known of a card."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from arkwright.kit.nexo import wire
from arkwright.kit.nexo.responses import CardData
from arkwright.kit.nexo.wire import NotNexo

SAMPLES = Path(__file__).parents[2] / "data" / "nexo"


def sample(name: str) -> bytes:
    return (SAMPLES / f"{name}.json").read_bytes()


@pytest.mark.parametrize("name", ["swedbankpay-status-request", "swedbankpay-abort-request", "swedbankpay-reversal-request"])
def test_a_request_of_the_samples_is_read_and_written_as_it_stands(name: str) -> None:
    content = sample(name)
    assert msgspec.json.decode(wire.write_request(wire.read_request(content))) == msgspec.json.decode(content)


def test_an_answer_of_the_samples_is_read_and_written_as_it_stands() -> None:
    content = sample("swedbankpay-reversal-response")
    assert msgspec.json.decode(wire.write_response(wire.read_response(content))) == msgspec.json.decode(content)


def test_an_approval_of_the_samples() -> None:
    payment = wire.read_response(sample("adyen-payment-success")).payment_response
    assert payment is not None
    assert payment.payment_result is not None
    assert payment.payment_result.amounts_resp is not None
    assert (
        payment.response.result,
        payment.response.told["offline"],
        wire.pence(payment.payment_result.amounts_resp.authorized_amount),
    ) == (
        "Success",
        "false",
        100,
    )
    card = payment.payment_result.payment_instrument_data.card_data
    assert (card.payment_brand, card.entry_mode, card.last_four) == ("mc", ("Tapped",), "1111")
    assert payment.payment_result.payment_acquirer_data.approval_code == "123456"


def test_a_failure_of_the_samples() -> None:
    payment = wire.read_response(sample("adyen-payment-error")).payment_response
    assert payment is not None
    assert (payment.response.result, payment.response.error_condition) == ("Failure", "UnreachableHost")


@pytest.mark.parametrize(
    ("masked", "last_four"),
    [("411111 **** 1111", "1111"), ("************4242", "4242"), ("4242", "4242"), ("", ""), ("****", ""), ("424", ""), ("42٤٢", "")],
)
def test_of_a_masked_number_the_last_four_digits_are_kept(masked: str, last_four: str) -> None:
    assert CardData(masked_pan=masked).last_four == last_four


@pytest.mark.parametrize("content", [b"", b"{", b"{}", b'{"SaleToPOIResponse": {}}', b"[]", b"\xff"])
def test_what_is_no_message_is_said_to_be_none(content: bytes) -> None:
    for read in (wire.read_request, wire.read_response):
        with pytest.raises(NotNexo):
            read(content)


@pytest.mark.parametrize(
    ("pounds", "pence"),
    [("10.99", 1099), ("10.9", 1090), ("10", 1000), ("0.01", 1), ("0", 0), ("0.001", None), ("NaN", None), ("Infinity", None)],
)
def test_amounts(pounds: str, pence: int | None) -> None:
    if pence is None:
        with pytest.raises(NotNexo):
            wire.pence(Decimal(pounds))
        return
    assert wire.pence(Decimal(pounds)) == pence
    assert wire.pence(wire.pounds(pence)) == pence


def test_times_and_ids() -> None:
    stamped = wire.identified("0001", 1_790_000_000_123)
    assert (stamped.time_stamp, wire.moment_ms(stamped.time_stamp)) == ("2026-09-21T14:13:20.123Z", 1_790_000_000_123)
    with pytest.raises(NotNexo):
        wire.moment_ms("yesterday")
    first, second = wire.derived_service_id("tender-1"), wire.derived_service_id("tender-2")
    assert (len(first), first == wire.derived_service_id("tender-1"), first == second) == (10, True, False)
