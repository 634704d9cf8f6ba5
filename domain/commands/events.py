"""What the gateway is told of commands."""

from core.events import Draft, guild_topic
from domain.commands.records import CommandPermissions

EVENTS = {"APPLICATION_COMMAND_PERMISSIONS_UPDATE": CommandPermissions}


def application_command_permissions_update(permissions: CommandPermissions) -> Draft:
    return Draft(guild_topic(permissions.guild_id), "APPLICATION_COMMAND_PERMISSIONS_UPDATE", permissions)
