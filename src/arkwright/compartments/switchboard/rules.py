"""The rules of the switchboard: what a command leads to."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from arkwright.compartments.switchboard import commands as ask
from arkwright.compartments.switchboard import events as did
from arkwright.compartments.switchboard import refusals as no
from arkwright.compartments.switchboard.setting import LONGEST_NAME, check_reason, checked, moment
from arkwright.compartments.switchboard.state import COUNTER, Counter, Node, Proposal, Switch, counter, switch_key
from arkwright.kit.messages import Command, Event
from arkwright.kit.rows import Key, Rows
from arkwright.kit.switches import Approval, Setting, SwitchOrder

PROPOSAL_LASTS_MS = 24 * 60 * 60 * 1000
MOST_VERSIONS_SKIPPED = 1_000_000
LARGEST_NUMBER = 2**53 - 1  # what every reader of JSON holds exactly (RFC 8259, section 6)


def keys(command: Command) -> Iterable[Key]:
    """Rows worth loading beforehand."""
    match command:
        case ask.Tighten(setting=setting):
            yield from ((Counter, COUNTER), (Switch, switch_key(*setting.key)))
        case ask.ProposeRestart(setting=setting, proposal=proposal):
            yield from ((Proposal, proposal), (Switch, switch_key(*setting.key)))
        case ask.ApproveRestart(proposal=proposal):
            yield from ((Proposal, proposal), (Counter, COUNTER))
        case ask.WithdrawProposal(proposal=proposal) | ask.ExpireProposal(proposal=proposal):
            yield (Proposal, proposal)
        case ask.RecordHeld(node=node):
            yield (Node, node)
        case ask.BeginGeneration() | ask.SkipVersions():
            yield (Counter, COUNTER)


def decide(rows: Rows, command: Command, now_ms: int) -> list[Event]:
    """The events that the command leads to, or a refusal."""
    match command:
        case ask.Tighten():
            return tighten(rows, command, now_ms)
        case ask.ProposeRestart():
            return propose(rows, command, now_ms)
        case ask.ApproveRestart():
            return approve(rows, command, now_ms)
        case ask.WithdrawProposal(proposal=proposal, by=by):
            check_name("account", by)
            waiting(rows, proposal, now_ms)
            return [did.ProposalWithdrawn(proposal=proposal, by=by, withdrawn_ms=now_ms)]
        case ask.ExpireProposal():
            return expire(rows, command, now_ms)
        case ask.RecordHeld():
            return record_held(rows, command)
        case ask.BeginGeneration():
            return begin_generation(rows, command)
        case ask.SkipVersions():
            return skip_versions(rows, command)
        case _:
            raise TypeError(f"the switchboard does not know the command {type(command).__name__}")


def tighten(rows: Rows, command: ask.Tighten, now_ms: int) -> list[Event]:
    """One person may: what it sets lets no more through than what stands for this capability at this place.

    Orders for other places need no look: all that apply to a command count, so that none opens what another has closed.
    """
    check_name("account", command.by)
    check_reason(command.reason)
    setting = checked(command.setting, now_ms)
    standing = rows[Switch, switch_key(*setting.key)]
    if setting.mode == "open" or (standing and not setting.no_looser_than(standing.order)):
        raise no.ThatWouldReopen(standing.order.title if standing else setting.title, standing.order.mode if standing else "open")
    if standing and as_setting(standing.order) == setting:
        return []
    order = ordered(rows, setting, (Approval(account=command.by, at_ms=now_ms),), now_ms)
    was = standing.order.mode if standing else "open"
    return [did.SwitchTightened(order=order, was=was, reason=command.reason.strip(), by=command.by)]


def propose(rows: Rows, command: ask.ProposeRestart, now_ms: int) -> list[Event]:
    """A restart lets more through than what stands."""
    check_name("proposal", command.proposal)
    check_name("account", command.by)
    check_reason(command.reason)
    if rows[Proposal, command.proposal]:
        raise no.ProposalExists(command.proposal)
    setting = checked(command.setting, now_ms)
    standing = rows[Switch, switch_key(*setting.key)]
    if standing is None or setting.no_looser_than(standing.order):
        raise no.NothingToRestart(setting.title, standing.order.mode if standing else "open")
    return [
        did.RestartProposed(
            proposal=command.proposal,
            setting=setting,
            against=standing.order,
            reason=command.reason.strip(),
            by=command.by,
            proposed_ms=now_ms,
        )
    ]


def approve(rows: Rows, command: ask.ApproveRestart, now_ms: int) -> list[Event]:
    """Another person than the one who proposed, in time, while what stood then still stands."""
    check_name("account", command.by)
    proposal = waiting(rows, command.proposal, now_ms)
    if proposal.by == command.by:
        raise no.ApprovedByTheSamePerson()
    setting = checked(proposal.setting, now_ms)
    standing = rows[Switch, switch_key(*setting.key)]
    if standing is None or standing.order != proposal.against:
        raise no.SwitchChangedSince(proposal.against.title, standing.order.mode if standing else "open")
    approvals = (Approval(account=proposal.by, at_ms=proposal.proposed_ms), Approval(account=command.by, at_ms=now_ms))
    return [
        did.RestartApproved(
            proposal=command.proposal,
            order=ordered(rows, setting, approvals, now_ms),
            was=standing.order.mode,
            reason=proposal.reason,
            by=command.by,
        )
    ]


def expire(rows: Rows, command: ask.ExpireProposal, now_ms: int) -> list[Event]:
    """Over once its time is over; a proposal that ended otherwise is left as it is."""
    proposal = known(rows, command.proposal)
    if proposal.status != "waiting":
        return []
    if now_ms <= proposal.proposed_ms + PROPOSAL_LASTS_MS:
        raise no.ProposalIsNotOver(moment(proposal.proposed_ms + PROPOSAL_LASTS_MS))
    return [did.ProposalExpired(proposal=command.proposal, expired_ms=now_ms)]


def record_held(rows: Rows, command: ask.RecordHeld) -> list[Event]:
    """What a node said last counts; what arrives late changes nothing."""
    check_name("node", command.node)
    for what, number in (("generation", command.generation), ("version", command.version), ("time", command.seen_ms)):
        check_number(what, number, 0, LARGEST_NUMBER)
    before = rows[Node, command.node]
    if before and before.seen_ms >= command.seen_ms:
        return []
    return [did.NodeHeld(node=command.node, generation=command.generation, version=command.version, seen_ms=command.seen_ms)]


def begin_generation(rows: Rows, command: ask.BeginGeneration) -> list[Event]:
    """Generations only rise."""
    check_number("generation", command.generation, 1, LARGEST_NUMBER)
    current = counter(rows).generation
    if command.generation < current:
        raise no.GenerationWentBack(command.generation, current)
    return [did.GenerationBegun(generation=command.generation)] if command.generation > current else []


def skip_versions(rows: Rows, command: ask.SkipVersions) -> list[Event]:
    """Versions only rise, and not so far at once that they could run out."""
    check_name("account", command.by)
    version = counter(rows).version
    check_number("version", command.to, version + 1, version + MOST_VERSIONS_SKIPPED)
    return [did.VersionsSkipped(to=command.to, by=command.by)]


def ordered(rows: Rows, setting: Setting, approvals: tuple[Approval, ...], now_ms: int) -> SwitchOrder:
    """The setting as an order under the next version; `since_ms` stays while the mode does."""
    standing = rows[Switch, switch_key(*setting.key)]
    return SwitchOrder(
        **msgspec.structs.asdict(setting),
        generation=counter(rows).generation,
        number=counter(rows).version + 1,
        since_ms=standing.order.since_ms if standing and standing.order.mode == setting.mode else now_ms,
        issued_ms=now_ms,
        approvals=approvals,
    )


def waiting(rows: Rows, id: str, now_ms: int) -> Proposal:
    """The proposal, while it may still be approved."""
    proposal = known(rows, id)
    late = now_ms > proposal.proposed_ms + PROPOSAL_LASTS_MS
    if proposal.status != "waiting" or late:
        raise no.ProposalIs(id, "expired" if proposal.status == "waiting" else proposal.status)
    return proposal


def known(rows: Rows, id: str) -> Proposal:
    """The proposal, or a refusal."""
    proposal = rows[Proposal, id]
    if proposal is None:
        raise no.NoSuchProposal(id)
    return proposal


def as_setting(order: SwitchOrder) -> Setting:
    """What the order sets, without its number and its approvals."""
    return Setting(**{name: getattr(order, name) for name in Setting.__struct_fields__})


def check_name(what: str, name: str) -> None:
    """A name that can be kept, or a refusal."""
    if not 1 <= len(name) <= LONGEST_NAME or name != name.strip():
        raise no.NameIsWrong(what, LONGEST_NAME)


def check_number(what: str, number: int, smallest: int, largest: int) -> None:
    """A number in its range, or a refusal."""
    if not smallest <= number <= largest:
        raise no.NumberIsWrong(what, smallest, largest)
