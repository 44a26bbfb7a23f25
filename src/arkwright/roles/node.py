"""A node's folder: its configuration, its secrets, and the lock that keeps two processes from being the same node."""

from __future__ import annotations

import contextlib
import fcntl
import os
from pathlib import Path
from typing import Annotated, Any, TypeVar

import msgspec

from arkwright.kit.signing import KeyIsWrong, SigningKey

PostgresUrl = Annotated[str, msgspec.Meta(pattern=r"^postgresql://[^/?#@\s]+/[^/?#\s]+(\?\S*)?$")]  # no user: each compartment has its own
C = TypeVar("C", bound=msgspec.Struct)
Port = Annotated[int, msgspec.Meta(ge=1, le=65535)]
Origin = Annotated[str, msgspec.Meta(pattern=r"^https?://[^/?#\s]+$")]  # an address without a path


class NodeUnusable(Exception):
    """The node cannot run like this; the text is one line that says what to do."""


class OfficeConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an office is told, in office.toml; secrets lie beside it in `secrets/`, each in a file that only its owner may read."""

    node: str
    folder: Path
    shop_name: str
    shop_url: Origin
    office_url: Origin
    desk_url: Origin
    card_api: Origin
    payment_origin: Origin
    smtp_host: str
    smtp_port: Port
    host: str = "127.0.0.1"
    shop_port: Port = 8085
    office_port: Port = 8081
    metrics_port: Port | None = None
    line_url: Origin | None = None  # by which stores call this office; none is served where it is left out
    line_port: Port = 8086
    line_hosts: tuple[str, ...] = ()  # further Host values by which stores call it, `name:port`
    online_location: str = "warehouse"
    statement_name: Annotated[str, msgspec.Meta(pattern="^[A-Z0-9 ]{0,8}$")] = (
        ""  # how charges begin on bank statements; "" as the shop's name does
    )
    demo_pictures: bool = False
    database: PostgresUrl | None = None  # SQLite files in the folder when it is left out
    databases: dict[str, PostgresUrl] = {}  # the servers of compartments that have one of their own
    processes: Annotated[int, msgspec.Meta(ge=1, le=64)] = 1


def read_config(path: Path, shape: type[C]) -> C:
    """The configuration in a TOML file, or one line that names what is wrong in it."""
    try:
        return msgspec.convert(msgspec.toml.decode(path.read_bytes()), type=shape, dec_hook=lambda kind, text: kind(text))
    except FileNotFoundError:
        raise NodeUnusable(f"{path} is missing; name a node's configuration with --config.") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise NodeUnusable(f"{path} cannot be used: {error}.") from error


def write_config(path: Path, config: msgspec.Struct) -> None:
    """The configuration as TOML."""
    path.parent.mkdir(parents=True, exist_ok=True)
    values = {name: str(value) if isinstance(value, Path) else value for name, value in msgspec.structs.asdict(config).items()}
    # A JSON string, number or boolean is one in TOML too, and a configuration holds nothing else.
    tables = {name: value for name, value in values.items() if isinstance(value, dict)}
    plain = {name: value for name, value in values.items() if name not in tables and value is not None}
    path.write_text(lines(plain) + "".join(f"\n[{name}]\n{lines(table)}" for name, table in tables.items() if table), "utf-8")


def lines(values: dict[str, Any]) -> str:
    """A line of TOML each."""
    return "".join(f"{name} = {msgspec.json.encode(value).decode()}\n" for name, value in values.items())


def secret(folder: Path, name: str) -> bytes:
    """A secret of the node; refuses one that others may read."""
    path = folder / "secrets" / name
    try:
        if path.stat().st_mode & 0o077:
            raise NodeUnusable(f"Others may read {path}; run chmod 600 on it.")
        return path.read_bytes().strip()
    except FileNotFoundError:
        raise NodeUnusable(f"{path} is missing; put it back from where the node's secrets are kept.") from None


def keep_secret(folder: Path, name: str, content: bytes) -> None:
    """Write a secret for its owner's eyes alone; one that stands already is kept."""
    path = folder / "secrets" / name
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = path.with_name(f".{name}.{os.getpid()}")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content + b"\n")
    try:
        with contextlib.suppress(FileExistsError):
            os.link(beside, path)  # whole when it appears: another process may be looking for it
    finally:
        beside.unlink()


def signing_key(folder: Path) -> SigningKey:
    """The node's own key: it signs publications, checkpoints, backups, and what the node reports."""
    try:
        return SigningKey.from_text(secret(folder, "signing.key").decode())
    except (KeyIsWrong, UnicodeDecodeError):
        raise NodeUnusable(
            f"{folder / 'secrets' / 'signing.key'} holds no key: put it back from where the node's secrets are kept."
        ) from None


class NodeLock:
    """Held by the one process that is this node; let go when the process ends, however it ends."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file = open(folder / "lock", "ab")  # noqa: SIM115 - held open on purpose
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._file.close()
            raise NodeUnusable(f"The node in {folder} is running already; stop it first.") from None

    def release(self) -> None:
        """Let another process be the node."""
        self._file.close()
