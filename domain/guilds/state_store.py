"""SQL that reads a guild's state."""

from core.database import Reader
from core.wire import Timestamp
from domain.guilds.state import GuildState, channel_bits
from domain.permissions.compute import MemberBits, RoleBits


async def guild_exists(reader: Reader, guild_id: int) -> bool:
    return bool(await reader.fetchval("SELECT true FROM guilds WHERE id = $1", guild_id))


async def load(reader: Reader, guild_id: int) -> GuildState | None:
    guild = await reader.fetchrow("SELECT owner_id, nsfw_level FROM guilds WHERE id = $1", guild_id)
    if guild is None:
        return None
    roles = await reader.fetch("SELECT id, permissions, position FROM roles WHERE guild_id = $1", guild_id)
    channels = await reader.fetch(
        "SELECT id, type, parent_id, rate_limit_per_user FROM channels WHERE guild_id = $1", guild_id
    )
    overwrites = await reader.fetch(
        "SELECT channel_id, id, type, allow, deny FROM overwrites WHERE channel_id = ANY($1::bigint[])",
        [row["id"] for row in channels],
    )
    by_channel: dict[int, list[tuple[int, int, int, int]]] = {}
    for row in overwrites:
        by_channel.setdefault(row["channel_id"], []).append((row["id"], row["type"], row["allow"], row["deny"]))
    return GuildState(
        guild_id=guild_id,
        owner_id=guild["owner_id"],
        nsfw_level=guild["nsfw_level"],
        roles={row["id"]: RoleBits(row["permissions"], row["position"]) for row in roles},
        channels={
            row["id"]: channel_bits(row["type"], row["parent_id"], by_channel.get(row["id"], [])) for row in channels
        },
        slowmodes={row["id"]: row["rate_limit_per_user"] for row in channels if row["rate_limit_per_user"]},
    )


async def find_member(reader: Reader, guild_id: int, user_id: int) -> MemberBits | None:
    row = await reader.fetchrow(
        "SELECT roles, communication_disabled_until AS until FROM members WHERE guild_id = $1 AND user_id = $2",
        guild_id,
        user_id,
    )
    if row is None:
        return None
    return MemberBits(list(row["roles"]), Timestamp.of(row["until"]) // 1000 if row["until"] else None)


async def find_guild_of_channel(reader: Reader, channel_id: int) -> int | None:
    """The channel's guild, 0 when it has none (a DM), None when there is no such channel."""
    return await reader.fetchval("SELECT coalesce(guild_id, 0) FROM channels WHERE id = $1", channel_id)
