"""How moderators make a stage live, change what it is about, and end it. All of it under the guild's lock.

Docs: resources/stage-instance.
"""

import msgspec

from core import codes, snowflakes
from core.database import Transaction
from core.problems import Problem
from core.wire import UNSET, Snowflake
from domain.audit_log import actions as audit_log
from domain.audit_log.changes import between
from domain.audit_log.records import AuditLogEvent
from domain.channels.access import ChannelAccess
from domain.channels.records import ChannelType
from domain.permissions.bits import Permission
from domain.scheduled_events import queries as scheduled_events
from domain.scheduled_events import transitions
from domain.scheduled_events.records import EntityType, Status, StoredEvent
from domain.stage_instances import events, openings, queries, store
from domain.stage_instances.records import CreateStageInstance, EditStageInstance, StageInstance

_MODERATOR = Permission.MANAGE_CHANNELS | Permission.MUTE_MEMBERS | Permission.MOVE_MEMBERS
_NOT_LOGGED = frozenset({"id", "guild_id", "channel_id", "discoverable_disabled", "guild_scheduled_event_id"})


async def create(tx: Transaction, here: ChannelAccess, body: CreateStageInstance) -> StageInstance:
    """An event that it is of begins with it.

    Raises 50024 where there is no stage, 50013, 150006 for one that is open; of the event 10070, 180000, and 50091 when
    it is not on this stage.
    """
    if here.type != ChannelType.GUILD_STAGE_VOICE:
        raise Problem(codes.CANNOT_EXECUTE_ON_CHANNEL_TYPE)
    here.require(_MODERATOR)
    if body.send_start_notification:
        here.require(Permission.MENTION_EVERYONE)
    event = await _event(tx, here, body.guild_scheduled_event_id) if body.guild_scheduled_event_id else None
    if await store.find(tx, here.guild_id, here.channel_id) is not None:
        raise Problem(codes.STAGE_ALREADY_OPEN)
    instance = StageInstance(
        id=snowflakes.make(),
        guild_id=Snowflake(here.guild_id),
        channel_id=Snowflake(here.channel_id),
        topic=body.topic,
        guild_scheduled_event_id=Snowflake(event.id) if event else None,
    )
    await openings.open_stage(tx, instance, here.user_id)
    if event is not None:
        await transitions.start(tx, event, instance)
    await _log(tx, here, AuditLogEvent.STAGE_INSTANCE_CREATE, None, instance)
    return instance


async def _event(tx: Transaction, here: ChannelAccess, event_id: int) -> StoredEvent:
    event = await scheduled_events.get(tx, here.guild_id, event_id)
    if event.is_finished:
        raise Problem(codes.EVENT_FINISHED)
    if event.entity_type is not EntityType.STAGE_INSTANCE or event.channel_id != here.channel_id:
        raise Problem(codes.EVENT_ENTITY_TYPE_DIFFERS)
    return event


async def edit(tx: Transaction, here: ChannelAccess, body: EditStageInstance) -> tuple[StageInstance, StageInstance]:
    """As it was, and as it is. Raises 10067, 50013."""
    before = await queries.get_here(tx, here)
    here.require(_MODERATOR)
    instance = msgspec.structs.replace(before, topic=before.topic if body.topic is UNSET else body.topic)
    if instance != before:
        await store.update(tx, instance)
        tx.emit(events.stage_instance_update(instance))
        await _log(tx, here, AuditLogEvent.STAGE_INSTANCE_UPDATE, before, instance)
    return before, instance


async def delete(tx: Transaction, here: ChannelAccess) -> StageInstance:
    """With its event, which is over. Gives it as it was. Raises 10067, 50013."""
    instance = await queries.get_here(tx, here)
    here.require(_MODERATOR)
    await openings.close(tx, here.guild_id, here.channel_id)
    if instance.guild_scheduled_event_id is not None:
        event = await scheduled_events.get(tx, here.guild_id, instance.guild_scheduled_event_id)
        if event.status is Status.ACTIVE:
            await transitions.complete(tx, event)
    await _log(tx, here, AuditLogEvent.STAGE_INSTANCE_DELETE, instance, None)
    return instance


async def _log(
    tx: Transaction,
    here: ChannelAccess,
    action: AuditLogEvent,
    before: StageInstance | None,
    after: StageInstance | None,
) -> None:
    known = after or before
    assert known is not None
    changes = between(before, after, but=_NOT_LOGGED)
    await audit_log.add(tx, here.actor, action, known.id, changes, channel_id=known.channel_id)
