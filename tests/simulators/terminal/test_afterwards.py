"""What follows a payment by card: taken back, given back, and closed with the acquirer."""

from __future__ import annotations

import msgspec
import pytest

from arkwright.kit.terminal import Approved, DeclinedLate, RefundAsked, Reversed, TerminalRefused
from tests.simulators.shop import START_MS
from tests.simulators.terminal.counter import Counter, in_virtual_time
from tests.simulators.terminal.test_payments import told


@pytest.mark.parametrize(("cut", "taken"), [(False, 0), (True, 0)])
def test_a_payment_is_taken_back(cut: bool, taken: int) -> None:
    async def story() -> None:
        counter = Counter()
        paid = await counter.pay("tap")
        assert isinstance(paid, Approved)
        counter.acquirer.books.trouble.cut_off = cut
        for _ in range(2):
            await counter.till.reverse(reversal="r-1", transaction=paid.transaction, at_ms=paid.at_ms)
        assert await counter.told() == Reversed(transaction=paid.transaction, terminal="leeds-1", amount_pence=1250)
        await counter.at_rest()
        assert counter.taken_pence == taken

    in_virtual_time(story)


def test_a_stored_sale_taken_back_before_it_was_sent_never_reaches_the_shopper() -> None:
    async def story() -> None:
        counter = Counter()
        counter.acquirer.books.trouble.cut_off = True
        paid = await counter.pay("insert", asked=counter.asked(stored=True))
        assert isinstance(paid, Approved)
        await counter.till.reverse(reversal="r-1", transaction=paid.transaction, at_ms=paid.at_ms)
        await counter.at_rest()
        assert [entry.seen for entry in counter.acquirer.books.entries.values()] == [False]

    in_virtual_time(story)


def test_a_stored_sale_that_was_declined_late_is_taken_back_without_the_acquirer() -> None:
    async def story() -> None:
        counter = Counter()
        counter.acquirer.books.trouble.cut_off = True
        paid = await counter.pay("insert", asked=counter.asked(stored=True), card="declined")
        assert isinstance(paid, Approved)
        await counter.at_rest()
        assert isinstance(await counter.told(), DeclinedLate)
        await counter.till.reverse(reversal="r-1", transaction=paid.transaction, at_ms=paid.at_ms)
        await counter.at_rest()
        assert await counter.told() == Reversed(transaction=paid.transaction, terminal="leeds-1", amount_pence=1250)
        assert {entry.state for entry in counter.acquirer.books.entries.values() if entry.seen} == {"declined"}
        assert (await counter.till.reconcile("z-1")).agreed

    in_virtual_time(story)


def test_what_was_never_paid_is_not_taken_back() -> None:
    async def story() -> None:
        counter = Counter()
        with pytest.raises(TerminalRefused, match="no such payment"):
            await counter.till.reverse(reversal="r-1", transaction="000000000009", at_ms=START_MS)

    in_virtual_time(story)


def test_money_goes_back_without_the_card_and_once() -> None:
    async def story() -> None:
        counter = Counter()
        paid = await counter.pay("tap", card="mastercard")
        assert isinstance(paid, Approved)
        refund = RefundAsked(refund="refund-1", amount_pence=500, terminal="leeds-1", transaction=paid.transaction, at_ms=paid.at_ms)
        first = await counter.till.refund(refund)
        assert isinstance(first, Approved)
        assert (first.amount_pence, first.scheme, first.last_four, first.entry_mode) == (500, "mastercard", "4444", "contactless")
        assert (await counter.till.refund(refund), await counter.told("refund-1"), counter.taken_pence) == (first, first, 750)
        more = msgspec.structs.replace(refund, refund="refund-2", amount_pence=751)
        assert told(await counter.till.refund(more)) == "declined issuer"
        with pytest.raises(TerminalRefused):
            await counter.till.reverse(reversal="r-1", transaction=paid.transaction, at_ms=paid.at_ms)
        counter.acquirer.books.trouble.cut_off = True
        assert told(await counter.till.refund(msgspec.structs.replace(refund, refund="refund-3"))) == "declined acquirer-away"
        await counter.at_rest()
        assert counter.taken_pence == 750

    in_virtual_time(story)


def test_periods_are_closed_with_the_acquirer() -> None:
    async def story() -> None:
        counter = Counter()
        paid = [await counter.pay("tap", asked=counter.asked(tender=f"t-{number}")) for number in range(3)]
        assert isinstance(paid[0], Approved)
        await counter.till.reverse(reversal="r-0", transaction=paid[0].transaction, at_ms=paid[0].at_ms)
        counter.acquirer.books.trouble.cut_off = True
        _ = await counter.pay("insert", asked=counter.asked(tender="stored", stored=True))
        with pytest.raises(TerminalRefused, match="Try again later"):
            await counter.till.reconcile("z-1")
        counter.acquirer.books.trouble.cut_off = False
        closed = await counter.till.reconcile("z-1")
        assert (closed.period, closed.agreed, closed.payments_count, closed.payments_pence) == ("1", True, 4, 5000)
        assert (closed.reversals_count, closed.reversals_pence) == (1, 1250)
        assert await counter.till.reconcile("z-1") == closed
        following = await counter.till.reconcile("z-2")
        assert (following.period, following.agreed, following.payments_count) == ("2", True, 0)

    in_virtual_time(story)


def test_a_period_whose_closing_was_not_answered_is_closed_once() -> None:
    async def story() -> None:
        counter = Counter()
        _ = await counter.pay("tap")
        counter.acquirer.books.trouble.silent = 1
        with pytest.raises(TerminalRefused):
            await counter.till.reconcile("z-1")
        _ = await counter.pay("tap", asked=counter.asked(tender="tender-2"))
        closed = await counter.till.reconcile("z-2")
        assert (closed.period, closed.agreed, closed.payments_count) == ("1", True, 1)
        assert await counter.till.reconcile("z-1") == closed
        following = await counter.till.reconcile("z-3")
        assert (following.period, following.agreed, following.payments_count) == ("2", True, 1)

    in_virtual_time(story)
