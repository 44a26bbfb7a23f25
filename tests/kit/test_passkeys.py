"""What a browser answers about a passkey: what is believed, and everything that is not, as tables."""

from __future__ import annotations

import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from arkwright.kit import passkeys
from arkwright.kit.passkeys import PasskeyAnswerIsWrong, Person, RelyingParty
from tests.kit.authenticator import PRESENT, VERIFIED, Authenticator

PARTY = RelyingParty(name="Wright & Sons", address="https://shop.example:8443")
CHALLENGE = b"q" * 32
ANOTHER_KEY = ec.derive_private_key(54321, ec.SECP256R1())


def authenticator() -> Authenticator:
    return Authenticator(PARTY.origin, PARTY.id)


WRONG: list[dict[str, Any]] = [
    {"challenge": b"p" * 32},
    {"origin": "https://shop.example"},
    {"origin": "https://shop.example.attacker.example:8443"},
    {"origin": "http://shop.example:8443"},
    {"rp_id": "example"},
    {"rp_id": "attacker.example"},
    {"flags": PRESENT},
    {"flags": VERIFIED},
    {"kind": "payment.get"},
]


@pytest.mark.parametrize("lies", [*WRONG, {"kind": "webauthn.get"}])
def test_what_is_not_believed_of_a_new_passkey(lies: dict[str, Any]) -> None:
    with pytest.raises(PasskeyAnswerIsWrong):
        passkeys.made(PARTY, CHALLENGE, authenticator().makes(**({"challenge": CHALLENGE} | lies)))


@pytest.mark.parametrize("lies", [*WRONG, {"kind": "webauthn.create"}, {"key": ANOTHER_KEY}])
def test_what_is_not_believed_of_a_signature(lies: dict[str, Any]) -> None:
    held = passkeys.made(PARTY, CHALLENGE, authenticator().makes(CHALLENGE))
    with pytest.raises(PasskeyAnswerIsWrong):
        passkeys.signed(PARTY, CHALLENGE, held.public_key, authenticator().signs(**({"challenge": CHALLENGE} | lies)))


@pytest.mark.parametrize(
    "answer", ["", "{", "[]", "{}", '{"id": 1}', '{"id": "a", "rawId": "a", "type": "public-key", "response": {}}', "x" * 30_000]
)
def test_what_is_no_answer_at_all(answer: str) -> None:
    for read in (
        lambda: passkeys.made(PARTY, CHALLENGE, answer),
        lambda: passkeys.signed(PARTY, CHALLENGE, "AAAA", answer),
        lambda: passkeys.claimed(answer),
    ):
        with pytest.raises(PasskeyAnswerIsWrong):
            read()


@pytest.mark.parametrize("field", ["clientDataJSON", "authenticatorData", "signature", "attestationObject"])
@pytest.mark.parametrize("cut", [0, 1, 20])
def test_a_cut_answer_is_wrong(field: str, cut: int) -> None:
    key = passkeys.made(PARTY, CHALLENGE, authenticator().makes(CHALLENGE)).public_key
    whole = json.loads(authenticator().makes(CHALLENGE) if field == "attestationObject" else authenticator().signs(CHALLENGE))
    whole["response"][field] = whole["response"][field][:cut]
    answer = json.dumps(whole)
    with pytest.raises(PasskeyAnswerIsWrong):
        _ = passkeys.made(PARTY, CHALLENGE, answer) if field == "attestationObject" else passkeys.signed(PARTY, CHALLENGE, key, answer)


def test_a_passkey_is_made_and_signs_and_counts() -> None:
    device = authenticator()
    held = passkeys.made(PARTY, CHALLENGE, device.makes(CHALLENGE))
    assert held.sign_count == 0
    assert [passkeys.signed(PARTY, CHALLENGE, held.public_key, device.signs(CHALLENGE)) for _ in range(2)] == [1, 2]
    claim = passkeys.claimed(device.signs(CHALLENGE))
    assert (claim.credential, claim.handle) == (held.credential, device.handle)


def test_an_answer_that_names_nobody_is_refused() -> None:
    with pytest.raises(PasskeyAnswerIsWrong):
        passkeys.claimed(authenticator().signs(CHALLENGE, handle=b""))


def test_what_a_browser_is_asked() -> None:
    made = json.loads(passkeys.asked_to_make(PARTY, Person(handle=b"h" * 32, name="ada@example.com"), CHALLENGE, ["Y2Nj"]))
    assert (made["rp"], made["attestation"]) == ({"name": "Wright & Sons", "id": "shop.example"}, "none")
    assert made["authenticatorSelection"] == {"residentKey": "required", "requireResidentKey": True, "userVerification": "required"}
    assert [each["id"] for each in made["excludeCredentials"]] == ["Y2Nj"]
    asked = json.loads(passkeys.asked_to_sign(PARTY, CHALLENGE))
    assert (asked["rpId"], asked["userVerification"], asked.get("allowCredentials", [])) == ("shop.example", "required", [])
