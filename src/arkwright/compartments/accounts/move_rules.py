"""The rules of giving an account another address: its mailbox answers first, and the one before may take it back."""

from __future__ import annotations

from arkwright.compartments.accounts import commands as ask
from arkwright.compartments.accounts import events as did
from arkwright.compartments.accounts import refusals as no
from arkwright.compartments.accounts.checks import check_recent, code_issued, freeze, open_account, tried
from arkwright.compartments.accounts.commands import UNDONE_WITHIN_MS
from arkwright.compartments.accounts.state import Account, Session
from arkwright.kit.messages import Event
from arkwright.kit.rows import Rows

MOST_MOVES = 3  # in UNDONE_WITHIN_MS


def begin_move(rows: Rows, command: ask.BeginMove, session: Session, row: Account, now_ms: int) -> list[Event]:
    """A code for the other address, soon after its holder came in; a few moves in a fortnight."""
    check_recent(session, now_ms)
    if sum(each.until_ms > now_ms for each in row.moves) >= MOST_MOVES:
        raise no.AddressMovedOften()
    return code_issued(rows, row, command, row.account, now_ms, moves=True)


def enter_move_code(rows: Rows, command: ask.EnterMoveCode, row: Account, now_ms: int) -> list[Event]:
    """The account has the other address; a wrong code is counted as at the sign-in."""
    attempt = tried(rows, command.attempt, now_ms)
    if attempt.account != row.account or not attempt.address:
        raise no.SignInCodeIsOver()
    if attempt.proof != command.proof:
        return [did.WrongCodeEntered(attempt=attempt.attempt, account=row.account, tries=attempt.tries + 1, entered_ms=now_ms)]
    return [
        did.AddressMoved(
            attempt=attempt.attempt, account=row.account, before=row.address, address=attempt.address, moved_ms=now_ms,
            undone_until_ms=now_ms + UNDONE_WITHIN_MS,
        )
    ]  # fmt: skip


def undo_move(rows: Rows, command: ask.UndoMove, now_ms: int) -> list[Event]:
    """Back to the address before that move, which undoes those after it too; and every session ends and value stays."""
    row = open_account(rows, command.account)
    found = [each for each in row.moves if each.moved_ms == command.moved_ms and each.until_ms > now_ms]
    if not found:
        raise no.MoveIsOver()
    address = found[0].address
    undone = did.AddressRestored(account=row.account, address=address, moved_ms=command.moved_ms, undone_ms=now_ms)
    return [undone, *freeze(rows, row.account, "holder", now_ms, address)]
