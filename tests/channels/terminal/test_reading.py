"""What a till makes of a terminal's answers, the odd ones included."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
import pytest

from arkwright.channels.terminal.client import NexoTerminal
from arkwright.channels.terminal.reading import WORDS
from arkwright.kit.terminal import Aborted, Approved, Declined, DeclinedLate, InProgress, NotFound, PaymentAsked, Reversed
from arkwright.kit.world import Answer, NetworkError
from arkwright.simulators.serving import Request
from tests.simulators.shop import StillWorld

ASKED = PaymentAsked(tender="tender-1", amount_pence=1250, entry_modes=("contactless", "chip-and-pin"))
APPROVED = Approved(
    transaction="000007", terminal="leeds-1", at_ms=1_790_000_000_000, amount_pence=1250, entry_mode="chip-and-pin", scheme="visa",
    last_four="4242", auth_code="123456",
)  # fmt: skip
SUCCESS: dict[str, Any] = {
    "Response": {"Result": "Success"},
    "SaleData": {"SaleTransactionID": {"TransactionID": "tender-1", "TimeStamp": "2026-09-21T14:13:20Z"}},
    "POIData": {"POITransactionID": {"TransactionID": "000007", "TimeStamp": "2026-09-21T14:13:20.000Z"}},
    "PaymentResult": {
        "AmountsResp": {"AuthorizedAmount": 12.5, "Currency": "GBP"},
        "OnlineFlag": True,
        "PaymentAcquirerData": {"ApprovalCode": "123456"},
        "PaymentInstrumentData": {
            "PaymentInstrumentType": "Card",
            "CardData": {"PaymentBrand": "visa", "MaskedPan": "************4242", "EntryMode": ["ICC"]},
        },
    },
}
HEADER = {"MessageClass": "Service", "MessageType": "Response", "SaleID": "leeds", "POIID": "leeds-1"}
ALONE = {"PaymentResult": SUCCESS["PaymentResult"] | {"OnlineFlag": False}}


def failure(condition: str, more: str = "") -> dict[str, Any]:
    return {"Response": {"Result": "Failure", "ErrorCondition": condition, "AdditionalResponse": more}}


def declined(why: Any, code: str = "") -> Declined:
    return Declined(why=why, words=WORDS[why], response_code=code)


def repeated(payment: dict[str, Any], more: str = "", in_body: bool = True) -> dict[str, Any]:
    body = {"PaymentResponse": payment}
    held = {"RepeatedResponseMessageBody": body} if in_body else body
    return {
        "Response": {"Result": "Success", "AdditionalResponse": more},
        "RepeatedMessageResponse": {"MessageHeader": HEADER | {"MessageCategory": "Payment"}} | held,
    }


def terminal(answers: dict[str, dict[str, Any]], *, status: int = 200, changed: dict[str, str] | None = None) -> NexoTerminal:
    """One that answers each category so."""

    async def handle(request: Request) -> Answer:
        asked = msgspec.json.decode(request.body)["SaleToPOIRequest"]["MessageHeader"]
        category = asked["MessageCategory"]
        if category == "Abort":
            return Answer(204, {}, b"")
        header = HEADER | {"MessageCategory": category, "ServiceID": asked["ServiceID"]} | (changed or {})
        return Answer(
            status, {}, msgspec.json.encode({"SaleToPOIResponse": {"MessageHeader": header, f"{category}Response": answers[category]}})
        )

    return served_by(handle)


def served_by(handle: Callable[[Request], Awaitable[Answer]]) -> NexoTerminal:
    world = StillWorld()
    world.hosts["terminal.localhost"] = handle
    return NexoTerminal(world, address="http://terminal.localhost", terminal="leeds-1", sale="leeds")


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (SUCCESS, APPROVED),
        (SUCCESS | ALONE, msgspec.structs.replace(APPROVED, stored="waiting")),
        (failure("Refusal", "responseCode=51"), declined("issuer", "51")),
        (failure("WrongPIN"), declined("pin")),
        (failure("UnreachableHost"), declined("acquirer-away")),
        (failure("PaymentRestriction"), declined("contactless-limit")),
        (failure("NotAllowed"), declined("entry-mode")),
        (failure("DeviceOut"), declined("terminal")),
        (failure("InProgress"), InProgress()),
        (failure("Cancel"), Aborted(by="shopper")),
        (failure("Cancel", "by=time"), Aborted(by="time")),
        (failure("Aborted"), Aborted(by="till")),
        (failure("Aborted", "by=power"), Aborted(by="power")),
        (SUCCESS | {"SaleData": {"SaleTransactionID": {"TransactionID": "tender-2", "TimeStamp": "x"}}}, NetworkError),
        ({"Response": {"Result": "Success"}}, NetworkError),
        ({"Response": {"Result": "Perhaps"}}, NetworkError),
        (SUCCESS | {"PaymentResult": {"AmountsResp": {"AuthorizedAmount": 0.001, "Currency": "GBP"}}}, NetworkError),
        (
            SUCCESS | {"PaymentResult": SUCCESS["PaymentResult"] | {"AmountsResp": {"AuthorizedAmount": 12.5, "Currency": "EUR"}}},
            NetworkError,
        ),
    ],
)
async def test_what_came_of_a_payment(answer: dict[str, Any], outcome: Any) -> None:
    if outcome is NetworkError:
        with pytest.raises(NetworkError):
            await terminal({"Payment": answer}).pay(ASKED)
        return
    assert await terminal({"Payment": answer}).pay(ASKED) == outcome


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (repeated(SUCCESS), APPROVED),
        (repeated(SUCCESS, in_body=False), APPROVED),
        (repeated(failure("WrongPIN")), declined("pin")),
        (repeated(SUCCESS | ALONE), msgspec.structs.replace(APPROVED, stored="waiting")),
        (repeated(SUCCESS | ALONE, "stored=taken"), msgspec.structs.replace(APPROVED, stored="taken")),
        (
            repeated(SUCCESS | ALONE, "stored=declined&responseCode=51"),
            DeclinedLate(transaction="000007", terminal="leeds-1", amount_pence=1250, response_code="51"),
        ),
        (repeated(SUCCESS, "reversed=yes"), Reversed(transaction="000007", terminal="leeds-1", amount_pence=1250)),
        (failure("NotFound"), NotFound()),
        (failure("InProgress"), InProgress()),
        (failure("Busy"), InProgress()),
        (failure("LoggedOut"), NetworkError),
        ({"Response": {"Result": "Success"}}, NetworkError),
    ],
)
async def test_what_has_become_of_it(answer: dict[str, Any], outcome: Any) -> None:
    if outcome is NetworkError:
        with pytest.raises(NetworkError):
            await terminal({"TransactionStatus": answer}).status("tender-1")
        return
    assert await terminal({"TransactionStatus": answer}).status("tender-1") == outcome


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (failure("NotFound"), declined("terminal-busy")),
        (repeated(failure("Aborted", "by=till")), declined("terminal-busy")),
        (failure("InProgress"), InProgress()),
        (repeated(SUCCESS), APPROVED),
    ],
)
async def test_busy_is_no_answer_while_it_may_be_busy_with_this_one(status: dict[str, Any], outcome: Any) -> None:
    assert await terminal({"Payment": failure("Busy"), "TransactionStatus": status}).pay(ASKED) == outcome


@pytest.mark.parametrize(
    ("status", "changed"),
    [(500, {}), (404, {}), (302, {}), (200, {"ServiceID": "another"}), (200, {"POIID": "leeds-2"}), (200, {"MessageCategory": "Reversal"})],
)
async def test_another_answer_is_no_answer(status: int, changed: dict[str, str]) -> None:
    with pytest.raises(NetworkError):
        await terminal({"Payment": SUCCESS}, status=status, changed=changed).pay(ASKED)


async def test_asking_again_asks_for_the_same() -> None:
    seen: list[bytes] = []

    async def deaf(request: Request) -> Answer:
        seen.append(request.body)
        raise NetworkError("simulated")

    asks = served_by(deaf)
    for _ in range(2):
        with pytest.raises(NetworkError):
            await asks.pay(ASKED)
    first, again = seen
    assert first == again
