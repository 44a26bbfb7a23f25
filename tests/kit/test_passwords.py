"""Passwords: which are refused, and that hashing tells right from wrong and nothing else."""

from __future__ import annotations

import argon2
import pytest
from argon2.exceptions import InvalidHashError

from arkwright.kit import passwords
from arkwright.kit.network import AiohttpHttp
from arkwright.kit.passwords import PasswordIsEasyToGuess, PasswordLengthIsWrong, PasswordNamesTheAccount
from arkwright.kit.refusal import Refusal
from arkwright.kit.world import RealWorld

GOOD = "teal otter umbrella"


@pytest.mark.parametrize(
    ("account", "password", "refusal"),
    [
        ("ada", GOOD, None),
        ("ada", "x7#kQ9!vLm2$", None),
        ("ada", "ünïcödé wörds", None),
        ("ada", "        spaces are fine", None),
        ("ada", "hunderttausend", None),
        ("ada", "short one!!", PasswordLengthIsWrong()),
        ("ada", "", PasswordLengthIsWrong()),
        ("ada", "ab" * 65, PasswordLengthIsWrong()),
        ("ada", "Password-1234", PasswordIsEasyToGuess()),
        ("ada", "Manchester United", PasswordIsEasyToGuess()),
        ("ada", "Justin.Bieber", PasswordIsEasyToGuess()),
        ("ada", "q1w2e3r4t5y6", PasswordIsEasyToGuess()),
        ("ada", "aaaaaaaaaaaa", PasswordIsEasyToGuess()),
        ("ada", "!!!!!!!!!!!!", PasswordIsEasyToGuess()),
        ("ada", "abcabcabcabc", PasswordIsEasyToGuess()),
        ("ada", "123456789012", PasswordIsEasyToGuess()),
        ("ada", "210987654321", PasswordIsEasyToGuess()),
        ("ada", "QWERTYUIOPASDF", PasswordIsEasyToGuess()),
        ("ada", "ada ada and no more", None),
        ("ada.lovelace", "I am Ada Lovelace!", PasswordNamesTheAccount()),
        ("adal", "adalheid von der Au", PasswordNamesTheAccount()),
    ],
)
def test_a_password_is_judged(account: str, password: str, refusal: Refusal | None) -> None:
    if refusal is None:
        passwords.check(account, password)
        return
    with pytest.raises(type(refusal)) as refused:
        passwords.check(account, password)
    assert str(refused.value) == str(refusal)
    assert refused.value.field == "password"


async def test_only_the_password_itself_is_verified() -> None:
    world = RealWorld(AiohttpHttp())
    known = await passwords.hashed(world, GOOD)
    assert known.startswith("$argon2id$")
    assert known != await passwords.hashed(world, GOOD)
    assert await passwords.verify(world, known, GOOD)
    assert not await passwords.verify(world, known, GOOD + " ")
    assert not await passwords.verify(world, known, "")


async def test_the_same_characters_from_another_keyboard_are_the_same_password() -> None:
    world = RealWorld(AiohttpHttp())
    assert await passwords.verify(world, await passwords.hashed(world, "caf\u00e9 umbrella"), "cafe\u0301 umbrella")


async def test_an_unknown_account_costs_as_much_and_is_never_let_in(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def says_yes(known: str, _: str) -> bool:
        asked.append(known)
        return True

    monkeypatch.setattr(passwords, "is_hash_of", says_yes)
    assert not await passwords.verify(RealWorld(AiohttpHttp()), None, "a password that nobody has")
    assert asked == [passwords.DUMMY]
    assert not passwords.needs_new_hash(passwords.DUMMY)


def test_a_hash_of_weaker_parameters_is_seen() -> None:
    weak = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(GOOD)
    assert passwords.needs_new_hash(weak)
    assert passwords.is_hash_of(weak, GOOD)


def test_a_damaged_hash_is_a_mistake_and_no_wrong_password() -> None:
    with pytest.raises(InvalidHashError):
        passwords.is_hash_of("not a hash", GOOD)


def test_the_parameters_are_above_the_least_that_is_advised() -> None:
    used = argon2.extract_parameters(passwords.DUMMY)
    assert used.type is argon2.Type.ID
    assert used.memory_cost >= 19 * 1024
    assert used.time_cost >= 2
