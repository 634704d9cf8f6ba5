"""Stage instances: who makes a stage live, what is told of it, and the events that live with it."""

import asyncio
from typing import Any

from tests.api.test_scheduled_events import ACTIVE, COMPLETED, SCHEDULED, STAGE, at, hide, inside, outside, path, stage
from tests.world import Guild, Person, Refused, World

VIEW, CONNECT, MANAGE_CHANNELS, MUTE, MOVE, EVERYONE = 1 << 10, 1 << 20, 1 << 4, 1 << 22, 1 << 24, 1 << 17
START, END, TOPIC = 27, 28, 31


async def open_stage(guild: Guild, channel: str, by: Person | None = None, **fields: Any) -> Any:
    return await (by or guild.owner).post("/stage-instances", {"channel_id": channel, "topic": "tea"} | fields)


async def said(guild: Guild, channel: str) -> list[tuple[int, str, bool]]:
    """What stands in the stage's chat, oldest first."""
    messages = await guild.owner.get(f"/channels/{channel}/messages")
    return [(one["type"], one["content"], one["mention_everyone"]) for one in reversed(messages)]


async def test_a_stage_is_live_for_a_while(world: World) -> None:
    guild = await world.guild()
    owner, channel = guild.owner, await stage(guild)
    socket = await owner.connect()
    made = await open_stage(guild, channel)
    assert made | {"guild_id": guild.id, "channel_id": channel, "topic": "tea", "privacy_level": 2} == made
    assert made["guild_scheduled_event_id"] is None
    assert await owner.get(f"/stage-instances/{channel}") == made
    assert (await owner.connect()).guilds[guild.id]["stage_instances"] == [made]
    changed = await owner.patch(f"/stage-instances/{channel}", {"topic": "coffee"})
    assert changed == made | {"topic": "coffee"}
    await owner.delete(f"/stage-instances/{channel}", expect=204)
    await owner.refused(10067, "GET", f"/stage-instances/{channel}", status=404)
    told = [await socket.event(f"STAGE_INSTANCE_{name}") for name in ("CREATE", "UPDATE", "DELETE")]
    assert told == [made, changed, changed]
    assert await said(guild, channel) == [(START, "tea", False), (TOPIC, "coffee", False), (END, "coffee", False)]


async def test_what_is_refused(world: World) -> None:
    guild = await world.guild()
    owner, channel, where = guild.owner, await stage(guild), "/stage-instances"
    body = {"channel_id": channel, "topic": "tea"}
    await owner.refused(50024, "POST", where, body | {"channel_id": guild.voice}, status=400)
    await owner.refused(10003, "POST", where, body | {"channel_id": "1"}, status=404)
    for wrong in ({"topic": ""}, {"topic": "x" * 121}, {"privacy_level": 1}):
        problem = await owner.refused(50035, "POST", where, body | wrong, status=400)
        assert list(problem["errors"]) == list(wrong)
    await owner.refused(10067, "GET", f"{where}/{channel}", status=404)
    await owner.refused(10067, "GET", f"{where}/{guild.channel}", status=404)
    await open_stage(guild, channel)
    await owner.refused(150006, "POST", where, body, status=400)


async def test_of_many_who_open_it_one_does(world: World) -> None:
    guild = await world.guild()
    channel = await stage(guild)
    answers = await asyncio.gather(*(open_stage(guild, channel) for _ in range(6)), return_exceptions=True)
    [made] = [one for one in answers if not isinstance(one, Refused)]
    assert await guild.owner.get(f"/stage-instances/{channel}") == made


async def test_only_moderators_of_the_stage(world: World) -> None:
    member = await world.user()
    guild = await world.guild(members=[member])
    channel = await stage(guild)
    overwrite, needed = f"/channels/{channel}/permissions/{member.id}", MANAGE_CHANNELS | MUTE | MOVE
    body = {"channel_id": channel, "topic": "tea"}
    for missing in (MANAGE_CHANNELS, MUTE, MOVE):
        await guild.owner.put(overwrite, {"type": 1, "allow": str(needed & ~missing)})
        await member.refused(50013, "POST", "/stage-instances", body, status=403)
    await open_stage(guild, channel)
    await member.get(f"/stage-instances/{channel}")
    await member.refused(50013, "PATCH", f"/stage-instances/{channel}", {"topic": "x"}, status=403)
    await member.refused(50013, "DELETE", f"/stage-instances/{channel}", status=403)
    await guild.owner.put(overwrite, {"type": 1, "allow": str(needed)})
    await member.patch(f"/stage-instances/{channel}", {"topic": "x"})
    await member.delete(f"/stage-instances/{channel}")


async def test_everyone_hears_of_the_start_from_one_who_may_say_so(world: World) -> None:
    member = await world.user()
    guild = await world.guild(members=[member])
    channel = await stage(guild)
    needed = str(MANAGE_CHANNELS | MUTE | MOVE)
    silent = {"type": 1, "allow": needed, "deny": str(EVERYONE)}
    await guild.owner.put(f"/channels/{channel}/permissions/{member.id}", silent)
    body = {"channel_id": channel, "topic": "tea", "send_start_notification": True}
    await member.refused(50013, "POST", "/stage-instances", body, status=403)
    assert await said(guild, channel) == []
    await open_stage(guild, channel, send_start_notification=True)
    assert await said(guild, channel) == [(START, "tea", True)]


async def test_a_hidden_stage_is_hidden(world: World) -> None:
    member = await world.user()
    guild = await world.guild(members=[member])
    channel = await stage(guild)
    await hide(guild, channel)
    socket = await member.connect()
    await open_stage(guild, channel)
    await guild.owner.post(f"/channels/{guild.channel}/messages", {"content": "marker"})
    assert "STAGE_INSTANCE_CREATE" not in await socket.until("MESSAGE_CREATE")
    await member.refused(50001, "GET", f"/stage-instances/{channel}", status=403)
    assert (await member.connect()).guilds[guild.id]["stage_instances"] == []


async def test_an_event_lives_with_its_stage(world: World) -> None:
    guild = await world.guild()
    owner, channel = guild.owner, await stage(guild)
    event = await owner.post(path(guild), inside(channel, STAGE))
    started = await owner.patch(path(guild, event), {"status": ACTIVE})
    live = await owner.get(f"/stage-instances/{channel}")
    assert (started["entity_id"], live["guild_scheduled_event_id"]) == (live["id"], event["id"])
    assert live["topic"] == "a talk"
    ended = await owner.patch(path(guild, event), {"status": COMPLETED})
    assert (ended["status"], ended["entity_id"]) == (COMPLETED, None)
    await owner.refused(10067, "GET", f"/stage-instances/{channel}", status=404)
    assert await said(guild, channel) == [(START, "a talk", False), (END, "a talk", False)]


async def test_a_stage_begins_and_ends_its_event(world: World) -> None:
    guild = await world.guild()
    owner, channel, other = guild.owner, await stage(guild), await stage(guild)
    event = await owner.post(path(guild), inside(channel, STAGE))
    elsewhere = await owner.post(path(guild), outside())
    body = {"topic": "tea", "guild_scheduled_event_id": event["id"]}
    await owner.refused(50091, "POST", "/stage-instances", body | {"channel_id": other}, status=400)
    wrong = body | {"channel_id": channel, "guild_scheduled_event_id": elsewhere["id"]}
    await owner.refused(50091, "POST", "/stage-instances", wrong, status=400)
    unknown = body | {"channel_id": channel, "guild_scheduled_event_id": "1"}
    await owner.refused(10070, "POST", "/stage-instances", unknown, status=404)
    made = await open_stage(guild, channel, guild_scheduled_event_id=event["id"])
    active = await owner.get(path(guild, event))
    assert (active["status"], active["entity_id"]) == (ACTIVE, made["id"])
    await owner.delete(f"/stage-instances/{channel}")
    assert (await owner.get(path(guild, event)))["status"] == COMPLETED
    again = body | {"channel_id": channel}
    await owner.refused(180000, "POST", "/stage-instances", again, status=400)


async def test_an_event_takes_the_stage_over(world: World) -> None:
    guild = await world.guild()
    owner, channel = guild.owner, await stage(guild)
    first, second = [await owner.post(path(guild), inside(channel, STAGE, name=name)) for name in ("first", "second")]
    await owner.patch(path(guild, first), {"status": ACTIVE})
    await owner.patch(path(guild, second), {"status": ACTIVE})
    assert (await owner.get(f"/stage-instances/{channel}"))["guild_scheduled_event_id"] == second["id"]
    assert (await owner.get(path(guild, first)))["status"] == COMPLETED
    await owner.delete(path(guild, second))
    await owner.refused(10067, "GET", f"/stage-instances/{channel}", status=404)


async def test_a_weekly_talk_is_scheduled_again_when_its_stage_ends(world: World) -> None:
    guild, start = await world.guild(), at(1)
    channel = await stage(guild)
    rule = {"start": start, "frequency": 2}
    body = inside(channel, STAGE, scheduled_start_time=start, recurrence_rule=rule)
    event = await guild.owner.post(path(guild), body)
    await open_stage(guild, channel, guild_scheduled_event_id=event["id"])
    await guild.owner.delete(f"/stage-instances/{channel}")
    after = await guild.owner.get(path(guild, event))
    assert (after["status"], after["entity_id"]) == (SCHEDULED, None)


async def test_a_channel_takes_its_stage_with_it(world: World) -> None:
    guild = await world.guild()
    channel = await stage(guild)
    made = await open_stage(guild, channel)
    socket = await guild.owner.connect()
    await guild.owner.delete(f"/channels/{channel}")
    assert await socket.event("STAGE_INSTANCE_DELETE") == made
    await socket.event("CHANNEL_DELETE")
    assert (await guild.owner.connect()).guilds[guild.id]["stage_instances"] == []


async def test_the_audit_log_says_who_was_it(world: World) -> None:
    guild = await world.guild()
    channel = await stage(guild)
    made = await open_stage(guild, channel)
    await guild.owner.patch(f"/stage-instances/{channel}", {"topic": "coffee"})
    await guild.owner.delete(f"/stage-instances/{channel}")
    deleted, changed, created = (await guild.owner.get(f"/guilds/{guild.id}/audit-logs"))["audit_log_entries"][:3]
    assert [one["action_type"] for one in (deleted, changed, created)] == [85, 84, 83]
    assert changed["changes"] == [{"key": "topic", "new_value": "coffee", "old_value": "tea"}]
    assert {one["options"]["channel_id"] for one in (deleted, changed, created)} == {channel}
    assert created["target_id"] == made["id"]


async def test_a_stage_ends_with_its_deleted_event(world: World) -> None:
    guild = await world.guild()
    channel = await stage(guild)
    event = await guild.owner.post(path(guild), inside(channel, STAGE))
    await guild.owner.patch(path(guild, event), {"status": ACTIVE})
    await guild.owner.delete(path(guild, event), expect=204)
    await guild.owner.refused(10067, "GET", f"/stage-instances/{channel}", status=404)
    assert await said(guild, channel) == [(START, "a talk", False), (END, "a talk", False)]


async def test_bots_and_webhooks_speak_in_the_chats_of_voice_channels(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild)
    for channel in (await stage(guild), guild.voice):
        await bot.post(f"/channels/{channel}/messages", {"content": "hi"})
        hook = await guild.owner.post(f"/channels/{channel}/webhooks", {"name": "a hook"})
        await world.anyone.post(f"/webhooks/{hook['id']}/{hook['token']}?wait=true", {"content": "ho"})
        assert [content for _, content, _ in await said(guild, channel)] == ["hi", "ho"]
