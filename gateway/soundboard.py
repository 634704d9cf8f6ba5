"""Request soundboard sounds (op 31). Docs: events/gateway-events#request-soundboard-sounds.

Guilds cannot have sounds of their own yet, so the answer for each is that it has none.
"""

from typing import TYPE_CHECKING, Any

import msgspec

from core.close_codes import CloseCode
from core.wire import Snowflake
from gateway.commands import RequestSoundboardSounds
from gateway.connection import Connection

if TYPE_CHECKING:
    from gateway.node import Node


class SoundboardSounds(msgspec.Struct):
    guild_id: Snowflake
    soundboard_sounds: list[Any]


EVENTS = {"SOUNDBOARD_SOUNDS": SoundboardSounds}


async def request_soundboard_sounds(
    node: "Node", connection: Connection, command: RequestSoundboardSounds
) -> CloseCode | None:
    session = connection.session
    assert session is not None
    for guild_id in command.guild_ids:
        if guild_id in session.guilds:
            session.tell("SOUNDBOARD_SOUNDS", SoundboardSounds(guild_id, []))
    return None
