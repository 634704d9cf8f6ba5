"""What the gateway is told of roles.

A deleted role is one event: clients take the role from members and overwrites themselves.
"""

import msgspec

from core.events import Draft, guild_topic
from core.wire import Snowflake
from domain.roles.records import Role


class RoleEvent(msgspec.Struct):
    guild_id: Snowflake
    role: Role


class RoleDeleted(msgspec.Struct):
    guild_id: Snowflake
    role_id: Snowflake


EVENTS = {"GUILD_ROLE_CREATE": RoleEvent, "GUILD_ROLE_UPDATE": RoleEvent, "GUILD_ROLE_DELETE": RoleDeleted}


def guild_role_create(guild_id: int, role: Role) -> Draft:
    return Draft(guild_topic(guild_id), "GUILD_ROLE_CREATE", RoleEvent(Snowflake(guild_id), role))


def guild_role_update(guild_id: int, role: Role) -> Draft:
    return Draft(guild_topic(guild_id), "GUILD_ROLE_UPDATE", RoleEvent(Snowflake(guild_id), role))


def guild_role_delete(guild_id: int, role_id: int) -> Draft:
    return Draft(guild_topic(guild_id), "GUILD_ROLE_DELETE", RoleDeleted(Snowflake(guild_id), Snowflake(role_id)))
