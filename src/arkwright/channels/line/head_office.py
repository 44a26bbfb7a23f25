"""Head office as a store's node asks it: every request signed with the node's papers, every word believed under its key alone."""

from __future__ import annotations

from collections.abc import Callable

from arkwright.channels.following.papers import NodePapers
from arkwright.kit.node_requests import Asked
from arkwright.kit.signing import PublicKey
from arkwright.kit.world import Answer, NetworkError, World


class HeadOffice:
    """The other end of the line. `key` gives head office's key as the desk's list has it: `certificates.held.node_key("office-1")`."""

    def __init__(self, world: World, papers: NodePapers, url: str, key: Callable[[], PublicKey | None]) -> None:
        self._world = world
        self._papers = papers
        self._url = url.rstrip("/")
        self._key = key

    @property
    def node(self) -> str:
        """The node that asks."""
        return self._papers.certificate.node

    @property
    def store(self) -> str:
        """Its store."""
        return self._papers.certificate.store

    @property
    def key(self) -> PublicKey:
        """What head office signs with; `NetworkError` while the desk's list does not name it."""
        key = self._key()
        if key is None:
            raise NetworkError("the desk's list of certificates does not name head office's key")
        return key

    async def ask(self, asked: Asked, within_s: float = 30.0) -> Answer:
        """What head office answers with status 200; `NetworkError` for all else."""
        headers = {"content-type": "application/octet-stream"} if asked.body else {}
        answer = await self._world.http.request(
            asked.method, self._url + asked.path, headers | self._papers.headers(asked), asked.body, timeout_s=within_s
        )
        if answer.status != 200:
            raise NetworkError(f"head office answered {answer.status}")
        return answer
