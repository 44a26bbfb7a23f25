"""What a seed of the company has in store: how long a store is cut off, which way, who is rolled back or revoked, and the faults."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from arkwright.journeys import till_card, till_refund
from arkwright.journeys.steps import Step
from tests.simulation.company.places import STORES, node_of
from tests.simulation.faults import Fault

DAY_S = 24 * 3600.0
FIRST_S, EACH_DAY_S, LAST_S = 35.0, 6.0, 20.0  # trading before the cut, on each day of it, and after it
POINTS = (
    "", "sleep", ".loaded", ".before-commit", ".after-commit", "thread.", "forward.before-send", "forward.after-send", "request.before",
    "request.after", "file.", "card.", "card-settle.", "card-refund.", "shelf.before-commit",
)  # fmt: skip
OFTEN = POINTS[:4]
STORIES: dict[str, list[Step[Any]]] = {"card": till_card.PAY, "card-settle": till_card.SETTLE, "card-refund": till_refund.PAY_BACK}
# Where a store's node may die; each seed aims at one of them.
STORE_POINTS = (
    *(f"tills.{when}" for when in ("loaded", "before-commit", "after-commit")),
    *(f"{story}.{step.name}.{when}" for story, steps in STORIES.items() for step in steps for when in ("before", "after")),
    *(f"{what}.{when}" for what in ("request", "thread") for when in ("before", "after")),
    "forward.before-send", "forward.after-send", "shelf.before-commit", "sleep", "file.before", "file.between", "file.after",
)  # fmt: skip
ALL_MET_WITHIN = 1000  # seeds: after so many each point was aimed at some thirty times
ON_THE_LINE = ("lose request", "lose answer", "double", "late request", "late answer")
Cut = Literal["both ways", "there", "back"]


class CompanyPlan(msgspec.Struct, frozen=True, kw_only=True):
    """One seed. `cut_days` is 0 where no store is cut off; `rolled_back`, `revoked` and `old_file` name stores, or nobody.

    `quiet`: nothing is changed at head office, and nobody shows a membership card, so that no till waits for what comes down the line.
    """

    cut: str = STORES[0]
    cut_days: int = 7
    cut_way: Cut = "both ways"
    rolled_back: str = ""
    revoked: str = ""
    old_file: str = ""
    shoppers: int = 2
    holders: int = 1
    switched: bool = True
    plugs: bool = False
    acquirer: bool = False
    jostles: bool = True
    unrelated_pause: bool = False
    quiet: bool = False
    first_s: float = FIRST_S
    last_s: float = LAST_S
    faults: tuple[Fault, ...] = ()

    @property
    def active_s(self) -> float:
        """When trading is over, counted from when the stores open."""
        return self.first_s + self.cut_days * DAY_S + self.last_s


def company_plan_of(dice: random.Random) -> CompanyPlan:
    """Any seed: a swarm of faults, as for the office alone (plan.py)."""
    cut, other, third, fourth = dice.sample(STORES, 4)
    days = dice.choice((0, 1, 1, 2, 7))
    way: Cut = dice.choice(("both ways", "both ways", "there", "back"))
    plan = CompanyPlan(
        cut=cut,
        cut_days=days,
        cut_way=way,
        rolled_back=other if dice.randrange(3) == 0 else "",
        revoked=third if dice.randrange(5) == 0 else "",
        old_file=fourth if dice.randrange(4) == 0 else "",
        holders=dice.randrange(3),
        shoppers=dice.randrange(1, 4),
        switched=dice.randrange(3) > 0,
        plugs=dice.randrange(3) == 0,
        acquirer=dice.randrange(3) == 0,
    )
    faults = (*cut_off(plan), *swarm(dice))
    point = dice.choice(STORE_POINTS)
    aimed = Fault(name=f"at {point}", kind="crash", where=f"-node/{point}", per_mille=dice.choice((30, 300)), times=dice.choice((1, 2)))
    return msgspec.structs.replace(plan, faults=(*faults, aimed))


def quiet_company_plan(dice: random.Random) -> CompanyPlan:
    """People alone, for twins that differ in one thing."""
    return CompanyPlan(cut_days=0, shoppers=dice.randrange(1, 3), holders=0, switched=False, jostles=False, quiet=True)


def cut_off(plan: CompanyPlan) -> list[Fault]:
    """The store's way to head office and to the desk, for whole days."""
    kinds = {"both ways": ("cut there", "cut back"), "there": ("cut there",), "back": ("cut back",)}[plan.cut_way]
    until_s = plan.first_s + plan.cut_days * DAY_S
    return [
        Fault(name=f"{kind} {host}", kind=kind, where=f"{node_of(plan.cut)} to {host}", from_s=plan.first_s, until_s=until_s)
        for kind in kinds
        for host in ("line", "desk")
        if plan.cut_days
    ]


def swarm(dice: random.Random) -> list[Fault]:
    """Some kinds, each at rates of its own."""
    likely = dice.choice((0, 150, 300, 500))
    found: list[Fault] = []
    for kind in ("crash", "crash", "crash", "desk away", "desk forged", "clock off", *ON_THE_LINE):
        if dice.randrange(1000) < likely:
            found.append(any_fault(dice, kind, f"{kind} {len(found)}"))
    return found


def any_fault(dice: random.Random, kind: str, name: str) -> Fault:
    """One fault of a kind."""
    somewhere = dice.choice(("", "line", "line", "desk", "terminal"))
    somebody = dice.choice(("office", *(node_of(store) for store in STORES)))
    match kind:
        case "crash":
            point = dice.choice(POINTS)
            often = dice.choice((3, 15)) if point in OFTEN else dice.choice((50, 250))
            return Fault(name=name, kind=kind, where=point or f"{somebody}/", per_mille=often, times=dice.choice((1, 3, 6)))
        case "desk away":
            from_s = dice.uniform(0.0, FIRST_S)
            return Fault(name=name, kind=kind, where="desk", from_s=from_s, until_s=from_s + dice.uniform(20.0, DAY_S))
        case "desk forged":
            return Fault(name=name, kind=kind, where="desk", per_mille=150)
        case "clock off":
            amount = dice.choice((-1, 1)) * dice.choice((1_500, 40_000, 290_000, 3_600_000))
            return Fault(name=name, kind=kind, where=somebody, from_s=dice.uniform(0.0, FIRST_S), amount=amount)
        case _:
            return Fault(name=name, kind=kind, where=somewhere, per_mille=dice.choice((10, 40, 150)))


def never_hit(met: Mapping[str, int]) -> list[str]:
    """The named points at which no store's node ever died."""
    return [point for point in STORE_POINTS if not any(name.startswith("crash: ") and name.endswith(f"-node/{point}") for name in met)]
