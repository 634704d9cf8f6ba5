"""Threads over REST: starting, joining, changing, archiving. Docs: topics/threads."""

import datetime as dt
from typing import Any

import pytest

from tests.world import Guild, Person, World

Json = Any
VIEW_CHANNEL, SEND_MESSAGES, MANAGE_THREADS = 1 << 10, 1 << 11, 1 << 34
SEND_IN_THREADS = 1 << 38


@pytest.fixture
async def guild(world: World) -> Guild:
    return await world.guild(members=1)


@pytest.fixture
async def member(world: World, guild: Guild) -> Person:
    member = await world.user()
    invite = await guild.owner.post(f"/channels/{guild.channel}/invites", {})
    await member.post(f"/invites/{invite['code']}", {})
    return member


async def say(person: Person, channel: str, text: str = "hi") -> Json:
    return await person.post(f"/channels/{channel}/messages", {"content": text})


async def start(person: Person, guild: Guild, **more: Json) -> Json:
    return await person.post(f"/channels/{guild.channel}/threads", {"name": "a thread", "type": 11, **more})


async def test_a_thread_from_a_message_has_its_id(guild: Guild) -> None:
    message = await say(guild.owner, guild.channel)
    path = f"/channels/{guild.channel}/messages/{message['id']}"
    thread = await guild.owner.post(f"{path}/threads", {"name": "about it"}, expect=201)
    assert (thread["id"], thread["type"], thread["parent_id"]) == (message["id"], 11, guild.channel)
    assert thread["member_count"] == 1 and thread["owner_id"] == guild.owner.id
    shown = await guild.owner.get(path)
    assert shown["flags"] & 1 << 5 and shown["thread"]["id"] == thread["id"]
    starter = (await guild.owner.get(f"/channels/{thread['id']}/messages"))[0]
    assert starter["type"] == 21 and starter["message_reference"]["message_id"] == message["id"]
    await guild.owner.refused(160004, "POST", f"{path}/threads", {"name": "again"}, status=400)


async def test_the_channel_is_told_of_a_thread_from_an_older_message(guild: Guild) -> None:
    message = await say(guild.owner, guild.channel)
    await say(guild.owner, guild.channel, "newer")
    path = f"/channels/{guild.channel}/messages"
    await guild.owner.post(f"{path}/{message['id']}/threads", {"name": "about it"})
    told = (await guild.owner.get(path))[0]
    assert (told["type"], told["content"]) == (18, "about it")
    assert told["message_reference"]["channel_id"] == message["id"]


async def test_threads_without_a_message(guild: Guild, member: Person) -> None:
    public = await start(member, guild, auto_archive_duration=60)
    assert public["type"] == 11 and public["thread_metadata"]["auto_archive_duration"] == 60
    private = await member.post(f"/channels/{guild.channel}/threads", {"name": "ours"})
    assert private["type"] == 12 and private["thread_metadata"]["invitable"] is True
    await member.refused(50024, "POST", f"/channels/{guild.voice}/threads", {"name": "x", "type": 11}, status=400)
    await guild.owner.patch(f"/guilds/{guild.id}/roles/{guild.id}", {"permissions": str(VIEW_CHANNEL)})
    await member.refused(50013, "POST", f"/channels/{guild.channel}/threads", {"name": "x"}, status=403)


async def test_a_thread_is_none_of_the_channels_of_its_guild(guild: Guild) -> None:
    path = f"/guilds/{guild.id}/channels"
    before = [one["id"] for one in await guild.owner.get(path)]
    thread = await start(guild.owner, guild)
    assert [one["id"] for one in await guild.owner.get(path)] == before
    assert (await guild.owner.get(f"/guilds/{guild.id}/threads/active"))["threads"][0]["id"] == thread["id"]
    await guild.owner.refused(50024, "POST", f"/channels/{thread['id']}/invites", {}, status=400)


async def test_messages_in_threads_need_their_own_permission(guild: Guild, member: Person) -> None:
    thread = await start(guild.owner, guild)
    everyone = f"/channels/{guild.channel}/permissions/{guild.id}"
    await guild.owner.put(everyone, {"type": 0, "deny": str(SEND_MESSAGES)})
    await say(member, thread["id"])
    await guild.owner.put(everyone, {"type": 0, "deny": str(SEND_IN_THREADS)})
    await member.refused(50013, "POST", f"/channels/{thread['id']}/messages", {"content": "hi"}, status=403)


async def test_whoever_speaks_joins_and_messages_are_counted(guild: Guild, member: Person) -> None:
    thread = await start(guild.owner, guild)
    said = [await say(member, thread["id"]) for _ in range(3)]
    await member.delete(f"/channels/{thread['id']}/messages/{said[0]['id']}")
    now = await member.get(f"/channels/{thread['id']}")
    assert (now["message_count"], now["total_message_sent"], now["member_count"]) == (2, 3, 2)
    assert now["member"]["user_id"] == member.id and now["last_message_id"] == said[2]["id"]
    ids = [said[1]["id"], said[2]["id"]]
    bot = await guild.owner.world.bot(guild, permissions=8)
    await bot.post(f"/channels/{thread['id']}/messages/bulk-delete", {"messages": ids})
    assert (await member.get(f"/channels/{thread['id']}"))["message_count"] == 0


async def test_private_threads_are_for_their_members(world: World, guild: Guild, member: Person) -> None:
    thread = await guild.owner.post(f"/channels/{guild.channel}/threads", {"name": "ours"})
    await member.refused(50001, "GET", f"/channels/{thread['id']}", status=403)
    assert (await member.get(f"/guilds/{guild.id}/threads/active"))["threads"] == []
    await guild.owner.put(f"/channels/{thread['id']}/thread-members/{member.id}")
    assert (await member.get(f"/channels/{thread['id']}"))["member"]["user_id"] == member.id
    assert (await member.get(f"/guilds/{guild.id}/threads/active"))["members"][0]["id"] == thread["id"]
    stranger = await world.user()
    await guild.owner.refused(10007, "PUT", f"/channels/{thread['id']}/thread-members/{stranger.id}", status=404)
    await guild.owner.delete(f"/channels/{thread['id']}/thread-members/{member.id}")
    await member.refused(50001, "GET", f"/channels/{thread['id']}/messages", status=403)
    told = await guild.owner.get(f"/channels/{thread['id']}/messages")
    assert [(one["type"], one["mentions"][0]["id"]) for one in told] == [(2, member.id), (1, member.id)]


async def test_joining_and_leaving(guild: Guild, member: Person) -> None:
    thread = await start(guild.owner, guild)
    path = f"/channels/{thread['id']}/thread-members"
    await member.put(f"{path}/@me", expect=204)
    await member.put(f"{path}/@me", expect=204)
    one = await guild.owner.get(f"{path}/{member.id}?with_member=true")
    assert one["user_id"] == member.id and one["member"]["user"]["id"] == member.id
    assert {each["user_id"] for each in await guild.owner.get(path)} == {member.id, guild.owner.id}
    first = await guild.owner.get(f"{path}?with_member=true&limit=1")
    then = await guild.owner.get(f"{path}?with_member=true&limit=1&after={first[0]['user_id']}")
    assert {first[0]["user_id"], then[0]["user_id"]} == {member.id, guild.owner.id}
    await member.delete(f"{path}/@me", expect=204)
    await guild.owner.refused(10007, "GET", f"{path}/{member.id}", status=404)
    await member.refused(50024, "PUT", f"/channels/{guild.channel}/thread-members/@me", status=400)


async def test_a_bot_without_the_intent_lists_no_members(world: World, guild: Guild) -> None:
    thread = await start(guild.owner, guild)
    bot = await world.bot(guild, intents=False)
    await bot.refused(50001, "GET", f"/channels/{thread['id']}/thread-members", status=403)


async def test_archived_threads_are_closed_until_somebody_speaks(guild: Guild, member: Person) -> None:
    thread = await start(guild.owner, guild)
    path = f"/channels/{thread['id']}"
    message = await say(guild.owner, thread["id"])
    archived = await guild.owner.patch(path, {"archived": True})
    assert archived["thread_metadata"]["archived"] is True
    assert (await guild.owner.get(f"/guilds/{guild.id}/threads/active"))["threads"] == []
    await member.refused(50083, "PUT", f"{path}/thread-members/@me", status=400)
    await guild.owner.refused(50083, "PATCH", f"{path}/messages/{message['id']}", {"content": "x"}, status=400)
    await guild.owner.refused(50083, "PUT", f"{path}/messages/{message['id']}/reactions/%F0%9F%91%8D/@me", status=400)
    await guild.owner.refused(50083, "PATCH", path, {"name": "new"}, status=400)
    await guild.owner.delete(f"{path}/messages/{message['id']}")
    await say(member, thread["id"])
    assert (await member.get(path))["thread_metadata"]["archived"] is False


async def test_locked_threads_are_for_moderators(guild: Guild, member: Person) -> None:
    thread = await start(member, guild)
    path = f"/channels/{thread['id']}"
    await member.refused(50013, "PATCH", path, {"locked": True}, status=403)
    await guild.owner.patch(path, {"locked": True, "archived": True})
    await member.refused(160005, "POST", f"{path}/messages", {"content": "hi"}, status=400)
    await member.refused(160005, "PATCH", path, {"archived": False}, status=400)
    await say(guild.owner, thread["id"])
    assert (await member.get(path))["thread_metadata"] | {"archived": False, "locked": True} == (
        await member.get(path)
    )["thread_metadata"]


async def test_who_may_change_a_thread(world: World, guild: Guild, member: Person) -> None:
    thread = await start(member, guild)
    path = f"/channels/{thread['id']}"
    changed = await member.patch(path, {"name": "renamed", "auto_archive_duration": 1440})
    assert (changed["name"], changed["thread_metadata"]["auto_archive_duration"]) == ("renamed", 1440)
    told = (await member.get(f"{path}/messages"))[0]
    assert (told["type"], told["content"]) == (4, "renamed")
    await member.refused(50013, "PATCH", path, {"rate_limit_per_user": 5}, status=403)
    assert (await guild.owner.patch(path, {"rate_limit_per_user": 5}))["rate_limit_per_user"] == 5
    await say(member, thread["id"])
    await member.refused(20016, "POST", f"{path}/messages", {"content": "hi"}, status=429)
    await member.refused(50013, "DELETE", path, status=403)
    await guild.owner.delete(path)
    await member.refused(10003, "GET", path, status=404)


async def test_who_is_in_a_timeout_only_reads_threads(guild: Guild, member: Person) -> None:
    own, other = await start(member, guild), await start(guild.owner, guild)
    private = await start(member, guild, type=12)
    await member.put(f"/channels/{private['id']}/thread-members/{guild.owner.id}")
    until = (dt.datetime.now(dt.UTC) + dt.timedelta(hours=1)).isoformat()
    await guild.owner.patch(f"/guilds/{guild.id}/members/{member.id}", {"communication_disabled_until": until})
    await member.refused(50013, "PUT", f"/channels/{other['id']}/thread-members/@me", status=403)
    for change in ({"name": "mine"}, {"archived": True}):
        await member.refused(50013, "PATCH", f"/channels/{own['id']}", change, status=403)
    await member.refused(50013, "DELETE", f"/channels/{private['id']}/thread-members/{guild.owner.id}", status=403)
    await member.delete(f"/channels/{own['id']}/thread-members/@me", expect=204)


async def test_archived_lists(guild: Guild, member: Person) -> None:
    threads = [await start(guild.owner, guild) for _ in range(3)]
    for thread in threads:
        await guild.owner.patch(f"/channels/{thread['id']}", {"archived": True})
    path = f"/channels/{guild.channel}/threads/archived/public"
    first = await member.get(f"{path}?limit=2")
    assert [one["id"] for one in first["threads"]] == [threads[2]["id"], threads[1]["id"]] and first["has_more"]
    before = first["threads"][1]["thread_metadata"]["archive_timestamp"].replace("+", "%2B")
    rest = await member.get(f"{path}?limit=2&before={before}")
    assert [one["id"] for one in rest["threads"]] == [threads[0]["id"]] and not rest["has_more"]
    assert [one["id"] for one in (await guild.owner.get(path))["members"]] != []
    await member.refused(50013, "GET", f"/channels/{guild.channel}/threads/archived/private", status=403)


async def test_my_private_archived_threads(guild: Guild, member: Person) -> None:
    mine, other = [
        await person.post(f"/channels/{guild.channel}/threads", {"name": "x"}) for person in (member, guild.owner)
    ]
    for thread in (mine, other):
        await guild.owner.patch(f"/channels/{thread['id']}", {"archived": True})
    own = await member.get(f"/channels/{guild.channel}/users/@me/threads/archived/private")
    assert [one["id"] for one in own["threads"]] == [mine["id"]]
    both = await guild.owner.get(f"/channels/{guild.channel}/threads/archived/private")
    assert [one["id"] for one in both["threads"]] == [other["id"], mine["id"]]
    assert [one["id"] for one in both["members"]] == [other["id"]]


async def test_threads_go_with_their_channel_and_members_with_their_guild(guild: Guild, member: Person) -> None:
    thread = await start(guild.owner, guild)
    await say(member, thread["id"])
    await member.delete(f"/users/@me/guilds/{guild.id}")
    assert (await guild.owner.get(f"/channels/{thread['id']}"))["member_count"] == 1
    await guild.owner.delete(f"/channels/{guild.channel}")
    await guild.owner.refused(10003, "GET", f"/channels/{thread['id']}", status=404)
