"""Reading commands."""

import msgspec

from core import codes
from core.database import Reader
from core.problems import Problem
from domain.commands import store
from domain.commands.records import Command, CommandPermissions

find = store.find
list_of = store.list_of


async def get(reader: Reader, application_id: int, guild_id: int, command_id: int) -> Command:
    """One of a guild's commands, or of those for everywhere (0). Raises 10063."""
    command = await store.find(reader, application_id, command_id)
    if command is None or (command.guild_id or 0) != guild_id:
        raise Problem(codes.UNKNOWN_APPLICATION_COMMAND)
    return command


async def list_permissions(reader: Reader, application_id: int, guild_id: int) -> list[CommandPermissions]:
    """Of the application as a whole, and of those of its commands that have permissions of their own."""
    return await store.find_permissions(reader, application_id, guild_id)


async def get_permissions(reader: Reader, application_id: int, guild_id: int, id_: int) -> CommandPermissions:
    """`id_` is the application's id, or a command's. Raises 10063, or 10066 when there are none."""
    if id_ != application_id:
        await get_usable_in(reader, application_id, guild_id, id_)
    found = await store.find_permissions(reader, application_id, guild_id, [id_])
    if not found:
        raise Problem(codes.UNKNOWN_APPLICATION_COMMAND_PERMISSIONS)
    return found[0]


async def get_usable_in(reader: Reader, application_id: int, guild_id: int, command_id: int) -> Command:
    """A command that is there in the guild: its own, or one for everywhere. Raises 10063."""
    command = await store.find(reader, application_id, command_id)
    if command is None or command.guild_id not in (msgspec.UNSET, guild_id):
        raise Problem(codes.UNKNOWN_APPLICATION_COMMAND)
    return command
