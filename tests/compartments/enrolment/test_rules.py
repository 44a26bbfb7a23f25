"""The rules of enrolment: history, command, when, events or refusal."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from arkwright.compartments.enrolment import commands as ask
from arkwright.compartments.enrolment import events as did
from arkwright.compartments.enrolment import refusals as no
from arkwright.compartments.enrolment import rules, state
from arkwright.kit.certificates import DAY_MS
from arkwright.kit.messages import Command, Event
from arkwright.kit.refusal import Refusal
from arkwright.kit.signing import PublicKey, SigningKey
from tests.compartments import table
from tests.compartments.table import NOW_MS

CODE, OTHER = "ab" * 32, "cd" * 32
LEEDS, AGAIN, YORK = (SigningKey(name, bytes([number]) * 32) for number, name in enumerate(("leeds-1", "leeds-1", "york-1"), 1))
OVER = NOW_MS + 90 * DAY_MS
LAST_DAYS = OVER - 30 * DAY_MS

ISSUE = ask.IssueCode(id="i", code_digest=CODE, node="leeds-1", store="leeds", by="ada")
ENROL = ask.EnrolNode(id="e", code_digest=CODE, public_key=LEEDS.public.text, serial="s1")
RENEW = ask.RenewCertificate(id="r", serial="s1", next_serial="s2")
REVOKE = ask.RevokeCertificate(id="v", serial="s1", reason="The till was stolen.", by="ines")
ISSUED = did.CodeIssued(code_digest=CODE, node="leeds-1", store="leeds", by="ada", issued_ms=NOW_MS, expires_ms=NOW_MS + DAY_MS)
FIELDS = {"node": "leeds-1", "store": "leeds", "public_key": LEEDS.public.text}
ENROLLED = did.NodeEnrolled(code_digest=CODE, serial="s1", from_ms=NOW_MS, until_ms=OVER, **FIELDS)
RENEWED = did.CertificateRenewed(replaced="s1", serial="s2", from_ms=NOW_MS, until_ms=LAST_DAYS + 90 * DAY_MS, **FIELDS)
REVOKED = did.CertificateRevoked(serial="s1", node="leeds-1", reason="The till was stolen.", by="ines", revoked_ms=NOW_MS)
ANOTHER = replace(ISSUED, code_digest=OTHER)
OF_YORK = replace(ISSUED, code_digest=OTHER, node="york-1", store="york")
IN: list[Event] = [ISSUED, ENROLLED]
UNDER_YORKS_NAME = PublicKey("york-1", LEEDS.public.raw).text


@pytest.mark.parametrize(
    ("history", "command", "now_ms", "expected"),
    [
        ([], ISSUE, NOW_MS, [ISSUED]),
        ([], replace(ISSUE, node="Leeds"), NOW_MS, no.NodeNameIsWrong),
        ([], replace(ISSUE, store="../x"), NOW_MS, no.StoreIdIsWrong),
        ([], replace(ISSUE, code_digest="leeds-code"), NOW_MS, no.CodeIsNoDigest),
        ([ISSUED], ISSUE, NOW_MS, no.CodeIsNoDigest),
        ([ISSUED], replace(ISSUE, code_digest=OTHER), NOW_MS, [ANOTHER]),
        (IN, replace(ISSUE, code_digest=OTHER), NOW_MS, no.NodeHasACertificate),
        ([*IN, REVOKED], replace(ISSUE, code_digest=OTHER), NOW_MS, [ANOTHER]),
        (IN, replace(ISSUE, code_digest=OTHER), OVER, [replace(ANOTHER, issued_ms=OVER, expires_ms=OVER + DAY_MS)]),
        ([ISSUED], ENROL, NOW_MS, [ENROLLED]),
        ([], ENROL, NOW_MS, no.CodeIsUnknown),
        ([ISSUED], ENROL, NOW_MS + DAY_MS, no.CodeIsUnknown),
        ([ISSUED], ENROL, NOW_MS + DAY_MS - 1, [replace(ENROLLED, from_ms=NOW_MS + DAY_MS - 1, until_ms=OVER + DAY_MS - 1)]),
        (IN, ENROL, NOW_MS, []),
        (IN, replace(ENROL, serial="s9", public_key=AGAIN.public.text), NOW_MS, no.CodeIsUnknown),
        ([ISSUED, ANOTHER, ENROLLED], replace(ENROL, code_digest=OTHER, serial="s9"), NOW_MS, no.NodeHasACertificate),
        ([ISSUED], replace(ENROL, public_key=YORK.public.text), NOW_MS, no.NodeKeyIsWrong),
        ([ISSUED], replace(ENROL, public_key="nonsense"), NOW_MS, no.NodeKeyIsWrong),
        ([*IN, OF_YORK], replace(ENROL, code_digest=OTHER, public_key=UNDER_YORKS_NAME, serial="s9"), NOW_MS, no.NodeKeyWasUsedBefore),
        ([*IN, REVOKED, ANOTHER], replace(ENROL, code_digest=OTHER, serial="s9"), NOW_MS, no.NodeKeyWasUsedBefore),
        (IN, RENEW, LAST_DAYS, [RENEWED]),
        (IN, RENEW, LAST_DAYS - 1, no.TooEarlyToRenew),
        (IN, RENEW, OVER, no.CertificateStandsNoMore),
        ([], RENEW, LAST_DAYS, no.NoSuchCertificate),
        ([*IN, REVOKED], RENEW, LAST_DAYS, no.CertificateStandsNoMore),
        ([*IN, RENEWED], RENEW, LAST_DAYS, []),
        ([*IN, RENEWED], replace(RENEW, next_serial="s3"), LAST_DAYS, no.CertificateStandsNoMore),
        (IN, REVOKE, NOW_MS, [REVOKED]),
        ([], REVOKE, NOW_MS, no.NoSuchCertificate),
        (IN, replace(REVOKE, reason="x"), NOW_MS, no.RevocationNeedsAReason),
        ([*IN, REVOKED], REVOKE, NOW_MS, []),
        ([*IN, RENEWED], REVOKE, NOW_MS, no.CertificateStandsNoMore),
    ],
)
def test_decide(history: list[Event], command: Command, now_ms: int, expected: list[Event] | type[Refusal]) -> None:
    found = table.ask(rules, state, history, command, now_ms)
    assert (type(found) if isinstance(found, Refusal) else found) == expected


def test_a_key_that_was_revoked_never_stands_again() -> None:
    rows = table.after(state, [*IN, RENEWED, replace(REVOKED, serial="s2")])
    certificate = rows[state.Certificate, "s2"]
    assert certificate is not None
    assert (certificate.status, certificate.revoked_by) == ("revoked", "ines")
    assert rows[state.KeyTaken, state.key_in(LEEDS.public.text)] == state.KeyTaken(
        key=state.key_in(LEEDS.public.text), node="leeds-1", revoked=True
    )
