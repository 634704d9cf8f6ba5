"""A guild's word on who may use a command, or all commands of an application. Needs the guild's lock.

Docs: interactions/application-commands#edit-application-command-permissions.
"""

from collections.abc import Sequence

from core import codes, form_codes
from core.database import Transaction
from core.problems import Faults, Problem
from core.wire import UNSET, Snowflake
from domain.audit_log import actions as audit_log
from domain.audit_log.records import AuditLogEvent, Change
from domain.channels.access import GuildAccess
from domain.commands import access, events, queries, store
from domain.commands.permissions import NOTHING_SAID, Words
from domain.commands.records import CommandPermission, CommandPermissions, PermissionTarget
from domain.commands.requests import SetCommandPermissions
from domain.guilds import state_store
from domain.installs import queries as installs
from domain.permissions.bits import Permission


async def set_permissions(
    tx: Transaction, here: GuildAccess, application_id: int, id_: int, body: SetCommandPermissions
) -> CommandPermissions:
    """Replaces what was said before. `id_` is a command's, or the application's.

    Only of what the caller may use himself, and only for roles and members below him and channels that he manages.
    Raises 10063, 50001 when the application is not there, 50013, 50035.
    """
    here.require(Permission.MANAGE_GUILD | Permission.MANAGE_ROLES)
    if not (await installs.find_owners(tx, application_id, here.guild_id, 0)).guild:
        raise Problem(codes.MISSING_ACCESS)
    said = await store.find_permissions(tx, application_id, here.guild_id, (application_id, id_))
    before = {each.id: each.permissions for each in said}
    if id_ != application_id:
        await _require_use(tx, here, application_id, id_, before)
    given = [CommandPermission(each.id, each.type, each.permission) for each in body.permissions or ()]
    _check_distinct(given)
    old = before.get(Snowflake(id_), [])
    for each in given:
        if each not in old:
            await _require_control(tx, here, each)
    for each in old:
        if each not in given:
            await _require_control(tx, here, each)
    guild_id = Snowflake(here.guild_id)
    permissions = CommandPermissions(Snowflake(id_), Snowflake(application_id), guild_id, given)
    if given != old:
        await store.put_permissions(tx, permissions)
        tx.emit(events.application_command_permissions_update(permissions))
        changes = _changes(old, given)
        action = AuditLogEvent.APPLICATION_COMMAND_PERMISSION_UPDATE
        await audit_log.add(tx, here, action, id_, changes, application_id=application_id)
    return permissions


def _changes(old: Sequence[CommandPermission], new: Sequence[CommandPermission]) -> list[Change]:
    """One for each whom it is about, under his id."""
    was, now = {each.id: each for each in old}, {each.id: each for each in new}
    changed = [id_ for id_ in dict.fromkeys((*was, *now)) if was.get(id_) != now.get(id_)]
    return [Change(str(int(id_)), now.get(id_, UNSET), was.get(id_, UNSET)) for id_ in changed]


async def _require_use(
    tx: Transaction,
    here: GuildAccess,
    application_id: int,
    command_id: int,
    said: dict[Snowflake, list[CommandPermission]],
) -> None:
    command = await queries.get_usable_in(tx, application_id, here.guild_id, command_id)
    words = {id_: Words.of(permissions) for id_, permissions in said.items()}
    on_application = words.get(command.application_id, NOTHING_SAID)
    on_command = words.get(command.id, NOTHING_SAID)
    if not access.is_allowed(command, here, on_application, on_command, here.permissions, None):
        raise Problem(codes.MISSING_PERMISSIONS)


def _check_distinct(permissions: Sequence[CommandPermission]) -> None:
    faults = Faults()
    seen: set[tuple[int, int]] = set()
    for position, each in enumerate(permissions):
        if (each.type, each.id) in seen:
            faults.add(("permissions", position), form_codes.SET_TYPE_ALREADY_CONTAINS_VALUE)
        seen.add((each.type, each.id))
    faults.raise_if_any()


async def _require_control(tx: Transaction, here: GuildAccess, permission: CommandPermission) -> None:
    """Whom or what it is about must be the caller's to manage; what is gone may be taken off the list."""
    target = permission.id
    match permission.type:
        case PermissionTarget.ROLE:
            allowed = target == here.guild_id or target not in here.state.roles or here.outranks_role(target)
        case PermissionTarget.USER:
            member = await state_store.find_member(tx, here.guild_id, target)
            allowed = member is None or target == here.user_id or here.outranks(target, member)
        case _:
            held = here.permissions
            if target in here.state.channels:
                held = here.state.permissions(here.user_id, here.member, target)
            allowed = bool(held & Permission.MANAGE_CHANNELS)
    if not allowed:
        raise Problem(codes.MISSING_PERMISSIONS)
