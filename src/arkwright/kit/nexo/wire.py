"""From messages to bytes and back; amounts in pounds on the wire, times as ISO 8601, ids of ten characters."""

from __future__ import annotations

import base64
import hashlib
from datetime import UTC, datetime
from decimal import Decimal
from urllib.parse import urlencode

import msgspec

from arkwright.kit.nexo.parts import TransactionIdentification
from arkwright.kit.nexo.requests import SaleToPOIRequest
from arkwright.kit.nexo.responses import SaleToPOIResponse

PROTOCOL_VERSION = "3.1"
PATH = "/EPASSaleToPOI/3.1"
CONTENT_TYPE = "application/json; charset=utf-8"
LONGEST_SERVICE_ID = 10

ENCODER = msgspec.json.Encoder(decimal_format="number")


class NotNexo(Exception):
    """Bytes that are no message of this kind."""


class _Asked(msgspec.Struct, frozen=True, rename={"request": "SaleToPOIRequest"}):
    request: SaleToPOIRequest


class _Answered(msgspec.Struct, frozen=True, rename={"response": "SaleToPOIResponse"}):
    response: SaleToPOIResponse


def write_request(request: SaleToPOIRequest) -> bytes:
    """As JSON."""
    return ENCODER.encode(_Asked(request))


def write_response(response: SaleToPOIResponse) -> bytes:
    """As JSON."""
    return ENCODER.encode(_Answered(response))


def read_request(content: bytes) -> SaleToPOIRequest:
    """Raises `NotNexo`."""
    try:
        return msgspec.json.decode(content, type=_Asked).request
    except msgspec.DecodeError as error:
        raise NotNexo(str(error)) from error


def read_response(content: bytes) -> SaleToPOIResponse:
    """Raises `NotNexo`."""
    try:
        return msgspec.json.decode(content, type=_Answered).response
    except msgspec.DecodeError as error:
        raise NotNexo(str(error)) from error


def derived_service_id(tender: str) -> str:
    """The ServiceID of a tender: always the same for the same tender, and 50 bits of its digest, so that no two meet at one terminal."""
    digest = hashlib.sha256(tender.encode()).digest()
    return base64.b32encode(digest).decode().lower()[:LONGEST_SERVICE_ID]


def pounds(pence: int) -> Decimal:
    """1099 is 10.99."""
    return Decimal(pence).scaleb(-2)


def pence(amount: Decimal) -> int:
    """10.99 is 1099; refuses parts of a penny with `NotNexo`."""
    found = amount.scaleb(2)
    if not found.is_finite() or found != found.to_integral_value():
        raise NotNexo(f"{amount} is no amount in pounds and pence")
    return int(found)


def identified(name: str, at_ms: int) -> TransactionIdentification:
    """An id with its time."""
    moment = datetime.fromtimestamp(at_ms / 1000, UTC)
    return TransactionIdentification(transaction_id=name, time_stamp=f"{moment:%Y-%m-%dT%H:%M:%S}.{at_ms % 1000:03}Z")


def moment_ms(stamp: str) -> int:
    """The time of an id, in ms UTC; raises `NotNexo`."""
    try:
        return round(datetime.fromisoformat(stamp).timestamp() * 1000)
    except ValueError as error:
        raise NotNexo(f"{stamp!r} is no time") from error


def told(**fields: str) -> str:
    """An `AdditionalResponse`: the maker's own words, as the fields of a web form."""
    return urlencode({name: value for name, value in fields.items() if value})
