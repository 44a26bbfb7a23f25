"""Requests a second as wrk counts them: many connections that ask again as soon as they are answered."""

from __future__ import annotations

import re
from pathlib import Path

from bench.measuring.figure import sized
from bench.measuring.programs import output

CONNECTIONS = 32
SECONDS = sized(3, 1)
ADDRESSES = Path(__file__).with_name("addresses.lua")


async def requests_a_second(url: str, *, many_addresses: bool = False, **headers: str) -> float:
    """One run, in which every answer must be a success; `many_addresses` has each request come from another shopper."""
    named = [word for name, value in headers.items() for word in ("-H", f"{name.replace('_', '-')}: {value}")]
    named += ["-s", str(ADDRESSES)] if many_addresses else []
    said = await output("wrk", "-t", "1", "-c", str(CONNECTIONS), "-d", f"{SECONDS}s", *named, url)
    assert "Non-2xx" not in said, said
    assert "Socket errors" not in said, said
    found = re.search(r"Requests/sec:\s+([0-9.]+)", said)
    assert found, said
    return float(found[1])
