"""Stages that become live and cease to be, whoever brings it about. Under the guild's lock."""

from core.database import Transaction
from domain.stage_instances import events, store
from domain.stage_instances.records import StageInstance


async def open_stage(tx: Transaction, instance: StageInstance, opened_by: int) -> None:
    """None may be open in its channel."""
    await store.insert(tx, instance, opened_by)
    tx.emit(events.stage_instance_create(instance))


async def close(tx: Transaction, guild_id: int, channel_id: int) -> StageInstance | None:
    """What was open there, if it was."""
    instance = await store.find(tx, guild_id, channel_id)
    if instance is not None:
        await store.delete(tx, guild_id, channel_id)
        tx.emit(events.stage_instance_delete(instance))
    return instance
