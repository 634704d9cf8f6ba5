"""Messages over REST, and what the gateway tells of them."""

import asyncio

import pytest

from tests.world import Guild, Person, World

SEND, MANAGE, EVERYONE, HISTORY = 1 << 11, 1 << 13, 1 << 17, 1 << 16


def at(guild: Guild, message: str = "") -> str:
    return f"/channels/{guild.channel}/messages" + (f"/{message}" if message else "")


async def deny(guild: Guild, permissions: int) -> None:
    path = f"/channels/{guild.channel}/permissions/{guild.id}"
    await guild.owner.put(path, {"type": 0, "allow": "0", "deny": str(permissions)})


async def say(person: Person, guild: Guild, content: str, **more: object) -> str:
    return (await person.post(at(guild), {"content": content, **more}))["id"]


async def test_a_message_is_posted_told_and_read(world: World) -> None:
    alice, bob = await world.users(2)
    guild = await world.guild(alice, members=[bob])
    socket = await alice.connect()
    message = await bob.post(at(guild), {"content": "  hello  ", "nonce": "n1"})
    assert message["content"] == "hello"
    assert message["nonce"] == "n1"
    assert message["author"]["id"] == bob.id
    assert message["channel_id"] == guild.channel
    assert (message["flags"], message["type"], message["edited_timestamp"]) == (0, 0, None)
    assert not message.keys() & {"guild_id", "member", "referenced_message"}
    event = await socket.event("MESSAGE_CREATE")
    assert event.pop("guild_id") == guild.id
    assert event.pop("channel_type") == 0
    assert "user" not in event["member"]
    assert event.pop("member")["roles"] == []
    assert event == message
    read = await alice.get(at(guild, message["id"]))
    assert read == {key: value for key, value in message.items() if key != "nonce"}
    assert await alice.get(at(guild)) == [read]
    assert (await alice.get(f"/channels/{guild.channel}"))["last_message_id"] == message["id"]


async def test_ids_rise_whoever_posts(world: World) -> None:
    guild = await world.guild(members=3)
    ids = await asyncio.gather(*(say(guild.owner, guild, f"m{n}") for n in range(60)))
    listed = await guild.owner.get(at(guild) + "?limit=100")
    assert {message["id"] for message in listed} == set(ids)
    assert (await guild.owner.get(f"/channels/{guild.channel}"))["last_message_id"] == max(ids, key=int)


async def test_pages(world: World) -> None:
    guild = await world.guild()
    ids = [await say(guild.owner, guild, str(n)) for n in range(6)]

    async def page(query: str) -> list[int]:
        return [ids.index(message["id"]) for message in await guild.owner.get(f"{at(guild)}?{query}")]

    assert await page("limit=3") == [5, 4, 3]
    assert await page(f"before={ids[3]}&limit=2") == [2, 1]
    assert await page(f"after={ids[1]}&limit=2") == [3, 2]
    assert await page(f"after={ids[4]}") == [5]
    assert await page(f"around={ids[3]}&limit=3") == [4, 3, 2]
    assert await page(f"around={ids[3]}&limit=1") == [3]
    await guild.owner.refused(50035, "GET", f"{at(guild)}?before=1&after=2", status=400)
    await guild.owner.refused(50035, "GET", f"{at(guild)}?limit=101", status=400)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, 50006),
        ({"content": " \n"}, 50006),
        ({"content": None, "embeds": []}, 50006),
        ({"content": "x" * 2001}, 50035),
        ({"content": 5}, 50035),
        ({"content": "x", "nonce": "y" * 26}, 50035),
        ({"content": "x", "embeds": [{}]}, 50035),
        ({"content": "x", "embeds": [{"title": "t"}] * 11}, 50035),
        ({"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}}, 50035),
        ({"content": "x", "attachments": [{"id": 0}]}, 50035),
        ({"content": "x", "message_reference": {"message_id": "1"}}, 50035),
        ({"content": "x", "components": [{"type": 1}]}, 50035),
        ({"content": "x", "poll": {}, "sticker_ids": ["1"]}, 50035),
        ({"flags": 1 << 13}, 50160),
        ({"flags": 1 << 13, "content": "x"}, 50159),
    ],
)
async def test_what_is_refused(world: World, body: object, code: int) -> None:
    guild = await world.guild()
    await guild.owner.refused(code, "POST", at(guild), body, status=400)
    assert await guild.owner.get(at(guild)) == []


async def test_where_there_are_no_messages(world: World) -> None:
    guild = await world.guild()
    category = await guild.owner.post(f"/guilds/{guild.id}/channels", {"name": "c", "type": 4})
    await guild.owner.refused(50008, "POST", f"/channels/{category['id']}/messages", {"content": "x"}, status=400)
    await guild.owner.refused(10003, "POST", "/channels/1/messages", {"content": "x"}, status=404)
    await guild.owner.refused(10008, "GET", at(guild, "1"), status=404)
    await guild.owner.post(f"/channels/{guild.voice}/messages", {"content": "in a voice channel"})


async def test_permissions(world: World) -> None:
    guild = await world.guild(members=1)
    (bob,) = [await world.user()]
    await bob.refused(50001, "POST", at(guild), {"content": "x"}, status=403)
    bot = await world.bot(guild)
    message = await say(bot, guild, "mine")
    await deny(guild, HISTORY)
    assert await bot.get(at(guild)) == []
    await bot.refused(50013, "GET", at(guild, message), status=403)
    reply = {"content": "x", "message_reference": {"message_id": message}}
    await bot.refused(160002, "POST", at(guild), reply, status=400)
    await deny(guild, 1 << 14)
    await bot.refused(50013, "POST", at(guild), {"embeds": [{"title": "t"}]}, status=403)
    await bot.refused(50013, "POST", at(guild), {"content": "x", "tts": True}, status=403)
    await deny(guild, SEND)
    await bot.refused(50013, "POST", at(guild), {"content": "x"}, status=403)


async def test_an_enforced_nonce_makes_one_message(world: World) -> None:
    guild = await world.guild()
    body = {"content": "once", "nonce": 12345, "enforce_nonce": True}
    answers = await asyncio.gather(*(guild.owner.post(at(guild), body) for _ in range(8)))
    assert len({answer["id"] for answer in answers}) == 1
    assert len(await guild.owner.get(at(guild))) == 1
    again = await guild.owner.post(at(guild), {"content": "twice", "nonce": 12345})
    assert again["nonce"] == 12345
    assert again["id"] != answers[0]["id"]


async def test_mentions(world: World) -> None:
    alice, bob, carol = await world.users(3)
    guild = await world.guild(alice, members=[bob])
    role = await alice.post(f"/guilds/{guild.id}/roles", {"name": "r"})
    open_role = await alice.post(f"/guilds/{guild.id}/roles", {"name": "o", "mentionable": True})
    await deny(guild, EVERYONE)
    socket = await alice.connect()
    text = f"<@{alice.id}> <@!{carol.id}> <@1> <@&{role['id']}> <@&{open_role['id']}> <@&1> @everyone"
    message = await bob.post(at(guild), {"content": text})
    assert [user["id"] for user in message["mentions"]] == [alice.id, carol.id]
    assert message["mention_roles"] == [open_role["id"]]
    assert message["mention_everyone"] is False
    event = await socket.event("MESSAGE_CREATE")
    assert [("member" in user) for user in event["mentions"]] == [True, False]
    message = await alice.post(at(guild), {"content": text, "allowed_mentions": {"parse": ["everyone", "roles"]}})
    assert (message["mentions"], message["mention_everyone"]) == ([], True)
    assert message["mention_roles"] == [role["id"], open_role["id"]]


async def test_replies(world: World) -> None:
    alice, bob = await world.users(2)
    guild = await world.guild(alice, members=[bob])
    first = await alice.post(at(guild), {"content": "first"})
    socket = await alice.connect()
    body = {"content": "second", "message_reference": {"message_id": first["id"], "fail_if_not_exists": False}}
    reply = await bob.post(at(guild), body)
    assert reply["type"] == 19
    assert reply["referenced_message"] == first
    assert [user["id"] for user in reply["mentions"]] == [alice.id]
    assert reply["message_reference"] == {
        "type": 0,
        "channel_id": guild.channel,
        "message_id": first["id"],
        "guild_id": guild.id,
    }
    assert (await socket.event("MESSAGE_CREATE"))["referenced_message"] == first
    assert (await bob.post(at(guild), body | {"allowed_mentions": {}}))["mentions"] == []
    assert (await bob.get(at(guild)))[1] == reply
    await alice.delete(at(guild, first["id"]))
    assert (await bob.get(at(guild, reply["id"])))["referenced_message"] is None
    plain = await bob.post(at(guild), body)
    assert plain["type"] == 0
    assert "message_reference" not in plain
    body["message_reference"] = {"message_id": reply["id"], "channel_id": guild.voice}
    await bob.refused(50035, "POST", at(guild), body, status=400)


async def test_forwards(world: World) -> None:
    alice, bob = await world.users(2)
    guild = await world.guild(alice, members=[bob])
    first = await alice.post(at(guild), {"content": "look", "embeds": [{"title": "t"}]})
    reference = {"type": 1, "message_id": first["id"], "channel_id": guild.channel}
    forward = await bob.post(f"/channels/{guild.voice}/messages", {"message_reference": reference})
    assert forward["flags"] == 1 << 14
    assert forward["content"] == ""
    (snapshot,) = forward["message_snapshots"]
    assert snapshot["message"] == {key: first[key] for key in snapshot["message"]}
    assert "author" not in snapshot["message"]
    assert await bob.get(f"/channels/{guild.voice}/messages/{forward['id']}") == forward
    stranger = await world.user()
    other = await world.guild(stranger)
    await stranger.refused(50001, "POST", at(other), {"message_reference": reference}, status=403)


async def test_edits(world: World) -> None:
    alice, bob = await world.users(2)
    guild = await world.guild(alice, members=[bob])
    message = await bob.post(at(guild), {"content": f"<@{alice.id}>", "embeds": [{"title": "t"}], "tts": False})
    socket = await alice.connect()
    edited = await bob.patch(at(guild, message["id"]), {"content": "new"})
    assert edited["edited_timestamp"]
    assert (edited["content"], edited["mentions"], edited["embeds"]) == ("new", [], message["embeds"])
    event = await socket.event("MESSAGE_UPDATE")
    assert {key: event[key] for key in edited} == edited
    assert event["guild_id"] == guild.id
    await bob.refused(50006, "PATCH", at(guild, message["id"]), {"content": "", "embeds": []}, status=400)
    await alice.refused(50005, "PATCH", at(guild, message["id"]), {"content": "mine now"}, status=403)
    hidden = await alice.patch(at(guild, message["id"]), {"flags": 4 | 1})
    assert (hidden["flags"], hidden["embeds"]) == (4, [])
    assert hidden["edited_timestamp"] == edited["edited_timestamp"]
    again = await bob.patch(at(guild, message["id"]), {"flags": 4})
    assert again["edited_timestamp"] == edited["edited_timestamp"]
    shown = await bob.patch(at(guild, message["id"]), {"flags": 0, "content": None})
    assert (shown["content"], shown["embeds"]) == ("", message["embeds"])
    await bob.refused(10008, "PATCH", at(guild, "1"), {"content": "x"}, status=404)
    await bob.refused(50013, "PATCH", at(guild, await say(alice, guild, "hers")), {"flags": 4}, status=403)


async def test_deletion(world: World) -> None:
    alice, bob = await world.users(2)
    guild = await world.guild(alice, members=[bob])
    mine, hers = await say(bob, guild, "mine"), await say(alice, guild, "hers")
    socket = await alice.connect()
    await bob.refused(50013, "DELETE", at(guild, hers), status=403)
    await bob.delete(at(guild, mine), expect=204)
    assert await socket.event("MESSAGE_DELETE") == {"id": mine, "channel_id": guild.channel, "guild_id": guild.id}
    await bob.refused(10008, "DELETE", at(guild, mine), status=404)
    bot = await world.bot(guild, permissions=MANAGE)
    ids = [await say(alice, guild, str(n)) for n in range(3)]
    await bot.post(at(guild, "bulk-delete"), {"messages": [*ids, str((int(ids[0]) >> 22) << 22)]}, expect=204)
    bulk = await socket.event("MESSAGE_DELETE_BULK")
    assert bulk == {"ids": ids, "channel_id": guild.channel, "guild_id": guild.id}
    for messages, code in ((ids[:1], 50016), ([ids[0], ids[0]], 50035), ([ids[0], "1"], 50034)):
        await bot.refused(code, "POST", at(guild, "bulk-delete"), {"messages": messages}, status=400)
    assert [message["id"] for message in await alice.get(at(guild))] == [hers]


async def test_crossposts(world: World) -> None:
    guild = await world.guild()
    news = await guild.owner.post(f"/guilds/{guild.id}/channels", {"name": "news", "type": 5})
    message = await guild.owner.post(f"/channels/{news['id']}/messages", {"content": "x"})
    path = f"/channels/{news['id']}/messages/{message['id']}/crosspost"
    assert (await guild.owner.post(path))["flags"] == 1
    await guild.owner.refused(40033, "POST", path, status=400)
    plain = await say(guild.owner, guild, "x")
    await guild.owner.refused(50024, "POST", at(guild, plain) + "/crosspost", status=400)


async def test_slowmode(world: World) -> None:
    alice, bob = await world.users(2)
    guild = await world.guild(alice, members=[bob])
    await alice.patch(f"/channels/{guild.channel}", {"rate_limit_per_user": 600})
    await say(bob, guild, "one")
    refused = await bob.refused(20016, "POST", at(guild), {"content": "two"}, status=429)
    assert 500 < refused["retry_after"] <= 600
    await say(alice, guild, "the owner need not wait")
    await say(alice, guild, "at all")


async def test_direct_messages(world: World) -> None:
    alice, bob = await world.users(2)
    await world.guild(alice, members=[bob])
    dm = await alice.post("/users/@me/channels", {"recipient_id": bob.id})
    socket, own = await bob.connect(), await alice.connect()
    message = await alice.post(f"/channels/{dm['id']}/messages", {"content": "psst"})
    for event in await socket.event("MESSAGE_CREATE"), await own.event("MESSAGE_CREATE"):
        assert event["id"] == message["id"]
        assert not event.keys() & {"guild_id", "member"}
    await bob.refused(50003, "DELETE", f"/channels/{dm['id']}/messages/{message['id']}", status=403)
    await alice.delete(f"/channels/{dm['id']}/messages/{message['id']}")
    assert (await socket.event("MESSAGE_DELETE")) == {"id": message["id"], "channel_id": dm["id"]}


async def test_content_is_kept_from_bots_without_the_intent(world: World) -> None:
    alice = await world.user()
    guild = await world.guild(alice)
    bot = await world.bot(guild, intents=False)
    secret = await say(alice, guild, "secret", embeds=[{"title": "t"}])
    named = await say(alice, guild, f"to <@{bot.id}>")
    own = await bot.post(at(guild), {"content": "own", "message_reference": {"message_id": secret}})
    assert own["referenced_message"]["content"] == ""
    listed = {message["id"]: message for message in await bot.get(at(guild))}
    assert (listed[secret]["content"], listed[secret]["embeds"]) == ("", [])
    assert listed[named]["content"].startswith("to")
    assert listed[own["id"]]["content"] == "own"
    reference = {"type": 1, "message_id": secret, "channel_id": guild.channel}
    forward = await alice.post(at(guild), {"message_reference": reference})
    (snapshot,) = (await bot.get(at(guild, forward["id"])))["message_snapshots"]
    assert (snapshot["message"]["content"], snapshot["message"]["embeds"]) == ("", [])
    await bot.refused(160014, "POST", at(guild), {"message_reference": reference}, status=400)
    await bot.patch("/applications/@me", {"flags": 1 << 19})
    assert (await bot.get(at(guild, secret)))["content"] == "secret"


async def test_a_changed_name_is_shown_at_once(world: World) -> None:
    alice, bob = await world.users(2)
    guild = await world.guild(alice, members=[bob])
    await say(bob, guild, "before")
    socket = await alice.connect()
    await bob.patch("/users/@me", {"global_name": "Robert"})
    await socket.event("GUILD_MEMBER_UPDATE")
    await alice.patch(f"/guilds/{guild.id}/members/{bob.id}", {"nick": "Bobby"})
    await socket.event("GUILD_MEMBER_UPDATE")
    message = await bob.post(at(guild), {"content": "after"})
    assert message["author"]["global_name"] == "Robert"
    assert (await socket.event("MESSAGE_CREATE"))["member"]["nick"] == "Bobby"
