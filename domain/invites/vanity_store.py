"""SQL of the codes that guilds choose."""

from core.database import Reader, Transaction
from domain.permissions.bits import Permission

_SEEN = int(Permission.VIEW_CHANNEL)
_SEEN_BASE = int(Permission.VIEW_CHANNEL | Permission.ADMINISTRATOR)
FEATURE = "VANITY_URL"
_TYPES = (0, 5, 2, 13, 15, 16)  # of channels that one can be led to, the better ones first


async def find(reader: Reader, code: str) -> tuple[int, int] | None:
    """The guild of a code, and how often the code was used."""
    row = await reader.fetchrow("SELECT guild_id, uses FROM vanity_urls WHERE code = $1", code)
    return (row["guild_id"], row["uses"]) if row else None


async def find_of_guild(reader: Reader, guild_id: int) -> tuple[str, int] | None:
    row = await reader.fetchrow(
        "SELECT v.code, v.uses FROM guilds g JOIN vanity_urls v ON v.code = g.vanity_url_code WHERE g.id = $1", guild_id
    )
    return (row["code"], row["uses"]) if row else None


async def public_channel(reader: Reader, guild_id: int) -> int | None:
    """The first channel of the guild that everyone in it sees."""
    return await reader.fetchval(
        "SELECT c.id FROM channels c JOIN roles r ON r.guild_id = c.guild_id AND r.id = c.guild_id"
        " LEFT JOIN overwrites o ON o.channel_id = c.id AND o.id = c.guild_id"
        " WHERE c.guild_id = $1 AND c.type = ANY($2::int[]) AND (coalesce(o.allow, 0) & $3 <> 0"
        "  OR (coalesce(o.deny, 0) & $3 = 0 AND r.permissions & $4 <> 0))"
        " ORDER BY array_position($2::int[], c.type::int), c.position, c.id LIMIT 1",
        guild_id,
        list(_TYPES),
        _SEEN,
        _SEEN_BASE,
    )


async def claim(tx: Transaction, guild_id: int, code: str) -> bool:
    """False when another guild has the code, or an invite."""
    if await tx.fetchval("SELECT 1 FROM invites WHERE lower(code) = $1", code):
        return False
    return bool(
        await tx.execute(
            "INSERT INTO vanity_urls (code, guild_id) VALUES ($1, $2) ON CONFLICT DO NOTHING", code, guild_id
        )
    )


async def release(tx: Transaction, code: str) -> None:
    await tx.execute("DELETE FROM vanity_urls WHERE code = $1", code)


async def set_of_guild(tx: Transaction, guild_id: int, code: str | None, features: list[str]) -> None:
    await tx.execute("UPDATE guilds SET vanity_url_code = $2, features = $3 WHERE id = $1", guild_id, code, features)


async def use(tx: Transaction, code: str) -> None:
    await tx.execute("UPDATE vanity_urls SET uses = uses + 1 WHERE code = $1", code)
