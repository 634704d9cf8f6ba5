"""SQL of deliveries."""

from collections.abc import Sequence

import asyncpg

from core.database import Database, Reader, Transaction
from core.wire import Snowflake, Timestamp, decode, encode
from domain.deliveries.records import Delivery, DeliveryAnswer, DeliveryFailure, DeliveryKind, DeliveryRequest

_COLUMNS = (
    *("application_id", "id", "kind", "subject", "type", "attempt", "redelivery_of", "sent_at", "duration_ms", "url"),
    *("request_headers", "request_body", "status", "answer_headers", "answer_body", "is_cut", "failed_step"),
    "failure",
)
_TYPES = (
    *("bigint", "bigint", "smallint", "text", "text", "integer", "bigint", "timestamptz", "float8", "text"),
    *("json", "bytea", "smallint", "json", "text", "boolean", "text", "text"),
)
_ARRAYS = ", ".join(f"${number}::{kind}[]" for number, kind in enumerate(_TYPES, 1))
_INSERT = f"INSERT INTO deliveries ({', '.join(_COLUMNS)}) SELECT * FROM unnest({_ARRAYS})"
_SIGNING_KEY = "SELECT signing_key FROM applications WHERE id = $1"


async def insert(database: Database, deliveries: Sequence[Delivery]) -> None:
    columns = zip(*(_values(delivery) for delivery in deliveries), strict=True)
    await database.fetch(_INSERT, *map(list, columns))


async def find(reader: Reader, application_id: int, delivery_id: int) -> Delivery | None:
    row = await reader.fetchrow(
        "SELECT * FROM deliveries WHERE application_id = $1 AND id = $2", application_id, delivery_id
    )
    return _delivery(row) if row else None


async def list_before(
    reader: Reader, application_id: int, before: int | None, limit: int, kind: int | None, subject: str | None
) -> list[Delivery]:
    """The newest first."""
    rows = await reader.fetch(
        "SELECT * FROM deliveries WHERE application_id = $1 AND ($2::bigint IS NULL OR id < $2)"
        " AND ($3::smallint IS NULL OR kind = $3) AND ($4::text IS NULL OR subject = $4) ORDER BY id DESC LIMIT $5",
        application_id,
        before,
        kind,
        subject,
        limit,
    )
    return [_delivery(row) for row in rows]


async def delete_before(tx: Transaction, moment: Timestamp, limit: int) -> int:
    """Deletes at most so many of those that are older; how many there were."""
    old = "SELECT ctid FROM deliveries WHERE sent_at < $1 LIMIT $2"
    return await tx.execute(f"DELETE FROM deliveries WHERE ctid = ANY(ARRAY({old}))", moment.datetime(), limit)


async def find_signing_key(reader: Reader, application_id: int) -> bytes | None:
    return await reader.fetchval(_SIGNING_KEY, application_id)


def _values(delivery: Delivery) -> tuple[object, ...]:
    answer, failure = delivery.answer, delivery.failure
    return (
        *(delivery.application_id, delivery.id, delivery.kind, delivery.subject, delivery.type, delivery.attempt),
        *(delivery.redelivery_of, delivery.sent_at.datetime(), delivery.duration_ms, delivery.request.url),
        encode(delivery.request.headers).decode(),
        delivery.request.body.encode(),
        answer and answer.status,
        answer and encode(answer.headers).decode(),
        answer and answer.body,
        bool(answer and answer.body_is_cut),
        failure and failure.step,
        failure and failure.detail,
    )


def _delivery(row: asyncpg.Record) -> Delivery:
    answer = failure = None
    if row["status"] is not None:
        headers = decode(row["answer_headers"], dict[str, str])
        answer = DeliveryAnswer(row["status"], headers, row["answer_body"], row["is_cut"])
    if row["failed_step"] is not None:
        failure = DeliveryFailure(row["failed_step"], row["failure"])
    again = row["redelivery_of"]
    return Delivery(
        id=Snowflake(row["id"]),
        application_id=Snowflake(row["application_id"]),
        kind=DeliveryKind(row["kind"]),
        subject=row["subject"],
        type=row["type"],
        attempt=row["attempt"],
        redelivery_of=Snowflake(again) if again is not None else None,
        sent_at=Timestamp.of(row["sent_at"]),
        duration_ms=row["duration_ms"],
        request=DeliveryRequest(
            row["url"], decode(row["request_headers"], dict[str, str]), row["request_body"].decode()
        ),
        answer=answer,
        failure=failure,
    )
