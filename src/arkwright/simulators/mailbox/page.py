"""The mailbox's pages: a list, a message as plain text, and the same as JSON for tests."""

from __future__ import annotations

from urllib.parse import parse_qs

import msgspec

from arkwright.kit.world import Answer
from arkwright.simulators.mailbox.letters import Letters
from arkwright.simulators.pages import page
from arkwright.simulators.serving import Request


class MailboxPages:
    """Answers `/`, `/messages/<number>` and `/messages.json?to=<address>`. HTML parts are shown as their source, never rendered."""

    def __init__(self, letters: Letters) -> None:
        self._letters = letters

    async def handle(self, request: Request) -> Answer:
        """One page."""
        match request.method, request.path.strip("/").split("/"):
            case "GET" | "HEAD", [""]:
                return page("mail_list.html", letters=self._letters.all())
            case "GET" | "HEAD", ["messages.json"]:
                recipient = parse_qs(request.query).get("to", [None])[-1]
                return _json(self._letters.all(recipient))
            case "GET" | "HEAD", ["messages", number] if number.isascii() and number.isdecimal():
                letter = self._letters.one(int(number[:12]))
                if letter is not None:
                    return page("mail_one.html", letter=letter)
        return page("mail_missing.html", 404)


def _json(body: object) -> Answer:
    headers = {"content-type": "application/json", "cache-control": "no-store", "x-content-type-options": "nosniff"}
    return Answer(status=200, headers=headers, body=msgspec.json.encode(body))
