"""SQL of searching messages.

The segments are gone through in order, lazily: the nested loop ends as soon as enough is found. Ids and places are
compared in a way that no other index than the one of the terms can be chosen for: the planner knows nothing of the
terms, and would read whole guilds.

Where words stand only the rows can tell. When that is asked, at most `MOST_COUNTED` rows with all the words are looked
at, or as many as the page needs, and more only if it is not full then. A row costs 4 to 10 us: bench/search.py.
"""

from collections.abc import Sequence
from typing import Final

import msgspec

from core.database import Reader
from domain.message_search.conditions import MARK, Template
from domain.message_search.segments import Segment

MOST_COUNTED: Final = 4_000

_FOUND = """
    SELECT document.id, document.channel_id, document.fits, document.in_segment, number {rank_of_outer}
    FROM (
        SELECT number, first_id, end_id, replace($2, $4, mark)::tsquery AS sought,
            replace($3, $4, mark)::tsquery AS placed {rank_query}
        FROM unnest($5::text[], $6::bigint[], $7::bigint[]) WITH ORDINALITY
            AS segments (mark, first_id, end_id, number) OFFSET 0
    ) AS segment CROSS JOIN LATERAL (
        SELECT id, channel_id, fits, count(*) FILTER (WHERE fits) OVER () AS in_segment {rank}
        FROM search_documents, LATERAL (SELECT $3 = '' OR terms @@ placed AS fits OFFSET 0) AS checked
        WHERE terms @@ sought AND place_id + 0 = $1 AND id + 0 >= first_id AND id + 0 < end_id
            AND ($8::bigint[] IS NULL OR parent_id = ANY($8))
            AND (NOT is_private OR parent_id = ANY($9::bigint[]) OR channel_id = ANY($10::bigint[]))
            AND ($11::bigint[] IS NULL OR channel_id = ANY($11))
            AND id + 0 > $12 AND id + 0 < $13
        ORDER BY id {order}
    ) AS document {fitting}
    LIMIT $14 + 1
"""
_PAGE = """
    WITH found AS MATERIALIZED ({found})
    SELECT all_found.*, page.id, page.channel_id FROM (
        SELECT count(*) AS looked_at, count(*) FILTER (WHERE fits) AS count, coalesce(max(number), 0) AS last,
            count(*) FILTER (WHERE fits AND number < (SELECT max(number) FROM found))
                + (SELECT in_segment FROM found ORDER BY number DESC LIMIT 1) AS in_segments
        FROM found
    ) AS all_found LEFT JOIN LATERAL (
        SELECT id, channel_id FROM found WHERE fits {ranked} OFFSET $15 LIMIT $16
    ) AS page ON true
"""


def _statement(*, order: str, by_rank: bool, thorough: bool) -> str:
    found = _FOUND.format(
        order=order,
        rank_of_outer=", rank" if by_rank else "",
        rank_query=", replace($17, $4, mark)::tsquery AS relevant" if by_rank else "",
        rank=", ts_rank_cd(terms, relevant, 1) AS rank" if by_rank else "",
        fitting="WHERE fits" if thorough else "",
    )
    return _PAGE.format(found=found, ranked="ORDER BY rank DESC, id DESC" if by_rank else "")


_STATEMENTS: Final = {
    (order, by_rank, thorough): _statement(order=order, by_rank=by_rank, thorough=thorough)
    for order, by_rank in (("DESC", False), ("ASC", False), ("DESC", True))
    for thorough in (False, True)
}


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
    is_counted: bool
    """Whether that is all there is."""
    segments: int
    """How many were looked at."""
    in_segments: int
    """What fits in those."""


async def search(
    reader: Reader,
    scope: Scope,
    template: Template,
    segments: Sequence[tuple[Segment, int]],
    offset: int,
    limit: int,
    *,
    is_oldest_first: bool = False,
    rank: str = "",
) -> Hits:
    """`segments`: in the order to look, each with where it ends. With `rank`, the best of the newest come first."""
    most = max(MOST_COUNTED, offset + limit)
    arguments = (
        scope.place_id,
        template.sought,
        template.placed,
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
        most,
        offset,
        limit,
        *([rank] if rank else ()),
    )
    order = "ASC" if is_oldest_first else "DESC"
    rows = await reader.fetch(_STATEMENTS[order, bool(rank), False], *arguments)
    if template.placed and rows[0]["looked_at"] > most and rows[0]["count"] < offset + limit:
        rows = await reader.fetch(_STATEMENTS[order, bool(rank), True], *arguments)
    page = [(row["channel_id"], row["id"]) for row in rows if row["id"] is not None]
    first = rows[0]
    return Hits(page, first["count"], first["looked_at"] <= most, first["last"], first["in_segments"] or 0)


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
