"""Auto-moderation: rules of every trigger type."""

import pytest

from tests.conformance.driver import Driver
from tests.contract.scene import ADMINISTRATOR
from tests.world import World


@pytest.mark.parametrize(
    ("kind", "event", "metadata"),
    [
        (1, 1, {"keyword_filter": ["cat*"], "regex_patterns": ["(b|c)at"], "allow_list": ["catnip"]}),
        (3, 1, {}),
        (4, 1, {"presets": [1, 2, 3], "allow_list": ["crap"]}),
        (5, 1, {"mention_total_limit": 5, "mention_raid_protection_enabled": True}),
        (6, 2, {"keyword_filter": ["cat*"]}),
    ],
)
async def test_auto_moderation(world: World, answers: Driver, kind: int, event: int, metadata: object) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=ADMINISTRATOR)
    alert = {"type": 2, "metadata": {"channel_id": guild.channel}}
    time_out = {"type": 3, "metadata": {"duration_seconds": 60}}
    actions = {5: [{"type": 1}, time_out], 6: [{"type": 4}]}.get(kind, [{"type": 1}])
    asked = {"name": "a rule", "event_type": event, "trigger_type": kind, "trigger_metadata": metadata}
    made = await answers.of(bot, "create_auto_moderation_rule", asked, guild_id=guild.id)
    one = {"guild_id": guild.id, "rule_id": made["id"]}
    exempt = {"exempt_roles": [guild.id], "exempt_channels": [guild.channel]}
    change = {"actions": [*actions, alert], "enabled": True, **exempt}
    await answers.of(bot, "update_auto_moderation_rule", change, **one)
    await answers.of(bot, "get_auto_moderation_rule", **one)
    await answers.of(bot, "list_auto_moderation_rules", guild_id=guild.id)
    await answers.of(bot, "list_guild_audit_log_entries", guild_id=guild.id)
    await answers.of(bot, "delete_auto_moderation_rule", **one)


async def test_an_alert_is_a_message(world: World, answers: Driver) -> None:
    member = await world.user()
    guild = await world.guild(members=[member])
    bot = await world.bot(guild, permissions=ADMINISTRATOR)
    socket = await bot.connect()
    alert = {"type": 2, "metadata": {"channel_id": guild.channel}}
    words = {"trigger_metadata": {"keyword_filter": ["cat"]}, "actions": [alert], "enabled": True}
    rule = {"name": "a rule", "event_type": 1, "trigger_type": 1, **words}
    await answers.of(bot, "create_auto_moderation_rule", rule, guild_id=guild.id)
    await member.post(f"/channels/{guild.channel}/messages", {"content": "a cat"})
    posted = await socket.event("MESSAGE_CREATE", lambda message: message["type"] == 24)
    await answers.of(bot, "get_message", channel_id=guild.channel, message_id=posted["id"])
