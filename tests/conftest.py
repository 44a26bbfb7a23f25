"""What every test shares: seeded dice for properties, no network beyond this machine, and where the browser stands."""

from __future__ import annotations

import os
import shutil
import sys
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("here", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("build", settings.get_profile("here"), derandomize=True, print_blob=True)
settings.load_profile("build" if os.environ.get("CI") else "here")

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
LOOPBACK = ("127.", "::1", "localhost", "::ffff:127.")


def _stay_on_this_machine(event: str, arguments: tuple[Any, ...]) -> None:
    if event != "socket.connect":
        return
    address = arguments[1]
    if isinstance(address, tuple) and not str(address[0]).startswith(LOOPBACK):
        raise AssertionError(f"a test reaches out to {address[0]}: tests stay on loopback")


sys.addaudithook(_stay_on_this_machine)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The system's Chromium; `make test` installs it where it can."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        pytest.fail("No Chromium found. Run `make test`, which installs it or says what to do.")
    return found
