"""Access to tills: given with a PIN or a badge, changed, taken away; nothing of it in clear in the journal."""

from __future__ import annotations

import re

import pytest

from arkwright.channels.line.colleagues import ColleagueSource
from arkwright.channels.staff.till_access import TillDoor
from arkwright.compartments.staff import queries
from arkwright.compartments.staff.commands import EraseTillAccess
from arkwright.compartments.stores.commands import SaveStore
from arkwright.journal import tables
from arkwright.kit import passwords
from arkwright.kit.badges import badge_digest
from arkwright.kit.replica import ColleagueLine, Item
from tests.channels.back_office.place import Place, Visitor
from tests.line.test_replica import details
from tests.roles.desks import cheap_hashes

Fields = dict[str, str | list[str]]
BEA: Fields = {"colleague": "b12", "name": "Bea", "pin": "480213", "stores": ["leeds"], "manages": "yes"}
BADGE = re.compile(r'<strong class="code">(ARKB-[A-Z2-7]{16})</strong>')


@pytest.fixture(autouse=True)
async def stores(place: Place) -> None:
    for store in ("leeds", "york"):
        await place.office.shop.stores.submit(SaveStore(id=f"s.{store}", store=store, details=details(store), by="ed"))


async def dataset(place: Place) -> dict[str, dict[str, ColleagueLine]]:
    """What each store would be sent, read from the rows and again from the journal."""
    source = ColleagueSource(place.premises.office.staff, place.office.shop.vault)
    whole: dict[tuple[str, str], Item] = {}
    async for page in source.whole(0):
        whole |= {(item.store, item.key): item for item in page}
    events = [each.event for each in await source.lane.after(0, 1000)]
    followed = {(item.store, item.key): item for item in await source.changed(events, 0) if item.lines}
    assert followed == {key: item for key, item in whole.items() if item.lines}
    found: dict[str, dict[str, ColleagueLine]] = {}
    for (store, key), item in followed.items():
        (line,) = item.lines
        assert isinstance(line, ColleagueLine)
        found.setdefault(store, {})[key] = line
    return found


async def test_a_colleague_gets_a_pin_then_a_badge_then_another_store_then_none(place: Place, visitor: Visitor) -> None:
    with cheap_hashes():
        assert (await visitor.send("/till-colleagues", BEA)).status_code == 303
    line = (await dataset(place))["leeds"]["b12"]
    assert (line.name, line.manages, line.badge) == ("Bea", True, "")
    assert await passwords.verify(place.office.shop.world, line.pin, "480213")
    page = (await visitor.look("/till-colleagues/b12")).text
    assert 'value="Bea"' in page
    moved: Fields = {"colleague": "b12", "name": "Bea", "pin": "", "stores": ["york"], "badge": "yes"}
    answer = await visitor.send("/till-colleagues", moved, "form-2")
    (badge,) = BADGE.findall(answer.text)
    found = await dataset(place)
    assert list(found) == ["york"]
    assert (found["york"]["b12"].pin, found["york"]["b12"].badge, found["york"]["b12"].manages) == (line.pin, badge_digest(badge), False)
    assert badge not in (await visitor.look("/till-colleagues")).text
    assert (await visitor.send("/till-colleagues/b12/end", {}, "form-3")).status_code == 303
    assert await dataset(place) == {}
    assert 'href="/till-colleagues/b12"' not in (await visitor.look("/till-colleagues")).text
    rows = await place.premises.office.staff.reader.all(tables.BETWEEN, {"first": 1, "last": 1000})
    told = b"".join(bytes(row[1]) for row in rows)  # type: ignore[arg-type]
    assert not any(secret.encode() in told for secret in ("Bea", "480213", "argon2", badge))


async def test_who_is_erased_leaves_the_shelves_at_once_and_their_key_is_gone(place: Place, visitor: Visitor) -> None:
    with cheap_hashes():
        await visitor.send("/till-colleagues", BEA)
    staff, vault = place.premises.office.staff, place.office.shop.vault
    before = (await dataset(place))["leeds"]["b12"]
    place_then = staff.head.sequence
    assert (await visitor.send("/till-colleagues/b12/erase", {}, "form-2")).status_code == 303
    (said,) = [each.event for each in await staff.after(place_then, 10)]
    (item,) = await ColleagueSource(staff, vault).changed([said], 0)
    assert (before.name, item.key, item.store, item.lines) == ("Bea", "b12", "leeds", ())
    assert await vault.erased("staff.till.b12")
    again = await visitor.send("/till-colleagues", BEA, "form-3")
    assert "Choose another number." in again.text


async def test_who_has_left_can_be_erased_later_and_a_restored_vault_forgets_again(place: Place, visitor: Visitor) -> None:
    with cheap_hashes():
        await visitor.send("/till-colleagues", BEA)
    await visitor.send("/till-colleagues/b12/end", {}, "form-2")
    assert "Erase name and PIN of b12 for ever" in (await visitor.look("/till-colleagues")).text
    staff, vault = place.premises.office.staff, place.office.shop.vault
    await staff.submit(EraseTillAccess(id="e", colleague="b12", by="ed"))
    assert not await vault.erased("staff.till.b12")
    await TillDoor(place.office.shop.world, staff, vault).forget()
    assert await vault.erased("staff.till.b12")
    assert "b12" not in (await visitor.look("/till-colleagues")).text


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"pin": "123456"}, "Choose a PIN of 6 to 12 digits"),
        ({"pin": "111111"}, "Choose a PIN of 6 to 12 digits"),
        ({"pin": "4802"}, "Choose a PIN of 6 to 12 digits"),
        ({"pin": "48021x"}, "Choose a PIN of 6 to 12 digits"),
        ({"pin": ""}, "Choose a PIN of 6 to 12 digits"),
        ({"name": ""}, "Enter the name that tills show"),
        ({"colleague": "B 12"}, "A colleague&#39;s number for tills has 2 to 20"),
        ({"stores": []}, "Name at least one store"),
    ],
)
async def test_each_field_at_fault_is_named(place: Place, visitor: Visitor, changed: Fields, sentence: str) -> None:
    with cheap_hashes():
        answer = await visitor.send("/till-colleagues", BEA | changed)
    assert (answer.status_code, sentence in answer.text) == (422, True), answer.text
    assert "480213" not in answer.text
    assert await queries.till_access(place.premises.office.staff.reader) == []
