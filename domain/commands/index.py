"""The commands that a user finds somewhere, and the applications that they are of. User-side.

What he may not use is left out; where a channel makes the difference, the words on channels are told along. Whether
a command may really be used is asked again when it is (access.py).
Docs (user-side): interactions/application-commands#application-command-index-object.
"""

from collections.abc import Callable

import msgspec

from core import codes
from core.database import Reader
from core.problems import Problem
from core.wire import UNSET, Snowflake, UnsetType
from domain.applications import queries as applications
from domain.channels.access import GuildAccess
from domain.commands import access, localization, store
from domain.commands.permissions import NOTHING_SAID, Words
from domain.commands.records import Command, Context, IntegrationType
from domain.installs import queries as installs


class IndexPermissions(msgspec.Struct, kw_only=True):
    """What a guild has said, as far as it concerns the user."""

    user: bool | UnsetType = UNSET
    roles: dict[Snowflake, bool] | UnsetType = UNSET
    channels: dict[Snowflake, bool] | UnsetType = UNSET


class IndexApplication(msgspec.Struct, kw_only=True):
    id: Snowflake
    name: str
    description: str
    icon: str | None
    permissions: IndexPermissions | UnsetType = UNSET
    bot_id: Snowflake
    flags: str


class IndexCommand(Command, kw_only=True):
    """A command as the user reads it: `name` is in his language, and then `name_default` the one to call it by."""

    name_default: str | UnsetType = UNSET
    description_default: str | UnsetType = UNSET
    permissions: IndexPermissions | UnsetType = UNSET


class CommandIndex(msgspec.Struct):
    applications: list[IndexApplication]
    application_commands: list[IndexCommand]
    version: Snowflake


class _Said(msgspec.Struct):
    """A guild's words to one member, by the id of the command or the application."""

    guild: GuildAccess
    words: dict[int, Words]
    held: int  # anywhere in the guild

    def allows(self, command: Command) -> bool:
        on_application = self.words.get(command.application_id, NOTHING_SAID)
        on_command = self.words.get(command.id, NOTHING_SAID)
        return access.is_allowed(command, self.guild, on_application, on_command, self.held, None)

    def shown(self, id_: int) -> IndexPermissions | UnsetType:
        words = self.words.get(id_)
        if words is None:
            return UNSET
        mine = {self.guild.guild_id, *self.guild.member.roles}
        roles = {Snowflake(role): word for role, word in words.roles.items() if role in mine}
        channels = {Snowflake(channel): word for channel, word in words.channels.items()}
        user = words.users.get(self.guild.user_id, UNSET)
        return IndexPermissions(user=user, roles=roles or UNSET, channels=channels or UNSET)


async def in_guild(reader: Reader, here: GuildAccess, locale: str) -> CommandIndex:
    """The commands of all applications that are installed in the guild."""
    ids = await installs.with_commands_in_guild(reader, here.guild_id)
    found = await store.permissions_in_guild(reader, ids, here.guild_id)
    said = _Said(here, {each.id: Words.of(each.permissions) for each in found}, _held_anywhere(here))

    def fits(command: Command) -> bool:
        by_guild = command.is_for(IntegrationType.GUILD_INSTALL) and command.is_in_context(Context.GUILD)
        return by_guild and said.allows(command)

    return await _index(reader, ids, here.guild_id, fits, locale, said)


async def of_user(reader: Reader, user_id: int, locale: str) -> CommandIndex:
    """The commands of all applications that the user has installed for himself."""
    ids = await installs.with_commands_for_user(reader, user_id)
    return await _index(reader, ids, 0, _is_for_users, locale)


async def of_application(reader: Reader, user_id: int, application_id: int, locale: str) -> CommandIndex:
    """Raises 50001 unless the user has installed it for himself."""
    if application_id not in await installs.with_commands_for_user(reader, user_id):
        raise Problem(codes.MISSING_ACCESS)
    return await _index(reader, [application_id], 0, _is_for_users, locale)


async def in_group(reader: Reader, user_id: int, locale: str) -> CommandIndex:
    """Those of the user's own applications that are for private channels."""
    ids = await installs.with_commands_for_user(reader, user_id)
    return await _index(
        reader, ids, 0, lambda each: _is_for_users(each) and each.is_in_context(Context.PRIVATE_CHANNEL), locale
    )


async def in_bot_dm(reader: Reader, application_id: int, locale: str) -> CommandIndex:
    return await _index(reader, [application_id], 0, lambda each: each.is_in_context(Context.BOT_DM), locale)


def _is_for_users(command: Command) -> bool:
    return command.is_for(IntegrationType.USER_INSTALL)


def _held_anywhere(here: GuildAccess) -> int:
    """The permissions that the member has in the guild or in any of its channels."""
    held = here.permissions
    for channel_id in here.state.channels:
        held |= here.state.permissions(here.user_id, here.member, channel_id)
    return held


async def _index(
    reader: Reader,
    application_ids: list[int],
    guild_id: int,
    fits: Callable[[Command], bool],
    locale: str,
    said: _Said | None = None,
) -> CommandIndex:
    commands = [each for each in await store.list_in(reader, application_ids, guild_id) if fits(each)]
    version = await store.newest_version(reader, application_ids, guild_id)
    shown = sorted({int(each.application_id) for each in commands})
    return CommandIndex(
        [_application(each, said) for each in await applications.summaries(reader, shown)],
        [_command(each, locale, said) for each in commands],
        Snowflake(version or 0),
    )


def _application(summary: applications.Summary, said: _Said | None) -> IndexApplication:
    return IndexApplication(
        id=Snowflake(summary.id),
        name=summary.name,
        description=summary.description,
        icon=summary.icon,
        permissions=said.shown(summary.id) if said else UNSET,
        bot_id=Snowflake(summary.id),
        flags=str(summary.flags),
    )


def _command(command: Command, locale: str, said: _Said | None) -> IndexCommand:
    fields = msgspec.structs.asdict(localization.localized(command, locale))
    shown = IndexCommand(**fields, permissions=said.shown(command.id) if said else UNSET)
    if shown.name_localized:
        shown.name, shown.name_default, shown.name_localized = shown.name_localized, shown.name, UNSET
    if shown.description_localized:
        shown.description_default = shown.description
        shown.description, shown.description_localized = shown.description_localized, UNSET
    return shown
