"""What every route of the back office says of itself: who may come in, and that `colleague` is who is signed in."""

from __future__ import annotations

from typing import Any

from litestar.di import NamedDependency, Provide
from litestar.params import FromPath

from arkwright.channels.back_office.office import BackOffice
from arkwright.channels.staff.door import Colleague
from arkwright.channels.staff.permissions import Permission
from arkwright.channels.staff.session import STRANGERS, requires, signed_in, staff_only
from arkwright.channels.web.site import AnyRequest

# What routes name as parameters: the office, who is signed in, and a part of the address.
Here = NamedDependency[BackOffice]
Who = NamedDependency[Colleague]
Part = FromPath[str]


async def colleague_of(request: AnyRequest) -> Colleague:
    """Who is signed in; the guards have let nobody else through."""
    return await signed_in(request)


def permitted(*permissions: Permission) -> dict[str, Any]:
    """For a route: strangers go to the sign-in page, colleagues need every one of these permissions; without any, all may."""
    return {
        "guards": [requires(permission) for permission in permissions] or [staff_only],
        "exception_handlers": STRANGERS,
        "dependencies": {"colleague": Provide(colleague_of)},
        "include_in_schema": False,
    }
