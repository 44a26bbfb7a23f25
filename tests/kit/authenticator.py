"""An authenticator in software: it makes a passkey and signs with it, and lies where a test wants it to."""

from __future__ import annotations

import hashlib
import json
import struct
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import bytes_to_base64url as b64

PRESENT, VERIFIED, ATTESTED = 1, 4, 64


@dataclass
class Authenticator:
    """Holds one passkey; `count` is how often it was used."""

    origin: str
    rp_id: str
    handle: bytes = b"h" * 32
    credential: bytes = b"c" * 32
    count: int = 0
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.derive_private_key(12345, ec.SECP256R1()))

    def makes(self, challenge: bytes, **lies: Any) -> str:
        """The answer to `navigator.credentials.create`, as the script sends it."""
        client = self.client_data("webauthn.create", challenge, lies)
        key = struct.pack(">16sH", bytes(16), len(self.credential)) + self.credential + self.cose()
        data = self.data(ATTESTED | lies.get("flags", PRESENT | VERIFIED), lies) + key
        attested = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        return self.answer({"clientDataJSON": b64(client), "attestationObject": b64(attested)})

    def signs(self, challenge: bytes, **lies: Any) -> str:
        """The answer to `navigator.credentials.get`."""
        self.count += lies.get("used", 1)
        client = self.client_data("webauthn.get", challenge, lies)
        data = self.data(lies.get("flags", PRESENT | VERIFIED), lies)
        signature = lies.get("key", self.key).sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        said = {"clientDataJSON": b64(client), "authenticatorData": b64(data), "signature": b64(signature)}
        handle = lies.get("handle", self.handle)
        return self.answer(said | ({"userHandle": b64(handle)} if handle else {}))

    def client_data(self, kind: str, challenge: bytes, lies: dict[str, Any]) -> bytes:
        """What the browser says of itself."""
        said = {
            "type": lies.get("kind", kind),
            "challenge": b64(challenge),
            "origin": lies.get("origin", self.origin),
            "crossOrigin": False,
        }
        return json.dumps(said).encode()

    def data(self, flags: int, lies: dict[str, Any]) -> bytes:
        """What the authenticator says: for which site, with whom present, how often used."""
        return hashlib.sha256(lies.get("rp_id", self.rp_id).encode()).digest() + struct.pack(">BI", flags, self.count)

    def cose(self) -> bytes:
        """The public key (RFC 9053: ES256 on P-256)."""
        numbers = self.key.public_key().public_numbers()
        return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")})

    def answer(self, response: dict[str, str]) -> str:
        """As JSON."""
        name = b64(self.credential)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response, "clientExtensionResults": {}})
