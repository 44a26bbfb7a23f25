"""The rules of charges as tables."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from arkwright.compartments.accounts import commands as ask_for
from arkwright.compartments.accounts import events as did
from arkwright.compartments.accounts import rules, state
from arkwright.kit.messages import Command, Event
from tests.compartments.accounts.test_rules import HERE, issued
from tests.compartments.table import NOW_MS, ask

FACTS = {"charge": "c1", "account": "member-1", "source": "leeds-till-1-000001", "store": "leeds", "scheme": "visa", "last_four": "4242"}
TAKEN = ask_for.RecordCharge(id="c", amount_pence=12_00, at_ms=NOW_MS, **FACTS)
RECORDED = did.ChargeRecorded(amount_pence=12_00, at_ms=NOW_MS, **FACTS)
DECLINE = ask_for.RecordChargeDeclined(id="c", charge="c1")
DECLINED = did.ChargeDeclined(charge="c1")
FORGET = ask_for.ForgetCharge(id="c", charge="c1")
GONE = did.AccountForgotten(account="member-1", forgotten_ms=NOW_MS)


@pytest.mark.parametrize(
    ("history", "command", "outcome"),
    [
        (HERE, TAKEN, [RECORDED]),
        ([*HERE, RECORDED], TAKEN, []),
        ([], TAKEN, []),
        ([issued()], TAKEN, []),
        ([*HERE, GONE], TAKEN, []),
        ([*HERE, RECORDED], DECLINE, [DECLINED]),
        ([*HERE, RECORDED, DECLINED], DECLINE, []),
        (HERE, DECLINE, []),
        ([*HERE, RECORDED], FORGET, [did.ChargeForgotten(charge="c1")]),
        (HERE, FORGET, []),
    ],
)
def test_a_command_leads_to(history: Sequence[Event], command: Command, outcome: list[Event]) -> None:
    assert ask(rules, state, history, command) == outcome
