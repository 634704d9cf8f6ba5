"""SQL that reads a guild's state."""

import asyncpg

from core.database import Reader
from core.wire import Snowflake, Timestamp, decode
from domain.guilds.state import GuildState, LinkedPart, channel_bits, member_bits
from domain.guilds.thread_state import Joined, Metadata, ThreadPart
from domain.permissions.compute import MemberBits, RoleBits

_THREADS = """
SELECT id, type, threads.parent_id, owner_id, archived, locked, invitable, member_count, rate_limit_per_user
FROM threads JOIN channels USING (id)
"""


async def guild_exists(reader: Reader, guild_id: int) -> bool:
    return bool(await reader.fetchval("SELECT true FROM guilds WHERE id = $1", guild_id))


async def load(reader: Reader, guild_id: int) -> GuildState | None:
    guild = await reader.fetchrow("SELECT owner_id, nsfw_level FROM guilds WHERE id = $1", guild_id)
    if guild is None:
        return None
    roles = await reader.fetch("SELECT id, permissions, position FROM roles WHERE guild_id = $1", guild_id)
    channels = await reader.fetch(
        "SELECT id, type, parent_id, rate_limit_per_user, linked_lobby FROM channels"
        " WHERE guild_id = $1 AND type NOT IN (10, 11, 12)",
        guild_id,
    )
    overwrites = await reader.fetch(
        "SELECT channel_id, id, type, allow, deny FROM overwrites WHERE channel_id = ANY($1::bigint[])",
        [row["id"] for row in channels],
    )
    by_channel: dict[int, list[tuple[int, int, int, int]]] = {}
    for row in overwrites:
        by_channel.setdefault(row["channel_id"], []).append((row["id"], row["type"], row["allow"], row["deny"]))
    state = GuildState(
        guild_id=guild_id,
        owner_id=guild["owner_id"],
        nsfw_level=guild["nsfw_level"],
        roles={row["id"]: RoleBits(row["permissions"], row["position"]) for row in roles},
        channels={
            row["id"]: channel_bits(row["type"], row["parent_id"], by_channel.get(row["id"], [])) for row in channels
        },
        slowmodes={row["id"]: row["rate_limit_per_user"] for row in channels if row["rate_limit_per_user"]},
        linked_lobbies={row["id"]: decode(row["linked_lobby"], LinkedPart) for row in channels if row["linked_lobby"]},
    )
    for thread, members in await _with_members(
        reader, await reader.fetch(f"{_THREADS} WHERE threads.guild_id = $1 AND NOT archived", guild_id)
    ):
        state.put_thread(thread, members)
    return state


async def find_thread(reader: Reader, thread_id: int) -> tuple[ThreadPart, dict[int, Joined]] | None:
    """A thread, archived or not, with its members."""
    found = await _with_members(reader, await reader.fetch(f"{_THREADS} WHERE threads.id = $1", thread_id))
    return found[0] if found else None


async def _with_members(reader: Reader, rows: list[asyncpg.Record]) -> list[tuple[ThreadPart, dict[int, Joined]]]:
    if not rows:
        return []
    members: dict[int, dict[int, Joined]] = {row["id"]: {} for row in rows}
    for row in await reader.fetch(
        "SELECT thread_id, user_id, join_timestamp, flags FROM thread_members WHERE thread_id = ANY($1::bigint[])",
        list(members),
    ):
        members[row["thread_id"]][row["user_id"]] = Joined(Timestamp.of(row["join_timestamp"]), row["flags"])
    return [(_thread(row), members[row["id"]]) for row in rows]


def _thread(row: asyncpg.Record) -> ThreadPart:
    return ThreadPart(
        id=Snowflake(row["id"]),
        type=row["type"],
        parent_id=Snowflake(row["parent_id"]),
        owner_id=Snowflake(row["owner_id"]),
        thread_metadata=Metadata(row["archived"], row["locked"], row["invitable"] is not False),
        member_count=row["member_count"],
        rate_limit_per_user=row["rate_limit_per_user"],
    )


async def find_member(reader: Reader, guild_id: int, user_id: int) -> MemberBits | None:
    row = await reader.fetchrow(
        "SELECT roles, communication_disabled_until AS until, flags, pending FROM members"
        " WHERE guild_id = $1 AND user_id = $2",
        guild_id,
        user_id,
    )
    if row is None:
        return None
    until = Timestamp.of(row["until"]) if row["until"] else None
    return member_bits(row["roles"], until, row["flags"], pending=row["pending"])


async def find_guild_of_channel(reader: Reader, channel_id: int) -> int | None:
    """The channel's guild, 0 when it has none (a DM), None when there is no such channel."""
    return await reader.fetchval("SELECT coalesce(guild_id, 0) FROM channels WHERE id = $1", channel_id)
