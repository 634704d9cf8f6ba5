"""SQL of applications."""

from collections.abc import Collection, Mapping

import asyncpg
import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.database import Reader, Transaction
from core.wire import UNSET, Snowflake, decode
from domain.applications.flags import ApplicationFlag
from domain.applications.records import Application, Client, InstallParams, IntegrationTypes, Tester
from domain.teams import queries as teams
from domain.teams.records import MembershipState, Team
from domain.users import queries as users
from domain.users.records import User

_SELECT = """
    SELECT *, EXISTS (SELECT FROM teams WHERE teams.id = owner_id) AS is_of_team,
        (SELECT count(*) FROM memberships WHERE user_id = applications.id) AS guilds,
        (SELECT count(*) FROM user_installs WHERE application_id = applications.id) AS user_installs,
        (SELECT count(*) FROM grants WHERE application_id = applications.id) AS authorizations
    FROM applications
"""


async def find_application(reader: Reader, application_id: int) -> Application | None:
    rows = await reader.fetch(f"{_SELECT} WHERE id = $1", application_id)
    return (await _applications(reader, rows))[0] if rows else None


async def find_client(reader: Reader, application_id: int) -> Client | None:
    row = await reader.fetchrow(
        "SELECT id, owner_id, EXISTS (SELECT FROM teams WHERE id = owner_id) AS is_of_team, secret_hash,"
        " redirect_uris, flags, bot_require_code_grant FROM applications WHERE id = $1",
        application_id,
    )
    if row is None:
        return None
    return Client(
        id=row["id"],
        owner_id=row["owner_id"],
        is_of_team=row["is_of_team"],
        secret_hash=row["secret_hash"],
        redirect_uris=row["redirect_uris"],
        is_public=bool(row["flags"] & ApplicationFlag.PUBLIC_OAUTH2_CLIENT),
        bot_require_code_grant=row["bot_require_code_grant"],
    )


async def list_of_owners(reader: Reader, owner_ids: Collection[int]) -> list[Application]:
    """Of users, and of teams."""
    rows = await reader.fetch(f"{_SELECT} WHERE owner_id = ANY($1::bigint[]) ORDER BY id", list(owner_ids))
    return await _applications(reader, rows)


async def hold(tx: Transaction, application_id: int) -> bool:
    """Whether there is such an application; it cannot be deleted until the transaction ends."""
    return bool(await tx.fetchval("SELECT true FROM applications WHERE id = $1 FOR KEY SHARE", application_id))


async def delete(tx: Transaction, application_id: int) -> None:
    """With its testers; what others have of it is another matter."""
    await tx.execute("DELETE FROM applications WHERE id = $1", application_id)
    await tx.execute("DELETE FROM testers WHERE application_id = $1", application_id)


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


async def _applications(reader: Reader, rows: list[asyncpg.Record]) -> list[Application]:
    people = await users.by_ids(reader, {id_ for row in rows for id_ in (row["owner_id"], row["id"])})
    owning = {row["owner_id"] for row in rows if row["is_of_team"]}
    owners = await teams.find_teams(reader, owning) if owning else {}
    return [_application(row, people, owners) for row in rows]


def _application(row: asyncpg.Record, people: Mapping[int, User], owners: Mapping[int, Team]) -> Application:
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
        team=owners.get(row["owner_id"]),
        approximate_guild_count=row["guilds"],
        approximate_user_install_count=row["user_installs"],
        approximate_user_authorization_count=row["authorizations"],
        event_webhooks_url=row["event_webhooks_url"],
        event_webhooks_status=row["event_webhooks_status"],
        event_webhooks_types=row["event_webhooks_types"],
        explicit_content_filter=row["explicit_content_filter"],
    )


async def is_tester(reader: Reader, application_id: int, user_id: int) -> bool:
    """Whether he was invited and has accepted."""
    return bool(
        await reader.fetchval(
            "SELECT true FROM testers WHERE application_id = $1 AND user_id = $2 AND state = $3",
            application_id,
            user_id,
            MembershipState.ACCEPTED,
        )
    )


async def list_testers(reader: Reader, application_id: int) -> list[Tester]:
    rows = await reader.fetch(
        "SELECT user_id, state FROM testers WHERE application_id = $1 ORDER BY user_id", application_id
    )
    people = await users.by_ids(reader, [row["user_id"] for row in rows])
    return [Tester(people[row["user_id"]], MembershipState(row["state"])) for row in rows]


async def insert_tester(tx: Transaction, application_id: int, user_id: int) -> bool:
    """Invites him; whether he was neither invited nor a tester before."""
    return bool(
        await tx.execute(
            "INSERT INTO testers (application_id, user_id, state) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            application_id,
            user_id,
            MembershipState.INVITED,
        )
    )


async def accept_tester(tx: Transaction, application_id: int, user_id: int) -> bool:
    """Whether he was invited, or a tester already."""
    return bool(
        await tx.execute(
            "UPDATE testers SET state = $3 WHERE application_id = $1 AND user_id = $2",
            application_id,
            user_id,
            MembershipState.ACCEPTED,
        )
    )


async def delete_tester(tx: Transaction, application_id: int, user_id: int) -> bool:
    return bool(
        await tx.execute("DELETE FROM testers WHERE application_id = $1 AND user_id = $2", application_id, user_id)
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
