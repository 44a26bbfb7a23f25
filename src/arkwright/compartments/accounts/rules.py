"""The rules of accounts: what a command leads to."""

from __future__ import annotations

from collections.abc import Iterable

from arkwright.compartments.accounts import commands as ask
from arkwright.compartments.accounts import events as did
from arkwright.compartments.accounts import refusals as no
from arkwright.compartments.accounts.charge_rows import Charge
from arkwright.compartments.accounts.checks import SEALED, began, check_session, code_issued, freeze, holder, matches, open_account, tried
from arkwright.compartments.accounts.move_rules import begin_move, enter_move_code, undo_move
from arkwright.compartments.accounts.passkey_rules import add_passkey, remove_passkey, use_passkey
from arkwright.compartments.accounts.state import Account, Attempt, BirthdayGiven, Passkey, Session, SpentChallenge
from arkwright.kit.messages import Command, Event
from arkwright.kit.rows import Key, Rows

LONGEST_WORDING = 300


def keys(command: Command) -> Iterable[Key]:
    """Rows worth loading beforehand."""
    match command:
        case ask.BeginSignIn(attempt=attempt, account=account):
            yield from ((Attempt, attempt), (Account, account))
        case ask.EnterCode(attempt=attempt, session=session, replaced=replaced):
            yield from ((Attempt, attempt), (Session, session), (Session, replaced))
        case ask.UsePasskey(passkey=passkey, challenge=challenge, session=session, replaced=replaced):
            yield from ((Passkey, passkey), (SpentChallenge, challenge.digest), (Session, session), (Session, replaced))
        case ask.AddPasskey(by=by, passkey=passkey, challenge=challenge):
            yield from ((Session, by), (Passkey, passkey), (SpentChallenge, challenge.digest))
        case ask.BeginMove(by=by, attempt=attempt) | ask.EnterMoveCode(by=by, attempt=attempt):
            yield from ((Session, by), (Attempt, attempt))
        case ask.RemovePasskey(by=by, passkey=passkey):
            yield from ((Session, by), (Passkey, passkey))
        case ask.EndSession(by=by, session=session):
            yield from ((Session, by), (Session, session))
        case ask.SessionCommand(by=by):
            yield (Session, by)
        case (
            ask.ReportNotMe(account=account)
            | ask.FreezeForCaller(account=account)
            | ask.UndoMove(account=account)
            | ask.ThawForCaller(account=account)
            | ask.ForgetAccount(account=account)
        ):
            yield from ((Account, account), (BirthdayGiven, account))
        case ask.RecordCharge(account=account, charge=charge):
            yield from ((Account, account), (Charge, charge))
        case ask.RecordChargeDeclined(charge=charge) | ask.ForgetCharge(charge=charge):
            yield (Charge, charge)
        case ask.ForgetSession(session=session):
            yield (Session, session)
        case ask.ForgetChallenge(challenge=challenge):
            yield (SpentChallenge, challenge)
        case ask.ForgetAttempt(attempt=attempt):
            yield (Attempt, attempt)


def decide(rows: Rows, command: Command, now_ms: int) -> list[Event]:
    """The events that the command leads to, or a refusal."""
    match command:
        case ask.BeginSignIn():
            return begin_sign_in(rows, command, now_ms)
        case ask.EnterCode():
            return enter_code(rows, command, now_ms)
        case ask.UndoMove():
            return undo_move(rows, command, now_ms)
        case ask.UsePasskey():
            return use_passkey(rows, command, now_ms)
        case ask.SessionCommand():
            return by_holder(rows, command, now_ms)
        case ask.ReportNotMe(account=account):
            return freeze(rows, account, "holder", now_ms)
        case ask.FreezeForCaller(account=account, by=by):
            return freeze(rows, account, by, now_ms)
        case ask.ThawForCaller(account=account, by=by, proof=proof):
            frozen = open_account(rows, account).frozen_ms is not None
            return [did.ValueThawed(account=account, by=by, thawed_ms=now_ms, proof=proof)] if frozen else []
        case ask.RecordCharge():
            return record_charge(rows, command)
        case ask.RecordChargeDeclined(charge=charge):
            taken = rows[Charge, charge]
            return [did.ChargeDeclined(charge=charge)] if taken and not taken.declined else []
        case _:
            return forget(rows, command, now_ms)


def record_charge(rows: Rows, command: ask.RecordCharge) -> list[Event]:
    """Once, for a holder whose account stands."""
    row = rows[Account, command.account]
    if row is None or row.opened_ms is None or rows[Charge, command.charge]:
        return []
    return [
        did.ChargeRecorded(
            charge=command.charge,
            account=command.account,
            source=command.source,
            store=command.store,
            amount_pence=command.amount_pence,
            scheme=command.scheme,
            last_four=command.last_four,
            at_ms=command.at_ms,
        )
    ]


def forget(rows: Rows, command: Command, now_ms: int) -> list[Event]:
    """What is over, or whose person was erased."""
    match command:
        case ask.ForgetAccount(account=account):
            gone = rows[Account, account]
            for passkey in gone.passkeys if gone else ():
                rows[Passkey, passkey]  # they go with it
            return [did.AccountForgotten(account=account, forgotten_ms=now_ms)] if gone else []
        case ask.ForgetSession(session=session):
            over = rows[Session, session]
            return [did.SessionEnded(session=session, account=over.account, ended_ms=now_ms)] if over and over.expires_ms <= now_ms else []
        case ask.ForgetCharge(charge=charge):
            return [did.ChargeForgotten(charge=charge)] if rows[Charge, charge] else []
        case ask.ForgetChallenge(challenge=challenge):
            spent = rows[SpentChallenge, challenge]
            return [did.ChallengeForgotten(challenge=challenge)] if spent and spent.until_ms <= now_ms else []
        case ask.ForgetAttempt(attempt=attempt):
            tried = rows[Attempt, attempt]
            return [did.AttemptForgotten(attempt=attempt)] if tried and tried.until_ms <= now_ms else []
        case _:
            raise TypeError(f"accounts does not know the command {type(command).__name__}")


def begin_sign_in(rows: Rows, command: ask.BeginSignIn, now_ms: int) -> list[Event]:
    """A code for an address, known or not: the same for both, and a few in ten minutes."""
    return code_issued(rows, rows[Account, command.account], command, command.account, now_ms)


def enter_code(rows: Rows, command: ask.EnterCode, now_ms: int) -> list[Event]:
    """A session for the right code; a wrong one is counted, and nobody learns why an attempt is over."""
    check_session(rows, command)
    attempt = tried(rows, command.attempt, now_ms)
    row = rows[Account, attempt.account]
    if row is None or attempt.address:
        raise no.SignInCodeIsOver()
    if attempt.proof != command.proof:
        return [did.WrongCodeEntered(attempt=attempt.attempt, account=row.account, tries=attempt.tries + 1, entered_ms=now_ms)]
    return began(rows, row, command, now_ms, attempt=attempt.attempt)


def by_holder(rows: Rows, command: ask.SessionCommand, now_ms: int) -> list[Event]:
    """What the holder of a valid session may ask, about their own account alone."""
    session, row = holder(rows, command.by, now_ms)
    match command:
        case ask.SaveDetails(sealed=sealed, moved=moved):
            matches("sealed", SEALED, sealed)
            if row.details == sealed:
                return []
            return [did.DetailsSaved(account=row.account, address=row.address, sealed=sealed, moved=moved, saved_ms=now_ms)]
        case ask.BeginMove():
            return begin_move(rows, command, session, row, now_ms)
        case ask.EnterMoveCode():
            return enter_move_code(rows, command, row, now_ms)
        case ask.AddPasskey():
            return add_passkey(rows, command, session, row, now_ms)
        case ask.RemovePasskey():
            return remove_passkey(rows, command, row, now_ms)
        case ask.SaveBirthday(sealed=sealed):
            return save_birthday(rows, row, sealed, now_ms)
        case ask.SetConsent(marketing=yes, wording=wording):
            if not 1 <= len(wording) <= LONGEST_WORDING:
                raise no.AccountTextIsWrong("wording")
            return [did.ConsentSet(account=row.account, marketing=yes, wording=wording, set_ms=now_ms)]
        case ask.ThawValue():
            return thaw(session, row, now_ms)
        case ask.EndSession(session=ended):
            other = rows[Session, ended]
            if other is None or other.account != row.account:
                raise no.NoSuchSignIn()
            return [did.SessionEnded(session=ended, account=row.account, ended_ms=now_ms)]
        case _:
            raise TypeError(f"accounts does not know the command {type(command).__name__}")


def save_birthday(rows: Rows, row: Account, sealed: str, now_ms: int) -> list[Event]:
    """The same again is nothing new: since when a birthday is known decides which week is the first."""
    before = rows[BirthdayGiven, row.account]
    if sealed:
        matches("sealed", SEALED, sealed)
    if sealed == (before.sealed if before else ""):
        return []
    return [did.BirthdaySaved(account=row.account, sealed=sealed, saved_ms=now_ms)]


def thaw(session: Session, row: Account, now_ms: int) -> list[Event]:
    """For who came in by a code after the freeze."""
    since_ms = max((each for each in (row.frozen_ms, row.resting_ms) if each is not None), default=None)
    if since_ms is None:
        return []
    if session.opened_ms < since_ms or session.passkey:
        raise no.CodeFirst()
    return [did.ValueThawed(account=row.account, by="holder", thawed_ms=now_ms)]
