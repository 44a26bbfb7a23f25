"""The keel's story in one office: bought, paid, dispatched, captured; paused and reopened; rebuilt to the last byte."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from arkwright.compartments.dispatch.commands import DispatchParcel, RecordPicked, StartPicking, Units
from arkwright.compartments.notices import queries as notices
from arkwright.compartments.ordering import queries as orders
from arkwright.compartments.payments import queries as payments
from arkwright.compartments.stock import queries as stock
from arkwright.journal import tables
from arkwright.journal.rebuild import rebuild
from arkwright.journeys.cancel import cancel
from arkwright.journeys.checkout import begin, known, settle
from arkwright.journeys.refund import refund
from arkwright.journeys.tell_me import leave_address
from arkwright.kit.database.port import DatabaseUnusable
from arkwright.kit.switches import Paused
from arkwright.roles.sweeps import Sweep
from tests.databases import database as database_at
from tests.roles.offices import Premises, a_switch, checkout_request, premises


async def sent(place: Premises, order: str, quantity: int, parcel: str) -> None:
    """A colleague picks and dispatches so many mugs."""
    lane = place.office.shop.dispatch
    start = StartPicking(id=f"{parcel}.start", order=order, channel="web", region="England", method="standard", by="packer")
    await lane.submit(start)
    await lane.submit(RecordPicked(id=f"{parcel}.pick", order=order, lines=(Units(sku="MUG-1", quantity=quantity),), by="packer"))
    dispatch = DispatchParcel(
        id=f"{parcel}.go", order=order, channel="web", region="England", method="standard", by="packer", parcel=parcel, tracking="TRACK-123"
    )
    await lane.submit(dispatch)
    await place.at_rest()


async def test_a_shopper_buys_a_colleague_dispatches_and_the_payment_is_captured(tmp_path: Path) -> None:
    place = await premises(tmp_path)
    await place.stock()
    order = await place.bought(quantity=3)
    assert order.status == "confirmed"
    await sent(place, order.order, 3, "parcel-1")
    order = await place.order(order.order)
    payment = await payments.payment_of_order(place.office.shop.payments.reader, order.order)
    assert payment is not None
    assert (order.status, payment.status, payment.captured_pence) == ("dispatched", "closed", 3 * 12_00 + 3_95)
    supply = (await stock.supplies_of(place.office.shop.stock.reader, ["MUG-1"]))["MUG-1"]
    assert (supply.on_hand, supply.granted) == (17, 17)
    assert [mail["Subject"].split()[-1] for mail in place.letterbox.sent] == [order.number, "way"]
    await place.office.stop()


async def test_an_office_ends_although_its_mail_server_answers_in_the_moment_it_is_told_to(tmp_path: Path) -> None:
    place = await premises(tmp_path)
    answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    async def one_letter() -> None:
        if answer.done():
            await asyncio.Event().wait()
        asked.set()
        await asyncio.wait_for(answer, 60)

    asked = asyncio.Event()
    place.office.sweeps[:] = [Sweep("mail", 60, one_letter)]
    await place.office.start()
    await asked.wait()
    answer.set_result("250 OK")
    await asyncio.wait_for(place.office.stop(), 10)


async def test_a_parcel_in_part_captures_its_part(tmp_path: Path) -> None:
    place = await premises(tmp_path)
    await place.stock()
    order = await place.bought(quantity=3)
    await sent(place, order.order, 1, "parcel-1")
    payment = await payments.payment_of_order(place.office.shop.payments.reader, order.order)
    assert payment is not None
    assert ((await place.order(order.order)).status, payment.captured_pence) == ("part-dispatched", 12_00 + 3_95)
    await sent(place, order.order, 2, "parcel-2")
    payment = await payments.payment_of_order(place.office.shop.payments.reader, order.order)
    assert payment is not None
    assert ((await place.order(order.order)).status, payment.captured_pence) == ("dispatched", 3 * 12_00 + 3_95)
    await refund(place.office.shop, "r1", order.order, 5_00, "damaged", "carol")
    payment = await payments.payment_of_order(place.office.shop.payments.reader, order.order)
    assert payment is not None
    assert payment.refunded_pence == 5_00
    await place.office.stop()


async def test_the_same_checkout_twice_is_one_order_and_one_page(tmp_path: Path) -> None:
    place = await premises(tmp_path)
    await place.stock()
    assert await begin(place.office.shop, checkout_request()) == await begin(place.office.shop, checkout_request())
    assert await orders.counts(place.office.shop.ordering.reader) == {"placed": 1}
    await place.office.stop()


async def test_who_never_pays_is_cancelled_and_the_units_are_free_again(tmp_path: Path) -> None:
    place = await premises(tmp_path)
    await place.stock(quantity=1)
    order = await place.placed()
    assert await orders.free_of(place.office.shop.ordering.reader, ["MUG-1"]) == {"MUG-1": 0}
    place.world.pass_s(36 * 60)
    await place.at_rest()
    assert (await place.order(order)).status == "cancelled"
    assert await orders.free_of(place.office.shop.ordering.reader, ["MUG-1"]) == {"MUG-1": 1}
    await place.office.stop()


async def test_cancelling_a_paid_order_releases_the_money(tmp_path: Path) -> None:
    place = await premises(tmp_path)
    await place.stock()
    order = await place.bought()
    assert (await cancel(place.office.shop, order.order, "shopper", "changed-my-mind")).status == "cancelled"
    await place.at_rest()
    payment = await payments.payment_of_order(place.office.shop.payments.reader, order.order)
    assert payment is not None
    assert payment.status == "voided"
    await place.office.stop()


async def test_paused_web_orders_let_what_has_begun_finish_and_the_app_go_on(tmp_path: Path) -> None:
    place = await premises(tmp_path)
    await place.stock()
    waiting = await place.placed(1)
    await place.switch(1, a_switch("paused", now_ms=place.world.now_ms()))
    with pytest.raises(Paused, match="We have paused orders on our website"):
        await place.placed(2)
    await place.placed(3, channel="app")
    await place.pay(waiting)
    await settle(place.office.shop, waiting)
    assert (await known(place.office.shop, waiting)).status == "confirmed"
    await leave_address(place.office.shop, "w1", "orders", "web", "Bea@example.com")
    await leave_address(place.office.shop, "w2", "orders", "web", "bea@example.com")
    await place.at_rest()
    assert "You can order again" not in [mail["Subject"] for mail in place.letterbox.sent]
    await place.switch(2, a_switch("open", version=2, now_ms=place.world.now_ms()))
    await place.at_rest()
    assert [mail["To"] for mail in place.letterbox.sent if mail["Subject"] == "You can order again"] == ["Bea@example.com"]
    assert await notices.waiting_counts(place.office.shop.notices.reader) == {}
    assert await place.office.shop.vault.erased("waiter-w1")
    await leave_address(place.office.shop, "w1", "orders", "web", "Bea@example.com")
    assert await notices.waiting_counts(place.office.shop.notices.reader) == {}
    await place.placed(2)
    await place.office.stop()


async def test_a_pause_with_a_cut_off_time_cancels_what_was_placed_since(tmp_path: Path) -> None:
    place = await premises(tmp_path)
    await place.stock()
    before = await place.bought(1)
    place.world.pass_s(60)
    cut_off_ms = place.world.now_ms()
    after = await place.bought(2)
    await place.switch(1, a_switch("paused", now_ms=place.world.now_ms(), in_flight="cancel", cancel_from_ms=cut_off_ms))
    await place.at_rest()
    assert [(await place.order(order.order)).status for order in (before, after)] == ["confirmed", "cancelled"]
    await place.office.stop()


async def test_every_lane_is_rebuilt_from_its_journal_to_the_same_digest(tmp_path: Path) -> None:
    place = await premises(tmp_path)
    await place.stock()
    order = await place.bought(1)
    await sent(place, order.order, 1, "parcel-1")
    await place.bought(2)
    for lane in place.office.lanes:
        fresh = await database_at(place.world, tmp_path / f"fresh-{lane.name}.db", tables.schema(lane.compartment))
        found = await rebuild(lane.compartment, lane.reader, fresh)
        assert found.same, lane.name
        await fresh.close()
    await place.office.stop()


async def test_an_office_whose_lane_fails_while_it_begins_ends_of_it(tmp_path: Path) -> None:
    place = await premises(tmp_path)
    place.office.failed.set_exception(DatabaseUnusable("The disk is full."))
    with pytest.raises(DatabaseUnusable, match="full"):
        await place.switch(1, a_switch("paused"))
    await place.office.stop()
