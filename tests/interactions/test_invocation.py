"""Using commands: what the application gets, and when a command is refused."""

import asyncio

from tests.interactions.invoking import (
    ATTACHMENT,
    BOOLEAN,
    CHANNEL,
    INTEGER,
    MENTIONABLE,
    ROLE,
    STRING,
    USER,
    Session,
    an_app,
    body_of,
    given,
    menu,
    option,
    slash,
)
from tests.sockets import Socket
from tests.world import World

_VIEW_CHANNEL = 1 << 10


async def test_a_command_is_told_to_its_application(world: World):
    guild, bot = await an_app(world)
    command = await slash(bot, "ping", option(STRING, "word", required=True))
    session = await Session.open(guild.owner, bot, guild)
    got = await session.invoke(command, given(STRING, "word", "hello"))
    assert (got["type"], got["version"], got["application_id"], got["context"]) == (2, 1, bot.id, 0)
    about = {key: command[key] for key in ("id", "name", "type")}
    assert got["data"] == about | {"options": [given(STRING, "word", "hello")]}
    assert got["authorizing_integration_owners"] == {"0": guild.id}
    assert (got["guild_id"], got["guild"]["id"], got["guild_locale"], got["locale"]) == (guild.id,) * 2 + ("en-US",) * 2
    assert got["channel"]["id"] == got["channel_id"] == guild.channel
    assert got["member"]["user"]["id"] == guild.owner.id
    assert int(got["member"]["permissions"]) & 1 << 3
    assert int(got["app_permissions"]) & _VIEW_CHANNEL
    assert "user" not in got
    assert (got["entitlements"], got["attachment_size_limit"]) == ([], 10 * 1024 * 1024)


async def test_what_ids_stand_for(world: World):
    (alice,) = await world.users(1)
    guild, bot = await an_app(world, [alice])
    role = await guild.owner.post(f"/guilds/{guild.id}/roles", {"name": "red"})
    stranger = await world.user()
    kinds = (USER, USER, ROLE, CHANNEL, MENTIONABLE, MENTIONABLE)
    command = await slash(bot, "show", *(option(kind, f"o{at}") for at, kind in enumerate(kinds)))
    session = await Session.open(guild.owner, bot, guild)
    ids = (alice.id, stranger.id, role["id"], guild.voice, alice.id, guild.id)
    sent = [given(kind, f"o{at}", ids[at]) for at, kind in enumerate(kinds)]
    resolved = (await session.invoke(command, *sent))["data"]["resolved"]
    assert set(resolved) == {"users", "members", "roles", "channels"}
    assert set(resolved["users"]) == {alice.id, stranger.id}
    assert set(resolved["roles"]) == {role["id"], guild.id}
    assert not {"user", "deaf", "mute"} & set(resolved["members"][alice.id])
    assert list(resolved["members"]) == [alice.id]
    voice = resolved["channels"][guild.voice]
    assert int(voice["permissions"]) & _VIEW_CHANNEL
    assert int(voice["app_permissions"]) & _VIEW_CHANNEL
    assert not {"permission_overwrites", "recipients"} & set(voice)


async def test_what_is_not_there_is_refused(world: World):
    (alice,) = await world.users(1)
    guild, bot = await an_app(world, [alice])
    command = await slash(bot, "show", option(USER, "u"), option(CHANNEL, "c", channel_types=[0]), option(ROLE, "r"))
    hidden = {"id": guild.id, "type": 0, "deny": str(_VIEW_CHANNEL)}
    made = {"name": "hidden", "permission_overwrites": [hidden]}
    secret = await guild.owner.post(f"/guilds/{guild.id}/channels", made)
    for sent in (
        given(USER, "u", "1"),
        given(ROLE, "r", "1"),
        given(CHANNEL, "c", guild.voice),
        given(CHANNEL, "c", secret["id"]),
    ):
        await alice.refused(50035, "POST", "/interactions", body_of(command, guild.channel, [sent]), status=400)


async def test_a_file_comes_with_a_command(world: World):
    guild, bot = await an_app(world)
    command = await slash(bot, "upload", option(ATTACHMENT, "file"), option(ATTACHMENT, "other"))
    session = await Session.open(guild.owner, bot, guild)
    said = [{"id": "0", "filename": "a.txt", "description": "mine"}]
    got = await session.invoke(command, given(ATTACHMENT, "file", 0), attachments=said, files=[("a.txt", b"hello")])
    (attachment,) = got["data"]["resolved"]["attachments"].values()
    assert got["data"]["options"][0]["value"] == attachment["id"]
    assert (attachment["filename"], attachment["description"], attachment["size"]) == ("a.txt", "mine", 5)
    assert (await world.http.get(attachment["url"])).content == b"hello"
    missing = body_of(command, guild.channel, [given(ATTACHMENT, "other", 1)])
    await guild.owner.refused(50035, "POST", "/interactions", missing, status=400)


async def test_a_form_without_a_payload_is_refused(world: World):
    alice = await world.user()
    await alice.refused(50035, "POST", "/interactions", status=400, files={"files[0]": ("a.txt", b"hello")})


async def test_sub_commands_keep_their_path(world: World):
    guild, bot = await an_app(world)
    inner = option(1, "add", options=[option(BOOLEAN, "sure")])
    command = await slash(bot, "role", option(2, "group", options=[inner]))
    session = await Session.open(guild.owner, bot, guild)
    sent = given(2, "group", options=[given(1, "add", options=[given(BOOLEAN, "sure", True)])])
    assert (await session.invoke(command, sent))["data"]["options"] == [sent]


async def test_menus_have_a_target(world: World):
    (alice,) = await world.users(1)
    guild, bot = await an_app(world, [alice])
    session = await Session.open(guild.owner, bot, guild)
    data = (await session.invoke(await menu(bot, "Look At", 2), target_id=alice.id))["data"]
    assert (data["target_id"], set(data["resolved"])) == (alice.id, {"users", "members"})
    await bot.patch("/applications/@me", {"flags": 0})
    message = await alice.post(f"/channels/{guild.channel}/messages", {"content": "whole"})
    quote = await menu(bot, "Quote", 3)
    data = (await session.invoke(quote, target_id=message["id"]))["data"]
    assert data["resolved"]["messages"][message["id"]]["content"] == "whole"
    await alice.refused(10008, "POST", "/interactions", body_of(quote, guild.channel, target_id=guild.id), status=404)
    await alice.refused(50035, "POST", "/interactions", body_of(quote, guild.channel), status=400)


async def test_autocomplete_tells_what_there_is_so_far(world: World):
    guild, bot = await an_app(world)
    command = await slash(
        bot, "find", option(STRING, "must", required=True), option(INTEGER, "number", autocomplete=True)
    )
    session = await Session.open(guild.owner, bot, guild)
    got = await session.complete(command, given(INTEGER, "number", "12", focused=True))
    assert (got["type"], got["data"]["options"]) == (4, [given(INTEGER, "number", "12", focused=True)])


async def test_who_may_not(world: World):
    alice, stranger = await world.users(2)
    guild, bot = await an_app(world, [alice])
    command = await slash(bot, "ping")
    body = body_of(command, guild.channel)
    await stranger.refused(50001, "POST", "/interactions", body, status=403)
    await bot.refused(20001, "POST", "/interactions", body, status=403)
    outdated = body | {"data": body["data"] | {"version": "1"}}
    problem = await alice.refused(50035, "POST", "/interactions", outdated, status=400)
    assert problem["errors"]["data"]["_errors"][0]["code"] == "INTERACTION_APPLICATION_COMMAND_INVALID_VERSION"
    unknown = body | {"data": body["data"] | {"id": "1"}}
    await alice.refused(10063, "POST", "/interactions", unknown, status=404)
    await alice.refused(10002, "POST", "/interactions", body | {"application_id": "1"}, status=404)
    await alice.refused(10003, "POST", "/interactions", body | {"guild_id": "1"}, status=404)
    muted = {"communication_disabled_until": "2099-01-01T00:00:00+00:00"}
    await guild.owner.request("PATCH", f"/guilds/{guild.id}/members/{alice.id}", muted, expect=400)
    use_commands = 1 << 31
    await guild.owner.patch(f"/guilds/{guild.id}/roles/{guild.id}", {"permissions": str(_VIEW_CHANNEL | use_commands)})
    await alice.post("/interactions", body, expect=204)
    await guild.owner.patch(f"/guilds/{guild.id}/roles/{guild.id}", {"permissions": str(_VIEW_CHANNEL)})
    await alice.refused(50013, "POST", "/interactions", body, status=403)


async def test_an_application_that_is_not_installed_cannot_be_used(world: World):
    guild = await world.guild()
    bot = await world.bot()
    body = body_of(await slash(bot, "ping"), guild.channel)
    await guild.owner.refused(50001, "POST", "/interactions", body, status=403)


async def test_in_the_dm_with_its_bot(world: World):
    guild, bot = await an_app(world)
    command = await slash(bot, "ping")
    dm = await guild.owner.post("/users/@me/channels", {"recipient_id": bot.id})
    session = await Session.open(guild.owner, bot, channel=dm["id"])
    got = await session.invoke(command)
    assert (got["context"], got["authorizing_integration_owners"]) == (1, {"0": "0"})
    assert got["user"]["id"] == guild.owner.id
    assert [one["id"] for one in got["channel"]["recipients"]] == [guild.owner.id]
    assert not {"member", "guild", "guild_id", "guild_locale"} & set(got)
    assert int(got["app_permissions"]) == 1 << 14 | 1 << 15 | 1 << 17 | 1 << 18


async def test_intents_do_not_matter(world: World):
    guild, bot = await an_app(world)
    command = await slash(bot, "ping")
    socket = await Socket.open(world.addresses.gateway)
    world.sockets.append(socket)
    await socket.send(2, {"token": bot.token, "intents": 0, "properties": {}})
    await socket.event("READY")
    await guild.owner.post("/interactions", body_of(command, guild.channel))
    await socket.event("INTERACTION_CREATE")


async def test_the_shard_of_the_guild_is_told(world: World):
    guild, bot = await an_app(world)
    command = await slash(bot, "ping")
    own = (int(guild.id) >> 22) % 2
    shards = [await bot.connect(shard=[number, 2]) for number in (0, 1)]
    await guild.owner.post("/interactions", body_of(command, guild.channel))
    await shards[own].event("INTERACTION_CREATE")
    dm = await guild.owner.post("/users/@me/channels", {"recipient_id": bot.id})
    await guild.owner.post("/interactions", body_of(command, dm["id"]))
    there = await shards[0].event("INTERACTION_CREATE", lambda data: data["context"] == 1)
    assert there["channel_id"] == dm["id"]
    assert "INTERACTION_CREATE" not in [payload.t for payload in shards[1].seen if own == 0]


async def test_nothing_comes_before_ready(world: World):
    guild, bot = await an_app(world)
    body = body_of(await slash(bot, "ping"), guild.channel)
    socket = await Socket.open(world.addresses.gateway)
    world.sockets.append(socket)
    await asyncio.gather(socket.identify(bot.token), *(guild.owner.post("/interactions", body) for _ in range(20)))
    assert socket.seen[0].t == "READY"
