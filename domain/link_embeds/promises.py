"""Promising the embeds of a message's links, in the transaction that posts or edits it.

This stands in the way of every message, so what is cheapest is asked first.
"""

from typing import Final

import msgspec

from core import clock, jobs
from core.database import Transaction
from core.wire import Snowflake
from domain.channels.access import ChannelAccess
from domain.link_embeds.links import links_in
from domain.messages.embeds import Embed
from domain.messages.games import Promises
from domain.messages.records import SAID, Flag
from domain.messages.stored import StoredMessage
from domain.permissions.bits import Permission


class Linking(msgspec.Struct):
    """A message with links."""

    channel_id: Snowflake
    message_id: Snowflake


UNFURL: Final = jobs.Kind("link embeds", Linking, most_at_once=8)

_TYPES: Final = frozenset({"article", "gifv", "image", "link", "video"})
_WITHOUT: Final = Flag.SUPPRESS_EMBEDS | Flag.IS_CROSSPOST | Flag.IS_COMPONENTS_V2 | Flag.LOADING


def is_of_link(embed: Embed) -> bool:
    """Whether the embed came from a link, and not from the author."""
    return embed.type in _TYPES


def wants(stored: StoredMessage) -> bool:
    """Whether the message has links whose embeds are still to come. Copies of crossposts get those of the original."""
    if "://" not in stored.content or stored.flags & _WITHOUT or stored.type not in SAID:
        return False
    return bool(links_in(stored.content)) and not any(map(is_of_link, stored.parts.embeds))


def with_post(here: ChannelAccess, stored: StoredMessage, others: Promises | None) -> Promises | None:
    """What is promised with a new message: the embeds of its links too."""
    if not (here.may(Permission.EMBED_LINKS) and wants(stored)):
        return others
    return lambda posted: [*(others(posted) if others else ()), _row(posted)]


async def with_edit(tx: Transaction, here: ChannelAccess, stored: StoredMessage) -> None:
    """The same for a message that was edited."""
    if stored.author_id == here.user_id and here.may(Permission.EMBED_LINKS) and wants(stored):
        await jobs.enqueue(tx, UNFURL, _linking(stored), owner=stored.author_id)


def _row(posted: StoredMessage) -> jobs.Row:
    return jobs.row(UNFURL, _linking(posted), clock.timestamp(), str(int(posted.id)))


def _linking(stored: StoredMessage) -> Linking:
    return Linking(Snowflake(stored.channel_id), Snowflake(stored.id))
