"""What the gateway is told of auto-moderation. Docs: events/gateway-events#auto-moderation."""

import msgspec

from core.events import Draft, guild_topic
from core.wire import UNSET, Snowflake, UnsetType
from domain.auto_moderation.records import Action, AutoModerationRule
from domain.permissions.bits import Permission


class ActionExecution(msgspec.Struct, kw_only=True):
    """Those who may not read content get `content` and `matched_content` empty."""

    guild_id: Snowflake
    action: Action
    rule_id: Snowflake
    rule_trigger_type: int
    user_id: Snowflake
    channel_id: Snowflake | UnsetType = UNSET
    message_id: Snowflake | UnsetType = UNSET
    alert_system_message_id: Snowflake | UnsetType = UNSET
    content: str
    matched_keyword: str | None
    matched_content: str | None


EVENTS = {
    "AUTO_MODERATION_RULE_CREATE": AutoModerationRule,
    "AUTO_MODERATION_RULE_UPDATE": AutoModerationRule,
    "AUTO_MODERATION_RULE_DELETE": AutoModerationRule,
    "AUTO_MODERATION_ACTION_EXECUTION": ActionExecution,
}

_REQUIRES = int(Permission.MANAGE_GUILD)


def auto_moderation_rule_create(rule: AutoModerationRule) -> Draft:
    return _of_rule("AUTO_MODERATION_RULE_CREATE", rule)


def auto_moderation_rule_update(rule: AutoModerationRule) -> Draft:
    return _of_rule("AUTO_MODERATION_RULE_UPDATE", rule)


def auto_moderation_rule_delete(rule: AutoModerationRule) -> Draft:
    return _of_rule("AUTO_MODERATION_RULE_DELETE", rule)


def auto_moderation_action_execution(execution: ActionExecution) -> Draft:
    topic = guild_topic(execution.guild_id)
    return Draft(topic, "AUTO_MODERATION_ACTION_EXECUTION", execution, requires=_REQUIRES)


def _of_rule(name: str, rule: AutoModerationRule) -> Draft:
    return Draft(guild_topic(rule.guild_id), name, rule, requires=_REQUIRES)
