"""What the mailbox keeps, and what it makes of mail that is not well formed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arkwright.kit.world import RealWorld
from arkwright.simulators.mailbox.letters import MOST_LETTERS, Letters
from arkwright.simulators.mailbox.page import MailboxPages
from arkwright.simulators.serving import Request
from tests.simulators.shop import StillWorld

PLAIN = b"Subject: Hello\r\n\r\nText\r\n"


def test_only_the_last_five_hundred_are_kept(tmp_path: Path) -> None:
    world = StillWorld()
    letters = Letters(world, tmp_path)
    world.replace_file = RealWorld(world.http).replace_file  # type: ignore[method-assign]
    for _ in range(3):
        letters.receive("a@b.cd", ["e@f.gh"], PLAIN)
    in_memory = Letters(world)
    for _ in range(MOST_LETTERS + 2):
        in_memory.receive("a@b.cd", ["e@f.gh"], PLAIN)
    assert [in_memory.all()[0].number, in_memory.all()[-1].number, len(in_memory.all())] == [MOST_LETTERS + 2, 3, MOST_LETTERS]
    assert Letters(world, tmp_path).receive("a@b.cd", ["e@f.gh"], PLAIN).number == 4


@pytest.mark.parametrize(
    ("content", "subject", "text"),
    [
        (PLAIN, "Hello", "Text\r\n"),
        (b"", "(no subject)", ""),
        (b"Subject: =?utf-8?b?w6k=?=\r\nContent-Type: text/plain; charset=nonsense\r\n\r\n\xc3\xa9", "é", "é"),
        (b"X-Envelope-To: forged@example.org\r\n\r\n", "(no subject)", ""),
        (b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nbroken", "(no subject)", ""),
    ],
)
def test_odd_mail_is_shown_as_far_as_it_can_be_read(content: bytes, subject: str, text: str) -> None:
    letter = Letters(StillWorld()).receive("a@b.cd", ["e@f.gh"], content)
    assert (letter.recipients, letter.subject, letter.text if text else "") == (["e@f.gh"], subject, text)


@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"Subject: ", b"To: ", b"Content-Type: ", b"Date: ", b"Content-Transfer-Encoding: base64\r\n\r\n"]),
)
async def test_no_mail_can_break_the_mailbox(content: bytes, start: bytes) -> None:
    letters = Letters(StillWorld())
    letters.receive("a@b.cd", ["e@f.gh"], start + content)
    pages = MailboxPages(letters)
    for path in ("/", "/messages/1", "/messages.json"):
        answer = await pages.handle(Request("GET", path))
        assert answer.status == 200
        assert b"<script" not in answer.body or path.endswith("json")
