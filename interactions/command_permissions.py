"""Who may use which command in a guild. Docs: interactions/application-commands#permissions."""

from core import codes
from core.problems import Problem
from core.wire import Snowflake
from domain.applications import queries as applications
from domain.commands import actions, permission_actions, queries
from domain.commands.records import CommandPermissions
from domain.commands.requests import SetCommandPermissions
from domain.permissions.bits import Permission
from rest import buckets
from rest.call import Call
from rest.operation import Who, operation

_SCOPES = ("applications.commands.permissions.update",)
_GUILD = "/applications/{application_id}/guilds/{guild_id}/commands"
_READ = (codes.UNKNOWN_APPLICATION, codes.NOT_AUTHORIZED_FOR_APPLICATION, codes.UNKNOWN_GUILD, codes.MISSING_ACCESS)


async def _require_readable(call: Call, application_id: int, guild_id: int) -> None:
    """For the application itself, and for who manages the guild; a bearer sees no more than its user."""
    identity = call.identity
    if identity.bot:
        await actions.own(call.database, identity, application_id, guild_id)
    else:
        _require_of_application(call, application_id)
        await applications.get(call.database, application_id)
        (await call.in_guild(guild_id)).require(Permission.MANAGE_GUILD)


def _require_of_application(call: Call, application_id: int) -> None:
    """A bearer serves one application alone."""
    if call.identity.is_bearer and call.identity.application_id != application_id:
        raise Problem(codes.NOT_AUTHORIZED_FOR_APPLICATION)


@operation(
    "GET",
    f"{_GUILD}/permissions",
    who=Who.ACCOUNT,
    scopes=_SCOPES,
    bucket=buckets.READ,
    problems=(*_READ, codes.MISSING_PERMISSIONS),
)
async def list_guild_application_command_permissions(
    call: Call, application_id: Snowflake, guild_id: Snowflake
) -> list[CommandPermissions]:
    """What a guild has said of an application, and of its commands."""
    await _require_readable(call, application_id, guild_id)
    return await queries.list_permissions(call.database, application_id, guild_id)


@operation(
    "GET",
    f"{_GUILD}/{{command_id}}/permissions",
    who=Who.ACCOUNT,
    scopes=_SCOPES,
    bucket=buckets.READ,
    problems=(
        *_READ,
        codes.MISSING_PERMISSIONS,
        codes.UNKNOWN_APPLICATION_COMMAND,
        codes.UNKNOWN_APPLICATION_COMMAND_PERMISSIONS,
    ),
)
async def get_guild_application_command_permissions(
    call: Call, application_id: Snowflake, guild_id: Snowflake, command_id: Snowflake
) -> CommandPermissions:
    """What a guild has said of a command, or of the application by its own id."""
    await _require_readable(call, application_id, guild_id)
    return await queries.get_permissions(call.database, application_id, guild_id, command_id)


@operation(
    "PUT",
    f"{_GUILD}/{{command_id}}/permissions",
    who=Who.USER,
    scopes=_SCOPES,
    bucket=buckets.COMMAND_PERMISSIONS,
    problems=(*_READ, codes.MISSING_PERMISSIONS, codes.UNKNOWN_APPLICATION_COMMAND),
)
async def set_guild_application_command_permissions(
    call: Call, application_id: Snowflake, guild_id: Snowflake, command_id: Snowflake, body: SetCommandPermissions
) -> CommandPermissions:
    """Say who may use a command, or all of the application by its own id. Bots cannot."""
    _require_of_application(call, application_id)
    await applications.get(call.database, application_id)
    here = await call.in_guild(guild_id)
    async with call.transaction(lock=guild_id) as tx:
        return await permission_actions.set_permissions(tx, here, application_id, command_id, body)


OPERATIONS = [
    list_guild_application_command_permissions,
    get_guild_application_command_permissions,
    set_guild_application_command_permissions,
]
