"""A command as it would be kept, made of what was asked for."""

import copy
from typing import cast

import msgspec

from core import form_codes
from core.problems import Faults
from core.wire import UNSET, Permissions, Snowflake, UnsetType, convert
from domain.commands.records import Command, CommandType, Context, Handler, Localizations, Option
from domain.commands.requests import CreateCommand, EditCommand, NewOption
from domain.commands.rules import Steps


class Scope(msgspec.Struct):
    """A list of commands: an application's in one guild, or everywhere (0)."""

    application_id: Snowflake
    guild_id: Snowflake
    integration_types: list[int]  # those that the application supports, by which commands for everywhere come


def created(
    scope: Scope, command_id: Snowflake, version: Snowflake, body: CreateCommand, path: Steps, faults: Faults
) -> Command:
    """A command as the body says; what it does not say is as it is by default."""
    command = Command(
        id=command_id,
        application_id=scope.application_id,
        version=version,
        type=CommandType(body.type or CommandType.CHAT_INPUT),
        name=body.name,
        description="",
    )
    if scope.guild_id:
        command.guild_id = scope.guild_id
    else:
        command.dm_permission = True
        command.contexts = None
        command.integration_types = scope.integration_types
    if command.type == CommandType.PRIMARY_ENTRY_POINT:
        command.handler = Handler.APP_HANDLER
    _apply(command, scope, body, path, faults)
    return command


def edited(before: Command, scope: Scope, body: EditCommand, faults: Faults) -> Command:
    """The command with what the body says; null is what it is by default."""
    command = copy.copy(before)
    if body.name is not UNSET:
        command.name = body.name
    _apply(command, scope, body, (), faults)
    return command


def _apply(command: Command, scope: Scope, body: CreateCommand | EditCommand, path: Steps, faults: Faults) -> None:
    if body.name_localizations is not UNSET:
        command.name_localizations = _localizations(body.name_localizations)
    if body.description is not UNSET:
        command.description = body.description or ""
    if body.description_localizations is not UNSET:
        command.description_localizations = _localizations(body.description_localizations)
    if body.options is not UNSET:
        command.options = _options(body.options)
    if body.default_member_permissions is not UNSET:
        command.default_member_permissions = body.default_member_permissions
    elif body.default_permission is False:
        command.default_member_permissions = Permissions(0)
    if body.nsfw is not UNSET:
        command.nsfw = bool(body.nsfw)
    if body.handler:
        command.handler = body.handler
    if not scope.guild_id:  # else they mean nothing, and libraries send them all the same
        _apply_places(command, scope, body, path, faults)


def _apply_places(
    command: Command, scope: Scope, body: CreateCommand | EditCommand, path: Steps, faults: Faults
) -> None:
    if body.contexts is not UNSET:
        command.contexts = None if body.contexts is None else list[int](body.contexts)
    if command.contexts:
        command.dm_permission = Context.BOT_DM in command.contexts
    elif body.dm_permission is not UNSET:
        command.dm_permission = body.dm_permission is not False
    if body.integration_types is not UNSET:
        command.integration_types = list(body.integration_types or scope.integration_types)
        for position, kind in enumerate(command.integration_types):
            if kind not in scope.integration_types:
                where = (*path, "integration_types", position)
                choices = ", ".join(map(str, scope.integration_types))
                faults.add(where, form_codes.BASE_TYPE_CHOICES, choices=f"({choices})")


def _localizations(given: object) -> Localizations | None:
    """A translation that is null is none."""
    return None if given is None else cast(Localizations, _without_nulls(given))


def _options(given: list[NewOption] | None) -> list[Option] | UnsetType:
    return convert(_without_nulls(msgspec.to_builtins(given)), list[Option]) if given else UNSET


def _without_nulls(value: object) -> object:
    if isinstance(value, dict):
        fields = cast("dict[str, object]", value)
        return {name: _without_nulls(field) for name, field in fields.items() if field is not None}
    if isinstance(value, list):
        return [_without_nulls(item) for item in cast("list[object]", value)]
    return value
