"""What lobbies do by themselves: end when nobody is there, speak to their channel, and tell the application."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from core import clock
from domain.lobbies import sessions
from tests.api.test_partner_sdk import player
from tests.deliveries.conftest import Here
from tests.world import Bot, Caller, Guild, Person

LOBBY_EVENTS = ["LOBBY_MESSAGE_CREATE", "LOBBY_MESSAGE_UPDATE", "LOBBY_MESSAGE_DELETE"]


async def eventually(found: Callable[[], Awaitable[Any]]) -> Any:
    """What is found, as soon as there is something."""
    async with asyncio.timeout(15):
        while not (result := await found()):
            await asyncio.sleep(0.05)
    return result


async def subscribed(here: Here, bot: Bot, types: list[str]) -> Any:
    endpoint = await here.endpoint(bot)
    body = {"event_webhooks_url": endpoint.url, "event_webhooks_status": 2, "event_webhooks_types": types}
    await bot.patch("/applications/@me", body)
    return endpoint


async def linked(here: Here, bot: Bot, *people: str) -> tuple[Guild, str]:
    """A guild, and a lobby that is linked to its channel by the guild's owner."""
    guild = await here.guild(bot.owner)
    await here.add_bot(bot, guild, 1 << 3)
    lobby = (await bot.post("/lobbies", {"members": [{"id": one} for one in people]}))["id"]
    await bot.patch(f"/lobbies/{lobby}/channel-linking", {"channel_id": guild.channel})
    return guild, lobby


async def gone(bot: Bot, lobby: str) -> bool:
    answer = await bot.world.http.get(
        f"{bot.world.addresses.api}/lobbies/{lobby}", headers={"Authorization": str(bot.authorization)}
    )
    return answer.status_code == 404


async def test_a_lobby_ends_when_nobody_was_there_for_so_long(here: Here) -> None:
    bot = await here.bot()
    short, long = [(await bot.post("/lobbies", {"idle_timeout_seconds": seconds}))["id"] for seconds in (60, 3600)]
    clock.step(61)
    await eventually(lambda: gone(bot, short))
    assert (await bot.get(f"/lobbies/{long}"))["id"] == long


async def test_who_speaks_keeps_a_lobby(here: Here) -> None:
    bot = await here.bot()
    caller, player_id = await player(bot)
    lobby, other = [
        (await bot.post("/lobbies", {"idle_timeout_seconds": 60, "members": [{"id": player_id}]}))["id"]
        for _ in range(2)
    ]
    clock.step(40)
    await caller.post(f"/lobbies/{lobby}/messages", {"content": "still here"})
    clock.step(40)
    await eventually(lambda: gone(bot, other))
    assert (await bot.get(f"/lobbies/{lobby}"))["id"] == lobby


async def test_the_backend_hears_what_is_said_and_where_the_lobby_wants_it(here: Here) -> None:
    bot = await here.bot()
    endpoint = await subscribed(here, bot, LOBBY_EVENTS)
    elsewhere = await here.endpoint(bot)
    caller, player_id = await player(bot)
    for url, receives in ((None, endpoint), (elsewhere.url, elsewhere)):
        body = {"members": [{"id": player_id}], "override_event_webhooks_url": url}
        lobby = (await bot.post("/lobbies", body))["id"]
        said = await caller.post(f"/lobbies/{lobby}/messages", {"content": "hello"})
        event = (await receives.next()).body["event"]
        assert (event["type"], event["data"]["id"]) == ("LOBBY_MESSAGE_CREATE", said["id"])


async def test_what_is_said_in_a_lobby_is_said_in_its_channel(here: Here) -> None:
    bot = await here.bot()
    caller, player_id = await player(bot, preferred_global_name="Player One")
    guild, lobby = await linked(here, bot, player_id)
    await bot.put(f"/lobbies/{lobby}/members/{player_id}", {"additional_name": "Twindly"})
    said = await caller.post(f"/lobbies/{lobby}/messages", {"content": "hello @everyone"})
    path = f"/channels/{guild.channel}/messages"
    (message,) = await eventually(lambda: guild.owner.get(path))
    assert (message["content"], message["author"]["id"]) == ("hello @everyone", player_id)
    assert (message["lobby_id"], message["application_id"]) == (lobby, bot.id)
    assert message["lobby_member"] == {"additional_name": "Twindly"} and not message["mention_everyone"]
    await guild.owner.delete(f"{path}/{message['id']}")

    async def forgotten() -> bool:
        return said["id"] not in [one["id"] for one in await caller.get(f"/lobbies/{lobby}/messages")]

    await eventually(forgotten)


async def test_what_is_said_in_the_channel_is_said_in_the_lobby(here: Here) -> None:
    bot = await here.bot()
    endpoint = await subscribed(here, bot, LOBBY_EVENTS)
    caller, player_id = await player(bot)
    guild, lobby = await linked(here, bot, player_id)
    path = f"/channels/{guild.channel}/messages"
    message = await guild.owner.post(path, {"content": "hello"})
    event = (await endpoint.next()).body["event"]
    assert (event["type"], event["data"]["lobby_id"]) == ("LOBBY_MESSAGE_CREATE", lobby)
    (shown,) = await caller.get(f"/lobbies/{lobby}/messages")
    assert (shown["id"], shown["channel_id"]) == (message["id"], guild.channel)
    await bot.put(f"/lobbies/{lobby}/messages/{message['id']}/moderation-metadata", {"action": "hide"})
    await guild.owner.patch(f"{path}/{message['id']}", {"content": "goodbye"})
    event = (await endpoint.next()).body["event"]
    assert (event["type"], event["data"]["content"]) == ("LOBBY_MESSAGE_UPDATE", "goodbye")
    assert "moderation_metadata" not in event["data"] and event["data"]["edited_timestamp"]
    await guild.owner.delete(f"{path}/{message['id']}")
    event = (await endpoint.next()).body["event"]
    assert event["data"] == {"id": message["id"], "lobby_id": lobby} and event["type"] == "LOBBY_MESSAGE_DELETE"


async def test_a_linked_lobby_that_ends_lets_go_of_its_channel(here: Here) -> None:
    bot = await here.bot()
    guild, lobby = await linked(here, bot)
    channel = await guild.owner.get(f"/channels/{guild.channel}")
    assert channel["linked_lobby"]["lobby_id"] == lobby
    clock.step(301)
    await eventually(lambda: gone(bot, lobby))
    assert "linked_lobby" not in await guild.owner.get(f"/channels/{guild.channel}")


async def a_game_of(here: Here, bot: Bot, person: Person) -> None:
    """The person is in the bot's game, as a gateway node notes it."""
    await sessions.begin(here.instance.database, int(person.id), int(bot.id), "a session", "a node")


async def test_who_is_in_the_game_keeps_a_lobby(here: Here) -> None:
    bot, user = await here.bot(), await here.user()
    kept = (await bot.post("/lobbies", {"idle_timeout_seconds": 60, "members": [{"id": user.id}]}))["id"]
    other = (await bot.post("/lobbies", {"idle_timeout_seconds": 60}))["id"]
    await a_game_of(here, bot, user)
    clock.step(100)
    await eventually(lambda: gone(bot, other))
    assert not await gone(bot, kept)


async def test_direct_messages_of_players_are_told_and_judged(here: Here) -> None:
    bot, (first, second) = await here.bot(), await here.users(2)
    types = ["GAME_DIRECT_MESSAGE_CREATE", "GAME_DIRECT_MESSAGE_UPDATE", "GAME_DIRECT_MESSAGE_DELETE"]
    endpoint = await subscribed(here, bot, types)
    dm = (await first.post("/users/@me/channels", {"recipient_id": second.id}))["id"]
    await first.post(f"/channels/{dm}/messages", {"content": "not in the game yet"})
    await a_game_of(here, bot, second)
    message = await first.post(f"/channels/{dm}/messages", {"content": "hello"})
    event = (await endpoint.next()).body["event"]
    assert (event["type"], event["data"]["content"]) == (types[0], "hello")
    assert {one["id"] for one in event["data"]["channel"]["recipients"]} == {first.id, second.id}
    await first.patch(f"/channels/{dm}/messages/{message['id']}", {"content": "goodbye"})
    assert (await endpoint.next()).body["event"]["type"] == types[1]
    path = f"/partner-sdk/dms/{first.id}/{second.id}/messages/{message['id']}/moderation-metadata"
    await bot.refused(50001, "PUT", path, {"action": "hide"}, status=403)  # neither has let it read
    await first.delete(f"/channels/{dm}/messages/{message['id']}")
    assert (await endpoint.next()).body["event"]["type"] == types[2]


async def test_links_need_the_flag_the_permissions_and_a_channel_that_will_do(here: Here) -> None:
    bot = await here.bot()
    guild, lobby = await linked(here, bot)
    caller, player_id = await player(bot)
    fresh = (await bot.post("/lobbies", {"members": [{"id": player_id}]}))["id"]
    body = {"channel_id": guild.channel}
    await bot.refused(50035, "PATCH", f"/lobbies/{fresh}/channel-linking", body, status=400)  # another has it
    await bot.refused(50035, "PATCH", f"/lobbies/{fresh}/channel-linking", {"channel_id": guild.voice}, status=400)
    await caller.refused(50013, "PATCH", f"/lobbies/{fresh}/channel-linking", {}, status=403)
    await caller.refused(50001, "PATCH", f"/lobbies/{fresh}/channel-linking", body, status=403)  # is not in the guild
    await bot.put(f"/lobbies/{fresh}/members/{player_id}", {"flags": 1})
    await caller.patch(f"/lobbies/{fresh}/channel-linking", {})
    await unlinked_by_a_moderator(guild, lobby, bot)


async def unlinked_by_a_moderator(guild: Guild, lobby: str, bot: Caller) -> None:
    assert "linked_channel" in await bot.get(f"/lobbies/{lobby}")
    await guild.owner.delete(f"/channels/{guild.channel}/linked-lobby")
    assert "linked_channel" not in await bot.get(f"/lobbies/{lobby}")


async def test_an_invite_to_the_linked_channel_is_for_one(here: Here) -> None:
    bot = await here.bot()
    user, stranger = await here.users(2)
    guild, lobby = await linked(here, bot, user.id)
    invite = await bot.post(f"/lobbies/{lobby}/members/{user.id}/invites", expect=200)
    await stranger.refused(10006, "POST", f"/invites/{invite['code']}", {}, status=404)
    assert (await user.post(f"/invites/{invite['code']}", {}))["guild"]["id"] == guild.id
    await user.refused(10006, "POST", f"/invites/{invite['code']}", {}, status=404)
    await bot.refused(50001, "POST", f"/lobbies/{lobby}/members/{stranger.id}/invites", status=403)
    unlinked = (await bot.post("/lobbies", {"members": [{"id": user.id}]}))["id"]
    await bot.refused(10003, "POST", f"/lobbies/{unlinked}/members/{user.id}/invites", status=404)
