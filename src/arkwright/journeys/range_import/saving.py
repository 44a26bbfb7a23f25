"""Bringing a file into the catalogue: read it, save the categories it needs, then each product that differs."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Protocol

from msgspec.structs import replace

from arkwright.compartments.catalogue import queries
from arkwright.compartments.catalogue.commands import SaveCategory
from arkwright.compartments.catalogue.state import Product
from arkwright.journal.batch import Receipt
from arkwright.journeys.range_import import invoices, variants
from arkwright.journeys.range_import.mapping import Mapping, bind, recognised
from arkwright.journeys.range_import.reading import Draft, Progress, Reading, Rejected, Report, quiet, rejected_of
from arkwright.journeys.range_import.table import open_table
from arkwright.kit.database.port import Reader
from arkwright.kit.messages import Command, digest
from arkwright.kit.refusal import NotTaken, Refusal, Unknown
from arkwright.kit.world import World

AT_ONCE = 64
MOST_TRIES = 12


class Submit(Protocol):
    """The catalogue's lane: `lane.submit`."""

    async def __call__(self, command: Command) -> Receipt:
        """The receipt, or raises a refusal."""
        ...


def read_range(content: bytes, mapping: Mapping) -> Reading:
    """Everything a CSV file (or one packed with gzip) holds, judged line by line; saves nothing.

    Refuses a file that cannot be read as a table, and columns that are missing, unknown or doubled.
    """
    table = open_table(content, lambda header: recognised(mapping, header))
    bound = bind(mapping, table.header)
    found = invoices.products_of(table.lines(), bound) if mapping.lines == "invoices" else variants.products_of(list(table.lines()), bound)
    return Reading(
        mapping=mapping.name,
        header=table.header,
        encoding=table.encoding,
        separator=table.separator,
        notes=table.notes,
        lines=found.lines,
        drafts=tuple(found.drafts),
        categories=found.categories,
        rejected=in_order(found.rejected),
        skipped=found.skipped,
        stock=tuple(found.stock),
    )


async def bring_in(world: World, submit: Submit, reader: Reader, reading: Reading, by: str, progress: Progress = quiet) -> Report:
    """Save what differs from the catalogue, up to `AT_ONCE` products at a time; `progress` hears (products done, of how many).

    Each product is saved whole or rejected whole. A crashed import is simply run again: what already stands is not sent.
    A refused product is tried once more at the end under a new id, for a later one may have freed its SKU, and a no that
    an earlier import was given must not stand when its cause has gone.
    """
    sending = Sending(world, submit, by)
    categories_new, shut = await save_categories(sending, reader, reading.categories)
    outcomes = {"new": 0, "changed": 0, "unchanged": 0}
    refused: list[Draft] = []
    rejected: list[Rejected] = []
    open_drafts = [draft for draft in reading.drafts if draft.command.category not in shut]
    for draft in reading.drafts:
        if draft.command.category in shut:
            rejected += rejected_of(draft, draft.lines[0].number, shut[draft.command.category])
    for batch in batches(open_drafts):
        for draft, outcome in await sending.save(reader, batch):
            if isinstance(outcome, Refusal):
                refused.append(draft)
            else:
                outcomes[outcome] += 1
        progress(sum(outcomes.values()) + len(rejected), len(reading.drafts))
    for draft in refused:
        ((_, outcome),) = await sending.save(reader, [draft], afresh=True)
        if isinstance(outcome, Refusal):
            rejected += rejected_of(draft, variants.line_at_fault(draft, outcome), str(outcome))
        else:
            outcomes[outcome] += 1
    progress(len(reading.drafts), len(reading.drafts))
    return Report(
        reading=reading,
        products_new=outcomes["new"],
        products_changed=outcomes["changed"],
        products_unchanged=outcomes["unchanged"],
        categories_new=categories_new,
        rejected=in_order([*reading.rejected, *rejected]),
    )


async def save_categories(sending: Sending, reader: Reader, wanted: dict[str, str]) -> tuple[tuple[str, ...], dict[str, str]]:
    """Save the wanted categories that the catalogue lacks, after the others: those saved, and the noes to others."""
    standing = await queries.categories(reader)
    position = max((each.category.position for each in standing), default=0)
    missing = {category: wanted[category] for category in wanted if category not in {each.category.category for each in standing}}
    refused: dict[str, str] = {}
    for category, name in missing.items():
        position += 1
        command = SaveCategory(id="", category=category, name=name, position=position, by=sending.by)
        try:
            await sending.send(replace(command, id=f"import.{digest(command).hex()}"))
        except Refusal as refusal:
            refused[category] = f"The category “{name}” could not be saved. {refusal}"
    return tuple(category for category in missing if category not in refused), refused


Outcome = str | Refusal


class Sending:
    """Sends a colleague's commands to the lane, and waits while it is busy."""

    def __init__(self, world: World, submit: Submit, by: str) -> None:
        self.by = by
        self._world = world
        self._submit = submit

    async def save(self, reader: Reader, drafts: Sequence[Draft], afresh: bool = False) -> list[tuple[Draft, Outcome]]:
        """Each draft with "new", "changed", "unchanged" or its refusal; `afresh` under ids never used before."""
        standing = await queries.products_of(reader, [draft.command.product for draft in drafts])
        jobs = [self._save_one(draft, standing.get(draft.command.product), afresh) for draft in drafts]
        return list(zip(drafts, await asyncio.gather(*jobs), strict=True))

    async def _save_one(self, draft: Draft, row: Product | None, afresh: bool) -> Outcome:
        command = replace(draft.command, by=self.by)
        if row and queries.stands_as(row, command):
            return "unchanged"
        revision = row.revision if row else 0
        command_id = self._world.new_id() if afresh else f"{digest(command).hex()}.{revision}"
        try:
            receipt = await self.send(replace(command, id=f"import.{command_id}"))
        except Refusal as refusal:
            return refusal
        if not receipt.events:
            return "unchanged"
        return "changed" if row else "new"

    async def send(self, command: Command) -> Receipt:
        """The receipt; the same command again while the lane is busy or cannot tell, at most `MOST_TRIES` times."""
        tries = 1
        while True:
            try:
                return await self._submit(command)
            except (NotTaken, Unknown) as refusal:
                if tries == MOST_TRIES:
                    raise
                tries += 1
                await self._world.sleep(refusal.retry_after_s if isinstance(refusal, NotTaken) else 1)


def batches(drafts: Sequence[Draft]) -> list[Sequence[Draft]]:
    """As many at once as one commit of the lane takes well."""
    return [drafts[start : start + AT_ONCE] for start in range(0, len(drafts), AT_ONCE)]


def in_order(rejected: Sequence[Rejected]) -> tuple[Rejected, ...]:
    """By line."""
    return tuple(sorted(rejected, key=lambda each: each.line))
