"""Acknowledging: the user says how far he has read. Under the user's lock, so his sessions hear of it in order.

Docs (user-side): topics/read-state.
"""

from core import codes
from core.database import Transaction
from core.problems import Problem
from core.wire import UNSET, Snowflake
from domain.channels.access import ChannelAccess
from domain.read_states import events, queries, store
from domain.read_states.records import (
    OF_USERS,
    AckMessage,
    FeatureAck,
    MessageAck,
    PinsAck,
    ReadStateType,
    StoredReadState,
)

_IS_GUILD_CHANNEL = 1 << 0
_IS_THREAD = 1 << 1


async def ack(tx: Transaction, here: ChannelAccess, message_id: int, body: AckMessage) -> None:
    """He has read until there. Going back takes `manual`; else what is older than what he had read changes nothing."""
    before = await store.find(tx, here.user_id, ReadStateType.CHANNEL, here.channel_id)
    state = before or StoredReadState(ReadStateType.CHANNEL, here.channel_id, flags=_flags(here))
    if body.manual:
        state.last_acked_id = message_id
        await _count_anew(tx, here, state, message_id, body.mention_count)
    elif before is None or message_id >= state.last_acked_id:
        state.last_acked_id = message_id
        state.counted_after, state.mention_count = max(state.counted_after, message_id), 0
    state.flags = state.flags if body.flags is None else body.flags
    state.last_viewed = state.last_viewed if body.last_viewed is None else body.last_viewed
    await store.forget_mentions(tx, here.user_id, here.channel_id, state.counted_after)
    version = await store.save(tx, here.user_id, state)
    mentioned = state.mention_count + await queries.count_after(tx, here, state.counted_after)
    told = MessageAck(
        channel_id=Snowflake(here.channel_id),
        message_id=Snowflake(state.last_acked_id),
        version=version,
        manual=True if body.manual else UNSET,
        mention_count=mentioned,
        flags=state.flags,
        last_viewed=UNSET if state.last_viewed is None else state.last_viewed,
    )
    tx.emit(events.message_ack(here.user_id, told))


async def _count_anew(
    tx: Transaction, here: ChannelAccess, state: StoredReadState, message_id: int, given: int | None
) -> None:
    """What a client has counted holds until now; who gives no count has none but what comes after."""
    if given is None:
        state.counted_after, state.mention_count = message_id, 0
    else:
        latest = await store.last_message_id(tx, here.channel_id)
        state.counted_after, state.mention_count = max(latest, message_id), given


def _flags(here: ChannelAccess) -> int:
    if here.guild is None:
        return 0
    return _IS_GUILD_CHANNEL | (_IS_THREAD if here.thread is not None else 0)


async def ack_pins(tx: Transaction, here: ChannelAccess) -> None:
    """He has seen all pins that there are. Where there are none, nothing happens."""
    latest = await store.last_pin_timestamp(tx, here.channel_id)
    if latest is None:
        return
    before = await store.find(tx, here.user_id, ReadStateType.CHANNEL, here.channel_id)
    state = before or StoredReadState(ReadStateType.CHANNEL, here.channel_id, flags=_flags(here))
    state.last_pin_timestamp = latest
    version = await store.save(tx, here.user_id, state)
    tx.emit(events.channel_pins_ack(here.user_id, PinsAck(Snowflake(here.channel_id), latest, version)))


async def ack_feature(tx: Transaction, user_id: int, kind: int, resource_id: int, entity_id: int) -> None:
    """Of a guild that he is in, or his own. What is older than what he had seen changes nothing. Raises 50001."""
    if kind in OF_USERS and resource_id != user_id:
        raise Problem(codes.MISSING_ACCESS)
    state = await store.find(tx, user_id, kind, resource_id) or StoredReadState(kind, resource_id)
    state.last_acked_id = max(state.last_acked_id, entity_id)
    version = await store.save(tx, user_id, state)
    told = FeatureAck(kind, Snowflake(resource_id), Snowflake(state.last_acked_id), version)
    tx.emit(events.feature_ack(user_id, told))


delete = store.delete
