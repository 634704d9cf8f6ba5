"""Attempts to send something to an application, as they are kept and as they go over the wire.

Discord has no such routes; these are ours.
"""

import enum

import msgspec

from core.wire import Snowflake, Timestamp


class DeliveryKind(enum.IntEnum):
    INTERACTION = 1
    WEBHOOK_EVENT = 2
    ENDPOINT_CHECK = 3  # whether an endpoint answers, and looks at signatures


class Sending(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be sent. The signature is made anew for each attempt."""

    application_id: int
    kind: DeliveryKind
    subject: str  # the id of what is sent: an interaction's, an event's
    type: str  # of the interaction, of the event
    url: str
    body: bytes
    attempt: int = 1
    redelivery_of: int | None = None
    is_forged: bool = False  # with a signature that is not ours


class DeliveryRequest(msgspec.Struct):
    """What was sent, byte by byte, but for what HTTP adds by itself."""

    url: str
    headers: dict[str, str]
    body: str


class DeliveryAnswer(msgspec.Struct):
    """What came back. Of the body at most the first 16 KiB are kept, as text."""

    status: int
    headers: dict[str, str]
    body: str
    body_is_cut: bool


class DeliveryFailure(msgspec.Struct):
    """Why no answer came."""

    step: str
    detail: str


class Delivery(msgspec.Struct, kw_only=True):
    """One attempt."""

    id: Snowflake
    application_id: Snowflake
    kind: DeliveryKind
    subject: str
    type: str
    attempt: int
    redelivery_of: Snowflake | None
    sent_at: Timestamp
    duration_ms: float
    request: DeliveryRequest
    answer: DeliveryAnswer | None
    failure: DeliveryFailure | None
