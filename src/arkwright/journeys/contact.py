"""A guest's contact details: sealed under the guest's own key, and the secret link that the key makes."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from typing import ClassVar

import msgspec

from arkwright.kit import order_number
from arkwright.kit.mail import AddressUnusable, usable
from arkwright.kit.messages import canonical
from arkwright.kit.person_key import PersonKey
from arkwright.kit.refusal import Invalid
from arkwright.kit.vault import Vault

MOST_GIFT_CHARACTERS = 300

CONTACT = "contact"  # what the details are sealed as
ORDER_ADDRESSES = "order-addresses"  # whose key in the vault makes fingerprints of addresses, and the links to their orders
# A practical form: something, an @, a domain with a dot (RFC 5321 allows more; a confirmation is the only real proof).
EMAIL_FORM = re.compile(r"[^@\s,;<>()\"]{1,64}@[^@\s,;<>()\"]{1,180}\.[A-Za-z0-9-]{2,63}")


@dataclass
class NotAnEmailAddress(Invalid):
    """Not the form of an address."""

    sentence: ClassVar[str] = "Enter an email address like name@example.com."
    field: ClassVar[str | None] = "email"


def email_form(text: str) -> str:
    """The address without spaces around it, or a refusal."""
    bare = text.strip()
    if not EMAIL_FORM.fullmatch(bare):
        raise NotAnEmailAddress()
    try:
        usable(bare)
    except AddressUnusable:
        raise NotAnEmailAddress() from None
    return bare


class Contact(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who and where, and what to write on the card of a gift: personal data, kept only sealed."""

    name: str
    email: str
    phone: str
    address: tuple[str, ...]
    town: str
    postcode: str
    gift_message: str = ""


def guest_of(order: str) -> str:
    """The person of a guest order: each has its own key, so that each can be erased on its own."""
    return f"guest-{order}"


def sealed(key: PersonKey, contact: Contact) -> str:
    """The details as they may stand in a journal; the same each time."""
    return key.seal(CONTACT, canonical(contact))


async def opened(vault: Vault, person: str, text: str) -> Contact | None:
    """The details, or None once the person was erased."""
    plain = await vault.unseal(person, CONTACT, text)
    return None if plain is None else msgspec.json.decode(plain, type=Contact)


def read(key: PersonKey, text: str) -> Contact:
    """The details, for who has the person's key at hand."""
    return msgspec.json.decode(key.unseal(CONTACT, text), type=Contact)


def secret_of(key: PersonKey, order: str) -> str:
    """The secret in the order's link: made by the person's key, so that it need not be stored and cannot be guessed."""
    return hashlib.sha256(key.seal("order-link", order.encode()).encode()).hexdigest()[:32]


async def fingerprint(vault: Vault, email: str) -> str:
    """What an address is filed under, so that its orders are found again: keyed, so that nobody can try addresses without the vault.

    Spaces around it and capitals do not count. What this gives away: docs/decisions/0028-orders-found-by-address.md.
    """
    key = await vault.make(ORDER_ADDRESSES)
    keyed = key.seal("address", unicodedata.normalize("NFC", email).strip().lower().encode())
    return hashlib.sha256(keyed.encode()).hexdigest()


def spend_of(order: str) -> str:
    """The id under which the points of an order are spent: one spend an order."""
    return f"{order}.points"


def secret_digest(secret: str) -> str:
    """What the order keeps of its secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def message_code(key: PersonKey, message: str) -> str:
    """A message's check code: 45 bits that nobody can guess, in the alphabet of order numbers."""
    seed = hashlib.sha256(key.seal("message-code", message.encode()).encode()).digest()
    return order_number.code(int.from_bytes(seed[:6], "big") >> 3, 10)


def number_of(order: str) -> str:
    """The order number that belongs to an order id: 40 bits of its hash."""
    return order_number.make(int.from_bytes(hashlib.sha256(order.encode()).digest()[:5], "big"))
