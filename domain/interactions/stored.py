"""An interaction as it is kept, until nobody can answer it any more."""

import enum

import msgspec

from core.wire import Timestamp
from domain.messages.records import InteractionMetadata


class InteractionType(enum.IntEnum):
    """Docs: interactions/receiving-and-responding#interaction-object-interaction-type."""

    PING = 1
    APPLICATION_COMMAND = 2
    MESSAGE_COMPONENT = 3
    APPLICATION_COMMAND_AUTOCOMPLETE = 4
    MODAL_SUBMIT = 5


class StoredInteraction(msgspec.Struct, kw_only=True):
    application_id: int
    id: int
    type: int
    user_id: int  # who invoked it
    guild_id: int | None
    channel_id: int
    message_id: int | None  # of the component that was used
    nonce: str | None  # by which the user's client knows it
    metadata: InteractionMetadata  # as messages that answer it show it
    app_permissions: int  # of the application in the channel
    over_http: bool = False
    response_type: int | None = None
    responded_at: Timestamp | None = None
    response_message_id: int | None = None  # @original
    response_flags: int = 0  # EPHEMERAL, LOADING: of @original
    failed_at: Timestamp | None = None  # when the user was told that no answer came
