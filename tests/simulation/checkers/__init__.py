"""Checkers: one file a group of invariants; each reads the evidence of a day and says what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tests.simulation.checkers import commands, journals, money, orders, stock, switches
from tests.simulation.evidence import Evidence

Checker = Callable[[Evidence], Iterator[str]]

# Each violation begins with the number of its invariant.
CHECKERS: tuple[Checker, ...] = (
    orders.acknowledged_orders_exist_once,
    orders.states_follow_the_graph,
    orders.nothing_stays_in_between,
    commands.an_id_takes_effect_once,
    commands.an_answer_stays_the_same,
    money.captures_stay_within,
    money.books_agree_with_the_provider,
    money.paid_means_evidence,
    money.debits_equal_credits,
    money.refunds_stay_within,
    money.nothing_stays_unknown,
    stock.promises_stay_within_the_allowance,
    stock.reservations_end_once,
    stock.counts_follow_from_events,
    switches.nothing_passes_a_closed_gate,
    switches.only_genuine_newer_tables_count,
    switches.the_newest_table_is_held,
    switches.banners_say_what_is_answered,
    journals.rebuilding_gives_the_same,
)


def violations(evidence: Evidence) -> list[str]:
    """Everything that is wrong, each line with the number of the invariant in front."""
    found = [line for checker in CHECKERS for line in checker(evidence)]
    return [*found, *evidence.record.problems]
