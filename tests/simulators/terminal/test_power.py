"""Power lost at every message of a payment: at rest, what the terminal tells and what the acquirer holds agree to the penny."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

import pytest

from arkwright.kit.terminal import Aborted, Approved, Declined, DeclinedLate, InProgress, NotFound, Outcome, Reversed
from arkwright.kit.world import NetworkError
from arkwright.simulators.terminal.ledger import Ledger
from arkwright.simulators.terminal.machine import MOMENTS, ActName
from tests.simulators.terminal.counter import TENDER, Counter, in_virtual_time, paid_pence

WEATHER = ("answers", "silent", "cut", "declines late")
ACTS: tuple[tuple[ActName, ...], ...] = (("tap",), ("insert",), ("tap", "insert"), ("wrong-pin", "insert"), ("cancel",))
AGAIN = ("status", "pay")


class Case(NamedTuple):
    moment: str
    acts: tuple[ActName, ...]
    weather: str
    stored: bool
    again: str
    reverse: bool


class Seen(NamedTuple):
    """What was seen of one case: what is wrong about it, and where the power went."""

    problems: list[str]
    lost_at: list[str]


def cases(moment: str) -> Iterator[Case]:
    for acts in ACTS:
        for weather in WEATHER:
            for stored in (False, True):
                for again in AGAIN:
                    for reverse in (False, True):
                        yield Case(moment, acts, weather, stored, again, reverse)


async def story(case: Case) -> Seen:
    counter = Counter()
    trouble = counter.acquirer.books.trouble
    trouble.cut_off, trouble.silent = case.weather in {"cut", "declines late"}, 9 if case.weather == "silent" else 0
    trouble.decline_next_stored = int(case.weather == "declines late")
    counter.box.lose_power_at = case.moment
    asked = counter.asked(stored=case.stored)
    first = await counter.pay(*case.acts, asked=asked)
    counter.box.power_on()
    if case.again == "pay":
        _ = await counter.pay(*case.acts, asked=asked)
    later = await counter.told()
    if case.reverse and isinstance(later, Approved):
        await reversed_for_certain(counter, later)
    await counter.at_rest()
    last = await counter.told()
    problems = [
        *(["the till was told one thing first and another later"] if not follows(first, later) else []),
        *(["it became something else at rest"] if not follows(later, last) else []),
        *(["stored without leave"] if isinstance(last, Approved) and last.stored and not case.stored else []),
        *(["a reversal did not stand"] if case.reverse and isinstance(last, Approved) else []),
        *(["undecided"] if isinstance(last, InProgress | NotFound) else []),
        *([f"told {last}, and {counter.taken_pence} taken"] if paid_pence(last) != counter.taken_pence else []),
        *(["captured twice"] if counter.taken_pence > asked.amount_pence else []),
    ]
    return Seen(problems, counter.box.lost_at)


async def reversed_for_certain(counter: Counter, approved: Approved) -> None:
    """As a till does: asked until it is answered."""
    for _ in range(3):
        counter.box.power_on()
        try:
            await counter.till.reverse(reversal=f"{TENDER}.reverse", transaction=approved.transaction, at_ms=approved.at_ms)
        except NetworkError:
            continue
        return
    raise AssertionError("never answered")


def follows(first: Outcome | None, later: Outcome) -> bool:
    """Whether `later` may be told after `first`."""
    match first:
        case None | InProgress() | NotFound():
            return True
        case Declined() | Aborted() | Reversed() | DeclinedLate():
            return later == first
        case Approved(stored=None):
            return later == first or isinstance(later, Reversed)
        case Approved():
            return isinstance(later, Approved | Reversed | DeclinedLate)


def failing(moment: str) -> tuple[list[tuple[Case, list[str]]], list[str]]:
    seen = {case: in_virtual_time(partial(story, case)) for case in cases(moment)}
    return [(case, one.problems) for case, one in seen.items() if one.problems], [name for one in seen.values() for name in one.lost_at]


@pytest.mark.parametrize("moment", ["", *MOMENTS])
def test_terminal_and_acquirer_agree_whenever_the_power_goes(moment: str) -> None:
    wrong, lost_at = failing(moment)
    assert wrong == []
    assert set(lost_at) == ({moment} if moment else set())


def test_a_terminal_that_reverses_nothing_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Ledger, "_take_back", lambda *_: None)
    wrong, _ = failing("acquirer-asked")
    assert {problem for _, problems in wrong for problem in problems} != set()


def test_a_terminal_that_forgets_over_a_loss_of_power_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Ledger, "recover", lambda ledger: ledger.books.sales.clear())
    wrong, _ = failing("result-written")
    assert wrong != []
