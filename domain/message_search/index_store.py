"""SQL of keeping the index."""

from collections.abc import Iterable, Sequence
from typing import Final
from uuid import UUID

import msgspec

from core.database import Reader, Transaction
from domain.message_search.segments import Segment

_INDEXING: Final = 0x736561726368  # the lock of the process that writes the index; no snowflake is so low

_BEHIND = """
    SELECT channels.id, coalesce(channels.guild_id, channels.id) AS place_id, coalesce(indexed_id, 0) AS indexed_id
    FROM channel_heads JOIN channels ON channels.id = channel_heads.channel_id
        LEFT JOIN search_heads ON search_heads.channel_id = channel_heads.channel_id
    WHERE last_message_id > coalesce(indexed_id, 0)
"""
_OF_PLACE = """
    AND channels.id IN (
        SELECT id FROM channels WHERE guild_id = $1 AND type NOT IN (10, 11, 12)
        UNION ALL SELECT id FROM threads WHERE guild_id = $1 UNION ALL SELECT $1
    )
"""
_CUTS = f"""
    SELECT id FROM (
        SELECT messages.id, row_number() OVER (ORDER BY messages.id) AS number
        FROM ({_BEHIND} {_OF_PLACE}) AS behind
            JOIN messages ON messages.channel_id = behind.id AND messages.id > indexed_id
    ) AS numbered WHERE number % $2 = 0 AND id > $3 ORDER BY id
"""
_PUT = """
    WITH put AS (
        INSERT INTO search_documents (place_id, id, channel_id, parent_id, is_private, terms)
        SELECT $1, id, channel_id, parent_id, is_private, terms::tsvector
        FROM unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::boolean[], $6::text[])
            AS given (id, channel_id, parent_id, is_private, terms)
        ON CONFLICT (place_id, id) DO UPDATE SET terms = excluded.terms
        RETURNING id, xmax = 0 AS is_new
    )
    SELECT id FROM put WHERE is_new
"""
_COUNT = """
    INSERT INTO search_segments AS known (place_id, first_id, documents)
    SELECT $1, first_id, documents FROM unnest($2::bigint[], $3::bigint[]) AS given (first_id, documents)
    ON CONFLICT (place_id, first_id) DO UPDATE SET documents = known.documents + excluded.documents
"""
_FORGET = (
    "DELETE FROM search_heads s WHERE NOT EXISTS (SELECT FROM channel_heads h WHERE h.channel_id = s.channel_id)",
    "DELETE FROM search_places p WHERE NOT EXISTS (SELECT FROM guilds WHERE id = place_id)"
    " AND NOT EXISTS (SELECT FROM channels WHERE id = place_id)",
    "DELETE FROM search_segments s WHERE NOT EXISTS (SELECT FROM search_places p WHERE p.place_id = s.place_id)",
)


class Change(msgspec.Struct):
    """A message that was changed or deleted."""

    id: UUID
    place_id: int
    channel_id: int
    message_id: int


class Channel(msgspec.Struct):
    """What a document has of its channel."""

    parent_id: int
    is_private: bool


class Document(msgspec.Struct):
    id: int
    channel_id: int
    channel: Channel
    terms: str


async def claim(tx: Transaction) -> bool:
    """Whether this transaction may write the index. One at a time: what it has read is the latest then."""
    return await tx.fetchval("SELECT pg_try_advisory_xact_lock($1)", _INDEXING)


async def list_behind(reader: Reader, limit: int) -> dict[int, int]:
    """Channels with messages that are not indexed, each with its place."""
    rows = await reader.fetch(f"{_BEHIND} LIMIT $1", limit)
    return {row["id"]: row["place_id"] for row in rows}


async def is_behind(reader: Reader, place_id: int) -> bool:
    return await reader.fetchval(f"SELECT EXISTS ({_BEHIND} {_OF_PLACE})", place_id)


async def list_behind_in(reader: Reader, place_id: int) -> dict[int, int]:
    rows = await reader.fetch(f"{_BEHIND} {_OF_PLACE}", place_id)
    return {row["id"]: row["place_id"] for row in rows}


async def heads(reader: Reader, ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Of those channels that are there: how far they are indexed, and how far they go."""
    rows = await reader.fetch(
        "SELECT channel_id, coalesce(indexed_id, 0) AS indexed_id, last_message_id"
        " FROM channel_heads LEFT JOIN search_heads USING (channel_id) WHERE channel_id = ANY($1::bigint[])",
        ids,
    )
    return {row["channel_id"]: (row["indexed_id"], row["last_message_id"]) for row in rows}


async def set_heads(tx: Transaction, indexed: dict[int, int]) -> None:
    await tx.execute(
        "INSERT INTO search_heads (channel_id, indexed_id) SELECT * FROM unnest($1::bigint[], $2::bigint[])"
        " ON CONFLICT (channel_id) DO UPDATE SET indexed_id = excluded.indexed_id",
        list(indexed.keys()),
        list(indexed.values()),
    )


async def channels(reader: Reader, ids: Iterable[int]) -> dict[int, Channel]:
    rows = await reader.fetch(
        "SELECT id, type = 12 AS is_private, CASE WHEN type IN (10, 11, 12) THEN parent_id ELSE id END AS parent_id"
        " FROM channels WHERE id = ANY($1::bigint[])",
        list(set(ids)),
    )
    return {row["id"]: Channel(row["parent_id"], row["is_private"]) for row in rows}


async def bots(reader: Reader, ids: Iterable[int]) -> set[int]:
    rows = await reader.fetch("SELECT id FROM users WHERE id = ANY($1::bigint[]) AND bot", list(set(ids)))
    return {row["id"] for row in rows}


async def authors(reader: Reader, messages: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Who wrote each of the messages, which are named by channel and id."""
    pairs = list(messages)
    rows = await reader.fetch(
        "SELECT id, author_id FROM unnest($1::bigint[], $2::bigint[]) AS named (channel_id, id)"
        " JOIN messages USING (channel_id, id)",
        [channel_id for channel_id, _ in pairs],
        [message_id for _, message_id in pairs],
    )
    return {row["id"]: row["author_id"] for row in rows}


async def segments(reader: Reader, place_id: int) -> list[Segment]:
    """In order."""
    rows = await reader.fetch(
        "SELECT first_id, documents FROM search_segments WHERE place_id = $1 ORDER BY first_id", place_id
    )
    return [Segment(place_id, row["first_id"], row["documents"]) for row in rows]


async def count(tx: Transaction, place_id: int, documents: dict[int, int]) -> None:
    """Counts so many documents more in segments, by their first ids; makes those that are not there."""
    await tx.execute(_COUNT, place_id, list(documents.keys()), list(documents.values()))


async def put(tx: Transaction, place_id: int, documents: Sequence[Document]) -> list[int]:
    """Writes documents; gives the ids of new ones."""
    rows = await tx.fetch(
        _PUT,
        place_id,
        [one.id for one in documents],
        [one.channel_id for one in documents],
        [one.channel.parent_id for one in documents],
        [one.channel.is_private for one in documents],
        [one.terms for one in documents],
    )
    return [row["id"] for row in rows]


async def last_id(reader: Reader, place_id: int) -> int:
    return await reader.fetchval("SELECT coalesce(max(id), 0) FROM search_documents WHERE place_id = $1", place_id)


async def remove(tx: Transaction, place_id: int, ids: Sequence[int]) -> list[int]:
    """Gives those that were there."""
    rows = await tx.fetch(
        "DELETE FROM search_documents WHERE place_id = $1 AND id = ANY($2::bigint[]) RETURNING id", place_id, ids
    )
    return [row["id"] for row in rows]


async def remove_from(tx: Transaction, place_id: int, first_id: int) -> tuple[int, set[int]]:
    """Takes out what is not older, to be indexed anew; gives how much that was, and of which channels."""
    rows = await tx.fetch(
        "DELETE FROM search_documents WHERE place_id = $1 AND id >= $2 RETURNING channel_id", place_id, first_id
    )
    channels = {row["channel_id"] for row in rows}
    await tx.execute(
        "UPDATE search_heads SET indexed_id = least(indexed_id, $2::bigint - 1) WHERE channel_id = ANY($1::bigint[])",
        list(channels),
        first_id,
    )
    return len(rows), channels


async def cuts(reader: Reader, place_id: int, size: int, above: int) -> list[int]:
    """The ids that part what is not indexed of a place into so many each."""
    return [row["id"] for row in await reader.fetch(_CUTS, place_id, size, above)]


async def changes(tx: Transaction, limit: int) -> list[Change]:
    rows = await tx.fetch("SELECT id, place_id, channel_id, message_id FROM search_changes LIMIT $1", limit)
    return [Change(row["id"], row["place_id"], row["channel_id"], row["message_id"]) for row in rows]


async def followed(tx: Transaction, done: Sequence[Change]) -> None:
    await tx.execute(
        "DELETE FROM search_changes USING unnest($1::bigint[], $2::bigint[], $3::uuid[]) AS done (channel_id,"
        " message_id, id) WHERE search_changes.channel_id = done.channel_id"
        " AND search_changes.message_id = done.message_id AND search_changes.id = done.id",
        [one.channel_id for one in done],
        [one.message_id for one in done],
        [one.id for one in done],
    )


async def is_caught_up(reader: Reader, place_id: int) -> bool | None:
    """None while nobody has looked at the place."""
    return await reader.fetchval("SELECT caught_up FROM search_places WHERE place_id = $1", place_id)


async def set_caught_up(tx: Transaction, place_id: int, caught_up: bool) -> None:
    await tx.execute(
        "INSERT INTO search_places AS known (place_id, caught_up) VALUES ($1, $2)"
        " ON CONFLICT (place_id) DO UPDATE SET caught_up = $2 WHERE known.caught_up <> $2",
        place_id,
        caught_up,
    )


async def forget(tx: Transaction) -> None:
    """Deletes what is kept of channels and guilds that are gone. Their documents go with their messages."""
    for statement in _FORGET:
        await tx.execute(statement)
