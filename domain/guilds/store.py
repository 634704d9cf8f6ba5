"""SQL of guilds."""

import datetime as dt

import asyncpg

from core import clock
from core.database import Reader, Transaction
from core.wire import Permissions, Snowflake, Timestamp
from domain.emojis.records import Emoji
from domain.guilds.records import Guild, IncidentsData, MyGuild
from domain.permissions.bits import ALL, Permission
from domain.roles.records import Role
from domain.stickers.records import GuildSticker
from domain.threads import store as threads

_WRITTEN = (
    "name",
    "description",
    "icon",
    "splash",
    "discovery_splash",
    "home_header",
    "banner",
    "owner_id",
    "afk_channel_id",
    "afk_timeout",
    "verification_level",
    "default_message_notifications",
    "explicit_content_filter",
    "features",
    "system_channel_id",
    "system_channel_flags",
    "rules_channel_id",
    "public_updates_channel_id",
    "safety_alerts_channel_id",
    "preferred_locale",
    "premium_progress_bar_enabled",
    "widget_enabled",
    "widget_channel_id",
)
_PLACES = ", ".join(f"${number}" for number in range(2, len(_WRITTEN) + 2))
_OTHERS = "id, mfa_level, nsfw_level, vanity_url_code, member_count, invites_disabled_until, dms_disabled_until"
_SELECT = f"SELECT {_OTHERS}, {', '.join(_WRITTEN)} FROM guilds"
_GO_WITH_IT = (
    "bans",
    "voice_states",
    "guild_installs",
    "webhooks",
    "auto_moderation_rules",
    "templates",
    "onboardings",
    "onboarding_responses",
    "welcome_screens",
    "new_member_welcomes",
    "member_verifications",
    "join_requests",
)
_OF_MEMBERS = ("memberships", "temporary_members", "user_guild_settings")  # known by user, then by guild
_COMMANDS = ("commands", "command_lists", "command_permissions")
_EXPLICIT = (1, 3)  # the nsfw levels for adults


def guild(row: asyncpg.Record, roles: list[Role], emojis: list[Emoji], stickers: list[GuildSticker]) -> Guild:
    return Guild(
        id=Snowflake(row["id"]),
        name=row["name"],
        icon=row["icon"],
        description=row["description"],
        splash=row["splash"],
        discovery_splash=row["discovery_splash"],
        home_header=row["home_header"],
        features=list(row["features"]),
        banner=row["banner"],
        owner_id=Snowflake(row["owner_id"]),
        afk_channel_id=_snowflake(row["afk_channel_id"]),
        afk_timeout=row["afk_timeout"],
        system_channel_id=_snowflake(row["system_channel_id"]),
        system_channel_flags=row["system_channel_flags"],
        widget_enabled=row["widget_enabled"],
        widget_channel_id=_snowflake(row["widget_channel_id"]),
        verification_level=row["verification_level"],
        roles=roles,
        default_message_notifications=row["default_message_notifications"],
        mfa_level=row["mfa_level"],
        explicit_content_filter=row["explicit_content_filter"],
        vanity_url_code=row["vanity_url_code"],
        preferred_locale=row["preferred_locale"],
        rules_channel_id=_snowflake(row["rules_channel_id"]),
        safety_alerts_channel_id=_snowflake(row["safety_alerts_channel_id"]),
        public_updates_channel_id=_snowflake(row["public_updates_channel_id"]),
        premium_progress_bar_enabled=row["premium_progress_bar_enabled"],
        nsfw=row["nsfw_level"] in _EXPLICIT,
        nsfw_level=row["nsfw_level"],
        emojis=emojis,
        stickers=stickers,
        incidents_data=_incidents(row),
    )


def _incidents(row: asyncpg.Record) -> IncidentsData | None:
    """What is shut now; nothing when all is open again."""
    invites, dms = (_to_come(row[name]) for name in ("invites_disabled_until", "dms_disabled_until"))
    return IncidentsData(invites, dms) if invites or dms else None


def _to_come(moment: dt.datetime | None) -> Timestamp | None:
    until = Timestamp.of(moment) if moment is not None else None
    return until if until is not None and until > clock.timestamp() else None


def _snowflake(value: int | None) -> Snowflake | None:
    return None if value is None else Snowflake(value)


async def find_row(reader: Reader, guild_id: int) -> asyncpg.Record | None:
    """The guild's row, for `guild`; its member_count is beside."""
    return await reader.fetchrow(f"{_SELECT} WHERE id = $1", guild_id)


async def list_of_user(
    reader: Reader, user_id: int, before: int | None, after: int, limit: int
) -> list[tuple[MyGuild, int]]:
    """The user's guilds by rising id, each with its number of members; the last ones when `before` is given."""
    rows = await reader.fetch(
        "SELECT g.id, g.name, g.icon, g.banner, g.owner_id, g.features, g.member_count,"
        " (SELECT bit_or(r.permissions) FROM roles r WHERE r.guild_id = g.id"
        "  AND (r.id = g.id OR r.id = ANY(m.roles))) AS permissions"
        " FROM memberships s JOIN guilds g ON g.id = s.guild_id"
        " JOIN members m ON m.guild_id = s.guild_id AND m.user_id = s.user_id"
        " WHERE s.user_id = $1 AND s.guild_id > $2 AND ($3::bigint IS NULL OR s.guild_id < $3)"
        " ORDER BY CASE WHEN $3::bigint IS NULL THEN s.guild_id ELSE -s.guild_id END LIMIT $4",
        user_id,
        after,
        before,
        limit,
    )
    rows.sort(key=lambda row: row["id"])
    return [(_my_guild(row, user_id), row["member_count"]) for row in rows]


def _my_guild(row: asyncpg.Record, user_id: int) -> MyGuild:
    held: int = row["permissions"] or 0
    is_owner = row["owner_id"] == user_id
    return MyGuild(
        id=Snowflake(row["id"]),
        name=row["name"],
        icon=row["icon"],
        banner=row["banner"],
        owner=is_owner,
        permissions=Permissions(ALL if is_owner or held & Permission.ADMINISTRATOR else held),
        features=list(row["features"]),
    )


async def channel_types(reader: Reader, guild_id: int) -> dict[int, int]:
    """The type of each channel of the guild."""
    rows = await reader.fetch(
        "SELECT id, type FROM channels WHERE guild_id = $1 AND type NOT IN (10, 11, 12)", guild_id
    )
    return {row["id"]: row["type"] for row in rows}


async def insert(tx: Transaction, made: Guild) -> None:
    await tx.execute(f"INSERT INTO guilds (id, {', '.join(_WRITTEN)}) VALUES ($1, {_PLACES})", *_values(made))


async def update(tx: Transaction, changed: Guild) -> None:
    await tx.execute(f"UPDATE guilds SET ({', '.join(_WRITTEN)}) = ({_PLACES}) WHERE id = $1", *_values(changed))


async def find_owner(reader: Reader, guild_id: int) -> int | None:
    return await reader.fetchval("SELECT owner_id FROM guilds WHERE id = $1", guild_id)


async def update_incidents(tx: Transaction, guild_id: int, incidents: IncidentsData) -> None:
    await tx.execute(
        "UPDATE guilds SET invites_disabled_until = $2, dms_disabled_until = $3 WHERE id = $1",
        guild_id,
        incidents.invites_disabled_until.datetime() if incidents.invites_disabled_until else None,
        incidents.dms_disabled_until.datetime() if incidents.dms_disabled_until else None,
    )


async def find_features(reader: Reader, guild_id: int) -> tuple[list[str], dt.datetime | None]:
    """The guild's features, and until when it lets nobody in; nothing of a guild that is not there."""
    row = await reader.fetchrow("SELECT features, invites_disabled_until FROM guilds WHERE id = $1", guild_id)
    return (list(row["features"]), row["invites_disabled_until"]) if row else ([], None)


def _values(written: Guild) -> tuple[object, ...]:
    return (written.id, *(getattr(written, name) for name in _WRITTEN))


async def delete(tx: Transaction, guild_id: int) -> None:
    """Deletes the guild with all that is read through it. Messages are out of reach; they go a little later."""
    channels = "(SELECT id FROM channels WHERE guild_id = $1 AND type NOT IN (10, 11, 12))"
    await threads.delete(tx, await threads.ids_of_guild(tx, guild_id))
    await tx.execute(f"INSERT INTO deleted_channels (channel_id) {channels}", guild_id)
    await tx.execute(f"DELETE FROM overwrites WHERE channel_id IN {channels}", guild_id)
    await tx.execute(f"DELETE FROM channel_heads WHERE channel_id IN {channels}", guild_id)
    for name in ("invite_target_users", "invite_target_jobs"):
        await tx.execute(
            f"DELETE FROM {name} WHERE code IN (SELECT code FROM invites WHERE guild_id = $1 AND is_targeted)", guild_id
        )
    await tx.execute("DELETE FROM invites WHERE guild_id = $1", guild_id)
    await tx.execute(
        "DELETE FROM vanity_urls WHERE code = (SELECT vanity_url_code FROM guilds WHERE id = $1)", guild_id
    )
    await tx.execute("DELETE FROM channels WHERE guild_id = $1 AND type NOT IN (10, 11, 12)", guild_id)
    await tx.execute("DELETE FROM roles WHERE guild_id = $1", guild_id)
    for table in _OF_MEMBERS:
        await tx.execute(
            f"DELETE FROM {table} s USING members m"
            " WHERE m.guild_id = $1 AND s.user_id = m.user_id AND s.guild_id = m.guild_id",
            guild_id,
        )
    await tx.execute("DELETE FROM read_states WHERE resource_id = $1", guild_id)
    await tx.execute("DELETE FROM members WHERE guild_id = $1", guild_id)
    for table in _GO_WITH_IT:
        await tx.execute(f"DELETE FROM {table} WHERE guild_id = $1", guild_id)
    for table in _COMMANDS:  # 0 stands for everywhere, of which their indexes know nothing
        await tx.execute(f"DELETE FROM {table} WHERE guild_id = $1 AND guild_id <> 0", guild_id)
    await tx.execute("DELETE FROM guilds WHERE id = $1", guild_id)


async def let_go_of_channel(tx: Transaction, guild_id: int, channel_id: int) -> None:
    """Clears every column that names the channel."""
    await tx.execute(
        "UPDATE guilds SET rules_channel_id = nullif(rules_channel_id, $2),"
        " public_updates_channel_id = nullif(public_updates_channel_id, $2),"
        " system_channel_id = nullif(system_channel_id, $2),"
        " afk_channel_id = nullif(afk_channel_id, $2),"
        " safety_alerts_channel_id = nullif(safety_alerts_channel_id, $2),"
        " widget_channel_id = nullif(widget_channel_id, $2)"
        " WHERE id = $1",
        guild_id,
        channel_id,
    )
