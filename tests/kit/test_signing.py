"""Signatures: what a key signed as one type verifies as that alone, and every change to it is refused by name."""

from __future__ import annotations

import base64

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from arkwright.kit import signing
from arkwright.kit.messages import canonical
from arkwright.kit.refusal import Invalid
from arkwright.kit.signing import Envelope, PublicKey, Signature, SigningKey


class Note(msgspec.Struct, frozen=True):
    text: str
    number: int


DESK = SigningKey("desk.example", bytes(range(32)))
OTHER = SigningKey("other.example", bytes(32))
NOTE = Note("Orders are paused – “for now”", 7)
SIGNED = signing.sign("arkwright/switches/1", NOTE, DESK)


def test_what_was_signed_comes_back() -> None:
    read = signing.read_envelope(SIGNED.text)
    assert read == SIGNED
    assert signing.verify(read, "arkwright/switches/1", OTHER.public, DESK.public) == canonical(NOTE)


def test_keys_have_the_ids_and_texts_of_c2sp_signed_notes() -> None:
    # From golang.org/x/mod/sumdb/note: the example keys of its package documentation.
    verifier = PublicKey.from_text("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
    signer = SigningKey.from_text("PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")
    assert signer.public == verifier
    assert (verifier.name, verifier.id) == ("PeterNeumann", "c74f20a3")
    text = b"If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
    published = base64.b64decode("x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=")
    assert published[:4].hex() == verifier.id
    assert verifier.verifies(published[4:], text)


def changed(**fields: object) -> Envelope:
    return replace(SIGNED, **fields)


@pytest.mark.parametrize(
    ("envelope", "refusal"),
    [
        (changed(payload_type="arkwright/banner/1"), signing.DocumentIsOfAnotherType),
        (changed(signatures=()), signing.NotSignedBy),
        (signing.sign("arkwright/switches/1", NOTE, OTHER), signing.NotSignedBy),
        (changed(payload=signing.sign("arkwright/switches/1", Note("x", 1)).payload), signing.SignatureIsWrong),
        (changed(signatures=(replace(SIGNED.signatures[0], signature="A" * 86),)), signing.SignatureIsWrong),
        (changed(signatures=(replace(SIGNED.signatures[0], signature=""),)), signing.SignatureIsWrong),
        (changed(signatures=(replace(SIGNED.signatures[0], key_id=OTHER.public.id),)), signing.NotSignedBy),
        (changed(payload=SIGNED.payload + "="), signing.EnvelopeIsUnreadable),
        (changed(payload="*"), signing.EnvelopeIsUnreadable),
        (changed(payload="é"), signing.EnvelopeIsUnreadable),
        (changed(signatures=(Signature(key_id=DESK.public.id, signature="+/"),)), signing.EnvelopeIsUnreadable),
        (changed(), None),
    ],
)
def test_verify(envelope: Envelope, refusal: type[Invalid] | None) -> None:
    if refusal is None:
        assert signing.verify(envelope, "arkwright/switches/1", DESK.public)
        return
    with pytest.raises(refusal) as caught:
        signing.verify(envelope, "arkwright/switches/1", DESK.public)
    assert str(caught.value)
    assert caught.value.field


def test_a_signature_for_one_type_is_worth_nothing_for_another() -> None:
    moved = signing.sign("arkwright/banner/1", NOTE, DESK)
    with pytest.raises(signing.SignatureIsWrong):
        signing.verify(replace(moved, payload_type="arkwright/switches/1"), "arkwright/switches/1", DESK.public)


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "null", b"\xff\xfe", '{"payload":"","payload_type":"x","signatures":[],"more":1}', SIGNED.text[:-1]]
)
def test_what_is_no_envelope(text: str | bytes) -> None:
    with pytest.raises(signing.EnvelopeIsUnreadable):
        signing.read_envelope(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "desk",
        DESK.public.text[:-1],
        DESK.public.text.replace("desk", "disk"),
        DESK.public.text.replace(DESK.public.id, "00000000"),
        "desk.example+00000000+AQ==",
        "desk.example+00000000+" + base64.b64encode(b"\x02" + bytes(32)).decode(),
        DESK.secret_text,
    ],
)
def test_what_is_no_public_key(text: str) -> None:
    with pytest.raises(signing.KeyIsWrong):
        PublicKey.from_text(text)


@pytest.mark.parametrize("text", ["", DESK.public.text, DESK.secret_text[:-4], DESK.secret_text.replace("desk", "disk")])
def test_what_is_no_signing_key(text: str) -> None:
    with pytest.raises(signing.KeyIsWrong) as caught:
        SigningKey.from_text(text)
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


def test_a_key_comes_back_from_its_text_and_hides_it_elsewhere() -> None:
    again = SigningKey.from_text(DESK.secret_text + "\n")
    assert again.public == DESK.public
    assert repr(again) == "SigningKey('desk.example')"


@pytest.mark.parametrize(("name", "seed"), [("", bytes(32)), ("a b", bytes(32)), ("a+b", bytes(32)), ("a", bytes(31)), ("a", bytes(33))])
def test_what_no_key_can_be_made_of(name: str, seed: bytes) -> None:
    with pytest.raises(ValueError):
        SigningKey(name, seed)


def test_each_signer_counts_once() -> None:
    twice = signing.sign("arkwright/keys/1", NOTE, DESK, DESK, OTHER)
    assert signing.signers(twice, "arkwright/keys/1", (DESK.public, OTHER.public)) == {DESK.public, OTHER.public}


@given(st.data())
def test_any_changed_bit_is_found(data: st.DataObject) -> None:
    bytes_before = SIGNED.content + base64.urlsafe_b64decode(SIGNED.signatures[0].signature + "==")
    bit = data.draw(st.integers(0, len(bytes_before) * 8 - 1))
    after = bytearray(bytes_before)
    after[bit // 8] ^= 1 << bit % 8
    size = len(SIGNED.content)
    payload = base64.urlsafe_b64encode(bytes(after[:size])).rstrip(b"=").decode()
    signature = base64.urlsafe_b64encode(bytes(after[size:])).rstrip(b"=").decode()
    envelope = changed(payload=payload, signatures=(Signature(key_id=DESK.public.id, signature=signature),))
    with pytest.raises(signing.SignatureIsWrong):
        signing.verify(envelope, "arkwright/switches/1", DESK.public)
