"""SQL of reactions. How many a message has is read with it (domain/messages/store.py)."""

from core import clock
from core.database import Reader, Transaction
from domain.messages.records import ReactionEmoji
from domain.messages.store import reaction_emoji
from domain.users.records import User
from domain.users.store import PUBLIC, public_user

# All reactions of a message with a custom emoji have the name that it had when the first came.
_ONE = "channel_id = $1 AND message_id = $2 AND emoji_id = $3 AND (emoji_id <> 0 OR emoji_name = $4)"


async def emojis(reader: Reader, channel_id: int, message_id: int) -> dict[tuple[int, str], ReactionEmoji]:
    """The emojis that a message has, by their keys."""
    rows = await reader.fetch(
        "SELECT DISTINCT emoji_id, emoji_name, animated FROM reactions WHERE channel_id = $1 AND message_id = $2",
        channel_id,
        message_id,
    )
    found = [reaction_emoji(row["emoji_id"], row["emoji_name"], row["animated"]) for row in rows]
    return {key(emoji): emoji for emoji in found}


async def insert(tx: Transaction, channel_id: int, message_id: int, emoji: ReactionEmoji, user_id: int) -> bool:
    """False when the user had reacted so before."""
    added = await tx.execute(
        "INSERT INTO reactions (channel_id, message_id, emoji_id, emoji_name, animated, user_id, created_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
        channel_id,
        message_id,
        emoji.id or 0,
        emoji.name,
        emoji.animated is True,
        user_id,
        clock.timestamp().datetime(),
    )
    return bool(added)


async def delete(tx: Transaction, channel_id: int, message_id: int, emoji: ReactionEmoji, user_id: int) -> bool:
    """False when there was no such reaction."""
    gone = await tx.execute(
        f"DELETE FROM reactions WHERE {_ONE} AND user_id = $5", channel_id, message_id, *key(emoji), user_id
    )
    return bool(gone)


async def delete_emoji(tx: Transaction, channel_id: int, message_id: int, emoji: ReactionEmoji) -> bool:
    """Deletes everyone's. False when there were none."""
    return bool(await tx.execute(f"DELETE FROM reactions WHERE {_ONE}", channel_id, message_id, *key(emoji)))


async def delete_all(tx: Transaction, channel_id: int, message_id: int) -> bool:
    """False when there were none."""
    gone = await tx.execute("DELETE FROM reactions WHERE channel_id = $1 AND message_id = $2", channel_id, message_id)
    return bool(gone)


async def list_users(
    reader: Reader, channel_id: int, message_id: int, emoji: ReactionEmoji, after: int, limit: int
) -> list[User]:
    """Who reacted so, by rising user id."""
    rows = await reader.fetch(
        f"SELECT {PUBLIC} FROM users WHERE id IN (SELECT user_id FROM reactions WHERE {_ONE} AND user_id > $5"
        " ORDER BY user_id LIMIT $6) ORDER BY id",
        channel_id,
        message_id,
        *key(emoji),
        after,
        limit,
    )
    return [public_user(row) for row in rows]


def key(emoji: ReactionEmoji) -> tuple[int, str]:
    """What one emoji is told from others by: its id, or for a unicode one its name."""
    return (emoji.id, "") if emoji.id else (0, emoji.name or "")
