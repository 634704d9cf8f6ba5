"""Update voice state (op 4): join or leave a voice channel. Docs: events/gateway-events#update-voice-state.

Voice is not served yet. The command is checked, since a malformed one closes the socket, and nothing comes of it: a
client that wants to join hears neither VOICE_STATE_UPDATE nor VOICE_SERVER_UPDATE, and gives up by itself.
"""

from typing import TYPE_CHECKING

from core.close_codes import CloseCode
from gateway.commands import UpdateVoiceState
from gateway.connection import Connection

if TYPE_CHECKING:
    from gateway.node import Node


async def update_voice_state(node: "Node", connection: Connection, command: UpdateVoiceState) -> CloseCode | None:
    return None
