"""The acquirer's decisions: a message in, its answer out; the same message again, the same answer, and nothing done twice."""

from __future__ import annotations

from arkwright.simulators.acquirer import messages
from arkwright.simulators.acquirer.books import Books, Closed, Entry, totals_of
from arkwright.simulators.acquirer.messages import Message, Place


def answer(books: Books, message: Message, now_ms: int) -> Message:
    """What is answered to a request or advice; a type that nobody knows is a format error (response code 30)."""
    match message.mti[:3]:
        case "020":
            return _financial(books, message, now_ms, stored=False)
        case "022":
            return _financial(books, message, now_ms, stored=True)
        case "040" | "042":
            return _reversal(books, message, now_ms)
        case "050":
            return _reconciliation(books, message)
        case "080":
            return messages.reply(message, messages.APPROVED)
    return messages.reply(message, messages.FORMAT_ERROR)


def _financial(books: Books, message: Message, now_ms: int, *, stored: bool) -> Message:
    known = books.entries.get(_key(message.place))
    if known is not None:
        return _again(known, message)
    terminal, stan, reference = message.place
    entry = Entry(
        terminal=terminal,
        stan=stan,
        reference=reference,
        amount_pence=message.amount_pence,
        kind="refund" if message.fields.get("3") == messages.REFUND else "payment",
        stored=stored,
        entry_mode=message.entry_mode,
        card=message.card,
        period=message.period,
        at_ms=now_ms,
    )
    if entry.kind == "refund":
        _refund(books, entry, message)
    elif entry.card.token.startswith(messages.DECLINES):
        entry.state, entry.code = "declined", messages.DECLINED
    elif _declines(books, stored=stored):
        entry.state, entry.code = "declined", messages.NO_FUNDS
    if entry.state == "captured":
        books.approvals += 1
        entry.auth_code = f"{books.approvals:06}"
    books.entries[_key(message.place)] = entry
    return _told(entry, message)


def _refund(books: Books, entry: Entry, message: Message) -> None:
    original = next(
        (
            each
            for each in books.entries.values()
            if (each.terminal, each.reference) == (message.private.get("originalTerminal"), message.private.get("originalReference"))
        ),
        None,
    )
    if original is None or original.state != "captured" or original.kind != "payment":
        entry.state, entry.code = "declined", messages.UNKNOWN_ORIGINAL
        return
    entry.of, entry.card, entry.entry_mode = f"{original.terminal}.{original.stan}.{original.reference}", original.card, original.entry_mode
    given = sum(each.amount_pence for each in books.entries.values() if each.of == entry.of and each.state == "captured")
    if given + entry.amount_pence > original.amount_pence:
        entry.state, entry.code = "declined", messages.DECLINED


def _declines(books: Books, *, stored: bool) -> bool:
    trouble = books.trouble
    if stored and trouble.decline_next_stored:
        trouble.decline_next_stored -= 1
        return True
    if not stored and trouble.decline_next:
        trouble.decline_next -= 1
        return True
    return False


def _again(known: Entry, message: Message) -> Message:
    if known.amount_pence != message.amount_pence:
        return messages.reply(message, messages.FORMAT_ERROR)
    if known.state == "reversed":
        return messages.reply(message, messages.DUPLICATE)
    return _told(known, message)


def _told(entry: Entry, message: Message) -> Message:
    card = {"scheme": entry.card.scheme, "lastFour": entry.card.last_four, "entryMode": entry.entry_mode}
    if entry.state == "captured":
        return messages.reply(message, entry.code, private=card, f38=entry.auth_code)
    return messages.reply(message, entry.code, private=card)


def _reversal(books: Books, message: Message, now_ms: int) -> Message:
    """A reversal is never refused. One whose original never came is remembered, so that the original is refused when it comes."""
    original = messages.original_of(message)
    reason: messages.Reason = "cancelled" if message.private.get("reason") == "cancelled" else "no-answer"
    entry = books.entries.setdefault(
        _key(original),
        Entry(
            terminal=original.terminal,
            stan=original.stan,
            reference=original.reference,
            amount_pence=message.amount_pence,
            state="reversed",
            seen=False,
            reason="no-answer",
            at_ms=now_ms,
        ),
    )
    if entry.state == "captured":
        entry.state, entry.reason = "reversed", reason
        entry.reversed_in = message.period if reason == "cancelled" else 0
    return messages.reply(message, messages.APPROVED)


def _reconciliation(books: Books, message: Message) -> Message:
    closed = books.closed.get(_key(message.place))
    if closed is None:
        totals = totals_of(books, message.place.terminal, message.period)
        agreed = all(message.fields.get(name) == value for name, value in messages.totals_fields(totals).items())
        closed = Closed(period=message.period, totals=totals, agreed=agreed)
        books.closed[_key(message.place)] = closed
    settled = messages.IN_BALANCE if closed.agreed else messages.OUT_OF_BALANCE
    return messages.reply(message, messages.APPROVED, f66=settled, private={"period": str(closed.period)})


def _key(place: Place) -> str:
    return ".".join(place)
