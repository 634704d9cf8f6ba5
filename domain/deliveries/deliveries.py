"""Sending to applications over HTTP, signed; each attempt is kept.

What is kept is written in the background, many attempts in one statement, so that no sender waits for it. `close`
waits for what is still to be written.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Final, TypeAlias

import asyncpg
import structlog
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core import clock, codes, snowflakes
from core.database import Database
from core.lanes import Lanes
from core.outbound import TIMEOUT_S, Answered, Outbound, OutboundError
from core.problems import Problem
from core.wire import Snowflake, Timestamp
from domain.deliveries import signing, store
from domain.deliveries.records import (
    HIDDEN,
    Delivery,
    DeliveryAnswer,
    DeliveryFailure,
    DeliveryKind,
    DeliveryRequest,
    Sending,
)

MOST_KEPT_BYTES: Final = 16 * 1024
"""Of an answer's body."""

Take: TypeAlias = Callable[[Answered], Awaitable[None]]
"""Does what an answer asks for. Raises Problem when it cannot be done."""

_MOST_KEYS: Final = 10_000

_log = structlog.get_logger(__name__)


class Deliveries:
    """A process' one sender. `most_form_bytes`: the largest answer with files."""

    def __init__(self, database: Database, outbound: Outbound, *, most_form_bytes: int) -> None:
        self._database = database
        self._outbound = outbound
        self._most_form_bytes = most_form_bytes
        self._keys: dict[int, Ed25519PrivateKey] = {}  # an application's key never changes
        self._writing: set[asyncio.Task[None]] = set()
        self._lanes: Lanes[Delivery, None] = Lanes(self._write)

    async def close(self) -> None:
        await asyncio.gather(*self._writing)

    async def send_interaction(
        self,
        application_id: int,
        url: str,
        interaction_id: int,
        body: bytes,
        *,
        token: str = "",
        take: Take | None = None,
    ) -> Answered:
        """What the application answers to an interaction, of any status. `token`: in the body.

        `take` does what the answer says; why it could not is kept with it. Raises OutboundError, and what `take` does.
        """
        sending = Sending(
            application_id=application_id,
            kind=DeliveryKind.INTERACTION,
            subject=str(interaction_id),
            type="INTERACTION_CREATE",
            url=url,
            body=body,
            token=token,
        )
        return await self.send(sending, take)

    async def send(self, sending: Sending, take: Take | None = None) -> Answered:
        """The application's answer, of whatever status. Raises OutboundError, and what `take` raises."""
        _, answered = await self._attempt(sending, take)
        if isinstance(answered, Exception):
            raise answered
        return answered

    async def attempt(self, sending: Sending) -> Delivery:
        """Sends, and gives what is kept of it. Raises 10002."""
        delivery, _ = await self._attempt(sending)
        return delivery

    async def _attempt(
        self, sending: Sending, take: Take | None = None
    ) -> tuple[Delivery, Answered | OutboundError | Problem]:
        key = await self._key(sending.application_id)
        sent_at = clock.timestamp()
        timestamp_s = sent_at // 1_000_000
        signed = signing.forge(timestamp_s) if sending.is_forged else signing.sign(key, timestamp_s, sending.body)
        headers = {"Content-Type": "application/json", **signed}
        started = clock.stopwatch()
        answered: Answered | OutboundError
        try:
            answered = await self._outbound.post(
                sending.url, sending.body, headers, timeout_s=TIMEOUT_S, most_form_bytes=self._most_form_bytes
            )
        except OutboundError as error:
            answered = error
        delivery = _kept(sending, sent_at, (clock.stopwatch() - started) * 1000, headers, answered)
        refused = await _taken(take, answered) if take is not None and isinstance(answered, Answered) else None
        if refused is not None:
            delivery.failure = DeliveryFailure("callback", _text(_without(sending.token, refused.body())))
        self._keep(delivery)
        return delivery, refused or answered

    async def _key(self, application_id: int) -> Ed25519PrivateKey:
        key = self._keys.get(application_id)
        if key is None:
            seed = await store.find_signing_key(self._database, application_id)
            if seed is None:
                raise Problem(codes.UNKNOWN_APPLICATION)
            if len(self._keys) >= _MOST_KEYS:
                self._keys.clear()
            key = self._keys[application_id] = Ed25519PrivateKey.from_private_bytes(seed)
        return key

    def _keep(self, delivery: Delivery) -> None:
        task = asyncio.create_task(self._put(delivery))
        self._writing.add(task)
        task.add_done_callback(self._writing.discard)

    async def _put(self, delivery: Delivery) -> None:
        try:
            await self._lanes.put(delivery)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as problem:  # TimeoutError is an OSError
            _log.warning("an attempt of a delivery was not kept", delivery=delivery.id, reason=str(problem))

    async def _write(self, batch: Sequence[Delivery]) -> list[None]:
        await store.insert(self._database, batch)
        return [None] * len(batch)


async def _taken(take: Take, answered: Answered) -> Problem | None:
    """What is wrong with the answer."""
    try:
        await take(answered)
    except Problem as refused:
        return refused
    return None


def _kept(
    sending: Sending,
    sent_at: Timestamp,
    duration_ms: float,
    headers: dict[str, str],
    answered: Answered | OutboundError,
) -> Delivery:
    answer = failure = None
    if isinstance(answered, OutboundError):
        failure = DeliveryFailure(answered.step, _text(answered.detail))
    else:
        body = _without(sending.token, answered.body)
        headers_shown = ((name, value.encode("utf-8", "replace")) for name, value in answered.headers.items())
        shown = {_text(name): _text(_without(sending.token, value)) for name, value in headers_shown}
        answer = DeliveryAnswer(answered.status, shown, _text(body[:MOST_KEPT_BYTES]), len(body) > MOST_KEPT_BYTES)
    again = sending.redelivery_of
    return Delivery(
        id=Snowflake(snowflakes.make()),
        application_id=Snowflake(sending.application_id),
        kind=sending.kind,
        subject=sending.subject,
        type=sending.type,
        attempt=sending.attempt,
        redelivery_of=Snowflake(again) if again is not None else None,
        sent_at=sent_at,
        duration_ms=duration_ms,
        request=DeliveryRequest(sending.url, headers, _without(sending.token, sending.body).decode()),
        answer=answer,
        failure=failure,
    )


def _without(token: str, data: bytes) -> bytes:
    return data.replace(token.encode(), HIDDEN.encode()) if token else data


def _text(raw: bytes | str) -> str:
    """As PostgreSQL and JSON can carry it."""
    data = raw.encode("utf-8", "replace") if isinstance(raw, str) else raw
    return data.decode("utf-8", "replace").replace("\0", "\N{REPLACEMENT CHARACTER}")
