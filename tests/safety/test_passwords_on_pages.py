"""Where a colleague types a password: masked, open to password managers; and signing out is on every page."""

from __future__ import annotations

import re
from pathlib import Path

from tests.safety.faces import house

PASSWORD = re.compile(r'<input[^>]*name="(?:password|present|again)"[^>]*>')


async def test_passwords_are_masked_and_managers_may_fill_them_in(tmp_path: Path) -> None:
    pages = [("GET /sign-in", "stranger", 1), ("GET /password", "buyer", 3), ("GET /accounts/new", "office-administrator", 1)]
    async with house(tmp_path) as here, here.office.client() as client:
        for route, role, fields in pages:
            page = (await here.office.ask(client, route, role)).text
            found = PASSWORD.findall(page)
            assert len(found) >= fields, route
            assert all('type="password"' in each and re.search(r'autocomplete="(current|new)-password"', each) for each in found), found
            assert "onpaste" not in page
            assert ('action="/sign-out"' in page) is (role != "stranger")
