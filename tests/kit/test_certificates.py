"""Certificates and requests signed with them: what counts, and every way in which something does not."""

from __future__ import annotations

import base64
from collections.abc import Callable

import pytest
from msgspec.structs import replace

from arkwright.kit import certificates, node_requests
from arkwright.kit.certificates import CertificateList, NodeCertificate, Revoked
from arkwright.kit.node_requests import Asked
from arkwright.kit.refusal import Refusal
from arkwright.kit.signing import Envelope, SigningKey, sign
from arkwright.kit.trust import TrustRoot

NOW = 1_790_000_000_000
DESK, OTHER_DESK, LEEDS, YORK, OFFICE = (
    SigningKey(name, bytes([number]) * 32) for number, name in enumerate(("desk.1", "desk.2", "leeds-1", "york-1", "office-1"), 1)
)
TRUST = TrustRoot(generation=1, desk=DESK.public.text, recovery=(LEEDS.public.text, YORK.public.text), needed=2)


def certificate(key: SigningKey = LEEDS, serial: str = "s1", **more: object) -> NodeCertificate:
    fields = {"node": key.name, "store": "leeds", "public_key": key.public.text, "from_ms": NOW, "until_ms": NOW + 90 * certificates.DAY_MS}
    return NodeCertificate(serial=serial, **(fields | more))  # type: ignore[arg-type]


MINE = certificate()
LIST = CertificateList(generation=1, version=3, as_at_ms=NOW, standing=(MINE,), nodes=(OFFICE.public.text,))
GONE = replace(LIST, version=4, standing=(), revoked=(Revoked(certificate=MINE, revoked_ms=NOW),))
ASKED = Asked("POST", "/line/entries?a=1", b"{}")


def outcome(work: Callable[[], object]) -> str:
    try:
        work()
    except Refusal as refusal:
        assert str(refusal)
        return type(refusal).__name__
    return "taken"


def envelope(mine: NodeCertificate = MINE, desk: SigningKey = DESK) -> Envelope:
    return sign(certificates.CERTIFICATE, mine, desk)


def ask(held: CertificateList, asked: Asked = ASKED, now_ms: int = NOW, key: SigningKey = LEEDS, mine: Envelope | None = None) -> str:
    headers = node_requests.signed_headers(ASKED, key, "s1", mine or envelope(), NOW)
    return outcome(lambda: node_requests.who_asks(asked, headers, held, TRUST, now_ms))


@pytest.mark.parametrize(
    ("said", "came"),
    [
        (lambda: ask(LIST), "taken"),
        (lambda: ask(certificates.NO_CERTIFICATES), "taken"),
        (lambda: ask(GONE), "taken"),
        (lambda: ask(certificates.NO_CERTIFICATES, mine=envelope(desk=OTHER_DESK)), "CertificateIsUnknown"),
        (lambda: ask(certificates.NO_CERTIFICATES, mine=envelope(certificate(serial="s2"))), "CertificateIsUnknown"),
        (lambda: ask(LIST, mine=envelope(certificate(YORK)), key=YORK), "RequestIsNotSigned"),
        (lambda: ask(LIST, replace(ASKED, body=b"{ }")), "RequestIsNotSigned"),
        (lambda: ask(LIST, replace(ASKED, path="/line/entries")), "RequestIsNotSigned"),
        (lambda: ask(LIST, replace(ASKED, method="GET")), "RequestIsNotSigned"),
        (lambda: ask(LIST, now_ms=NOW + certificates.CLOCKS_APART_MS + 1), "ClocksAreApart"),
        (lambda: outcome(lambda: node_requests.who_asks(ASKED, {}, LIST, TRUST, NOW)), "RequestIsNotSigned"),
    ],
)
def test_who_asks(said: Callable[[], str], came: str) -> None:
    assert said() == came


@pytest.mark.parametrize("header", [node_requests.CERTIFICATE, node_requests.SIGNATURE])
@pytest.mark.parametrize("text", ["", "é", "%%%", base64.b64encode(b"\xff\xfe{").decode()])
def test_headers_of_rubbish_are_refused(header: str, text: str) -> None:
    headers = node_requests.signed_headers(ASKED, LEEDS, "s1", envelope(), NOW) | {header: text}
    work = lambda: node_requests.who_asks(ASKED, headers, certificates.NO_CERTIFICATES, TRUST, NOW)  # noqa: E731
    assert outcome(work) in ("CertificateIsUnknown", "RequestIsNotSigned")


@pytest.mark.parametrize(
    ("held", "now_ms", "came"),
    [
        (LIST, NOW, "taken"),
        (LIST, MINE.until_ms - 1, "taken"),
        (LIST, MINE.until_ms, "CertificateIsOver"),
        (LIST, NOW - certificates.CLOCKS_APART_MS - 1, "CertificateIsOver"),
        (GONE, NOW, "CertificateIsRevoked"),
        (replace(LIST, standing=(), revoked=(Revoked(certificate=certificate(serial="s9"), revoked_ms=NOW),)), NOW, "CertificateIsRevoked"),
    ],
)
def test_what_a_certificate_is_worth(held: CertificateList, now_ms: int, came: str) -> None:
    assert outcome(lambda: certificates.check(MINE, held, now_ms)) == came


@pytest.mark.parametrize(
    ("new", "came"),
    [
        (replace(LIST, as_at_ms=NOW + 1), "taken"),
        (GONE, "taken"),
        (replace(LIST, version=2, as_at_ms=NOW + 1), "taken"),
        (replace(LIST, as_at_ms=NOW - 1), "PayloadIsWrong"),
        (replace(LIST, generation=0, version=9), "PayloadIsWrong"),
    ],
)
def test_only_newer_lists_are_held(new: CertificateList, came: str) -> None:
    assert outcome(lambda: certificates.accepted(LIST, new)) == came


@pytest.mark.parametrize("new", [LIST, replace(LIST, standing=(), ended=(MINE,))], ids=["standing", "ended"])
def test_a_revoked_certificate_stands_never_again(new: CertificateList) -> None:
    assert outcome(lambda: certificates.accepted(GONE, replace(new, version=9))) == "PayloadIsWrong"


def test_an_ended_certificate_lets_nobody_in() -> None:
    held = replace(LIST, standing=(), ended=(MINE,))
    assert outcome(lambda: certificates.check(MINE, held, MINE.until_ms)) == "CertificateIsOver"


@pytest.mark.parametrize(
    ("wanted", "signer", "came"),
    [
        (LIST, DESK, "taken"),
        (LIST, OTHER_DESK, "NotSignedBy"),
        (replace(LIST, generation=2), DESK, "PayloadIsWrong"),
        (replace(LIST, nodes=("nonsense",)), DESK, "PayloadIsWrong"),
        (replace(LIST, standing=(certificate(node="york-1"),)), DESK, "PayloadIsWrong"),
        (replace(LIST, standing=(certificate(public_key="x"),)), DESK, "PayloadIsWrong"),
    ],
)
def test_lists_are_read_as_the_desk_signed_them(wanted: CertificateList, signer: SigningKey, came: str) -> None:
    assert outcome(lambda: certificates.read_list(sign(certificates.LIST, wanted, signer), TRUST)) == came


def test_the_office_is_found_by_name_and_renewal_is_near_the_end() -> None:
    assert (LIST.node_key("office-1"), LIST.node_key("edge-1")) == (OFFICE.public, None)
    assert [MINE.wants_renewal(MINE.until_ms - certificates.RENEW_WITHIN_MS + late) for late in (-1, 0)] == [False, True]
