"""Checkers: one file a group of invariants; each reads the evidence of a day and says what is wrong with it.

Which one holds which (numbers as in the design; those of stores and the line are in `tests/simulation/company/checkers.py`;
19 is points.py, which is given plain facts):

 1 acknowledged_orders_exist_once          9 nothing_stays_in_between, nothing_stays_unknown, letters_leave, letters_say_what_happened
 2 an_id_takes_effect_once,               10 counts_follow_from_events
   an_answer_stays_the_same,              11 promises_stay_within_the_allowance,
   what_people_saw (one page an order)       no_day_takes_more_than_it_can; 12 reservations_end_once
 3 states_follow_the_graph                22 nothing_passes_a_closed_gate, what_was_acknowledged_holds
 4 captures_stay_within                   23 only_genuine_newer_tables_count, the_newest_table_is_held,
                                             the_office_never_goes_back
 5 books_agree_with_the_provider          24 nothing_passes_a_closed_gate (the desk away, forged, late)
 6 paid_means_evidence                    25 test_simulation.py: a twin of the day
 7 debits_equal_credits                   26 banners_say_what_is_answered, letters_say_what_happened
 8 refunds_stay_within                    27 no_checkpoint_is_lost, and each is held against the journal as it is read
                                          28 checkpoints_come_in_time; 29 rebuilding_gives_the_same
                                          32 promotions.py: savings, codes, parcels
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tests.simulation.checkers import commands, days, journals, letters, money, orders, points, promotions, stock, switches
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
    points.orders_hold_their_points,
    promotions.savings_are_what_was_shown_and_the_best,
    promotions.codes_stay_within_their_uses,
    promotions.parcels_cost_what_is_paid,
    stock.promises_stay_within_the_allowance,
    days.no_day_takes_more_than_it_can,
    stock.reservations_end_once,
    stock.counts_follow_from_events,
    switches.nothing_passes_a_closed_gate,
    switches.only_genuine_newer_tables_count,
    switches.the_office_never_goes_back,
    switches.the_newest_table_is_held,
    switches.banners_say_what_is_answered,
    switches.what_was_acknowledged_holds,
    letters.letters_say_what_happened,
    letters.letters_leave,
    journals.no_checkpoint_is_lost,
    journals.checkpoints_come_in_time,
    journals.rebuilding_gives_the_same,
)


def violations(evidence: Evidence) -> list[tuple[str, str]]:
    """Everything that is wrong: which checker found it, and what, with the number of the invariant in front."""
    found = [(checker.__name__, line) for checker in CHECKERS for line in checker(evidence)]
    return [*found, *(("what_people_saw", line) for line in evidence.record.problems)]
