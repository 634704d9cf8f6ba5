"""Does an endpoint answer, and does it look at signatures? Asked when it is saved, and from time to time.

A PING with a good signature must be answered as the docs say, and one with a bad signature with 401. With 400 it
is refused as well: that is how hikari's server answers.
Docs: interactions/overview#setting-up-an-endpoint, events/webhook-events#setting-up-an-endpoint.
"""

import hashlib
import secrets
from typing import Final

import msgspec

from core import jobs, snowflakes
from core.database import Database, Transaction
from core.outbound import Answered, OutboundError
from core.wire import Snowflake, encode
from domain import notices
from domain.applications import store
from domain.deliveries.deliveries import Deliveries
from domain.deliveries.records import DeliveryKind, Sending
from domain.teams import queries as teams
from domain.webhook_events.records import WebhookEvent, WebhookType

INTERACTIONS_URL: Final = "interactions_endpoint_url"
EVENTS_URL: Final = "event_webhooks_url"

_REFUSALS: Final = (401, 400)
_EVERY_S: Final = 6 * 3600.0
_MOST_QUOTED: Final = 100


class EndpointCheck(msgspec.Struct):
    """Of which application, and which of its URLs: INTERACTIONS_URL or EVENTS_URL."""

    application_id: Snowflake
    field: str
    url: str


CHECK: Final = jobs.Kind("endpoint check", EndpointCheck, delays_s=(60, 300))


class _InteractionPing(msgspec.Struct, kw_only=True):
    application_id: Snowflake
    id: Snowflake
    token: str  # with which nothing can be answered
    type: int = 1
    version: int = 1


class _Pong(msgspec.Struct):
    type: int


async def check(deliveries: Deliveries, application_id: int, field: str, url: str) -> str | None:
    """Which step failed and what came back, or None. Takes up to six seconds."""
    good = await _ping(deliveries, application_id, field, url, is_forged=False)
    if isinstance(good, OutboundError) or not _is_pong(field, good):
        wanted = '200 with {"type": 1} as application/json' if field == INTERACTIONS_URL else "204 with an empty body"
        return f"A PING with a good signature must be answered {wanted}; {_what_came(good)}"
    bad = await _ping(deliveries, application_id, field, url, is_forged=True)
    if isinstance(bad, OutboundError) or bad.status not in _REFUSALS:
        return f"A PING with a bad signature must be answered 401; {_what_came(bad)}"
    return None


async def keep_checking(tx: Transaction, application_id: int, field: str, url: str) -> None:
    """Promises that the endpoint is checked again from time to time, as long as it is the one."""
    payload = EndpointCheck(Snowflake(application_id), field, url)
    key = f"{application_id} {field} {hashlib.sha256(url.encode()).hexdigest()}"
    await jobs.enqueue(tx, CHECK, payload, at=jobs.in_seconds(_EVERY_S), key=key, owner=application_id)


async def repeat(database: Database, deliveries: Deliveries, asked: EndpointCheck) -> float | None:
    """Checks once more. Raises NotDoneError; gives when the next time is."""
    if await store.find_endpoint(database, asked.application_id, asked.field) != asked.url:
        return None
    failure = await check(deliveries, asked.application_id, asked.field, asked.url)
    if failure is not None:
        raise jobs.NotDoneError(failure)
    return _EVERY_S


async def remove(tx: Transaction, asked: EndpointCheck, failure: str) -> None:
    """Takes the URL away, and tells the owner why."""
    owner_id = await store.remove_endpoint(tx, asked.application_id, asked.field, asked.url)
    if owner_id is not None:
        text = f"The {asked.field} of your application {asked.application_id} was removed. {failure} It was {asked.url}"
        await notices.tell(tx, await teams.person(tx, owner_id), text[:2000], about=f"url {snowflakes.make()}")


async def _ping(
    deliveries: Deliveries, application_id: int, field: str, url: str, *, is_forged: bool
) -> Answered | OutboundError:
    ping_id = snowflakes.make()
    owner = Snowflake(application_id)
    if field == INTERACTIONS_URL:
        body = encode(_InteractionPing(application_id=owner, id=ping_id, token=secrets.token_urlsafe(32)))
    else:
        body = encode(WebhookEvent(1, owner, WebhookType.PING))
    sending = Sending(
        application_id=application_id,
        kind=DeliveryKind.ENDPOINT_CHECK,
        subject=str(ping_id),
        type="PING",
        url=url,
        body=body,
        is_forged=is_forged,
    )
    try:
        return await deliveries.send(sending)
    except OutboundError as error:
        return error


def _is_pong(field: str, answered: Answered) -> bool:
    if field == EVENTS_URL:
        return answered.status == 204 and not answered.body
    media_type = answered.headers.get("content-type", "").partition(";")[0].strip().lower()
    if answered.status != 200 or media_type != "application/json":
        return False
    try:
        return msgspec.json.decode(answered.body, type=_Pong).type == 1
    except msgspec.DecodeError:
        return False


def _what_came(answered: Answered | OutboundError) -> str:
    if isinstance(answered, OutboundError):
        return f"no answer came, at the step `{answered.step}`: {answered.detail}."
    start = answered.body[: _MOST_QUOTED + 1].decode(errors="replace")
    quoted = start if len(start) <= _MOST_QUOTED else f"{start[:_MOST_QUOTED]}…"
    kind = answered.headers.get("content-type", "no content type")
    return f"it was answered {answered.status} with {kind}: {quoted!r}."
