"""The commands that a user finds in a place. User-side.

Docs (user-side): interactions/application-commands#get-guild-application-command-index.
"""

from core import codes
from core.problems import Problem
from core.wire import Snowflake
from domain.applications import queries as applications
from domain.channels.records import ChannelType
from domain.commands import index
from domain.commands.index import CommandIndex
from interactions.locale import locale_of
from rest import buckets
from rest.call import Call
from rest.operation import Who, operation


@operation(
    "GET",
    "/guilds/{guild_id}/application-command-index",
    who=Who.USER,
    bucket=buckets.COMMAND_INDEX,
    problems=(codes.UNKNOWN_GUILD, codes.MISSING_ACCESS),
)
async def get_guild_application_command_index(call: Call, guild_id: Snowflake) -> CommandIndex:
    """The commands of the applications in a guild that the caller may use."""
    here = await call.in_guild(guild_id)
    return await index.in_guild(call.database, here, await locale_of(call))


@operation(
    "GET",
    "/channels/{channel_id}/application-command-index",
    who=Who.USER,
    bucket=buckets.COMMAND_INDEX,
    problems=(codes.UNKNOWN_CHANNEL, codes.MISSING_ACCESS, codes.CANNOT_EXECUTE_ON_CHANNEL_TYPE),
)
async def get_channel_application_command_index(call: Call, channel_id: Snowflake) -> CommandIndex:
    """The commands in a DM: those of the bot in it, or else those of the caller's own applications."""
    here = await call.in_channel(channel_id)
    if here.guild is not None:
        raise Problem(codes.CANNOT_EXECUTE_ON_CHANNEL_TYPE)
    locale = await locale_of(call)
    if here.type == ChannelType.DM:
        other = next((user_id for user_id in here.recipients if user_id != call.user_id), call.user_id)
        if await applications.summaries(call.database, [other]):
            return await index.in_bot_dm(call.database, other, locale)
    return await index.in_group(call.database, call.user_id, locale)


@operation("GET", "/users/@me/application-command-index", who=Who.USER, bucket=buckets.COMMAND_INDEX)
async def get_user_application_command_index(call: Call) -> CommandIndex:
    """The commands of the applications that the caller has installed for himself."""
    return await index.of_user(call.database, call.user_id, await locale_of(call))


@operation(
    "GET",
    "/applications/{application_id}/application-command-index",
    who=Who.USER,
    bucket=buckets.COMMAND_INDEX,
    problems=(codes.UNKNOWN_APPLICATION, codes.MISSING_ACCESS),
)
async def get_application_command_index(call: Call, application_id: Snowflake) -> CommandIndex:
    """The commands of one application that the caller has installed for himself."""
    await applications.get(call.database, application_id)
    return await index.of_application(call.database, call.user_id, application_id, await locale_of(call))


OPERATIONS = [
    get_application_command_index,
    get_guild_application_command_index,
    get_channel_application_command_index,
    get_user_application_command_index,
]
