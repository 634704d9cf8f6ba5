"""SQL of temporary membership."""

from core.database import Reader, Transaction


async def insert(tx: Transaction, guild_id: int, user_id: int) -> None:
    await tx.execute(
        "INSERT INTO temporary_members (user_id, guild_id) VALUES ($2, $1) ON CONFLICT DO NOTHING", guild_id, user_id
    )


async def delete(tx: Transaction, guild_id: int, user_id: int) -> bool:
    """True when the member was there for a while."""
    return bool(
        await tx.execute("DELETE FROM temporary_members WHERE user_id = $2 AND guild_id = $1", guild_id, user_id)
    )


async def guild_ids(reader: Reader, user_id: int) -> list[int]:
    rows = await reader.fetch("SELECT guild_id FROM temporary_members WHERE user_id = $1", user_id)
    return [row["guild_id"] for row in rows]
