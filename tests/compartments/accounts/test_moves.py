"""The rules of another address for an account, as tables."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from arkwright.compartments.accounts import commands as ask_for
from arkwright.compartments.accounts import events as did
from arkwright.compartments.accounts import refusals as no
from arkwright.compartments.accounts import rules, state
from arkwright.compartments.accounts.state import Account
from arkwright.kit.messages import Command, Event
from arkwright.kit.refusal import Refusal
from tests.compartments.accounts.test_rules import ANOTHER, HERE, MINUTE_MS, OPENED, OTHER, RIGHT, TOKEN, WRONG, code, issued, signed_in
from tests.compartments.table import NOW_MS, after, ask

FORTNIGHT_MS = 14 * 24 * 60 * MINUTE_MS


def begin(instead: ask_for.Instead = "", by: str = TOKEN, address: str = "other") -> ask_for.BeginMove:
    return ask_for.BeginMove(id="c", channel="web", by=by, attempt="m1", address=address, proof=RIGHT, instead=instead)


def move_issued(instead: ask_for.Instead = "", attempt: str = "m1", address: str = "other") -> did.CodeIssued:
    return replace(issued(attempt), address=address, moves=True, instead=instead)


def typed(proof: str = RIGHT, by: str = TOKEN, attempt: str = "m1") -> ask_for.EnterMoveCode:
    return ask_for.EnterMoveCode(id="c", channel="web", by=by, attempt=attempt, proof=proof)


def moved(before: str = "sealed", address: str = "other", at_ms: int = NOW_MS, attempt: str = "m1") -> did.AddressMoved:
    return did.AddressMoved(
        attempt=attempt, account="member-1", before=before, address=address, moved_ms=at_ms, undone_until_ms=at_ms + FORTNIGHT_MS
    )


def undo(moved_ms: int = NOW_MS) -> ask_for.UndoMove:
    return ask_for.UndoMove(id="c", channel="web", account="member-1", moved_ms=moved_ms)


def undone(address: str = "sealed", moved_ms: int = NOW_MS) -> list[Event]:
    return [
        did.AddressRestored(account="member-1", address=address, moved_ms=moved_ms, undone_ms=NOW_MS),
        did.ValueFrozen(account="member-1", address=address, generation=2, frozen_ms=NOW_MS),
    ]


ASKED: list[Event] = [*HERE, move_issued()]
MOVED: list[Event] = [*ASKED, moved()]
TWICE: list[Event] = [
    *HERE,
    move_issued(),
    moved(at_ms=NOW_MS - 2),
    move_issued(attempt="m2", address="third"),
    moved("other", "third", NOW_MS - 1, "m2"),
]
OFTEN: list[Event] = [
    *HERE,
    *(event for n in range(3) for event in (move_issued(attempt=f"n{n}"), moved(at_ms=NOW_MS - n, attempt=f"n{n}"))),
]
WRONG_CODE = did.WrongCodeEntered(attempt="m1", account="member-1", tries=1, entered_ms=NOW_MS)


@pytest.mark.parametrize(
    ("history", "command", "outcome"),
    [
        (HERE, begin(), [move_issued()]),
        (HERE, begin("taken"), [move_issued("taken")]),
        (HERE, begin(by=OTHER), no.SessionIsOver()),
        (HERE, begin(address="ada@example.com"), no.AccountTextIsWrong("address")),
        ([issued(), OPENED, signed_in(signed_in_ms=NOW_MS - 15 * MINUTE_MS)], begin(), no.ProveYourselfFirst()),
        ([*HERE, *(issued(f"s{n}") for n in range(4))], begin(), no.AskedForManyCodes()),
        (OFTEN, begin(), no.AddressMovedOften()),
        (ASKED, typed(), [moved()]),
        (ASKED, typed(WRONG), [WRONG_CODE]),
        (HERE, typed(), no.SignInCodeIsOver()),
        ([*HERE, issued("t2")], typed(attempt="t2"), no.SignInCodeIsOver()),
        ([*ASKED, *ANOTHER], typed(by=OTHER), no.SignInCodeIsOver()),
        (MOVED, typed(), no.SignInCodeIsOver()),
        ([*HERE, issued("t2"), move_issued(), moved()], code(attempt="t2", session=OTHER), no.SignInCodeIsOver()),
        ([*MOVED, issued("t2"), *undone()], code(attempt="t2", session=OTHER), no.SignInCodeIsOver()),
        ([*ASKED, move_issued(attempt="m2"), moved()], typed(attempt="m2"), no.SignInCodeIsOver()),
        ([*HERE, move_issued("taken")], typed(), [WRONG_CODE]),
        (ASKED, code(attempt="m1", session=OTHER), no.SignInCodeIsOver()),
        ([*HERE, replace(issued("t2"), instead="moved")], code(attempt="t2", session=OTHER), [replace(WRONG_CODE, attempt="t2")]),
        (MOVED, undo(), undone()),
        (TWICE, undo(NOW_MS - 1), undone("other", NOW_MS - 1)),
        (TWICE, undo(NOW_MS - 2), undone("sealed", NOW_MS - 2)),
        (HERE, undo(), no.MoveIsOver()),
        ([*MOVED, *undone()], undo(), no.MoveIsOver()),
        ([*ASKED, moved(at_ms=NOW_MS - FORTNIGHT_MS)], undo(NOW_MS - FORTNIGHT_MS), no.MoveIsOver()),
        ([issued()], undo(), no.NoSuchCustomer()),
    ],
)
def test_a_command_leads_to(history: Sequence[Event], command: Command, outcome: list[Event] | Refusal) -> None:
    assert ask(rules, state, history, command) == outcome


def test_undoing_the_first_of_two_moves_undoes_the_second() -> None:
    row = after(state, [*TWICE, *undone("sealed", NOW_MS - 2)])[Account, "member-1"]
    assert row is not None
    assert (row.address, row.moves, row.generation) == ("sealed", (), 2)
