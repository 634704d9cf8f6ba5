"""SQL of prunes."""

import datetime as dt
from collections.abc import Iterable

from core.database import Reader


async def silent_members(
    reader: Reader, guild_id: int, since: dt.datetime, since_id: int, roles: Iterable[int]
) -> list[int]:
    """Users, not bots, who joined before, wrote nothing in the guild since, and have no other roles than these."""
    rows = await reader.fetch(
        "SELECT m.user_id FROM members m JOIN users u ON u.id = m.user_id"
        " WHERE m.guild_id = $1 AND m.joined_at < $2 AND NOT u.bot AND m.roles <@ $4::bigint[] AND NOT EXISTS"
        " (SELECT FROM messages s WHERE s.guild_id = $1 AND s.author_id = m.user_id AND s.id > $3) ORDER BY 1",
        guild_id,
        since,
        since_id,
        list(roles),
    )
    return [row["user_id"] for row in rows]
