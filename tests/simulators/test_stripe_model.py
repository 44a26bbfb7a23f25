"""What the simulator keeps and forgets: idempotency keys, deadlines, its file; in virtual time, without a socket."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlencode

import msgspec
import pytest

from arkwright.kit.world import Answer
from arkwright.simulators.serving import Request
from arkwright.simulators.stripe import forms
from arkwright.simulators.stripe.errors import StripeError
from arkwright.simulators.stripe.simulator import CardSimulator, CardSimulatorFileIsUnreadable
from tests.simulators.shop import KEY, StillWorld, cards, pay

TERMS = {
    "mode": "payment",
    "success_url": "http://shop.localhost/back",
    "line_items[0][quantity]": "1",
    "line_items[0][price_data][currency]": "gbp",
    "line_items[0][price_data][unit_amount]": "1000",
    "line_items[0][price_data][product_data][name]": "Order A",
    "payment_intent_data[capture_method]": "manual",
    "payment_method_options[card][request_multicapture]": "if_available",
}
DAY_S = 24 * 3600


async def post(simulator: CardSimulator, path: str, fields: dict[str, str], key: str = "") -> Answer:
    headers = {"authorization": f"Bearer {KEY}", **({"idempotency-key": key} if key else {})}
    return await simulator.handle(Request("POST", path, headers=headers, body=urlencode(fields).encode()))


async def held(simulator: CardSimulator) -> str:
    """A payment intent with 1,000 pence authorised."""
    session = msgspec.json.decode((await post(simulator, "/v1/checkout/sessions", TERMS)).body)["id"]
    await pay(simulator, session)
    return simulator.books.sessions[session].intent or ""


async def test_the_same_key_gives_the_same_answer_and_happens_once() -> None:
    simulator = cards(StillWorld())
    first = await post(simulator, "/v1/checkout/sessions", TERMS, "begin-1")
    again = await post(simulator, "/v1/checkout/sessions", TERMS, "begin-1")
    assert (again.body, again.headers["idempotent-replayed"]) == (first.body, "true")
    assert len(simulator.books.sessions) == 1


@pytest.mark.parametrize(
    ("path", "fields"),
    [("/v1/checkout/sessions", TERMS | {"client_reference_id": "other"}), ("/v1/refunds", TERMS)],
)
async def test_the_same_key_for_something_else_is_refused(path: str, fields: dict[str, str]) -> None:
    simulator = cards(StillWorld())
    await post(simulator, "/v1/checkout/sessions", TERMS, "begin-1")
    refused = await post(simulator, path, fields, "begin-1")
    assert (refused.status, msgspec.json.decode(refused.body)["error"]["type"]) == (400, "idempotency_error")


@pytest.mark.parametrize(("hours", "sessions"), [(23.9, 1), (24.1, 2)])
async def test_a_key_is_forgotten_after_a_day(hours: float, sessions: int) -> None:
    world = StillWorld()
    simulator = cards(world)
    await post(simulator, "/v1/checkout/sessions", TERMS, "begin-1")
    world.pass_s(hours * 3600)
    await post(simulator, "/v1/checkout/sessions", TERMS, "begin-1")
    assert len(simulator.books.sessions) == sessions


async def test_a_request_that_was_wrong_in_itself_leaves_its_key_free() -> None:
    simulator = cards(StillWorld())
    assert (await post(simulator, "/v1/checkout/sessions", TERMS | {"mode": "setup"}, "begin-1")).status == 400
    assert (await post(simulator, "/v1/checkout/sessions", TERMS, "begin-1")).status == 200


async def test_a_no_that_came_of_the_state_of_things_is_kept() -> None:
    simulator = cards(StillWorld())
    intent = await held(simulator)
    over = {"amount_to_capture": "1001"}
    first = await post(simulator, f"/v1/payment_intents/{intent}/capture", over, "capture-1")
    again = await post(simulator, f"/v1/payment_intents/{intent}/capture", over, "capture-1")
    assert (first.status, again.body, "idempotent-replayed" in again.headers) == (400, first.body, True)


@pytest.mark.parametrize(("seconds", "status"), [(DAY_S - 1, "open"), (DAY_S, "expired")])
async def test_a_session_expires_by_itself(seconds: int, status: str) -> None:
    world = StillWorld()
    simulator = cards(world)
    await post(simulator, "/v1/checkout/sessions", TERMS)
    world.pass_s(seconds)
    simulator.advance()
    assert [session.status for session in simulator.books.sessions.values()] == [status]


@pytest.mark.parametrize(
    ("captured", "days", "status"),
    [(0, 6.9, "requires_capture"), (0, 7, "canceled"), (400, 7, "succeeded"), (1000, 7, "succeeded")],
)
async def test_an_authorisation_lapses_after_seven_days(captured: int, days: float, status: str) -> None:
    world = StillWorld()
    simulator = cards(world)
    intent = await held(simulator)
    if captured:
        fields = {"amount_to_capture": str(captured), "final_capture": "false"}
        await post(simulator, f"/v1/payment_intents/{intent}/capture", fields)
    world.pass_s(days * DAY_S)
    simulator.advance()
    found = simulator.books.intents[intent]
    assert (found.status, found.received) == (status, captured)


async def test_a_late_decline_takes_the_authorisation_back() -> None:
    simulator = cards(StillWorld())
    intent = await held(simulator)
    simulator.lapse(intent)
    refused = await post(simulator, f"/v1/payment_intents/{intent}/capture", {})
    assert (simulator.books.intents[intent].status, refused.status) == ("canceled", 400)


async def test_the_fiftieth_capture_must_be_final() -> None:
    simulator = cards(StillWorld())
    intent = await held(simulator)
    one_penny = {"amount_to_capture": "1", "final_capture": "false"}
    answers = [await post(simulator, f"/v1/payment_intents/{intent}/capture", one_penny) for _ in range(50)]
    assert [answer.status for answer in answers] == [200] * 49 + [400]
    assert (await post(simulator, f"/v1/payment_intents/{intent}/capture", {"amount_to_capture": "1"})).status == 200


async def test_everything_is_there_after_a_restart() -> None:
    world = StillWorld()
    simulator = cards(world, state_path=Path("cards.json"))
    first = await post(simulator, "/v1/checkout/sessions", TERMS, "begin-1")
    intent = await held(simulator)
    restarted = cards(world, state_path=Path("cards.json"))
    assert restarted.books == simulator.books
    assert (await post(restarted, "/v1/checkout/sessions", TERMS, "begin-1")).body == first.body
    world.pass_s(7 * DAY_S)
    restarted.advance()
    assert restarted.books.intents[intent].status == "canceled"


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"SQLite format 3\0"])
def test_a_foreign_file_is_refused_and_left_alone(content: bytes) -> None:
    world = StillWorld()
    world.files[Path("cards.json")] = content
    with pytest.raises(CardSimulatorFileIsUnreadable, match=r"cards\.json"):
        cards(world, state_path=Path("cards.json"))
    assert world.files[Path("cards.json")] == content


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("a=1&b=", {"a": "1", "b": ""}),
        ("a[b][c]=1&a[d]=2", {"a": {"b": {"c": "1"}, "d": "2"}}),
        ("a[0]=x&a[1]=y", {"a": ["x", "y"]}),
        ("a[]=x&a[]=y", {"a": ["x", "y"]}),
        ("a[0][b]=x&a[1][b]=y", {"a": [{"b": "x"}, {"b": "y"}]}),
        ("", {}),
    ],
)
def test_forms(text: str, outcome: dict[str, object]) -> None:
    assert forms.decode(text) == outcome


def test_a_value_is_not_a_hash_as_well() -> None:
    with pytest.raises(StripeError):
        forms.decode("a=1&a[b]=2")
