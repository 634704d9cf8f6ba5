"""What bearers may do, and what they may not."""

import pytest

from tests.oauth.applications import Application
from tests.sockets import Socket
from tests.world import Caller, World


async def test_a_bearer_sees_what_its_scopes_say(world: World):
    guild = await world.guild()
    user, app = guild.owner, await Application.make(world)
    plain = await app.bearer(user, "identify")
    me = await plain.get("/users/@me")
    assert me["id"] == user.id
    assert not {"email", "verified", "premium_type"} & me.keys()
    full = await app.bearer(user, "identify email guilds guilds.members.read connections")
    assert (await full.get("/users/@me"))["email"] == f"{user.name}@example.test"
    assert [one["id"] for one in await full.get("/users/@me/guilds")] == [guild.id]
    assert (await full.get(f"/users/@me/guilds/{guild.id}/member"))["user"]["id"] == user.id
    assert await full.get("/users/@me/connections") == []
    for path in ("/users/@me/guilds", f"/users/@me/guilds/{guild.id}/member", "/users/@me/connections"):
        await plain.refused(50026, "GET", path, status=403)


async def test_what_no_scope_opens(world: World):
    guild = await world.guild()
    app = await Application.make(world)
    bearer = await app.bearer(guild.owner, "identify guilds")
    await bearer.refused(50026, "PATCH", "/users/@me", {"bio": "x"}, status=403)
    await bearer.refused(50026, "GET", f"/guilds/{guild.id}", status=403)
    await bearer.refused(50026, "POST", f"/channels/{guild.channel}/messages", {"content": "x"}, status=403)


async def test_a_bearers_token_is_good_as_one_alone(world: World):
    user, app = await world.user(), await Application.make(world)
    token = (await app.exchange(await app.code(user)))["access_token"]
    for header in (token, f"Bot {token}", f"Bearer {user.token}", f"Bearer {app.bot.token}", "Bearer", "Bearer x"):
        await Caller(world, header).refused(0, "GET", "/users/@me", status=401)
    await Caller(world, f"Bearer {token}").get("/users/@me")


@pytest.mark.parametrize("prefix", ["", "Bot ", "Bearer "])
async def test_the_gateway_takes_no_bearers(world: World, prefix: str):
    user, app = await world.user(), await Application.make(world)
    token = (await app.exchange(await app.code(user, "identify guilds")))["access_token"]
    socket = await Socket.open(world.addresses.gateway)
    world.sockets.append(socket)
    await socket.send(2, {"token": prefix + token, "intents": 1, "properties": {}})
    assert await socket.close_code() == 4004


async def test_a_user_and_a_bot_have_no_authorization(world: World):
    user, app = await world.user(), await Application.make(world)
    bearer = await app.bearer(user, "identify guilds")
    found = await bearer.get("/oauth2/@me")
    assert found["application"]["id"] == app.id
    assert found["user"]["id"] == user.id
    assert found["scopes"] == ["guilds", "identify"]
    without = await (await app.bearer(user, "guilds")).get("/oauth2/@me")
    assert "user" not in without
    await user.refused(20002, "GET", "/oauth2/@me", status=403)
    await app.bot.refused(20001, "GET", "/oauth2/@me", status=403)


async def test_an_application_adds_its_user_to_a_guild(world: World):
    guild = await world.guild()
    bot = await world.bot(guild, permissions=1 << 0 | 1 << 27 | 1 << 28)
    app, user = await Application.make(world, bot), await world.user()
    token = (await app.exchange(await app.code(user, "guilds.join")))["access_token"]
    role = await guild.owner.post(f"/guilds/{guild.id}/roles", {"name": "a role"})
    positions = [{"id": role["id"], "position": 1}]
    await guild.owner.patch(f"/guilds/{guild.id}/roles", positions)
    path = f"/guilds/{guild.id}/members/{user.id}"
    socket = await guild.owner.connect()
    member = await bot.request("PUT", path, {"access_token": token, "nick": "Nick", "roles": [role["id"]]}, expect=201)
    assert (member["nick"], member["roles"]) == ("Nick", [role["id"]])
    assert (await socket.event("GUILD_MEMBER_ADD"))["nick"] == "Nick"
    await bot.request("PUT", path, {"access_token": token, "nick": "Other"}, expect=204)
    assert (await user.get(f"/users/@me/guilds/{guild.id}/member"))["nick"] == "Nick"


async def test_who_cannot_be_added(world: World):
    guild = await world.guild()
    bot = await world.bot(guild, permissions=1 << 0)
    app, other, user = await Application.make(world, bot), await Application.make(world), await world.user()
    path = f"/guilds/{guild.id}/members/{user.id}"
    without = (await app.exchange(await app.code(user)))["access_token"]
    await bot.refused(50026, "PUT", path, {"access_token": without}, status=403)
    anothers = (await other.exchange(await other.code(user, "guilds.join")))["access_token"]
    stranger = (await app.exchange(await app.code(await world.user(), "guilds.join")))["access_token"]
    for token in (anothers, stranger, user.token, bot.token, "nonsense", ""):
        await bot.refused(50025, "PUT", path, {"access_token": token}, status=403)
    good = (await app.exchange(await app.code(user, "guilds.join")))["access_token"]
    for more in ({"nick": "x"}, {"mute": True}, {"roles": [guild.id]}):
        await bot.refused(50013, "PUT", path, {"access_token": good, **more}, status=403)
    await guild.owner.patch(f"/guilds/{guild.id}/roles/{guild.id}", {"permissions": "0"})
    weak = await world.bot(guild)
    await weak.refused(50013, "PUT", path, {"access_token": good}, status=403)
    assert not [one for one in await user.get("/users/@me/guilds") if one["id"] == guild.id]


@pytest.mark.parametrize("version", ["", "/v9", "/v10"])
async def test_paths_without_a_version(world: World, version: str):
    user, app = await world.user(), await Application.make(world)
    root = f"{world.addresses.root}/api{version}"
    form = {"grant_type": "client_credentials", "scope": "identify"}
    token = (await world.http.post(f"{root}/oauth2/token", data=form, auth=(app.id, app.secret))).json()
    headers = {"Authorization": f"Bearer {token['access_token']}"}
    assert (await world.http.get(f"{root}/users/@me", headers=headers)).json()["id"] == app.bot.owner.id
    me = await world.http.get(f"{root}/oauth2/@me", headers={"Authorization": user.token})
    assert me.json()["code"] == 20002
