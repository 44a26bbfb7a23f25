"""Roles and what they allow."""

from __future__ import annotations

import re
from typing import get_args

import pytest

from arkwright.channels.staff import permissions
from arkwright.channels.staff.permissions import NoSuchRole, NotPermitted, Permission


@pytest.mark.parametrize(
    ("node", "roles", "permission", "allowed"),
    [
        ("office", ("buyer",), "products.edit", True),
        ("office", ("buyer",), "orders.refund", False),
        ("office", ("warehouse",), "orders.dispatch", True),
        ("office", ("warehouse",), "orders.refund", False),
        ("office", ("customer-service",), "orders.refund", True),
        ("office", ("buyer", "warehouse"), "orders.dispatch", True),
        ("office", ("office-administrator",), "accounts.manage", True),
        ("office", ("incident-commander",), "switch.pause", False),
        ("office", (), "products.view", False),
        ("desk", ("incident-commander",), "switch.pause", True),
        ("desk", ("incident-commander",), "switch.restart.approve", False),
        ("desk", ("duty-manager",), "switch.pause", True),
        ("desk", ("duty-manager",), "switch.restart.propose", False),
        ("desk", ("observer",), "switch.view", True),
        ("desk", ("observer",), "switch.pause", False),
        ("desk", ("buyer",), "products.edit", False),
    ],
)
def test_a_role_allows(node: permissions.Node, roles: tuple[str, ...], permission: Permission, allowed: bool) -> None:
    assert (permission in permissions.granted(node, roles)) is allowed
    if allowed:
        permissions.demand(node, roles, permission)
    else:
        with pytest.raises(NotPermitted, match=re.escape(permission)):
            permissions.demand(node, roles, permission)


def test_a_refusal_says_who_may() -> None:
    with pytest.raises(NotPermitted, match="allowed to: customer-service"):
        permissions.demand("office", ("buyer",), "orders.refund")


def test_a_role_of_another_node_is_refused_and_the_right_ones_named() -> None:
    permissions.check_roles("office", ("buyer", "warehouse"))
    with pytest.raises(NoSuchRole, match=r"no role named buyer. Choose from: desk-administrator, duty-manager, "):
        permissions.check_roles("desk", ("observer", "buyer"))


def test_every_permission_is_given_to_somebody_and_no_single_role_restarts() -> None:
    every = [role for node in ("office", "desk") for role in permissions.roles_of(node).values()]
    assert set().union(*(role.permissions for role in every)) == set(get_args(Permission))
    assert not any({"switch.restart.propose", "switch.restart.approve"} <= role.permissions for role in every)
    assert not any("accounts.manage" in role.permissions and len(role.permissions) > 2 for role in every)


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ('[office.buyer]\nsays = "x"\npermissions = ["products.fly"]', "products.fly"),
        ('[shop.buyer]\nsays = "x"\npermissions = []', "shop"),
        ("[office.buyer]\npermissions = []", "says"),
        ('[office.buyer]\nsays = "x"\npermissions = []\nmore = 1', "more"),
        ("[office", "permissions.toml"),
    ],
)
def test_a_wrong_file_is_told_by_its_place(text: str, mistake: str) -> None:
    with pytest.raises(ValueError, match=re.escape(mistake)):
        permissions.parsed(text)
