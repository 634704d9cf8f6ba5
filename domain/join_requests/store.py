"""SQL of forms and join requests."""

import asyncpg

from core import snowflakes
from core.database import Reader, Transaction
from core.wire import Snowflake, Timestamp, decode, encode
from domain.join_requests.records import (
    STARTED,
    SUBMITTED,
    Answered,
    FormField,
    ListJoinRequests,
    MemberVerification,
    Status,
    StoredRequest,
)

_COLUMNS = "id, application_status, form_responses, rejection_reason, reviewed_at, actioned_by_user_id, last_seen"
_SELECT = f"SELECT guild_id, user_id, {_COLUMNS} FROM join_requests"


async def find_form(reader: Reader, guild_id: int) -> MemberVerification | None:
    row = await reader.fetchrow(
        "SELECT version, form_fields, description FROM member_verifications WHERE guild_id = $1", guild_id
    )
    if row is None:
        return None
    fields = decode(row["form_fields"], list[FormField])
    return MemberVerification(Timestamp.of(row["version"]), fields, row["description"])


async def put_form(tx: Transaction, guild_id: int, form: MemberVerification) -> None:
    assert form.version is not None
    await tx.execute(
        "INSERT INTO member_verifications (guild_id, version, form_fields, description) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT (guild_id) DO UPDATE SET (version, form_fields, description) = ROW($2, $3, $4)",
        guild_id,
        form.version.datetime(),
        encode(form.form_fields).decode(),
        form.description,
    )


async def features(reader: Reader, guild_id: int) -> list[str] | None:
    """None when there is no such guild."""
    return await reader.fetchval("SELECT features FROM guilds WHERE id = $1", guild_id)


async def find(reader: Reader, guild_id: int, user_id: int) -> StoredRequest | None:
    """The user's last request."""
    row = await reader.fetchrow(f"{_SELECT} WHERE guild_id = $1 AND user_id = $2", guild_id, user_id)
    return _request(row) if row else None


async def find_by_id(reader: Reader, request_id: int) -> StoredRequest | None:
    row = await reader.fetchrow(f"{_SELECT} WHERE id = $1", request_id)
    return _request(row) if row else None


async def list_active_of_user(reader: Reader, user_id: int) -> list[StoredRequest]:
    """Of the guilds where he is a member, those that he has not acknowledged."""
    rows = await reader.fetch(
        f"{_SELECT} JOIN memberships USING (guild_id, user_id) WHERE user_id = $1 AND last_seen IS NULL ORDER BY id",
        user_id,
    )
    return [_request(row) for row in rows]


async def page(reader: Reader, guild_id: int, query: ListJoinRequests) -> list[StoredRequest]:
    """Those that are submitted, or have been."""
    order = "id" if query.after else "id DESC"
    rows = await reader.fetch(
        f"{_SELECT} WHERE guild_id = $1 AND application_status <> '{STARTED}'"
        " AND ($2::text IS NULL OR application_status = $2)"
        f" AND id > $3 AND ($4::bigint IS NULL OR id < $4) ORDER BY {order} LIMIT $5",
        guild_id,
        query.status or None,
        query.after or 0,
        query.before or None,
        query.limit,
    )
    return [_request(row) for row in rows]


async def count(reader: Reader, guild_id: int, status: Status | None) -> int:
    return await reader.fetchval(
        f"SELECT count(*) FROM join_requests WHERE guild_id = $1 AND application_status <> '{STARTED}'"
        " AND ($2::text IS NULL OR application_status = $2)",
        guild_id,
        status,
    )


async def list_submitted(reader: Reader, guild_id: int) -> list[StoredRequest]:
    rows = await reader.fetch(
        f"{_SELECT} WHERE guild_id = $1 AND application_status = '{SUBMITTED}' ORDER BY id", guild_id
    )
    return [_request(row) for row in rows]


async def pending_members(reader: Reader, guild_id: int) -> list[int]:
    rows = await reader.fetch("SELECT user_id FROM members WHERE guild_id = $1 AND pending ORDER BY user_id", guild_id)
    return [row["user_id"] for row in rows]


async def put(tx: Transaction, request: StoredRequest) -> None:
    """In place of the user's last one."""
    responses = request.form_responses
    places = "$3, $4, $5, $6, $7, $8, $9"
    await tx.execute(
        f"INSERT INTO join_requests (guild_id, user_id, {_COLUMNS}) VALUES ($1, $2, {places})"
        f" ON CONFLICT (guild_id, user_id) DO UPDATE SET ({_COLUMNS}) = ROW({places})",
        request.guild_id,
        request.user_id,
        request.id,
        request.application_status,
        encode(responses).decode() if responses is not None else None,
        request.rejection_reason,
        request.reviewed_at.datetime() if request.reviewed_at else None,
        request.actioned_by_user_id,
        request.last_seen.datetime() if request.last_seen else None,
    )


async def delete(tx: Transaction, guild_id: int, user_id: int) -> None:
    await tx.execute("DELETE FROM join_requests WHERE guild_id = $1 AND user_id = $2", guild_id, user_id)


async def delete_old(tx: Transaction, before: int, limit: int) -> int:
    """Deletes requests with a lower id whose users wait no more; gives how many."""
    return await tx.execute(
        "DELETE FROM join_requests WHERE (guild_id, user_id) IN (SELECT guild_id, user_id FROM join_requests j"
        " WHERE id < $1 AND NOT EXISTS (SELECT FROM members m WHERE m.guild_id = j.guild_id"
        " AND m.user_id = j.user_id AND m.pending) ORDER BY id LIMIT $2)",
        before,
        limit,
    )


def _request(row: asyncpg.Record) -> StoredRequest:
    responses = row["form_responses"]
    return StoredRequest(
        guild_id=row["guild_id"],
        user_id=row["user_id"],
        id=Snowflake(row["id"]),
        created_at=Timestamp(snowflakes.created_ms(row["id"]) * 1000),
        application_status=row["application_status"],
        form_responses=decode(responses, list[Answered]) if responses is not None else None,
        rejection_reason=row["rejection_reason"],
        reviewed_at=Timestamp.of(row["reviewed_at"]) if row["reviewed_at"] else None,
        actioned_by_user_id=row["actioned_by_user_id"],
        last_seen=Timestamp.of(row["last_seen"]) if row["last_seen"] else None,
    )
