"""SQL of the users that invites are for, and of the jobs that read them."""

import datetime as dt

import msgspec

from core.database import Reader, Transaction


class JobRow(msgspec.Struct):
    """How far the reading of an invite's file is."""

    id: int
    status: int
    total_users: int
    processed_users: int
    created_at: dt.datetime
    completed_at: dt.datetime | None
    error_message: str | None


async def put(tx: Transaction, code: str, job_id: int, user_ids: list[int], status: int, now: dt.datetime) -> None:
    """Begins anew with these users; those of before are gone."""
    await delete_several(tx, [code])
    await tx.execute(
        "INSERT INTO invite_target_jobs (code, id, user_ids, status, created_at) VALUES ($1, $2, $3, $4, $5)",
        code,
        job_id,
        user_ids,
        status,
        now,
    )


async def delete_several(tx: Transaction, codes: list[str]) -> None:
    """Whom these invites were for."""
    for table in ("invite_target_users", "invite_target_jobs"):
        await tx.execute(f"DELETE FROM {table} WHERE code = ANY($1::text[])", codes)


async def find_job(reader: Reader, code: str, *, held: bool = False) -> JobRow | None:
    """`held`: nobody else changes it until the transaction ends."""
    row = await reader.fetchrow(
        "SELECT id, status, cardinality(user_ids) AS total_users, processed_users, created_at, completed_at,"
        f" error_message FROM invite_target_jobs WHERE code = $1{' FOR UPDATE' if held else ''}",
        code,
    )
    return JobRow(**row) if row else None


async def user_ids(reader: Reader, code: str) -> list[int] | None:
    """The users of the file, in its order; None for an invite that has none."""
    return await reader.fetchval("SELECT user_ids FROM invite_target_jobs WHERE code = $1", code)


async def take_in(tx: Transaction, code: str, first: int, count: int) -> None:
    """Lets the next users of the file accept the invite, those after the first so many."""
    await tx.execute(
        "INSERT INTO invite_target_users (code, user_id)"
        " SELECT code, unnest(user_ids[$2::int + 1:$2::int + $3::int]) FROM invite_target_jobs WHERE code = $1",
        code,
        first,
        count,
    )
    await tx.execute(
        "UPDATE invite_target_jobs SET processed_users = least($2::int + $3::int, cardinality(user_ids))"
        " WHERE code = $1",
        code,
        first,
        count,
    )


async def finish(
    tx: Transaction, code: str, job_id: int, status: int, completed_at: dt.datetime | None, error: str | None
) -> None:
    await tx.execute(
        "UPDATE invite_target_jobs SET status = $3, completed_at = $4, error_message = $5 WHERE code = $1 AND id = $2",
        code,
        job_id,
        status,
        completed_at,
        error,
    )


async def has(reader: Reader, code: str, user_id: int) -> bool:
    return bool(
        await reader.fetchval("SELECT 1 FROM invite_target_users WHERE code = $1 AND user_id = $2", code, user_id)
    )
