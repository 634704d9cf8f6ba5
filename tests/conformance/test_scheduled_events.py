"""Scheduled events and stages."""

from tests.conformance.driver import Driver
from tests.contract.scene import ADMINISTRATOR, recurring
from tests.pictures import png, uri
from tests.world import World


async def test_scheduled_events(world: World, answers: Driver) -> None:
    member = await world.user()
    guild = await world.guild(members=[member])
    bot = await world.bot(guild, permissions=ADMINISTRATOR)
    body = recurring() | {"image": uri(png()), "description": "an event"}
    made = await answers.of(bot, "create_guild_scheduled_event", body, guild_id=guild.id)
    one = {"guild_id": guild.id, "guild_scheduled_event_id": made["id"]}
    await member.put(f"/guilds/{guild.id}/scheduled-events/{made['id']}/users/@me")
    await answers.of(bot, "list_guild_scheduled_events", query="?with_user_count=true", guild_id=guild.id)
    await answers.of(bot, "get_guild_scheduled_event", query="?with_user_count=true", **one)
    await answers.of(member, "get_guild_scheduled_event", **one)
    original = {"original_scheduled_start_time": made["scheduled_start_time"]}
    there = await answers.of(bot, "create_guild_scheduled_event_exception", original | {"is_canceled": True}, **one)
    exception = there["event_exception_id"]
    end = {"scheduled_end_time": made["scheduled_end_time"]}
    await answers.of(bot, "update_guild_scheduled_event_exception", end, exception_id=exception, **one)
    await answers.of(bot, "list_guild_scheduled_event_users", query="?with_member=true", **one)
    said = {"guild_scheduled_event_exception_id": exception, "query": "?with_member=true", **one}
    await answers.of(bot, "list_guild_scheduled_event_exception_users", **said)
    counted = f"?guild_scheduled_event_exception_ids={exception}"
    await answers.of(bot, "count_guild_scheduled_event_users", query=counted, **one)
    await answers.of(bot, "delete_guild_scheduled_event_exception", exception_id=exception, **one)
    await answers.of(bot, "update_guild_scheduled_event", {"status": 2}, **one)
    await answers.of(bot, "list_guild_audit_log_entries", guild_id=guild.id)
    await answers.of(bot, "delete_guild_scheduled_event", **one)
    voice = {"channel_id": guild.voice, "entity_type": 2, "entity_metadata": None, "recurrence_rule": None}
    await answers.of(bot, "create_guild_scheduled_event", recurring() | voice, guild_id=guild.id)


async def test_stage_instances(world: World, answers: Driver) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=ADMINISTRATOR)
    stage = await answers.of(bot, "create_guild_channel", {"name": "a stage", "type": 13}, guild_id=guild.id)
    body = {"channel_id": stage["id"], "topic": "a topic", "send_start_notification": True}
    await answers.of(bot, "create_stage_instance", body)
    await answers.of(bot, "get_stage_instance", channel_id=stage["id"])
    await answers.of(bot, "update_stage_instance", {"topic": "another"}, channel_id=stage["id"])
    await answers.of(bot, "delete_stage_instance", channel_id=stage["id"])
    await answers.of(bot, "list_messages", channel_id=stage["id"])
    hosted = recurring() | {"channel_id": stage["id"], "entity_type": 1, "entity_metadata": None}
    event = await answers.of(bot, "create_guild_scheduled_event", hosted, guild_id=guild.id)
    one = {"guild_id": guild.id, "guild_scheduled_event_id": event["id"]}
    await answers.of(bot, "update_guild_scheduled_event", {"status": 2}, **one)
    await answers.of(bot, "update_guild_scheduled_event", {"status": 3}, **one)
