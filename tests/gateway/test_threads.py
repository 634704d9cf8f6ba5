"""What sessions are told of threads, and what they are not. Docs: events/gateway-events#threads."""

from typing import Any

import pytest

from tests.sockets import ALL_INTENTS, Socket
from tests.world import Bot, Guild, Person, World

Json = Any
VIEW_CHANNEL, MANAGE_THREADS = 1 << 10, 1 << 34
GUILD_MEMBERS = 1 << 1


class Here:
    def __init__(self, guild: Guild, bot: Bot, member: Person) -> None:
        self.guild = guild
        self.owner = guild.owner
        self.bot = bot
        self.member = member
        self.known: dict[Socket, int] = {}

    async def start(self, kind: int = 11) -> Json:
        return await self.owner.post(f"/channels/{self.guild.channel}/threads", {"name": "a thread", "type": kind})

    async def add(self, thread: Json, who: Person) -> None:
        await self.owner.put(f"/channels/{thread['id']}/thread-members/{who.id}")

    async def names(self, socket: Socket) -> list[str | None]:
        """What came to the socket since the last time, markers aside."""
        known = self.known.get(socket, 0)
        marker = await self.owner.post(f"/channels/{self.guild.channel}/messages", {"content": "marker"})
        await socket.event("MESSAGE_CREATE", lambda message: message["id"] == marker["id"])
        self.known[socket] = len(socket.seen)
        passed_over = ("PRESENCE_UPDATE", "READY", "GUILD_CREATE")
        new = [one for one in socket.seen[known:] if one.t not in passed_over]
        return [one.t for one in new if one.t != "MESSAGE_CREATE" or one.d["content"] != "marker"]


@pytest.fixture
async def here(world: World) -> Here:
    member = await world.user()
    guild = await world.guild(members=[member])
    return Here(guild, await world.bot(guild), member)


async def test_the_thread_comes_before_its_first_message(here: Here) -> None:
    message = await here.owner.post(f"/channels/{here.guild.channel}/messages", {"content": "hi"})
    socket = await here.bot.connect()
    path = f"/channels/{here.guild.channel}/messages/{message['id']}/threads"
    thread = await here.owner.post(path, {"name": "about it"})
    names = await here.names(socket)
    assert names == ["THREAD_CREATE", "THREAD_MEMBERS_UPDATE", "MESSAGE_UPDATE", "MESSAGE_CREATE"]
    created, _, updated, first = [one.d for one in socket.seen if one.t in names][:4]
    assert created["newly_created"] is True and created["id"] == thread["id"]
    assert updated["flags"] == 1 << 5 and updated["thread"]["id"] == thread["id"]
    assert (first["channel_id"], first["type"], first["channel_type"]) == (thread["id"], 21, 11)


async def test_private_threads_are_told_to_members_and_moderators(world: World, here: Here) -> None:
    moderator = await world.bot(here.guild, permissions=MANAGE_THREADS | VIEW_CHANNEL)
    sockets = [await one.connect() for one in (here.bot, moderator)]
    thread = await here.start(12)
    await here.owner.post(f"/channels/{thread['id']}/messages", {"content": "psst"})
    assert await here.names(sockets[0]) == []
    assert await here.names(sockets[1]) == ["THREAD_CREATE", "THREAD_MEMBERS_UPDATE", "MESSAGE_CREATE"]
    await here.add(thread, here.bot)
    assert await here.names(sockets[0]) == ["THREAD_CREATE", "THREAD_MEMBERS_UPDATE", "MESSAGE_CREATE"]
    created = next(one.d for one in sockets[0].seen if one.t == "THREAD_CREATE")
    assert created["member"]["user_id"] == here.bot.id and "newly_created" not in created
    await here.owner.delete(f"/channels/{thread['id']}/thread-members/{here.bot.id}")
    await here.owner.post(f"/channels/{thread['id']}/messages", {"content": "psst"})
    assert await here.names(sockets[0]) == ["THREAD_MEMBERS_UPDATE"]


async def test_members_of_threads_need_the_intent_unless_it_is_oneself(here: Here) -> None:
    thread = await here.start()
    socket = await here.bot.connect(intents=ALL_INTENTS & ~GUILD_MEMBERS)
    await here.add(thread, here.member)
    assert await here.names(socket) == ["MESSAGE_CREATE"]
    await here.add(thread, here.bot)
    added = await socket.event("THREAD_MEMBERS_UPDATE")
    assert added["member_count"] == 3 and added["added_members"][0]["user_id"] == here.bot.id
    assert added["added_members"][0]["member"]["user"]["id"] == here.bot.id


async def test_guild_create_has_the_threads_that_one_may_see(here: Here) -> None:
    public, private = await here.start(), await here.start(12)
    archived = await here.start()
    await here.owner.patch(f"/channels/{archived['id']}", {"archived": True})
    seen = (await here.bot.connect()).guilds[here.guild.id]["threads"]
    assert [thread["id"] for thread in seen] == [public["id"]] and "member" not in seen[0]
    own = (await here.owner.connect()).guilds[here.guild.id]["threads"]
    assert {thread["id"] for thread in own} == {public["id"], private["id"]}
    assert all(thread["member"]["user_id"] == here.owner.id for thread in own)


async def test_threads_of_a_channel_come_with_access_to_it(here: Here) -> None:
    everyone = f"/channels/{here.guild.channel}/permissions/{here.guild.id}"
    thread = await here.start()
    await here.add(thread, here.bot)
    here.guild.channel, hidden = here.guild.voice, here.guild.channel
    await here.owner.put(everyone, {"type": 0, "deny": str(VIEW_CHANNEL)})
    socket = await here.bot.connect()
    assert socket.guilds[here.guild.id]["threads"] == []
    await here.owner.delete(everyone)
    sync = await socket.event("THREAD_LIST_SYNC")
    assert sync["channel_ids"] == [hidden] and [one["id"] for one in sync["threads"]] == [thread["id"]]
    assert sync["members"][0]["user_id"] == here.bot.id
    assert await here.names(socket) == ["CHANNEL_UPDATE", "THREAD_LIST_SYNC"]
    await here.owner.patch(f"/channels/{hidden}", {"topic": "seen before"})
    assert await here.names(socket) == ["CHANNEL_UPDATE"]


async def test_who_is_in_it_is_told_of_himself_when_a_thread_is_opened(here: Here) -> None:
    thread = await here.start()
    await here.add(thread, here.bot)
    socket = await here.bot.connect()
    await here.owner.patch(f"/channels/{thread['id']}", {"archived": True})
    await here.owner.patch(f"/channels/{thread['id']}", {"archived": False})
    assert await here.names(socket) == ["THREAD_UPDATE", "THREAD_UPDATE", "THREAD_MEMBER_UPDATE"]


async def test_a_deleted_thread_is_told_of_in_four_fields(here: Here) -> None:
    thread = await here.start()
    await here.owner.patch(f"/channels/{thread['id']}", {"archived": True})
    socket = await here.bot.connect()
    await here.owner.delete(f"/channels/{thread['id']}")
    gone = await socket.event("THREAD_DELETE")
    assert gone == {"id": thread["id"], "guild_id": here.guild.id, "parent_id": here.guild.channel, "type": 11}
