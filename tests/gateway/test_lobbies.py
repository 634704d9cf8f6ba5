"""What players' games are told of lobbies over the gateway."""

import asyncio

from tests.api.test_partner_sdk import player
from tests.oauth.applications import Application
from tests.sockets import Socket
from tests.world import Bot, Caller, World

LOBBIES = 1 << 27 | 1 << 28


async def game(bot: Bot, name: str, intents: int = LOBBIES) -> tuple[Caller, str, Socket]:
    """A player's game: who calls for him, his id, and his session."""
    caller, player_id = await player(bot, name)
    socket = await Socket.open(bot.world.addresses.gateway)
    bot.world.sockets.append(socket)
    await socket.identify(str(caller.authorization), intents=intents)
    return caller, player_id, socket


async def test_a_game_learns_of_a_lobby_and_of_who_comes_and_goes(world: World) -> None:
    bot = await world.bot()
    (first, first_id, hears), (second, second_id, _) = [await game(bot, name) for name in ("one", "two")]
    lobby = await first.put("/lobbies", {"secret": "s"})
    created = await hears.event("LOBBY_CREATE")
    assert created["id"] == lobby["id"] and created["members"][0]["user"]["id"] == first_id
    await second.put("/lobbies", {"secret": "s", "lobby_metadata": {"map": "dust"}})
    assert (await hears.event("LOBBY_UPDATE"))["metadata"] == {"map": "dust"}
    added = await hears.event("LOBBY_MEMBER_ADD")
    assert (added["member"]["id"], added["lobby_id"], added["application_id"]) == (second_id, lobby["id"], bot.id)
    await bot.put(f"/lobbies/{lobby['id']}/members/{second_id}", {"flags": 1})
    assert (await hears.event("LOBBY_MEMBER_UPDATE"))["member"]["flags"] == 1
    await second.delete(f"/lobbies/{lobby['id']}/members/@me")
    assert (await hears.event("LOBBY_MEMBER_REMOVE"))["member"]["id"] == second_id
    await bot.delete(f"/lobbies/{lobby['id']}")
    assert await hears.event("LOBBY_DELETE") == {"id": lobby["id"], "reason": "deleted"}


async def test_a_game_that_is_put_out_hears_it(world: World) -> None:
    bot = await world.bot()
    _, player_id, hears = await game(bot, "one")
    lobby = await bot.post("/lobbies", {"members": [{"id": player_id}]})
    await hears.event("LOBBY_CREATE")
    await bot.delete(f"/lobbies/{lobby['id']}/members/{player_id}")
    assert await hears.event("LOBBY_DELETE") == {"id": lobby["id"], "reason": "removed"}


async def test_messages_and_what_moderation_says_of_them(world: World) -> None:
    bot = await world.bot()
    (first, _, _), (second, _, hears) = [await game(bot, name) for name in ("one", "two")]
    lobby = (await first.put("/lobbies", {"secret": "s"}))["id"]
    await second.put("/lobbies", {"secret": "s"})
    said = await first.post(f"/lobbies/{lobby}/messages", {"content": "hello", "metadata": {"a": "b"}})
    heard = await hears.event("LOBBY_MESSAGE_CREATE")
    assert heard == said and heard["metadata"] == {"a": "b"} and heard["channel_id"] == heard["lobby_id"] == lobby
    await bot.put(f"/lobbies/{lobby}/messages/{said['id']}/moderation-metadata", {"action": "hide"})
    assert (await hears.event("LOBBY_MESSAGE_UPDATE"))["moderation_metadata"] == {"action": "hide"}


async def test_lobbies_that_are_there_come_after_ready(world: World) -> None:
    bot = await world.bot()
    caller, _, _ = await game(bot, "one")
    lobby, other = [await caller.put("/lobbies", {"secret": secret}) for secret in "st"]
    _, player_id, later = await game(bot, "one")
    assert later.ready["guilds"] == [] and later.ready["application"]["id"] == bot.id
    assert "email" not in later.ready["user"]
    told = [await later.event("LOBBY_CREATE") for _ in range(2)]
    assert [one["id"] for one in told] == [lobby["id"], other["id"]]
    assert [[member["user"]["id"] for member in one["members"]] for one in told] == [[player_id]] * 2


async def test_nobody_else_hears(world: World) -> None:
    bot, other = await world.bot(), await world.bot()
    user = await world.user()
    own = await user.connect(intents=LOBBIES | 1 << 12)
    hears = await bot.connect(intents=LOBBIES)
    strange = await other.connect(intents=LOBBIES)
    lobby = await bot.post("/lobbies", {"members": [{"id": user.id}]})
    assert (await hears.event("LOBBY_CREATE"))["id"] == lobby["id"]
    for person, socket in ((user, own), (other, strange)):
        await person.patch("/users/@me", {"bio": "marker"} if person is user else {"username": "marker"})
        await socket.event("USER_UPDATE")
        assert not [one for one in socket.seen if (one.t or "").startswith("LOBBY")]


async def test_a_game_may_not_act_as_its_user_does(world: World) -> None:
    bot = await world.bot()
    caller, _, hears = await game(bot, "one")
    await hears.send(8, {"guild_id": "1", "query": "", "limit": 0})
    await hears.send(3, {"since": None, "activities": [], "status": "dnd", "afk": False})
    await caller.put("/lobbies", {"secret": "s"})
    await hears.event("LOBBY_CREATE")


async def test_a_session_needs_the_scope(world: World) -> None:
    app = await Application.make(world)
    bearer = await app.bearer(await world.user(), "identify lobbies.write")
    socket = await Socket.open(world.addresses.gateway)
    assert (await socket.payload()).op == 10
    await socket.send(2, {"token": str(bearer.authorization), "intents": 0, "properties": {}})
    async with asyncio.timeout(5):
        assert await socket.close_code() == 4004


async def test_a_game_hears_its_players_direct_messages_and_what_was_made_of_them(world: World) -> None:
    bot, user = await world.bot(), await world.user()
    _, player_id, hears = await game(bot, "one", 1 << 12)
    own = await user.connect(intents=1 << 12)
    dm = (await user.post("/users/@me/channels", {"recipient_id": player_id}))["id"]
    said = await user.post(f"/channels/{dm}/messages", {"content": "hello"})
    assert (await hears.event("MESSAGE_CREATE"))["id"] == said["id"]
    path = f"/partner-sdk/dms/{player_id}/{user.id}/messages/{said['id']}/moderation-metadata"
    await bot.put(path, {"action": "hide"})
    assert (await hears.event("MESSAGE_UPDATE"))["moderation_metadata"] == {"action": "hide"}
    marker = await user.post(f"/channels/{dm}/messages", {"content": "marker"})
    await own.event("MESSAGE_CREATE", lambda message: message["id"] == marker["id"])
    assert "MESSAGE_UPDATE" not in [one.t for one in own.seen]


async def test_a_game_that_lost_its_socket_goes_on(world: World) -> None:
    bot = await world.bot()
    caller, _, hears = await game(bot, "one")
    await hears.drop()
    lobby = await caller.put("/lobbies", {"secret": "s"})
    assert hears.sequence is not None
    again = await Socket.open(hears.ready["resume_gateway_url"])
    world.sockets.append(again)
    await again.resume(str(caller.authorization), hears.ready, hears.sequence)
    assert (await again.event("LOBBY_CREATE"))["id"] == lobby["id"]
    await bot.post("/partner-sdk/provisional-accounts/unmerge/bot", {"external_user_id": "one"})
    assert await again.close_code() == 4004


async def test_a_session_is_resumed_only_by_who_may_hear_all_of_it(world: World) -> None:
    app, user = await Application.make(world), await world.user()
    full, less, none = [
        str((await app.bearer(user, scope)).authorization)
        for scope in ("identify gateway.connect lobbies.write", "identify gateway.connect", "identify")
    ]
    hears = await Socket.open(world.addresses.gateway)
    await hears.identify(full, intents=LOBBIES)
    await hears.drop()
    for token, ends in ((none, False), (less, True)):
        again = await Socket.open(hears.ready["resume_gateway_url"])
        world.sockets.append(again)
        await again.resume(token, hears.ready, hears.sequence or 0)
        if ends:
            assert (await again.payload()).op == 9
        else:
            assert await again.close_code() == 4004
