"""SQL of applications."""

from collections.abc import Collection

import asyncpg
import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.database import Reader, Transaction
from core.wire import UNSET, Snowflake, decode
from domain.applications.flags import ApplicationFlag
from domain.applications.records import Application, Client, InstallParams, IntegrationTypes
from domain.users import queries as users


async def find_application(reader: Reader, application_id: int) -> Application | None:
    row = await reader.fetchrow(
        "SELECT *, (SELECT count(*) FROM memberships WHERE user_id = applications.id) AS guilds"
        " FROM applications WHERE id = $1",
        application_id,
    )
    return await _application(reader, row) if row else None


async def find_client(reader: Reader, application_id: int) -> Client | None:
    row = await reader.fetchrow(
        "SELECT id, owner_id, secret_hash, redirect_uris, flags, bot_require_code_grant FROM applications"
        " WHERE id = $1",
        application_id,
    )
    if row is None:
        return None
    return Client(
        id=row["id"],
        owner_id=row["owner_id"],
        secret_hash=row["secret_hash"],
        redirect_uris=row["redirect_uris"],
        is_public=bool(row["flags"] & ApplicationFlag.PUBLIC_OAUTH2_CLIENT),
        bot_require_code_grant=row["bot_require_code_grant"],
    )


async def list_of_owner(reader: Reader, owner_id: int) -> list[Application]:
    rows = await reader.fetch(
        "SELECT *, (SELECT count(*) FROM memberships WHERE user_id = applications.id) AS guilds"
        " FROM applications WHERE owner_id = $1 ORDER BY id",
        owner_id,
    )
    return [await _application(reader, row) for row in rows]


async def count_of_owner(reader: Reader, owner_id: int) -> int:
    return await reader.fetchval("SELECT count(*) FROM applications WHERE owner_id = $1", owner_id)


async def insert(
    tx: Transaction, application_id: int, owner_id: int, signing_key: bytes, columns: dict[str, object]
) -> None:
    """A new application; the columns' names come from our own code."""
    names = ", ".join(("id", "owner_id", "signing_key", *columns))
    places = ", ".join(f"${number}" for number in range(1, len(columns) + 4))
    await tx.execute(
        f"INSERT INTO applications ({names}) VALUES ({places})",
        application_id,
        owner_id,
        signing_key,
        *columns.values(),
    )


async def update(tx: Transaction, application_id: int, columns: dict[str, object]) -> None:
    """Sets the columns; their names come from our own code."""
    sets = ", ".join(f"{column} = ${number}" for number, column in enumerate(columns, 2))
    await tx.execute(f"UPDATE applications SET {sets} WHERE id = $1", application_id, *columns.values())


async def set_flag(tx: Transaction, application_id: int, flag: int, *, on: bool) -> None:
    changed = "flags | $2" if on else "flags & ~$2::bigint"
    await tx.execute(f"UPDATE applications SET flags = {changed} WHERE id = $1", application_id, flag)


async def find_endpoint(reader: Reader, application_id: int, field: str) -> str | None:
    """The URL in this column, whose name comes from our own code."""
    return await reader.fetchval(f"SELECT {field} FROM applications WHERE id = $1", application_id)


async def remove_endpoint(tx: Transaction, application_id: int, field: str, url: str) -> int | None:
    """Empties the column if it has this URL; then gives the application's owner."""
    return await tx.fetchval(
        f"UPDATE applications SET {field} = NULL WHERE id = $1 AND {field} = $2 RETURNING owner_id",
        application_id,
        url,
    )


async def _application(reader: Reader, row: asyncpg.Record) -> Application:
    people = await users.by_ids(reader, {row["owner_id"], row["id"]})
    public_key = Ed25519PrivateKey.from_private_bytes(row["signing_key"]).public_key()
    install_params = row["install_params"]
    return Application(
        id=Snowflake(row["id"]),
        name=row["name"],
        icon=row["icon"],
        description=row["description"],
        description_localizations=decode(row["description_localizations"], dict[str, str]) or UNSET,
        cover_image=row["cover_image"] or UNSET,
        bot=people[row["id"]],
        rpc_origins=row["rpc_origins"],
        bot_public=row["bot_public"],
        bot_require_code_grant=row["bot_require_code_grant"],
        terms_of_service_url=row["terms_of_service_url"] or UNSET,
        privacy_policy_url=row["privacy_policy_url"] or UNSET,
        custom_install_url=row["custom_install_url"] or UNSET,
        install_params=decode(install_params, InstallParams) if install_params else UNSET,
        integration_types_config=decode(row["integration_types_config"], IntegrationTypes),
        verify_key=public_key.public_bytes_raw().hex(),
        flags=row["flags"] & 0x7FFF_FFFF,
        flags_new=str(row["flags"]),
        max_participants=row["max_participants"],
        tags=row["tags"],
        redirect_uris=row["redirect_uris"],
        interactions_endpoint_url=row["interactions_endpoint_url"],
        role_connections_verification_url=row["role_connections_verification_url"],
        owner=people[row["owner_id"]],
        approximate_guild_count=row["guilds"],
        event_webhooks_url=row["event_webhooks_url"],
        event_webhooks_status=row["event_webhooks_status"],
        event_webhooks_types=row["event_webhooks_types"],
        explicit_content_filter=row["explicit_content_filter"],
    )


class Summary(msgspec.Struct):
    """What lists of commands tell of an application."""

    id: int
    name: str
    icon: str | None
    description: str
    flags: int


async def summaries(reader: Reader, application_ids: Collection[int]) -> list[Summary]:
    rows = await reader.fetch(
        "SELECT id, name, icon, description, flags FROM applications WHERE id = ANY($1) ORDER BY id",
        list(application_ids),
    )
    return [Summary(**row) for row in rows]
