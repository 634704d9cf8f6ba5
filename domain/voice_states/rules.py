"""Who may come into a voice channel, who may speak there, and what may be changed on a stage. Pure."""

from typing import Final

import msgspec

from core import clock, codes
from core.problems import Problem
from core.wire import Timestamp, UnsetType
from domain.permissions.bits import Permission, holds
from domain.voice_states.records import Connect
from domain.voice_states.store import Room, Row

STAGE: Final = 13
"""The type of stage channels."""

STAGE_MODERATOR: Final = Permission.MANAGE_CHANNELS | Permission.MUTE_MEMBERS | Permission.MOVE_MEMBERS
"""Docs: resources/stage-instance#definitions."""


def has_room(room: Room, permissions: int) -> bool:
    """Those who move members, and administrators, who hold all, come in over the limit."""
    return not room.user_limit or room.occupants < room.user_limit or holds(permissions, Permission.MOVE_MEMBERS)


def is_suppressed(room: Room, permissions: int) -> bool:
    """Whether one who comes in may not speak: on a stage all but its moderators, with the absent everybody."""
    if room.type == STAGE:
        return not holds(permissions, STAGE_MODERATOR)
    return room.is_afk or not holds(permissions, Permission.SPEAK)


def joined(guild_id: int, user_id: int, asked: Connect, token: str, *, suppress: bool) -> Row:
    return Row(
        guild_id=guild_id,
        user_id=user_id,
        channel_id=asked.channel_id,
        session_id=asked.session_id,
        node=asked.node,
        token=token,
        self_mute=asked.self_mute,
        self_deaf=asked.self_deaf,
        self_video=asked.self_video,
        suppress=suppress,
        request_to_speak_timestamp=None,
    )


def require_on_stage(state: Row, channel_type: int | None, channel_id: int | UnsetType | None) -> None:
    """Raises 10065 for one who is not in the channel that was named, 50024 where it is no stage."""
    if channel_id and channel_id != state.channel_id:
        raise Problem(codes.UNKNOWN_VOICE_STATE)
    if channel_type != STAGE:
        raise Problem(codes.CANNOT_EXECUTE_ON_CHANNEL_TYPE)


def speaks(state: Row) -> bool:
    """Whether someone on a stage speaks there; one who was only invited to does not yet."""
    return not state.suppress and state.request_to_speak_timestamp is None


def suppressed(state: Row, *, suppress: bool, is_invited: bool = False) -> Row:
    """On a stage, made to listen or let speak. `is_invited`: a person whom another lets speak has the date shown."""
    asked = clock.timestamp() if is_invited and not suppress else None
    return msgspec.structs.replace(state, suppress=suppress, request_to_speak_timestamp=asked)


def asking(state: Row, moment: Timestamp | None) -> Row:
    """Asks to speak, now or at that later moment; None: does so no longer."""
    moment = None if moment is None else max(moment, clock.timestamp())
    return msgspec.structs.replace(state, request_to_speak_timestamp=moment)
