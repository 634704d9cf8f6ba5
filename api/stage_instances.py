"""Stage instances: stages that are live. What happens to one is said in its chat too.

Docs: resources/stage-instance.
"""

from core import codes
from core.wire import Snowflake
from domain.messages import system_posts
from domain.messages.records import MessageType
from domain.stage_instances import actions, queries
from domain.stage_instances.records import CreateStageInstance, EditStageInstance, StageInstance
from rest import buckets
from rest.call import Call
from rest.operation import Who, operation

_ONE = "/stage-instances/{channel_id}"
_IN_CHANNEL = (codes.UNKNOWN_CHANNEL, codes.MISSING_ACCESS)
_LIVE = (*_IN_CHANNEL, codes.UNKNOWN_STAGE_INSTANCE)


@operation(
    "POST",
    "/stage-instances",
    who=Who.ACCOUNT,
    bucket=buckets.STAGE_INSTANCES,
    problems=(
        *_IN_CHANNEL,
        codes.CANNOT_EXECUTE_ON_CHANNEL_TYPE,
        codes.MISSING_PERMISSIONS,
        codes.STAGE_ALREADY_OPEN,
        codes.UNKNOWN_GUILD_SCHEDULED_EVENT,
        codes.EVENT_FINISHED,
        codes.EVENT_ENTITY_TYPE_DIFFERS,
    ),
)
async def create_stage_instance(call: Call, body: CreateStageInstance) -> StageInstance:
    """Make a stage live."""
    here = await call.in_channel(body.channel_id)
    async with call.transaction(lock=here.guild_id or body.channel_id) as tx:
        instance = await actions.create(tx, here, body)
    notifies = bool(body.send_start_notification)
    messages = call.instance.messages
    await system_posts.post(messages, here, MessageType.STAGE_START, content=body.topic, mention_everyone=notifies)
    return instance


@operation("GET", _ONE, who=Who.ACCOUNT, bucket=buckets.READ, problems=_LIVE)
async def get_stage_instance(call: Call, channel_id: Snowflake) -> StageInstance:
    """What a stage that is live is about."""
    return await queries.get_here(call.database, await call.in_channel(channel_id))


@operation("PATCH", _ONE, who=Who.ACCOUNT, bucket=buckets.STAGE_INSTANCES, problems=(*_LIVE, codes.MISSING_PERMISSIONS))
async def update_stage_instance(call: Call, channel_id: Snowflake, body: EditStageInstance) -> StageInstance:
    """Change what a stage is about."""
    here = await call.in_channel(channel_id)
    async with call.transaction(lock=here.guild_id or channel_id) as tx:
        before, instance = await actions.edit(tx, here, body)
    if instance.topic != before.topic:
        await system_posts.post(call.instance.messages, here, MessageType.STAGE_TOPIC, content=instance.topic)
    return instance


@operation(
    "DELETE", _ONE, who=Who.ACCOUNT, bucket=buckets.STAGE_INSTANCES, problems=(*_LIVE, codes.MISSING_PERMISSIONS)
)
async def delete_stage_instance(call: Call, channel_id: Snowflake) -> None:
    """End a stage."""
    here = await call.in_channel(channel_id)
    async with call.transaction(lock=here.guild_id or channel_id) as tx:
        instance = await actions.delete(tx, here)
    await system_posts.post(call.instance.messages, here, MessageType.STAGE_END, content=instance.topic)


OPERATIONS = [create_stage_instance, get_stage_instance, update_stage_instance, delete_stage_instance]
