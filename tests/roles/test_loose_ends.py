"""What somebody walked away from is ended by the sweeps: pages that outlived their order, cancellations that came too late."""

from __future__ import annotations

from pathlib import Path

from arkwright.compartments.dispatch.commands import DispatchParcel, RecordPicked, StartPicking, Units
from arkwright.compartments.ordering.commands import BeginCancellation, CancelOrder
from arkwright.compartments.payments import queries as payments
from arkwright.journal.entries import SwitchesObeyed
from arkwright.journal.reading import entries
from arkwright.kit.signing import SigningKey, sign
from arkwright.kit.switches import Gate, SwitchTable, shipped
from tests.roles.offices import Premises, a_switch, premises


async def status_of_payment(place: Premises, order: str) -> str:
    """How the order's payment stands."""
    payment = await payments.payment_of_order(place.office.shop.payments.reader, order)
    assert payment is not None
    return payment.status


async def test_a_page_that_outlived_its_order_is_found_paid_and_the_money_released(tmp_path: Path) -> None:
    place = await premises(tmp_path)
    await place.stock()
    order, lane = await place.placed(), place.office.shop.ordering
    await lane.submit(BeginCancellation(id="ask", order=order, channel="web", by="shopper", why="changed-my-mind"))
    await lane.submit(CancelOrder(id="end", order=order, channel="web", by="shopper", why="changed-my-mind"))
    await place.pay(order)
    place.world.pass_s(120)
    await place.at_rest()
    assert ((await place.order(order)).status, await status_of_payment(place, order)) == ("cancelled", "voided")
    await place.office.stop()


async def test_a_cancellation_that_came_after_the_parcel_is_given_up(tmp_path: Path) -> None:
    place = await premises(tmp_path)
    await place.stock()
    order = (await place.bought()).order
    begin = BeginCancellation(id="ask", order=order, channel="web", by="shopper", why="changed-my-mind")
    await place.office.shop.ordering.submit(begin)
    lane = place.office.shop.dispatch
    await lane.submit(StartPicking(id="s", order=order, channel="web", region="England", method="standard", by="packer"))
    await lane.submit(RecordPicked(id="p", order=order, lines=(Units(sku="MUG-1", quantity=1),), by="packer"))
    dispatch = DispatchParcel(
        id="d", order=order, channel="web", region="England", method="standard", by="packer", parcel="parcel-1", tracking="TRACK-1234"
    )
    await lane.submit(dispatch)
    await place.at_rest()
    place.world.pass_s(60)
    await place.at_rest()
    standing = await place.order(order)
    assert (standing.status, standing.cancelling) == ("dispatched", None)
    await place.office.stop()


async def test_a_table_that_a_crash_kept_from_the_lanes_is_journalled_when_it_is_obeyed_again(tmp_path: Path) -> None:
    place = await premises(tmp_path)
    table = SwitchTable(generation=1, version=1, as_at_ms=place.world.now_ms(), orders=(a_switch("paused"),))
    document = sign("arkwright/switches/1", table, SigningKey("desk", bytes(32))).text
    for _ in range(2):
        await place.office.obey(document, table, Gate(table, shipped()), changed=False)
    for lane in place.office.lanes:
        found = [lane.decode(bytes(stored.entry.event)) for stored in await entries(lane.reader, 0)]
        assert [type(event) for event in found] == [SwitchesObeyed], lane.name
    await place.office.stop()


async def test_what_is_packed_goes_and_a_pause_does_not_ask_for_it_again_and_again(tmp_path: Path) -> None:
    place = await premises(tmp_path)
    await place.stock()
    cut_off_ms = place.world.now_ms()
    order = (await place.bought()).order
    lane = place.office.shop.dispatch
    await lane.submit(StartPicking(id="s", order=order, channel="web", region="England", method="standard", by="packer"))
    await lane.submit(RecordPicked(id="p", order=order, lines=(Units(sku="MUG-1", quantity=1),), by="packer"))
    await place.switch(1, a_switch("paused", now_ms=place.world.now_ms(), in_flight="cancel", cancel_from_ms=cut_off_ms))
    before = place.office.shop.ordering.head.sequence
    await place.at_rest()
    assert place.office.shop.ordering.head.sequence == before
    await place.office.stop()
