"""What the gateway is told of stage instances: those who see the channel.

Docs: events/gateway-events#stage-instances.
"""

from core.events import Draft, guild_topic
from domain.stage_instances.records import StageInstance

EVENTS = {
    "STAGE_INSTANCE_CREATE": StageInstance,
    "STAGE_INSTANCE_UPDATE": StageInstance,
    "STAGE_INSTANCE_DELETE": StageInstance,
}


def stage_instance_create(instance: StageInstance) -> Draft:
    return _draft("STAGE_INSTANCE_CREATE", instance)


def stage_instance_update(instance: StageInstance) -> Draft:
    return _draft("STAGE_INSTANCE_UPDATE", instance)


def stage_instance_delete(instance: StageInstance) -> Draft:
    return _draft("STAGE_INSTANCE_DELETE", instance)


def _draft(name: str, instance: StageInstance) -> Draft:
    return Draft(guild_topic(instance.guild_id), name, instance, channel_id=instance.channel_id)
