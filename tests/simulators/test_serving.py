"""The simulators as processes, and the World's real network and mail against them, over loopback."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Callable, Coroutine
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import msgspec
import pytest

from arkwright.kit.mail import SmtpMail
from arkwright.kit.network import AiohttpHttp
from arkwright.kit.world import Answer, NetworkError
from arkwright.simulators.mailbox import server as mailbox_server
from arkwright.simulators.serving import Request, SimulatorPortIsTaken, served
from arkwright.simulators.stripe import server as card_server
from tests.simulators.shop import KEY, WEBHOOK_SECRET, StillWorld, signed_by_hand
from tests.simulators.test_stripe_model import TERMS

BEARER = {"authorization": f"Bearer {KEY}"}
FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.fixture
async def http() -> AsyncIterator[AiohttpHttp]:
    http = AiohttpHttp()
    yield http
    await http.close()


@contextlib.asynccontextmanager
async def running(start: Callable[[Callable[[Any], None]], Coroutine[Any, Any, None]]) -> AsyncIterator[Any]:
    """A process's `run` as a task; gives what it told `ready`."""
    ready: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(start(ready.set_result))
    await asyncio.wait([task, ready], return_when=asyncio.FIRST_COMPLETED)
    try:
        yield task.result() if task.done() else ready.result()
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def test_the_card_simulator_tells_the_shop_over_http(http: AiohttpHttp, tmp_path: Path) -> None:
    heard: asyncio.Queue[Request] = asyncio.Queue()

    async def shop(request: Request) -> Answer:
        heard.put_nowait(request)
        return Answer(200, {}, b"")

    async with served(shop, "127.0.0.1", 0) as shop_address:
        settings: dict[str, Any] = {
            "secret_key": KEY,
            "webhook_url": f"{shop_address}/webhooks/stripe",
            "webhook_secret": WEBHOOK_SECRET,
            "state_path": tmp_path / "cards.json",
        }
        async with running(lambda ready: card_server.run("127.0.0.1", 0, ready=ready, **settings)) as address:
            opened = await http.request("POST", f"{address}/v1/checkout/sessions", BEARER | FORM, urlencode(TERMS).encode())
            url = msgspec.json.decode(opened.body)["url"]
            assert url.startswith(address)
            form = urlencode({"card": "visa-4242", "outcome": "pay", "delivery": "prompt"}).encode()
            paid = await http.request("POST", url, FORM, form)
            assert (paid.status, paid.headers["location"]) == (303, TERMS["success_url"])
            request = await asyncio.wait_for(heard.get(), 10)
    header = request.headers["stripe-signature"]
    assert header == signed_by_hand(request.body, WEBHOOK_SECRET, int(header.split(",")[0].removeprefix("t=")))
    assert b'"complete"' in (tmp_path / "cards.json").read_bytes()


@pytest.mark.parametrize(
    ("method", "fields", "key", "status"),
    [
        ("POST", {"operation": "intents.capture", "kind": "no_answer", "times": "2"}, KEY, 200),
        ("POST", {"operation": "intents.capture", "kind": "no_answer"}, "sk_test_other", 401),
        ("POST", {"operation": "intents.capture", "kind": "explode"}, KEY, 400),
        ("POST", {"operation": "captures", "kind": "error"}, KEY, 400),
        ("POST", {"operation": "*", "kind": "error", "times": "0"}, KEY, 400),
        ("GET", {}, KEY, 200),
        ("DELETE", {}, KEY, 200),
    ],
)
async def test_trouble_can_be_ordered_from_outside(http: AiohttpHttp, method: str, fields: dict[str, str], key: str, status: int) -> None:
    async with running(lambda ready: card_server.run("127.0.0.1", 0, secret_key=KEY, ready=ready)) as address:
        headers = FORM | {"authorization": f"Bearer {key}"}
        answer = await http.request(method, f"{address}/simulator/faults", headers, urlencode(fields).encode())
        assert answer.status == status
        if status == 400:
            assert b"message" in answer.body


async def test_a_cut_line_is_a_network_error(http: AiohttpHttp) -> None:
    async with running(lambda ready: card_server.run("127.0.0.1", 0, secret_key=KEY, ready=ready)) as address:
        fields = urlencode({"operation": "*", "kind": "no_answer"}).encode()
        await http.request("POST", f"{address}/simulator/faults", BEARER | FORM, fields)
        with pytest.raises(NetworkError):
            await http.request("POST", f"{address}/v1/checkout/sessions", BEARER | FORM, urlencode(TERMS).encode())


@pytest.mark.parametrize("which", ["cards", "mailbox page", "mailbox smtp"])
async def test_a_taken_port_is_said_plainly(which: str) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        starts: dict[str, Callable[[], Coroutine[Any, Any, None]]] = {
            "cards": lambda: card_server.run("127.0.0.1", taken, secret_key=KEY),
            "mailbox page": lambda: mailbox_server.run("127.0.0.1", taken, smtp_port=0),
            "mailbox smtp": lambda: mailbox_server.run("127.0.0.1", 0, smtp_port=taken),
        }
        with pytest.raises(SimulatorPortIsTaken, match=f"Port {taken} on 127.0.0.1 is in use"):
            await starts[which]()


async def test_requests_follow_no_redirect_and_keep_no_cookie(http: AiohttpHttp) -> None:
    async def elsewhere(request: Request) -> Answer:
        return Answer(302, {"Location": "/other", "Set-Cookie": "a=1"}, request.headers.get("cookie", "").encode() + request.query.encode())

    async with served(elsewhere, "127.0.0.1", 0) as address:
        for _ in range(2):
            answer = await http.request("GET", f"{address}/a?b=%2F", {})
            assert (answer.status, answer.headers["location"], answer.body) == (302, "/other", b"b=%2F")


@pytest.mark.parametrize(("length", "taken"), [(100_000, True), (100_001, False)])
async def test_an_answer_that_is_too_long_is_a_network_error(length: int, taken: bool) -> None:
    async def long(_request: Request) -> Answer:
        return Answer(200, {}, b"x" * length)

    http = AiohttpHttp(largest_answer_bytes=100_000)
    async with served(long, "127.0.0.1", 0) as address:
        try:
            assert len((await http.request("GET", address, {})).body) == length
        except NetworkError as error:
            assert not taken, error
        else:
            assert taken
        finally:
            await http.close()


@pytest.mark.parametrize("trouble", ["too late", "nobody there", "not an address"])
async def test_no_answer_is_a_network_error_without_the_query(http: AiohttpHttp, trouble: str) -> None:
    async def never(_request: Request) -> Answer:
        await asyncio.Event().wait()
        raise AssertionError

    async with served(never, "127.0.0.1", 0) as address:
        url = {"too late": address, "nobody there": "http://127.0.0.1:1", "not an address": "nonsense:"}[trouble]
        with pytest.raises(NetworkError) as error:
            await http.request("GET", f"{url}/a?token=secret", {}, timeout_s=0.05)
    assert "secret" not in str(error.value)


def letter(recipient: str = "ann@example.org", text: str = "Your order is on its way.\nhttp://shop.localhost/orders/1\n") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Arkwright <shop@shop.localhost>"
    message["To"] = recipient
    message["Subject"] = "Your order – dispatched <b>today</b>"
    message.set_content(text)
    message.add_alternative(f"<p onclick='alert(1)'>{text}</p><script>alert(2)</script>", subtype="html")
    return message


async def test_mail_goes_by_smtp_to_the_mailbox_and_is_shown(http: AiohttpHttp, tmp_path: Path) -> None:
    async with running(lambda ready: mailbox_server.run("127.0.0.1", 0, smtp_port=0, folder=tmp_path, ready=ready)) as at:
        mail = SmtpMail(at.smtp_host, at.smtp_port)
        for recipient in ("ann@example.org", "bob@example.org"):
            await mail.send(letter(recipient))
        found = msgspec.json.decode((await http.request("GET", f"{at.address}/messages.json", {})).body)
        assert [(each["number"], each["recipients"]) for each in found] == [(2, ["bob@example.org"]), (1, ["ann@example.org"])]
        assert found[1]["subject"] == "Your order – dispatched <b>today</b>"
        assert "http://shop.localhost/orders/1" in found[1]["text"]
        only = msgspec.json.decode((await http.request("GET", f"{at.address}/messages.json?to=ann@example.org", {})).body)
        assert [each["number"] for each in only] == [1]
        listed = (await http.request("GET", f"{at.address}/", {})).body.decode()
        assert listed.index("bob@example.org") < listed.index("ann@example.org")
        shown = (await http.request("GET", f"{at.address}/messages/1", {})).body.decode()
        assert "<script" not in shown
        assert "&lt;script&gt;" in shown
        assert '<a href="http://shop.localhost/orders/1"' in shown
        assert (await http.request("GET", f"{at.address}/messages/99", {})).status == 404
        assert len(list(tmp_path.glob("*.eml"))) == 2
    async with running(lambda ready: mailbox_server.run("127.0.0.1", 0, smtp_port=0, folder=tmp_path, ready=ready)) as at:
        again = msgspec.json.decode((await http.request("GET", f"{at.address}/messages.json", {})).body)
    assert again == found


@pytest.mark.parametrize("trouble", ["nobody there", "not smtp", "too long"])
async def test_mail_that_was_not_taken_is_a_network_error_without_names(trouble: str) -> None:
    async with mailbox_server.mailbox(StillWorld(), "127.0.0.1", 0, smtp_host="127.0.0.1", smtp_port=0) as at:
        web_port = int(at.address.rsplit(":", 1)[1])
        port = {"nobody there": 1, "not smtp": web_port, "too long": at.smtp_port}[trouble]
        message = letter(text=("x" * 900 + "\n") * 6_000) if trouble == "too long" else letter()
        with pytest.raises(NetworkError) as error:
            await SmtpMail("127.0.0.1", port, timeout_s=0.5 if trouble == "not smtp" else 10).send(message)
    assert "ann" not in str(error.value)


@pytest.mark.parametrize(
    ("host", "password", "start_tls", "allowed"),
    [
        ("mail.example.org", "secret", None, True),
        ("mail.example.org", None, False, True),
        ("127.0.0.1", "secret", None, True),
        ("mail.example.org", "secret", False, False),
    ],
)
def test_a_password_is_not_sent_in_the_open(host: str, password: str | None, start_tls: bool | None, allowed: bool) -> None:
    if allowed:
        SmtpMail(host, 25, username="shop", password=password, start_tls=start_tls)
        return
    with pytest.raises(ValueError, match="start_tls"):
        SmtpMail(host, 25, username="shop", password=password, start_tls=start_tls)
