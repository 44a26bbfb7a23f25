"""What a seed has in store: how many people come, how bad the weather is, and where the office may die."""

from __future__ import annotations

import random

import msgspec

from tests.simulation.network import Weather

# Words in the names of points: every await of the lane, of the journeys, of files, sleeps and requests has one.
PLACES_TO_DIE = (
    "", "", ".loaded", ".before-commit", ".after-commit", "thread.before", "thread.after", "checkout.", "settle.", "cancel.", "capture.",
    "void.", "refund.", "request.before", "request.after", "mail.", "file.", "sleep",
)  # fmt: skip


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """One day. `line_fails`, `forge` and `mail_lost` are chances in a thousand; `jostles` holds tasks up so that others overtake."""

    shoppers: int
    active_s: float
    weather: Weather
    line_fails: int
    forge: int
    mail_lost: int
    provider_trouble: bool
    operators: bool
    crashes: int
    crash_every: int
    crash_where: str
    unrelated_pause: bool = False
    jostles: bool = True


def plan_of(dice: random.Random) -> Plan:
    """Any day."""
    stormy = dice.randrange(3) == 0
    where = dice.choice(PLACES_TO_DIE)
    return Plan(
        shoppers=dice.randint(6, 14),
        active_s=dice.uniform(900.0, 1800.0),
        weather=Weather(lose_request=30, lose_answer=40, double=30, crawl=20, slowest_ms=400) if stormy else Weather(),
        line_fails=dice.choice((0, 20, 60)),
        forge=dice.choice((0, 150)),
        mail_lost=dice.choice((0, 200)),
        provider_trouble=dice.randrange(2) == 0,
        operators=dice.randrange(3) > 0,
        crashes=dice.choice((0, 1, 3, 6)),
        crash_every=dice.choice((60, 300)) if where in ("", "sleep", ".loaded", "thread.before") else dice.choice((4, 20)),
        crash_where=where,
    )


def quiet_plan(dice: random.Random) -> Plan:
    """A day of people alone, for twins that differ in one thing."""
    return msgspec.structs.replace(
        plan_of(dice),
        weather=Weather(),
        line_fails=0,
        forge=0,
        mail_lost=0,
        provider_trouble=False,
        operators=False,
        crashes=0,
        jostles=False,
    )
