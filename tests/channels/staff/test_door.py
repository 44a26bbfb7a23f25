"""The door for staff: who comes in, who does not, and what ends a session."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from arkwright.channels.staff import door as door_module
from arkwright.channels.staff.door import MOST_AT_THE_DOOR, Colleague, SignInRefused, StaffDoor, session_of
from arkwright.channels.staff.session import here_only
from arkwright.compartments.staff import queries
from arkwright.journal.reading import entries
from arkwright.kit import passwords
from arkwright.kit.refusal import Busy, Refusal
from tests.channels.staff.rooms import MINUTE_MS, PASSWORD, MovedWorld, door


async def test_signing_in_and_out(tmp_path: Path) -> None:
    async with door(tmp_path) as (desk, _):
        token = await desk.sign_in(" ADA ", PASSWORD)
        colleague = await desk.who(token)
        assert colleague is not None
        assert (colleague.account, colleague.may("switch.view"), colleague.may("switch.pause")) == ("ada", True, False)
        assert [await desk.who(other) for other in (None, "", token + "x", session_of(token), "a" * 500)] == [None] * 5
        await desk.sign_out(colleague)
        assert await desk.who(token) is None


async def test_neither_token_nor_password_stands_in_the_journal(tmp_path: Path) -> None:
    async with door(tmp_path) as (desk, _):
        token = await desk.sign_in("ada", PASSWORD)
        written = b"".join(stored.entry.event for stored in await entries(desk.lane.reader, 0))
        assert session_of(token).encode() in written
        assert not any(secret in written for secret in (token.encode(), PASSWORD.encode(), b"$argon2"))


Ending = Callable[[StaffDoor, Colleague, MovedWorld], Awaitable[None]]


async def suspended(desk: StaffDoor, colleague: Colleague, world: MovedWorld) -> None:
    await desk.suspend("ada", by="grace")


async def ended_everywhere(desk: StaffDoor, colleague: Colleague, world: MovedWorld) -> None:
    await desk.end_sessions("ada", by="grace")


async def new_password(desk: StaffDoor, colleague: Colleague, world: MovedWorld) -> None:
    await desk.change_own_password(colleague, PASSWORD, "seven tall red chimneys", "seven tall red chimneys")


async def a_working_day_later(desk: StaffDoor, colleague: Colleague, world: MovedWorld) -> None:
    world.later_ms = 12 * 60 * MINUTE_MS
    await desk.sweep()


@pytest.mark.parametrize("ending", [suspended, ended_everywhere, new_password, a_working_day_later])
async def test_what_ends_every_session(tmp_path: Path, ending: Ending) -> None:
    async with door(tmp_path) as (desk, world):
        tokens = [await desk.sign_in("ada", PASSWORD) for _ in range(2)]
        colleague = await desk.who(tokens[0])
        assert colleague is not None
        await ending(desk, colleague, world)
        assert [await desk.who(token) for token in tokens] == [None, None]


async def test_roles_taken_away_count_in_open_sessions(tmp_path: Path) -> None:
    async with door(tmp_path, role="incident-commander") as (desk, _):
        token = await desk.sign_in("ada", PASSWORD)
        await desk.set_roles("ada", ["observer"], by="grace")
        colleague = await desk.who(token)
        assert colleague is not None
        with pytest.raises(Refusal, match="It is allowed to: duty-manager, incident-commander"):
            desk.demand(colleague, "switch.pause")


async def test_the_same_words_for_everybody_who_is_not_let_in(tmp_path: Path) -> None:
    async with door(tmp_path) as (desk, world):
        words = set()
        for account, password in (("ada", "wrong"), ("nobody", PASSWORD), ("", ""), ("ada'; --", PASSWORD), ("x" * 999, "y" * 9999)):
            with pytest.raises(SignInRefused) as refused:
                await desk.sign_in(account, password)
            words.add(str(refused.value))
        for _ in range(4):
            with pytest.raises(SignInRefused):
                await desk.sign_in("ada", "wrong")
        with pytest.raises(SignInRefused) as refused:  # five wrong ones: the right one does not help
            await desk.sign_in("ada", PASSWORD)
        words.add(str(refused.value))
        assert len(words) == 1
        world.later_ms = 15 * MINUTE_MS + 1000
        assert await desk.who(await desk.sign_in("ada", PASSWORD))
        await desk.suspend("ada", by="grace")
        with pytest.raises(SignInRefused) as refused:
            await desk.sign_in("ada", PASSWORD)
        assert {str(refused.value)} == words


async def test_a_hash_is_computed_whether_or_not_there_is_an_account(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with door(tmp_path) as (desk, _):
        looked = 0
        real = passwords.is_hash_of

        def counted(known: str, password: str) -> bool:
            nonlocal looked
            looked += 1
            return real(known, password)

        monkeypatch.setattr(passwords, "is_hash_of", counted)
        before = desk.lane.head.sequence
        for account in ("ada", "nobody"):
            with pytest.raises(SignInRefused):
                await desk.sign_in(account, "wrong")
        assert looked == 2
        assert desk.lane.head.sequence == before + 2  # and something is written for each, too


async def test_guessing_at_once_gets_no_further_than_guessing_in_turn(tmp_path: Path) -> None:
    async with door(tmp_path) as (desk, _):
        guesses = await asyncio.gather(*(desk.sign_in("ada", f"guess {number}") for number in range(30)), return_exceptions=True)
        assert {type(guess) for guess in guesses} == {SignInRefused, Busy}
        assert sum(isinstance(guess, Busy) for guess in guesses) == 30 - MOST_AT_THE_DOOR
        found = await queries.account(desk.lane.reader, "ada")
        assert found is not None
        assert 5 <= found.failed_sign_ins <= 5 + door_module.HASHES_AT_ONCE - 1
        with pytest.raises(SignInRefused):
            await desk.sign_in("ada", PASSWORD)


async def test_an_account_of_the_desk_is_none_of_the_office(tmp_path: Path) -> None:
    async with door(tmp_path / "desk") as (desk, _), door(tmp_path / "office", "office", "buyer") as (office, _):
        token = await desk.sign_in("ada", PASSWORD)
        assert (await desk.who(token) is not None, await office.who(token)) == (True, None)
        with pytest.raises(Refusal, match="There is no role named buyer"):
            await desk.add("grace", ["buyer"], PASSWORD, by="ada")


@pytest.mark.parametrize(
    ("present", "new", "again", "refusal"),
    [
        ("wrong", "seven tall red chimneys", "seven tall red chimneys", "PresentPasswordIsWrong"),
        (PASSWORD, "seven tall red chimneys", "seven tall red chimney", "PasswordsDiffer"),
        (PASSWORD, "short", "short", "PasswordLengthIsWrong"),
        (PASSWORD, "qwertyuiop1234567890", "qwertyuiop1234567890", "PasswordIsEasyToGuess"),
    ],
)
async def test_a_password_that_does_not_change(tmp_path: Path, present: str, new: str, again: str, refusal: str) -> None:
    async with door(tmp_path) as (desk, _):
        colleague = await desk.who(await desk.sign_in("ada", PASSWORD))
        assert colleague is not None
        with pytest.raises(Refusal) as refused:
            await desk.change_own_password(colleague, present, new, again)
        assert type(refused.value).__name__ == refusal
        assert await desk.sign_in("ada", PASSWORD)


@pytest.mark.parametrize(
    ("path", "outcome"),
    [
        ("/history?before=1", "/history?before=1"),
        ("/", "/"),
        ("", "/"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example/", "/"),
        ("/\\elsewhere.example", "/"),
        ("/ x", "/"),
        ("/a\nlocation: x", "/"),
    ],
)
def test_after_signing_in_one_stays_on_this_site(path: str, outcome: str) -> None:
    assert here_only(path) == outcome
