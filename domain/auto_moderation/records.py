"""Auto-moderation rules as they go over the wire. Docs: resources/auto-moderation.

What a rule looks at depends on its trigger type, so there is one Struct of each, told apart by `trigger_type`.
"""

import enum
from typing import Annotated, Any, Final, TypeAlias, cast

import msgspec

from core.wire import UNSET, Snowflake, UnsetType

LONGEST_TIMEOUT_S: Final = 2_419_200
MOST_EXEMPT_ROLES: Final = 20
MOST_EXEMPT_CHANNELS: Final = 50
_DEFAULT_TIMEOUT_S: Final = 60
_DEFAULT_MENTION_LIMIT: Final = 20


class TriggerType(enum.IntEnum):
    """Docs: #auto-moderation-rule-object-trigger-types."""

    KEYWORD = 1
    SPAM = 3
    KEYWORD_PRESET = 4
    MENTION_SPAM = 5
    MEMBER_PROFILE = 6


class EventType(enum.IntEnum):
    """Docs: #auto-moderation-rule-object-event-types."""

    MESSAGE_SEND = 1
    MEMBER_UPDATE = 2


class Preset(enum.IntEnum):
    """Docs: #auto-moderation-rule-object-keyword-preset-types."""

    PROFANITY = 1
    SEXUAL_CONTENT = 2
    SLURS = 3


Keyword = Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
Pattern = Annotated[str, msgspec.Meta(min_length=1, max_length=260)]
Keywords = Annotated[list[Keyword], msgspec.Meta(max_length=1000)]
Patterns = Annotated[list[Pattern], msgspec.Meta(max_length=10)]
AllowList = Annotated[list[Keyword], msgspec.Meta(max_length=100)]
LongAllowList = Annotated[list[Keyword], msgspec.Meta(max_length=1000)]
MentionLimit = Annotated[int, msgspec.Meta(ge=0, le=50)]
Duration = Annotated[int, msgspec.Meta(ge=0, le=LONGEST_TIMEOUT_S)]
CustomMessage = Annotated[str, msgspec.Meta(max_length=300)]


class Blocking(msgspec.Struct):
    custom_message: CustomMessage | UnsetType = UNSET


class Flagging(msgspec.Struct):
    channel_id: Snowflake


class TimingOut(msgspec.Struct):
    duration_seconds: Duration


class Quarantining(msgspec.Struct):
    """Nothing needs to be said."""


class BlockMessage(msgspec.Struct, tag_field="type", tag=1):
    metadata: Blocking


class SendAlert(msgspec.Struct, tag_field="type", tag=2):
    metadata: Flagging


class TimeOut(msgspec.Struct, tag_field="type", tag=3):
    metadata: TimingOut


class Quarantine(msgspec.Struct, tag_field="type", tag=4):
    metadata: Quarantining


Action: TypeAlias = BlockMessage | SendAlert | TimeOut | Quarantine


class WordsMetadata(msgspec.Struct):
    """Of KEYWORD and MEMBER_PROFILE."""

    keyword_filter: list[str] = []
    regex_patterns: list[str] = []
    allow_list: list[str] = []


class PresetMetadata(msgspec.Struct):
    allow_list: list[str] = []
    presets: list[Preset] = []


class SpamMetadata(msgspec.Struct):
    """There is nothing to choose."""


class MentionMetadata(msgspec.Struct):
    mention_total_limit: int = _DEFAULT_MENTION_LIMIT
    mention_raid_protection_enabled: bool = False


Metadata: TypeAlias = WordsMetadata | PresetMetadata | SpamMetadata | MentionMetadata


class Rule(msgspec.Struct, kw_only=True):
    """What all rules have."""

    id: Snowflake
    guild_id: Snowflake
    creator_id: Snowflake
    name: str
    event_type: int
    actions: list[Action]
    enabled: bool
    exempt_roles: list[Snowflake]
    exempt_channels: list[Snowflake]


class KeywordRule(Rule, kw_only=True, tag_field="trigger_type", tag=1):
    trigger_metadata: WordsMetadata


class SpamRule(Rule, kw_only=True, tag_field="trigger_type", tag=3):
    trigger_metadata: SpamMetadata


class PresetRule(Rule, kw_only=True, tag_field="trigger_type", tag=4):
    trigger_metadata: PresetMetadata


class MentionSpamRule(Rule, kw_only=True, tag_field="trigger_type", tag=5):
    trigger_metadata: MentionMetadata


class ProfileRule(Rule, kw_only=True, tag_field="trigger_type", tag=6):
    trigger_metadata: WordsMetadata


AutoModerationRule: TypeAlias = KeywordRule | SpamRule | PresetRule | MentionSpamRule | ProfileRule

METADATA: Final[dict[TriggerType, type[Metadata]]] = {
    TriggerType.KEYWORD: WordsMetadata,
    TriggerType.SPAM: SpamMetadata,
    TriggerType.KEYWORD_PRESET: PresetMetadata,
    TriggerType.MENTION_SPAM: MentionMetadata,
    TriggerType.MEMBER_PROFILE: WordsMetadata,
}
RULES: Final[dict[TriggerType, type[Any]]] = {
    TriggerType.KEYWORD: KeywordRule,
    TriggerType.SPAM: SpamRule,
    TriggerType.KEYWORD_PRESET: PresetRule,
    TriggerType.MENTION_SPAM: MentionSpamRule,
    TriggerType.MEMBER_PROFILE: ProfileRule,
}


def trigger_type(rule: AutoModerationRule) -> TriggerType:
    return TriggerType(cast(int, rule.__struct_config__.tag))


class AskedBlocking(msgspec.Struct):
    custom_message: CustomMessage | None = None


class AskedTimingOut(msgspec.Struct):
    duration_seconds: Duration | None = None


class AskedBlockMessage(msgspec.Struct, tag_field="type", tag=1):
    metadata: AskedBlocking | None = None

    def kept(self) -> BlockMessage:
        said = self.metadata.custom_message if self.metadata is not None else None
        return BlockMessage(Blocking(said or UNSET))


class AskedSendAlert(msgspec.Struct, tag_field="type", tag=2):
    metadata: Flagging

    def kept(self) -> SendAlert:
        return SendAlert(self.metadata)


class AskedTimeOut(msgspec.Struct, tag_field="type", tag=3):
    metadata: AskedTimingOut

    def kept(self) -> TimeOut:
        asked = self.metadata.duration_seconds
        return TimeOut(TimingOut(_DEFAULT_TIMEOUT_S if asked is None else asked))


class AskedQuarantine(msgspec.Struct, tag_field="type", tag=4):
    metadata: Quarantining | None = None

    def kept(self) -> Quarantine:
        return Quarantine(Quarantining())


AskedActions = Annotated[
    list[AskedBlockMessage | AskedSendAlert | AskedTimeOut | AskedQuarantine],
    msgspec.Meta(min_length=1, max_length=5),
]
Roles = Annotated[list[Snowflake], msgspec.Meta(max_length=MOST_EXEMPT_ROLES)]
Channels = Annotated[list[Snowflake], msgspec.Meta(max_length=MOST_EXEMPT_CHANNELS)]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]


class AskedWords(msgspec.Struct):
    keyword_filter: Keywords | UnsetType | None = UNSET
    regex_patterns: Patterns | UnsetType | None = UNSET
    allow_list: AllowList | UnsetType | None = UNSET


class AskedPresets(msgspec.Struct):
    allow_list: LongAllowList | UnsetType | None = UNSET
    presets: list[Preset] | UnsetType | None = UNSET


class AskedMentions(msgspec.Struct):
    mention_total_limit: MentionLimit | UnsetType | None = UNSET
    mention_raid_protection_enabled: bool | UnsetType | None = UNSET


class AskedMetadata(msgspec.Struct):
    """Of any trigger type: what is not of the rule's is passed over. Absent stays as it is, null is the default."""

    keyword_filter: Keywords | UnsetType | None = UNSET
    regex_patterns: Patterns | UnsetType | None = UNSET
    allow_list: LongAllowList | UnsetType | None = UNSET
    presets: list[Preset] | UnsetType | None = UNSET
    mention_total_limit: MentionLimit | UnsetType | None = UNSET
    mention_raid_protection_enabled: bool | UnsetType | None = UNSET


class CreateRule(msgspec.Struct, kw_only=True):
    """What all new rules have."""

    name: Name
    event_type: EventType
    actions: AskedActions | None = None
    enabled: bool | None = None
    exempt_roles: Roles | None = None
    exempt_channels: Channels | None = None


class CreateKeywordRule(CreateRule, kw_only=True, tag_field="trigger_type", tag=1):
    trigger_metadata: AskedWords | None = None


class CreateSpamRule(CreateRule, kw_only=True, tag_field="trigger_type", tag=3):
    trigger_metadata: SpamMetadata | None = None


class CreatePresetRule(CreateRule, kw_only=True, tag_field="trigger_type", tag=4):
    trigger_metadata: AskedPresets


class CreateMentionSpamRule(CreateRule, kw_only=True, tag_field="trigger_type", tag=5):
    trigger_metadata: AskedMentions | None = None


class CreateProfileRule(CreateRule, kw_only=True, tag_field="trigger_type", tag=6):
    trigger_metadata: AskedWords


CreateAutoModerationRule: TypeAlias = (
    CreateKeywordRule | CreateSpamRule | CreatePresetRule | CreateMentionSpamRule | CreateProfileRule
)


class EditAutoModerationRule(msgspec.Struct, kw_only=True):
    """The trigger type stays what it is; the contract lets clients say it again."""

    name: Name | UnsetType = UNSET
    event_type: EventType | UnsetType = UNSET
    actions: AskedActions | UnsetType | None = UNSET
    enabled: bool | UnsetType | None = UNSET
    exempt_roles: Roles | UnsetType | None = UNSET
    exempt_channels: Channels | UnsetType | None = UNSET
    trigger_type: TriggerType | UnsetType = UNSET
    trigger_metadata: AskedMetadata | UnsetType | None = UNSET
