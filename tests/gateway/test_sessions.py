"""Sessions over real sockets: Identify, READY, the guild stream, events, Resume."""

import asyncio
from typing import Any

import pytest

from tests.sockets import ALL_INTENTS, Socket
from tests.world import Bot, Person, World

VIEW_AND_SEND = 1 << 10 | 1 << 11


async def greeted(world: World, query: str = "") -> Socket:
    """A socket that heard Hello."""
    socket = await Socket.open(world.addresses.gateway, query=query)
    world.sockets.append(socket)
    assert (await socket.payload()).op == 10
    return socket


async def resumed(world: World, person: Person, session_id: str, sequence: int | None) -> Socket:
    socket = await greeted(world)
    await socket.send(6, {"token": person.token, "session_id": session_id, "seq": sequence})
    return socket


async def say(person: Person, channel: str, content: str = "hi") -> str:
    return (await person.post(f"/channels/{channel}/messages", {"content": content}))["id"]


async def test_a_bot_is_let_in(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild)
    socket = await bot.connect()
    assert [g["id"] for g in socket.ready["guilds"]] == [guild.id]
    assert socket.ready["application"]["id"] == bot.id
    assert socket.ready["user"]["bot"] is True
    created = socket.guilds[guild.id]
    assert created["unavailable"] is False
    assert bot.id in [m["user"]["id"] for m in created["members"]]


@pytest.mark.parametrize("compress", [None, "zlib-stream", "zstd-stream"])
async def test_messages_arrive_however_compressed(world: World, compress: str | None) -> None:
    guild = await world.guild(members=1)
    bot = await world.bot(guild)
    socket = await bot.connect(compress=compress)
    ids = [await say(guild.owner, guild.channel, f"number {number}") for number in range(20)]
    got = [await socket.event("MESSAGE_CREATE") for _ in ids]
    assert [m["id"] for m in got] == ids
    assert got[0]["guild_id"] == guild.id


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("?v=8", 4012),
        ("?v=", 4012),
        ("?v=10&encoding=etf", 4002),
        ("?v=10&compress=lzma", 4002),
    ],
)
async def test_what_is_not_spoken_here_is_refused(world: World, query: str, code: int) -> None:
    socket = await Socket.open(world.addresses.gateway, query=query)
    assert await socket.close_code() == code


async def test_who_names_no_version_gets_the_latest(world: World) -> None:
    socket = await Socket.open(world.addresses.gateway, query="?encoding=json")
    assert (await socket.payload()).op == 10
    await socket.close()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"token": "nonsense"}, 4004),
        ({"token": "MTIz.abcdef.abc"}, 4004),
        ({"intents": 1 << 17}, 4013),
        ({"intents": 1 << 1}, 4014),
        ({"intents": None}, 4002),
        ({"shard": [1, 1]}, 4010),
        ({"shard": [0]}, 4010),
        ({"token": 5}, 4002),
    ],
)
async def test_a_bad_identify_is_refused(world: World, change: dict[str, Any], code: int) -> None:
    bot = await world.bot(intents=False)
    socket = await greeted(world)
    await socket.send(2, {"token": bot.token, "properties": {}, "intents": 1} | change)
    assert await socket.close_code() == code


async def test_intents_are_not_left_out(world: World) -> None:
    bot = await world.bot()
    socket = await greeted(world)
    await socket.send(2, {"token": bot.token, "properties": {}})
    assert await socket.close_code() == 4013


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"{", 4002),
        (b"\xff", 4002),
        ("x" * 4097, 4002),
        ("x" * 500_000, 4002),
        ('{"op":3,"d":{}}', 4003),
        ('{"op":77}', 4001),
    ],
)
async def test_bad_payloads_close(world: World, data: bytes | str, code: int) -> None:
    socket = await greeted(world)
    await socket.send_raw(data)
    assert await socket.close_code() == code


async def test_a_heartbeat_is_answered_at_once(world: World) -> None:
    socket = await greeted(world)
    await socket.send_raw(b'{"op":1,"d":null}')
    assert (await socket.payload()).op == 11


async def test_nobody_identifies_twice(world: World) -> None:
    bot = await world.bot()
    socket = await bot.connect()
    await socket.send(2, {"token": bot.token, "properties": {}, "intents": 0})
    assert await socket.close_code() == 4005


async def test_what_was_missed_is_replayed(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild)
    first = await bot.connect()
    seen = await say(guild.owner, guild.channel)
    await first.event("MESSAGE_CREATE")
    await first.close(4000)
    missed = [await say(guild.owner, guild.channel) for _ in range(5)]
    second = await resumed(world, bot, first.ready["session_id"], first.sequence)
    assert [(await second.event("MESSAGE_CREATE"))["id"] for _ in missed] == missed
    assert await second.event("RESUMED") == {"_trace": []}
    assert seen not in missed
    assert second.sequence == (first.sequence or 0) + len(missed) + 1
    third = await say(guild.owner, guild.channel)
    assert (await second.event("MESSAGE_CREATE"))["id"] == third


async def test_a_session_that_said_goodbye_is_over(world: World) -> None:
    bot = await world.bot()
    first = await bot.connect()
    await first.close(1000)
    second = await resumed(world, bot, first.ready["session_id"], first.sequence)
    invalid = await second.payload()
    assert (invalid.op, invalid.d, invalid.s, invalid.t) == (9, False, None, None)
    await second.send(2, {"token": bot.token, "properties": {}, "intents": 1})
    assert (await second.event("READY"))["session_id"] != first.ready["session_id"]


async def test_a_resume_that_cannot_be_is_refused(world: World) -> None:
    bot, other = await world.bot(), await world.bot()
    first = await bot.connect()
    await first.close(4000)
    session_id = first.ready["session_id"]
    assert await (await resumed(world, bot, session_id, 1000)).close_code() == 4007
    foreign = await resumed(world, other, session_id, first.sequence)
    assert (await foreign.payload()).op == 9
    socket = await greeted(world)
    await socket.send(6, {"token": bot.token[:-1] + "?", "session_id": session_id, "seq": 1})
    assert await socket.close_code() == 4004


async def test_the_newer_socket_wins(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild)
    first = await bot.connect()
    second = await resumed(world, bot, first.ready["session_id"], first.sequence)
    await second.event("RESUMED")
    assert await first.close_code() == 4000
    sent = await say(guild.owner, guild.channel)
    assert (await second.event("MESSAGE_CREATE"))["id"] == sent


async def test_coming_and_going(world: World) -> None:
    bot = await world.bot()
    socket = await bot.connect()
    guild = await world.guild()
    await world.add_bot(bot, guild)
    created = await socket.event("GUILD_CREATE")
    assert created["id"] == guild.id
    assert "unavailable" not in created
    sent = await say(guild.owner, guild.channel)
    assert (await socket.event("MESSAGE_CREATE"))["id"] == sent
    await guild.owner.delete(f"/guilds/{guild.id}/members/{bot.id}")
    gone = await socket.event("GUILD_DELETE")
    assert gone == {"id": guild.id}
    await say(guild.owner, guild.channel)
    await world.add_bot(bot, guild)
    assert "MESSAGE_CREATE" not in await socket.until("GUILD_CREATE")


async def test_a_deleted_guild_is_gone_for_all(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild)
    socket = await bot.connect()
    await guild.owner.delete(f"/guilds/{guild.id}")
    assert await socket.event("GUILD_DELETE") == {"id": guild.id}


async def test_a_hidden_channel_is_silent(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild)
    socket = await bot.connect()
    body = {"type": 0, "allow": "0", "deny": str(1 << 10)}
    await guild.owner.put(f"/channels/{guild.channel}/permissions/{guild.id}", body)
    await say(guild.owner, guild.channel, "hidden")
    await guild.owner.delete(f"/channels/{guild.channel}/permissions/{guild.id}")
    shown = await say(guild.owner, guild.channel, "shown")
    assert (await socket.event("MESSAGE_CREATE"))["id"] == shown


async def test_content_needs_its_intent(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=VIEW_AND_SEND)
    socket = await greeted(world)
    await socket.send(2, {"token": bot.token, "properties": {}, "intents": ALL_INTENTS & ~(1 << 15)})
    await socket.event("GUILD_CREATE")
    await say(guild.owner, guild.channel, "a secret")
    assert (await socket.event("MESSAGE_CREATE"))["content"] == ""
    await say(guild.owner, guild.channel, f"<@{bot.id}> hello")
    assert (await socket.event("MESSAGE_CREATE"))["content"] == f"<@{bot.id}> hello"
    own = await say(bot, guild.channel, "my own")
    assert (await socket.event("MESSAGE_CREATE"))["content"] == "my own"
    path, secret = f"/channels/{guild.channel}/messages", await say(guild.owner, guild.channel, "another secret")
    await socket.event("MESSAGE_CREATE")
    for content, replied, shown in ((f"<@{bot.id}> see", secret, ""), ("I see", own, "my own")):
        body = {
            "content": content,
            "message_reference": {"message_id": replied},
            "allowed_mentions": {"parse": ["users"]},
        }
        await guild.owner.post(path, body)
        reply = await socket.event("MESSAGE_CREATE")
        assert reply["content"] == ("" if replied == own else content)
        assert reply["referenced_message"]["content"] == shown, "it is judged by itself"


async def test_presences_are_seen_by_those_who_may(world: World) -> None:
    guild = await world.guild(members=1)
    bot, watcher = await world.bot(guild), await world.bot(guild)
    watching = await watcher.connect()
    socket = await bot.connect()

    def of_bot(presence: Any) -> bool:
        return presence["user"]["id"] == bot.id

    assert (await watching.event("PRESENCE_UPDATE", of_bot))["status"] == "online"
    await socket.send(3, {"status": "idle", "since": None, "activities": [{"name": "chess", "type": 0}], "afk": False})
    told = await watching.event("PRESENCE_UPDATE", of_bot)
    assert (told["status"], told["activities"][0]["name"], told["client_status"]) == ("idle", "chess", {"web": "idle"})
    late = await (await world.bot(guild)).connect()
    assert [p["status"] for p in late.guilds[guild.id]["presences"] if of_bot(p)] == ["idle"]
    await socket.close(1000)
    assert (await watching.event("PRESENCE_UPDATE", of_bot))["status"] == "offline"


async def test_members_are_sent_when_asked_for(world: World) -> None:
    guild = await world.guild(members=3)
    bot = await world.bot(guild)
    socket = await bot.connect()

    async def ask(**question: Any) -> Any:
        await socket.send(8, {"guild_id": int(guild.id), **question})
        return await socket.event("GUILD_MEMBERS_CHUNK")

    chunk = await ask(query="", limit=0, presences=True, nonce="n")
    assert (len(chunk["members"]), chunk["chunk_index"], chunk["chunk_count"], chunk["nonce"]) == (5, 0, 1, "n")
    assert [p["user"]["id"] for p in chunk["presences"]] == [bot.id]
    empty = await ask(query="nobody is called that", limit=5, nonce="x" * 33)
    assert (empty["members"], empty["chunk_count"]) == ([], 1)
    assert "nonce" not in empty
    found = await ask(user_ids=[guild.owner.id, "7"], limit=0)
    assert [m["user"]["id"] for m in found["members"]] == [guild.owner.id]
    assert found["not_found"] == [7]


async def test_what_no_guild_has_yet_is_said_so(world: World) -> None:
    guild = await world.guild()
    socket = await guild.owner.connect()
    await socket.send(31, {"guild_ids": [guild.id, "1"]})
    assert await socket.event("SOUNDBOARD_SOUNDS") == {"guild_id": guild.id, "soundboard_sounds": []}
    await socket.send(43, {"guild_id": guild.id, "fields": ["status"]})
    assert await socket.event("CHANNEL_INFO") == {"guild_id": guild.id, "channels": []}


async def test_direct_messages_reach_both_sides(world: World) -> None:
    guild = await world.guild(members=1)
    bot = await world.bot(guild)
    theirs, its = await guild.owner.connect(), await bot.connect()
    dm = await bot.post("/users/@me/channels", {"recipient_id": guild.owner.id})
    sent = await say(bot, dm["id"], "psst")
    for socket in (theirs, its):
        heard = await socket.event("MESSAGE_CREATE")
        assert (heard["id"], heard["content"], "guild_id" in heard) == (sent, "psst", False)
    assert not [payload for payload in its.seen if payload.t == "CHANNEL_CREATE"], "bots are not told of new DMs"


async def test_a_new_token_ends_the_sessions_of_the_old_one(world: World) -> None:
    bot = await world.bot()
    socket = await bot.connect()
    await bot.owner.post(f"/applications/{bot.id}/bot/reset", {})
    assert await socket.close_code() == 4004


async def test_each_shard_has_its_guilds(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild)
    home = (int(guild.id) >> 22) % 2
    sockets = [await greeted(world) for _ in range(2)]
    for shard, socket in enumerate(sockets):
        await socket.send(2, {"token": bot.token, "properties": {}, "intents": ALL_INTENTS, "shard": [shard, 2]})
        ready = await socket.event("READY")
        assert ready["shard"] == [shard, 2]
        assert [g["id"] for g in ready["guilds"]] == ([guild.id] if shard == home else [])
    sent = await say(guild.owner, guild.channel)
    assert (await sockets[home].event("MESSAGE_CREATE"))["id"] == sent


async def test_who_comes_in_while_people_talk_misses_nothing(world: World) -> None:
    guild = await world.guild()
    bots: list[Bot] = [await world.bot(guild) for _ in range(6)]
    sent: list[str] = []
    stop = asyncio.Event()

    async def talk() -> None:
        while not stop.is_set():
            sent.append(await say(guild.owner, guild.channel))
            if len(sent) % 5 == 0:  # a change makes the next snapshot a new one
                await guild.owner.patch(f"/channels/{guild.channel}", {"topic": str(len(sent))})

    talking = asyncio.create_task(talk())
    while len(sent) < 10:
        await asyncio.sleep(0)
    sockets = [await bot.connect() for bot in bots]
    stop.set()
    await talking
    sent.append(await say(guild.owner, guild.channel))  # after all have come in
    for socket in sockets:
        channel = next(c for c in socket.guilds[guild.id]["channels"] if c["id"] == guild.channel)
        if not [p for p in socket.seen if p.t == "MESSAGE_CREATE" and p.d["id"] == sent[-1]]:
            await socket.event("MESSAGE_CREATE", lambda m: m["id"] == sent[-1])
        heard = [p.d["id"] for p in socket.seen if p.t == "MESSAGE_CREATE"]
        assert heard == sent[-len(heard) :]
        before = sent[-len(heard) - 1]
        assert int(channel["last_message_id"]) >= int(before), "nothing lies between the snapshot and the events"
        topics = [p.d["topic"] for p in socket.seen if p.t == "CHANNEL_UPDATE"]
        assert topics == sorted(topics, key=int)


async def test_few_sessions_of_a_user_wait_for_another_socket(world: World) -> None:
    user = await world.user()
    sockets = [await user.connect() for _ in range(12)]
    for socket in sockets:
        await socket.close(4000)
    for forgotten in sockets[:2]:
        again = await user.resume(forgotten)
        assert (await again.payload()).op == 9
    for kept in sockets[2:]:
        await (await user.resume(kept)).event("RESUMED")
