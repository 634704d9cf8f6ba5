"""SQL of messages, save for the one statement that posts them (lane_store.py)."""

from collections.abc import Iterable, Mapping, Sequence

import asyncpg

from core import clock
from core.database import Reader, Transaction
from core.wire import Snowflake, Timestamp, decode, encode
from domain.message_edits import store as edits
from domain.messages.records import Reaction, ReactionCountDetails, ReactionEmoji
from domain.messages.stored import Parts, StoredMessage
from domain.polls import store as votes

_COLUMNS = (
    "channel_id, id, guild_id, author_id, type, content, flags, tts, mention_everyone, mentions, mention_roles,"
    " pinned, edited_at, parts"
)
_SELECT = f"SELECT {_COLUMNS} FROM messages WHERE channel_id = $1"


def _stored(row: asyncpg.Record) -> StoredMessage:
    return StoredMessage(
        channel_id=row["channel_id"],
        id=row["id"],
        guild_id=row["guild_id"] or 0,
        author_id=row["author_id"],
        type=row["type"],
        content=row["content"],
        flags=row["flags"],
        tts=row["tts"],
        mention_everyone=row["mention_everyone"],
        mentions=list(row["mentions"]),
        mention_roles=[Snowflake(role_id) for role_id in row["mention_roles"]],
        pinned=row["pinned"],
        edited_at=Timestamp.of(row["edited_at"]) if row["edited_at"] else None,
        parts=decode(row["parts"], Parts) if row["parts"] else Parts(),
    )


async def find(reader: Reader, channel_id: int, message_id: int) -> StoredMessage | None:
    row = await reader.fetchrow(f"{_SELECT} AND id = $2", channel_id, message_id)
    return _stored(row) if row else None


async def find_locked(tx: Transaction, channel_id: int, message_id: int) -> StoredMessage | None:
    """The message; nobody else changes or deletes it, or its reactions, until the transaction ends."""
    row = await tx.fetchrow(f"{_SELECT} AND id = $2 FOR UPDATE", channel_id, message_id)
    return _stored(row) if row else None


async def lock(tx: Transaction, channel_id: int, message_id: int) -> int | None:
    """The same, without reading more than the author's id."""
    return await tx.fetchval(
        "SELECT author_id FROM messages WHERE channel_id = $1 AND id = $2 FOR UPDATE", channel_id, message_id
    )


async def find_several(reader: Reader, channel_id: int, ids: Iterable[int]) -> dict[int, StoredMessage]:
    rows = await reader.fetch(f"{_SELECT} AND id = ANY($2::bigint[])", channel_id, list(ids))
    return {row["id"]: _stored(row) for row in rows}


async def find_across(reader: Reader, places: Iterable[tuple[int, int]]) -> list[StoredMessage]:
    """Those of the messages, each named by its channel and its id, that are there."""
    pairs = list(places)
    rows = await reader.fetch(
        f"SELECT {_COLUMNS} FROM unnest($1::bigint[], $2::bigint[]) AS named (channel_id, id)"
        " JOIN messages USING (channel_id, id)",
        [channel_id for channel_id, _ in pairs],
        [message_id for _, message_id in pairs],
    )
    return [_stored(row) for row in rows]


async def list_onwards(reader: Reader, afters: Mapping[int, int], limit: int) -> list[StoredMessage]:
    """Of each channel so many next to the id beside it, oldest first."""
    rows = await reader.fetch(
        "SELECT messages.* FROM unnest($1::bigint[], $2::bigint[]) AS named (channel, after) CROSS JOIN LATERAL ("
        f"SELECT {_COLUMNS} FROM messages WHERE channel_id = channel AND id > after ORDER BY id LIMIT $3) AS messages",
        list(afters.keys()),
        list(afters.values()),
        limit,
    )
    return [_stored(row) for row in rows]


async def find_by_nonce(reader: Reader, channel_id: int, author_id: int, nonce: str) -> int | None:
    """The id of the message that was sent with the nonce."""
    return await reader.fetchval(
        "SELECT message_id FROM message_nonces WHERE channel_id = $1 AND author_id = $2 AND nonce = $3",
        channel_id,
        author_id,
        nonce,
    )


async def list_before(reader: Reader, channel_id: int, before: int, limit: int) -> list[StoredMessage]:
    """Newest first."""
    rows = await reader.fetch(f"{_SELECT} AND id < $2 ORDER BY id DESC LIMIT $3", channel_id, before, limit)
    return [_stored(row) for row in rows]


async def list_after(reader: Reader, channel_id: int, after: int, limit: int) -> list[StoredMessage]:
    """Those next to `after`, newest first."""
    rows = await reader.fetch(f"{_SELECT} AND id > $2 ORDER BY id LIMIT $3", channel_id, after, limit)
    return [_stored(row) for row in reversed(rows)]


async def list_of_author(
    reader: Reader, guild_id: int, author_id: int, after: int, before: int, limit: int
) -> list[tuple[int, int]]:
    """The channel and the id of what he said in the guild meanwhile, oldest first."""
    rows = await reader.fetch(
        "SELECT channel_id, id FROM messages WHERE guild_id = $1 AND author_id = $2 AND id > $3 AND id < $4"
        " ORDER BY id LIMIT $5",
        guild_id,
        author_id,
        after,
        before,
        limit,
    )
    return [(row["channel_id"], row["id"]) for row in rows]


async def insert(tx: Transaction, message: StoredMessage) -> None:
    """The first message of a new channel, which nobody else can post in yet: all others go through the lane."""
    await tx.execute(
        f"INSERT INTO messages ({_COLUMNS})"
        " VALUES ($1, $2, nullif($3::bigint, 0), $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        message.channel_id,
        message.id,
        message.guild_id,
        message.author_id,
        message.type,
        message.content,
        message.flags,
        message.tts,
        message.mention_everyone,
        message.mentions,
        message.mention_roles,
        message.pinned,
        None,
        parts_json(message.parts),
    )
    if message.mentions:
        await tx.execute(
            "INSERT INTO unread_mentions (user_id, channel_id, message_id)"
            " SELECT users.id, $1, $2 FROM users WHERE id = ANY($3::bigint[]) AND id <> $4 AND NOT bot",
            message.channel_id,
            message.id,
            message.mentions,
            message.author_id,
        )


async def set_flags(tx: Transaction, message: StoredMessage) -> None:
    await tx.execute(
        "UPDATE messages SET flags = $3 WHERE channel_id = $1 AND id = $2",
        message.channel_id,
        message.id,
        message.flags,
    )


async def update(tx: Transaction, message: StoredMessage) -> None:
    """Writes what an edit may change."""
    await tx.execute(
        "UPDATE messages SET content = $3, flags = $4, mention_everyone = $5, mentions = $6, mention_roles = $7,"
        " edited_at = $8, parts = $9 WHERE channel_id = $1 AND id = $2",
        message.channel_id,
        message.id,
        message.content,
        message.flags,
        message.mention_everyone,
        message.mentions,
        message.mention_roles,
        message.edited_at.datetime() if message.edited_at is not None else None,
        parts_json(message.parts),
    )


async def delete(tx: Transaction, channel_id: int, ids: Sequence[int]) -> list[StoredMessage]:
    """Deletes the messages, their reactions, pins, votes and edits; gives those that were there, oldest first."""
    # Locked in order, so that two deletions of the same messages do not wait for each other.
    await tx.fetch(
        "SELECT id FROM messages WHERE channel_id = $1 AND id = ANY($2::bigint[]) ORDER BY id FOR UPDATE",
        channel_id,
        ids,
    )
    rows = await tx.fetch(
        f"DELETE FROM messages WHERE channel_id = $1 AND id = ANY($2::bigint[]) RETURNING {_COLUMNS}", channel_id, ids
    )
    await tx.execute("DELETE FROM reactions WHERE channel_id = $1 AND message_id = ANY($2::bigint[])", channel_id, ids)
    gone = sorted((_stored(row) for row in rows), key=lambda message: message.id)
    if any(one.pinned for one in gone):
        await tx.execute("DELETE FROM pins WHERE channel_id = $1 AND message_id = ANY($2::bigint[])", channel_id, ids)
    if polls := [one.id for one in gone if one.parts.poll is not None]:
        await votes.delete_all(tx, channel_id, polls)
    if edited := [one.id for one in gone if one.edited_at is not None]:
        await edits.delete(tx, channel_id, edited)
    return gone


async def mentionable_roles(reader: Reader, guild_id: int, ids: Iterable[int]) -> set[int]:
    rows = await reader.fetch(
        "SELECT id FROM roles WHERE guild_id = $1 AND id = ANY($2::bigint[]) AND mentionable", guild_id, list(ids)
    )
    return {row["id"] for row in rows}


async def reactions(reader: Reader, channel_id: int, ids: Iterable[int], viewer_id: int) -> dict[int, list[Reaction]]:
    """The reactions of messages, each message's in the order in which its emojis came."""
    rows = await reader.fetch(
        "SELECT message_id, emoji_id, emoji_name, bool_or(animated) AS animated, count(*) AS count,"
        " bool_or(user_id = $3) AS me FROM reactions WHERE channel_id = $1 AND message_id = ANY($2::bigint[])"
        " GROUP BY message_id, emoji_id, emoji_name ORDER BY min(created_at), emoji_id, emoji_name",
        channel_id,
        list(ids),
        viewer_id,
    )
    found: dict[int, list[Reaction]] = {}
    for row in rows:
        emoji = reaction_emoji(row["emoji_id"], row["emoji_name"], row["animated"])
        count = row["count"]
        reaction = Reaction(emoji, count, ReactionCountDetails(0, count), [], False, row["me"])
        found.setdefault(row["message_id"], []).append(reaction)
    return found


def reaction_emoji(emoji_id: int, name: str, animated: bool) -> ReactionEmoji:
    """`emoji_id` is 0 for a unicode emoji. What stands still does not say so."""
    emoji = ReactionEmoji(Snowflake(emoji_id) if emoji_id else None, name)
    if animated:
        emoji.animated = True
    return emoji


async def take_slowmode_turn(reader: Reader, channel_id: int, user_id: int, interval_s: int) -> Timestamp | None:
    """Takes the user's turn in a channel; when it is not his yet, gives the moment when it will be.

    A turn that a concurrent request takes first makes this one wait for it: the row decides.
    """
    now = clock.timestamp()
    until = Timestamp(now + interval_s * 1_000_000)
    taken = await reader.fetchval(
        "INSERT INTO slowmode_turns (channel_id, user_id, next_at) VALUES ($1, $2, $4)"
        " ON CONFLICT (channel_id, user_id) DO UPDATE SET next_at = $4 WHERE slowmode_turns.next_at <= $3"
        " RETURNING true",
        channel_id,
        user_id,
        now.datetime(),
        until.datetime(),
    )
    if taken:
        return None
    next_at = await reader.fetchval(
        "SELECT next_at FROM slowmode_turns WHERE channel_id = $1 AND user_id = $2", channel_id, user_id
    )
    return Timestamp.of(next_at)


async def application_flags(reader: Reader, bot_id: int) -> int:
    """The flags of a bot's application, which has the bot's id."""
    return await reader.fetchval("SELECT flags FROM applications WHERE id = $1", bot_id) or 0


def parts_json(parts: Parts) -> str | None:
    return None if parts.is_empty else encode(parts).decode()
