"""SQL of role connections."""

from collections.abc import Sequence

from core.database import Reader, Transaction
from core.wire import UNSET, decode, encode
from domain.role_connections.records import MetadataRecord, RoleConnection


async def list_records(reader: Reader, application_id: int) -> list[MetadataRecord]:
    records = await reader.fetchval(
        "SELECT records FROM role_connection_metadata WHERE application_id = $1", application_id
    )
    return decode(records, list[MetadataRecord]) if records is not None else []


async def put_records(tx: Transaction, application_id: int, records: Sequence[MetadataRecord]) -> None:
    await tx.execute(
        "INSERT INTO role_connection_metadata (application_id, records) VALUES ($1, $2)"
        " ON CONFLICT (application_id) DO UPDATE SET records = excluded.records",
        application_id,
        encode(records).decode(),
    )


async def find(reader: Reader, user_id: int, application_id: int) -> RoleConnection | None:
    row = await reader.fetchrow(
        "SELECT platform_name, platform_username, metadata FROM role_connections"
        " WHERE user_id = $1 AND application_id = $2",
        user_id,
        application_id,
    )
    if row is None:
        return None
    return RoleConnection(
        platform_name=row["platform_name"] or UNSET,
        platform_username=row["platform_username"],
        metadata=decode(row["metadata"], dict[str, str]),
    )


async def put(tx: Transaction, user_id: int, application_id: int, connection: RoleConnection) -> None:
    await tx.execute(
        "INSERT INTO role_connections (user_id, application_id, platform_name, platform_username, metadata)"
        " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (user_id, application_id) DO UPDATE"
        " SET platform_name = excluded.platform_name, platform_username = excluded.platform_username,"
        " metadata = excluded.metadata",
        user_id,
        application_id,
        connection.platform_name or None,
        connection.platform_username,
        encode(connection.metadata).decode(),
    )


async def delete(tx: Transaction, user_id: int, application_id: int) -> None:
    await tx.execute("DELETE FROM role_connections WHERE user_id = $1 AND application_id = $2", user_id, application_id)


async def delete_of_application(tx: Transaction, application_id: int) -> None:
    await tx.execute("DELETE FROM role_connection_metadata WHERE application_id = $1", application_id)
    await tx.execute("DELETE FROM role_connections WHERE application_id = $1", application_id)
