"""Rows in memory: what was written is put back when a command leaves nothing behind, also where nobody had looked before."""

from __future__ import annotations

import pytest

from arkwright.compartments.loyalty.state import Counted
from arkwright.kit.rows import LoadedRows, Missing

OLD, NEW, NEWER = (Counted(what="a", member="m", points=points) for points in (1, 2, 3))
KEY = (Counted, "a")


def test_a_row_that_nobody_read_is_written_without_a_look_and_undone() -> None:
    rows = LoadedRows()
    rows[KEY] = NEW
    rows[KEY] = NEWER
    assert rows[KEY] == NEWER
    rows.undo()
    with pytest.raises(Missing):
        rows[KEY]
    assert rows.changed == set()


def test_a_row_that_was_held_is_put_back() -> None:
    rows = LoadedRows()
    rows.loaded(KEY, OLD)
    rows[KEY] = NEW
    rows.undo()
    assert rows[KEY] == OLD
    rows[KEY] = NEW
    rows.keep()
    rows.undo()
    assert (rows[KEY], rows.changed) == (NEW, {KEY})
