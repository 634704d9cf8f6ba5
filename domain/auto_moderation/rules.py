"""What a rule becomes by what is asked, and which rules there may not be. Docs: resources/auto-moderation."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec

from core import codes, form_codes
from core.problems import Faults, Problem
from core.wire import UNSET, Snowflake
from domain.auto_moderation import patterns
from domain.auto_moderation.records import (
    METADATA,
    AutoModerationRule,
    BlockMessage,
    EventType,
    Metadata,
    Quarantine,
    SendAlert,
    TimeOut,
    TriggerType,
    WordsMetadata,
    trigger_type,
)
from domain.channels.access import GuildAccess
from domain.channels.records import ChannelType
from domain.permissions.bits import Permission

_MOST: Final[Mapping[TriggerType, int]] = {TriggerType.KEYWORD: 6}  # of the others one
_LONGEST_ALLOW_LIST: Final = 100  # but for presets, where the form itself says it
_MESSAGES: Final = (ChannelType.GUILD_TEXT, ChannelType.GUILD_ANNOUNCEMENT, ChannelType.GUILD_VOICE)
_ALLOWED_ACTIONS: Final[Mapping[TriggerType, tuple[type[Any], ...]]] = {
    TriggerType.KEYWORD: (BlockMessage, SendAlert, TimeOut),
    TriggerType.SPAM: (BlockMessage, SendAlert),
    TriggerType.KEYWORD_PRESET: (BlockMessage, SendAlert),
    TriggerType.MENTION_SPAM: (BlockMessage, SendAlert, TimeOut),
    TriggerType.MEMBER_PROFILE: (SendAlert, Quarantine),
}


def require_room(kind: TriggerType, there: Sequence[AutoModerationRule]) -> None:
    """Raises 50035 when the guild has as many rules of the type as it may."""
    most = _MOST.get(kind, 1)
    if sum(trigger_type(rule) == kind for rule in there) >= most:
        raise Problem.invalid("trigger_type", form_codes.AUTO_MODERATION_MAX_RULES_OF_TYPE_EXCEEDED, max=most)


def merged(kind: TriggerType, before: Metadata, asked: msgspec.Struct | None) -> Metadata:
    """What the rule looks at: where nothing is said what it was, for null what a new one has."""
    values: dict[str, Any] = {}
    default = METADATA[kind]()
    for field in before.__struct_fields__:
        value = getattr(asked, field, UNSET)
        if asked is None or value is None:
            values[field] = getattr(default, field)
        else:
            values[field] = getattr(before, field) if value is UNSET else value
    return METADATA[kind](**values)


def check(here: GuildAccess, before: AutoModerationRule | None, rule: AutoModerationRule) -> None:
    """Raises 50035 for what cannot be, 50013 without MODERATE_MEMBERS for what needs it.

    Actions that stay as they are may stay, whoever changes the rest and whatever became of their channels.
    Compiles the patterns, which takes up to tens of milliseconds each: not in the event loop.
    """
    faults = Faults()
    kind = trigger_type(rule)
    if not rule.name:
        faults.add("name", form_codes.BASE_TYPE_REQUIRED)
    fitting = EventType.MEMBER_UPDATE if kind == TriggerType.MEMBER_PROFILE else EventType.MESSAGE_SEND
    if rule.event_type != fitting:
        faults.add("event_type", form_codes.BASE_TYPE_CHOICES, choices=f"({int(fitting)},)")
    are_new = before is None or before.actions != rule.actions
    if are_new:
        _check_actions(here, rule, faults)
    for name in ("exempt_roles", "exempt_channels"):
        _check_once(getattr(rule, name), (name,), faults)
    about = rule.trigger_metadata
    if isinstance(about, WordsMetadata):
        _check_words(about, faults)
    _check_once(getattr(about, "presets", ()), ("trigger_metadata", "presets"), faults)
    faults.raise_if_any()
    if are_new and any(isinstance(action, TimeOut | Quarantine) for action in rule.actions):
        here.require(Permission.MODERATE_MEMBERS)


def _check_actions(here: GuildAccess, rule: AutoModerationRule, faults: Faults) -> None:
    allowed = _ALLOWED_ACTIONS[trigger_type(rule)]
    for index, action in enumerate(rule.actions):
        if type(action) not in allowed:
            choices = "(" + ", ".join(str(one.__struct_config__.tag) for one in allowed) + ")"
            faults.add(("actions", index, "type"), form_codes.BASE_TYPE_CHOICES, choices=choices)
        elif isinstance(action, SendAlert) and not _may_hear(here, action.metadata.channel_id):
            reason = codes.UNKNOWN_CHANNEL.message
            faults.add(("actions", index, "metadata", "channel_id"), form_codes.BASE_TYPE_INVALID, reason=reason)


def _may_hear(here: GuildAccess, channel_id: Snowflake) -> bool:
    """Whether it is a channel for messages, which the caller can see: alerts quote what is said elsewhere.

    No thread: who is the author of a message there becomes a member of it.
    """
    channel = here.state.channels.get(channel_id)
    if channel is None or channel.type not in _MESSAGES:
        return False
    return bool(here.state.permissions(here.user_id, here.member, channel_id) & Permission.VIEW_CHANNEL)


def _check_words(about: WordsMetadata, faults: Faults) -> None:
    if len(about.allow_list) > _LONGEST_ALLOW_LIST:
        path = ("trigger_metadata", "allow_list")
        faults.add(path, form_codes.BASE_TYPE_MAX_LENGTH, max=_LONGEST_ALLOW_LIST)
    for field in ("keyword_filter", "allow_list"):
        try:
            patterns.KeywordList(getattr(about, field))
        except patterns.PatternError as error:
            faults.add(("trigger_metadata", field), form_codes.BASE_TYPE_INVALID, reason=str(error))
    for index, pattern in enumerate(about.regex_patterns):
        try:
            patterns.compile_pattern(pattern)
        except patterns.PatternError as error:
            path = ("trigger_metadata", "regex_patterns", index)
            faults.add(path, form_codes.AUTO_MODERATION_INVALID_REGEX, reason=str(error))


def _check_once(values: Sequence[int], path: tuple[str, ...], faults: Faults) -> None:
    seen: set[int] = set()
    for index, value in enumerate(values):
        if value in seen:
            faults.add((*path, index), form_codes.SET_TYPE_ALREADY_CONTAINS_VALUE)
        seen.add(value)
