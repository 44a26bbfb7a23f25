"""One operation of the API: what is asked, what is done, and every answer, in one record that the route and the document are made of."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

import msgspec

from arkwright.channels.finding.finder import Finder
from arkwright.compartments.catalogue.state import Product
from arkwright.journeys.shop import Shop
from arkwright.kit.scope import Scope
from arkwright.kit.switches import Capabilities, Gate

CHANNEL = "app"
IN_THE_APP = Scope(channel=CHANNEL)
BASE = "/api/v1"

Method = Literal["GET", "POST", "PUT"]
Caching = Literal["public", "private", "never"]


class Held(Protocol):
    """The switches as this node holds them, verified."""

    @property
    def gate(self) -> Gate:
        """The gate of the newest table."""
        ...


@dataclass(frozen=True, kw_only=True)
class Api:
    """What the operations may touch; `finder` searches what is on sale; `picture` gives the address of a product's picture, or nothing."""

    shop: Shop
    held: Held
    capabilities: Capabilities
    shop_name: str
    finder: Finder
    picture: Callable[[Product], str] = lambda product: ""


@dataclass(frozen=True, kw_only=True)
class Call:
    """A request that has been understood: its parts are of the declared form. `key` is the client's idempotency key."""

    path: Mapping[str, str]
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: Any = None
    key: str = ""


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What to answer."""

    body: msgspec.Struct
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


def created(body: msgspec.Struct, path: str) -> Reply:
    """What was made, and where it is."""
    return Reply(body=body, status=201, headers={"location": f"{BASE}{path}"})


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """A part of the address or a header: its form as a regular expression, and what is allowed, as a sentence."""

    name: str
    place: Literal["path", "query", "header"]
    allowed: str
    pattern: str
    example: str
    required: bool = False


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One row of the table. `answers` names each success and the refusals of its own by status; what all share is added by the document."""

    name: str
    method: Method
    path: str
    tag: str
    summary: str
    about: str
    act: Callable[[Api, Call], Awaitable[Reply]]
    answer: type[msgspec.Struct]
    status: int = 200
    asks: type[msgspec.Struct] | None = None
    parameters: tuple[Parameter, ...] = ()
    refused: Mapping[int, str] = field(default_factory=dict)
    caching: Caching = "never"
    keyed: bool = False
    key_optional: bool = False

    def of(self, place: str) -> list[Parameter]:
        """The parameters in the path, the query or the headers."""
        return [parameter for parameter in self.parameters if parameter.place == place]
