"""The rules of staff as tables."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from arkwright.compartments.staff import commands, rules, state
from arkwright.compartments.staff import events as did
from arkwright.compartments.staff import refusals as no
from arkwright.compartments.staff.commands import (
    AddAccount,
    ChangePassword,
    EndSession,
    EndSessionsOf,
    RecordFailedSignIn,
    RecordSignIn,
    RestoreAccount,
    SetRoles,
    SuspendAccount,
)
from arkwright.compartments.staff.rules import SESSION_MS, lock_ms
from arkwright.compartments.staff.state import Account, Session
from arkwright.kit.messages import Command, Event
from arkwright.kit.refusal import Refusal
from tests.compartments.table import NOW_MS, after, ask

TOKEN, TOKEN_2 = "a" * 64, "b" * 64
MINUTE = 60_000

ADDED = did.AccountAdded(account="ada", roles=("buyer",), sealed_password="sealed", by="command-line", added_ms=1)
SIGNED_IN = did.SignedIn(account="ada", session=TOKEN, generation=1, signed_in_ms=NOW_MS, expires_ms=NOW_MS + SESSION_MS)
SUSPENDED = did.AccountSuspended(account="ada", generation=2, by="bob", suspended_ms=NOW_MS)
RESTORED = did.AccountRestored(account="ada", by="bob", restored_ms=NOW_MS)
CHANGED = did.PasswordChanged(account="ada", sealed_password="other", generation=2, by="ada", changed_ms=NOW_MS)
SET = did.RolesSet(account="ada", roles=("buyer", "warehouse"), by="bob", set_ms=NOW_MS)
ENDED_ALL = did.SessionsEnded(account="ada", generation=2, by="ada", ended_ms=NOW_MS)


def failed(times: int, locked_until_ms: int | None = None) -> did.SignInFailed:
    return did.SignInFailed(account="ada", failed_sign_ins=times, locked_until_ms=locked_until_ms, failed_ms=NOW_MS)


def add(account: str = "ada", roles: tuple[str, ...] = ("buyer",), sealed_password: str = "sealed") -> AddAccount:
    return AddAccount(id="c", account=account, roles=roles, sealed_password=sealed_password, by="command-line")


def set_roles(*roles: str, by: str = "bob") -> SetRoles:
    return SetRoles(id="c", account="ada", roles=roles, by=by)


def change(sealed_password: str = "other") -> ChangePassword:
    return ChangePassword(id="c", account="ada", sealed_password=sealed_password, by="ada")


def sign_in(session: str = TOKEN) -> RecordSignIn:
    return RecordSignIn(id="c", account="ada", session=session)


def suspend(by: str = "bob") -> SuspendAccount:
    return SuspendAccount(id="c", account="ada", by=by)


def restore(by: str = "bob") -> RestoreAccount:
    return RestoreAccount(id="c", account="ada", by=by)


FAIL = RecordFailedSignIn(id="c", account="ada")
LOCKED = [ADDED, failed(5, NOW_MS + 90_000)]

ACCOUNTS: list[tuple[Sequence[Event], Command, list[Event] | Refusal]] = [
    ([], add(), [did.AccountAdded(account="ada", roles=("buyer",), sealed_password="sealed", by="command-line", added_ms=NOW_MS)]),
    (
        [],
        add(roles=("warehouse", "buyer", "buyer")),
        [did.AccountAdded(account="ada", roles=("buyer", "warehouse"), sealed_password="sealed", by="command-line", added_ms=NOW_MS)],
    ),
    ([ADDED], add(), no.AccountExists("ada")),
    ([], add("Ada"), no.AccountNameIsWrong()),
    ([], add("a"), no.AccountNameIsWrong()),
    ([], add("a" * 41), no.AccountNameIsWrong()),
    ([], add("ada@example.org"), no.AccountNameIsWrong()),
    ([], add(roles=()), no.RolesAreWrong()),
    ([], add(roles=("Buyer!",)), no.RolesAreWrong()),
    ([], add(sealed_password="$argon2id$v=19$m=65536"), no.PasswordIsNotSealed()),
    ([ADDED], set_roles("warehouse", "buyer"), [SET]),
    ([ADDED, SET], set_roles("buyer", "warehouse"), []),
    ([ADDED], set_roles(), no.RolesAreWrong()),
    ([ADDED], set_roles("buyer", by="ada"), no.NotYourOwnAccount("ada")),
    ([], set_roles("buyer"), no.NoSuchAccount("ada")),
    ([ADDED], change(), [CHANGED]),
    ([ADDED, CHANGED], change(), []),
    ([ADDED], change("$argon2id$"), no.PasswordIsNotSealed()),
    ([], change(), no.NoSuchAccount("ada")),
    ([ADDED], suspend(), [SUSPENDED]),
    ([ADDED, SUSPENDED], suspend(), []),
    ([ADDED], suspend(by="ada"), no.NotYourOwnAccount("ada")),
    ([ADDED], restore(), []),
    ([ADDED, SUSPENDED], restore(), [RESTORED]),
    ([ADDED, SUSPENDED], restore(by="ada"), no.NotYourOwnAccount("ada")),
    (LOCKED, restore(), [RESTORED]),
]
SESSIONS: list[tuple[Sequence[Event], Command, list[Event] | Refusal]] = [
    ([ADDED], sign_in(), [SIGNED_IN]),
    ([ADDED, failed(4)], sign_in(), [SIGNED_IN]),
    ([ADDED, SIGNED_IN], sign_in(TOKEN), no.SessionExists()),
    ([ADDED], sign_in("token"), no.SessionIsWrong()),
    ([], sign_in(), no.NoSuchAccount("ada")),
    ([ADDED, SUSPENDED], sign_in(), no.AccountIsSuspended("ada")),
    (LOCKED, sign_in(), no.AccountIsLocked("ada", 2)),
    ([ADDED, failed(5, NOW_MS)], sign_in(), [SIGNED_IN]),
    ([*LOCKED, RESTORED], sign_in(), [SIGNED_IN]),
    ([ADDED], FAIL, [failed(1)]),
    ([ADDED, failed(3)], FAIL, [failed(4)]),
    ([ADDED, failed(4)], FAIL, [failed(5, NOW_MS + 15 * MINUTE)]),
    ([ADDED, failed(5, NOW_MS)], FAIL, [failed(6)]),
    ([ADDED, failed(9, None)], FAIL, [failed(10, NOW_MS + 30 * MINUTE)]),
    ([ADDED, failed(4), SIGNED_IN], FAIL, [failed(1)]),
    (LOCKED, FAIL, []),
    ([ADDED, SUSPENDED], FAIL, []),
    ([], FAIL, []),
    ([ADDED, SIGNED_IN], EndSession(id="c", session=TOKEN), [did.SessionEnded(account="ada", session=TOKEN, ended_ms=NOW_MS)]),
    ([ADDED], EndSession(id="c", session=TOKEN), []),
    ([ADDED], EndSessionsOf(id="c", account="ada", by="ada"), [ENDED_ALL]),
    ([], EndSessionsOf(id="c", account="ada", by="ada"), no.NoSuchAccount("ada")),
]


@pytest.mark.parametrize(("history", "command", "outcome"), [*ACCOUNTS, *SESSIONS])
def test_a_command_leads_to(history: Sequence[Event], command: Command, outcome: list[Event] | Refusal) -> None:
    assert ask(rules, state, history, command) == outcome


@pytest.mark.parametrize(("failures", "minutes"), [(5, 15), (10, 30), (15, 60), (30, 480), (35, 960), (40, 1440), (5000, 1440)])
def test_a_lock_grows_up_to_a_day(failures: int, minutes: int) -> None:
    assert lock_ms(failures) == minutes * MINUTE


@pytest.mark.parametrize("ending", [SUSPENDED, CHANGED, ENDED_ALL])
def test_older_sessions_are_void_from_the_next_generation_on(ending: Event) -> None:
    rows = after(state, [ADDED, SIGNED_IN, ending])
    row, session = rows[Account, "ada"], rows[Session, TOKEN]
    assert row is not None
    assert session is not None
    assert session.generation < row.generation
    again = after(state, [ADDED, SIGNED_IN, ending, RESTORED])
    events = rules.decide(again, RecordSignIn(id="c", account="ada", session=TOKEN_2), NOW_MS)
    assert isinstance(events[0], did.SignedIn)
    assert events[0].generation == row.generation


def test_an_ended_session_leaves_no_row() -> None:
    rows = after(state, [ADDED, SIGNED_IN, did.SessionEnded(account="ada", session=TOKEN, ended_ms=1)])
    assert rows[Session, TOKEN] is None


def test_no_switch_locks_out_those_who_end_an_incident() -> None:
    ours = [value for value in vars(commands).values() if isinstance(value, type) and issubclass(value, Command)]
    assert not any(command.capabilities for command in ours)
    assert commands.key_holder("ada") == "staff.ada"


class Strange(Event, frozen=True):
    """An event of another compartment."""


class Odd(Command, frozen=True):
    """A command of another compartment."""


def test_what_is_not_theirs_is_a_mistake() -> None:
    rows = after(state, [])
    with pytest.raises(TypeError):
        rules.decide(rows, Odd(id="c"), NOW_MS)
    with pytest.raises(TypeError):
        state.evolve(rows, Strange())
    with pytest.raises(LookupError):
        state.evolve(rows, SET)
