"""SQL of searching threads."""

from collections.abc import Sequence

import msgspec

from core.database import Reader

_MESSAGE_TIME = "greatest(coalesce(last_message_id, 0), threads.id)"
_SORTS = {
    "creation_time": "threads.id",
    "last_message_time": _MESSAGE_TIME,
    "archive_time": "archive_timestamp",
    "relevance": f"mine.user_id IS NOT NULL DESC, {_MESSAGE_TIME}",
}
_SEARCH = """
    SELECT threads.id, count(*) OVER () AS total
    FROM threads JOIN channels USING (id) LEFT JOIN channel_heads ON channel_id = threads.id
        LEFT JOIN thread_members AS mine ON thread_id = threads.id AND mine.user_id = $2
    WHERE threads.parent_id = $1 AND (type <> 12 OR $3 OR mine.user_id IS NOT NULL)
        AND ($4::boolean IS NULL OR archived = $4) AND threads.id > $5 AND threads.id < $6
        AND name ~* ALL($7::text[]) AND ($8::bigint[] = '{}' OR applied_tags && $8) AND applied_tags @> $9::bigint[]
"""


class ThreadScope(msgspec.Struct, kw_only=True):
    """Which threads of a channel are looked for, and by whom."""

    parent_id: int
    user_id: int
    sees_private: bool  # also those that he has not joined
    archived: bool | None
    after: int
    before: int
    patterns: Sequence[str]
    some_tags: Sequence[int]
    all_tags: Sequence[int]


async def search(
    reader: Reader, scope: ThreadScope, sort_by: str, order: str, offset: int, limit: int
) -> tuple[list[int], int]:
    """The ids of a page, and how many there are in all."""
    arguments = (
        scope.parent_id,
        scope.user_id,
        scope.sees_private,
        scope.archived,
        scope.after,
        scope.before,
        scope.patterns,
        scope.some_tags,
        scope.all_tags,
    )
    direction = "ASC" if order == "asc" and sort_by != "relevance" else "DESC"
    rows = await reader.fetch(
        f"{_SEARCH} ORDER BY {_SORTS[sort_by]} {direction}, threads.id {direction} OFFSET $10 LIMIT $11",
        *arguments,
        offset,
        limit,
    )
    if rows:
        return [row["id"] for row in rows], rows[0]["total"]
    if not offset:
        return [], 0
    return [], await reader.fetchval(f"SELECT count(*) FROM ({_SEARCH}) AS found", *arguments)
