"""SQL of webhook events: the part of an application that says what it wants, and where."""

from typing import NamedTuple

from core.database import Reader, Transaction
from domain.webhook_events.records import EventWebhooksStatus


class Subscription(NamedTuple):
    """What an application wants to hear of, and where."""

    url: str
    types: list[str]


async def find_subscription(reader: Reader, application_id: int) -> Subscription | None:
    """None when it wants nothing."""
    row = await reader.fetchrow(
        "SELECT event_webhooks_url, event_webhooks_types FROM applications"
        " WHERE id = $1 AND event_webhooks_status = $2 AND event_webhooks_url IS NOT NULL",
        application_id,
        EventWebhooksStatus.ENABLED,
    )
    return Subscription(row[0], row[1]) if row else None


async def disable(tx: Transaction, application_id: int) -> int | None:
    """Stops what is enabled; gives the application's owner if it was."""
    return await tx.fetchval(
        "UPDATE applications SET event_webhooks_status = $2 WHERE id = $1 AND event_webhooks_status = $3"
        " RETURNING owner_id",
        application_id,
        EventWebhooksStatus.DISABLED_BY_PLATFORM,
        EventWebhooksStatus.ENABLED,
    )
