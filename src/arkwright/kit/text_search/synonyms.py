"""Words that shoppers use for the same thing: the shipped British list, and the operator's own beside it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from typing import Annotated

import msgspec

from arkwright.kit.text_search.spelling import neighbourhood
from arkwright.kit.text_search.words import stem, words

Stems = tuple[str, ...]
Text = Annotated[str, msgspec.Meta(min_length=2, max_length=60)]


class Synonyms(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The file: `same` are groups in which each word or phrase stands for every other; `shipped = false` leaves out our own list."""

    same: tuple[Annotated[tuple[Text, ...], msgspec.Meta(min_length=2, max_length=20)], ...] = ()
    shipped: bool = True


class SynonymsAreWrong(Exception):
    """The operator's list cannot be used; the text is one line that says what to put right."""


class Thesaurus:
    """Phrases by their stems. `others` of a phrase are given with the words they were written in."""

    def __init__(self, groups: Iterable[Sequence[str]] = ()) -> None:
        self._others: dict[Stems, dict[Stems, str]] = {}
        for group in groups:
            phrases = {stems(text): text for text in group}
            for phrase in phrases:
                if phrase:
                    rest = {other: text for other, text in phrases.items() if other not in ((), phrase)}
                    self._others.setdefault(phrase, {}).update(rest)
        self._near: dict[str, set[str]] = {}
        for word in {word for group in self._others.values() for text in group.values() for word in words(text)}:
            for neighbour in neighbourhood(word):
                self._near.setdefault(neighbour, set()).add(word)
        self.longest = max(map(len, self._others), default=1)

    def others(self, phrase: Stems) -> Mapping[Stems, str]:
        """What else the phrase is called; nothing for one without synonyms."""
        return self._others.get(phrase, {})

    def near(self, word: str) -> set[str]:
        """Words of the list that have a neighbour in common with this one."""
        return {each for neighbour in neighbourhood(word) for each in self._near.get(neighbour, ())}


def stems(text: str) -> Stems:
    """A phrase as it is compared."""
    return tuple(stem(word) for word in words(text))


def read(own: bytes | None) -> Thesaurus:
    """The shipped list and the operator's, which is TOML; `SynonymsAreWrong` says what is wrong in it."""
    ours = msgspec.convert(tomllib.loads(files(__package__).joinpath("synonyms.toml").read_text("utf-8")), Synonyms)
    if own is None:
        return Thesaurus(ours.same)
    try:
        theirs = msgspec.convert(tomllib.loads(own.decode()), Synonyms)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise SynonymsAreWrong(f"The list of synonyms cannot be read: {error}") from error
    return Thesaurus([*(ours.same if theirs.shipped else ()), *theirs.same])
