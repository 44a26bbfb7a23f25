"""An open office whose visitor has every role."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.channels.back_office.place import ALL_ROLES, Place, Visitor, open_place
from tests.roles.offices import premises


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    """The pages of a new office."""
    whole = await premises(tmp_path)
    yield open_place(whole)
    await whole.office.stop()


@pytest.fixture
async def visitor(place: Place) -> Visitor:
    """A colleague with every role."""
    return Visitor(place, await place.colleague("carol", *ALL_ROLES))
