"""Application commands, for everywhere and for one guild. Docs: interactions/application-commands."""

from typing import Annotated

import msgspec

from core import codes
from core.wire import Snowflake
from domain.commands import actions, localization, queries
from domain.commands.compose import Scope
from domain.commands.records import Command
from domain.commands.requests import MOST_IN_BULK, CreateCommand, EditCommand, OverwriteCommand
from interactions.locale import locale_of
from rest import buckets
from rest.call import Call
from rest.operation import Answer, Who, operation

_SCOPES = ("applications.commands.update",)
_OWN = (codes.UNKNOWN_APPLICATION, codes.NOT_AUTHORIZED_FOR_APPLICATION)
_IN_GUILD = (*_OWN, codes.MISSING_ACCESS)
_ONE = codes.UNKNOWN_APPLICATION_COMMAND
_LIMITS = (codes.MAXIMUM_APPLICATION_COMMANDS, codes.MAXIMUM_DAILY_COMMAND_CREATES)
_EVERYWHERE = "/applications/{application_id}/commands"
_GUILD = "/applications/{application_id}/guilds/{guild_id}/commands"

_List = Annotated[list[OverwriteCommand], msgspec.Meta(max_length=MOST_IN_BULK)] | None


class ListCommands(msgspec.Struct):
    with_localizations: bool | None = None


async def _own(call: Call, application_id: int, guild_id: int = 0) -> Scope:
    return await actions.own(call.database, call.identity, application_id, guild_id)


async def _list(call: Call, scope: Scope, query: ListCommands) -> list[Command]:
    commands = await queries.list_of(call.database, scope.application_id, scope.guild_id)
    if query.with_localizations:
        return commands
    locale = await locale_of(call)
    return [localization.localized(each, locale) for each in commands]


async def _create(call: Call, scope: Scope, body: CreateCommand) -> Answer:
    async with call.transaction(lock=scope.application_id) as tx:
        command, is_new = await actions.create(tx, scope, body)
    return Answer(201 if is_new else 200, command)


async def _edit(call: Call, scope: Scope, command_id: int, body: EditCommand) -> Command:
    async with call.transaction(lock=scope.application_id) as tx:
        return await actions.edit(tx, scope, command_id, body)


async def _delete(call: Call, scope: Scope, command_id: int) -> None:
    async with call.transaction(lock=scope.application_id) as tx:
        await actions.delete(tx, scope, command_id)


async def _overwrite(call: Call, scope: Scope, body: list[OverwriteCommand] | None) -> list[Command]:
    async with call.transaction(lock=scope.application_id) as tx:
        return await actions.overwrite(tx, scope, body or [])


@operation("GET", _EVERYWHERE, who=Who.ACCOUNT, scopes=_SCOPES, bucket=buckets.READ, problems=_OWN)
async def list_application_commands(call: Call, application_id: Snowflake, query: ListCommands) -> list[Command]:
    """The commands of an application for everywhere."""
    return await _list(call, await _own(call, application_id), query)


@operation(
    "POST",
    _EVERYWHERE,
    who=Who.ACCOUNT,
    scopes=_SCOPES,
    bucket=buckets.CREATE_COMMAND,
    status=(200, 201),
    answer=Command,
    problems=(*_OWN, *_LIMITS),
)
async def create_application_command(call: Call, application_id: Snowflake, body: CreateCommand) -> Answer:
    """Make a command for everywhere, or replace the one of this type and name."""
    return await _create(call, await _own(call, application_id), body)


@operation(
    "PUT",
    _EVERYWHERE,
    who=Who.ACCOUNT,
    scopes=_SCOPES,
    bucket=buckets.OVERWRITE_COMMANDS,
    problems=(*_OWN, *_LIMITS, codes.ENTRY_POINT_IN_BULK),
)
async def bulk_set_application_commands(call: Call, application_id: Snowflake, body: _List) -> list[Command]:
    """Replace the commands for everywhere. Those whose type and name stay keep their ids."""
    return await _overwrite(call, await _own(call, application_id), body)


@operation(
    "GET",
    f"{_EVERYWHERE}/{{command_id}}",
    who=Who.ACCOUNT,
    scopes=_SCOPES,
    bucket=buckets.READ,
    problems=(*_OWN, _ONE),
)
async def get_application_command(call: Call, application_id: Snowflake, command_id: Snowflake) -> Command:
    """A command for everywhere."""
    await _own(call, application_id)
    return await queries.get(call.database, application_id, 0, command_id)


@operation(
    "PATCH",
    f"{_EVERYWHERE}/{{command_id}}",
    who=Who.ACCOUNT,
    scopes=_SCOPES,
    bucket=buckets.EDIT_COMMAND,
    problems=(*_OWN, _ONE, codes.COMMAND_NAME_TAKEN),
)
async def update_application_command(
    call: Call, application_id: Snowflake, command_id: Snowflake, body: EditCommand
) -> Command:
    """Change a command for everywhere."""
    return await _edit(call, await _own(call, application_id), command_id, body)


@operation(
    "DELETE",
    f"{_EVERYWHERE}/{{command_id}}",
    who=Who.ACCOUNT,
    scopes=_SCOPES,
    bucket=buckets.DELETE_COMMAND,
    problems=(*_OWN, _ONE),
)
async def delete_application_command(call: Call, application_id: Snowflake, command_id: Snowflake) -> None:
    """Delete a command for everywhere, and what guilds have said of it."""
    await _delete(call, await _own(call, application_id), command_id)


@operation("GET", _GUILD, who=Who.ACCOUNT, scopes=_SCOPES, bucket=buckets.READ, problems=_IN_GUILD)
async def list_guild_application_commands(
    call: Call, application_id: Snowflake, guild_id: Snowflake, query: ListCommands
) -> list[Command]:
    """The commands of an application for one guild alone."""
    return await _list(call, await _own(call, application_id, guild_id), query)


@operation(
    "POST",
    _GUILD,
    who=Who.ACCOUNT,
    scopes=_SCOPES,
    bucket=buckets.CREATE_COMMAND,
    status=(200, 201),
    answer=Command,
    problems=(*_IN_GUILD, *_LIMITS),
)
async def create_guild_application_command(
    call: Call, application_id: Snowflake, guild_id: Snowflake, body: CreateCommand
) -> Answer:
    """Make a command for a guild, or replace the one of this type and name."""
    return await _create(call, await _own(call, application_id, guild_id), body)


@operation(
    "PUT",
    _GUILD,
    who=Who.ACCOUNT,
    scopes=_SCOPES,
    bucket=buckets.OVERWRITE_COMMANDS,
    problems=(*_IN_GUILD, *_LIMITS),
)
async def bulk_set_guild_application_commands(
    call: Call, application_id: Snowflake, guild_id: Snowflake, body: _List
) -> list[Command]:
    """Replace the commands for a guild. Those whose type and name stay keep their ids."""
    return await _overwrite(call, await _own(call, application_id, guild_id), body)


@operation(
    "GET",
    f"{_GUILD}/{{command_id}}",
    who=Who.ACCOUNT,
    scopes=_SCOPES,
    bucket=buckets.READ,
    problems=(*_IN_GUILD, _ONE),
)
async def get_guild_application_command(
    call: Call, application_id: Snowflake, guild_id: Snowflake, command_id: Snowflake
) -> Command:
    """A command for a guild."""
    await _own(call, application_id, guild_id)
    return await queries.get(call.database, application_id, guild_id, command_id)


@operation(
    "PATCH",
    f"{_GUILD}/{{command_id}}",
    who=Who.ACCOUNT,
    scopes=_SCOPES,
    bucket=buckets.EDIT_COMMAND,
    problems=(*_IN_GUILD, _ONE, codes.COMMAND_NAME_TAKEN),
)
async def update_guild_application_command(
    call: Call, application_id: Snowflake, guild_id: Snowflake, command_id: Snowflake, body: EditCommand
) -> Command:
    """Change a command for a guild."""
    return await _edit(call, await _own(call, application_id, guild_id), command_id, body)


@operation(
    "DELETE",
    f"{_GUILD}/{{command_id}}",
    who=Who.ACCOUNT,
    scopes=_SCOPES,
    bucket=buckets.DELETE_COMMAND,
    problems=(*_IN_GUILD, _ONE),
)
async def delete_guild_application_command(
    call: Call, application_id: Snowflake, guild_id: Snowflake, command_id: Snowflake
) -> None:
    """Delete a command for a guild, and what it has said of it."""
    await _delete(call, await _own(call, application_id, guild_id), command_id)


OPERATIONS = [
    list_application_commands,
    create_application_command,
    bulk_set_application_commands,
    get_application_command,
    update_application_command,
    delete_application_command,
    list_guild_application_commands,
    create_guild_application_command,
    bulk_set_guild_application_commands,
    get_guild_application_command,
    update_guild_application_command,
    delete_guild_application_command,
]
