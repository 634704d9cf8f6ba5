"""Read states: acknowledging, and what is counted as mentioning a user."""

from typing import Any

from tests.interactions.invoking import Session, answer, slash
from tests.world import Guild, Person, World

RELATIONSHIPS = "/users/@me/relationships"


async def states(person: Person) -> dict[str, Any]:
    """What a new session is told, by channel."""
    socket = await person.connect()
    return {state["id"]: state for state in socket.ready["read_state"]}


async def say(person: Person, channel: str, content: str = "x", **more: Any) -> str:
    return (await person.post(f"/channels/{channel}/messages", {"content": content, **more}))["id"]


async def count(person: Person, channel: str) -> int:
    return (await states(person)).get(channel, {"mention_count": 0})["mention_count"]


async def two(world: World) -> tuple[Person, Person, Guild]:
    alice, bob = await world.users(2)
    return alice, bob, await world.guild(alice, members=[bob])


async def test_acknowledging_is_told_to_all_of_ones_sessions(world: World) -> None:
    alice, bob, guild = await two(world)
    first, second = await say(alice, guild.channel), await say(alice, guild.channel)
    sockets = [await bob.connect() for _ in range(2)]
    ack = f"/channels/{guild.channel}/messages/{second}/ack"
    assert await bob.post(ack, {"token": None, "last_viewed": 3}) == {"token": None}
    for socket in sockets:
        told = await socket.event("MESSAGE_ACK")
        assert (told["channel_id"], told["message_id"], told["mention_count"]) == (guild.channel, second, 0)
        assert (told["flags"], told["last_viewed"], told["version"], "manual" in told) == (1, 3, 1, False)
    assert (await bob.post(f"/channels/{guild.channel}/messages/{first}/ack", {})) == {"token": None}
    assert (await sockets[0].event("MESSAGE_ACK"))["message_id"] == second  # read is read
    state = (await states(bob))[guild.channel]
    assert (state["last_message_id"], state["mention_count"], state["last_viewed"]) == (second, 0, 3)
    assert guild.channel not in await states(await world.user())


async def test_what_mentions_a_user_counts(world: World) -> None:
    alice, bob, guild = await two(world)
    role = (await alice.post(f"/guilds/{guild.id}/roles", {"name": "r", "mentionable": True}))["id"]
    await say(alice, guild.channel, f"<@&{role}> before he has it")
    own = await say(bob, guild.channel)
    await alice.put(f"/guilds/{guild.id}/members/{bob.id}/roles/{role}")
    await say(alice, guild.channel, f"<@{bob.id}>")
    await say(alice, guild.channel, "@everyone")
    await say(alice, guild.channel, f"<@&{role}> <@{bob.id}>")
    await say(alice, guild.channel, "to nobody")
    await say(alice, guild.channel, f"<@{bob.id}>", allowed_mentions={"parse": []})
    last = await say(alice, guild.channel, message_reference={"message_id": own})
    assert await count(bob, guild.channel) == 4 and await count(alice, guild.channel) == 0
    await bob.post(f"/channels/{guild.channel}/messages/{last}/ack", {})
    assert await count(bob, guild.channel) == 0


async def test_an_own_message_is_read_up_to(world: World) -> None:
    alice, bob, guild = await two(world)
    await say(alice, guild.channel, f"<@{bob.id}>")
    own = await say(bob, guild.channel)
    assert await count(bob, guild.channel) == 0
    await say(alice, guild.channel, f"<@{bob.id}>")
    state = (await states(bob))[guild.channel]
    assert (state["last_message_id"], state["mention_count"]) == (own, 1)


async def test_an_ack_in_between_leaves_what_came_after(world: World) -> None:
    alice, bob, guild = await two(world)
    said = [await say(alice, guild.channel, text) for text in (f"<@{bob.id}>", "@everyone", f"<@{bob.id}>")]
    socket = await bob.connect()
    await bob.post(f"/channels/{guild.channel}/messages/{said[0]}/ack", {})
    assert (await socket.event("MESSAGE_ACK"))["mention_count"] == 2 == await count(bob, guild.channel)


async def test_going_back_takes_a_count_along(world: World) -> None:
    alice, bob, guild = await two(world)
    said = [await say(alice, guild.channel, f"<@{bob.id}>") for _ in range(3)]
    socket = await bob.connect()
    await bob.post(f"/channels/{guild.channel}/messages/{said[-1]}/ack", {})
    await bob.post(f"/channels/{guild.channel}/messages/{said[0]}/ack", {"manual": True, "mention_count": 2})
    told = await socket.event("MESSAGE_ACK", lambda d: "manual" in d)
    assert (told["message_id"], told["mention_count"]) == (said[0], 2)
    await say(alice, guild.channel, f"<@{bob.id}>")
    state = (await states(bob))[guild.channel]
    assert (state["last_message_id"], state["mention_count"]) == (said[0], 3)


async def test_all_of_a_dm_counts_unless_it_is_muted(world: World) -> None:
    alice, bob = await world.users(2)
    dm = (await alice.post("/users/@me/channels", {"recipient_id": bob.id}))["id"]
    last = [await say(alice, dm, text) for text in ("one", "two", f"<@{bob.id}>")][-1]
    assert await count(bob, dm) == 3 and await count(alice, dm) == 0
    mute = {"channel_overrides": {dm: {"muted": True}}}
    await bob.patch("/users/@me/guilds/@me/settings", mute)
    assert await count(bob, dm) == 1
    await bob.post(f"/channels/{dm}/messages/{last}/ack", {})
    assert await count(bob, dm) == 0


async def test_what_one_does_not_want_does_not_count(world: World) -> None:
    alice, bob, guild = await two(world)
    await say(alice, guild.channel, "@everyone")
    direct = await say(alice, guild.channel, f"<@{bob.id}>")
    path = f"/users/@me/guilds/{guild.id}/settings"
    await bob.patch(path, {"suppress_everyone": True})
    assert await count(bob, guild.channel) == 1
    await bob.patch(path, {"suppress_everyone": False})
    await alice.delete(f"/channels/{guild.channel}/messages/{direct}")
    assert await count(bob, guild.channel) == 1
    await bob.put(f"{RELATIONSHIPS}/{alice.id}/ignore")
    assert await count(bob, guild.channel) == 0


async def test_nobody_is_told_of_what_he_does_not_see(world: World) -> None:
    alice, bob, guild = await two(world)
    await say(alice, guild.channel, f"<@{bob.id}> @everyone")
    assert await count(bob, guild.channel) == 1
    await alice.put(f"/channels/{guild.channel}/permissions/{bob.id}", {"type": 1, "deny": "1024"})
    assert guild.channel not in await states(bob)
    late = await world.user()
    invite = await alice.post(f"/channels/{guild.voice}/invites", {})
    await late.post(f"/invites/{invite['code']}", {})
    assert guild.channel not in await states(late)  # it was said before he came


async def test_in_threads_many_are_mentioned_only_as_members(world: World) -> None:
    alice, bob, guild = await two(world)
    thread = (await alice.post(f"/channels/{guild.channel}/threads", {"name": "t", "type": 11}))["id"]
    await say(alice, thread, "@everyone")
    assert await count(bob, thread) == 0
    await bob.put(f"/channels/{thread}/thread-members/@me")
    assert await count(bob, thread) == 1


async def test_messages_of_all_kinds_mention(world: World) -> None:
    alice, bob, guild = await two(world)
    bot, named = await world.bot(guild), f"<@{bob.id}>"
    thread = (await alice.post(f"/channels/{guild.channel}/threads", {"name": "t", "type": 11}))["id"]
    poll = {"question": {"text": "?"}, "answers": [{"poll_media": {"text": "!"}}]}
    await say(alice, thread, named)
    await say(alice, thread, named, poll=poll)
    await say(alice, guild.channel, named, poll=poll)
    session = await Session.open(alice, bot, guild)
    await answer(bot, await session.invoke(await slash(bot, "asked")), 4, {"content": named})
    await session.app.event("MESSAGE_CREATE")
    hook = await alice.post(f"/channels/{guild.channel}/webhooks", {"name": "a hook"})
    await world.anyone.post(f"/webhooks/{hook['id']}/{hook['token']}?wait=true", {"content": named})
    found = await states(bob)
    assert (found[thread]["mention_count"], found[guild.channel]["mention_count"]) == (2, 3)
    assert await states(alice) == {}


async def test_a_post_of_a_forum_mentions(world: World) -> None:
    alice, bob, guild = await two(world)
    forum = (await alice.post(f"/guilds/{guild.id}/channels", {"name": "f", "type": 15}))["id"]
    post = {"name": "a post", "message": {"content": f"<@{bob.id}>"}}
    made = (await alice.post(f"/channels/{forum}/threads", post))["id"]
    assert await count(bob, made) == 1


async def test_pins_are_acknowledged(world: World) -> None:
    alice, bob, guild = await two(world)
    socket = await bob.connect()
    await bob.post(f"/channels/{guild.channel}/pins/ack", expect=204)
    await alice.put(f"/channels/{guild.channel}/messages/pins/{await say(alice, guild.channel)}")
    await bob.post(f"/channels/{guild.channel}/pins/ack", expect=204)
    pinned = (await bob.get(f"/channels/{guild.channel}"))["last_pin_timestamp"]
    told = await socket.event("CHANNEL_PINS_ACK")
    assert (told["channel_id"], told["timestamp"]) == (guild.channel, pinned)
    assert (await states(bob))[guild.channel]["last_pin_timestamp"] == pinned


async def test_several_at_once_and_other_features(world: World) -> None:
    alice, bob, guild = await two(world)
    said, event = await say(alice, guild.channel, f"<@{bob.id}>"), "112233445566778899"
    socket = await bob.connect()
    updates = [
        {"channel_id": guild.channel, "message_id": said},
        {"channel_id": guild.id, "message_id": event, "read_state_type": 1},
        {"channel_id": bob.id, "message_id": event, "read_state_type": 2},
    ]
    await bob.post("/read-states/ack-bulk", {"read_states": updates}, expect=204)
    assert (await socket.event("MESSAGE_ACK"))["message_id"] == said
    told = await socket.event("GUILD_FEATURE_ACK")
    assert (told["ack_type"], told["resource_id"], told["entity_id"]) == (1, guild.id, event)
    assert (await socket.event("USER_NON_CHANNEL_ACK"))["resource_id"] == bob.id
    await bob.post(f"/guilds/{guild.id}/ack/3/{event}", {})
    await bob.post(f"/users/@me/5/{event}/ack", {})
    found = (await bob.connect()).ready["read_state"]
    assert [one["read_state_type"] for one in found if "last_acked_id" in one] == [1, 2, 3, 5]


async def test_who_may_acknowledge(world: World) -> None:
    alice, bob, guild = await two(world)
    stranger, bot = await world.user(), await world.bot(guild)
    path = f"/channels/{guild.channel}/messages/1/ack"
    await stranger.refused(50001, "POST", path, {}, status=403)
    await bot.refused(20001, "POST", path, {}, status=403)
    update = {"channel_id": alice.id, "message_id": "1", "read_state_type": 2}
    await bob.refused(50001, "POST", "/read-states/ack-bulk", {"read_states": [update]}, status=403)
    assert "read_state" not in (await bot.connect()).ready


async def test_a_read_state_is_forgotten(world: World) -> None:
    alice, bob, guild = await two(world)
    await bob.post(f"/channels/{guild.channel}/messages/{await say(alice, guild.channel)}/ack", {})
    await bob.post(f"/guilds/{guild.id}/ack/1/5", {})
    await bob.request("DELETE", f"/channels/{guild.channel}/messages/ack", {"version": 2}, expect=204)
    assert guild.channel not in await states(bob)
    await bob.request("DELETE", f"/channels/{guild.id}/messages/ack", {"read_state_type": 1}, expect=204)
    assert await states(bob) == {}
