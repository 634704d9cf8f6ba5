"""Messages as they go over the wire. Docs: resources/message#message-object."""

import enum
from typing import Final

import msgspec

from core.wire import UNSET, Snowflake, Timestamp, UnsetType
from domain.channels.records import Channel
from domain.components.records import MessageComponent
from domain.members.records import PartialMember
from domain.messages.embeds import Embed
from domain.polls.records import Poll
from domain.roles.records import Role
from domain.stickers.records import Sticker, StickerItem
from domain.threads.records import Thread
from domain.users.records import User


class MessageType(enum.IntEnum):
    """Those that this platform makes so far. Docs: resources/message#message-object-message-types."""

    DEFAULT = 0
    RECIPIENT_ADD = 1
    RECIPIENT_REMOVE = 2
    CHANNEL_NAME_CHANGE = 4
    CHANNEL_ICON_CHANGE = 5
    CHANNEL_PINNED_MESSAGE = 6
    USER_JOIN = 7
    CHANNEL_FOLLOW_ADD = 12
    THREAD_CREATED = 18
    REPLY = 19
    CHAT_INPUT_COMMAND = 20
    THREAD_STARTER_MESSAGE = 21
    CONTEXT_MENU_COMMAND = 23
    AUTO_MODERATION_ACTION = 24
    STAGE_START = 27
    STAGE_END = 28
    STAGE_SPEAKER = 29
    STAGE_TOPIC = 31
    GUILD_INCIDENT_ALERT_MODE_ENABLED = 36
    GUILD_INCIDENT_ALERT_MODE_DISABLED = 37
    POLL_RESULT = 46


SAID: Final = frozenset(
    {MessageType.DEFAULT, MessageType.REPLY, MessageType.CHAT_INPUT_COMMAND, MessageType.CONTEXT_MENU_COMMAND}
)
"""What somebody has said, and not the system."""


class Flag:
    """Docs: resources/message#message-object-message-flags."""

    CROSSPOSTED: Final = 1 << 0
    IS_CROSSPOST: Final = 1 << 1
    SUPPRESS_EMBEDS: Final = 1 << 2
    SOURCE_MESSAGE_DELETED: Final = 1 << 3
    HAS_THREAD: Final = 1 << 5
    EPHEMERAL: Final = 1 << 6
    LOADING: Final = 1 << 7
    SUPPRESS_NOTIFICATIONS: Final = 1 << 12
    IS_VOICE_MESSAGE: Final = 1 << 13
    HAS_SNAPSHOT: Final = 1 << 14
    IS_COMPONENTS_V2: Final = 1 << 15


REPLY: Final = 0
FORWARD: Final = 1
"""Docs: resources/message#message-reference-types."""


class Attachment(msgspec.Struct, kw_only=True):
    """A file of a message. The links are signed anew whenever the message is read."""

    id: Snowflake
    filename: str
    size: int
    url: str = ""
    proxy_url: str = ""
    title: str | UnsetType = UNSET
    description: str | UnsetType = UNSET
    content_type: str | UnsetType = UNSET
    width: int | UnsetType = UNSET
    height: int | UnsetType = UNSET
    duration_secs: float | UnsetType = UNSET
    waveform: str | UnsetType = UNSET
    ephemeral: bool | UnsetType = UNSET
    flags: int | UnsetType = UNSET


class MessageReference(msgspec.Struct):
    type: int
    channel_id: Snowflake
    message_id: Snowflake | UnsetType = UNSET
    guild_id: Snowflake | UnsetType = UNSET


class ReactionEmoji(msgspec.Struct):
    id: Snowflake | None
    name: str | None
    animated: bool | UnsetType = UNSET


class ReactionCountDetails(msgspec.Struct):
    burst: int
    normal: int


class Reaction(msgspec.Struct):
    """How often a message got one emoji, and whether from the reader too."""

    emoji: ReactionEmoji
    count: int
    count_details: ReactionCountDetails
    burst_colors: list[str]
    me_burst: bool
    me: bool


class MentionedUser(User):
    """A user whom a message of a guild mentions. Events have his member beside him."""

    member: PartialMember | UnsetType = UNSET


class MinimalMessage(msgspec.Struct, kw_only=True):
    """What a forward keeps of a message."""

    type: int
    content: str
    mentions: list[User]
    mention_roles: list[Snowflake]
    attachments: list[Attachment]
    embeds: list[Embed]
    timestamp: Timestamp
    edited_timestamp: Timestamp | None
    flags: int
    components: list[MessageComponent] = []
    sticker_items: list[StickerItem] | UnsetType = UNSET
    stickers: list[Sticker] | UnsetType = UNSET


class MessageSnapshot(msgspec.Struct):
    message: MinimalMessage


class InteractionMetadata(msgspec.Struct, kw_only=True):
    """The interaction that a message answers. Docs: resources/message#message-interaction-metadata-object."""

    id: Snowflake
    type: int
    user: User
    authorizing_integration_owners: dict[str, Snowflake]
    original_response_message_id: Snowflake | UnsetType = UNSET  # of a follow-up
    name: str | UnsetType = UNSET  # of the command, with its sub-commands; not documented, but read by clients
    name_localized: str | UnsetType = UNSET  # in the language of who used it
    command_type: int | UnsetType = UNSET
    target_user: User | UnsetType = UNSET  # of a user command
    target_message_id: Snowflake | UnsetType = UNSET  # of a message command
    interacted_message_id: Snowflake | UnsetType = UNSET  # of a component
    triggering_interaction_metadata: "InteractionMetadata | UnsetType" = UNSET  # of a modal


class LegacyInteraction(msgspec.Struct):
    """The same, as it was before. Docs: interactions/receiving-and-responding#message-interaction-object."""

    id: Snowflake
    type: int
    name: str
    user: User
    name_localized: str | UnsetType = UNSET


class ChannelMention(msgspec.Struct):
    """A channel of the original's guild, in a crosspost."""

    id: Snowflake
    name: str
    type: int
    guild_id: Snowflake


class ResolvedObjects(msgspec.Struct, kw_only=True, omit_defaults=True):
    """What the message's selects are filled with beforehand, by id; kinds of which there is none are left out."""

    users: dict[str, User] = {}
    members: dict[str, PartialMember] = {}
    roles: dict[str, Role] = {}
    channels: dict[str, Channel] = {}


class MessageLobbyMember(msgspec.Struct):
    """What the author of a message is called in the lobby that it was said in."""

    additional_name: str


class BasicMessage(MinimalMessage, kw_only=True):
    """A message without what depends on who reads it."""

    id: Snowflake
    channel_id: Snowflake
    author: User
    pinned: bool
    mention_everyone: bool
    tts: bool
    application_id: Snowflake | UnsetType = UNSET
    nonce: int | str | UnsetType = UNSET
    webhook_id: Snowflake | UnsetType = UNSET
    mention_channels: list[ChannelMention] | UnsetType = UNSET
    resolved: ResolvedObjects | UnsetType = UNSET
    poll: Poll | UnsetType = UNSET
    message_reference: MessageReference | UnsetType = UNSET
    message_snapshots: list[MessageSnapshot] | UnsetType = UNSET
    interaction_metadata: InteractionMetadata | UnsetType = UNSET
    interaction: LegacyInteraction | UnsetType = UNSET
    thread: Thread | UnsetType = UNSET  # that was started from it
    lobby_id: Snowflake | UnsetType = UNSET  # that it was said in; the channel is linked to it
    lobby_member: MessageLobbyMember | UnsetType = UNSET


class Message(BasicMessage, kw_only=True):
    reactions: list[Reaction] | UnsetType = UNSET
    referenced_message: BasicMessage | UnsetType | None = UNSET


class MessageEvent(Message, kw_only=True):
    """A message as the gateway tells of it."""

    mentions: list[MentionedUser]  # pyright: ignore[reportIncompatibleVariableOverride] - nobody changes the list
    guild_id: Snowflake | UnsetType = UNSET
    member: PartialMember | UnsetType = UNSET
    channel_type: int
    moderation_metadata: dict[str, str] | UnsetType = UNSET  # for sessions of the application that said so, alone
