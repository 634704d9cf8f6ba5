"""Sending something again that was sent before."""

from collections.abc import Callable
from typing import Final

from core import clock, codes, form_codes, jobs, snowflakes
from core.database import Database
from core.problems import Problem
from domain.applications import queries as applications
from domain.applications.records import Application
from domain.deliveries import queries
from domain.deliveries.deliveries import Deliveries
from domain.deliveries.records import HIDDEN, Delivery, DeliveryKind, Sending
from domain.users.identity import Identity
from domain.webhook_events import actions as webhook_events

_INTERACTION_LASTS_MS: Final = 15 * 60 * 1000
_KEY: Final = '"token":"%s"'  # with its quotes, as no text of a user's can have it


async def redeliver(
    database: Database,
    deliveries: Deliveries,
    identity: Identity,
    application_id: int,
    delivery_id: int,
    token_of: Callable[[int, int], str],
) -> Delivery:
    """The new attempt: the same body, signed anew, to where the application wants such things now.

    `token_of` makes the token of an interaction of the application, which was not kept.

    An interaction is sent again while its token is good, for fifteen minutes. What is answered is kept to be read, and
    is no answer to the interaction: that is given with its token. An event that was acknowledged so is not tried again
    by itself. Raises 404, 10002, 10062, 20012, 50035.
    """
    application = await applications.get_own(database, identity, application_id)
    before = await queries.get(database, application_id, delivery_id)
    token, body = "", before.request.body
    if before.kind == DeliveryKind.INTERACTION:
        _require_answerable(int(before.subject))
        token = token_of(application_id, int(before.subject))
        body = body.replace(_KEY % HIDDEN, _KEY % token)
    sending = Sending(
        application_id=application_id,
        kind=before.kind,
        subject=before.subject,
        type=before.type,
        url=_url(application, before),
        body=body.encode(),
        attempt=before.attempt,
        redelivery_of=before.id,
        token=token,
    )
    delivery = await deliveries.attempt(sending)
    is_acknowledged = delivery.answer is not None and delivery.answer.status == webhook_events.ACKNOWLEDGED
    if before.kind == DeliveryKind.WEBHOOK_EVENT and is_acknowledged:
        async with database.transaction() as tx:
            await jobs.cancel(tx, webhook_events.SEND, before.subject)
    return delivery


def _require_answerable(interaction_id: int) -> None:
    late_ms = clock.now_ms() - snowflakes.created_ms(interaction_id) - _INTERACTION_LASTS_MS
    if late_ms >= 0:
        message = f"Unknown interaction: its token was good for 15 minutes, and is {late_ms / 1000:.0f} s too old."
        raise Problem(codes.UNKNOWN_INTERACTION, message=message)


def _url(application: Application, before: Delivery) -> str:
    """Where such things go now."""
    if before.kind == DeliveryKind.ENDPOINT_CHECK:
        reason = "A check is not sent again; an endpoint is checked when its URL is saved."
        raise Problem.invalid("delivery_id", form_codes.BASE_TYPE_INVALID, reason=reason)
    is_event = before.kind == DeliveryKind.WEBHOOK_EVENT
    url = application.event_webhooks_url if is_event else application.interactions_endpoint_url
    if url is None:
        reason = "The application has no URL any more to send this to."
        raise Problem.invalid("delivery_id", form_codes.BASE_TYPE_INVALID, reason=reason)
    return url
