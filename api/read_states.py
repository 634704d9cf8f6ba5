"""How far the caller has read. User-side: topics/read-state."""

from core import codes
from core.wire import Snowflake
from domain.channels.access import ChannelAccess
from domain.read_states import actions
from domain.read_states.records import (
    OF_GUILDS,
    AckBulk,
    Acked,
    AckFeature,
    AckMessage,
    DeleteReadState,
    GuildFeature,
    ReadStateType,
    UserFeature,
)
from rest import buckets
from rest.call import Call
from rest.operation import Operation, Who, operation

_CHANNEL = (codes.UNKNOWN_CHANNEL, codes.MISSING_ACCESS)
_GUILD = (codes.UNKNOWN_GUILD, codes.MISSING_ACCESS)


@operation(
    "POST", "/channels/{channel_id}/messages/{message_id}/ack", who=Who.USER, bucket=buckets.ACK, problems=_CHANNEL
)
async def ack_message(call: Call, channel_id: Snowflake, message_id: Snowflake, body: AckMessage) -> Acked:
    """Say how far the caller has read in a channel."""
    here = await call.in_channel(channel_id)
    async with call.transaction(lock=call.user_id) as tx:
        await actions.ack(tx, here, message_id, body)
    return Acked()


@operation("POST", "/channels/{channel_id}/pins/ack", who=Who.USER, bucket=buckets.ACK, problems=_CHANNEL)
async def ack_pins(call: Call, channel_id: Snowflake) -> None:
    """Say that the caller has seen the pins of a channel."""
    here = await call.in_channel(channel_id)
    async with call.transaction(lock=call.user_id) as tx:
        await actions.ack_pins(tx, here)


@operation(
    "POST", "/guilds/{guild_id}/ack/{read_state_type}/{entity_id}", who=Who.USER, bucket=buckets.ACK, problems=_GUILD
)
async def ack_guild_feature(
    call: Call, guild_id: Snowflake, read_state_type: GuildFeature, entity_id: Snowflake, body: AckFeature
) -> Acked:
    """Say how far the caller has seen something of a guild, such as its scheduled events."""
    await call.in_guild(guild_id)
    async with call.transaction(lock=call.user_id) as tx:
        await actions.ack_feature(tx, call.user_id, read_state_type, guild_id, entity_id)
    return Acked()


@operation("POST", "/users/@me/{read_state_type}/{entity_id}/ack", who=Who.USER, bucket=buckets.ACK)
async def ack_user_feature(call: Call, read_state_type: UserFeature, entity_id: Snowflake, body: AckFeature) -> Acked:
    """Say how far the caller has seen something of his own, such as his notifications."""
    async with call.transaction(lock=call.user_id) as tx:
        await actions.ack_feature(tx, call.user_id, read_state_type, call.user_id, entity_id)
    return Acked()


@operation("POST", "/read-states/ack-bulk", who=Who.USER, bucket=buckets.ACK, problems=(*_CHANNEL, *_GUILD))
async def ack_bulk(call: Call, body: AckBulk) -> None:
    """Say how far the caller has read in several places."""
    given = [one for one in body.read_states if one.message_id]
    places: dict[int, ChannelAccess] = {}
    for one in given:
        if one.read_state_type == ReadStateType.CHANNEL:
            places[one.channel_id] = await call.in_channel(one.channel_id)
        elif one.read_state_type in OF_GUILDS:
            await call.in_guild(one.channel_id)
    async with call.transaction(lock=call.user_id) as tx:
        for one in given:
            if one.read_state_type == ReadStateType.CHANNEL:
                await actions.ack(tx, places[one.channel_id], one.message_id, AckMessage())
            else:
                await actions.ack_feature(tx, call.user_id, one.read_state_type, one.channel_id, one.message_id)


@operation("DELETE", "/channels/{channel_id}/messages/ack", who=Who.USER, bucket=buckets.ACK)
async def delete_read_state(call: Call, channel_id: Snowflake, body: DeleteReadState) -> None:
    """Forget how far the caller has read; the channel may be gone, or be no channel."""
    async with call.transaction(lock=call.user_id) as tx:
        await actions.delete(tx, call.user_id, body.read_state_type or 0, channel_id)


OPERATIONS: list[Operation] = [
    ack_message,
    ack_pins,
    ack_guild_feature,
    ack_user_feature,
    ack_bulk,
    delete_read_state,
]
