"""Registering, logging in and out."""

import asyncio
import base64
import secrets
from typing import Any

import pytest

from tests.world import Person, World

PASSWORD = "correct horse battery"


def someone(**changed: Any) -> dict[str, Any]:
    name = f"u{secrets.token_hex(8)}"
    return {"username": name, "email": f"{name}@example.test", "password": PASSWORD} | changed


async def test_a_user_registers_and_logs_in(world: World):
    body = someone(date_of_birth="1990-01-01", consent=True)
    first = Person(world, "", (await world.anyone.post("/auth/register", body))["token"])
    me = await first.get("/users/@me")
    assert (me["username"], me["email"], me["discriminator"]) == (body["username"], body["email"], "0")
    found = await world.anyone.post("/auth/login", {"login": body["email"].upper(), "password": PASSWORD})
    assert found["user_id"] == me["id"]
    second = Person(world, "", found["token"])
    assert await second.get("/users/@me") == me


async def test_a_display_name_is_enough(world: World):
    body = someone(global_name="  Änna \u200b the   Great ")
    del body["username"]
    person = Person(world, "", (await world.anyone.post("/auth/register", body))["token"])
    me = await person.get("/users/@me")
    assert me["global_name"] == "Änna the Great"
    assert me["username"].startswith("nnathegreat")


async def test_logging_out_ends_this_token_and_its_sessions_alone(world: World):
    body = someone()
    first = Person(world, "", (await world.anyone.post("/auth/register", body))["token"])
    second = Person(
        world, "", (await world.anyone.post("/auth/login", {"login": body["email"], "password": PASSWORD}))["token"]
    )
    await first.get("/users/@me")
    await first.post("/auth/logout", {}, expect=204)
    await first.refused(0, "GET", "/users/@me", status=401)
    await second.get("/users/@me")


@pytest.mark.parametrize(
    ("changed", "field", "code"),
    [
        ({"username": "a"}, "username", "BASE_TYPE_BAD_LENGTH"),
        ({"username": "Upper"}, "username", "STRING_TYPE_REGEX"),
        ({"username": "two..dots"}, "username", "STRING_TYPE_REGEX"),
        ({"username": "everyone"}, "username", "USERNAME_INVALID_RESERVED"),
        ({"username": None}, "username", "BASE_TYPE_REQUIRED"),
        ({"email": "nobody"}, "email", "EMAIL_TYPE_INVALID_EMAIL"),
        ({"password": "short"}, "password", "BASE_TYPE_BAD_LENGTH"),
        ({"password": "x" * 73}, "password", "BASE_TYPE_BAD_LENGTH"),
        ({"global_name": "everyone"}, "global_name", "USERNAME_INVALID_RESERVED"),
    ],
)
async def test_what_is_refused(world: World, changed: dict[str, Any], field: str, code: str):
    problem = await world.anyone.refused(50035, "POST", "/auth/register", someone(**changed), status=400)
    assert [leaf["code"] for leaf in problem["errors"][field]["_errors"]] == [code]


async def test_names_and_addresses_are_taken_once(world: World):
    body = someone()
    await world.anyone.post("/auth/register", body)
    for same in ("username", "email"):
        again = someone(**{same: body[same].upper() if same == "email" else body[same]})
        problem = await world.anyone.refused(50035, "POST", "/auth/register", again, status=400)
        assert list(problem["errors"]) == [same]


async def test_a_wrong_password_and_a_wrong_address_look_alike(world: World):
    body = someone()
    await world.anyone.post("/auth/register", body)
    answers = [
        await world.anyone.refused(50035, "POST", "/auth/login", login, status=400)
        for login in (
            {"login": body["email"], "password": "wrong horse"},
            {"login": f"x{body['email']}", "password": PASSWORD},
        )
    ]
    assert answers[0] == answers[1]
    assert answers[0]["errors"]["login"]["_errors"][0]["code"] == "INVALID_LOGIN"


async def test_who_registers_without_an_address_adds_it_later(world: World):
    name = f"u{secrets.token_hex(8)}"
    user = Person(
        world, "", (await world.anyone.post("/auth/register", {"username": name, "fingerprint": "1.x"}))["token"]
    )
    me = await user.get("/users/@me")
    assert (me["email"], me["verified"]) == (None, False)
    email = f"{name}@example.test"
    await user.refused(50035, "PATCH", "/users/@me", {"email": email}, status=400)
    await user.refused(50035, "PATCH", "/users/@me", {"email": email, "password": "short"}, status=400)
    claimed = await user.patch("/users/@me", {"email": email, "password": PASSWORD})
    assert (claimed["email"], claimed["verified"]) == (email, True)
    found = await world.anyone.post("/auth/login", {"login": email, "password": PASSWORD, "undelete": False})
    assert found["user_id"] == me["id"]
    assert found["user_settings"] == {"locale": "en-US", "theme": "dark"}


@pytest.mark.parametrize("nobodys", [None, ""])
async def test_without_a_password_nobody_logs_in(world: World, nobodys: str | None):
    body = someone(password=None)
    await world.anyone.post("/auth/register", body)
    login = {"login": body["email"], "password": nobodys}
    await world.anyone.refused(50035, "POST", "/auth/login", login, status=400)


async def test_an_invite_that_leads_to_registering_is_accepted(world: World):
    guild = await world.guild()
    invite = await guild.owner.post(f"/channels/{guild.channel}/invites", {})
    for code, guilds in ((invite["code"], [guild.id]), ("nosuchcode", [])):
        made = await world.anyone.post("/auth/register", someone(invite=code))
        user = Person(world, "", made["token"])
        assert [one["id"] for one in await user.get("/users/@me/guilds")] == guilds


async def test_who_logs_in_while_the_password_changes_is_shut_out_too(world: World):
    body = someone()
    person = Person(world, "", (await world.anyone.post("/auth/register", body))["token"])

    async def log_in() -> str | None:
        path = f"{world.addresses.api}/auth/login"
        answer = await world.http.post(path, json={"login": body["email"], "password": PASSWORD})
        return answer.json().get("token")

    change = person.patch("/users/@me", {"password": PASSWORD, "new_password": "another battery"})
    _, *tokens = await asyncio.gather(change, *(log_in() for _ in range(16)))
    for token in filter(None, tokens):
        await Person(world, "", token).refused(0, "GET", "/users/@me", status=401)


async def test_of_two_new_passwords_at_once_one_counts(world: World):
    body = someone()
    person = Person(world, "", (await world.anyone.post("/auth/register", body))["token"])

    async def change(new: str) -> int:
        given = {"password": PASSWORD, "new_password": new}
        answer = await world.http.patch(
            f"{world.addresses.api}/users/@me", json=given, headers={"authorization": person.token}
        )
        return answer.status_code

    answers = await asyncio.gather(*(change(f"new battery {number}") for number in range(6)))
    assert answers.count(200) == 1


@pytest.mark.parametrize("user_id", ["9999999999999999999", "-1", "1 ", "\u0661", ""])
async def test_tokens_of_nobody(world: World, user_id: str):
    head = base64.urlsafe_b64encode(user_id.encode()).decode().rstrip("=")
    for kind in ("", "Bot "):
        stranger = Person(world, "", "")
        stranger.authorization = f"{kind}{head}.abcdef.{'x' * 38}"
        await stranger.refused(0, "GET", "/users/@me", status=401)
