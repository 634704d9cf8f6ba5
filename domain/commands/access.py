"""Whether someone may use a command where he stands."""

from core import codes
from core.database import Reader
from core.problems import Problem
from domain.channels import queries as channels
from domain.channels.access import ChannelAccess, GuildAccess
from domain.commands.permissions import NOTHING_SAID, Said, Words, may_use
from domain.commands.records import Command, Context, IntegrationType
from domain.installs.queries import Owners
from domain.permissions.bits import THREAD_TYPES, Permission


def context_of(here: ChannelAccess, in_bot_dm: bool) -> Context:
    if here.guild is not None:
        return Context.GUILD
    return Context.BOT_DM if in_bot_dm else Context.PRIVATE_CHANNEL


async def require_usable(
    reader: Reader, command: Command, here: ChannelAccess, owners: Owners, said: Said, in_bot_dm: bool
) -> None:
    """`said`: by the guild. `in_bot_dm`: the channel is the DM of the caller with the application's bot.

    Raises 10063 for a command of another guild, 50013 without USE_APPLICATION_COMMANDS, 50001 for what else stands
    in the way: no install that brings it, a context it is not for, the guild's word on it, age restriction.
    """
    if command.guild_id and command.guild_id != here.guild_id:
        raise Problem(codes.UNKNOWN_APPLICATION_COMMAND)
    by_guild = command.is_for(IntegrationType.GUILD_INSTALL) and (owners.guild or in_bot_dm)
    by_user = command.is_for(IntegrationType.USER_INSTALL) and owners.user
    if not (by_guild or by_user) or not command.is_in_context(context_of(here, in_bot_dm)):
        raise Problem(codes.MISSING_ACCESS)
    if here.guild is not None:
        here.require(Permission.USE_APPLICATION_COMMANDS)
        words = (said.of_application, said.of_command) if owners.guild else (NOTHING_SAID, NOTHING_SAID)
        if not is_allowed(command, here.guild, *words, here.permissions, _place(here)):
            raise Problem(codes.MISSING_ACCESS)
    if command.nsfw and not await _may_be_explicit(reader, here, in_bot_dm):
        raise Problem(codes.MISSING_ACCESS)


def is_allowed(
    command: Command,
    guild: GuildAccess,
    on_application: Words,
    on_command: Words,
    permissions: int,
    channel_id: int | None,
) -> bool:
    """What the guild says to this member; `permissions` are those he has in the channel, or in the guild."""
    return may_use(
        on_application,
        on_command,
        command.default_member_permissions,
        guild.guild_id,
        guild.user_id,
        guild.member.roles,
        permissions,
        channel_id,
    )


def _place(here: ChannelAccess) -> int:
    """The channel; of a thread, the one it was started in."""
    channel = here.channel
    return channel.parent_id if channel.type in THREAD_TYPES and channel.parent_id else here.channel_id


async def _may_be_explicit(reader: Reader, here: ChannelAccess, in_bot_dm: bool) -> bool:
    """Docs: interactions/application-commands#using-agerestricted-commands."""
    if here.guild is None:
        return in_bot_dm
    return await channels.is_nsfw(reader, here.guild_id, _place(here))
