"""Attempts to send something to an application, as they are kept and as they go over the wire.

Discord has no such routes; these are ours.
"""

import enum
from typing import Annotated, Literal

import msgspec

from core.wire import UNSET, Snowflake, Timestamp, UnsetType


class DeliveryKind(enum.IntEnum):
    INTERACTION = 1
    WEBHOOK_EVENT = 2
    ENDPOINT_CHECK = 3  # whether an endpoint answers, and looks at signatures


HIDDEN = "hidden"
"""What is kept in place of a token, for whoever has it answers as the application."""


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
    token: str = ""  # of an interaction: it is sent, and not kept


class ListDeliveries(msgspec.Struct):
    """`kind`: 1 interactions, 2 webhook events, 3 checks of endpoints. `subject`: the id of what was sent."""

    before: Snowflake | UnsetType = UNSET
    limit: Annotated[int, msgspec.Meta(ge=1, le=100)] = 25
    kind: Literal[1, 2, 3] | UnsetType = UNSET
    subject: Snowflake | UnsetType = UNSET


class DeliveryRequest(msgspec.Struct):
    """What was sent, byte by byte, but for what HTTP adds by itself, and for the token of an interaction."""

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
    """Why no answer came, or at the step `callback`, as the callback route would say it, why what came was refused."""

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
