"""What others may ask of payments, on a real database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from arkwright.compartments.payments import queries
from arkwright.compartments.payments.queries import ProviderSums
from arkwright.compartments.payments.records import ACCOUNTS, CAPTURES, METADATA, MIGRATIONS, ORDERS, PAYMENTS, PROVIDER_PAYMENTS, REFUNDS
from arkwright.compartments.payments.state import Account, Capture, Payment, PaymentOfOrder, ProviderPaymentTaken, Refund, Status
from arkwright.kit.database.port import Database
from arkwright.kit.database.schema import Schema
from arkwright.kit.network import AiohttpHttp
from arkwright.kit.world import RealWorld
from tests.databases import database as database_at


def payment(key: str, status: Status, changed_ms: int, **more: object) -> Payment:
    row = Payment(
        payment=key, order=f"o.{key}", number="n", channel="web", status=status, amount_pence=50_00, begun_ms=1, changed_ms=changed_ms
    )
    return Payment(**{name: getattr(row, name) for name in row.__struct_fields__} | more)


HELD = [
    payment("p1", "begun", 10),
    payment("p2", "open", 20, session="cs_2", expires_ms=99),
    payment(
        "p3",
        "authorised",
        30,
        session="cs_3",
        expires_ms=99,
        provider_payment="pi_3",
        authorised_pence=50_00,
        captured_pence=20_00,
        capturing_pence=5_00,
        last_capture="c2",
        refunded_pence=1_00,
        refunding_pence=2_00,
        card_scheme="visa",
        card_last_four="4242",
    ),
    payment("p4", "voiding", 40, provider_payment="pi_4", authorised_pence=50_00),
]
CAPTURES_HELD = [
    Capture(capture="c1", payment="p3", amount_pence=20_00, final=False, status="captured", begun_ms=5, changed_ms=6),
    Capture(capture="c2", payment="p3", amount_pence=5_00, final=True, status="begun", begun_ms=7, changed_ms=7),
]
REFUNDS_HELD = [
    Refund(refund="r1", payment="p3", amount_pence=1_00, why="damaged", by="ada", status="refunded", begun_ms=8, changed_ms=9),
    Refund(refund="r2", payment="p3", amount_pence=2_00, why="late", by="ada", status="begun", begun_ms=9, changed_ms=9),
]
ACCOUNTS_HELD = [
    Account(account="sales-including-vat", credit_pence=20_00),
    Account(account="provider-clearing", debit_pence=20_00, credit_pence=1_00),
    Account(account="refunds-including-vat", debit_pence=1_00),
]


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = await database_at(RealWorld(AiohttpHttp()), tmp_path / "payments.db", Schema("payments", METADATA, MIGRATIONS))
    writer = opened.writer
    await writer.begin()
    await writer.save(PAYMENTS.change(HELD))
    await writer.save(ORDERS.change([PaymentOfOrder(order="o.p3", payment="p3")]))
    await writer.save(PROVIDER_PAYMENTS.change([ProviderPaymentTaken(provider_payment="pi_3", payment="p3")]))
    await writer.save(CAPTURES.change(CAPTURES_HELD))
    await writer.save(REFUNDS.change(REFUNDS_HELD))
    await writer.save(ACCOUNTS.change(ACCOUNTS_HELD))
    await writer.commit()
    yield opened
    await opened.close()


@pytest.mark.parametrize("row", HELD, ids=lambda row: row.payment)
async def test_a_payment_comes_back_as_it_went(database: Database, row: Payment) -> None:
    assert await queries.payment(database.reader, row.payment) == row


async def test_a_payment_is_found_by_whatever_points_to_it(database: Database) -> None:
    reader = database.reader
    assert await queries.payment_of_order(reader, "o.p3") == HELD[2]
    assert await queries.payment_by_session(reader, "cs_2") == HELD[1]
    assert await queries.payment_by_provider_payment(reader, "pi_3") == HELD[2]


async def test_what_points_nowhere_finds_none(database: Database) -> None:
    reader = database.reader
    found = [
        await queries.payment(reader, "p9"),
        await queries.payment_of_order(reader, "o"),
        await queries.payment_by_session(reader, ""),
        await queries.payment_by_provider_payment(reader, "pi"),
    ]
    assert found == [None] * 4


@pytest.mark.parametrize(
    ("statuses", "until_ms", "most", "found"),
    [
        (("begun", "open"), 20, 9, ["p1", "p2"]),
        (("begun", "open"), 19, 9, ["p1"]),
        (("begun", "open"), 20, 1, ["p1"]),
        (("failed",), 99, 9, []),
        (queries.ALL_STATUSES, 99, 9, ["p1", "p2", "p3", "p4"]),
    ],
)
async def test_what_stands_too_long_is_found(
    database: Database, statuses: tuple[Status, ...], until_ms: int, most: int, found: list[str]
) -> None:
    assert [row.payment for row in await queries.standing(database.reader, statuses, until_ms, most)] == found


async def test_what_is_open_at_the_provider_is_found(database: Database) -> None:
    reader = database.reader
    assert await queries.open_captures(reader, 7) == [CAPTURES_HELD[1]]
    assert await queries.open_captures(reader, 6) == []
    assert await queries.open_refunds(reader, 9) == [REFUNDS_HELD[1]]
    assert await queries.open_refunds(reader, 8) == []
    assert [row.payment for row in await queries.open_voids(reader, 40)] == ["p4"]
    assert await queries.open_voids(reader, 39) == []


async def test_the_parts_of_a_payment_are_listed(database: Database) -> None:
    assert await queries.captures_of(database.reader, "p3") == CAPTURES_HELD
    assert await queries.refunds_of(database.reader, "p3") == REFUNDS_HELD
    assert await queries.captures_of(database.reader, "p1") == []


async def test_a_page_is_turned(database: Database) -> None:
    first = await queries.newest(database.reader, most=3)
    assert [row.payment for row in first] == ["p4", "p3", "p2"]
    assert [row.payment for row in await queries.newest(database.reader, before="p2", most=3)] == ["p1"]
    assert [row.payment for row in await queries.newest(database.reader, ("open",))] == ["p2"]


async def test_the_trial_balance_balances(database: Database) -> None:
    balance = await queries.trial_balance(database.reader)
    assert [account.account for account in balance.accounts] == ["provider-clearing", "refunds-including-vat", "sales-including-vat"]
    assert (balance.debit_pence, balance.credit_pence) == (21_00, 21_00)


async def test_sums_are_held_against_the_providers(database: Database) -> None:
    third = ProviderSums(provider_payment="pi_3", payment="p3", authorised_pence=50_00, captured_pence=20_00, refunded_pence=1_00)
    fourth = ProviderSums(provider_payment="pi_4", payment="p4", authorised_pence=50_00, captured_pence=0, refunded_pence=0)
    assert await queries.provider_sums(database.reader) == [third, fourth]
    assert await queries.provider_sums(database.reader, after="p3") == [fourth]


async def test_payments_are_counted(database: Database) -> None:
    assert (await queries.counts(database.reader))["open"] == (1, 50_00)
