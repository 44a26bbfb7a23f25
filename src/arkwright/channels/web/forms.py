"""Reading a form: trimmed text of a known length, whole numbers, choices and ids; what is wrong is collected, field by field."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection

from litestar.datastructures import FormMultiDict, UploadFile

from arkwright.channels.design.pages import Problem
from arkwright.channels.web.site import AnyRequest, site_of
from arkwright.journeys.contact import NotAnEmailAddress, email_form
from arkwright.kit.refusal import Refusal
from arkwright.kit.world import ULID_ALPHABET

ID_LENGTH = 26
LONGEST_EMAIL = 254  # RFC 5321, section 4.5.3.1.3, as its erratum 1690 reads it


class Form:
    """A form as it was sent. The readers never raise: they note a `Problem` and give what a page can show again."""

    def __init__(self, fields: FormMultiDict, new_id: str) -> None:
        self.problems: list[Problem] = []
        self._fields = fields
        self._new_id = new_id

    @property
    def valid(self) -> bool:
        """Whether nothing wrong was found so far."""
        return not self.problems

    def wrong(self, field: str | None, sentence: str) -> None:
        """Note what is wrong; the first sentence about a field is the one that is shown."""
        self.problems.append(Problem(field, sentence))

    def refused(self, refusal: Refusal, field: str | None = None) -> None:
        """Note a refusal at its own field, or at `field` where it names none."""
        self.wrong(refusal.field or field, str(refusal))

    def raw(self, field: str) -> str:
        """The field's text as it came, or nothing."""
        value = self._fields.get(field)
        return value if isinstance(value, str) else ""

    def text(self, field: str, label: str, *, most: int = 100, required: bool = True, lines: bool = False) -> str:
        """Trimmed text of at most `most` characters; `lines` keeps line breaks. Control characters were refused at the door (plain.py).

        `label` completes "Enter ..." ("your full name").
        """
        text = unicodedata.normalize("NFC", self.raw(field).replace("\r\n", "\n").replace("\r", "\n").strip())
        if not lines:
            text = " ".join(text.split())
        if not text and required:
            self.wrong(field, f"Enter {label}.")
        if len(text) > most:
            self.wrong(field, f"Enter {label} in {most} characters or fewer.")
            return text[:most]
        return text

    def email(self, *, required: bool = True) -> str:
        """The shopper's address in the field `email`, whose form was looked at."""
        text = self.text("email", "your email address", most=LONGEST_EMAIL, required=required)
        if text:
            try:
                email_form(text)
            except NotAnEmailAddress as refusal:
                self.refused(refusal)
        return text

    def whole(self, field: str, label: str, *, least: int, most: int) -> int:
        """A whole number in a range; `least` where it is none, with a problem noted."""
        text = self.raw(field).strip()
        number = int(text) if text.isascii() and text.isdigit() and len(text) <= 15 else None
        if number is None or not least <= number <= most:
            self.wrong(field, f"Enter {label} as a whole number from {least:,} to {most:,}.")
            return least
        return number

    def one_of(self, field: str, label: str, allowed: Collection[str]) -> str:
        """One of the values that the page offered, or "" with a problem noted."""
        value = self.raw(field)
        if value not in allowed:
            self.wrong(field, f"Choose {label}.")
            return ""
        return value

    def all_of(self, field: str) -> list[str]:
        """Every value of a field that may stand several times (checkboxes)."""
        return [value for value in self._fields.getall(field, []) if isinstance(value, str)]

    def file(self, field: str) -> UploadFile | None:
        """The file sent, or None."""
        value = self._fields.get(field)
        return value if isinstance(value, UploadFile) else None

    def identifier(self, field: str = "id") -> str:
        """The id made with the form, so that sending it twice is one request; a new one where the field is empty or missing."""
        text = self.raw(field).strip().lower()
        if not text:
            return self._new_id
        if not is_id(text):
            self.wrong(field, "This form's id is damaged. Reload the page and send it again.")
            return self._new_id
        return text


async def form(request: AnyRequest) -> Form:
    """The request's form; its token was checked before the handler ran."""
    return Form(await request.form(), site_of(request).world.new_id())


def is_id(text: str) -> bool:
    """Whether this has the form of an id that `World.new_id` makes."""
    return len(text) == ID_LENGTH and all(each in ULID_ALPHABET for each in text)
