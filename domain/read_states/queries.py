"""How far a user has read, and what mentions him since.

Posting a message counts nothing for anybody. What names users is noted beside the message (`unread_mentions`, few
rows, which go when they are read); all else is found when somebody asks, in the messages themselves: private channels
by their last messages, mentions of roles and everyone by an index that has no other messages. A user's own message
moves him on as if he had read so far: that too is found when it is asked for. All of it has bounds (store.py), so a
user who was away for a year costs what one costs who was away for a week.
Docs (user-side): topics/read-state#channel-read-state-automations.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress

from core.database import Reader
from core.problems import Problem
from core.wire import UNSET, Snowflake
from domain.channels.access import Access, ChannelAccess
from domain.read_states import store
from domain.read_states.records import ReadState, ReadStateType, StoredReadState
from domain.user_settings import queries as user_settings
from domain.user_settings.guild_records import UserGuildSettings
from domain.users.identity import Identity


async def list_of(reader: Reader, access: Access, identity: Identity) -> list[ReadState]:
    """What READY tells: what he has acknowledged, his private channels, and where he was mentioned."""
    user_id = identity.user_id
    stored = await store.list_of(reader, user_id)
    states = {one.resource_id: one for one in stored if one.type == ReadStateType.CHANNEL}
    settings = await user_settings.list_of_guilds(reader, user_id)
    private = await store.private_channel_ids(reader, user_id)
    mentions = await store.mentions(reader, user_id, *_unwanted(settings))
    for channel_id in {*private, *(channel_id for channel_id, _ in mentions)} - states.keys():
        states[channel_id] = StoredReadState(ReadStateType.CHANNEL, channel_id)
    own = await store.own_messages(reader, user_id, {one: state.counted_after for one, state in states.items()})
    after = {one: max(state.counted_after, own.get(one, 0)) for one, state in states.items()}
    counts = Counter(channel_id for channel_id, message_id in mentions if message_id > after[channel_id])
    hidden = await _hidden(access, identity, counts)
    for channel_id in hidden:
        del counts[channel_id]
    counts.update(
        await store.unread_in_private(reader, user_id, {one: after[one] for one in private}, _muted(settings))
    )
    shown = [
        _shown(state, own.get(one, 0), counts[one])
        for one, state in states.items()
        if one not in hidden or state.last_acked_id
    ]
    return shown + [_feature(one) for one in stored if one.type != ReadStateType.CHANNEL]


async def count_after(reader: Reader, here: ChannelAccess, message_id: int) -> int:
    """How often the caller was mentioned in the channel after that message."""
    if message_id >= await store.last_message_id(reader, here.channel_id):
        return 0
    settings = await user_settings.list_of_guilds(reader, here.user_id)
    own = await store.own_messages(reader, here.user_id, {here.channel_id: message_id})
    after = max(message_id, own.get(here.channel_id, 0))
    if here.guild is None:
        found = await store.unread_in_private(reader, here.user_id, {here.channel_id: after}, _muted(settings))
        return found.get(here.channel_id, 0)
    mentions = await store.mentions(reader, here.user_id, *_unwanted(settings), here.guild_id, here.channel_id)
    return sum(mentioned > after for _, mentioned in mentions)


def _unwanted(settings: Iterable[UserGuildSettings]) -> tuple[list[int], list[int]]:
    """The guilds whose mentions of everyone, and of roles, the user does not want."""
    everyone = [int(one.guild_id) for one in settings if one.guild_id and one.suppress_everyone]
    return everyone, [int(one.guild_id) for one in settings if one.guild_id and one.suppress_roles]


def _muted(settings: Iterable[UserGuildSettings]) -> list[int]:
    """The private channels that the user has muted."""
    return [
        int(override.channel_id)
        for one in settings
        if one.guild_id is None
        for override in one.channel_overrides
        if override.is_muted
    ]


async def _hidden(access: Access, identity: Identity, counts: Mapping[int, int]) -> set[int]:
    """The channels in which he was mentioned and which he does not see: he is not told of them."""
    hidden = set(counts)
    for channel_id in counts:
        with suppress(Problem):
            await access.channel(identity, channel_id)
            hidden.discard(channel_id)
    return hidden


def _shown(state: StoredReadState, own: int, mentioned: int) -> ReadState:
    known = 0 if own > state.counted_after else state.mention_count
    return ReadState(
        id=Snowflake(state.resource_id),
        last_message_id=Snowflake(max(state.last_acked_id, own)),
        mention_count=known + mentioned,
        last_pin_timestamp=UNSET if state.last_pin_timestamp is None else state.last_pin_timestamp,
        flags=state.flags,
        last_viewed=state.last_viewed,
    )


def _feature(state: StoredReadState) -> ReadState:
    return ReadState(
        id=Snowflake(state.resource_id),
        read_state_type=state.type,
        last_acked_id=Snowflake(state.last_acked_id),
        badge_count=0,
    )
