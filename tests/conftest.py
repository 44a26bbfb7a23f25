"""What every test shares: seeded dice for properties, no network beyond this machine, and where the browser stands."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.databases import OWNER_URL
from tests.postgres import throw_away

settings.register_profile("here", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("build", settings.get_profile("here"), derandomize=True, print_blob=True)
settings.load_profile("build" if os.environ.get("CI") else "here")

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SERVER = pytest.StashKey[contextlib.ExitStack]()
LOOPBACK = ("127.", "::1", "localhost", "::ffff:127.")


def _stay_on_this_machine(event: str, arguments: tuple[Any, ...]) -> None:
    if event != "socket.connect":
        return
    address = arguments[1]
    if isinstance(address, tuple) and not str(address[0]).startswith(LOOPBACK):
        raise AssertionError(f"a test reaches out to {address[0]}: tests stay on loopback")


sys.addaudithook(_stay_on_this_machine)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--database postgres` runs what stands on a database on PostgreSQL."""
    parser.addoption("--database", choices=("sqlite", "postgres"), default="sqlite")


def pytest_configure(config: pytest.Config) -> None:
    """Start one throw-away server for the whole run; the workers of xdist are handed its address."""
    if config.getoption("--database") == "postgres" and OWNER_URL not in os.environ:
        server = config.stash[SERVER] = contextlib.ExitStack()
        os.environ[OWNER_URL] = server.enter_context(throw_away()).url


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop it."""
    if SERVER in config.stash:
        config.stash[SERVER].close()


def pytest_make_parametrize_id(val: object) -> str | None:
    """Name bytes by their size alone: packed ones hold the minute of packing, and two workers then disagree about a test's name."""
    return f"{len(val)} bytes" if isinstance(val, bytes) else None


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The system's Chromium; `make test` installs it where it can."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        pytest.fail("No Chromium found. Run `make test`, which installs it or says what to do.")
    return found
