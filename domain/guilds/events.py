"""What the gateway is told of guilds. That a user has got or lost one is told by domain/members/events.py."""

from core.events import Draft, guild_topic
from core.wire import Snowflake
from domain.guilds.records import DeletedGuild, Guild

EVENTS = {"GUILD_UPDATE": Guild, "GUILD_DELETE": DeletedGuild}


def guild_update(guild: Guild) -> Draft:
    return Draft(guild_topic(guild.id), "GUILD_UPDATE", guild)


def guild_delete(guild_id: int) -> Draft:
    """The guild is gone, for all of its members."""
    return Draft(guild_topic(guild_id), "GUILD_DELETE", DeletedGuild(Snowflake(guild_id)))
