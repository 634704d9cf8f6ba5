"""Reading activities."""

from core import codes
from core.database import Reader
from core.problems import Problem
from core.wire import Snowflake
from domain.activities import instance_ids, store
from domain.activities.instance_ids import InstanceId
from domain.activities.records import ActivityInstance, GuildChannelLocation, Location, PrivateChannelLocation
from domain.applications import queries as applications
from domain.users.identity import Identity


async def get(reader: Reader, identity: Identity, application_id: int, text: str) -> ActivityInstance:
    """For the application's own bot. Raises 10002, 20012, or 404 (code 0): nobody documents a code for it."""
    await applications.get_own(reader, identity, application_id)
    instance = instance_ids.read(text)
    users = await store.find_users(reader, application_id, instance) if instance else None
    if instance is None or users is None:
        raise Problem(codes.NOT_FOUND)
    return ActivityInstance(
        application_id=Snowflake(application_id),
        instance_id=str(instance),
        launch_id=str(instance.launch_id),
        location=_location(instance),
        users=[Snowflake(user_id) for user_id in users],
    )


def _location(instance: InstanceId) -> Location:
    channel_id = Snowflake(instance.channel_id)
    if instance.guild_id is None:
        return PrivateChannelLocation(instance.location, channel_id)
    return GuildChannelLocation(instance.location, channel_id, Snowflake(instance.guild_id))
