"""Who may sign on at tills: history, command, and the outcome last."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from arkwright.compartments.staff import commands as ask
from arkwright.compartments.staff import events as did
from arkwright.compartments.staff import refusals as no
from arkwright.compartments.staff import rules, state
from arkwright.kit.messages import Command, Event
from arkwright.kit.refusal import Refusal
from tests.compartments import table
from tests.compartments.table import NOW_MS

BADGE, OTHER = "ab" * 32, "cd" * 32
GIVE = ask.SetTillAccess(id="g", colleague="b12", sealed="sealed", badge=BADGE, stores=("york", "leeds", "leeds"), manages=True, by="ed")
GIVEN = did.TillAccessSet(
    colleague="b12", sealed="sealed", badge=BADGE, stores=("leeds", "york"), former_stores=(), manages=True, by="ed", set_ms=NOW_MS
)
END = ask.EndTillAccess(id="e", colleague="b12", by="ed")
ENDED = did.TillAccessEnded(colleague="b12", former_stores=("leeds", "york"), by="ed", ended_ms=NOW_MS)
ERASE = ask.EraseTillAccess(id="e", colleague="b12", by="ed")
ERASED = did.TillAccessErased(colleague="b12", former_stores=("leeds", "york"), by="ed", erased_ms=NOW_MS)
MOVE = replace(GIVE, stores=("york",), badge=OTHER)
MOVED = replace(GIVEN, stores=("york",), badge=OTHER, former_stores=("leeds", "york"))
ANN, ANNS = replace(GIVE, colleague="ann"), replace(GIVEN, colleague="ann")


@pytest.mark.parametrize(
    ("history", "command", "expected"),
    [
        ([], GIVE, [GIVEN]),
        ([], replace(GIVE, badge=""), [replace(GIVEN, badge="")]),
        ([GIVEN], MOVE, [MOVED]),
        ([GIVEN], GIVE, [replace(GIVEN, former_stores=("leeds", "york"))]),
        ([GIVEN], ANN, no.BadgeIsAnothers()),
        ([GIVEN, MOVED], ANN, [ANNS]),
        ([GIVEN, ENDED], ANN, [ANNS]),
        ([], replace(GIVE, colleague="B 12"), no.ColleagueNumberIsWrong()),
        ([], replace(GIVE, stores=()), no.NoStoreIsNamed()),
        ([], replace(GIVE, stores=("The Moon",)), no.NoStoreIsNamed()),
        ([], replace(GIVE, stores=tuple(f"s{number}" for number in range(51))), no.NoStoreIsNamed()),
        ([], replace(GIVE, badge="ARKB-CLEAR"), no.BadgeIsNoDigest()),
        ([], replace(GIVE, sealed="$argon2id$"), no.PasswordIsNotSealed()),
        ([GIVEN], END, [ENDED]),
        ([], END, no.NoTillAccess("b12")),
        ([GIVEN, ENDED], END, no.NoTillAccess("b12")),
        ([GIVEN, ENDED], GIVE, [GIVEN]),
        ([GIVEN], ERASE, [ERASED]),
        ([GIVEN, ENDED], ERASE, [replace(ERASED, former_stores=())]),
        ([GIVEN, ERASED], ERASE, []),
        ([], ERASE, no.NoTillAccess("b12")),
        ([GIVEN, ERASED], GIVE, no.ColleagueWasErased("b12")),
        ([GIVEN, ERASED], ANN, [ANNS]),
    ],
)
def test_decide(history: list[Event], command: Command, expected: list[Event] | Refusal) -> None:
    assert table.ask(rules, state, history, command) == expected
