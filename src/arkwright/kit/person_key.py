"""One person's key, opened: what is theirs is sealed and opened by it, and by nothing else."""

from __future__ import annotations

import base64
import binascii

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV


class SealBroken(Exception):
    """A sealed text is damaged, was changed, or belongs to another person or context; the text never says what it held."""


class PersonKey:
    """One person's key, opened: it seals what is theirs and opens it again without another look into the vault.

    Hold it for one piece of work (a request, a letter) and no longer: an erasure does not reach it.
    """

    def __init__(self, person: str, key: AESSIV) -> None:
        self.person = person
        self._key = key

    def seal(self, context: str, plain: bytes) -> str:
        """As `Vault.seal`."""
        return base64.urlsafe_b64encode(self._key.encrypt(b"\x01" + plain, bound_to(self.person, context))).rstrip(b"=").decode()

    def unseal(self, context: str, sealed: str) -> bytes:
        """What `seal` was given; `SealBroken` when it is not what `seal` gave for them."""
        try:
            content = base64.b64decode(sealed + "=" * (-len(sealed) % 4), altchars=b"-_", validate=True)
            return self._key.decrypt(content, bound_to(self.person, context))[1:]
        except (InvalidTag, binascii.Error, ValueError):
            raise SealBroken(f"a sealed text of {self.person} ({context}) is damaged, or is not theirs") from None


def bound_to(person: str, context: str) -> list[bytes]:
    """The associated data: two texts apart, so that no other pair reads the same."""
    return [person.encode(), context.encode()]
