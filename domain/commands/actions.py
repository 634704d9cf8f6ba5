"""Changing an application's commands. Every change takes the lock of the application's id.

Docs: interactions/application-commands#updating-and-deleting-a-command.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from core import clock, codes, form_codes, snowflakes
from core.database import Reader, Transaction
from core.problems import Faults, Problem
from core.wire import Snowflake
from domain.applications import queries as applications
from domain.commands import compose, queries, rules, store
from domain.commands.compose import Scope
from domain.commands.records import Command, CommandType
from domain.commands.requests import CreateCommand, EditCommand, OverwriteCommand
from domain.installs import queries as installs
from domain.teams.records import TeamRole
from domain.users.identity import Identity

_DAY_S = 24 * 60 * 60


async def own(reader: Reader, identity: Identity, application_id: int, guild_id: int = 0) -> Scope:
    """The list that the caller may change: as the application's bot, its developer, or with a token for it.

    Raises 10002, 20012 for anyone else, 50001 where the application may have no commands.
    """
    if identity.is_bearer and identity.application_id != application_id:
        raise Problem(codes.NOT_AUTHORIZED_FOR_APPLICATION)
    application = await applications.get(reader, application_id)
    role = applications.role_of(application, identity.user_id)
    if not identity.is_bearer and (role is None or role < TeamRole.DEVELOPER):
        raise Problem(codes.NOT_AUTHORIZED_FOR_APPLICATION)
    if guild_id and not (await installs.find_owners(reader, application_id, guild_id, 0)).guild:
        raise Problem(codes.MISSING_ACCESS)
    kinds = sorted(int(kind) for kind in application.integration_types_config)
    return Scope(Snowflake(application_id), Snowflake(guild_id), kinds or [0])


async def create(tx: Transaction, scope: Scope, body: CreateCommand) -> tuple[Command, bool]:
    """Makes a command, or replaces the one of the same type and name; says whether it is new.

    Raises 50035, 30032 when there are as many as there may be, 30034 when too many were made today.
    """
    before = await store.list_of(tx, scope.application_id, scope.guild_id)
    kind = body.type or CommandType.CHAT_INPUT
    same = next((each for each in before if (each.type, each.name) == (kind, body.name)), None)
    faults = Faults()
    command = compose.created(scope, same.id if same else _new_id(), _new_id(), body, (), faults)
    rules.check(command, (), faults)
    faults.raise_if_any()
    if same is None:
        _require_room([*before, command])
    return await _keep(tx, scope, command, same), same is None


async def edit(tx: Transaction, scope: Scope, command_id: int, body: EditCommand) -> Command:
    """Raises 10063, 50035, or 40041 when another command has the name."""
    before = await queries.get(tx, scope.application_id, scope.guild_id, command_id)
    faults = Faults()
    command = compose.edited(before, scope, body, faults)
    rules.check(command, (), faults)
    faults.raise_if_any()
    if command.name != before.name:
        others = await store.list_of(tx, scope.application_id, scope.guild_id)
        if any((each.type, each.name) == (command.type, command.name) for each in others):
            raise Problem(codes.COMMAND_NAME_TAKEN)
    command.version = _new_id()
    return await _keep(tx, scope, command, before)


async def delete(tx: Transaction, scope: Scope, command_id: int) -> None:
    """Raises 10063."""
    command = await queries.get(tx, scope.application_id, scope.guild_id, command_id)
    await store.delete(tx, scope.application_id, [command.id])
    await store.delete_permissions(tx, scope.application_id, [command.id])
    await _note(tx, scope, 0)


async def overwrite(tx: Transaction, scope: Scope, bodies: Sequence[OverwriteCommand]) -> list[Command]:
    """Makes this the whole list. Commands of the same type and name, or with the id that is given, stay the same.

    Raises 50035, 30032, 30034, and 50240 when the entry point command would go.
    """
    before = {each.id: each for each in await store.list_of(tx, scope.application_id, scope.guild_id)}
    kept = _kept(before.values(), bodies)
    faults = Faults()
    version = _new_id()
    after: list[Command] = []
    seen: set[tuple[int, str]] = set()
    for position, body in enumerate(bodies):
        same = kept.get(position)
        command = compose.created(scope, same.id if same else _new_id(), version, body, (position,), faults)
        rules.check(command, (position,), faults)
        if (command.type, command.name) in seen:
            faults.add((position,), form_codes.APPLICATION_COMMANDS_DUPLICATE_NAME)
        seen.add((command.type, command.name))
        after.append(_unchanged(command, same) or command)
    faults.raise_if_any()
    _require_room(after)
    await _replace(tx, scope, before, after)
    return after


def _kept(before: Iterable[Command], bodies: Sequence[OverwriteCommand]) -> dict[int, Command]:
    """Which command stays the same, by the place of its body: those that are named by id first."""
    left = {each.id: each for each in before}
    kept: dict[int, Command] = {}
    for position, body in enumerate(bodies):
        named = left.get(body.id) if body.id else None
        if named is not None and named.type == (body.type or CommandType.CHAT_INPUT):
            kept[position] = left.pop(named.id)
    by_name = {(each.type, each.name): each for each in left.values()}
    for position, body in enumerate(bodies):
        if position not in kept:
            same = by_name.pop((body.type or CommandType.CHAT_INPUT, body.name), None)
            if same is not None:
                kept[position] = same
    return kept


async def _replace(tx: Transaction, scope: Scope, before: dict[Snowflake, Command], after: Sequence[Command]) -> None:
    left = {each.id for each in after}
    gone = [each for each in before.values() if each.id not in left]
    if any(each.type == CommandType.PRIMARY_ENTRY_POINT for each in gone):
        raise Problem(codes.ENTRY_POINT_IN_BULK)
    changed = [each for each in after if each != before.get(each.id)]
    if not gone and not changed:
        return
    renamed = [each.id for each in changed if each.id in before and each.name != before[each.id].name]
    gone_ids = [each.id for each in gone]
    # Two commands may have changed their names with each other: all go before any comes.
    await store.delete(tx, scope.application_id, [*gone_ids, *(each.id for each in changed)])
    await store.delete_permissions(tx, scope.application_id, [*gone_ids, *renamed])
    await store.insert_all(tx, changed)
    await _note(tx, scope, sum(each.id not in before for each in after))


async def _keep(tx: Transaction, scope: Scope, command: Command, before: Command | None) -> Command:
    if before is not None:
        unchanged = _unchanged(command, before)
        if unchanged is not None:
            return unchanged
        if command.name != before.name:
            await store.delete_permissions(tx, scope.application_id, [command.id])
    await store.put(tx, command)
    await _note(tx, scope, 0 if before else 1)
    return command


def _unchanged(command: Command, before: Command | None) -> Command | None:
    """The command as it was, when it would differ in its version alone."""
    if before is None:
        return None
    version = command.version
    command.version = before.version
    if command == before:
        return before
    command.version = version
    return None


async def _note(tx: Transaction, scope: Scope, created: int) -> None:
    """Marks the list as changed. Raises 30034, which undoes the change, when too many commands were made today."""
    now_s = clock.now_ms() // 1000
    day = now_s // _DAY_S
    today = await store.touch_list(tx, scope.application_id, scope.guild_id, _new_id(), day, created)
    if created and today > rules.MOST_CREATED_A_DAY:
        raise Problem(codes.MAXIMUM_DAILY_COMMAND_CREATES, retry_after_s=float((day + 1) * _DAY_S - now_s))


def _require_room(commands: Iterable[Command]) -> None:
    for kind, count in Counter(each.type for each in commands).items():
        most = rules.MOST[kind]
        if count > most:
            raise Problem(
                codes.MAXIMUM_APPLICATION_COMMANDS, message=f"{codes.MAXIMUM_APPLICATION_COMMANDS.message} ({most})"
            )


def _new_id() -> Snowflake:
    return Snowflake(snowflakes.make())


async def delete_of_application(tx: Transaction, application_id: int) -> None:
    """All commands that a deleted application had."""
    await store.delete_of_application(tx, application_id)
