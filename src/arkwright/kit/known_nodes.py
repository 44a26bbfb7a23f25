"""Whose receipts count: the keys of stores' nodes, from the desk's signed list or from plain lines, and when each counted."""

from __future__ import annotations

from dataclasses import dataclass

from arkwright.kit.certificates import CLOCKS_APART_MS, CertificateList, NodeCertificate
from arkwright.kit.signing import PublicKey


@dataclass(frozen=True, kw_only=True)
class KnownNode:
    """A node's key and when it counted, in milliseconds UTC; None where nothing ends it. `store` is None for a key of any store.

    `ended`: the desk lists it as one whose end has come.
    """

    key: PublicKey
    store: str | None = None
    from_ms: int = 0
    until_ms: int | None = None
    revoked_ms: int | None = None
    ended: bool = False

    def counted(self, at_ms: int) -> bool:
        """Whether its key counted then, withdrawn or not."""
        return self.from_ms <= at_ms and (self.until_ms is None or at_ms < self.until_ms)


def read_known_nodes(text: str) -> list[KnownNode]:
    """A public key a line (`name+id+key`, as the desk's nodes.txt has them); raises `KeyIsWrong`."""
    return [KnownNode(key=PublicKey.from_text(line)) for line in text.splitlines() if line.strip() and not line.startswith("#")]


def known_from(certificates: CertificateList) -> list[KnownNode]:
    """The nodes of the desk's signed list, whose certificates stand, ended or were withdrawn."""
    dated: list[tuple[NodeCertificate, int | None, bool]] = [
        *((each, None, False) for each in certificates.standing),
        *((each, None, True) for each in certificates.ended),
        *((each.certificate, each.revoked_ms, False) for each in certificates.revoked),
    ]
    return [
        KnownNode(
            key=each.key,
            store=each.store,
            from_ms=each.from_ms - CLOCKS_APART_MS,
            until_ms=each.until_ms,
            revoked_ms=revoked_ms,
            ended=ended,
        )
        for each, revoked_ms, ended in dated
    ]
