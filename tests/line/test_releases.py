"""One release behind: what version 1 sent over the line is read for ever, and what a newer release adds is passed over.

The bytes in tests/line/golden were written by version 1 and are never written again; a new version gets files of its own beside them.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import msgspec
import pytest

from arkwright.kit import certificates, forwarding, replica
from arkwright.kit.certificates import CertificateList, NodeCertificate, Revoked
from arkwright.kit.forwarding import Answered, Held
from arkwright.kit.messages import canonical
from arkwright.kit.replica import ColleagueLine, Index, Manifest, MemberLine, RangeLine, Standing
from arkwright.kit.signing import Envelope, SigningKey, read_envelope, sign
from arkwright.kit.trust import TrustRoot

GOLDEN = Path(__file__).parent / "golden"
DESK, OFFICE, LEEDS = (SigningKey(name, bytes([number]) * 32) for number, name in enumerate(("desk.1", "office-1", "leeds-1"), 1))
TRUST = TrustRoot(generation=1, desk=DESK.public.text, recovery=(OFFICE.public.text, LEEDS.public.text), needed=2)
CERTIFICATE = NodeCertificate(
    serial="s1", node="leeds-1", store="leeds", public_key=LEEDS.public.text, from_ms=1_790_000_000_000, until_ms=1_797_776_000_000
)
LIST = CertificateList(
    generation=1,
    version=7,
    as_at_ms=1_790_000_000_000,
    standing=(CERTIFICATE,),
    revoked=(Revoked(certificate=msgspec.structs.replace(CERTIFICATE, serial="s0"), revoked_ms=1_790_000_000_000),),
    nodes=(OFFICE.public.text,),
)
ENTRIES = [b'{"entry":1}', b'{"entry":2}']
HELD = Held(office="office-1", node="leeds-1", lane="tills", sequence=2, chain="ab" * 32, at_ms=1_790_000_000_000)
INDEX = Index(
    store="leeds",
    as_at_ms=1_790_000_000_000,
    datasets=(Standing(dataset="range", edition=3, changed_ms=1_789_000_000_000, manifest="cd" * 32),),
)
MANIFEST = Manifest(dataset="range", chunks=("ab" * 32, ""))
LINES: list[replica.Line] = [
    RangeLine(sku="MUG-1", product="mug", name="Mug", price_pence=12_00, vat_rate="standard", category="kitchen", gtin="5012345678900"),
    RangeLine(sku="TEA-1", product="tea", name="Tea", price_pence=3_00, vat_rate="zero", category="food", live=False),
]


def written() -> dict[str, bytes]:
    """What this release would send."""
    return {
        "batch.1": forwarding.pack_batch("leeds-1", "tills", 1, bytes(32), ENTRIES),
        "held.1.json": canonical(Answered(outcome="taken", held=forwarding.sign_held(HELD, OFFICE))),
        "certificate.1.json": sign(certificates.CERTIFICATE, CERTIFICATE, DESK).text.encode(),
        "certificates.1.json": sign(certificates.LIST, LIST, DESK).text.encode(),
        "index.1.json": replica.sign_index(INDEX, OFFICE).text.encode(),
        "manifest.1.json": canonical(MANIFEST),
        "range.1.jsonl": replica.pack(LINES),
        "members.1.jsonl": replica.pack([MemberLine(number="6331", member="m1", points=40)]),
        "colleagues.1.jsonl": replica.pack([ColleagueLine(colleague="b12", name="Bea", badge="ef" * 32, pin="$argon2id$", manages=True)]),
    }


@pytest.mark.parametrize("name", sorted(written()))
def test_this_release_sends_what_version_1_sent(name: str) -> None:
    content, golden = written()[name], (GOLDEN / name).read_bytes()
    assert content == golden or name.startswith("members."), "a changed form is a new version: both are read for one release"


def test_what_version_1_sent_is_read() -> None:
    batch = forwarding.read_batch((GOLDEN / "batch.1").read_bytes())
    assert (batch.head.node, batch.last, [each.encode() for each in batch.entries]) == ("leeds-1", 2, ENTRIES)
    answered = msgspec.json.decode((GOLDEN / "held.1.json").read_bytes(), type=Answered)
    assert forwarding.read_held(answered.held, OFFICE.public, "leeds-1", "tills") == HELD
    assert certificates.read_certificate(read("certificate.1.json"), TRUST) == CERTIFICATE
    assert certificates.read_list(read("certificates.1.json"), TRUST) == LIST
    assert replica.read_index(read("index.1.json"), OFFICE.public, "leeds") == INDEX
    assert replica.read_manifest((GOLDEN / "manifest.1.json").read_bytes(), "range") == MANIFEST
    assert replica.unpack("range", (GOLDEN / "range.1.jsonl").read_bytes()) == LINES
    for dataset in ("members", "colleagues"):
        assert len(replica.unpack(dataset, (GOLDEN / f"{dataset}.1.jsonl").read_bytes())) == 1


def read(name: str) -> Envelope:
    return read_envelope((GOLDEN / name).read_bytes())


def newer(value: Any) -> Any:
    """The same with a field that only a later release knows, at every place."""
    match value:
        case dict():
            return {**{name: newer(each) for name, each in value.items()}, "added_later": {"of": ["some", 1]}}
        case list():
            return [newer(each) for each in value]
        case _:
            return value


def resigned(name: str, key: SigningKey) -> Envelope:
    """The golden document with fields of a later release, signed anew."""
    envelope = read(name)
    later = msgspec.json.decode(canonical(newer(msgspec.json.decode(envelope.content))))
    shape = msgspec.defstruct("Later", [(field, Any) for field in later], frozen=True)
    return sign(envelope.payload_type, shape(**later), key)  # type: ignore[arg-type]


def test_fields_of_a_later_release_are_passed_over() -> None:
    assert certificates.read_certificate(resigned("certificate.1.json", DESK), TRUST) == CERTIFICATE
    assert certificates.read_list(resigned("certificates.1.json", DESK), TRUST) == LIST
    assert replica.read_index(resigned("index.1.json", OFFICE), OFFICE.public, "leeds") == INDEX
    assert forwarding.read_held(resigned_held(), OFFICE.public, "leeds-1", "tills") == HELD
    assert replica.read_manifest(canonical(newer(msgspec.json.decode(canonical(MANIFEST)))), "range") == MANIFEST
    lines = b"".join(canonical(newer(msgspec.json.decode(line))) + b"\n" for line in replica.pack(LINES).splitlines())
    assert replica.unpack("range", lines) == LINES
    head, *entries = (b"\n".join([canonical(newer({"format": 1, **HEAD})), *ENTRIES])).split(b"\n")
    assert forwarding.read_batch(replica.compress(b"\n".join([head, *entries]))).last == 2


HEAD = {"node": "leeds-1", "lane": "tills", "first": 1, "before": "00" * 32, "count": 2}


def resigned_held() -> Envelope:
    later = msgspec.json.decode(canonical(newer(msgspec.json.decode(canonical(HELD)))))
    shape = msgspec.defstruct("Later", [(field, Any) for field in later], frozen=True)
    return sign(forwarding.HELD, shape(**later), OFFICE)


@pytest.mark.parametrize("format", [0, 2, 99])
def test_a_format_that_is_too_far_off_is_refused_in_a_sentence(format: int) -> None:
    body = replica.compress(canonical({"format": format, **HEAD}) + b"\n" + b"\n".join(ENTRIES))
    with pytest.raises(forwarding.BatchIsUnreadable, match="releases next to each other"):
        forwarding.read_batch(body)


def test_the_golden_bytes_are_those_of_version_1() -> None:
    content = b"".join((GOLDEN / name).read_bytes() for name in sorted(written()) if not name.startswith("members."))
    assert hashlib.sha256(content).hexdigest() == (GOLDEN / "SHA256").read_text("utf-8").strip()
