"""The directory's queries, against what its lane has written."""

from __future__ import annotations

from arkwright.compartments.stores import commands as ask
from arkwright.compartments.stores import queries
from arkwright.journal.lane import Lane
from tests.compartments.stores.test_rules import LEEDS, save


async def test_the_directory(lane: Lane) -> None:
    for number, (store, name) in enumerate([("york", "York"), ("leeds", "Leeds"), ("bath", "Bath")]):
        command = save(store, name=name)
        await lane.submit(ask.SaveStore(id=f"{number}", store=store, details=command.details, by="ann"))
    await lane.submit(ask.CloseStore(id="close", store="leeds", say="Flooded.", by="ann"))
    everywhere = await queries.all_stores(lane.reader)
    assert [row.store for row in everywhere] == ["bath", "leeds", "york"]
    leeds = await queries.store(lane.reader, "leeds")
    assert leeds == everywhere[1]
    assert leeds is not None
    assert (leeds.open, leeds.closed_say, leeds.hours, leeds.revision) == (False, "Flooded.", LEEDS.hours, 2)
    assert await queries.store(lane.reader, "moon") is None
    assert {row.store for row in await queries.changed_since(lane.reader, 0)} == {"york", "leeds", "bath"}
    assert "leeds" in {row.store for row in await queries.changed_since(lane.reader, leeds.changed_ms)}
    assert await queries.changed_since(lane.reader, leeds.changed_ms + 1) == []
