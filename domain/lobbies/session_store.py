"""SQL of the sessions that applications opened for users. By the database's clock, as leases are."""

from collections.abc import Collection

from core.database import Reader


async def insert(reader: Reader, user_id: int, application_id: int, session_id: str, node: str) -> None:
    await reader.fetch(
        "INSERT INTO social_sessions (user_id, application_id, session_id, node, alive_until)"
        " VALUES ($1, $2, $3, $4, clock_timestamp() + interval '2 minutes') ON CONFLICT DO NOTHING",
        user_id,
        application_id,
        session_id,
        node,
    )


async def delete(reader: Reader, user_id: int, application_id: int, session_id: str) -> None:
    await reader.fetch(
        "DELETE FROM social_sessions WHERE user_id = $1 AND application_id = $2 AND session_id = $3",
        user_id,
        application_id,
        session_id,
    )


async def prolong(reader: Reader, node: str, session_ids: Collection[str]) -> None:
    await reader.fetch(
        "UPDATE social_sessions SET alive_until = clock_timestamp() + interval '2 minutes'"
        " WHERE node = $1 AND session_id = ANY($2::text[])",
        node,
        list(session_ids),
    )


async def delete_dead(reader: Reader) -> None:
    await reader.fetch("DELETE FROM social_sessions WHERE alive_until < clock_timestamp()")


async def delete_of_node(reader: Reader, node: str) -> None:
    await reader.fetch("DELETE FROM social_sessions WHERE node = $1", node)


async def applications_of(reader: Reader, user_ids: Collection[int]) -> list[int]:
    """The applications that have a session of one of these users."""
    rows = await reader.fetch(
        "SELECT DISTINCT application_id FROM social_sessions"
        " WHERE user_id = ANY($1::bigint[]) AND alive_until > clock_timestamp()",
        list(user_ids),
    )
    return [row["application_id"] for row in rows]


async def has_any(reader: Reader, lobby_id: int) -> bool:
    """Whether some member of the lobby is in its game now."""
    return await reader.fetchval(
        "SELECT EXISTS (SELECT FROM lobby_members JOIN social_sessions USING (user_id, application_id)"
        " WHERE lobby_id = $1 AND alive_until > clock_timestamp())",
        lobby_id,
    )
