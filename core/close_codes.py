"""Close codes of the gateway and of the voice gateway, each with what a client may do afterwards.

`reconnect` says whether a client may come back at all; whether it can resume is decided when it tries.
A code of 1000 or 1001 ends the session, so a socket that is to be resumed is closed with a code from here.
The gateway's table says which may reconnect. For voice it says so only of some; the rest follow from the
text: what would fail in the same way again may not.
Docs: topics/opcodes-and-status-codes#gateway-gateway-close-event-codes, #voice-voice-close-event-codes.
"""

import msgspec


class CloseCode(msgspec.Struct, frozen=True):
    """A WebSocket close code of ours; the reason goes into the close frame."""

    number: int
    reason: str
    reconnect: bool


UNKNOWN_ERROR = CloseCode(4000, "Unknown error.", True)
UNKNOWN_OPCODE = CloseCode(4001, "Unknown opcode.", True)
DECODE_ERROR = CloseCode(4002, "Error while decoding payload.", True)
NOT_AUTHENTICATED = CloseCode(4003, "Not authenticated.", True)
AUTHENTICATION_FAILED = CloseCode(4004, "Authentication failed.", False)
ALREADY_AUTHENTICATED = CloseCode(4005, "Already authenticated.", True)
INVALID_SEQ = CloseCode(4007, "Invalid seq.", True)
RATE_LIMITED = CloseCode(4008, "Rate limited.", True)
SESSION_TIMED_OUT = CloseCode(4009, "Session timed out.", True)
INVALID_SHARD = CloseCode(4010, "Invalid shard.", False)
SHARDING_REQUIRED = CloseCode(4011, "Sharding required.", False)
INVALID_API_VERSION = CloseCode(4012, "Invalid API version.", False)
INVALID_INTENTS = CloseCode(4013, "Invalid intent(s).", False)
DISALLOWED_INTENTS = CloseCode(4014, "Disallowed intent(s).", False)

VOICE_UNKNOWN_OPCODE = CloseCode(4001, "Unknown opcode.", True)
VOICE_DECODE_ERROR = CloseCode(4002, "Failed to decode payload.", True)
VOICE_NOT_AUTHENTICATED = CloseCode(4003, "Not authenticated.", True)
VOICE_AUTHENTICATION_FAILED = CloseCode(4004, "Authentication failed.", False)
VOICE_ALREADY_AUTHENTICATED = CloseCode(4005, "Already authenticated.", True)
VOICE_SESSION_NO_LONGER_VALID = CloseCode(4006, "Session is no longer valid.", True)
VOICE_SESSION_TIMEOUT = CloseCode(4009, "Session timeout.", True)
VOICE_SERVER_NOT_FOUND = CloseCode(4011, "Server not found.", True)
VOICE_UNKNOWN_PROTOCOL = CloseCode(4012, "Unknown protocol.", False)
VOICE_DISCONNECTED = CloseCode(4014, "Disconnected.", False)
VOICE_SERVER_CRASHED = CloseCode(4015, "Voice server crashed.", True)
VOICE_UNKNOWN_ENCRYPTION_MODE = CloseCode(4016, "Unknown encryption mode.", False)
VOICE_DAVE_REQUIRED = CloseCode(4017, "E2EE/DAVE protocol required.", False)
VOICE_BAD_REQUEST = CloseCode(4020, "Bad request.", True)
VOICE_RATE_LIMITED = CloseCode(4021, "Disconnected: Rate Limited.", False)
VOICE_CALL_TERMINATED = CloseCode(4022, "Disconnected: Call Terminated.", False)
