"""Coming into voice, moving and leaving. Every action needs the guild's lock.

A voice state is held by a session of the gateway and ends with it. What others may change of it is in `moderation`.
"""

import secrets

import msgspec

from core import clock
from core.database import Transaction
from domain.channels.access import GuildAccess
from domain.members import queries as members
from domain.members.records import Member
from domain.permissions.bits import Permission, holds
from domain.voice_states import events, rules, store
from domain.voice_states.records import Connect
from domain.voice_states.store import Room, Row


async def connect(tx: Transaction, here: GuildAccess, asked: Connect) -> bool:
    """Joins, moves, or changes how one is there. False, and nothing is changed, when one may not.

    Docs: events/gateway-events#update-voice-state.
    """
    room = await store.find_room(tx, here.guild_id, asked.channel_id)
    if room is None or asked.channel_id not in here.state.channels:
        return False
    if await members.find(tx, here.guild_id, here.user_id) is None:  # `here` may be a moment old
        return False
    held = here.state.permissions(here.user_id, here.member, asked.channel_id)
    if not holds(held, Permission.STREAM):
        asked.self_video = False
    before = await store.find(tx, here.guild_id, here.user_id)
    if before is not None and before.channel_id == asked.channel_id:
        await _go_on(tx, before, asked)
        return True
    if not holds(held, Permission.VIEW_CHANNEL | Permission.CONNECT) or not rules.has_room(room, held):
        return False
    suppress = rules.is_suppressed(room, held)
    after = rules.joined(here.guild_id, here.user_id, asked, new_token(), suppress=suppress)
    await _enter(tx, before, after, room)
    return True


async def move(tx: Transaction, state: Row, room: Room, channel_id: int, permissions: int) -> None:
    """Puts someone, who holds these permissions there, into another channel."""
    suppress = rules.is_suppressed(room, permissions)
    after = msgspec.structs.replace(
        state, channel_id=channel_id, token=new_token(), suppress=suppress, request_to_speak_timestamp=None
    )
    await _enter(tx, state, after, room)


async def leave(tx: Transaction, guild_id: int, user_id: int, session_id: str | None = None) -> None:
    """Takes the user out of voice, if he is there; with `session_id` only if that is the session that holds it."""
    state = await store.find(tx, guild_id, user_id)
    if state is None or session_id not in (None, state.session_id):
        return
    member = await members.get(tx, guild_id, user_id)
    await store.delete(tx, guild_id, user_id)
    tx.emit(events.voice_state_update(guild_id, state.shown(member, left=True), state.channel_id))
    await _left(tx, guild_id, state.channel_id)


async def clear_channel(tx: Transaction, guild_id: int, channel_id: int) -> None:
    """Takes everybody out of a channel."""
    for state in await store.list_of_channel(tx, guild_id, channel_id):
        await leave(tx, guild_id, state.user_id)


async def tell(tx: Transaction, state: Row, member: Member | None = None) -> None:
    """Tells how he is there, after he, or the member, was changed."""
    known = member or await members.get(tx, state.guild_id, state.user_id)
    tx.emit(events.voice_state_update(state.guild_id, state.shown(known), state.channel_id))


async def save(tx: Transaction, state: Row) -> None:
    """Writes it, and tells."""
    await store.put(tx, state)
    await tell(tx, state)


def new_token() -> str:
    return secrets.token_hex(16)


async def _go_on(tx: Transaction, before: Row, asked: Connect) -> None:
    """In the same channel as before; another session takes it over with a token of its own."""
    is_same_session = before.session_id == asked.session_id
    after = rules.joined(before.guild_id, before.user_id, asked, before.token, suppress=before.suppress)
    after.request_to_speak_timestamp = before.request_to_speak_timestamp
    if not is_same_session:
        after.token = new_token()
    await save(tx, after)
    if not is_same_session:
        _tell_server(tx, after)


async def _enter(tx: Transaction, before: Row | None, after: Row, room: Room) -> None:
    await save(tx, after)
    _tell_server(tx, after)
    if before is not None:
        await _left(tx, after.guild_id, before.channel_id)
    if room.occupants == 0:
        since = clock.timestamp()
        await store.set_start_time(tx, after.channel_id, since)
        tx.emit(events.voice_channel_start_time_update(after.guild_id, after.channel_id, since))


async def _left(tx: Transaction, guild_id: int, channel_id: int) -> None:
    """When nobody is in it any more, a channel's status goes."""
    if await store.is_occupied(tx, guild_id, channel_id):
        return
    await store.set_start_time(tx, channel_id, None)
    tx.emit(events.voice_channel_start_time_update(guild_id, channel_id, None))
    if await store.find_status(tx, channel_id) is not None:
        await store.set_status(tx, channel_id, None)
        tx.emit(events.voice_channel_status_update(guild_id, channel_id, None))


def _tell_server(tx: Transaction, state: Row) -> None:
    tx.emit(events.voice_server(state.guild_id, state.user_id, state.session_id, state.token))
