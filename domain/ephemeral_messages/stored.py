"""An ephemeral message as it is kept, for as long as it may be shown."""

import msgspec

from core.wire import Timestamp, decode
from domain.messages.stored import StoredMessage


class EphemeralMessage(msgspec.Struct):
    stored: StoredMessage
    user_id: int  # who sees it, beside the application
    application_id: int


def kept(stored: StoredMessage) -> str:
    """The message as JSON. Ids are numbers there, as most of its fields take them."""
    return _encode(stored).decode()


def read(data: str) -> StoredMessage:
    return decode(data, StoredMessage)


def _plain(value: object) -> object:
    assert isinstance(value, int), "all our types are ints"
    return value.iso() if isinstance(value, Timestamp) else int(value)


_encode = msgspec.json.Encoder(enc_hook=_plain).encode
