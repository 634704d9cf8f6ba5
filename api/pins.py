"""Pinned messages, by today's routes and the older ones. Docs: resources/message#get-channel-pins and following."""

from core import codes
from core.wire import Snowflake
from domain.messages.records import Message
from domain.pins import actions, queries
from domain.pins.queries import ListPins, Pins
from rest import buckets
from rest.call import Call
from rest.operation import Operation, Who, operation

_ALL = "/channels/{channel_id}/messages/pins"
_ONE = _ALL + "/{message_id}"
_OLD = "/channels/{channel_id}/pins"
_OLD_ONE = _OLD + "/{message_id}"
_CHANNEL = (codes.UNKNOWN_CHANNEL, codes.MISSING_ACCESS, codes.CANNOT_SEND_IN_NON_TEXT_CHANNEL)
_UNPIN = (*_CHANNEL, codes.UNKNOWN_MESSAGE, codes.MISSING_PERMISSIONS, codes.THREAD_ARCHIVED, codes.THREAD_LOCKED)
_PIN = (*_UNPIN, codes.MAXIMUM_PINS, codes.CANNOT_EXECUTE_ON_SYSTEM_MESSAGE)


@operation("GET", _ALL, who=Who.ACCOUNT, bucket=buckets.READ, problems=_CHANNEL)
async def list_pins(call: Call, channel_id: Snowflake, query: ListPins) -> Pins:
    """List pinned messages of a channel, latest pin first."""
    here = await call.in_channel(channel_id)
    return await queries.page(call.instance.messages, here, query)


@operation("PUT", _ONE, who=Who.ACCOUNT, bucket=buckets.PINS, problems=_PIN)
async def create_pin(call: Call, channel_id: Snowflake, message_id: Snowflake) -> None:
    """Pin a message."""
    await actions.pin(call.instance.messages, await call.in_channel(channel_id), message_id)


@operation("DELETE", _ONE, who=Who.ACCOUNT, bucket=buckets.PINS, problems=_UNPIN)
async def delete_pin(call: Call, channel_id: Snowflake, message_id: Snowflake) -> None:
    """Unpin a message."""
    await actions.unpin(call.instance.messages, await call.in_channel(channel_id), message_id)


@operation("GET", _OLD, who=Who.ACCOUNT, bucket=buckets.READ, problems=_CHANNEL)
async def deprecated_list_pins(call: Call, channel_id: Snowflake) -> list[Message]:
    """List the 50 messages that were pinned last. Older form of list_pins."""
    here = await call.in_channel(channel_id)
    return [pin.message for pin in (await queries.page(call.instance.messages, here, ListPins())).items]


@operation("PUT", _OLD_ONE, who=Who.ACCOUNT, bucket=buckets.PINS, problems=_PIN)
async def deprecated_create_pin(call: Call, channel_id: Snowflake, message_id: Snowflake) -> None:
    """Pin a message. Older form of create_pin."""
    await actions.pin(call.instance.messages, await call.in_channel(channel_id), message_id)


@operation("DELETE", _OLD_ONE, who=Who.ACCOUNT, bucket=buckets.PINS, problems=_UNPIN)
async def deprecated_delete_pin(call: Call, channel_id: Snowflake, message_id: Snowflake) -> None:
    """Unpin a message. Older form of delete_pin."""
    await actions.unpin(call.instance.messages, await call.in_channel(channel_id), message_id)


OPERATIONS: list[Operation] = [
    list_pins,
    create_pin,
    delete_pin,
    deprecated_list_pins,
    deprecated_create_pin,
    deprecated_delete_pin,
]
