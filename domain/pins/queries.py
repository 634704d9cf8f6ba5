"""Reading what is pinned."""

from typing import Annotated

import msgspec

from core.wire import UNSET, Timestamp, UnsetType
from domain.channels.access import ChannelAccess
from domain.messages import queries as message_queries
from domain.messages import rules
from domain.messages import store as message_store
from domain.messages.messages import Messages
from domain.messages.records import Message
from domain.permissions.bits import Permission
from domain.pins import store

_AT_ONCE = 50


class ListPins(msgspec.Struct):
    before: Timestamp | UnsetType = UNSET
    limit: Annotated[int, msgspec.Meta(ge=1, le=_AT_ONCE)] = _AT_ONCE


class Pin(msgspec.Struct):
    """Docs: resources/message#message-pin-object."""

    pinned_at: Timestamp
    message: Message


class Pins(msgspec.Struct):
    items: list[Pin]
    has_more: bool


async def page(messages: Messages, here: ChannelAccess, query: ListPins) -> Pins:
    """Latest pin first; none without READ_MESSAGE_HISTORY."""
    rules.require_text_channel(here)
    if not here.may(Permission.READ_MESSAGE_HISTORY):
        return Pins([], False)
    before = None if query.before is UNSET else query.before
    found = await store.page(messages.database, here.channel_id, before, query.limit + 1)
    kept = dict(found[: query.limit])
    # One that was deleted since is not there any more.
    stored = await message_store.find_several(messages.database, here.channel_id, kept)
    shown = await message_queries.show(messages, here, [stored[one] for one in kept if one in stored])
    return Pins([Pin(kept[one.id], one) for one in shown], len(found) > query.limit)
