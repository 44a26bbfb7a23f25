"""Commands for the switches: the same as the desk's pages, over HTTP, by account and password; nothing is kept here."""

from __future__ import annotations

import asyncio
import getpass
import os
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from arkwright.channels.design.pages import brief_moment
from arkwright.channels.desk.wanted import FORM_FIELDS, REVIEW_HOURS, Wanted, Wrong, read_wanted, typed_moment
from arkwright.kit.network import AiohttpHttp
from arkwright.kit.switches import Mode, shipped
from arkwright.kit.world import RealWorld
from arkwright.roles.desk_client import DeskClient, DeskRefused
from arkwright.roles.node import NodeUnusable

switch_app = App(name="switch", help="See and move the switches of the desk.")

HOUR_MS = 60 * 60 * 1000
# How a field of the form is called on the command line, where the name differs.
OPTIONS = {
    "capability": "CAPABILITY",
    "cancel_from": "--from",
    "limit_categories": "--categories",
    "limit_regions": "--regions",
    "limit_delivery_methods": "--delivery-methods",
    "limit_total": "--total",
    "limit_share": "--share",
}


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class AtDesk:
    """Where the desk is, and who asks.

    Args:
        desk: the address of the desk, such as http://desk.localhost:8082.
        account: your account at the desk; its password is asked for, or read from the file that ARKWRIGHT_PASSWORD_FILE names.
    """

    desk: Annotated[str, Parameter(env_var="ARKWRIGHT_DESK")]
    account: Annotated[str, Parameter(env_var="ARKWRIGHT_ACCOUNT")]


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class Where:
    """Where a switch applies; what is not named is not narrowed.

    Args:
        channel: web, app, phone, till or kiosk.
        store: a store.
        region: a nation, or the letters of a postcode area.
        category: a department.
        delivery_method: standard, next-day or named-day.
    """

    channel: str = ""
    store: str = ""
    region: str = ""
    category: str = ""
    delivery_method: str = ""


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class Said:
    """What people are told.

    Args:
        reason: why, for colleagues and the history.
        say: the sentence for customers; the capability's own where it is left out.
        fallback: what works instead; the capability's own where it is left out.
        review: when to look at it again, UK time, such as "2026-11-24 09:00"; 4 hours ahead where it is left out.
    """

    reason: str
    say: str | None = None
    fallback: str | None = None
    review: str | None = None


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class Within:
    """What the mode limited still lets through: everything within all of these.

    Args:
        categories: departments with commas between them.
        regions: nations or postcode areas with commas between them.
        delivery_methods: delivery methods with commas between them.
        total: the highest order total in pounds.
        share: the share of shoppers in per cent.
    """

    categories: str = ""
    regions: str = ""
    delivery_methods: str = ""
    total: str = ""
    share: str = ""


EVERYWHERE, NO_LIMIT = Where(), Within()


@switch_app.command(name="list")
def list_switches(*, at: AtDesk) -> None:
    """Show what is not fully open, and which restarts wait for a second person."""
    asyncio.run(asked(at, shown))


@switch_app.command
def pause(
    capability: str,
    *,
    at: AtDesk,
    said: Said,
    where: Where = EVERYWHERE,
    in_flight: str = "finish",
    cancel_from: Annotated[str, Parameter(name="--from")] = "",
) -> None:
    """Let nothing new begin.

    Args:
        capability: what to pause, such as orders.
        in_flight: finish, hold or cancel what has begun.
        cancel_from: with --in-flight cancel: orders placed from this time on are cancelled and refunded.
    """
    values = {"mode": "paused", "in_flight": in_flight, "cancel_from": cancel_from}
    move(at, "tighten", capability, where, said, values)


@switch_app.command
def limit(capability: str, *, at: AtDesk, said: Said, where: Where = EVERYWHERE, within: Within = NO_LIMIT) -> None:
    """Let new things begin only within limits.

    Args:
        capability: what to limit, such as orders.
    """
    move(at, "tighten", capability, where, said, {"mode": "limited", **limits(within)})


@switch_app.command
def seal(capability: str, *, at: AtDesk, said: Said, where: Where = EVERYWHERE) -> None:
    """Cut it off from its data: nothing at all is done.

    Args:
        capability: what to seal, such as orders.
    """
    move(at, "tighten", capability, where, said, {"mode": "sealed"})


@switch_app.command
def propose(capability: str, *, at: AtDesk, said: Said, where: Where = EVERYWHERE, within: Within = NO_LIMIT, mode: Mode = "open") -> None:
    """Propose a restart, which a second person approves.

    Args:
        capability: what to let through again, such as orders.
        mode: open, limited or paused.
    """
    move(at, "propose", capability, where, said, {"mode": mode, **limits(within)})


@switch_app.command
def approve(proposal: str, *, at: AtDesk) -> None:
    """Approve a restart that somebody else proposed.

    Args:
        proposal: its id, as 'arkwright switch list' shows it.
    """
    asyncio.run(asked(at, lambda client: decided(client, proposal, "approve")))


@switch_app.command
def withdraw(proposal: str, *, at: AtDesk) -> None:
    """Withdraw a proposed restart.

    Args:
        proposal: its id, as 'arkwright switch list' shows it.
    """
    asyncio.run(asked(at, lambda client: decided(client, proposal, "withdraw")))


def move(at: AtDesk, what: str, capability: str, where: Where, said: Said, values: dict[str, str]) -> None:
    """One switch, as the options say."""
    wanted = understood(capability, where, said, values)

    async def moved(client: DeskClient) -> None:
        done = await client.move(what, wanted)
        if done.proposal is None:
            print(f"{wanted.setting.title} is {wanted.setting.mode} now, as version {done.version}.")
        else:
            print(f"Proposed: {wanted.setting.title} to {wanted.setting.mode}. A second person approves it with:")
            print(f"  arkwright switch approve {done.proposal}")

    asyncio.run(asked(at, moved))


def understood(capability: str, where: Where, said: Said, values: dict[str, str]) -> Wanted:
    """The options as a setting, or one line that names the option and what is allowed."""
    known, opening = shipped().get(capability), values["mode"] == "open"
    own_say = "" if known is None or opening else known.limited_say if values["mode"] == "limited" else known.paused_say
    own_fallback = "" if known is None or opening else known.fallback
    ahead = "" if opening else typed_moment(RealWorld(AiohttpHttp()).now_ms() + REVIEW_HOURS * HOUR_MS)
    typed = {
        **values,
        **asdict(where),
        "capability": capability,
        "reason": said.reason,
        "say": own_say if said.say is None else said.say,
        "fallback": own_fallback if said.fallback is None else said.fallback,
        "review": ahead if said.review is None else said.review,
    }
    try:
        return read_wanted(typed)
    except Wrong as wrong:
        raise NodeUnusable(" ".join(f"{option(problem.field)}: {problem.sentence}" for problem in wrong.problems)) from wrong


def limits(within: Within) -> dict[str, str]:
    """The limits by the names of the form."""
    return {f"limit_{name}": value for name, value in asdict(within).items()}


def option(field: str | None) -> str:
    """How the field is called on the command line."""
    name = "review" if field == "review_ms" else field or ""
    return OPTIONS.get(name, f"--{name.replace('_', '-')}")


async def asked(at: AtDesk, work: Callable[[DeskClient], Awaitable[None]]) -> None:
    """Sign in, do it, sign out."""
    http = AiohttpHttp()
    client = DeskClient(RealWorld(http), at.desk)
    try:
        await client.sign_in(at.account, password_of(at.account))
        try:
            await work(client)
        finally:
            await client.sign_out()
    except DeskRefused as refused:
        known = refused.field == "review_ms" or refused.field in FORM_FIELDS
        raise NodeUnusable(f"{option(refused.field)}: {refused}" if known else str(refused)) from refused
    finally:
        await http.close()


async def decided(client: DeskClient, proposal: str, what: str) -> None:
    """Approve or withdraw."""
    done = await client.decide(proposal, what)
    print(f"The restart {proposal} is {'approved' if what == 'approve' else 'withdrawn'}; the switches are at version {done.version}.")


async def shown(client: DeskClient) -> None:
    """The board in lines."""
    board = await client.board()
    print(f"Version {board.version}. {'Not fully open:' if board.lines else 'Everything is open.'}")
    for line in board.lines:
        review = f", look again {brief_moment(line.review_ms)}{' (OVERDUE)' if line.overdue else ''}" if line.review_ms else ""
        print(f"  {line.mode:8} {line.title} ({line.place}) since {brief_moment(line.since_ms)} by {line.by}: {line.reason}{review}")
        waiting = ", ".join(node.node for node in line.not_yet)
        print(f"           {line.held_by} of {line.held_by + len(line.not_yet)} nodes hold it{f'; not yet: {waiting}' if waiting else ''}.")
    for each in board.waiting:
        print(f"Waiting for a second person: {each.proposal}  {each.title} from {each.now} to {each.then}, by {each.by}: {each.reason}")


def password_of(account: str) -> str:
    """From the file that ARKWRIGHT_PASSWORD_FILE names, or typed."""
    path = os.environ.get("ARKWRIGHT_PASSWORD_FILE")
    if not path:
        return getpass.getpass(f"Password of {account}: ")
    try:
        return Path(path).read_text("utf-8").rstrip("\r\n")
    except OSError as error:
        raise NodeUnusable(f"ARKWRIGHT_PASSWORD_FILE: {path} cannot be read: {error.strerror}.") from error
