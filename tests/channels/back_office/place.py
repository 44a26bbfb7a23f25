"""The back office over HTTP for tests: the real application on real lanes, with one colleague who may do everything of some roles."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass

from httpx import ASGITransport, AsyncClient, Response

from arkwright.channels.back_office import face
from arkwright.channels.back_office.held import HeldImports
from arkwright.channels.back_office.jobs import Jobs, Progress
from arkwright.channels.back_office.office import BackOffice, Standing
from arkwright.channels.design.pages import environment
from arkwright.channels.staff import session as staff
from arkwright.channels.staff.door import StaffDoor
from arkwright.channels.staff.permissions import roles_of
from arkwright.channels.web.application import Application
from arkwright.channels.web.site import Rate, Site
from arkwright.channels.web.tokens import signed
from arkwright.compartments.staff.commands import AddAccount, RecordSignIn
from tests.roles.offices import Premises

HOST = "office.localhost:8081"
OURS = {"sec-fetch-site": "same-origin"}
HIDDEN_COMMAND = re.compile(r'name="command" value="([^"]+)"')
ALL_ROLES = tuple(roles_of("office"))


class OnePublisher:
    """Publishes at once, and counts how often."""

    def __init__(self) -> None:
        self.times = 0

    def standing(self) -> Standing | None:
        """The number of times."""
        return Standing(number=self.times, made_ms=1_790_000_000_000) if self.times else None

    async def publish(self, progress: Progress) -> str:
        """Done."""
        self.times += 1
        progress(3, 3)
        return f"Publication {self.times} is in force."


@dataclass
class Place:
    """An office with its pages."""

    premises: Premises
    office: BackOffice
    site: Site
    app: Application
    publisher: OnePublisher

    async def colleague(self, account: str, *roles: str) -> AsyncClient:
        """A client in which this colleague is signed in."""
        token = base64.urlsafe_b64encode(hashlib.sha256(account.encode()).digest()).decode().rstrip("=")
        lane, session = self.premises.office.staff, hashlib.sha256(token.encode()).hexdigest()
        await lane.submit(AddAccount(id=f"add.{account}", account=account, roles=roles, sealed_password="sealed" * 8, by="command-line"))
        await lane.submit(RecordSignIn(id=f"in.{account}", account=account, session=session))
        client = self.stranger()
        client.cookies.set(self.site.cookie, token)
        return client

    def stranger(self) -> AsyncClient:
        """A client in which nobody is signed in."""
        transport = ASGITransport(self.app, raise_app_exceptions=False)  # type: ignore[arg-type]
        return AsyncClient(transport=transport, base_url=f"http://{HOST}")

    def token_of(self, client: AsyncClient) -> str:
        """The form token of the client's session."""
        return signed(self.site, client.cookies.get(self.site.cookie) or "")


def open_place(premises: Premises, host: str = HOST) -> Place:
    """The pages of an office that is open."""
    shop = premises.office.shop
    site = Site(
        name="office",
        world=shop.world,
        environment=environment(face.TEMPLATES, staff.TEMPLATES),
        own_hosts=(host,),
        form_key=b"k" * 32,
        frame=face.frame("Wright & Sons"),
        base="office.html",
        rates={"all": Rate(6000, 6000), "write": Rate(6000, 6000)},
    )
    publisher = OnePublisher()
    office = BackOffice(shop=shop, publisher=publisher, jobs=Jobs(shop.world), imports=HeldImports(), online_location="warehouse")
    door = StaffDoor(shop.world, premises.office.staff, shop.vault, "office")
    return Place(premises, office, site, face.back_office(site, office, door), publisher)


@dataclass
class Visitor:
    """A colleague at the pages: asks for one, fills in its form as a browser would."""

    place: Place
    client: AsyncClient

    async def look(self, path: str) -> Response:
        """The page."""
        return await self.client.get(path, follow_redirects=False)

    async def send(self, path: str, fields: dict[str, str | list[str]], command: str = "form-1") -> Response:
        """The form with its token."""
        data = {
            "form_token": self.place.token_of(self.client),
            "command": command,
            **{name.replace("__", "-"): value for name, value in fields.items()},
        }
        return await self.client.post(path, data=data, headers=OURS, follow_redirects=False)

    async def upload(self, path: str, content: bytes, command: str = "file-1", **fields: str) -> Response:
        """A form with a file."""
        data = {"form_token": self.place.token_of(self.client), "command": command, **fields}
        return await self.client.post(
            path, data=data, files={"file": ("range.csv", content, "text/csv")}, headers=OURS, follow_redirects=False
        )


def command_of(page: Response) -> str:
    """The command id in the forms of a page."""
    match = HIDDEN_COMMAND.search(page.text)
    assert match is not None
    return match[1]
