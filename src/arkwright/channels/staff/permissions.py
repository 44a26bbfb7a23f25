"""Roles as named permission sets in data (permissions.toml), and who may do what by them."""

from __future__ import annotations

import functools
import pkgutil
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import msgspec

from arkwright.kit.refusal import Forbidden, Invalid

Node = Literal["office", "desk"]
Permission = Literal[
    "accounts.manage",
    "accounts.view",
    "cases.edit",
    "cases.view",
    "delivery.edit",
    "delivery.view",
    "ledger.view",
    "members.adjust",
    "members.adjust.more",
    "members.freeze",
    "members.thaw",
    "members.view",
    "nodes.enrol",
    "nodes.revoke",
    "nodes.view",
    "notices.view",
    "orders.cancel",
    "orders.contact",
    "orders.dispatch",
    "orders.refund",
    "orders.view",
    "payments.view",
    "people.erase",
    "points.edit",
    "points.view",
    "products.edit",
    "products.import",
    "products.view",
    "range.publish",
    "stock.edit",
    "stock.view",
    "stores.edit",
    "stores.view",
    "switch.history",
    "switch.pause",
    "switch.restart.approve",
    "switch.restart.propose",
    "switch.view",
    "tills.staff",
]


class Role(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A named set of permissions; `says` tells a colleague what it is for."""

    says: str
    permissions: frozenset[Permission]


Roles = Mapping[str, Role]


@dataclass
class NoSuchRole(Invalid):
    """Not a role of this node."""

    role: str
    allowed: str
    sentence: ClassVar[str] = "There is no role named {role}. Choose from: {allowed}."
    field: ClassVar[str | None] = "roles"


@dataclass
class NotPermitted(Forbidden):
    """None of the roles allows it."""

    permission: str
    roles: str
    sentence: ClassVar[str] = "Your roles do not allow this ({permission}). It is allowed to: {roles}. Ask an administrator."


def parsed(text: str) -> dict[Node, dict[str, Role]]:
    """The roles of each node; ValueError for a text that is no such file, naming the place and what is allowed."""
    try:
        plain: Any = tomllib.loads(text)
        return msgspec.convert(plain, dict[Node, dict[str, Role]])
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise ValueError(f"permissions.toml: {error}") from error


@functools.cache
def roles_of(node: Node) -> Roles:
    """The roles that an account of this node may have, by name."""
    content = pkgutil.get_data(__package__, "permissions.toml")
    if content is None:
        raise ValueError("permissions.toml is missing from this installation")
    return parsed(content.decode())[node]


def check_roles(node: Node, roles: Iterable[str]) -> None:
    """Refuse a role that this node does not have; ask before an account is given any."""
    known = roles_of(node)
    for role in roles:
        if role not in known:
            raise NoSuchRole(role, ", ".join(sorted(known)))


def granted(node: Node, roles: Iterable[str]) -> frozenset[Permission]:
    """Everything that these roles allow together; a role that is no longer in the file allows nothing."""
    known = roles_of(node)
    return frozenset().union(*(known[role].permissions for role in roles if role in known))


def demand(node: Node, roles: Iterable[str], permission: Permission) -> None:
    """Refuse whoever may not, and say whose roles allow it."""
    if permission not in granted(node, roles):
        allowed_to = sorted(name for name, role in roles_of(node).items() if permission in role.permissions)
        raise NotPermitted(permission, ", ".join(allowed_to) or "nobody here")
