"""Accounts over HTTP: giving, changing and taking them; cookies of another role; browsers that come from elsewhere."""

from __future__ import annotations

from pathlib import Path

from arkwright.channels.staff.door import session_of
from tests.roles.desks import ADMINISTRATOR, COMMANDER, OBSERVER, desk, password

NEW = "four slow yellow trams"


async def test_an_administrator_looks_after_accounts(tmp_path: Path) -> None:
    async with desk(tmp_path) as place, place.browser(ADMINISTRATOR) as ada, place.browser() as paul:
        assert (await ada.get("/accounts")).text.count("<tr>") == 5
        form: dict[str, str | list[str]] = {"account": "paul", "roles": ["observer", "buyer"], "password": NEW, "again": NEW}
        wrong = await ada.post("/accounts/new", form)
        assert (wrong.status_code, '<a href="#roles">There is no role named buyer.' in wrong.text) == (422, True)
        wrong = await ada.post("/accounts/new", form | {"again": "other"})
        assert (wrong.status_code, NEW in wrong.text) == (422, False)
        assert (await ada.post("/accounts/new", form | {"roles": ["observer"]})).headers["location"] == "/accounts/paul"
        assert (await paul.sign_in("paul", NEW)).status_code == 303
        assert (await paul.get("/")).status_code == 200
        assert (await paul.get("/accounts")).status_code == 403
        assert (await ada.post("/accounts/paul/roles", {"roles": ["desk-administrator"]}, "/accounts/paul")).status_code == 303
        assert (await paul.get("/accounts")).status_code == 200
        own = await paul.post("/accounts/paul/suspend", page="/accounts")
        assert (own.status_code, "You cannot do this to your own account." in own.text) == (422, True)
        assert (await ada.post("/accounts/paul/suspend", page="/accounts/paul")).status_code == 303
        assert (await paul.get("/")).headers["location"] == "/sign-in?next=%2F"
        assert "Suspended" in (await ada.get("/accounts/paul")).text
        assert (await paul.sign_in("paul", NEW)).status_code == 403
        assert (await ada.post("/accounts/paul/restore", page="/accounts/paul")).status_code == 303
        assert (await paul.sign_in("paul", NEW)).status_code == 303
        assert (await ada.post("/accounts/paul/end-sessions", page="/accounts/paul")).status_code == 303
        assert (await paul.get("/")).status_code == 303
        reset: dict[str, str | list[str]] = {"password": "nine loud blue kettles", "again": "nine loud blue kettles"}
        assert (await ada.post("/accounts/paul/password", reset, "/accounts/paul")).status_code == 303
        assert (await paul.sign_in("paul", NEW)).status_code == 403
        assert (await paul.sign_in("paul", "nine loud blue kettles")).status_code == 303
        assert (await ada.get("/accounts/nobody")).status_code == 404


async def test_signing_in_sets_one_cookie_of_this_host_and_role(tmp_path: Path) -> None:
    async with desk(tmp_path) as place, place.browser() as olive:
        answer = await olive.sign_in(OBSERVER)
        cookie = answer.headers["set-cookie"]
        assert cookie.startswith("arkwright-desk=")
        assert {"HttpOnly", "SameSite=lax", "Path=/", "Max-Age=43200"} <= {part.strip() for part in cookie.split(";")}
        assert "Domain" not in cookie
        token = olive.client.cookies["arkwright-desk"]
        for other in ("arkwright-office", "arkwright-shop", "arkwright-desk-form"):
            answer = await place.room_client(f"{other}={token}").get("/")
            assert answer.headers["location"] == "/sign-in?next=%2F"
        assert (await place.room_client(f"arkwright-desk={token}").get("/")).status_code == 200
        assert (await place.room_client(f"arkwright-desk={session_of(token)}").get("/")).status_code == 303
        assert (await place.room_client(f"arkwright-desk={token}").get("/api/switches")).status_code == 401  # no cookie opens the JSON
        assert (await olive.post("/sign-out", page="/")).headers["location"] == "/sign-in"
        assert (await place.room_client(f"arkwright-desk={token}").get("/")).status_code == 303


async def test_one_goes_on_to_what_one_asked_for(tmp_path: Path) -> None:
    async with desk(tmp_path) as place, place.browser() as grace:
        asked = await grace.get("/history?before=7")
        form: dict[str, str | list[str]] = {"account": COMMANDER, "password": password(COMMANDER), "next": "/history?before=7"}
        assert (await grace.post("/sign-in", form, asked.headers["location"])).headers["location"] == "/history?before=7"
        assert (await grace.get("/sign-in?next=/password")).headers["location"] == "/password"
        changed: dict[str, str | list[str]] = {"present": password(COMMANDER), "password": NEW, "again": NEW}
        assert (await grace.post("/password", changed | {"present": "wrong"})).status_code == 422
        assert (await grace.post("/password", changed)).headers["location"] == "/sign-in"
        assert (await grace.get("/")).status_code == 303
        assert (await grace.sign_in(COMMANDER, NEW)).status_code == 303


async def test_a_form_from_elsewhere_or_without_its_token_does_nothing(tmp_path: Path) -> None:
    async with desk(tmp_path) as place, place.browser(ADMINISTRATOR) as ada:
        for headers, form in (
            ({"sec-fetch-site": "cross-site"}, {}),
            ({"sec-fetch-site": "same-origin"}, {}),
            ({"sec-fetch-site": "same-origin"}, {"form_token": "00" * 32}),
            ({"origin": "http://office.localhost:8081"}, {}),
            ({}, {}),
        ):
            assert (await ada.client.post(f"/accounts/{OBSERVER}/suspend", data=form | {"why": "none"}, headers=headers)).status_code == 403
        assert (await place.room.door.sign_in(OBSERVER, password(OBSERVER))) != ""
