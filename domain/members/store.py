"""SQL of members. Each is also noted in `memberships`, which is the same seen from the user."""

import datetime as dt
from collections.abc import Iterable

import asyncpg

from core.database import Reader, Transaction
from core.wire import Snowflake, Timestamp
from domain.members.records import Member
from domain.users.store import PUBLIC, public_user

_SELECT = (
    "SELECT m.nick, m.avatar AS member_avatar, m.banner AS member_banner, m.roles, m.joined_at, m.premium_since,"
    " m.deaf, m.mute, m.pending, m.flags AS member_flags, m.communication_disabled_until AS until, u.*"
    f" FROM members m JOIN (SELECT {PUBLIC} FROM users) u ON u.id = m.user_id"
)

_SUPPRESS_JOINS = 1 << 0
"""Docs: resources/guild#guild-object-system-channel-flags."""


def _member(row: asyncpg.Record) -> Member:
    return Member(
        avatar=row["member_avatar"],
        banner=row["member_banner"],
        communication_disabled_until=_timestamp(row["until"]),
        flags=row["member_flags"],
        joined_at=Timestamp.of(row["joined_at"]),
        nick=row["nick"],
        pending=row["pending"],
        premium_since=_timestamp(row["premium_since"]),
        roles=[Snowflake(role_id) for role_id in row["roles"]],
        user=public_user(row),
        mute=row["mute"],
        deaf=row["deaf"],
    )


def _timestamp(moment: dt.datetime | None) -> Timestamp | None:
    return Timestamp.of(moment) if moment is not None else None


async def find_member(reader: Reader, guild_id: int, user_id: int) -> Member | None:
    row = await reader.fetchrow(f"{_SELECT} WHERE m.guild_id = $1 AND m.user_id = $2", guild_id, user_id)
    return _member(row) if row else None


async def find_members(reader: Reader, guild_id: int, user_ids: Iterable[int]) -> list[Member]:
    rows = await reader.fetch(
        f"{_SELECT} WHERE m.guild_id = $1 AND m.user_id = ANY($2::bigint[])", guild_id, list(user_ids)
    )
    return [_member(row) for row in rows]


async def list_members(reader: Reader, guild_id: int, after: int, limit: int) -> list[Member]:
    """Members by rising user id."""
    rows = await reader.fetch(
        f"{_SELECT} WHERE m.guild_id = $1 AND m.user_id > $2 ORDER BY m.user_id LIMIT $3", guild_id, after, limit
    )
    return [_member(row) for row in rows]


_FOUND = """
    SELECT user_id, min(name) AS name FROM (
        SELECT user_id, name FROM member_names
        WHERE guild_id = $1 AND name >= lower($2) AND name < lower($2) || U&'\\+10FFFF'
        ORDER BY name, user_id LIMIT $3 * 3
    ) first_names GROUP BY user_id ORDER BY 2, 1 LIMIT $3
"""
"""A member has three names at most: so many rows of the index are enough, however large the guild is."""


async def search_members(reader: Reader, guild_id: int, prefix: str, limit: int) -> list[Member]:
    """Members one of whose names starts so, in whatever case, in the order of these names."""
    rows = await reader.fetch(
        f"{_SELECT} JOIN ({_FOUND}) n USING (user_id) WHERE m.guild_id = $1 ORDER BY n.name, m.user_id",
        guild_id,
        prefix,
        limit,
    )
    return [_member(row) for row in rows]


async def lock_user(tx: Transaction, user_id: int) -> bool | None:
    """Whether the user is a bot; None when there is none. His guilds cannot be counted elsewhere meanwhile."""
    return await tx.fetchval("SELECT bot FROM users WHERE id = $1 FOR UPDATE", user_id)


async def count_guilds(reader: Reader, user_id: int) -> int:
    return await reader.fetchval("SELECT count(*) FROM memberships WHERE user_id = $1", user_id)


async def insert_member(
    tx: Transaction, guild_id: int, user_id: int, roles: Iterable[int], joined_at: Timestamp, *, is_bot: bool
) -> bool:
    """True when the user was no member before. He is pending if the guild has a gate; bots pass it."""
    added = await tx.execute(
        "INSERT INTO members (guild_id, user_id, roles, joined_at, pending) VALUES ($1, $2, $3, $4, NOT $5"
        " AND EXISTS (SELECT FROM guilds WHERE id = $1 AND 'MEMBER_VERIFICATION_GATE_ENABLED' = ANY(features)))"
        " ON CONFLICT DO NOTHING",
        guild_id,
        user_id,
        list(roles),
        joined_at.datetime(),
        is_bot,
    )
    if added:
        await tx.execute("INSERT INTO memberships (user_id, guild_id) VALUES ($1, $2)", user_id, guild_id)
    return bool(added)


async def update_member(tx: Transaction, guild_id: int, member: Member) -> None:
    until = member.communication_disabled_until
    await tx.execute(
        "UPDATE members SET nick = $3, avatar = $4, banner = $5, roles = $6, deaf = $7, mute = $8, flags = $9,"
        " communication_disabled_until = $10, pending = $11 WHERE guild_id = $1 AND user_id = $2",
        guild_id,
        member.user.id,
        member.nick,
        member.avatar,
        member.banner,
        member.roles,
        member.deaf,
        member.mute,
        member.flags,
        until.datetime() if until is not None else None,
        member.pending,
    )


async def update_bio(tx: Transaction, guild_id: int, user_id: int, bio: str) -> None:
    await tx.execute("UPDATE members SET bio = $3 WHERE guild_id = $1 AND user_id = $2", guild_id, user_id, bio)


async def delete_member(tx: Transaction, guild_id: int, user_id: int) -> None:
    await tx.execute("DELETE FROM members WHERE guild_id = $1 AND user_id = $2", guild_id, user_id)
    await tx.execute("DELETE FROM memberships WHERE user_id = $2 AND guild_id = $1", guild_id, user_id)
    await tx.execute("DELETE FROM onboarding_responses WHERE guild_id = $1 AND user_id = $2", guild_id, user_id)
    await tx.execute("DELETE FROM user_guild_settings WHERE user_id = $2 AND guild_id = $1", guild_id, user_id)


async def change_member_count(tx: Transaction, guild_id: int, by: int) -> bool:
    """False when there is no such guild."""
    return bool(await tx.execute("UPDATE guilds SET member_count = member_count + $2 WHERE id = $1", guild_id, by))


async def greeting_channel(reader: Reader, guild_id: int) -> int | None:
    """Where the guild says that somebody has joined."""
    return await reader.fetchval(
        f"SELECT system_channel_id FROM guilds WHERE id = $1 AND system_channel_flags & {_SUPPRESS_JOINS} = 0", guild_id
    )


async def application_flags(reader: Reader, bot_id: int) -> int:
    """The flags of a bot's application, which has the bot's id."""
    return await reader.fetchval("SELECT flags FROM applications WHERE id = $1", bot_id) or 0
