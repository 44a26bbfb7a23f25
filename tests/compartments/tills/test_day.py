"""Signing on, sessions, cash, local pauses and what head office allows, as tables: what was done, what is asked, what comes of it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from arkwright.compartments.tills import commands as ask
from arkwright.compartments.tills import events as did
from arkwright.compartments.tills import refusals as no
from arkwright.compartments.tills import tender_refusals as sale_no
from arkwright.compartments.tills.till_rows import Colleague
from arkwright.kit.messages import Command
from arkwright.kit.refusal import Refusal
from tests.compartments.tills.given import (
    NOW_MS,
    ONE_MUG,
    OPEN,
    PAID_IN_CASH,
    SECOND,
    SET_UP,
    SIGNED_ON,
    a,
    add,
    after,
    by_card,
    cash,
    grant,
    signed,
)

WRONG = a(ask.NoteFailedSignOn, how="pin")
FIVE_WRONG = [a(ask.NoteFailedSignOn, how="pin") for _ in range(5)]
FIVE_UNKNOWN = [a(ask.NoteFailedSignOn, by="", how="badge") for _ in range(5)]
RIGHT = a(ask.NoteRightPin)
BY_BADGE = a(ask.SignOn, how="badge", manager=False, edition=5)
MANAGERS_WRONG = [a(ask.NoteFailedSignOn, how="pin", by="mo") for _ in range(5)]
SIGNED_BY_BADGE = replace(signed(), how="badge")
LOCKED = [*SIGNED_ON, a(ask.LockTill)]
REVOKED = a(ask.RevokeColleagues, colleagues=("ada", "eve"), edition=6)
TOO_MUCH = a(ask.MoveCash, reason="safe-drop", amount_pence=100_01)
DENIED = [a(ask.MoveCash, reason="safe-drop", amount_pence=100_01) for _ in range(2)]
PAUSED = a(ask.PauseHere, capability="contactless", by="mo", approval=signed(), say="Our contactless readers rest today.")

RESUMED = a(ask.ResumeHere, capability="contactless", by="mo", approval=signed())


def sign_on(by: str = "ada", till: str = "1", manager: bool = False, edition: int = 5, kind: type[ask.SignOn] = ask.SignOn) -> Command:
    return kind(id=f"{by}{till}{manager}{edition}", store="leeds", till=till, by=by, how="pin", manager=manager, edition=edition)


CASES: list[tuple[Sequence[Command], Command, list[str] | Refusal]] = [
    ([], a(ask.SetUpTill), ["TillSet"]),
    ([], sign_on(), no.NoSuchTill("")),
    (SET_UP, a(ask.SetUpTill), []),
    (SET_UP, a(ask.SetUpTill, till="till one"), no.TillNameIsWrong()),
    (SET_UP, a(ask.SetUpTill, store="york"), no.TillsOfAnotherStore("leeds")),
    (SET_UP, sign_on(till="9"), no.NoSuchTill("9")),
    (SET_UP, sign_on(), ["SignedOn"]),
    (SIGNED_ON, sign_on(), []),
    (SIGNED_ON, sign_on("bo"), no.SomebodyElseIsSignedOn("1")),
    (SIGNED_ON, sign_on("bo", kind=ask.HandOver), ["SignedOn"]),
    (LOCKED, sign_on(), ["SignedOn"]),
    (LOCKED, sign_on("bo"), no.TillIsLocked("1")),
    (LOCKED, sign_on("bo", kind=ask.HandOver), no.TillIsLocked("1")),
    (LOCKED, sign_on("mo", manager=True), ["SignedOn"]),
    (LOCKED, a(ask.LockTill), []),
    (LOCKED, a(ask.OpenSession, session="day", float_pence=0), no.TillIsLocked("1")),
    (SIGNED_ON, a(ask.SignOff), ["SignedOff"]),
    (SET_UP, a(ask.SignOff), no.NobodyIsSignedOn("1")),
    (ONE_MUG, a(ask.SignOff), no.SaleIsOnTheTill("s")),
    (ONE_MUG, sign_on("bo", kind=ask.HandOver), ["SignedOn"]),
    (SET_UP, WRONG, ["SignOnFailed"]),
    ([*SET_UP, *FIVE_WRONG[:4]], sign_on(), ["SignedOn"]),
    ([*SET_UP, *FIVE_WRONG], sign_on(), no.MustWaitToSignOn(NOW_MS + 900_000)),
    ([*SET_UP, *FIVE_WRONG], sign_on("bo"), ["SignedOn"]),
    ([*SET_UP, *FIVE_WRONG], BY_BADGE, ["SignedOn"]),
    ([*SIGNED_ON, *MANAGERS_WRONG], PAUSED, no.MustWaitToSignOn(NOW_MS + 900_000)),
    ([*SIGNED_ON, *MANAGERS_WRONG], replace(PAUSED, approval=SIGNED_BY_BADGE), ["LocallyPaused"]),
    ([*SET_UP, *FIVE_WRONG[:4]], RIGHT, ["PinShown"]),
    ([*SET_UP], RIGHT, []),
    ([*SET_UP, *FIVE_WRONG[:4], RIGHT, *FIVE_WRONG[:4]], sign_on(), ["SignedOn"]),
    ([*SET_UP, *FIVE_WRONG], RIGHT, []),
    ([*SET_UP, *FIVE_UNKNOWN], sign_on("bo"), no.MustWaitToSignOn(NOW_MS + 900_000)),
    ([*SET_UP, *FIVE_UNKNOWN], sign_on("mo", manager=True), ["SignedOn"]),
    ([*SET_UP, *FIVE_UNKNOWN], BY_BADGE, ["SignedOn"]),
    (SIGNED_ON, REVOKED, ["ColleagueRevoked", "ColleagueRevoked"]),
    ([*SIGNED_ON, REVOKED], REVOKED, []),
    ([*SIGNED_ON, REVOKED], sign_on(), no.ColleagueIsRevoked("ada")),
    ([*SIGNED_ON, REVOKED], sign_on(edition=7), ["SignedOn"]),
    ([*OPEN, REVOKED], add(), no.NobodyIsSignedOn("1")),
    (SIGNED_ON, a(ask.OpenSession, session="day", float_pence=-1), no.AmountIsWrong()),
    (SIGNED_ON, add(), no.NoSessionIsOpen("1")),
    (OPEN, a(ask.OpenSession, session="day", float_pence=100_00), []),
    (OPEN, a(ask.OpenSession, session="day2", float_pence=0), no.SessionIsOpen("day")),
    ([*OPEN, SECOND[0]], a(ask.OpenSession, till="2", by="bo", session="day", float_pence=0), no.TillSessionExists("day")),
    (OPEN, a(ask.MoveCash, reason="safe-drop", amount_pence=100_00), ["CashMoved"]),
    (OPEN, TOO_MUCH, ["CashOutDenied"]),
    ([*OPEN, *DENIED[:1]], TOO_MUCH, ["CashOutDenied"]),
    ([*OPEN, *DENIED], TOO_MUCH, no.ManagerSignsForCashOut()),
    ([*OPEN, *DENIED], a(ask.MoveCash, reason="safe-drop", amount_pence=1), no.ManagerSignsForCashOut()),
    ([*OPEN, *DENIED], a(ask.MoveCash, reason="safe-drop", amount_pence=1, approved_by=signed()), ["CashMoved"]),
    ([*OPEN, *DENIED], a(ask.MoveCash, reason="safe-drop", amount_pence=100_01, approved_by=signed()), no.NotEnoughInDrawer(100_00)),
    ([*OPEN, *DENIED], a(ask.MoveCash, reason="change-in", amount_pence=1), ["CashMoved"]),
    (OPEN, a(ask.MoveCash, reason="change-in", amount_pence=0), no.AmountIsWrong()),
    (OPEN, a(ask.CloseSession), no.DrawerIsNotCounted()),
    (OPEN, a(ask.CountCash, counted_pence=99_00), ["CashCounted"]),
    ([*OPEN, a(ask.CountCash, counted_pence=99_00)], a(ask.CloseSession), ["SessionClosed"]),
    ([*OPEN, a(ask.CountCash, counted_pence=99_00)], a(ask.CountCash, counted_pence=100_00), no.ManagerCountsAgain()),
    ([*OPEN, a(ask.CountCash, counted_pence=99_00), add(), cash()], a(ask.CountCash, counted_pence=112_00), no.ManagerCountsAgain()),
    ([*OPEN, a(ask.CountCash, counted_pence=99_00)], a(ask.CountCash, counted_pence=100_00, approved_by=signed()), ["CashCounted"]),
    (
        [*OPEN, a(ask.CountCash, counted_pence=99_00), a(ask.SignOff), a(ask.SignOn, by="mo", how="pin", manager=True, edition=5)],
        a(ask.CountCash, by="mo", counted_pence=100_00),
        ["CashCounted"],
    ),
    ([*OPEN, a(ask.CountCash, counted_pence=99_00), add(), cash()], a(ask.CloseSession), no.DrawerIsNotCounted()),
    ([*ONE_MUG, a(ask.CountCash, counted_pence=99_00)], a(ask.CloseSession), no.SaleIsOnTheTill("s")),
    (OPEN, PAUSED, ["LocallyPaused"]),
    ([*OPEN, PAUSED], PAUSED, []),
    (OPEN, a(ask.PauseHere, capability="cash", by="mo", approval=signed(), say=" "), no.SayWhat()),
    ([*OPEN, PAUSED, add()], by_card(), no.PausedHere("contactless", "Our contactless readers rest today.")),
    ([*OPEN, PAUSED, add()], by_card(kind=ask.AskChipAndPin), ["SaleTotalled", "CardAsked"]),
    ([*OPEN, PAUSED, RESUMED, add()], by_card(), ["SaleTotalled", "CardAsked"]),
    (OPEN, a(ask.ResumeHere, capability="contactless", by="mo", approval=signed()), []),
    ([*OPEN, a(ask.RevokeColleagues, colleagues=("mo",), edition=5)], PAUSED, no.ColleagueIsRevoked("mo")),
    (OPEN, grant(), ["StoredSalesGranted"]),
    ([*OPEN, grant(2)], grant(1), []),
    (OPEN, grant(total_pence=-1), no.GrantIsWrong()),
    (OPEN, a(ask.SetPointsRules, edition=1, points=100, pence=50, most_points=500), ["PointsRulesSet"]),
    (OPEN, a(ask.SetPointsRules, edition=1, points=0, pence=50, most_points=500), no.AmountIsWrong()),
    (PAID_IN_CASH, a(ask.VoidSale, reason="changed-mind"), sale_no.SaleIs("completed")),
]  # fmt: skip


@pytest.mark.parametrize(("history", "command", "outcome"), CASES)
def test_the_day(history: Sequence[Command], command: Command, outcome: list[str] | Refusal) -> None:
    assert after(history).outcome(command) == outcome


def test_a_z_report_holds_the_day_and_empties_the_drawer() -> None:
    day = after(PAID_IN_CASH)
    day.do(a(ask.MoveCash, reason="safe-drop", amount_pence=20_00), a(ask.CountCash, counted_pence=91_50))
    (closed,) = day.do(a(ask.CloseSession))
    told = {name: getattr(closed, name) for name in ("z", "expected_pence", "counted_pence", "over_pence")}
    assert told == {"z": 1, "expected_pence": 92_00, "counted_pence": 91_50, "over_pence": -50}
    totals = day.session().totals
    assert (totals.sales, totals.sales_pence, totals.cash_pence, totals.cash_out_pence, totals.standard_vat_pence) == (
        1,
        12_00,
        12_00,
        20_00,
        2_00,
    )
    assert (day.balance("cash-in-drawer"), day.balance("over-and-short")) == (0, 50)


def test_who_takes_a_till_over_leaves_nobody_signed_on_twice() -> None:
    day = after([*ONE_MUG, sign_on("bo", kind=ask.HandOver)])
    ada = day.rows[Colleague, "ada"]
    assert ada is not None
    assert (day.till().colleague, ada.tills, day.outcome(cash())) == ("bo", (), no.SomebodyElseIsSignedOn("1"))


def test_a_wait_ends() -> None:
    day = after([*SET_UP, *FIVE_WRONG])
    day.now_ms += 900_000
    assert day.outcome(sign_on()) == ["SignedOn"]


@pytest.mark.parametrize(("later_ms", "waits"), [(0, True), (900_000 - 1, True), (900_000, False)])
@pytest.mark.parametrize("wrong", [FIVE_WRONG, FIVE_UNKNOWN], ids=["PINs", "badges"])
def test_wrong_tries_are_forgotten_after_a_quarter_of_an_hour(wrong: list[Command], later_ms: int, waits: bool) -> None:
    day = after([*SET_UP, *wrong[:4]])
    day.now_ms += later_ms
    (failed,) = day.do(wrong[4])
    assert isinstance(failed, did.SignOnFailed)
    assert (failed.wait_until_ms is not None, failed.failures) == ((True, 0) if waits else (False, 1))
