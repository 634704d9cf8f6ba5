"""SQL of DMs and group DMs.

`recipients` says who takes part. `private_channels` says who has the channel in his list: closing a DM takes it out
of one's list, and it comes back with the next message.
"""

import datetime as dt
from collections.abc import Collection, Iterable

import asyncpg
import msgspec

from core.database import Reader, Transaction
from core.wire import UNSET, Snowflake
from domain.channels.records import Channel, ChannelType, GroupNick
from domain.channels.store import SELECT, base_channel, snowflake
from domain.users import store as users
from domain.users.records import User


class Recipient(msgspec.Struct):
    """Someone in a private channel."""

    user: User
    nick: str | None = None


async def recipients(reader: Reader, channel_ids: Collection[int]) -> dict[int, list[Recipient]]:
    rows = await reader.fetch(
        "SELECT channel_id, user_id, nick FROM recipients WHERE channel_id = ANY($1::bigint[]) ORDER BY user_id",
        list(channel_ids),
    )
    people = await users.find_users(reader, {row["user_id"] for row in rows})
    found: dict[int, list[Recipient]] = {}
    for row in rows:
        if row["user_id"] in people:
            found.setdefault(row["channel_id"], []).append(Recipient(people[row["user_id"]], row["nick"]))
    return found


def seen_by(channel: Channel, viewer_id: int, everyone: Iterable[Recipient]) -> Channel:
    """The channel as one of its recipients sees it: with the others."""
    others = [recipient for recipient in everyone if recipient.user.id != viewer_id]
    nicks = [GroupNick(recipient.user.id, recipient.nick) for recipient in everyone if recipient.nick]
    return msgspec.structs.replace(
        channel, recipients=[recipient.user for recipient in others], nicks=nicks if nicks else UNSET
    )


def _private_channel(row: asyncpg.Record) -> Channel:
    channel = base_channel(row)
    if channel.type == ChannelType.GROUP_DM:
        channel.name = row["name"]
        channel.icon = row["icon"]
        channel.owner_id = Snowflake(row["owner_id"])
        channel.managed = row["application_id"] is not None
        channel.application_id = snowflake(row["application_id"]) or UNSET
    return channel


async def are_dms_shut(
    reader: Reader, user_id: int, other_id: int, now: dt.datetime, unwanted: Collection[int]
) -> bool:
    """Whether the two share guilds, and every one of these has shut new DMs or is of the `unwanted`."""
    shut = await reader.fetchval(
        "SELECT bool_and(coalesce(guilds.dms_disabled_until > $3, false) OR guilds.id = ANY($4::bigint[]))"
        " FROM memberships mine JOIN memberships theirs ON theirs.guild_id = mine.guild_id"
        " JOIN guilds ON guilds.id = mine.guild_id WHERE mine.user_id = $1 AND theirs.user_id = $2",
        user_id,
        other_id,
        now,
        list(unwanted),
    )
    return bool(shut)


async def find_bare(reader: Reader, channel_id: int) -> Channel | None:
    """A private channel without its recipients."""
    row = await reader.fetchrow(f"{SELECT} WHERE id = $1 AND guild_id IS NULL", channel_id)
    return _private_channel(row) if row else None


async def find(reader: Reader, channel_id: int, viewer_id: int) -> Channel | None:
    """A private channel as this recipient sees it."""
    channel = await find_bare(reader, channel_id)
    if channel is None:
        return None
    return seen_by(channel, viewer_id, (await recipients(reader, [channel_id])).get(channel_id, []))


async def list_of_user(reader: Reader, user_id: int) -> list[Channel]:
    """The private channels in a user's list, as he sees them. Three queries."""
    rows = await reader.fetch(
        f"{SELECT} JOIN private_channels mine ON mine.channel_id = channels.id WHERE user_id = $1 ORDER BY id", user_id
    )
    theirs = await recipients(reader, [row["id"] for row in rows])
    return [seen_by(_private_channel(row), user_id, theirs.get(row["id"], [])) for row in rows]


async def count_groups(reader: Reader, user_id: int) -> int:
    return await reader.fetchval(
        "SELECT count(*) FROM private_channels JOIN channels ON id = channel_id WHERE user_id = $1 AND type = $2",
        user_id,
        int(ChannelType.GROUP_DM),
    )


async def claim_dm(tx: Transaction, one_id: int, other_id: int, channel_id: int) -> int:
    """The id of the DM of these two: the given one if they have none yet. A concurrent claim waits for this one."""
    return await tx.fetchval(
        "INSERT INTO dms (lower_user_id, higher_user_id, channel_id) VALUES ($1, $2, $3)"
        " ON CONFLICT (lower_user_id, higher_user_id) DO UPDATE SET channel_id = dms.channel_id RETURNING channel_id",
        min(one_id, other_id),
        max(one_id, other_id),
        channel_id,
    )


async def find_dm(reader: Reader, one_id: int, other_id: int) -> int | None:
    return await reader.fetchval(
        "SELECT channel_id FROM dms WHERE lower_user_id = $1 AND higher_user_id = $2",
        min(one_id, other_id),
        max(one_id, other_id),
    )


async def add_recipient(tx: Transaction, channel_id: int, user_id: int, nick: str | None = None) -> bool:
    """False when he is one already."""
    return bool(
        await tx.execute(
            "INSERT INTO recipients (channel_id, user_id, nick) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            channel_id,
            user_id,
            nick,
        )
    )


async def remove_recipient(tx: Transaction, channel_id: int, user_id: int) -> bool:
    """False when he is none."""
    await close(tx, channel_id, user_id)
    return bool(await tx.execute("DELETE FROM recipients WHERE channel_id = $1 AND user_id = $2", channel_id, user_id))


async def open_for(tx: Transaction, channel_id: int, user_ids: Collection[int]) -> set[int]:
    """Puts the channel into the lists of these users; gives those who did not have it there."""
    rows = await tx.fetch(
        "INSERT INTO private_channels (user_id, channel_id) SELECT unnest($2::bigint[]), $1"
        " ON CONFLICT DO NOTHING RETURNING user_id",
        channel_id,
        sorted(user_ids),
    )
    return {row["user_id"] for row in rows}


async def who_closed(reader: Reader, channel_id: int) -> tuple[list[int], list[int]]:
    """The recipients who do not have the channel in their list; and the applications whose games some of them play.

    Each message asks for both (domain/lobbies/sessions.py says what the second is), so they are one question.
    """
    rows = await reader.fetch(
        "SELECT user_id AS id, false AS is_played FROM recipients r WHERE channel_id = $1 AND NOT EXISTS"
        " (SELECT FROM private_channels p WHERE p.user_id = r.user_id AND p.channel_id = r.channel_id)"
        " UNION ALL SELECT DISTINCT application_id, true FROM recipients JOIN social_sessions USING (user_id)"
        " WHERE channel_id = $1 AND alive_until > clock_timestamp()",
        channel_id,
    )
    return [row["id"] for row in rows if not row["is_played"]], [row["id"] for row in rows if row["is_played"]]


async def close(tx: Transaction, channel_id: int, user_id: int) -> bool:
    """Takes the channel out of the user's list. False when it was not there."""
    return bool(
        await tx.execute("DELETE FROM private_channels WHERE user_id = $1 AND channel_id = $2", user_id, channel_id)
    )
