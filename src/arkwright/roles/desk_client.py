"""A client of the desk's JSON: one signed-in colleague, and refusals as the desk said them."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from arkwright.channels.desk.api import Credentials, Done, Move, Opened
from arkwright.channels.desk.board import Board
from arkwright.channels.desk.wanted import Wanted
from arkwright.channels.web.refusals import ProblemDetails
from arkwright.kit.messages import canonical
from arkwright.kit.world import Answer, NetworkError, World

T = TypeVar("T")
TRIES = 3
NOTHING_CHANGED = "Nothing was changed."
UNSURE = "Whether it was done cannot be told: look at the board."
STILL_IN = "You could not be signed out; the session ends by itself within 12 hours."


class DeskRefused(Exception):
    """The desk said no, or nothing; the text is its sentence, `field` the input at fault."""

    def __init__(self, sentence: str, field: str | None = None) -> None:
        super().__init__(sentence)
        self.field = field


class DeskClient:
    """Sign in first; the token lives as long as this object."""

    def __init__(self, world: World, url: str) -> None:
        self._world = world
        self._url = url.rstrip("/")
        self._token = ""

    async def sign_in(self, account: str, password: str) -> None:
        """Refuses with the desk's own sentence."""
        answer = await self._ask("POST", "/api/session", Credentials(account, password))
        self._token = read(answer, Opened).token

    async def sign_out(self) -> None:
        """End the session."""
        await self._ask("DELETE", "/api/session", unanswered=STILL_IN)

    async def board(self) -> Board:
        """What is not open, and what waits."""
        return read(await self._ask("GET", "/api/switches"), Board)

    async def move(self, what: str, wanted: Wanted) -> Done:
        """`what` is tighten or propose. Asked again after a cut line, with the same id: it is done once."""
        move = Move(id=self._world.new_id(), setting=wanted.setting, reason=wanted.reason)
        return read(await self._ask("POST", f"/api/switches/{what}", move, tries=TRIES, unanswered=UNSURE), Done)

    async def decide(self, proposal: str, what: str) -> Done:
        """`what` is approve or withdraw."""
        if not (proposal.isascii() and proposal.isalnum()):
            raise DeskRefused("PROPOSAL: give the id that 'arkwright switch list' shows.")
        return read(await self._ask("POST", f"/api/proposals/{proposal}/{what}", unanswered=UNSURE), Done)

    async def _ask(
        self, method: str, path: str, body: msgspec.Struct | None = None, tries: int = 1, unanswered: str = NOTHING_CHANGED
    ) -> Answer:
        headers = {"accept": "application/json", "content-type": "application/json"}
        if self._token:
            headers["authorization"] = f"Bearer {self._token}"
        content = b"" if body is None else canonical(body)
        for left in range(tries, 0, -1):
            try:
                answer = await self._world.http.request(method, self._url + path, headers, content)
            except NetworkError as error:
                if left == 1:
                    raise DeskRefused(f"The desk at {self._url} does not answer. Check --desk. {unanswered}") from error
                await self._world.sleep(1)
            else:
                return answer
        raise DeskRefused(f"The desk at {self._url} was never asked.")


def read(answer: Answer, shape: type[T]) -> T:
    """The answer as this type, or the refusal that it is."""
    if answer.status >= 300:
        raise refused(answer)
    try:
        return msgspec.json.decode(answer.body, type=shape)
    except msgspec.MsgspecError as error:
        raise DeskRefused("What answered is no desk of this version. Check --desk.") from error


def refused(answer: Answer) -> DeskRefused:
    """The desk's sentence, where it is one of its own."""
    try:
        details: Any = msgspec.json.decode(answer.body, type=ProblemDetails, strict=False)
    except msgspec.MsgspecError:
        return DeskRefused(f"What answered (status {answer.status}) is no desk. Check --desk.")
    return DeskRefused(details.detail, details.field)
