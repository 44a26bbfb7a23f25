"""Backup of a running office, and a restore that takes only what verifies."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from arkwright.kit.signing import SigningKey
from arkwright.roles.backup import BackupUnusable, backup, restore
from tests.journal.lanes import real_world
from tests.roles.offices import checkout_request, premises

KEY = SigningKey("office-1", bytes(32))


async def backed_up(folder: Path) -> Path:
    """A backup taken while the office runs with one paid order."""
    place = await premises(folder / "live")
    await place.stock()
    await place.bought(1)
    await backup(real_world(), "office-1", folder / "live", folder / "backup", KEY)
    await place.bought(2)
    await place.office.stop()
    return folder / "backup"


async def test_a_backup_of_a_running_office_is_restored_and_goes_on(tmp_path: Path) -> None:
    source = await backed_up(tmp_path)
    await restore(real_world(), source, tmp_path / "restored", KEY.public)
    again = await premises(tmp_path / "restored")
    await again.at_rest()
    assert (await again.order(checkout_request(1).order)).status == "confirmed"
    await again.office.stop()


def cut(path: Path) -> None:
    """Half of the file is gone."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def edit(path: Path) -> None:
    """One byte is another."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))


@pytest.mark.parametrize(
    ("name", "harm", "told"),
    [
        ("lanes/ordering.db", cut, "was changed"),
        ("lanes/ordering.db", edit, "was changed"),
        ("lanes/payments.db", Path.unlink, "is missing"),
        ("vault.db", edit, "was changed"),
        ("backup.json", edit, "does not verify"),
        ("backup.json", Path.unlink, "is no backup"),
    ],
)
async def test_a_backup_that_does_not_verify_is_refused_and_nothing_is_put_in_place(
    tmp_path: Path, name: str, harm: Callable[[Path], None], told: str
) -> None:
    source = await backed_up(tmp_path)
    harm(source / name)
    with pytest.raises(BackupUnusable, match=told):
        await restore(real_world(), source, tmp_path / "restored", KEY.public)
    assert not (tmp_path / "restored").exists()
    assert not (tmp_path / "restored.restoring").exists()


async def test_another_nodes_key_does_not_verify_a_backup(tmp_path: Path) -> None:
    source = await backed_up(tmp_path)
    with pytest.raises(BackupUnusable, match="does not verify"):
        await restore(real_world(), source, tmp_path / "restored", SigningKey("office-1", b"\x01" * 32).public)


async def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    source = await backed_up(tmp_path)
    target = tmp_path / "restored"
    shutil.copytree(source, target)
    with pytest.raises(BackupUnusable, match="is not empty"):
        await restore(real_world(), source, target, KEY.public)
