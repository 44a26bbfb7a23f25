"""The office as a process: its lanes, the switches it follows, its publisher, and its two faces: the shop's and the back office's."""

from __future__ import annotations

import asyncio
import contextlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import structlog
from granian.constants import Interfaces

from arkwright.channels.app.files import install_script
from arkwright.channels.app_api.api import app_api
from arkwright.channels.app_api.operation import Api
from arkwright.channels.back_office import face as back_office
from arkwright.channels.back_office.held import HeldImports
from arkwright.channels.back_office.jobs import Jobs
from arkwright.channels.back_office.office import BackOffice
from arkwright.channels.design.pages import environment
from arkwright.channels.following.certificates import CertificateFollowing, load_list
from arkwright.channels.following.following import Following
from arkwright.channels.publication.pictures import NO_PICTURE, Pictures
from arkwright.channels.publication.rendering import Rendering
from arkwright.channels.publication.serving import handlers as publication
from arkwright.channels.publication.settings import Settings, shop_face
from arkwright.channels.shop.front import Shopfront
from arkwright.channels.shop.mount import HANDLERS, shop_site
from arkwright.channels.staff import session
from arkwright.channels.staff.door import StaffDoor
from arkwright.channels.stripe.client import StripeProvider
from arkwright.channels.web.application import Application, application
from arkwright.channels.web.health import lanes_answer
from arkwright.channels.web.metrics import Metrics
from arkwright.channels.web.site import Site
from arkwright.kit.ending import ended
from arkwright.kit.known_nodes import known_from
from arkwright.kit.mail import SmtpMail
from arkwright.kit.network import AiohttpHttp
from arkwright.kit.signing import SigningKey
from arkwright.kit.switches import shipped
from arkwright.kit.world import RealWorld
from arkwright.roles import node
from arkwright.roles.databases import databases_of
from arkwright.roles.desk_keys import FOLLOWING, vault_key
from arkwright.roles.figures import figures_app, serve_figures
from arkwright.roles.finding import Search, open_search
from arkwright.roles.line import Line, open_line, read_house, sources_of
from arkwright.roles.logs import to_standard_error
from arkwright.roles.node import OfficeConfig
from arkwright.roles.office import Office, OfficeSettings, open_office
from arkwright.roles.publisher import RangePublisher
from arkwright.roles.serving import serve
from arkwright.roles.what_is_published import Picture, no_picture, publication_settings

log = structlog.get_logger("office")


@dataclass(frozen=True, kw_only=True)
class Parts:
    """What the process is made of."""

    office: Office
    following: Following
    publisher: RangePublisher
    jobs: Jobs
    metrics: Metrics
    search: Search
    mail: SmtpMail
    line: Line | None
    first: bool = True  # of several processes, the one that serves colleagues and publishes as well


async def run(
    config: OfficeConfig, ready: Callable[[], None], stop: asyncio.Event, picture: Picture = no_picture, first: bool = True
) -> None:
    """Serve until `stop`, then finish what was taken. Raises what keeps it from starting, and what makes it end.

    Of several processes of one office all serve shoppers; the `first` serves colleagues and publishes as well.
    """
    to_standard_error(config.node)
    http = AiohttpHttp()
    try:
        world, published = RealWorld(http), publication_settings(config, picture)
        await at_work(config, world, await opened(config, world, published, first), published, ready, stop)
    finally:
        await http.close()


async def at_work(
    config: OfficeConfig, world: RealWorld, parts: Parts, published: Settings, ready: Callable[[], None], stop: asyncio.Event
) -> None:
    """Everything that an open office does, until `stop`."""
    office, following = parts.office, parts.following
    try:
        await following.start(office.obey)
        faces = [(shop_app(config, world, parts, published), config.shop_port)]
        work = [office.keep(), following.run(office.obey)]
        if parts.first:
            faces.append((office_app(config, world, parts), config.office_port))
            work += [parts.publisher.run(), parts.search.keeper.run()]
        if parts.line is not None:
            faces.append((line_face(config, world, parts, parts.line), config.line_port))
            work += [*parts.line.work(), let_go_at(stop, parts.line)]
        shared = config.processes > 1
        serving = [serve(app, config.host, port, Interfaces.ASGI, stop=stop, shared=shared) for app, port in faces]
        if parts.first:
            serving.append(serve_figures(figures_app(parts.metrics, office.lanes), config.host, config.metrics_port, stop))
        work.append(told(ready, [port for _, port in faces], config.host))
        await until_over([*map(asyncio.create_task, serving)], [*map(asyncio.create_task, work)], office, stop)
    finally:
        await parts.jobs.stop()
        await office.stop()
        await parts.mail.close()
        await parts.search.index.close()
        if parts.line is not None:
            await parts.line.press.close()


async def opened(config: OfficeConfig, world: RealWorld, published: Settings, first: bool) -> Parts:
    """The office on its files, not working yet. Raises `DatabaseUnusable`, `NodeUnusable`, `NoTrustRoot`."""
    key = node.signing_key(config.folder)
    mail = SmtpMail(config.smtp_host, config.smtp_port)
    following = Following(world, config.desk_url, config.node, key, config.folder / FOLLOWING, shipped())
    office = await open_office(world, settings_of(world, config), provider(world, config), mail, key)
    return Parts(
        office=office,
        following=following,
        publisher=RangePublisher(world, office.shop, key, publications(config), published),
        jobs=Jobs(world),
        metrics=Metrics(),
        mail=mail,
        first=first,
        line=await opened_line(config, world, office, following, key) if first and config.line_url else None,
        search=await open_search(world, databases_of(config), config.folder, office.shop.catalogue),
    )


async def opened_line(config: OfficeConfig, world: RealWorld, office: Office, following: Following, key: SigningKey) -> Line:
    """The line to the stores, which one process of an office keeps."""
    certificates = CertificateFollowing(world, config.desk_url, config.folder / FOLLOWING, lambda: following.trust)
    sources = sources_of(office.shop, office.staff, read_house(config.folder))
    return await open_line(world, office.shop, sources, databases_of(config), certificates, key)


async def let_go_at(stop: asyncio.Event, line: Line) -> None:
    """Stores that wait for news are answered when the office is told to stop."""
    await stop.wait()
    line.shipping.let_go()


async def until_over(serving: list[asyncio.Task[None]], work: list[asyncio.Task[None]], office: Office, stop: asyncio.Event) -> None:
    """Until `stop` is set, a face cannot serve, or a lane cannot go on."""
    stopping = asyncio.ensure_future(stop.wait())
    try:
        over: set[asyncio.Future[object]] = {stopping, office.failed, *serving}  # type: ignore[arg-type]
        done, _ = await asyncio.wait(over, return_when=asyncio.FIRST_COMPLETED)
        stop.set()
        await asyncio.gather(*serving)
        for first in done:
            first.result()
    finally:
        stopping.cancel()
        await ended([*serving, *work])


async def told(ready: Callable[[], None], ports: list[int], host: str) -> None:
    """Say once that both faces answer."""
    for port in ports:
        while True:
            with contextlib.suppress(OSError):
                _, writer = await asyncio.open_connection(host, port)
                writer.close()
                break
            await asyncio.sleep(0.02)
    ready()


def settings_of(world: RealWorld, config: OfficeConfig) -> OfficeSettings:
    """What the office itself is told."""
    return OfficeSettings(
        node=config.node,
        folder=config.folder,
        databases=databases_of(config),
        shop_url=config.shop_url,
        node_key=vault_key(world, config.folder),
        online_location=config.online_location,
    )


def provider(world: RealWorld, config: OfficeConfig) -> StripeProvider:
    """The card provider, by its official library."""
    return StripeProvider(world, secret_key=node.secret(config.folder, "card-provider.key").decode(), api_base=config.card_api)


def publications(config: OfficeConfig) -> Path:
    """Where what is published is kept."""
    return config.folder / "publication"


def shop_app(config: OfficeConfig, world: RealWorld, parts: Parts, published: Settings) -> Application:
    """The shop's dynamic pages, the app API and the publication, reached through the edge."""
    pictures = Pictures(published, Rendering(shop_face(config.shop_name, ()), (), web_manifest=True).source(NO_PICTURE).encode())
    office, following = parts.office, parts.following
    front = Shopfront(
        office.shop,
        following,
        shop_name=config.shop_name,
        finder=parts.search.finder,
        picture=pictures.href,
        webhook_secret=node.secret(config.folder, "webhook.key").decode(),
        scripts=(install_script(),),
        statement_name=config.statement_name,
        known_nodes=lambda: known_from(parts.line.certificates.held if parts.line else load_list(world, config.folder / FOLLOWING)),
    )
    site = shop_site(
        front,
        own_hosts=(host_of(config.shop_url), f"{config.host}:{config.shop_port}"),
        form_key=form_key(world, config, "shop"),
        https=config.shop_url.startswith("https:"),
        form_action_origins=(config.payment_origin,),
        trusted_proxy=True,
        unmetered_paths=("/publication/",),
        metrics=parts.metrics,
    )
    api = Api(
        shop=office.shop,
        held=following,
        capabilities=shipped(),
        shop_name=config.shop_name,
        finder=parts.search.finder,
        picture=pictures.href,
    )
    handlers = [*HANDLERS, *app_api(api), *publication(world, publications(config))]
    return application(site, handlers, provided={"front": front})


def office_app(config: OfficeConfig, world: RealWorld, parts: Parts) -> Application:
    """The back office, for colleagues."""
    office = parts.office
    site = Site(
        name="office",
        world=world,
        environment=environment(back_office.TEMPLATES, session.TEMPLATES),
        own_hosts=(host_of(config.office_url),),
        form_key=form_key(world, config, "office"),
        frame=back_office.frame(config.shop_name),
        base="office.html",
        https=config.office_url.startswith("https:"),
        ready=lambda: lanes_answer(office.lanes),
        metrics=parts.metrics,
    )
    backstage = BackOffice(
        shop=office.shop,
        publisher=parts.publisher,
        jobs=parts.jobs,
        imports=HeldImports(),
        online_location=config.online_location,
        heard=parts.line.intake.heard if parts.line else {},
    )
    return back_office.back_office(site, backstage, StaffDoor(world, office.staff, office.shop.vault, "office"))


def line_face(config: OfficeConfig, world: RealWorld, parts: Parts, line: Line) -> Application:
    """What stores ask, signed; no page for anybody."""
    hosts = [host_of(config.line_url or ""), f"{config.host}:{config.line_port}", f"localhost:{config.line_port}", *config.line_hosts]
    return line.app(world, hosts, form_key(world, config, "line"), lambda: lanes_answer(parts.office.lanes))


def form_key(world: RealWorld, config: OfficeConfig, face: str) -> bytes:
    """The key of a face's form tokens, from the node's own."""
    return hmac.digest(vault_key(world, config.folder), f"form tokens of {face}".encode(), "sha256")


def host_of(url: str) -> str:
    """'shop.localhost:8080' of 'http://shop.localhost:8080'."""
    return url.partition("//")[2].split("/", 1)[0]
