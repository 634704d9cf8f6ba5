"""SQL of notes."""

from core.database import Reader, Transaction


async def list_of(reader: Reader, user_id: int) -> dict[str, str]:
    """His notes, by whom they are on."""
    rows = await reader.fetch("SELECT other_id, note FROM user_notes WHERE user_id = $1 ORDER BY other_id", user_id)
    return {str(row["other_id"]): row["note"] for row in rows}


async def find(reader: Reader, user_id: int, other_id: int) -> str | None:
    return await reader.fetchval("SELECT note FROM user_notes WHERE user_id = $1 AND other_id = $2", user_id, other_id)


async def count(reader: Reader, user_id: int) -> int:
    return await reader.fetchval("SELECT count(*) FROM user_notes WHERE user_id = $1", user_id)


async def put(tx: Transaction, user_id: int, other_id: int, note: str) -> None:
    if note:
        await tx.execute(
            "INSERT INTO user_notes (user_id, other_id, note) VALUES ($1, $2, $3)"
            " ON CONFLICT (user_id, other_id) DO UPDATE SET note = $3",
            user_id,
            other_id,
            note,
        )
    else:
        await tx.execute("DELETE FROM user_notes WHERE user_id = $1 AND other_id = $2", user_id, other_id)
