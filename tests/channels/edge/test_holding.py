"""What the edge holds: taken over whole and verified, kept through damage and death, never older, never another."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from arkwright.channels.edge.holding import ContentIsNotWhatItSays, Holding, OlderPublication, SameNumberOtherPublication
from arkwright.channels.publication.manifest import PUBLICATION
from arkwright.channels.publication.shelf import Shelf
from arkwright.compartments.catalogue.commands import ChangePrice
from arkwright.kit.signing import SignatureIsWrong, SigningKey, sign
from arkwright.kit.world import NetworkError
from arkwright.roles.edge import EdgeConfig, run
from arkwright.roles.serving import PortTaken, free_port
from tests.channels.edge.running import Running, running
from tests.channels.publication.shop import KEY, Range
from tests.journal.lanes import real_world


async def test_pictures_of_the_former_publication_stay_for_pages_already_loaded(shop: Range, edge: Running) -> None:
    before = next(path for path in edge.holding.table if path.startswith("/pictures/blue-mug"))
    await shop.publish(picture_version="2")
    await edge.holding.refresh()
    assert edge.holding.manifest is not None
    assert before not in edge.holding.manifest.files
    assert (await edge.get(before)).status == 200


async def test_a_restart_without_anybody_serves_from_disk_verified_again(shop: Range, edge: Running, tmp_path: Path) -> None:
    await edge.end_office()
    alone = Holding(edge.world, tmp_path / "edge", KEY.public, "http://127.0.0.1:1")
    await alone.load()
    assert alone.complete
    assert alone.table.keys() == edge.holding.table.keys()
    lost = edge.holding.manifest.files["/delivery/"].blob.sha256 if edge.holding.manifest else ""
    real_world().replace_file(Shelf(real_world(), tmp_path / "edge").blob_path(lost), b"defaced")
    damaged = Holding(edge.world, tmp_path / "edge", KEY.public, "http://127.0.0.1:1")
    await damaged.load()
    assert not damaged.complete
    assert "/delivery/" not in damaged.table
    assert "/returns/" in damaged.table
    with pytest.raises(NetworkError):
        await alone.refresh()


async def test_damaged_content_is_fetched_again(edge: Running, tmp_path: Path) -> None:
    lost = edge.holding.manifest.files["/delivery/"].blob.sha256 if edge.holding.manifest else ""
    real_world().replace_file(Shelf(real_world(), tmp_path / "edge").blob_path(lost), b"defaced")
    restarted = Holding(edge.world, tmp_path / "edge", KEY.public, edge.holding._office_url)
    await restarted.load()
    assert await restarted.refresh()
    assert restarted.complete
    assert "/delivery/" in restarted.table
    assert not await restarted.refresh()


async def test_an_older_another_and_a_forged_publication_are_refused(shop: Range, edge: Running) -> None:
    held = edge.holding.manifest
    assert held is not None
    shelf = Shelf(real_world(), shop.folder)
    for number, key, refusal in (
        (3, SigningKey(KEY.name, b"9" * 32), None),
        (3, KEY, None),
        (2, KEY, OlderPublication),
        (3, KEY, SameNumberOtherPublication),
    ):
        manifest = replace(held, number=number, made_ms=held.made_ms + number + (refusal is SameNumberOtherPublication))
        shelf.put_in_force(number, sign(PUBLICATION, manifest, key).text.encode())
        if key is not KEY:
            with pytest.raises(Exception, match="not signed by"):
                await edge.holding.refresh()
        elif refusal is None:
            assert await edge.holding.refresh()
        else:
            with pytest.raises(refusal):
                await edge.holding.refresh()
        assert edge.holding.manifest is not None
        assert edge.holding.manifest.number == (1 if key is not KEY else 3)
        assert (await edge.get("/")).status == 200


async def test_a_changed_byte_in_the_manifest_is_found(shop: Range, edge: Running) -> None:
    shelf, held = Shelf(real_world(), shop.folder), edge.holding.manifest
    assert held is not None
    envelope = json.loads(sign(PUBLICATION, replace(held, number=9), KEY).text)
    middle = len(envelope["payload"]) // 2
    envelope["payload"] = (
        envelope["payload"][:middle] + ("A" if envelope["payload"][middle] != "A" else "B") + envelope["payload"][middle + 1 :]
    )
    shelf.put_in_force(9, json.dumps(envelope).encode())
    with pytest.raises(SignatureIsWrong):
        await edge.holding.refresh()


async def test_wrong_content_is_never_taken_over(shop: Range, edge: Running) -> None:
    await shop.catalogue.submit(ChangePrice(id="dearer", sku="bear-1", price_pence=1300, by="c"))
    await shop.publish()
    edge.holding._office_url += "/elsewhere"
    with pytest.raises(NetworkError):
        await edge.holding.refresh()
    edge.holding._office_url = edge.holding._office_url.removesuffix("/elsewhere")
    wrong = type(await edge.get("/healthz"))(200, {}, b"wrong")
    with pytest.raises(ContentIsNotWhatItSays):
        edge.holding._take("0" * 64, 5, wrong)
    assert b"12.50" in (await edge.get("/products/bear/")).body
    await edge.holding.refresh()
    assert b"13.00" in (await edge.get("/products/bear/")).body


async def test_the_role_runs_follows_and_says_when_its_port_is_taken(shop: Range, edge: Running, tmp_path: Path) -> None:
    config = EdgeConfig(
        host="127.0.0.1", port=free_port(), office_url=edge.holding._office_url, desk_url="http://127.0.0.1:1",
        publication_key=KEY.public.text, folder=tmp_path / "role", look_every_s=0.01,
    )  # fmt: skip
    stop, ready = asyncio.Event(), asyncio.Event()
    role = asyncio.create_task(run(config, ready, stop))
    await ready.wait()
    url = f"http://127.0.0.1:{config.port}"
    while (await edge.world.http.request("GET", f"{url}/readyz", {})).status != 200:
        await asyncio.sleep(0.01)
    assert (await edge.world.http.request("GET", f"{url}/products/bear/", {})).status == 200
    with pytest.raises(PortTaken):
        await run(config, None, asyncio.Event())
    stop.set()
    await role


async def test_before_the_first_publication_words_are_plain(tmp_path: Path) -> None:
    async with running(tmp_path / "nothing", tmp_path / "edge") as edge:
        answer = await edge.get("/")
        assert (answer.status, answer.headers["retry-after"], b"basket is safe" in answer.body) == (503, "30", True)
        assert (await edge.get("/readyz")).status == 503
        with pytest.raises(NetworkError, match="404"):
            await edge.holding.refresh()
