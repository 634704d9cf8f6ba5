"""An ephemeral message as it is kept, for as long as it may be shown."""

import msgspec

from domain.messages.stored import StoredMessage


class EphemeralMessage(msgspec.Struct):
    stored: StoredMessage
    user_id: int  # who sees it, beside the application
    application_id: int
