"""Following the desk's list of certificates: verify it, keep it on disk in two copies, and go on with it when the desk is gone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import structlog

from arkwright.channels.following.published import LONGEST_WAIT_S, PublishedIsUnreadable
from arkwright.kit.certificates import NO_CERTIFICATES, CertificateList, accepted, read_list
from arkwright.kit.messages import canonical
from arkwright.kit.refusal import Refusal
from arkwright.kit.signing import Envelope, EnvelopeIsUnreadable, read_envelope
from arkwright.kit.trust import TrustRoot
from arkwright.kit.world import NetworkError, World

log = structlog.get_logger("certificates")

KEPT, KEPT_COPY = "certificates.json", "certificates.copy.json"
ANSWER_WITHIN_S = LONGEST_WAIT_S + 10.0
FIRST_PAUSE_S, LONGEST_PAUSE_S = 1.0, 30.0


class KeptList(msgspec.Struct, frozen=True, kw_only=True):
    """The last list that was verified, with the trust root of that day."""

    signed_under: TrustRoot
    certificates: Envelope


class CertificateFollowing:
    """One node's view of who has a certificate. `run` it as a task; `held` may be asked at any time.

    `trust` gives whom this node trusts now (`Following.trust`). Nothing older gets past, and nothing in which a revoked certificate
    stands again. Without the desk, what is held goes on for ever: who was revoked stays so, and new nodes bring their certificate.
    """

    def __init__(self, world: World, desk_url: str, folder: Path, trust: Callable[[], TrustRoot]) -> None:
        """Loads the list that was kept in `folder`, if any."""
        self._world = world
        self._desk_url = desk_url.rstrip("/")
        self._folder = folder
        self._trust = trust
        self.held: CertificateList = load_list(world, folder)

    @property
    def trust(self) -> TrustRoot:
        """Whom this node trusts now."""
        return self._trust()

    async def run(self) -> None:
        """Ask the desk for a newer list for ever; cancel to stop."""
        failures = 0
        while True:
            try:
                await self.look()
                failures = 0
                continue
            except (NetworkError, Refusal, OSError) as problem:
                log.warning("the list of certificates did not come; what is held here goes on", why=str(problem))
            pause_s = min(FIRST_PAUSE_S * (1 << min(failures, 16)), LONGEST_PAUSE_S)
            await self._world.sleep(pause_s * (0.5 + int.from_bytes(self._world.random_bytes(2), "big") / 2**17))
            failures += 1

    async def look(self, wait_s: int = LONGEST_WAIT_S) -> None:
        """Ask once, wait up to `wait_s` for news, and keep what comes. Raises `NetworkError`, or the refusal of what came."""
        address = f"{self._desk_url}/published/certificates?after={self.held.generation}.{self.held.version}&wait={wait_s}"
        answer = await self._world.http.request("GET", address, {"accept": "application/json"}, timeout_s=ANSWER_WITHIN_S)
        if answer.status != 200:
            raise NetworkError(f"the desk answered {answer.status}")
        try:
            envelope = read_envelope(answer.body)
        except EnvelopeIsUnreadable as error:
            raise PublishedIsUnreadable() from error
        self.take(envelope)

    def take(self, envelope: Envelope) -> None:
        """Verify, keep on disk, hold: in this order. A refusal leaves everything as it was."""
        trust = self._trust()
        new = accepted(self.held, read_list(envelope, trust))
        keep_list(self._world, self._folder, trust, envelope)
        self.held = new


def keep_list(world: World, folder: Path, trust: TrustRoot, envelope: Envelope) -> None:
    """Both copies, synced when it returns."""
    content = canonical(KeptList(signed_under=trust, certificates=envelope))
    for name in (KEPT_COPY, KEPT):
        world.replace_file(folder / name, content)


def load_list(world: World, folder: Path) -> CertificateList:
    """The newest of the two copies; a damaged one is said and passed over, and where there is none nobody has a certificate yet."""
    newest = NO_CERTIFICATES
    for name in (KEPT, KEPT_COPY):
        try:
            kept = msgspec.json.decode(world.read_file(folder / name), type=KeptList)
            found = read_list(kept.certificates, kept.signed_under)
        except FileNotFoundError:
            continue
        except (msgspec.MsgspecError, UnicodeDecodeError, Refusal) as problem:
            log.warning("a copy of the list of certificates is damaged", file=name, why=str(problem))
            continue
        newest = max(newest, found, key=lambda each: (each.generation, each.as_at_ms))
    return newest
