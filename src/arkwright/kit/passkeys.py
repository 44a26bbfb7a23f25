"""Passkeys (W3C Web Authentication, level 3): what a browser is asked, and whether its answer is right; nothing is kept here."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import urlsplit

import msgspec
import webauthn
from cryptography.exceptions import UnsupportedAlgorithm
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, options_to_json, structs
from webauthn.helpers.exceptions import WebAuthnException

from arkwright.kit.refusal import Invalid

CHALLENGE_BYTES = 32
LONGEST_ANSWER = 20_000
LONGEST_CREDENTIAL_BYTES = 1023  # Web Authentication, section 7.1, step 25
LONGEST_KEY_BYTES = 2000
# What the library, and what it is built on, raise over an answer that is not well-formed.
NOT_AN_ANSWER = (WebAuthnException, UnsupportedAlgorithm, ValueError, KeyError, TypeError, IndexError, AttributeError)


@dataclass
class PasskeyAnswerIsWrong(Invalid):
    """Damaged, for another question, of another site, without user verification, or not signed by this key: the same words for all."""

    sentence: ClassVar[str] = "That passkey did not open. Try it again, or use a code that we email to you."


class RelyingParty(msgspec.Struct, frozen=True, kw_only=True):
    """The site that passkeys belong to: `name` is shown by the browser, `address` is how people call it (`https://shop.example`)."""

    name: str
    address: str

    @property
    def id(self) -> str:
        """The host name, without its port."""
        return urlsplit(self.address).hostname or ""

    @property
    def origin(self) -> str:
        """Scheme, host, and port where it is not the scheme's own."""
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc}"


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Whose the passkey will be: `handle` says nothing about anybody, `name` stays with their authenticator."""

    handle: bytes
    name: str


class NewPasskey(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept of a new one, none of it secret: credential id and public key (COSE) as base64url, and how often it was used."""

    credential: str
    public_key: str
    sign_count: int


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """Which passkey an answer says that it is from, before anything is believed: the credential's id, and the person's handle."""

    credential: str
    handle: bytes


def asked_to_make(party: RelyingParty, person: Person, challenge: bytes, known: list[str]) -> str:
    """The options for `navigator.credentials.create`, as JSON: a discoverable credential, with user verification, none of `known`."""
    options = webauthn.generate_registration_options(
        rp_id=party.id,
        rp_name=party.name,
        user_id=person.handle,
        user_name=person.name,
        user_display_name=person.name,
        challenge=challenge,
        attestation=structs.AttestationConveyancePreference.NONE,
        authenticator_selection=structs.AuthenticatorSelectionCriteria(
            resident_key=structs.ResidentKeyRequirement.REQUIRED,
            user_verification=structs.UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[structs.PublicKeyCredentialDescriptor(id=base64url_to_bytes(each)) for each in known],
    )
    return options_to_json(options)


def asked_to_sign(party: RelyingParty, challenge: bytes) -> str:
    """The options for `navigator.credentials.get`, as JSON: whichever passkey of ours the person chooses, with user verification."""
    return options_to_json(
        webauthn.generate_authentication_options(
            rp_id=party.id, challenge=challenge, user_verification=structs.UserVerificationRequirement.REQUIRED
        )
    )


def made(party: RelyingParty, challenge: bytes, answer: str) -> NewPasskey:
    """The passkey that was made for this challenge, or `PasskeyAnswerIsWrong`."""
    credential = parsed(answer)
    try:
        found = webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            require_user_verification=True,
        )
    except NOT_AN_ANSWER:
        raise PasskeyAnswerIsWrong() from None
    if len(found.credential_id) > LONGEST_CREDENTIAL_BYTES or len(found.credential_public_key) > LONGEST_KEY_BYTES:
        raise PasskeyAnswerIsWrong()
    return NewPasskey(
        credential=bytes_to_base64url(found.credential_id),
        public_key=bytes_to_base64url(found.credential_public_key),
        sign_count=found.sign_count,
    )


def claimed(answer: str) -> Claim:
    """Whose answer this says it is. A discoverable credential always names its person (section 7.2, step 6); without, it is refused."""
    credential = parsed(answer)
    try:
        raw = base64url_to_bytes(credential["rawId"])
        return Claim(credential=bytes_to_base64url(raw), handle=base64url_to_bytes(credential["response"]["userHandle"]))
    except NOT_AN_ANSWER:
        raise PasskeyAnswerIsWrong() from None


def signed(party: RelyingParty, challenge: bytes, public_key: str, answer: str) -> int:
    """How often the passkey was used, by its own count (0 where it keeps none), or `PasskeyAnswerIsWrong`.

    The count is judged by whoever keeps the last one, in one transaction with keeping this one.
    """
    credential = parsed(answer)
    try:
        found = webauthn.verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            credential_public_key=base64url_to_bytes(public_key),
            credential_current_sign_count=0,
            require_user_verification=True,
        )
    except NOT_AN_ANSWER:
        raise PasskeyAnswerIsWrong() from None
    return found.new_sign_count


def digest_of(credential: str) -> str:
    """A credential's id as SHA-256 (hex): short, whatever its length."""
    return hashlib.sha256(credential.encode()).hexdigest()


def parsed(answer: str) -> dict[str, Any]:
    """The browser's JSON, or `PasskeyAnswerIsWrong`."""
    try:
        return msgspec.json.decode(answer[: LONGEST_ANSWER + 1], type=dict[str, Any])
    except (msgspec.DecodeError, msgspec.ValidationError):
        raise PasskeyAnswerIsWrong() from None
