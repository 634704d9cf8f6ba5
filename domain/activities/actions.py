"""Making an application an activity, launching it, and leaving it."""

from core import codes
from core.database import Reader, Transaction
from core.problems import Problem
from domain.activities import instance_ids, store
from domain.activities.instance_ids import InstanceId
from domain.applications import queries as applications
from domain.applications import store as applications_store
from domain.applications.flags import ApplicationFlag
from domain.commands import actions as commands
from domain.commands import queries as command_queries
from domain.commands.records import CommandType, Handler
from domain.commands.requests import CreateCommand
from domain.users.identity import Identity


async def set_embedded(tx: Transaction, identity: Identity, application_id: int, *, embedded: bool) -> None:
    """Says whether the application is an activity. It gets a command to launch it. Raises 10002, 20012.

    Takes the lock of the application's id. Docs: interactions/application-commands#default-entry-point-command.
    """
    scope = await commands.own(tx, identity, application_id)
    await applications_store.set_flag(tx, application_id, ApplicationFlag.EMBEDDED, on=embedded)
    known = await command_queries.list_of(tx, application_id, 0)
    if embedded and not any(each.type == CommandType.PRIMARY_ENTRY_POINT for each in known):
        kind, handler = CommandType.PRIMARY_ENTRY_POINT.value, Handler.LAUNCH_ACTIVITY.value
        await commands.create(tx, scope, CreateCommand(name="Launch", type=kind, handler=handler))


async def launch(tx: Transaction, application_id: int, asked: InstanceId, user_id: int) -> InstanceId:
    """The instance that the user is in: one that runs in the channel already, or else this one."""
    launch_id = await store.join(tx, application_id, asked, user_id)
    return InstanceId(launch_id, asked.guild_id, asked.channel_id)


async def leave(tx: Transaction, application_id: int, location: str, text: str, user_id: int) -> None:
    """The user leaves; with the last one the instance ends. Raises 404 (code 0) when he is in no such instance."""
    instance = instance_ids.read(text)
    if instance is None or instance.location != location:
        raise Problem(codes.NOT_FOUND)
    if not await store.leave(tx, application_id, instance, user_id):
        raise Problem(codes.NOT_FOUND)


async def delete_of_application(tx: Transaction, application_id: int) -> None:
    """All instances, when the application is gone."""
    await store.delete_of_application(tx, application_id)


async def require_embedded(reader: Reader, application_id: int) -> None:
    """Raises 10002, or 50039 when the application is no activity."""
    application = await applications.get(reader, application_id)
    if not application.flags & ApplicationFlag.EMBEDDED:
        raise Problem(codes.INVALID_ACTIVITY_ACTION)
