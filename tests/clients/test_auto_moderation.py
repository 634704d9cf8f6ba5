"""Auto-moderation by the libraries' own methods."""

from datetime import timedelta

import pytest
from hikari.events.auto_mod_events import (
    AutoModActionExecutionEvent,
    AutoModRuleCreateEvent,
    AutoModRuleDeleteEvent,
    AutoModRuleUpdateEvent,
)

from tests.clients import test_hikari as hikari_bot
from tests.clients.discord_py import after, discord, running
from tests.clients.test_hikari import hikari
from tests.world import World

ALL = discord.Permissions.all().value


async def test_discord_py_keeps_rules(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=ALL)
    async with running(bot) as client:
        here = client.get_guild(int(guild.id))
        assert here is not None
        making = here.create_automod_rule(
            name="a rule",
            event_type=discord.AutoModRuleEventType.message_send,
            trigger=discord.AutoModTrigger(keyword_filter=["cat*"], regex_patterns=["(b|c)at"], allow_list=["catnip"]),
            actions=[
                discord.AutoModRuleAction(custom_message="not here"),
                discord.AutoModRuleAction(duration=timedelta(minutes=1)),
                discord.AutoModRuleAction(channel_id=int(guild.channel)),
            ],
            enabled=True,
            exempt_roles=[here.default_role],
        )
        rule, told = await after(client, "automod_rule_create", making)
        assert (told.id, told.trigger.keyword_filter, told.creator_id) == (rule.id, ["cat*"], client.user.id)  # type: ignore[union-attr]
        assert rule.exempt_roles == [here.default_role]
        assert [action.type.value for action in rule.actions] == [1, 3, 2]
        changing = rule.edit(name="other", exempt_roles=[], trigger=discord.AutoModTrigger(keyword_filter=["dog"]))
        changed, told = await after(client, "automod_rule_update", changing)
        assert (changed.name, told.name, changed.trigger.keyword_filter) == ("other", "other", ["dog"])
        assert [one.id for one in await here.fetch_automod_rules()] == [rule.id]
        assert (await here.fetch_automod_rule(rule.id)).name == "other"
        _, gone = await after(client, "automod_rule_delete", changed.delete(reason="enough"))
        assert gone.id == rule.id
        entry = await anext(here.audit_logs(action=discord.AuditLogAction.automod_rule_delete))
        assert (entry.reason, entry.before.name) == ("enough", "other")
        with pytest.raises(discord.NotFound):
            await here.fetch_automod_rule(rule.id)


@pytest.mark.parametrize(
    "trigger",
    [
        discord.AutoModTrigger(type=discord.AutoModRuleTriggerType.spam),
        discord.AutoModTrigger(presets=discord.AutoModPresets.all(), allow_list=["crap"]),
        discord.AutoModTrigger(mention_limit=5, mention_raid_protection=True),
    ],
)
async def test_discord_py_knows_every_trigger(world: World, trigger: discord.AutoModTrigger) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=ALL)
    async with running(bot) as client:
        here = client.get_guild(int(guild.id))
        assert here is not None
        made = await here.create_automod_rule(
            name="a rule",
            event_type=discord.AutoModRuleEventType.message_send,
            trigger=trigger,
            actions=[discord.AutoModRuleAction()],
        )
        assert made.trigger.to_metadata_dict() == trigger.to_metadata_dict()
        assert not made.enabled


async def test_discord_py_hears_of_executions(world: World) -> None:
    member = await world.user()
    guild = await world.guild(members=[member])
    bot = await world.bot(guild, permissions=ALL)
    async with running(bot) as client:
        here = client.get_guild(int(guild.id))
        assert here is not None
        rule = await here.create_automod_rule(
            name="a rule",
            event_type=discord.AutoModRuleEventType.message_send,
            trigger=discord.AutoModTrigger(keyword_filter=["*cat*"]),
            actions=[discord.AutoModRuleAction()],
            enabled=True,
        )
        path = f"/channels/{guild.channel}/messages"
        saying = member.refused(200000, "POST", path, {"content": "educated"}, status=400)
        _, told = await after(client, "automod_action", saying)
        assert (told.rule_id, told.user_id, told.content) == (rule.id, int(member.id), "educated")
        assert (told.matched_keyword, told.matched_content) == ("*cat*", "cat")
        entry = await anext(here.audit_logs(action=discord.AuditLogAction.automod_block_message))
        assert entry.extra.automod_rule_name == "a rule"
        assert entry.target is not None
        assert entry.target.id == int(member.id)


async def test_discord_py_keeps_profiles_clean(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=ALL)
    async with running(bot) as client:
        here = client.get_guild(int(guild.id))
        assert here is not None
        rule = await here.create_automod_rule(
            name="a rule",
            event_type=discord.AutoModRuleEventType.member_update,
            trigger=discord.AutoModTrigger(
                type=discord.AutoModRuleTriggerType.member_profile, keyword_filter=["*cat*"]
            ),
            actions=[discord.AutoModRuleAction(type=discord.AutoModRuleActionType.block_member_interactions)],
            exempt_channels=[discord.Object(int(guild.channel))],
            enabled=True,
        )
        assert rule.trigger.type is discord.AutoModRuleTriggerType.member_profile
        assert rule.actions[0].type is discord.AutoModRuleActionType.block_member_interactions
        assert (await here.fetch_automod_rule(rule.id)).exempt_channel_ids == {int(guild.channel)}


async def test_hikari_knows_every_trigger_and_hears_of_executions(world: World) -> None:
    member = await world.user()
    guild = await world.guild(members=[member])
    bot = await world.bot(guild, permissions=ALL)
    async with hikari_bot.running(bot) as client:
        here, rest, made = int(guild.id), client.rest, hikari.impl
        block = made.AutoModBlockMessageActionBuilder(custom_message="not here")
        alert = made.AutoModSendAlertMessageActionBuilder(channel_id=hikari.Snowflake(guild.channel))
        kinds = hikari.AutoModEventType
        triggers = [
            (kinds.MESSAGE_SEND, made.AutoModSpamTriggerBuilder(), [block]),
            (
                kinds.MESSAGE_SEND,
                made.AutoModKeywordPresetTriggerBuilder(presets=[hikari.AutoModKeywordPresetType.SLURS]),
                [block, alert],
            ),
            (
                kinds.MESSAGE_SEND,
                made.AutoModMentionSpamTriggerBuilder(mention_total_limit=5, mention_raid_protection_enabled=True),
                [block, made.AutoModTimeoutActionBuilder(duration_seconds=60)],
            ),
            (
                kinds.MEMBER_UPDATE,
                made.AutoModMemberProfileTriggerBuilder(keyword_filter=["dog"]),
                [alert],  # it cannot read the other one that there is
            ),
        ]
        for kind, trigger, actions in triggers:
            rule = await rest.create_auto_mod_rule(here, name="r", event_type=kind, trigger=trigger, actions=actions)
            assert (rule.trigger.type, len(rule.actions)) == (trigger.type, len(actions))
        rule = await rest.create_auto_mod_rule(
            here,
            name="words",
            event_type=kinds.MESSAGE_SEND,
            trigger=made.AutoModKeywordTriggerBuilder(keyword_filter=["*cat*"]),
            actions=[block],
            enabled=True,
        )
        assert rule.is_enabled
        path = f"/channels/{guild.channel}/messages"
        saying = member.refused(200000, "POST", path, {"content": "educated"}, status=400)
        _, told = await hikari_bot.after(client, AutoModActionExecutionEvent, saying)
        assert (told.rule_id, told.user_id, told.content) == (rule.id, int(member.id), "educated")
        assert (told.matched_keyword, told.matched_content, told.channel_id) == ("*cat*", "cat", int(guild.channel))
        assert told.rule_trigger_type == hikari.AutoModTriggerType.KEYWORD
        changing = rest.edit_auto_mod_rule(here, rule, enabled=False)
        _, changed = await hikari_bot.after(client, AutoModRuleUpdateEvent, changing)
        assert not changed.rule.is_enabled
        _, gone = await hikari_bot.after(client, AutoModRuleDeleteEvent, rest.delete_auto_mod_rule(here, rule))
        assert gone.rule.id == rule.id and len(await rest.fetch_auto_mod_rules(here)) == 4


async def test_hikari_keeps_rules(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=ALL)
    async with hikari_bot.running(bot) as client:
        here, rest = int(guild.id), client.rest
        making = rest.create_auto_mod_rule(
            here,
            name="a rule",
            event_type=hikari.AutoModEventType.MESSAGE_SEND,
            trigger=hikari.impl.AutoModKeywordTriggerBuilder(
                keyword_filter=["cat*"], regex_patterns=["x"], allow_list=["y"]
            ),
            actions=[hikari.impl.AutoModBlockMessageActionBuilder()],
        )
        made, event = await hikari_bot.after(client, AutoModRuleCreateEvent, making)
        assert (event.rule.id, made.trigger.keyword_filter) == (made.id, ["cat*"])
        await rest.edit_auto_mod_rule(here, made, name="other", exempt_channels=[int(guild.channel)])
        assert [one.name for one in await rest.fetch_auto_mod_rules(here)] == ["other"]
        fetched = await rest.fetch_auto_mod_rule(here, made)
        assert fetched.exempt_channel_ids == [int(guild.channel)]
        await rest.delete_auto_mod_rule(here, made)
        assert await rest.fetch_auto_mod_rules(here) == []
