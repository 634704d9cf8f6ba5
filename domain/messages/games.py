"""Messages that games hear of too: what is said in a channel that is linked to a lobby, and what players say in DMs.

What becomes of a message is promised in the transaction that does it, and told by jobs: domain/lobbies/copies.py,
domain/lobbies/direct_messages.py. Docs: discord-social-sdk/development-guides/linked-channels,
events/webhook-events#game-direct-message-create.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeAlias

import msgspec

from core import clock, codes, jobs
from core.database import Reader, Transaction
from core.problems import Problem
from core.wire import UNSET, Snowflake
from domain.channels import queries as channels
from domain.channels.access import ChannelAccess
from domain.grants import queries as grants
from domain.messages.stored import StoredMessage


class ChangedMessage(msgspec.Struct):
    """A message of a linked channel that was posted, edited or deleted; `said_as` is what it is in the lobby."""

    lobby_id: Snowflake
    channel_id: Snowflake
    message_id: Snowflake
    said_as: Snowflake


class DirectMessagePosted(msgspec.Struct):
    """A DM that was posted while one of the two was in the application's game."""

    application_id: Snowflake
    channel_id: Snowflake
    message_id: Snowflake


Promises: TypeAlias = Callable[[StoredMessage], Sequence[jobs.Row]]
"""The jobs that are promised with a message, once it has its id."""

_DELAYS_S: Final = (1, 2, 5, 15, 60, 300, 600)
FOLLOW: Final = jobs.Kind("lobby copy", ChangedMessage, delays_s=_DELAYS_S)
TELL_DM: Final = jobs.Kind("game direct message", DirectMessagePosted, delays_s=_DELAYS_S)


def lobby_of(here: ChannelAccess) -> int:
    """The lobby that the caller's channel is linked to, or 0."""
    link = here.guild.state.linked_lobbies.get(here.channel_id) if here.guild else None
    return link.lobby_id if link else 0


async def require_authorized(reader: Reader, here: ChannelAccess) -> None:
    """Raises 50013 where only those may speak who have authorized the lobby's application, and the caller has not."""
    link = here.guild.state.linked_lobbies.get(here.channel_id) if here.guild else None
    if link is None or not link.require_application_authorization or here.identity.bot:
        return
    if await grants.find_grant(reader, here.user_id, link.application_id) is None:
        raise Problem(codes.MISSING_PERMISSIONS)


def promises(here: ChannelAccess, played: Sequence[int]) -> Promises | None:
    """What is promised with a message that is posted here. `played`: the games of a DM's people."""
    if lobby_id := lobby_of(here):
        return lambda stored: [] if stored.parts.lobby else [_follow_row(_changed(lobby_id, stored))]
    return (lambda stored: [_dm_row(one, stored) for one in played]) if played else None


async def follow(tx: Transaction, lobby_id: int, changed: Iterable[StoredMessage]) -> None:
    """The lobby hears that messages of its channel, or that it said there, were changed or deleted."""
    for stored in changed:
        origin = stored.parts.lobby
        if lobby_id or origin:
            await jobs.enqueue(tx, FOLLOW, _changed(origin.lobby_id if origin else lobby_id, stored))


async def follow_in(tx: Transaction, guild_id: int, channel_id: int, gone: Iterable[StoredMessage]) -> None:
    """The same where nobody stands in the channel."""
    found = await channels.find_several(tx, guild_id, [channel_id])
    link = found[channel_id].linked_lobby if channel_id in found else UNSET
    await follow(tx, link.lobby_id if link else 0, gone)


def _changed(lobby_id: int, stored: StoredMessage) -> ChangedMessage:
    origin = stored.parts.lobby
    said_as = origin.message_id if origin else Snowflake(stored.id)
    return ChangedMessage(Snowflake(lobby_id), Snowflake(stored.channel_id), Snowflake(stored.id), said_as)


def _follow_row(changed: ChangedMessage) -> jobs.Row:
    return jobs.row(FOLLOW, changed, clock.timestamp(), str(int(changed.message_id)))


def _dm_row(application_id: int, stored: StoredMessage) -> jobs.Row:
    posted = DirectMessagePosted(Snowflake(application_id), Snowflake(stored.channel_id), Snowflake(stored.id))
    return jobs.row(TELL_DM, posted, clock.timestamp(), f"{stored.id} {application_id}")
