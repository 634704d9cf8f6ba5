"""SQL that access needs of DMs."""

from core.database import Reader


async def find_private_channel(reader: Reader, channel_id: int) -> tuple[int, tuple[int, ...]]:
    """The type and the recipients of a DM or group DM; none when it is gone."""
    rows = await reader.fetch(
        "SELECT type, user_id FROM channels JOIN recipients ON channel_id = id WHERE id = $1", channel_id
    )
    return (rows[0]["type"], tuple(row["user_id"] for row in rows)) if rows else (1, ())
