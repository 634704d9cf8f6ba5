"""SQL of channels. Those of a guild are read with their overwrites, private ones with their recipients.

Threads are found by none of this: domain/threads/store.py.
"""

from collections.abc import Collection, Iterable

import asyncpg

from core.database import Reader, Transaction
from core.wire import UNSET, Snowflake, Timestamp, UnsetType, decode, encode
from domain.channels.records import (
    FORUM_TYPES,
    HEAD_TYPES,
    TOPIC_TYPES,
    VOICE_TYPES,
    Channel,
    ChannelType,
    LinkedLobby,
)
from domain.overwrites import store as overwrites
from domain.overwrites.records import Overwrite
from domain.threads import store as threads
from domain.threads.records import DefaultReaction, ForumTag

SELECT = (
    "SELECT channels.*, nullif(last_message_id, 0) AS last_message_id"
    " FROM channels LEFT JOIN channel_heads ON channel_heads.channel_id = channels.id"
)

NO_THREAD = "type NOT IN (10, 11, 12)"
"""What is asked of a guild's channels: their index is without threads, of which there may be very many."""


def snowflake(value: int | None) -> Snowflake | None:
    return None if value is None else Snowflake(value)


def base_channel(row: asyncpg.Record) -> Channel:
    """What channels of every type have."""
    channel = Channel(id=Snowflake(row["id"]), type=row["type"], flags=row["flags"])
    if channel.type in HEAD_TYPES:
        pinned = row["last_pin_timestamp"]
        channel.last_message_id = snowflake(row["last_message_id"])
        channel.last_pin_timestamp = Timestamp.of(pinned) if pinned else None
    return channel


def _guild_channel(row: asyncpg.Record, permission_overwrites: list[Overwrite]) -> Channel:
    channel = base_channel(row)
    channel.guild_id = Snowflake(row["guild_id"])
    channel.name = row["name"]
    channel.parent_id = snowflake(row["parent_id"])
    channel.position = row["position"]
    channel.permission_overwrites = permission_overwrites
    channel.nsfw = row["nsfw"]
    if row["linked_lobby"]:
        channel.linked_lobby = decode(row["linked_lobby"], LinkedLobby)
    if channel.type in FORUM_TYPES:
        reaction = row["default_reaction_emoji"]
        channel.available_tags = decode(row["available_tags"] or "[]", list[ForumTag])
        channel.default_reaction_emoji = decode(reaction, DefaultReaction) if reaction else None
        channel.default_sort_order = row["default_sort_order"]
        channel.default_forum_layout = row["default_forum_layout"] or 0
        channel.default_tag_setting = row["default_tag_setting"]
    if channel.type in TOPIC_TYPES:
        channel.topic = row["topic"]
        channel.default_auto_archive_duration = _or_unset(row["default_auto_archive_duration"])
        channel.default_thread_rate_limit_per_user = _or_unset(row["default_thread_rate_limit_per_user"])
    if channel.type in HEAD_TYPES:
        channel.rate_limit_per_user = row["rate_limit_per_user"]
    if channel.type in VOICE_TYPES:
        channel.bitrate = row["bitrate"]
        channel.user_limit = row["user_limit"]
        channel.rtc_region = row["rtc_region"]
        channel.video_quality_mode = _or_unset(row["video_quality_mode"])
    if channel.type == ChannelType.GUILD_STAGE_VOICE:
        channel.topic = row["topic"]
    return channel


def _or_unset(value: int | None) -> int | UnsetType:
    return UNSET if value is None else value


async def _with_overwrites(reader: Reader, rows: list[asyncpg.Record]) -> list[Channel]:
    theirs = await overwrites.by_channel(reader, [row["id"] for row in rows])
    return [_guild_channel(row, theirs.get(row["id"], [])) for row in rows]


async def list_of_guild(reader: Reader, guild_id: int) -> list[Channel]:
    """All channels of a guild, in the order of their positions. Two queries."""
    return await _with_overwrites(
        reader, await reader.fetch(f"{SELECT} WHERE guild_id = $1 AND {NO_THREAD} ORDER BY position, id", guild_id)
    )


async def find_in_guild(reader: Reader, guild_id: int, channel_id: int) -> Channel | None:
    rows = await reader.fetch(f"{SELECT} WHERE id = $1 AND guild_id = $2 AND {NO_THREAD}", channel_id, guild_id)
    return (await _with_overwrites(reader, rows))[0] if rows else None


async def find_several(reader: Reader, guild_id: int, ids: Iterable[int]) -> dict[int, Channel]:
    """Those of the channels that the guild has."""
    rows = await reader.fetch(f"{SELECT} WHERE guild_id = $1 AND id = ANY($2::bigint[])", guild_id, list(ids))
    return {int(channel.id): channel for channel in await _with_overwrites(reader, rows)}


async def children(reader: Reader, category: Channel) -> list[Channel]:
    """The channels in a category."""
    return await _with_overwrites(
        reader,
        await reader.fetch(
            f"{SELECT} WHERE guild_id = $1 AND parent_id = $2 AND {NO_THREAD} ORDER BY position, id",
            category.guild_id,
            category.id,
        ),
    )


async def count_in_guild(reader: Reader, guild_id: int) -> int:
    return await reader.fetchval(f"SELECT count(*) FROM channels WHERE guild_id = $1 AND {NO_THREAD}", guild_id)


async def count_in_category(reader: Reader, guild_id: int, category_id: int) -> int:
    return await reader.fetchval(
        f"SELECT count(*) FROM channels WHERE guild_id = $1 AND parent_id = $2 AND {NO_THREAD}", guild_id, category_id
    )


async def next_position(reader: Reader, guild_id: int, types: Collection[int]) -> int:
    """The position after the last channel of these types, or the highest there is, which several may share."""
    return await reader.fetchval(
        "SELECT least(coalesce(max(position)::bigint + 1, 0), 2147483647) FROM channels"
        f" WHERE guild_id = $1 AND type = ANY($2::smallint[]) AND {NO_THREAD}",
        guild_id,
        list(types),
    )


_WRITTEN = (
    "guild_id",
    "type",
    "name",
    "topic",
    "position",
    "parent_id",
    "nsfw",
    "bitrate",
    "user_limit",
    "rate_limit_per_user",
    "rtc_region",
    "video_quality_mode",
    "default_auto_archive_duration",
    "default_thread_rate_limit_per_user",
    "flags",
    "icon",
    "owner_id",
    "application_id",
    "available_tags",
    "default_reaction_emoji",
    "default_sort_order",
    "default_forum_layout",
    "default_tag_setting",
)
_JSON = frozenset(("available_tags", "default_reaction_emoji"))
_NOT_NULL = {"position": 0, "nsfw": False, "rate_limit_per_user": 0}

_INSERT = (
    f"INSERT INTO channels (id, {', '.join(_WRITTEN)})"
    f" VALUES ($1, {', '.join(f'${at}' for at in range(2, len(_WRITTEN) + 2))})"
)
_UPDATE = f"UPDATE channels SET {', '.join(f'{name} = ${at}' for at, name in enumerate(_WRITTEN, 2))} WHERE id = $1"


def _values(channel: Channel) -> Iterable[object]:
    for name in _WRITTEN:
        value = getattr(channel, name)
        if name in _JSON and value:
            value = encode(value).decode()
        yield _NOT_NULL.get(name) if value is UNSET or value == [] else value


async def insert(tx: Transaction, channel: Channel) -> None:
    """A new channel with its overwrites, and its head where it may hold messages. Recipients are apart."""
    await tx.execute(_INSERT, channel.id, *_values(channel))
    if channel.type in HEAD_TYPES:
        await tx.execute("INSERT INTO channel_heads (channel_id) VALUES ($1)", channel.id)
    if channel.overwrites:
        await overwrites.replace(tx, channel.id, channel.overwrites)


async def update(tx: Transaction, channel: Channel) -> None:
    """Writes the channel's own columns; overwrites and recipients are apart."""
    await tx.execute(_UPDATE, channel.id, *_values(channel))


async def delete(tx: Transaction, channel_id: int) -> None:
    """The channel with its threads, head, overwrites, invites, webhooks. Its messages, out of reach, go later."""
    await threads.delete(tx, await threads.ids_of_parent(tx, channel_id))
    await tx.execute("INSERT INTO deleted_channels (channel_id) VALUES ($1)", channel_id)
    await tx.execute("DELETE FROM channels WHERE id = $1", channel_id)
    await tx.execute("DELETE FROM channel_heads WHERE channel_id = $1", channel_id)
    await tx.execute("DELETE FROM overwrites WHERE channel_id = $1", channel_id)
    for name in ("invite_target_users", "invite_target_jobs"):
        await tx.execute(
            f"DELETE FROM {name} WHERE code IN (SELECT code FROM invites WHERE channel_id = $1 AND is_targeted)",
            channel_id,
        )
    await tx.execute("DELETE FROM invites WHERE channel_id = $1", channel_id)
    await tx.execute("DELETE FROM webhooks WHERE channel_id = $1", channel_id)
