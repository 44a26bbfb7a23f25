"""Passwords: which are good enough, and how they are hashed and checked without holding up the others."""

from __future__ import annotations

import functools
import hashlib
import pkgutil
import unicodedata
from dataclasses import dataclass
from typing import ClassVar

import argon2
from argon2.exceptions import InvalidHashError, VerificationError

from arkwright.kit.refusal import Invalid
from arkwright.kit.world import World

SHORTEST, LONGEST = 12, 128
SALT_BYTES = 16

# Argon2id with 64 MiB, 3 passes and 4 lanes: RFC 9106's second choice (section 4), and well above the least that OWASP's Password
# Storage Cheat Sheet asks for (19 MiB, 2 passes, 1 lane). A hash made with weaker parameters is seen by `needs_new_hash`.
HASHER = argon2.PasswordHasher.from_parameters(argon2.profiles.RFC_9106_LOW_MEMORY)
# Of a password that nobody has: checked in place of an unknown account's, so that the time taken does not tell who has an account.
DUMMY = "$argon2id$v=19$m=65536,t=3,p=4$c2l4dGVlbiBieXRlIHNhbA$t++uzFkBBj59qWLbgP1NfvHmJGozG8jghuAiP2svwUI"

# What people choose when twelve characters are asked for; compared without case and without anything but letters and digits.
TOO_COMMON = frozenset(
    "password1234 password12345 password123456 passwordpassword passw0rd1234 letmeinletmein welcome12345 welcome123456 changeme1234 "
    "changeme12345 administrator admin1234567 iloveyou1234 iloveyouiloveyou qwerty123456 1q2w3e4r5t6y 1qaz2wsx3edc "
    "correcthorsebatterystaple manchesterunited liverpoolfc1 summer202500 arkwright123 arkwright1234 arkwrightarkwright".split()
)
RUNS = ("01234567890123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "qwertyuiop1234567890", "1234567890qwertyuiop")


@dataclass
class PasswordLengthIsWrong(Invalid):
    """Too short to withstand guessing, or absurdly long."""

    shortest: int = SHORTEST
    longest: int = LONGEST
    sentence: ClassVar[str] = "Choose a password of {shortest} to {longest} characters. A few unconnected words are easy to remember."
    field: ClassVar[str | None] = "password"


@dataclass
class PasswordIsEasyToGuess(Invalid):
    """Among the first that anybody tries."""

    sentence: ClassVar[str] = "This password is too easy to guess. Choose another; a few unconnected words are easy to remember."
    field: ClassVar[str | None] = "password"


@dataclass
class PasswordNamesTheAccount(Invalid):
    """The account's name is known to whoever guesses."""

    sentence: ClassVar[str] = "Choose a password that does not hold the account's name."
    field: ClassVar[str | None] = "password"


def check(account: str, password: str) -> None:
    """Refuse a password that is too short, too common or named after the account; any characters and any mixture will do.

    NIST SP 800-63B, 5.1.1.2: length and a blocklist, no rules of composition. Twelve characters are more than it asks for.
    """
    text = normalised(password)
    if not SHORTEST <= len(text) <= LONGEST:
        raise PasswordLengthIsWrong()
    bare = "".join(each for each in text.casefold() if each.isalnum())
    if bare in TOO_COMMON or is_common(bare) or is_a_run(text.casefold()) or (bare and is_a_run(bare)):
        raise PasswordIsEasyToGuess()
    name = "".join(each for each in account.casefold() if each.isalnum())
    if len(name) >= 4 and name in bare:
        raise PasswordNamesTheAccount()


def is_common(bare: str) -> bool:
    """Whether it stands in common_passwords.txt."""
    return hashlib.sha256(bare.encode("utf-8", "surrogatepass")).hexdigest()[:16] in common_passwords()


@functools.cache
def common_passwords() -> frozenset[str]:
    """The digests of common_passwords.txt; ValueError where the installation lacks it."""
    content = pkgutil.get_data(__package__, "common_passwords.txt")
    if content is None:
        raise ValueError("common_passwords.txt is missing from this installation")
    return frozenset(line for line in content.decode().splitlines() if not line.startswith("#"))


def is_a_run(text: str) -> bool:
    """One piece over and over (`abcabcabcabc`), or a row of the alphabet, the digits or the keyboard, either way round."""
    repeats = text in (text + text)[1:-1]
    return repeats or any(text in run or text[::-1] in run for run in RUNS)


async def hashed(world: World, password: str) -> str:
    """The argon2 hash, with a salt of its own, in the PHC text form; computed in a thread."""
    salt, done = world.random_bytes(SALT_BYTES), list[str]()
    await world.in_thread(lambda: done.append(HASHER.hash(normalised(password), salt=salt)))
    return done[0]


async def verify(world: World, known: str | None, password: str) -> bool:
    """Whether the password is the one hashed; with None (no such account) False after as much work."""
    done: list[bool] = []
    await world.in_thread(lambda: done.append(is_hash_of(known or DUMMY, normalised(password[: 4 * LONGEST]))))
    return done[0] and known is not None


def needs_new_hash(known: str) -> bool:
    """Whether the hash was made with other parameters than today's: hash anew at the next sign-in that succeeds."""
    return HASHER.check_needs_rehash(known)


def is_hash_of(known: str, password: str) -> bool:
    """False for another password; a damaged hash is a mistake of ours and raises `InvalidHashError`."""
    try:
        return HASHER.verify(known, password)
    except InvalidHashError:
        raise
    except VerificationError:
        return False


def normalised(password: str) -> str:
    """The same characters typed on different keyboards are the same password (NIST SP 800-63B, 5.1.1.2: NFKC)."""
    return unicodedata.normalize("NFKC", password)
