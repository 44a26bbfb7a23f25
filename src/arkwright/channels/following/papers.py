"""A store node's own papers: let in with a code, kept, renewed before they end; and the signature under what it asks."""

from __future__ import annotations

from pathlib import Path

import msgspec
import structlog

from arkwright.channels.following.certificates import keep_list
from arkwright.channels.following.keeping import load_trust, save_trust
from arkwright.channels.web.refusals import ProblemDetails
from arkwright.kit.certificates import NodeCertificate, read_certificate
from arkwright.kit.enrolling import AnotherDesk, Papers, RenewalRequest, check_papers, enrol_request
from arkwright.kit.messages import canonical
from arkwright.kit.node_requests import Asked, signed_headers
from arkwright.kit.refusal import Refusal
from arkwright.kit.signing import Envelope, SigningKey
from arkwright.kit.trust import TrustRoot
from arkwright.kit.world import Answer, NetworkError, World

log = structlog.get_logger("papers")

CERTIFICATE = "certificate.json"
JSON = {"content-type": "application/json", "accept": "application/json"}
LOOK_EVERY_S = 3600.0


class NotLetIn(Exception):
    """The desk said no, or did not answer; the text is one line that says what to do."""


class NoPapers(Exception):
    """This node was never let in; the text is one line that says what to do."""


class KeptPapers(msgspec.Struct, frozen=True, kw_only=True):
    """The certificate as it was signed, with the trust root of that day."""

    signed_under: TrustRoot
    certificate: Envelope


class NodePapers:
    """The key and the certificate of this node. `run` renews it; `headers` signs a request."""

    def __init__(self, world: World, desk_url: str, folder: Path, key: SigningKey) -> None:
        """From the folder in which `enrol` kept them; raises `NoPapers`."""
        self._world = world
        self._desk_url = desk_url.rstrip("/")
        self._folder = folder
        self.key = key
        self._kept, self.certificate = load_papers(world, folder, key)

    def headers(self, asked: Asked) -> dict[str, str]:
        """What goes with a request to head office or the desk: who asks, signed, now."""
        return signed_headers(asked, self.key, self.certificate.serial, self._kept.certificate, self._world.now_ms())

    async def run(self) -> None:
        """Renew when the end comes near, for ever; cancel to stop."""
        while True:
            try:
                if self.certificate.wants_renewal(self._world.now_ms()):
                    await self.renew()
            except (NetworkError, Refusal, NotLetIn, OSError) as problem:
                log.warning("the certificate was not renewed; it is tried again", until_ms=self.certificate.until_ms, why=str(problem))
            await self._world.sleep(LOOK_EVERY_S)

    async def renew(self) -> None:
        """A later certificate for the same key, of the desk trusted here. Raises `NetworkError`, `NotLetIn`, or the refusal of it."""
        path, body = "/api/enrolment/renewal", canonical(RenewalRequest(serial=self.certificate.serial))
        headers = JSON | self.headers(Asked("POST", path, body))
        answer = await self._world.http.request("POST", self._desk_url + path, headers, body)
        papers = read_papers(answer)
        if papers.trust.desk != load_trust(self._world, self._folder).desk:
            raise AnotherDesk()
        certificate = check_papers(papers, self.key.public)
        self._kept = keep_papers(self._world, self._folder, papers)
        self.certificate = certificate
        log.info("the certificate was renewed", until_ms=certificate.until_ms)


async def enrol(world: World, desk_url: str, code: str, folder: Path, key: SigningKey) -> NodeCertificate:
    """Let in the node with this key; its papers, the list of certificates and the trust root are kept in `folder` when it returns.

    Asked again with the same code and key it gives the same. Raises `NotLetIn`; refuses a mistyped code, and what is not the code's desk.
    """
    request = enrol_request(code, key)
    try:
        answer = await world.http.request("POST", f"{desk_url.rstrip('/')}/api/enrolment", JSON, canonical(request))
    except NetworkError as error:
        raise NotLetIn(f"The desk at {desk_url} does not answer. Check --desk. Nothing was kept; the code is still good.") from error
    papers = read_papers(answer)
    certificate = check_papers(papers, key.public, code)
    save_trust(world, folder, papers.trust)
    keep_list(world, folder, papers.trust, papers.certificates)
    keep_papers(world, folder, papers)
    return certificate


def read_papers(answer: Answer) -> Papers:
    """What the desk answered, not verified yet; `NotLetIn` with its own sentence where that is a no."""
    try:
        if answer.status != 201:
            raise NotLetIn(msgspec.json.decode(answer.body, type=ProblemDetails, strict=False).detail)
        return msgspec.json.decode(answer.body, type=Papers)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise NotLetIn(f"What answered (status {answer.status}) is no desk. Check --desk.") from error


def keep_papers(world: World, folder: Path, papers: Papers) -> KeptPapers:
    """On disk when it returns."""
    kept = KeptPapers(signed_under=papers.trust, certificate=papers.certificate)
    world.replace_file(folder / CERTIFICATE, canonical(kept))
    return kept


def load_papers(world: World, folder: Path, key: SigningKey) -> tuple[KeptPapers, NodeCertificate]:
    """The node's certificate as it was kept; `NoPapers` where there is none for this key."""
    load_trust(world, folder)
    try:
        kept = msgspec.json.decode(world.read_file(folder / CERTIFICATE), type=KeptPapers)
        certificate = read_certificate(kept.certificate, kept.signed_under)
    except FileNotFoundError:
        raise NoPapers(f"{folder / CERTIFICATE} is missing: let the node in with 'arkwright store enrol'.") from None
    except (msgspec.MsgspecError, Refusal) as problem:
        raise NoPapers(f"{folder / CERTIFICATE} is damaged: let the node in again with 'arkwright store enrol'.") from problem
    if certificate.key != key.public:
        raise NoPapers(f"{folder / CERTIFICATE} is for another key: let the node in again with 'arkwright store enrol'.")
    return kept, certificate
