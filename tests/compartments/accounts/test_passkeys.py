"""The rules of passkeys as tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from arkwright.compartments.accounts import commands as ask_for
from arkwright.compartments.accounts import events as did
from arkwright.compartments.accounts import refusals as no
from arkwright.compartments.accounts import rules, state
from arkwright.compartments.accounts.state import Account, Passkey
from arkwright.kit.messages import Command, Event
from arkwright.kit.refusal import Refusal
from tests.compartments.accounts.test_rules import ANOTHER, DEVICE, FROZEN, HERE, MINUTE_MS, OPENED, OTHER, TOKEN, issued, signed_in
from tests.compartments.table import NOW_MS, after, ask

KEY, SECOND = "1" * 64, "2" * 64
ASKED = ask_for.Challenge(digest="9" * 64, until_ms=NOW_MS + MINUTE_MS)
LATER = ask_for.Challenge(digest="8" * 64, until_ms=NOW_MS + MINUTE_MS)
LATE = ask_for.Challenge(digest="7" * 64, until_ms=NOW_MS)
THIRD = "f" * 64


def add(passkey: str = KEY, by: str = TOKEN, challenge: ask_for.Challenge = ASKED, name: str = "sealed") -> ask_for.AddPasskey:
    return ask_for.AddPasskey(
        id="c", channel="web", by=by, passkey=passkey, challenge=challenge, credential="cred", public_key="key", sign_count=3, name=name
    )


def added(passkey: str = KEY, account: str = "member-1", challenge: ask_for.Challenge = ASKED, at_ms: int = NOW_MS) -> did.PasskeyAdded:
    return did.PasskeyAdded(
        account=account, address="sealed", passkey=passkey, credential="cred", public_key="key", sign_count=3, name="sealed",
        challenge=challenge, added_ms=at_ms,
    )  # fmt: skip


def use(count: int = 4, challenge: ask_for.Challenge = LATER, **more: Any) -> ask_for.UsePasskey:
    fields: dict[str, Any] = {"passkey": KEY, "session": THIRD, "device": DEVICE} | more
    return ask_for.UsePasskey(id="c", channel="web", challenge=challenge, sign_count=count, device_words="a Mac", **fields)


def used(count: int = 4) -> did.PasskeyUsed:
    return did.PasskeyUsed(passkey=KEY, account="member-1", sign_count=count, challenge=LATER, used_ms=NOW_MS)


def doubted(count: int) -> did.PasskeyDoubted:
    return did.PasskeyDoubted(
        passkey=KEY, account="member-1", address="sealed", name="sealed", sign_count=count, challenge=LATER, doubted_ms=NOW_MS
    )


def came(**more: Any) -> did.SignedIn:
    return signed_in(THIRD, "", passkey=KEY, **more)


def remove(by: str = TOKEN, passkey: str = KEY) -> ask_for.RemovePasskey:
    return ask_for.RemovePasskey(id="c", channel="web", by=by, passkey=passkey)


def consent(by: str) -> ask_for.SetConsent:
    return ask_for.SetConsent(id="c", channel="web", by=by, marketing=True, wording="Yes?")


REMOVED = did.PasskeyRemoved(passkey=KEY, account="member-1", address="sealed", name="sealed", removed_ms=NOW_MS)
WITH_KEY: list[Event] = [*HERE, added()]
OLD_SESSION: list[Event] = [issued(), OPENED, signed_in(signed_in_ms=NOW_MS - 15 * MINUTE_MS)]
FULL: list[Event] = [*HERE, *(added(f"{n:064}", challenge=ask_for.Challenge(digest=f"{n:064}", until_ms=NOW_MS)) for n in range(20))]
THAWED = did.ValueThawed(account="member-1", by="holder", thawed_ms=NOW_MS)
BY_COLLEAGUE = did.ValueThawed(account="member-1", by="ines", thawed_ms=NOW_MS)
BACK: list[Event] = [issued("t2"), signed_in(OTHER, "t2", generation=2)]
CONSENTED = did.ConsentSet(account="member-1", marketing=True, wording="Yes?", set_ms=NOW_MS)


@pytest.mark.parametrize(
    ("history", "command", "outcome"),
    [
        (HERE, add(), [added()]),
        (HERE, add(passkey="x"), no.AccountTextIsWrong("passkey")),
        (HERE, add(name="My phone"), no.AccountTextIsWrong("name")),
        (HERE, add(by=OTHER), no.SessionIsOver()),
        (OLD_SESSION, add(), no.ProveYourselfFirst()),
        (HERE, add(challenge=LATE), no.PasskeyQuestionIsOver()),
        (WITH_KEY, add(SECOND), no.PasskeyQuestionIsOver()),
        (WITH_KEY, add(challenge=LATER), no.PasskeyIsThereAlready()),
        ([*WITH_KEY, *ANOTHER], add(by=OTHER, challenge=LATER), no.PasskeyIsThereAlready()),
        (FULL, add(), no.TooManyPasskeys(20)),
        (WITH_KEY, use(), [used(), came()]),
        (WITH_KEY, use(device="0" * 64), "a new device"),
        (WITH_KEY, use(replaced=TOKEN), [used(), did.SessionEnded(session=TOKEN, account="member-1", ended_ms=NOW_MS), came()]),
        ([*WITH_KEY, *ANOTHER], use(replaced=OTHER), [used(), came()]),
        (HERE, use(), no.PasskeyDoesNotOpen()),
        (WITH_KEY, use(challenge=ASKED), no.PasskeyDoesNotOpen()),
        (WITH_KEY, use(challenge=LATE), no.PasskeyDoesNotOpen()),
        (WITH_KEY, use(session="x"), no.AccountTextIsWrong("session")),
        (WITH_KEY, use(session=TOKEN), no.SignInCodeIsOver()),
        (WITH_KEY, use(3), [doubted(3)]),
        (WITH_KEY, use(0), [doubted(0)]),
        ([*WITH_KEY, doubted(3)], use(), no.PasskeyDoesNotOpen()),
        ([*WITH_KEY, FROZEN], use(), no.PasskeysRest()),
        ([*WITH_KEY, FROZEN, BY_COLLEAGUE], use(), no.PasskeysRest()),
        ([*WITH_KEY, FROZEN, *BACK, THAWED], use(), [used(), came(generation=2)]),
        ([*WITH_KEY, FROZEN, BY_COLLEAGUE, *BACK], ask_for.ThawValue(id="c", channel="web", by=OTHER), [THAWED]),
        ([*WITH_KEY, REMOVED], use(), no.PasskeyDoesNotOpen()),
        ([*WITH_KEY, REMOVED, did.ChallengeForgotten(challenge=ASKED.digest)], add(), [added()]),
        ([*WITH_KEY, used(), came()], consent(THIRD), [CONSENTED]),
        ([*WITH_KEY, used(), came(), REMOVED], consent(THIRD), no.SessionIsOver()),
        ([*WITH_KEY, used(), came(), FROZEN], consent(THIRD), no.SessionIsOver()),
        (WITH_KEY, remove(), [REMOVED]),
        (HERE, remove(), no.NoSuchPasskey()),
        ([*WITH_KEY, *ANOTHER], remove(by=OTHER), no.NoSuchPasskey()),
        (WITH_KEY, ask_for.ForgetChallenge(id="c", challenge=ASKED.digest), []),
        (
            [*HERE, added(challenge=LATE)],
            ask_for.ForgetChallenge(id="c", challenge=LATE.digest),
            [did.ChallengeForgotten(challenge=LATE.digest)],
        ),
    ],
)
def test_a_command_leads_to(history: Sequence[Event], command: Command, outcome: list[Event] | Refusal | str) -> None:
    found = ask(rules, state, history, command)
    if outcome == "a new device":
        assert isinstance(found, list)
        assert isinstance(found[-1], did.SignedIn)
        assert found[-1].unknown_device
    else:
        assert found == outcome


def test_a_passkey_goes_with_its_account() -> None:
    rows = after(state, [*WITH_KEY, did.AccountForgotten(account="member-1", forgotten_ms=NOW_MS)])
    assert (rows[Account, "member-1"], rows[Passkey, KEY]) == (None, None)


def test_only_a_code_after_the_freeze_opens_passkeys_again() -> None:
    by_passkey: list[Event] = [*WITH_KEY, FROZEN, signed_in(THIRD, "", generation=2, passkey=KEY)]
    assert ask(rules, state, by_passkey, ask_for.ThawValue(id="c", channel="web", by=THIRD)) == no.CodeFirst()
