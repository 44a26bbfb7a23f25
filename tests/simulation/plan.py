"""What a seed has in store: who comes, and which faults strike; plain data, so that a plan can be written down, cut down and replayed."""

from __future__ import annotations

import random

import msgspec

from tests.simulation.aiming import aims
from tests.simulation.faults import Fault

# Words in the names of points: every await of the lane, of the journeys, of files, sleeps and requests has one.
PLACES_TO_DIE = (
    "", "sleep", ".loaded", "thread.before", ".before-commit", ".after-commit", "thread.after", "checkout.", "settle.", "cancel.",
    "capture.", "void.", "refund.", "request.before", "request.after", "mail.", "file.",
)  # fmt: skip
OFTEN = PLACES_TO_DIE[:4]
HOSTS = ("pay.localhost", "desk.localhost", "shop.localhost", "mail", "line")
PROVIDER = ("no_answer", "cut", "error", "busy", "slow")
OPERATIONS = (
    "*", "sessions.create", "sessions.retrieve", "sessions.expire", "intents.retrieve", "intents.capture", "intents.cancel",
    "refunds.create", "refunds.list",
)  # fmt: skip
LANES = ("catalogue", "stock", "ordering", "dispatch", "payments", "customers", "notices", "vault")
DISK_KINDS = ("power cut", "disk full", "write error", "sync error")
SLOWEST_COMMIT_MS = 250  # a checkpoint waits for two commits at most, and is due within two seconds
SELDOM = ("cancel", "void")  # on days that aim at these, more orders are cancelled
COLLEAGUES = ("packer", "packer", "buyer", "stock clerk", "customer care")


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who takes part, with dice of their own by their name."""

    name: str
    kind: str


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """One day. Each actor and each fault can be left out without changing the others' dice.

    `jostles` holds tasks up for moments, so that others overtake.
    """

    active_s: float
    actors: tuple[Actor, ...]
    faults: tuple[Fault, ...] = ()
    unrelated_pause: bool = False
    jostles: bool = True


def plan_of(dice: random.Random) -> Plan:
    """Any day: a swarm of faults, since days that have everything hide what days with a few kinds show (Groce et al. 2012)."""
    active_s = dice.uniform(900.0, 1800.0)
    actors = [Actor(name=f"shopper-{number}", kind="shopper") for number in range(dice.randint(6, 14))]
    actors += [Actor(name=f"{kind}-{number}", kind=kind) for number, kind in enumerate(COLLEAGUES)]
    publishes, operated = dice.randrange(5) == 0, dice.randrange(3) > 0
    faults = [*swarm(dice, active_s), *aims(dice)]
    if publishes or any(fault.meets == "publish" for fault in faults):
        actors.append(Actor(name="publisher", kind="publisher"))
    if any(fault.meets in SELDOM or fault.where.startswith(SELDOM) for fault in faults):
        actors += [Actor(name=f"canceller-{number}", kind="customer care") for number in range(2)]
    if operated:
        actors.append(Actor(name="operator", kind="operator"))
    return Plan(active_s=active_s, actors=tuple(actors), faults=tuple(faults))


def swarm(dice: random.Random, active_s: float) -> list[Fault]:
    """Some kinds, each at rates and times of its own."""
    likely = dice.choice((150, 300, 500))
    faults: list[Fault] = []
    for kind in KINDS:
        if dice.randrange(1000) < likely:
            for _ in range(dice.choice((1, 1, 2))):
                faults.append(any_fault(dice, kind, f"{kind} {len(faults)}", active_s))
    return faults


KINDS = (
    "crash", "lose request", "lose answer", "double", "late request", "late answer", "cut there", "cut back", "desk away",
    "desk forged", "provider", "keys forgotten", "double click", "reload", "walk away", "never back", "power cut", "disk full",
    "write error", "sync error", "clock off", "clock drift", "old copy", "late decline", "two tabs", "slow disk",
)  # fmt: skip


def any_fault(dice: random.Random, kind: str, name: str, active_s: float) -> Fault:
    """One fault of a kind."""
    from_s = dice.uniform(0.0, active_s * 0.7)
    until_s = from_s + dice.uniform(60.0, active_s)
    window = Fault(name=name, kind=kind, from_s=from_s, until_s=until_s)
    match kind:
        case "power cut" if dice.randrange(2):
            return msgspec.structs.replace(window, where="disk", per_mille=dice.choice((3, 20)), times=dice.choice((1, 3)))
        case "crash" | "power cut":
            where = dice.choice(PLACES_TO_DIE)
            often = dice.choice((3, 15)) if where in OFTEN else dice.choice((50, 250))
            return msgspec.structs.replace(window, where=where, per_mille=often, times=dice.choice((1, 3, 6)))
        case "cut there" | "cut back":
            return msgspec.structs.replace(window, where=dice.choice(HOSTS), until_s=from_s + dice.uniform(5.0, 300.0))
        case "disk full" | "write error" | "sync error":
            where = f"disk {dice.choice(('', '', *LANES))}"
            until_s = from_s + dice.uniform(5.0, 120.0)
            return msgspec.structs.replace(window, where=where, until_s=until_s, per_mille=dice.choice((5, 50, 1000)))
        case "clock off":
            return msgspec.structs.replace(window, amount=dice.choice((-1, 1)) * dice.choice((1_500, 40_000, 290_000, 3_600_000)))
        case "clock drift":
            return msgspec.structs.replace(window, amount=dice.randint(-50_000, 50_000))
        case "slow disk":
            return msgspec.structs.replace(window, per_mille=dice.choice((100, 1000)), amount=dice.randint(50, SLOWEST_COMMIT_MS))
        case "desk away":
            return msgspec.structs.replace(window, where="desk", until_s=from_s + dice.uniform(30.0, 600.0))
        case "desk forged":
            return msgspec.structs.replace(window, where="desk", per_mille=150)
        case "provider":
            return at_the_provider(dice, window)
        case "keys forgotten" | "late decline":
            return window
        case "old copy":
            return msgspec.structs.replace(window, where=dice.choice(LANES[:-1]), until_s=active_s)
        case "double click" | "two tabs" | "reload" | "walk away" | "never back":
            return msgspec.structs.replace(window, from_s=0.0, per_mille=dice.choice((100, 300)))
        case _:
            return msgspec.structs.replace(window, where=dice.choice(("", *HOSTS)), per_mille=dice.choice((10, 40, 150)))


def at_the_provider(dice: random.Random, window: Fault) -> Fault:
    """What one of the provider's operations meets."""
    return msgspec.structs.replace(
        window,
        kind=f"provider {dice.choice(PROVIDER)}",
        where=dice.choice(OPERATIONS),
        times=dice.randint(1, 6),
        amount=dice.randint(0, 20_000),
    )


def quiet_plan(dice: random.Random) -> Plan:
    """A day of people alone, for twins that differ in one thing."""
    plan = plan_of(dice)
    actors = tuple(actor for actor in plan.actors if actor.kind != "operator")
    return msgspec.structs.replace(plan, actors=actors, faults=(), jostles=False)
