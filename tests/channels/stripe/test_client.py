"""Our side of the line to Stripe, through the official library: in process with faults, and once over a socket."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from arkwright.channels.stripe.client import StripeProvider
from arkwright.kit.network import AiohttpHttp
from arkwright.kit.provider import ProviderRefused, ProviderUnknown
from arkwright.kit.world import Answer, RealWorld
from arkwright.simulators.serving import Request
from tests.channels.stripe.line import HOUR_MS, Line
from tests.simulators.shop import CARDS_ADDRESS, KEY, StillWorld, cards, on_a_socket, pay


@pytest.fixture
def line() -> Line:
    world = StillWorld()
    simulator = cards(world)
    return Line(StripeProvider(world, secret_key=KEY, api_base=CARDS_ADDRESS), simulator, world)


async def test_begin_asks_for_a_page_to_hold_the_amount(line: Line) -> None:
    page = await line.begin()
    terms = line.simulator.books.sessions[page.session].terms
    assert page.url == f"{CARDS_ADDRESS}/pay/{page.session}"
    assert (terms.amount, terms.capture_manually, terms.multicapture, terms.client_reference_id) == (5000, True, True, "01k3payment")
    assert terms.expires_at * 1000 == line.world.now_ms() + HOUR_MS


@pytest.mark.parametrize("minutes_left", [0, 1, 29, 30, 60])
@pytest.mark.parametrize("repeat_after_s", [0, 20 * 60])
async def test_begin_again_is_the_same_page_however_short_it_was_to_be(line: Line, minutes_left: int, repeat_after_s: int) -> None:
    until_ms = line.world.now_ms() + minutes_left * 60_000
    first = await line.begin(expires_at_ms=until_ms)
    line.world.pass_s(repeat_after_s)
    assert await line.begin(expires_at_ms=until_ms) == first
    lives_s = line.simulator.books.sessions[first.session].terms.expires_at - until_ms // 1000
    assert lives_s == (31 * 60 if minutes_left < 30 else 0)


@pytest.mark.parametrize(
    "changed",
    [
        {"amount_pence": 29},
        {"expires_at_ms": 1_790_000_000_000 - 2 * HOUR_MS},
        {"expires_at_ms": 1_790_000_000_000 + 25 * HOUR_MS},
        {"email": "ann"},
    ],
)
async def test_begin_is_refused(line: Line, changed: dict[str, Any]) -> None:
    with pytest.raises(ProviderRefused):
        await line.begin(**changed)
    assert line.simulator.books.sessions == {}


async def test_the_same_payment_for_another_amount_is_refused(line: Line) -> None:
    await line.begin()
    with pytest.raises(ProviderRefused):
        await line.begin(amount_pence=4000)


@pytest.mark.parametrize(
    ("story", "outcome"),
    [
        ([], ("open", 0, 0, 0, None)),
        (["decline"], ("open", 0, 0, 0, None)),
        (["challenge"], ("open", 0, 0, 0, None)),
        (["expire"], ("failed", 0, 0, 0, None)),
        (["decline", "expire"], ("failed", 0, 0, 0, None)),
        (["pay"], ("authorised", 5000, 0, 0, "4242")),
        (["no_return"], ("authorised", 5000, 0, 0, "4242")),
        (["pay", "expire"], ("authorised", 5000, 0, 0, "4242")),
        (["decline", "pay"], ("authorised", 5000, 0, 0, "4242")),
        (["pay", "void"], ("failed", 0, 0, 0, None)),
        (["pay", "capture 2000"], ("authorised", 5000, 2000, 0, "4242")),
        (["pay", "capture 2000", "capture 1000 final"], ("authorised", 3000, 3000, 0, "4242")),
        (["pay", "capture 2000", "capture 0 final"], ("authorised", 2000, 2000, 0, "4242")),
        (["pay", "capture 2000", "refund 500"], ("authorised", 5000, 2000, 500, "4242")),
        (["pay", "capture 5000 final", "refund 5000"], ("authorised", 5000, 5000, 5000, "4242")),
        (["pay", "8 days"], ("failed", 0, 0, 0, None)),
        (["pay", "capture 2000", "8 days"], ("authorised", 2000, 2000, 0, "4242")),
        (["2 days"], ("failed", 0, 0, 0, None)),
    ],
)
async def test_look_tells_what_became_of_it(line: Line, story: list[str], outcome: tuple[str, int, int, int, str | None]) -> None:
    session = (await line.begin()).session
    for number, step in enumerate(story):
        await _live(line, session, step, f"step-{number}")
    found = await line.stripe.look(session)
    assert (found.status, found.amount_pence, found.captured_pence, found.refunded_pence, found.card_last_four) == outcome


async def _live(line: Line, session: str, step: str, id: str) -> None:
    payment = (await line.stripe.look(session)).payment or ""
    match step.split():
        case ["expire"]:
            await line.stripe.expire(session)
        case ["void"]:
            await line.stripe.void(void_id=id, payment=payment)
        case ["capture", pence, *final]:
            await line.stripe.capture(capture_id=id, payment=payment, amount_pence=int(pence), final=bool(final))
        case ["refund", pence]:
            await line.stripe.refund(refund_id=id, payment=payment, amount_pence=int(pence))
        case [days, "days"]:
            line.world.pass_s(int(days) * 24 * 3600)
        case _:
            await pay(line.simulator, session, step)


@pytest.mark.parametrize("paid", [False, True])
async def test_expire_says_what_has_become_of_it(line: Line, paid: bool) -> None:
    page = await line.begin()
    if paid:
        await pay(line.simulator, page.session)
    for _ in range(2):
        assert (await line.stripe.expire(page.session)).status == ("authorised" if paid else "failed")


@pytest.mark.parametrize("operation", ["look", "expire", "capture", "void", "refund"])
async def test_what_does_not_exist_is_refused(line: Line, operation: str) -> None:
    calls: dict[str, Any] = {
        "look": lambda: line.stripe.look("cs_none"),
        "expire": lambda: line.stripe.expire("cs_none"),
        "capture": lambda: line.stripe.capture(capture_id="1", payment="pi_none", amount_pence=1, final=True),
        "void": lambda: line.stripe.void(void_id="1", payment="pi_none"),
        "refund": lambda: line.stripe.refund(refund_id="1", payment="pi_none", amount_pence=1),
    }
    with pytest.raises(ProviderRefused):
        await calls[operation]()


@pytest.mark.parametrize("keys_forgotten", [False, True])
async def test_each_id_takes_effect_once_for_ever(line: Line, keys_forgotten: bool) -> None:
    payment = await line.payment()
    for _ in range(3):
        assert await line.stripe.capture(capture_id="capture-1", payment=payment, amount_pence=2000, final=False) == 2000
        assert await line.stripe.refund(refund_id="refund-1", payment=payment, amount_pence=500) == 500
        if keys_forgotten:
            line.simulator.forget_keys()
    intent = line.simulator.books.intents[payment]
    assert (intent.received, sum(refund.amount for refund in line.simulator.books.refunds.values())) == (2000, 500)


@pytest.mark.parametrize("keys_forgotten", [False, True])
async def test_an_id_is_not_used_for_two_amounts(line: Line, keys_forgotten: bool) -> None:
    payment = await line.payment()
    await line.stripe.capture(capture_id="capture-1", payment=payment, amount_pence=2000, final=False)
    await line.stripe.refund(refund_id="refund-1", payment=payment, amount_pence=500)
    if keys_forgotten:
        line.simulator.forget_keys()
    with pytest.raises(ProviderRefused):
        await line.stripe.capture(capture_id="capture-1", payment=payment, amount_pence=1000, final=False)
    with pytest.raises(ProviderRefused):
        await line.stripe.refund(refund_id="refund-1", payment=payment, amount_pence=400)


@pytest.mark.parametrize("keys_forgotten", [False, True])
async def test_void_releases_once_and_not_after_a_capture(line: Line, keys_forgotten: bool) -> None:
    payment = await line.payment()
    for _ in range(2):
        await line.stripe.void(void_id="void-1", payment=payment)
        if keys_forgotten:
            line.simulator.forget_keys()
    with pytest.raises(ProviderRefused):
        await line.stripe.capture(capture_id="capture-1", payment=payment, amount_pence=1, final=True)


async def test_what_was_captured_cannot_be_voided(line: Line) -> None:
    payment = await line.payment()
    await line.stripe.capture(capture_id="capture-1", payment=payment, amount_pence=1, final=False)
    with pytest.raises(ProviderRefused):
        await line.stripe.void(void_id="void-1", payment=payment)


async def test_a_refund_is_found_behind_a_hundred_others(line: Line) -> None:
    payment = await line.payment()
    await line.stripe.capture(capture_id="capture-1", payment=payment, amount_pence=5000, final=True)
    for number in range(102):
        await line.stripe.refund(refund_id=f"refund-{number}", payment=payment, amount_pence=1)
    line.simulator.forget_keys()
    assert await line.stripe.refund(refund_id="refund-0", payment=payment, amount_pence=1) == 1
    assert len(line.simulator.books.refunds) == 102


@pytest.mark.parametrize("kind", ["no_answer", "cut", "error", "busy"])
@pytest.mark.parametrize(
    "operation", ["sessions.create", "intents.capture", "intents.cancel", "refunds.create", "sessions.expire", "sessions.retrieve"]
)
async def test_trouble_is_unknown_and_asking_again_ends_it(line: Line, operation: str, kind: str) -> None:
    page = await line.begin(payment_id="another")
    if operation in {"intents.capture", "intents.cancel", "refunds.create"}:
        await pay(line.simulator, page.session)
    payment = (await line.stripe.look(page.session)).payment or ""
    if operation == "refunds.create":
        await line.stripe.capture(capture_id="capture-0", payment=payment, amount_pence=5000, final=True)
    calls: dict[str, Any] = {
        "sessions.create": line.begin,
        "intents.capture": lambda: line.stripe.capture(capture_id="capture-1", payment=payment, amount_pence=5000, final=True),
        "intents.cancel": lambda: line.stripe.void(void_id="void-1", payment=payment),
        "refunds.create": lambda: line.stripe.refund(refund_id="refund-1", payment=payment, amount_pence=5000),
        "sessions.expire": lambda: line.stripe.expire(page.session),
        "sessions.retrieve": lambda: line.stripe.look(page.session),
    }
    line.next(operation, kind)
    with pytest.raises(ProviderUnknown):
        await calls[operation]()
    first = await calls[operation]()
    assert first == await calls[operation]()
    assert (operation, kind) in line.simulator.faults.met
    assert len(line.simulator.books.sessions) == (2 if operation == "sessions.create" else 1)
    assert sum(intent.received for intent in line.simulator.books.intents.values()) in {0, 5000}
    assert sum(refund.amount for refund in line.simulator.books.refunds.values()) in {0, 5000}


async def test_a_wrong_key_is_no_decision(line: Line) -> None:
    stranger = StripeProvider(line.world, secret_key="sk_test_other", api_base=CARDS_ADDRESS)
    with pytest.raises(ProviderUnknown):
        await stranger.look("cs_1")


@pytest.mark.parametrize(
    "body", [b"", b"null", b"{}", b"<html>", b"\xff", b'{"object":"checkout.session"}', b'{"id":1,"status":"open","url":null}', b"[]"]
)
@pytest.mark.parametrize("status", [200, 302, 400, 402, 404, 409, 500, 502])
async def test_whatever_is_answered_there_is_never_another_error(line: Line, body: bytes, status: int) -> None:
    async def odd(_request: Request) -> Answer:
        return Answer(status, {"content-type": "application/json"}, body)

    line.world.hosts["cards.localhost"] = odd
    with pytest.raises((ProviderUnknown, ProviderRefused)):
        await line.stripe.look("cs_1")


async def test_nothing_that_was_sent_or_answered_is_logged(
    line: Line, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stripe._util.STRIPE_LOG", "debug")
    StripeProvider(line.world, secret_key=KEY, api_base=CARDS_ADDRESS)
    with caplog.at_level(logging.DEBUG):
        await line.held()
        with pytest.raises(ProviderRefused) as refused:
            await line.begin(payment_id="other", email="ann.example.org")
    written = caplog.text + "".join(capsys.readouterr()) + str(refused.value)
    assert "ann" not in written
    assert KEY not in written


async def test_over_a_socket() -> None:
    http = AiohttpHttp()
    world = RealWorld(http)
    simulator = cards(StillWorld())
    async with on_a_socket(simulator) as address:
        provider = StripeProvider(world, secret_key=KEY, api_base=address, timeout_s=5)
        simulator_line = Line(provider, simulator, StillWorld())
        payment = await simulator_line.payment()
        simulator_line.next("intents.capture", "no_answer")
        with pytest.raises(ProviderUnknown):
            await provider.capture(capture_id="capture-1", payment=payment, amount_pence=5000, final=True)
        assert await provider.capture(capture_id="capture-1", payment=payment, amount_pence=5000, final=True) == 5000
        assert await provider.refund(refund_id="refund-1", payment=payment, amount_pence=5000) == 5000
    await http.close()
    assert simulator.books.intents[payment].received == 5000
