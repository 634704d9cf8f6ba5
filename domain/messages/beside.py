"""What a few messages show that is neither in them nor a person: votes, and what selects are filled with beforehand.

Docs: resources/message#message-object (poll, resolved).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, TypeAlias

import msgspec

from core.database import Reader
from domain.channels import queries as channels
from domain.channels.access import ChannelAccess
from domain.channels.records import Channel
from domain.components import find
from domain.components.records import (
    ChannelSelect,
    ChannelSelectDefault,
    MentionableSelect,
    RoleSelect,
    RoleSelectDefault,
    UserSelect,
    UserSelectDefault,
)
from domain.messages.stored import StoredMessage
from domain.polls import store as votes
from domain.polls.records import AnswerCount
from domain.roles import queries as roles
from domain.roles.records import Role

Default: TypeAlias = UserSelectDefault | RoleSelectDefault | ChannelSelectDefault


class Beside(msgspec.Struct, frozen=True):
    counts: Mapping[int, list[AnswerCount]] = {}  # of polls, by message
    roles: Mapping[int, Role] = {}
    channels: Mapping[int, Channel] = {}


NOTHING: Final = Beside()


async def look_up(reader: Reader, here: ChannelAccess, messages: Sequence[StoredMessage], viewer_id: int = 0) -> Beside:
    """For messages of one channel. Plain ones need nothing, and ask nothing."""
    polls = [one.id for one in messages if one.parts.poll is not None]
    chosen = [default for one in messages for default in defaults_of(one)]
    if not polls and not chosen:
        return NOTHING
    counts = await votes.count(reader, here.channel_id, polls, viewer_id) if polls else {}
    if here.guild is None:
        return Beside(counts)
    role_ids = {one.id for one in chosen if isinstance(one, RoleSelectDefault)}
    channel_ids = {one.id for one in chosen if isinstance(one, ChannelSelectDefault)}
    everything = await roles.list_roles(reader, here.guild_id) if role_ids else []
    return Beside(
        counts,
        {role.id: role for role in everything if role.id in role_ids},
        await channels.find_several(reader, here.guild_id, channel_ids) if channel_ids else {},
    )


def defaults_of(message: StoredMessage) -> Iterator[Default]:
    """What the message's selects are filled with beforehand."""
    for one in find.every(message.parts.components):
        if isinstance(one, UserSelect | RoleSelect | MentionableSelect | ChannelSelect):
            yield from one.default_values or ()
