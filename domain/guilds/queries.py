"""Reading guilds."""

import msgspec

from core import codes
from core.database import Reader
from core.problems import Problem
from core.wire import UNSET
from domain.emojis import queries as emoji_queries
from domain.guilds import store
from domain.guilds.records import Guild, GuildPreview, GuildWithCounts, MyGuild
from domain.roles import queries as role_queries
from domain.stickers import queries as sticker_queries


async def get(reader: Reader, guild_id: int) -> Guild:
    """Raises 10004 when there is no such guild."""
    return (await _get(reader, guild_id))[0]


async def is_owner(reader: Reader, guild_id: int, user_id: int) -> bool:
    return await store.find_owner(reader, guild_id) == user_id


async def get_with_counts(reader: Reader, guild_id: int, *, shown: bool) -> GuildWithCounts:
    """The guild, with its number of members if that is to be shown. Who is online is not known here."""
    guild, members = await _get(reader, guild_id)
    return GuildWithCounts(
        **{field: getattr(guild, field) for field in Guild.__struct_fields__},
        approximate_member_count=members if shown else UNSET,
    )


async def get_preview(reader: Reader, guild_id: int) -> GuildPreview:
    guild, members = await _get(reader, guild_id)
    return GuildPreview(
        id=guild.id,
        name=guild.name,
        icon=guild.icon,
        description=guild.description,
        splash=guild.splash,
        discovery_splash=guild.discovery_splash,
        home_header=guild.home_header,
        features=guild.features,
        approximate_member_count=members,
        approximate_presence_count=0,
        emojis=guild.emojis,
        stickers=guild.stickers,
    )


async def list_of_user(
    reader: Reader, user_id: int, *, before: int | None, after: int, limit: int, with_counts: bool
) -> list[MyGuild]:
    """The user's guilds by rising id."""
    found = await store.list_of_user(reader, user_id, before, after, limit)
    if not with_counts:
        return [guild for guild, _ in found]
    return [msgspec.structs.replace(guild, approximate_member_count=members) for guild, members in found]


async def _get(reader: Reader, guild_id: int) -> tuple[Guild, int]:
    row = await store.find_row(reader, guild_id)
    if row is None:
        raise Problem(codes.UNKNOWN_GUILD)
    roles = await role_queries.list_roles(reader, guild_id)
    emojis = await emoji_queries.of_guild(reader, guild_id)
    stickers = await sticker_queries.of_guild(reader, guild_id)
    return store.guild(row, roles, emojis, stickers), row["member_count"]
