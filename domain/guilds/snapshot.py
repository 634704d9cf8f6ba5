"""A whole guild at one moment, for GUILD_CREATE. A handful of queries, however large the guild.

Threads and voice states are not in it: each session gets those that its user may see.
"""

from core.database import Reader
from domain.channels import store as channel_store
from domain.emojis import queries as emoji_queries
from domain.guilds import store
from domain.guilds.records import LARGE, Guild, GuildSnapshot
from domain.roles import queries as role_queries
from domain.scheduled_events import queries as scheduled_events
from domain.soundboard import queries as soundboard
from domain.stage_instances import queries as stage_instances
from domain.stickers import queries as sticker_queries


async def load(reader: Reader, guild_id: int) -> GuildSnapshot | None:
    """Read it under the guild's shared lock (`Database.reading`), so that it fits between two events."""
    row = await store.find_row(reader, guild_id)
    if row is None:
        return None
    guild = store.guild(
        row,
        await role_queries.list_roles(reader, guild_id),
        await emoji_queries.of_guild(reader, guild_id),
        await sticker_queries.of_guild(reader, guild_id),
    )
    member_count: int = row["member_count"]
    return GuildSnapshot(
        **{field: getattr(guild, field) for field in Guild.__struct_fields__},
        large=member_count > LARGE,
        member_count=member_count,
        channels=await channel_store.list_of_guild(reader, guild_id),
        voice_states=[],
        stage_instances=await stage_instances.of_guild(reader, guild_id),
        guild_scheduled_events=await scheduled_events.of_guild(reader, guild_id),
        soundboard_sounds=await soundboard.of_guild(reader, guild_id),
    )
