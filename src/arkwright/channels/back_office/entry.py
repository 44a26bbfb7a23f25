"""What somebody typed into a form: kept as typed, read field by field, with a sentence for everything that is wrong."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TypeVar

from arkwright.channels.design.pages import Problem
from arkwright.kit.money import pounds
from arkwright.kit.refusal import Forbidden, NotTaken, Refusal, SameIdOtherContent, Unknown

T = TypeVar("T")

MOST_PENCE = 99_999_99
SENT_BEFORE = "This form was sent before with something else in it. Check it, and send it again."
COMMAND_ID = re.compile(r"[0-9A-Za-z.-]{1,60}")
AMOUNT = re.compile(r"£?\s*(?P<whole>[0-9]{1,3}(,[0-9]{3})+|[0-9]{1,7})(\.(?P<part>[0-9]{1,2}))?")
WHOLE = re.compile(r"[+-]?[0-9]{1,9}")

FieldOf = Callable[[Refusal], str | None]


def own_field(refusal: Refusal) -> str | None:
    """The field that a refusal names itself."""
    return refusal.field


class Entry:
    """A form as it was typed, or as it is shown first; `problems` grows while it is read, and nothing typed is lost."""

    def __init__(self, typed: Mapping[str, Sequence[str]], command: str = "") -> None:
        self._typed = typed
        self.command = command
        self.problems: list[Problem] = []

    @classmethod
    def of(cls, **values: str | Sequence[str]) -> Entry:
        """A form that is shown for the first time, with these values."""
        return cls({name: [value] if isinstance(value, str) else list(value) for name, value in values.items()})

    def with_(self, other: Entry) -> Entry:
        """These values, and over them those of another form with its problems and its command id."""
        merged = Entry({**self._typed, **other._typed}, other.command or self.command)
        merged.problems = [*self.problems, *other.problems]
        return merged

    def raw(self, field: str) -> str:
        """Exactly what was typed."""
        return next(iter(self._typed.get(field, ())), "")

    def text(self, field: str) -> str:
        """What was typed without spaces at its ends; line ends are plain."""
        return self.raw(field).replace("\r\n", "\n").replace("\r", "\n").strip()

    def lines(self, field: str) -> tuple[str, ...]:
        """The lines typed, blank ones left out."""
        return tuple(line.strip() for line in self.text(field).split("\n") if line.strip())

    def every(self, field: str) -> tuple[str, ...]:
        """All values of a field that may stand several times: ticked boxes."""
        return tuple(self._typed.get(field, ()))

    def ticked(self, field: str) -> bool:
        """Whether a single box was ticked."""
        return bool(self.every(field))

    def wrong(self, field: str | None, sentence: str) -> None:
        """Note what is to be put right."""
        self.problems.append(Problem(field, sentence))

    def whole(self, field: str, what: str, least: int, most: int) -> int:
        """A whole number in this range; 0 and a problem for anything else."""
        text = self.text(field).replace(",", "")
        if WHOLE.fullmatch(text) and least <= int(text) <= most:
            return int(text)
        self.wrong(field, f"Enter {what} as a whole number from {least:,} to {most:,}.")
        return 0

    def pence(self, field: str, what: str, least: int = 1, most: int = MOST_PENCE) -> int:
        """An amount typed in pounds; 0 and a problem for anything else."""
        match = AMOUNT.fullmatch(self.text(field))
        if match:
            amount = int(match["whole"].replace(",", "")) * 100 + int((match["part"] or "").ljust(2, "0"))
            if least <= amount <= most:
                return amount
        self.wrong(field, f"Enter {what} in pounds, such as 12.50, from {pounds(least)} to {pounds(most)}.")
        return 0

    def choice(self, field: str, what: str, allowed: Sequence[str]) -> str:
        """One of these; an empty text and a problem for anything else."""
        chosen = self.text(field)
        if chosen in allowed:
            return chosen
        self.wrong(field, f"Choose {what} from the list.")
        return ""

    def filled(self, field: str, what: str, longest: int) -> str:
        """A text of at least one character; a problem for none or too many."""
        text = self.text(field)
        if not 1 <= len(text) <= longest:
            self.wrong(field, f"Enter {what}, 1 to {longest} characters.")
        return text

    async def attempt(
        self, work: Callable[[], Awaitable[T]], field_of: FieldOf = own_field, say: Callable[[Refusal], str] = str
    ) -> T | None:
        """Do the work if nothing is wrong so far; a refusal becomes a problem, and None comes back.

        What nobody may do at all goes up. Where nothing was decided, the form keeps its command id, so that sending it again is safe.
        """
        if self.problems:
            self.command = ""
            return None
        try:
            return await work()
        except Forbidden:
            raise
        except SameIdOtherContent:
            self.wrong(None, SENT_BEFORE)
            self.command = ""
        except Refusal as refusal:
            field = field_of(refusal)
            self.wrong(field if field in self._typed else None, say(refusal))
            if not isinstance(refusal, NotTaken | Unknown):
                self.command = ""
        return None


def entered(values: Mapping[str, Sequence[str]]) -> Entry:
    """The form that was sent; a command id of a wrong form counts as none, and a new one is drawn."""
    command = next(iter(values.get("command", ())), "")
    return Entry(values, command if COMMAND_ID.fullmatch(command) else "")
