"""Telling an application of an event over HTTP: promised with the event's transaction, sent by a job.

An attempt that is not answered 204 within three seconds is repeated, each time after twice as long, for ten minutes.
Then the application's webhook events are stopped and its owner is told. Every event is delivered at least once, in
no order; once its 204 is noted it is not sent again. Docs: events/webhook-events#responding-to-events.
"""

from typing import Final

import msgspec

from core import clock, jobs, snowflakes
from core.database import Database, Transaction
from core.outbound import OutboundError
from core.wire import Snowflake, encode
from domain import notices
from domain.deliveries.deliveries import Deliveries
from domain.deliveries.records import DeliveryKind, Sending
from domain.teams import queries as teams
from domain.webhook_events import store
from domain.webhook_events.records import PendingEvent, WebhookEvent, WebhookEventBody, WebhookType

SEND: Final = jobs.Kind("webhook event", PendingEvent, delays_s=(5, 10, 20, 40, 80, 160, 285))  # ten minutes together

ACKNOWLEDGED: Final = 204


async def emit(
    tx: Transaction, application_id: int, event_type: str, data: msgspec.Struct, *, url: str | None = None
) -> None:
    """Tells the application, if it has subscribed to events of the type. Call it inside what causes the event.

    `url`: where this one goes, if not where the application's events go.
    """
    wanted = await store.find_subscription(tx, application_id)
    if wanted is None or event_type not in wanted.types:
        return
    event = WebhookEventBody(event_type, clock.timestamp(), data)
    body = encode(WebhookEvent(1, Snowflake(application_id), WebhookType.EVENT, event)).decode()
    pending = PendingEvent(Snowflake(application_id), snowflakes.make(), event_type, body, url)
    await jobs.enqueue(tx, SEND, pending, key=str(pending.event_id), owner=application_id)


async def send(database: Database, deliveries: Deliveries, pending: PendingEvent, attempt: int) -> None:
    """One attempt, to where the application wants its events now. Raises NotDoneError."""
    wanted = await store.find_subscription(database, pending.application_id)
    if wanted is None or pending.type not in wanted.types:
        return
    sending = Sending(
        application_id=pending.application_id,
        kind=DeliveryKind.WEBHOOK_EVENT,
        subject=str(pending.event_id),
        type=pending.type,
        url=pending.url or wanted.url,
        body=pending.body.encode(),
        attempt=attempt,
    )
    try:
        answered = await deliveries.send(sending)
    except OutboundError as error:
        raise jobs.NotDoneError(error.detail) from error
    if answered.status != ACKNOWLEDGED:
        raise jobs.NotDoneError(f"it was answered {answered.status}, not {ACKNOWLEDGED}")


async def give_up(tx: Transaction, pending: PendingEvent, failure: str) -> None:
    """Stops the application's webhook events, and tells its owner once. One that goes elsewhere stops nothing."""
    if pending.url is not None:
        return
    owner_id = await store.disable(tx, pending.application_id)
    if owner_id is not None:
        text = (
            f"Webhook events of your application {pending.application_id} are disabled: {pending.type} could not be"
            f" delivered for ten minutes ({failure}). Every attempt is listed under its deliveries."
            " Enable them again when the endpoint answers."
        )
        await notices.tell(tx, await teams.person(tx, owner_id), text, about=f"events {pending.event_id}")
