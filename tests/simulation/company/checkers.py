"""Checkers of the company: what the office alone and a store alone are held to, and what must hold between them.

 1 sales_reach_head_office_once               23 revoked_nodes_count_for_nothing; 22 to 24 of each store, by the office's own checkers
 2 to 9, 15, 22, 29 of each store's tills     25 test_company.py: a twin; 26 screens_say_what_is_answered
 6 late_declines_are_cases                    27 a node never starts on an old file (day.py)
10 goods_leave_the_store_once                 28 checkpoints of each store, by the office's own checkers
19 receipts_earn_once (accounts too)          30 each_journal_is_held_whole_and_once, an_old_copy_is_found
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec.structs import replace

from arkwright.simulators.acquirer.books import Books
from tests.simulation import checkers as of_the_office
from tests.simulation.checkers import commands, journals, switches, tills
from tests.simulation.checkers.tills import StoreEvidence
from tests.simulation.company.accounts import goods_leave_the_store_once, receipts_earn_once, sales_reach_head_office_once
from tests.simulation.company.evidence import CompanyEvidence, StoreLeft
from tests.simulation.company.held import (
    an_old_copy_is_found,
    each_journal_is_held_whole_and_once,
    late_declines_are_cases,
    revoked_nodes_count_for_nothing,
)
from tests.simulation.company.places import terminals_of
from tests.simulation.company.screens import screens_say_what_is_answered
from tests.simulation.evidence import Evidence

Found = list[tuple[str, str]]

OF_THE_COMPANY: tuple[Callable[[CompanyEvidence], Iterator[str]], ...] = (
    sales_reach_head_office_once,
    goods_leave_the_store_once,
    receipts_earn_once,
    each_journal_is_held_whole_and_once,
    an_old_copy_is_found,
    revoked_nodes_count_for_nothing,
    late_declines_are_cases,
    screens_say_what_is_answered,
)
OF_A_NODE: tuple[Callable[[Evidence], Iterator[str]], ...] = (
    commands.an_id_takes_effect_once,
    commands.an_answer_stays_the_same,
    switches.nothing_passes_a_closed_gate,
    switches.only_genuine_newer_tables_count,
    switches.the_office_never_goes_back,
    switches.the_newest_table_is_held,
    switches.what_was_acknowledged_holds,
    journals.no_checkpoint_is_lost,
    journals.checkpoints_come_in_time,
)
# What a machine restored from a snapshot cannot keep: it knows nothing of what it said since.
NOT_AFTER_A_SNAPSHOT = {
    "an_answer_stays_the_same", "nothing_passes_a_closed_gate", "only_genuine_newer_tables_count", "the_office_never_goes_back",
    "what_was_acknowledged_holds", "no_checkpoint_is_lost", "checkpoints_come_in_time", "acknowledged_sales_exist", "the_acquirer_agrees",
    "a_yes_never_ends_as_a_no", "nothing_stays_unknown",
}  # fmt: skip


def company_violations(evidence: CompanyEvidence) -> Found:
    """Everything that is wrong: which checker found it, and what, with the number of the invariant in front."""
    found = of_the_office.violations(evidence.office)
    for store in evidence.stores.values():
        found += of_a_store(evidence, store)
    return [*found, *((checker.__name__, line) for checker in OF_THE_COMPANY for line in checker(evidence))]


def of_a_store(evidence: CompanyEvidence, store: StoreLeft) -> Found:
    """One store, as a node that obeys and signs, and as a shop with tills."""
    held = StoreEvidence(tills=store.tills, acquirer=books_of(evidence, store), acknowledged=store.acknowledged, did={})
    node = [(checker.__name__, line) for checker in OF_A_NODE for line in checker(store.seen)]
    shop = [(checker.__name__, line) for checker in tills.CHECKERS for line in checker(held)]
    return [
        (checker, f"{line} [{store.store}]") for checker, line in (*node, *shop) if not (store.before and checker in NOT_AFTER_A_SNAPSHOT)
    ]


def books_of(evidence: CompanyEvidence, store: StoreLeft) -> Books:
    """What the acquirer holds of the store's terminals."""
    mine = terminals_of(store.store).values()
    return replace(evidence.acquirer, entries={key: entry for key, entry in evidence.acquirer.entries.items() if entry.terminal in mine})
