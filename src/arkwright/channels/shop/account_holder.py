"""What every route of an account says of itself: strangers go to the sign-in page, and `holder` is who is signed in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
from litestar.connection import ASGIConnection
from litestar.di import NamedDependency, Provide
from litestar.handlers import BaseRouteHandler
from litestar.response import Response

from arkwright.channels.shop.front import CHANNEL, Shopfront
from arkwright.channels.web.noes import SignInFirst
from arkwright.channels.web.pages import see
from arkwright.channels.web.site import AnyRequest, Site
from arkwright.compartments.accounts import queries as accounts
from arkwright.compartments.accounts.queries import SignedInAs
from arkwright.compartments.accounts.state import Account
from arkwright.journeys import accounts as story
from arkwright.kit.person_key import PersonKey
from arkwright.kit.scope import Scope

Connection = ASGIConnection[Any, Any, Any, Any]
Guard = Callable[[Connection, BaseRouteHandler], Awaitable[None]]
SIGN_IN = "/account/sign-in"
SESSION = "-account"  # how the cookie of a session ends
HOLDER = "account_holder"


class Holder(msgspec.Struct, frozen=True):
    """Whoever is signed in to this request, and the key that opens what is theirs."""

    signed_in: SignedInAs
    key: PersonKey

    @property
    def row(self) -> Account:
        """The account as it stands."""
        return self.signed_in.account

    @property
    def account(self) -> str:
        """The account's id."""
        return self.signed_in.account.account

    @property
    def by(self) -> str:
        """The session's digest."""
        return self.signed_in.session.session

    @property
    def email(self) -> str:
        """Their address."""
        return story.email_of(self.key, self.signed_in.account.address)


# What routes name as parameters: the shop's front, and who is signed in.
Front = NamedDependency[Shopfront]
Who = NamedDependency[Holder]


def check_shown(front: Shopfront) -> None:
    """Refuses, in the words of the switch, where accounts are paused or sealed."""
    front.held.gate.check(("accounts",), Scope(channel=CHANNEL), "refuse", front.now_ms())


async def holder_of(front: Shopfront, connection: Connection) -> Holder | None:
    """Who is signed in, or None for nobody and for an account that was erased."""
    site: Site = connection.app.state["site"]
    token = connection.cookies.get(site.cookie + SESSION, "")
    if not token or len(token) > story.LONGEST_TOKEN:
        return None
    found = await accounts.signed_in(front.office.accounts.reader, story.digest_of(token), front.now_ms())
    key = await front.office.vault.find(found.account.account) if found else None
    return Holder(found, key) if found and key else None


def guard(while_shut: bool) -> Guard:
    """A guard: `SignInFirst` for whoever is not signed in; first, unless `while_shut`, the switch's words where accounts are paused."""

    async def holder_only(connection: Connection, _handler: BaseRouteHandler) -> None:
        front = await front_of(connection)
        if not while_shut:
            check_shown(front)
        found = await holder_of(front, connection)
        if found is None:
            raise SignInFirst()
        connection.scope["state"][HOLDER] = found

    return holder_only


async def front_of(connection: Connection) -> Shopfront:
    """The front that the application was given for its handlers."""
    front: Shopfront = await connection.app.dependencies["front"]()
    return front


async def known(request: AnyRequest) -> Holder:
    """Who is signed in; the guard has let nobody else through."""
    found: Holder = request.scope["state"][HOLDER]
    return found


def strangers(_request: AnyRequest, _error: Exception) -> Response[Any]:
    """An exception handler: to the sign-in page."""
    return see(SIGN_IN)


def holders_only(*, while_shut: bool = False) -> dict[str, Any]:
    """For a route: whoever is not signed in goes to the sign-in page; `while_shut` it answers also where accounts are paused."""
    return {
        "guards": [guard(while_shut)],
        "exception_handlers": {SignInFirst: strangers},
        "dependencies": {"holder": Provide(known)},
    }
