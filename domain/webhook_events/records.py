"""Webhook events as they go over the wire. Docs: events/webhook-events#webhook-event-payloads."""

import enum
from typing import Any

import msgspec

from core.wire import UNSET, Snowflake, Timestamp, UnsetType


class WebhookType(enum.IntEnum):
    PING = 0
    EVENT = 1


class EventWebhooksStatus(enum.IntEnum):
    """Docs: resources/application#application-object-application-event-webhook-status."""

    DISABLED = 1
    ENABLED = 2
    DISABLED_BY_PLATFORM = 3


class WebhookEventBody(msgspec.Struct):
    """An event: `data` is as its type says."""

    type: str
    timestamp: Timestamp
    data: Any | UnsetType = UNSET


class WebhookEvent(msgspec.Struct):
    """What is sent."""

    version: int
    application_id: Snowflake
    type: WebhookType
    event: WebhookEventBody | UnsetType = UNSET


class PendingEvent(msgspec.Struct):
    """An event that is to be delivered: the very body of each attempt. `url`: where, if not where all go."""

    application_id: Snowflake
    event_id: Snowflake
    type: str
    body: str
    url: str | None = None
