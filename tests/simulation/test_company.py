"""Some seeds of head office, the desk and five stores in one virtual time; `make simulate STORES=n` lives more of them."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from msgspec.structs import replace

from arkwright.compartments.ordering.state import Order
from arkwright.compartments.sales_audit.state import StoreDay
from arkwright.compartments.tills.events import SaleCompleted
from tests.simulation.ablations import removable
from tests.simulation.company.checkers import company_violations
from tests.simulation.company.day import live_company
from tests.simulation.company.evidence import CompanyEvidence
from tests.simulation.company.plan import STORE_POINTS, company_plan_of, never_hit, quiet_company_plan
from tests.simulation.company.verdict import judge_company
from tests.simulation.proving import judge_without, noticed
from tests.simulation.verdict import in_silence
from tests.simulation.watching import watching

SEVEN_DAYS_AND_A_SNAPSHOT, DEATHS_AND_LOSSES, QUIET = 3, 293, 1


def test_a_store_cut_off_for_seven_days_sells_on_and_everything_arrives_while_another_is_restored_from_a_snapshot() -> None:
    plan = company_plan_of(random.Random(f"{SEVEN_DAYS_AND_A_SNAPSHOT}/company"))
    with in_silence(), watching() as watched:
        evidence, universe = live_company(SEVEN_DAYS_AND_A_SNAPSHOT, watched, plan)
    assert company_violations(evidence) == []
    assert (plan.cut_days, evidence.stores[plan.rolled_back].problem) == (7, "fork")
    days = [row for row in evidence.office.lanes["sales_audit"].of(StoreDay).values() if row.store == plan.cut]
    assert len({row.day for row in days}) >= 5
    assert sum(row.late for row in days) >= 5
    assert universe.met[f"cut there: {plan.cut}-node to line.localhost"]
    assert universe.met[f"{plan.old_file}-node did not start"] == universe.met["an old file put back"] == 1


def test_the_same_seed_is_the_same_for_the_whole_company() -> None:
    plan = replace(company_plan_of(random.Random(f"{DEATHS_AND_LOSSES}/company")), first_s=16.0, last_s=8.0)
    one, other = judge_company(DEATHS_AND_LOSSES, plan), judge_company(DEATHS_AND_LOSSES, plan)
    assert one.violations == []
    assert one.trace == other.trace
    assert any(place.startswith("crash: ") for place in one.met)


def test_pausing_something_else_changes_nothing_in_the_stores() -> None:
    """Invariant 25: a twin, in which what no sale depends on is paused."""
    plan = replace(quiet_company_plan(random.Random(QUIET)), first_s=18.0, last_s=6.0)
    assert business(replace(plan, unrelated_pause=False)) == business(replace(plan, unrelated_pause=True))


def business(plan: object) -> dict[str, object]:
    """What came of it for shoppers and stores; and that the switch was held, where there was one."""
    with in_silence(), watching() as watched:
        evidence, _ = live_company(QUIET, watched, plan)  # type: ignore[arg-type]
    assert company_violations(evidence) == []
    return {"orders": orders(evidence), "sales": sales(evidence)}


def orders(evidence: CompanyEvidence) -> Counter[tuple[str, int]]:
    """How orders ended; their ids tell the millisecond, which the line's dice move."""
    return Counter((row.status, row.total_pence) for row in evidence.office.lanes["ordering"].of(Order).values())


def sales(evidence: CompanyEvidence) -> Counter[tuple[str, str, int]]:
    """Each sale of each store."""
    found = [entry.event for store in evidence.stores.values() for entry in store.tills.events(SaleCompleted)]
    return Counter((event.store, event.receipt, event.total_pence) for event in found if isinstance(event, SaleCompleted))


@pytest.mark.parametrize("name", ["what is held is taken again"])
def test_a_missing_safeguard_between_stores_and_head_office_is_noticed(name: str) -> None:
    for seed in range(8):
        if noticed(removable(name), judge_without(name, seed)):
            return
    pytest.fail(f"nobody noticed within 8 seeds that {name}")


def test_a_run_says_where_no_store_ever_died() -> None:
    assert never_hit({"crash: leeds-node/sleep": 1, "crash: office/file.after": 3}) == [each for each in STORE_POINTS if each != "sleep"]
