"""What the gateway is told of bans: those who may ban."""

import msgspec

from core.events import Draft, guild_topic
from core.wire import Snowflake
from domain.permissions.bits import Permission
from domain.users.records import User


class BanEvent(msgspec.Struct):
    guild_id: Snowflake
    user: User


EVENTS = {"GUILD_BAN_ADD": BanEvent, "GUILD_BAN_REMOVE": BanEvent}


def guild_ban_add(guild_id: int, user: User) -> Draft:
    return _ban_event("GUILD_BAN_ADD", guild_id, user)


def guild_ban_remove(guild_id: int, user: User) -> Draft:
    return _ban_event("GUILD_BAN_REMOVE", guild_id, user)


def _ban_event(name: str, guild_id: int, user: User) -> Draft:
    requires = int(Permission.BAN_MEMBERS)
    return Draft(guild_topic(guild_id), name, BanEvent(Snowflake(guild_id), user), requires=requires)
