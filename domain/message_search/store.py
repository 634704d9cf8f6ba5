"""SQL of searching messages.

The segments are gone through in order, lazily: the nested loop ends as soon as enough is found. Ids and places are
compared in a way that no other index than the one of the terms can be chosen for: the planner knows nothing of the
terms, and would read whole guilds. Measured: bench/search.py.
"""

from collections.abc import Sequence
from typing import Final

import msgspec

from core.database import Reader
from domain.message_search.conditions import MARK
from domain.message_search.segments import Segment

MOST_COUNTED: Final = 10_000

_FOUND = """
    SELECT document.id, document.channel_id, number {rank_of_outer}
    FROM (
        SELECT number, first_id, end_id, replace($2, $3, mark)::tsquery AS sought {rank_query}
        FROM unnest($4::text[], $5::bigint[], $6::bigint[]) WITH ORDINALITY
            AS segments (mark, first_id, end_id, number) OFFSET 0
    ) AS segment CROSS JOIN LATERAL (
        SELECT id, channel_id {rank}
        FROM search_documents
        WHERE terms @@ sought AND place_id + 0 = $1 AND id + 0 >= first_id AND id + 0 < end_id
            AND ($7::bigint[] IS NULL OR parent_id = ANY($7))
            AND (NOT is_private OR parent_id = ANY($8::bigint[]) OR channel_id = ANY($9::bigint[]))
            AND ($10::bigint[] IS NULL OR channel_id = ANY($10))
            AND id + 0 > $11 AND id + 0 < $12
        ORDER BY id {order}
    ) AS document
    LIMIT $13 + 1
"""
_PAGE = """
    WITH found AS MATERIALIZED ({found})
    SELECT all_found.*, page.id, page.channel_id FROM (
        SELECT count(*) AS count, coalesce(max(number), 0) AS last,
            count(*) FILTER (WHERE number < (SELECT max(number) FROM found)) AS in_full
        FROM found
    ) AS all_found LEFT JOIN LATERAL (SELECT id, channel_id FROM found {ranked} OFFSET $14 LIMIT $15) AS page ON true
"""


def _statement(*, order: str, by_rank: bool) -> str:
    found = _FOUND.format(
        order=order,
        rank_of_outer=", rank" if by_rank else "",
        rank_query=", replace($16, $3, mark)::tsquery AS relevant" if by_rank else "",
        rank=", ts_rank_cd(terms, relevant, 1) AS rank" if by_rank else "",
    )
    return _PAGE.format(found=found, ranked="ORDER BY rank DESC, id DESC" if by_rank else "")


_NEWEST = _statement(order="DESC", by_rank=False)
_OLDEST = _statement(order="ASC", by_rank=False)
_BEST = _statement(order="DESC", by_rank=True)


class Scope(msgspec.Struct, kw_only=True):
    """Where the caller may look, and where he wants to."""

    place_id: int
    parents: Sequence[int] | None = None  # the channels that he sees; None: there is nothing to ask
    managed: Sequence[int] = ()  # those whose private threads he sees
    joined: Sequence[int] = ()  # private threads
    channels: Sequence[int] | None = None  # the channels and threads that he asked for
    after: int = 0
    before: int


class Hits(msgspec.Struct):
    """A page of what was found, as (channel, message), and how much there is."""

    page: list[tuple[int, int]]
    count: int
    """Of all that was found, at most one more than is counted."""
    segments: int
    """How many were looked at, the last of them perhaps not to its end."""
    in_full: int
    """What of the count was in the others."""


async def search(
    reader: Reader,
    scope: Scope,
    template: str,
    segments: Sequence[tuple[Segment, int]],
    offset: int,
    limit: int,
    *,
    is_oldest_first: bool = False,
    rank: str = "",
) -> Hits:
    """`segments`: in the order to look, each with where it ends. With `rank`, the best of the newest come first."""
    statement = _BEST if rank else _OLDEST if is_oldest_first else _NEWEST
    rows = await reader.fetch(
        statement,
        scope.place_id,
        template,
        MARK,
        [one.mark for one, _ in segments],
        [one.first_id for one, _ in segments],
        [end for _, end in segments],
        scope.parents,
        scope.managed,
        scope.joined,
        scope.channels,
        scope.after,
        scope.before,
        MOST_COUNTED,
        offset,
        limit,
        *([rank] if rank else ()),
    )
    page = [(row["channel_id"], row["id"]) for row in rows if row["id"] is not None]
    return Hits(page, rows[0]["count"], rows[0]["last"], rows[0]["in_full"])


async def nsfw_channels(reader: Reader, guild_id: int) -> set[int]:
    rows = await reader.fetch(
        "SELECT id FROM channels WHERE guild_id = $1 AND nsfw AND type NOT IN (10, 11, 12)", guild_id
    )
    return {row["id"] for row in rows}


async def joined_private_threads(reader: Reader, guild_id: int, user_id: int) -> list[int]:
    rows = await reader.fetch(
        "SELECT thread_id FROM thread_members JOIN channels ON channels.id = thread_id"
        " WHERE user_id = $1 AND thread_members.guild_id = $2 AND type = 12",
        user_id,
        guild_id,
    )
    return [row["thread_id"] for row in rows]
