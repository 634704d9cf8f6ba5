"""SQL of read states, and of what mentions a user."""

from collections.abc import Collection, Mapping

import asyncpg

from core.database import Reader, Transaction
from core.wire import Timestamp
from domain.messages.records import MessageType
from domain.read_states.records import StoredReadState
from domain.relationships.records import RelationshipType

MOST_NAMED = 1000  # mentions of a user himself that are looked at, the latest
MOST_TO_MANY = 200  # messages of a guild to roles or everyone
MOST_IN_DM = 1000  # messages of a private channel
MOST_OWN = 50  # messages of a channel among which the user's own is looked for

_SELECT = (
    "SELECT type, resource_id, last_acked_id, mention_count, counted_after, last_pin_timestamp, flags, last_viewed"
    " FROM read_states"
)
_UNHEARD = f"""EXISTS (
    SELECT FROM relationships known WHERE known.user_id = $1 AND known.other_id = author_id
        AND (known.type = {int(RelationshipType.BLOCKED)} OR known.user_ignored))"""

_NAMED = f"""
SELECT named.channel_id, named.message_id FROM unread_mentions named
JOIN messages ON messages.channel_id = named.channel_id AND messages.id = named.message_id
WHERE named.user_id = $1 AND ($2::bigint IS NULL OR named.channel_id = $2) AND NOT {_UNHEARD}
ORDER BY named.message_id DESC LIMIT {MOST_NAMED}
"""

# Only of the time that the user is in the guild; in threads, of those that he is in.
_TO_MANY = f"""
SELECT said.channel_id, said.id AS message_id FROM memberships mine
JOIN members me ON me.guild_id = mine.guild_id AND me.user_id = $1
CROSS JOIN LATERAL (
    SELECT channel_id, id, author_id, mention_everyone, mention_roles, mentions FROM messages
    WHERE guild_id = mine.guild_id AND (mention_everyone OR mention_roles <> '{{}}')
        AND id > ((extract(epoch FROM me.joined_at) * 1000)::bigint - 1420070400000) << 22
    ORDER BY id DESC LIMIT {MOST_TO_MANY}
) said
WHERE mine.user_id = $1 AND ($2::bigint IS NULL OR mine.guild_id = $2) AND author_id <> $1
    AND NOT $1 = ANY(mentions) AND NOT {_UNHEARD}
    AND ((mention_everyone AND mine.guild_id <> ALL($3::bigint[]))
        OR (mention_roles && me.roles AND mine.guild_id <> ALL($4::bigint[])))
    AND (NOT EXISTS (SELECT FROM threads WHERE id = channel_id)
        OR EXISTS (SELECT FROM thread_members WHERE thread_id = channel_id AND thread_members.user_id = $1))
"""

_OWN = f"""
SELECT given.channel_id, (
    SELECT max(id) FROM (
        SELECT id, author_id, type FROM messages WHERE messages.channel_id = given.channel_id AND id > after
        ORDER BY id DESC LIMIT {MOST_OWN}
    ) latest WHERE author_id = $1 AND type <> {int(MessageType.POLL_RESULT)}
) AS own
FROM unnest($2::bigint[], $3::bigint[]) AS given (channel_id, after)
JOIN channel_heads ON channel_heads.channel_id = given.channel_id AND last_message_id > after
"""

_IN_DMS = f"""
SELECT given.channel_id, (
    SELECT count(*) FROM (
        SELECT author_id, type, mentions, mention_everyone FROM messages
        WHERE messages.channel_id = given.channel_id AND id > after ORDER BY id DESC LIMIT {MOST_IN_DM}
    ) latest
    WHERE author_id <> $1 AND type <> {int(MessageType.RECIPIENT_REMOVE)} AND NOT {_UNHEARD}
        AND (given.channel_id <> ALL($4::bigint[]) OR mention_everyone OR $1 = ANY(mentions))
) AS unread
FROM unnest($2::bigint[], $3::bigint[]) AS given (channel_id, after)
JOIN channel_heads ON channel_heads.channel_id = given.channel_id AND last_message_id > after
"""


def _stored(row: asyncpg.Record) -> StoredReadState:
    pinned = row["last_pin_timestamp"]
    return StoredReadState(
        row["type"],
        row["resource_id"],
        row["last_acked_id"],
        row["mention_count"],
        row["counted_after"],
        Timestamp.of(pinned) if pinned else None,
        row["flags"],
        row["last_viewed"],
    )


async def list_of(reader: Reader, user_id: int) -> list[StoredReadState]:
    rows = await reader.fetch(f"{_SELECT} WHERE user_id = $1 ORDER BY type, resource_id", user_id)
    return [_stored(row) for row in rows]


async def find(reader: Reader, user_id: int, kind: int, resource_id: int) -> StoredReadState | None:
    row = await reader.fetchrow(
        f"{_SELECT} WHERE user_id = $1 AND type = $2 AND resource_id = $3", user_id, int(kind), resource_id
    )
    return _stored(row) if row else None


async def save(tx: Transaction, user_id: int, state: StoredReadState) -> int:
    """Gives the version that all of the user's read states have now."""
    await tx.execute(
        "INSERT INTO read_states (user_id, type, resource_id, last_acked_id, mention_count, counted_after,"
        " last_pin_timestamp, flags, last_viewed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        " ON CONFLICT (user_id, type, resource_id) DO UPDATE SET last_acked_id = $4, mention_count = $5,"
        " counted_after = $6, last_pin_timestamp = $7, flags = $8, last_viewed = $9",
        user_id,
        state.type,
        state.resource_id,
        state.last_acked_id,
        state.mention_count,
        state.counted_after,
        state.last_pin_timestamp.datetime() if state.last_pin_timestamp is not None else None,
        state.flags,
        state.last_viewed,
    )
    return await tx.fetchval(
        "INSERT INTO read_state_versions AS known (user_id, version) VALUES ($1, 1)"
        " ON CONFLICT (user_id) DO UPDATE SET version = known.version + 1 RETURNING version",
        user_id,
    )


async def delete(tx: Transaction, user_id: int, kind: int, resource_id: int) -> None:
    await tx.execute(
        "DELETE FROM read_states WHERE user_id = $1 AND type = $2 AND resource_id = $3", user_id, kind, resource_id
    )


async def forget_mentions(tx: Transaction, user_id: int, channel_id: int, until: int) -> None:
    """He has read so far, or it was counted for him."""
    await tx.execute(
        "DELETE FROM unread_mentions WHERE user_id = $1 AND channel_id = $2 AND message_id <= $3",
        user_id,
        channel_id,
        until,
    )


async def last_message_id(reader: Reader, channel_id: int) -> int:
    found = await reader.fetchval("SELECT last_message_id FROM channel_heads WHERE channel_id = $1", channel_id)
    return found or 0


async def last_pin_timestamp(reader: Reader, channel_id: int) -> Timestamp | None:
    found = await reader.fetchval("SELECT last_pin_timestamp FROM channels WHERE id = $1", channel_id)
    return Timestamp.of(found) if found else None


async def private_channel_ids(reader: Reader, user_id: int) -> list[int]:
    rows = await reader.fetch("SELECT channel_id FROM private_channels WHERE user_id = $1", user_id)
    return [row["channel_id"] for row in rows]


async def mentions(
    reader: Reader,
    user_id: int,
    everyone_off: Collection[int],
    roles_off: Collection[int],
    guild_id: int | None = None,
    channel_id: int | None = None,
) -> list[tuple[int, int]]:
    """Channels and messages of guilds that mention the user, as far as is looked: of all guilds, or of one channel.

    `everyone_off`, `roles_off`: the guilds whose mentions of everyone, or of roles, he does not want.
    """
    rows = await reader.fetch(_NAMED, user_id, channel_id)
    rows += await reader.fetch(_TO_MANY, user_id, guild_id, list(everyone_off), list(roles_off))
    found = [(row["channel_id"], row["message_id"]) for row in rows]
    return [one for one in found if channel_id in (None, one[0])]


async def own_messages(reader: Reader, user_id: int, after: Mapping[int, int]) -> dict[int, int]:
    """The user's latest message in each of the channels, where he has said something lately."""
    rows = await reader.fetch(_OWN, user_id, list(after), list(after.values()))
    return {row["channel_id"]: row["own"] for row in rows if row["own"]}


async def unread_in_private(
    reader: Reader, user_id: int, after: Mapping[int, int], muted: Collection[int]
) -> dict[int, int]:
    """How many messages of others there are in each of the private channels; of muted ones, those that mention him."""
    rows = await reader.fetch(_IN_DMS, user_id, list(after), list(after.values()), list(muted))
    return {row["channel_id"]: row["unread"] for row in rows}
