"""A throw-away PostgreSQL server for tests: made in a temporary folder, on loopback, gone with the run."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

UNSAFE_AND_QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off")
SETTINGS = (
    "listen_addresses=127.0.0.1",
    "max_connections=400",
    "shared_buffers=64MB",
    "max_locks_per_transaction=512",
    "log_min_messages=warning",
)


class NoPostgres(Exception):
    """There is no PostgreSQL on this machine."""


def programs() -> Path:
    """The folder of the newest PostgreSQL's programs."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    found = found or [Path(path).resolve().parent for path in [shutil.which("initdb")] if path]
    if not found:
        raise NoPostgres("No PostgreSQL found. Run `make test`, which installs it or says what to do.")
    return max(found, key=str)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


class Server:
    """One server; `url` is its owner's. It refuses to run as root, so that root runs it as the user `postgres`."""

    def __init__(self, folder: Path, port: int | None = None) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.port = port or free_port()
        self.url = f"postgresql://postgres@127.0.0.1:{self.port}/postgres?sslmode=disable"
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres", "postgres")

    def make(self) -> None:
        """A new cluster."""
        self.run("initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")

    def start(self, *options: str) -> None:
        """Start it and wait until it answers."""
        given = " ".join(f"-c {option}" for option in (*SETTINGS, *options))
        self.run("pg_ctl", "-D", self.data, "-l", self.folder / "log", "-w", "-o", f"-p {self.port} -k {self.folder} {given}", "start")

    def stop(self, mode: str = "immediate") -> None:
        """End it: 'immediate' is a crash, 'fast' a clean stop."""
        self.run("pg_ctl", "-D", self.data, "-m", mode, "-w", "stop")

    def run(self, program: str, *arguments: object) -> str:
        """One of PostgreSQL's programs, as the user who may."""
        done = subprocess.run(
            [programs() / program, *map(str, arguments)],
            user="postgres" if os.geteuid() == 0 else None,
            cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise AssertionError(f"{program}: {done.stdout}")
        return done.stdout


@contextlib.contextmanager
def throw_away(*options: str) -> Iterator[Server]:
    """A server that keeps nothing safe and is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="arkwright-postgres-") as folder:
        os.chmod(folder, 0o711)  # noqa: S103 - the user postgres passes through
        server = Server(Path(folder))
        server.make()
        server.start(*UNSAFE_AND_QUICK, *options)
        try:
            yield server
        finally:
            server.stop()
