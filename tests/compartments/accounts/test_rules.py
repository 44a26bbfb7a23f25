"""The rules of accounts as tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from msgspec.structs import replace

from arkwright.compartments.accounts import commands as ask_for
from arkwright.compartments.accounts import events as did
from arkwright.compartments.accounts import refusals as no
from arkwright.compartments.accounts import rules, state
from arkwright.kit.messages import Command, Event
from arkwright.kit.refusal import Refusal
from tests.compartments.table import NOW_MS, ask

RIGHT, WRONG, TOKEN, OTHER, DEVICE = ("a" * 64, "b" * 64, "c" * 64, "d" * 64, "e" * 64)
MINUTE_MS = 60_000


def issued(attempt: str = "t1", at_ms: int = NOW_MS, account: str = "member-1") -> did.CodeIssued:
    return did.CodeIssued(attempt=attempt, account=account, address="sealed", proof=RIGHT, until_ms=at_ms + 10 * MINUTE_MS, issued_ms=at_ms)


def signed_in(session: str = TOKEN, attempt: str = "t1", account: str = "member-1", generation: int = 1, **more: Any) -> did.SignedIn:
    fields: dict[str, Any] = {"unknown_device": False, "signed_in_ms": NOW_MS, "expires_ms": NOW_MS + ask_for.SESSION_MS} | more
    return did.SignedIn(
        attempt=attempt,
        account=account,
        address="sealed",
        session=session,
        generation=generation,
        device=DEVICE,
        device_words="a Mac",
        **fields,
    )


def tried(tries: int) -> did.WrongCodeEntered:
    return did.WrongCodeEntered(attempt="t1", account="member-1", tries=tries, entered_ms=NOW_MS)


OPENED = did.AccountOpened(account="member-1", opened_ms=NOW_MS)
FROZEN = did.ValueFrozen(account="member-1", address="sealed", generation=2, frozen_ms=NOW_MS)
HERE: list[Event] = [issued(), OPENED, signed_in()]
ANOTHER: list[Event] = [
    issued("t9", account="member-9"),
    did.AccountOpened(account="member-9", opened_ms=NOW_MS),
    signed_in(OTHER, "t9", "member-9"),
]
BACK: list[Event] = [*HERE, FROZEN, issued("t2"), signed_in(OTHER, "t2", generation=2)]


def begin(attempt: str = "t1", **more: Any) -> ask_for.BeginSignIn:
    fields = {"account": "member-1", "address": "sealed", "proof": RIGHT} | more
    return ask_for.BeginSignIn(id="c", channel="web", attempt=attempt, **fields)


def code(proof: str = RIGHT, session: str = TOKEN, attempt: str = "t1", device: str = DEVICE) -> ask_for.EnterCode:
    return ask_for.EnterCode(id="c", channel="web", attempt=attempt, proof=proof, session=session, device=device, device_words="a Mac")


def consent(by: str = TOKEN, wording: str = "Yes?") -> ask_for.SetConsent:
    return ask_for.SetConsent(id="c", channel="web", by=by, marketing=True, wording=wording)


def ending(by: str, session: str) -> ask_for.EndSession:
    return ask_for.EndSession(id="c", channel="web", by=by, session=session)


ENDED = did.SessionEnded(session=TOKEN, account="member-1", ended_ms=NOW_MS)
THAW = ask_for.ThawValue(id="c", channel="web", by=OTHER)


@pytest.mark.parametrize(
    ("history", "command", "outcome"),
    [
        ([], begin(), [issued()]),
        ([], begin(proof="x"), no.AccountTextIsWrong("proof")),
        ([], begin(address="ada@example.com"), no.AccountTextIsWrong("address")),
        ([issued()], begin(), no.SignInCodeIsOver()),
        ([issued(f"s{n}") for n in range(5)], begin(), no.AskedForManyCodes()),
        ([issued(f"s{n}", NOW_MS - 10 * MINUTE_MS) for n in range(5)], begin(), [issued()]),
        ([issued()], code(), [OPENED, signed_in()]),
        ([issued()], code(WRONG), [tried(1)]),
        ([issued(), tried(4)], code(WRONG), [tried(5)]),
        ([issued(), tried(4)], code(), [OPENED, signed_in()]),
        ([issued(), tried(5)], code(), no.SignInCodeIsOver()),
        ([issued(at_ms=NOW_MS - 10 * MINUTE_MS)], code(), no.SignInCodeIsOver()),
        ([], code(), no.SignInCodeIsOver()),
        (HERE, code(session=OTHER), no.SignInCodeIsOver()),
        ([*HERE, issued("t2")], code(session=OTHER, attempt="t2"), [signed_in(OTHER, "t2")]),
        ([*HERE, issued("t2")], code(session=OTHER, attempt="t2", device="f" * 64), "new device"),
        ([*HERE, issued("t2")], code(session=TOKEN, attempt="t2"), no.SignInCodeIsOver()),
        (HERE, consent(), [did.ConsentSet(account="member-1", marketing=True, wording="Yes?", set_ms=NOW_MS)]),
        (HERE, consent(wording=""), no.AccountTextIsWrong("wording")),
        (HERE, consent(by=OTHER), no.SessionIsOver()),
        ([*HERE, ENDED], consent(), no.SessionIsOver()),
        ([*HERE, FROZEN], consent(), no.SessionIsOver()),
        ([issued(), OPENED, signed_in(expires_ms=NOW_MS)], consent(), no.SessionIsOver()),
        (HERE, ending(TOKEN, TOKEN), [ENDED]),
        ([*HERE, *ANOTHER], ending(OTHER, TOKEN), no.NoSuchSignIn()),
        ([*HERE, *ANOTHER], ending(TOKEN, OTHER), no.NoSuchSignIn()),
        (HERE, ask_for.ReportNotMe(id="c", channel="web", account="member-1"), [FROZEN]),
        (HERE, ask_for.FreezeForCaller(id="c", account="member-1", by="cleo"), [replace(FROZEN, by="cleo")]),
        ([issued()], ask_for.ReportNotMe(id="c", channel="web", account="member-1"), no.NoSuchCustomer()),
        ([*HERE, issued("t2"), FROZEN], code(session=OTHER, attempt="t2"), no.SignInCodeIsOver()),
        ([*HERE, FROZEN, issued("t2")], code(session=OTHER, attempt="t2"), [signed_in(OTHER, "t2", generation=2, unknown_device=True)]),
        (BACK, THAW, [did.ValueThawed(account="member-1", by="holder", thawed_ms=NOW_MS)]),
        ([*HERE, *ANOTHER], THAW, []),
        ([*HERE, FROZEN], ask_for.ThawForCaller(id="c", account="member-1", by="ines"), "thawed"),
        (HERE, ask_for.ForgetAccount(id="c", account="member-1"), [did.AccountForgotten(account="member-1", forgotten_ms=NOW_MS)]),
        ([*HERE, did.AccountForgotten(account="member-1", forgotten_ms=NOW_MS)], consent(), no.SessionIsOver()),
        (HERE, ask_for.ForgetSession(id="c", session=TOKEN), []),
        (HERE, ask_for.ForgetAttempt(id="c", attempt="t1"), []),
    ],
)
def test_a_command_leads_to(history: Sequence[Event], command: Command, outcome: list[Event] | Refusal | str) -> None:
    found = ask(rules, state, history, command)
    match outcome:
        case "new device":
            assert isinstance(found, list)
            assert isinstance(found[0], did.SignedIn)
            assert found[0].unknown_device
        case "thawed":
            assert found == [did.ValueThawed(account="member-1", by="ines", thawed_ms=NOW_MS)]
        case _:
            assert found == outcome


def test_a_session_from_before_the_freeze_thaws_nothing() -> None:
    """A session that was opened by a guess in the same generation, but before the freeze, is void: only a newer code counts."""
    before: list[Event] = [*HERE, FROZEN, issued("t2"), signed_in(OTHER, "t2", generation=2, signed_in_ms=NOW_MS - 1)]
    assert ask(rules, state, before, THAW) == no.CodeFirst()
