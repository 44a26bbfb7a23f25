"""The acquirer's books: every message any number of times and in any order."""

from __future__ import annotations

import pytest

from arkwright.simulators.acquirer import messages, model
from arkwright.simulators.acquirer.books import Books, Entry, totals_of
from arkwright.simulators.acquirer.messages import Card, Message, Place, Totals

NOW_MS = 1_790_000_000_000
VISA = Card("tok_1", "visa", "4242")


def place(number: int, terminal: str = "leeds-1") -> Place:
    return Place(terminal, f"{number:06}", f"{number:012}")


def paid(number: int, pence: int = 1000, *, stored: bool = False) -> Message:
    return messages.financial(place(number), NOW_MS, pence, "chip-and-pin", VISA, stored=stored)


def undone(number: int, pence: int = 1000, reason: messages.Reason = "no-answer") -> Message:
    return messages.reversal(place(number), "0200", f"{number + 500:06}", NOW_MS, pence, reason)


def given(number: int, of: int, pence: int) -> Message:
    return messages.refund(place(number, "york-1"), NOW_MS, pence, "leeds-1", f"{of:012}")


def told(books: Books, *asked: Message) -> list[str]:
    return [model.answer(books, message, NOW_MS).code for message in asked]


def only(books: Books) -> Entry:
    (entry,) = books.entries.values()
    return entry


@pytest.mark.parametrize(
    ("asked", "codes", "state"),
    [
        ([paid(1)], ["00"], "captured"),
        ([paid(1), paid(1)], ["00", "00"], "captured"),
        ([paid(1), paid(1, 999)], ["00", "30"], "captured"),
        ([paid(1), undone(1)], ["00", "00"], "reversed"),
        ([paid(1), undone(1), undone(1)], ["00", "00", "00"], "reversed"),
        ([paid(1), undone(1), paid(1)], ["00", "00", "94"], "reversed"),
        ([undone(1), paid(1)], ["00", "94"], "reversed"),
        ([paid(1, stored=True)], ["00"], "captured"),
        ([paid(1, stored=True), undone(1)], ["00", "00"], "reversed"),
        ([undone(1), paid(1, stored=True)], ["00", "94"], "reversed"),
    ],
)
def test_one_payment(asked: list[Message], codes: list[str], state: str) -> None:
    books = Books()
    assert (told(books, *asked), only(books).state) == (codes, state)


@pytest.mark.parametrize(
    ("stored", "order", "codes"),
    [
        (False, "decline_next", ["51", "51", "00"]),
        (True, "decline_next", ["00", "00", "00"]),
        (False, "decline_next_stored", ["00", "00", "00"]),
        (True, "decline_next_stored", ["51", "51", "00"]),
    ],
)
def test_a_decline_on_order_is_kept(stored: bool, order: str, codes: list[str]) -> None:
    books = Books()
    setattr(books.trouble, order, 1)
    assert told(books, paid(1, stored=stored), paid(1, stored=stored), paid(2, stored=stored)) == codes


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ([paid(1), given(2, 1, 1000)], "00"),
        ([paid(1), given(2, 1, 600), given(3, 1, 400)], "00"),
        ([paid(1), given(2, 1, 600), given(2, 1, 600)], "00"),
        ([paid(1), given(2, 1, 600), given(3, 1, 401)], "05"),
        ([paid(1), given(2, 9, 100)], "25"),
        ([paid(1), undone(1), given(2, 1, 100)], "25"),
    ],
)
def test_what_is_given_back_was_taken(asked: list[Message], code: str) -> None:
    assert told(Books(), *asked)[-1] == code


def test_a_refund_tells_the_card_it_goes_to() -> None:
    books = Books()
    *_, answer = [model.answer(books, message, NOW_MS) for message in (paid(1), given(2, 1, 100))]
    assert answer.private == {"scheme": "visa", "lastFour": "4242", "entryMode": "chip-and-pin"}


def test_a_period_counts_what_stands() -> None:
    books = Books()
    _ = told(books, paid(1, 100), paid(2, 200), undone(2, 200, "cancelled"), paid(3, 400), undone(3, 400), undone(4, 800))
    totals = Totals(payments=2, payments_pence=300, reversals=1, reversals_pence=200)
    assert totals_of(books, "leeds-1", 1) == totals
    closing = messages.reconciliation(place(5), NOW_MS, totals)
    answers = [model.answer(books, closing, NOW_MS) for _ in range(2)]
    assert [(answer.fields["66"], answer.private) for answer in answers] == [(messages.IN_BALANCE, {"period": "1"})] * 2
    other = model.answer(books, messages.reconciliation(place(6), NOW_MS, totals, period=2), NOW_MS)
    assert (other.fields["66"], other.private) == (messages.OUT_OF_BALANCE, {"period": "2"})


def test_some_banks_decline_always() -> None:
    card = Card(messages.DECLINES, "visa", "0002")
    assert told(Books(), *(messages.financial(place(number), NOW_MS, 1, "contactless", card) for number in (1, 1, 2))) == ["05"] * 3


@pytest.mark.parametrize(("mti", "code"), [("0800", "00"), ("0100", "30"), ("9999", "30")])
def test_other_types(mti: str, code: str) -> None:
    assert told(Books(), Message(mti, {"11": "000001"})) == [code]
