"""What the gateway is told of reactions."""

import msgspec

from core.events import Draft
from core.wire import UNSET, Snowflake, UnsetType
from domain.channels.access import ChannelAccess
from domain.members.records import Member
from domain.messages.events import guild_of, in_channel
from domain.messages.records import ReactionEmoji


class _OfMessage(msgspec.Struct, kw_only=True):
    channel_id: Snowflake
    message_id: Snowflake
    guild_id: Snowflake | UnsetType = UNSET


class ReactionRemoved(_OfMessage, kw_only=True):
    user_id: Snowflake
    emoji: ReactionEmoji
    burst: bool = False
    type: int = 0


class ReactionAdded(ReactionRemoved, kw_only=True):
    member: Member | UnsetType = UNSET
    message_author_id: Snowflake


class ReactionsRemoved(_OfMessage, kw_only=True):
    """All of a message."""


class EmojiRemoved(_OfMessage, kw_only=True):
    """All of one emoji of a message."""

    emoji: ReactionEmoji


EVENTS = {
    "MESSAGE_REACTION_ADD": ReactionAdded,
    "MESSAGE_REACTION_REMOVE": ReactionRemoved,
    "MESSAGE_REACTION_REMOVE_ALL": ReactionsRemoved,
    "MESSAGE_REACTION_REMOVE_EMOJI": EmojiRemoved,
}


def message_reaction_add(
    here: ChannelAccess, message_id: int, author_id: int, emoji: ReactionEmoji, member: Member | UnsetType
) -> list[Draft]:
    added = ReactionAdded(
        user_id=Snowflake(here.user_id),
        channel_id=Snowflake(here.channel_id),
        message_id=Snowflake(message_id),
        guild_id=guild_of(here),
        emoji=emoji,
        member=member,
        message_author_id=Snowflake(author_id),
    )
    return in_channel(here, "MESSAGE_REACTION_ADD", added, here.user_id)


def message_reaction_remove(here: ChannelAccess, message_id: int, user_id: int, emoji: ReactionEmoji) -> list[Draft]:
    removed = ReactionRemoved(
        user_id=Snowflake(user_id),
        channel_id=Snowflake(here.channel_id),
        message_id=Snowflake(message_id),
        guild_id=guild_of(here),
        emoji=emoji,
    )
    return in_channel(here, "MESSAGE_REACTION_REMOVE", removed, user_id)


def message_reaction_remove_all(here: ChannelAccess, message_id: int) -> list[Draft]:
    removed = ReactionsRemoved(
        channel_id=Snowflake(here.channel_id), message_id=Snowflake(message_id), guild_id=guild_of(here)
    )
    return in_channel(here, "MESSAGE_REACTION_REMOVE_ALL", removed)


def message_reaction_remove_emoji(here: ChannelAccess, message_id: int, emoji: ReactionEmoji) -> list[Draft]:
    removed = EmojiRemoved(
        channel_id=Snowflake(here.channel_id), message_id=Snowflake(message_id), guild_id=guild_of(here), emoji=emoji
    )
    return in_channel(here, "MESSAGE_REACTION_REMOVE_EMOJI", removed)
