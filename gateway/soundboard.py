"""Request soundboard sounds (op 31). Docs: events/gateway-events#request-soundboard-sounds."""

from typing import TYPE_CHECKING

import msgspec

from core.close_codes import CloseCode
from core.wire import Snowflake
from domain.soundboard import queries
from domain.soundboard.records import SoundboardSound
from gateway.commands import RequestSoundboardSounds
from gateway.connection import Connection

if TYPE_CHECKING:
    from gateway.node import Node


class SoundboardSounds(msgspec.Struct):
    guild_id: Snowflake
    soundboard_sounds: list[SoundboardSound]


EVENTS = {"SOUNDBOARD_SOUNDS": SoundboardSounds}


async def request_soundboard_sounds(
    node: "Node", connection: Connection, command: RequestSoundboardSounds
) -> CloseCode | None:
    """Answers for each of the guilds that the session is in."""
    session = connection.session
    assert session is not None
    for guild_id in dict.fromkeys(command.guild_ids):
        if guild_id in session.guilds:
            sounds = await queries.of_guild(node.instance.database, guild_id)
            session.tell("SOUNDBOARD_SOUNDS", SoundboardSounds(guild_id, sounds))
    return None
