"""Provisional accounts: players whom an application vouches for."""

from typing import Any

import pytest

from tests.oauth.applications import PUBLIC, Application
from tests.world import Bot, Caller, World

MERGED = 530010


async def player(bot: Bot, external_user_id: str = "player one", **more: Any) -> tuple[Caller, str]:
    """A player of the bot's game: who calls for him, and his id."""
    token = await bot.post("/partner-sdk/token/bot", {"external_user_id": external_user_id, **more})
    caller = Caller(bot.world, f"Bearer {token['access_token']}")
    return caller, (await caller.get("/users/@me"))["id"]


async def test_a_bot_gets_its_player_a_token(world: World) -> None:
    bot = await world.bot()
    body = {"external_user_id": "player one", "preferred_global_name": "Player One"}
    token = await bot.post("/partner-sdk/token/bot", body)
    assert (token["token_type"], token["scope"], token["expires_in"]) == ("Bearer", "sdk.social_layer", 604800)
    assert token["id_token"].count(".") == 2 and "refresh_token" not in token
    me = await Caller(world, f"Bearer {token['access_token']}").get("/users/@me")
    assert me["global_name"] == "Player One" and me["public_flags"] & 1 << 23
    assert "email" not in me


async def test_a_player_is_the_same_next_time_and_another_elsewhere(world: World) -> None:
    bot, other = await world.bot(), await world.bot()
    _, first = await player(bot)
    _, again = await player(bot, preferred_global_name="Renamed")
    assert first == again
    assert (await bot.get(f"/users/{first}"))["global_name"] == "Renamed"
    assert first not in ((await player(other))[1], (await player(bot, "player two"))[1])


async def test_a_known_account_can_have_another_name_elsewhere(world: World) -> None:
    bot = await world.bot()
    _, first = await player(bot)
    assert (await player(bot, "an alias", provisional_user_id=first))[1] == first
    user = await world.user()
    body = {"external_user_id": "a stranger", "provisional_user_id": user.id}
    await bot.refused(10013, "POST", "/partner-sdk/token/bot", body, status=404)


async def test_a_players_token_opens_lobbies(world: World) -> None:
    bot = await world.bot()
    caller, player_id = await player(bot)
    lobby = await caller.put("/lobbies", {"secret": "s"})
    assert [member["id"] for member in lobby["members"]] == [player_id]


async def test_unmerging_gives_a_new_account_with_the_old_ones_lobbies(world: World) -> None:
    bot = await world.bot()
    before, old = await player(bot)
    lobby = await before.put("/lobbies", {"secret": "s", "member_metadata": {"a": "b"}})
    await bot.post("/partner-sdk/provisional-accounts/unmerge/bot", {"external_user_id": "player one"}, expect=204)
    await before.refused(0, "GET", "/users/@me", status=401)
    _, new = await player(bot)
    assert new != old
    members = (await bot.get(f"/lobbies/{lobby['id']}"))["members"]
    assert members == [{"id": new, "metadata": {"a": "b"}, "flags": 0}]


async def test_who_is_unknown_cannot_be_unmerged(world: World) -> None:
    bot, path = await world.bot(), "/partner-sdk/provisional-accounts/unmerge/bot"
    await bot.refused(10013, "POST", path, {"external_user_id": "nobody"}, status=404)


async def merged(app: Application, world: World) -> tuple[Any, Any]:
    """The user whom a player became, and what the application got for him."""
    token = await app.bot.post("/partner-sdk/token/bot", {"external_user_id": "player one"})
    user = await world.user()
    code = await app.code(user, "identify lobbies.write")
    external = {"external_auth_type": "DISCORD_BOT_ISSUED_ACCESS_TOKEN", "external_auth_token": token["access_token"]}
    return user, await app.exchange(code, **external)


async def test_a_player_becomes_a_users_own_account(world: World) -> None:
    app = await Application.make(world)
    caller, _ = await player(app.bot)
    lobby = await caller.put("/lobbies", {"secret": "s"})
    user, token = await merged(app, world)
    assert (await app.holding(token).get("/users/@me"))["id"] == user.id
    assert [one["id"] for one in (await app.bot.get(f"/lobbies/{lobby['id']}"))["members"]] == [user.id]
    await caller.refused(0, "GET", "/users/@me", status=401)
    body = {"external_user_id": "player one"}
    refusal = await app.bot.refused(MERGED, "POST", "/partner-sdk/token/bot", body, status=400)
    assert (refusal["user_id"], refusal["provider_type"], refusal["provider_id"]) == (user.id, "DISCORD_BOT", None)
    assert refusal["provider_issued_user_id"] == "player one"


async def test_taking_the_grant_back_unmerges(world: World) -> None:
    app = await Application.make(world)
    user, token = await merged(app, world)
    await app.request("POST", "/oauth2/token/revoke", data={"token": token["access_token"]}, auth=(app.id, app.secret))
    assert (await player(app.bot))[1] != user.id


async def test_a_user_is_one_player_of_an_application(world: World) -> None:
    app = await Application.make(world)
    user, _ = await merged(app, world)
    other = await app.bot.post("/partner-sdk/token/bot", {"external_user_id": "player two"})
    external = {"external_auth_type": "DISCORD_BOT_ISSUED_ACCESS_TOKEN", "external_auth_token": other["access_token"]}
    await app.exchange(await app.code(user), expect=400, **external)


@pytest.mark.parametrize("kind", ["STEAM_SESSION_TICKET", "APPLE_ID_TOKEN", "EPIC_ONLINE_SERVICES_ID_TOKEN"])
async def test_what_cannot_be_verified_is_refused(world: World, kind: str) -> None:
    app = await Application.make(world)
    body = {"client_id": app.id, "client_secret": app.secret, "external_auth_type": kind, "external_auth_token": "x"}
    await world.anyone.refused(530000, "POST", "/partner-sdk/token", body, status=403)


async def test_an_application_proves_that_it_is_it(world: World) -> None:
    app = await Application.make(world)
    token = await app.bot.post("/partner-sdk/token/bot", {"external_user_id": "player one"})
    kind, path = "DISCORD_BOT_ISSUED_ACCESS_TOKEN", "/partner-sdk/token"
    body = {"client_id": app.id, "external_auth_type": kind, "external_auth_token": token["access_token"]}
    await world.anyone.refused(530007, "POST", path, body, status=401)
    await world.anyone.refused(530007, "POST", path, {**body, "client_secret": "wrong"}, status=401)
    await world.anyone.refused(10002, "POST", path, {**body, "client_id": "112233445566778899"}, status=404)
    for caller, more in ((app.bot, {}), (world.anyone, {"client_secret": app.secret})):
        assert (await caller.post(path, {**body, **more}))["scope"] == "sdk.social_layer"
    await app.bot.patch("/applications/@me", {"flags": PUBLIC})
    assert (await world.anyone.post(path, body))["access_token"]


async def test_a_token_of_another_application_proves_nothing(world: World) -> None:
    app, other = await Application.make(world), await world.bot()
    token = await other.post("/partner-sdk/token/bot", {"external_user_id": "player one"})
    kind = "DISCORD_BOT_ISSUED_ACCESS_TOKEN"
    body = {"client_id": app.id, "external_auth_type": kind, "external_auth_token": token["access_token"]}
    await app.bot.refused(50025, "POST", "/partner-sdk/token", body, status=403)
