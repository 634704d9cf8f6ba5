"""SQL of activity instances."""

from core.database import Reader, Transaction
from domain.activities.instance_ids import InstanceId


async def join(tx: Transaction, application_id: int, asked: InstanceId, user_id: int) -> int:
    """The launch of the instance in the channel, which now has this user: the one that runs, or else the one asked."""
    return await tx.fetchval(
        "INSERT INTO activity_instances AS running (application_id, channel_id, id, guild_id, user_ids)"
        " VALUES ($1, $2, $3, $4, ARRAY[$5::bigint]) ON CONFLICT (application_id, channel_id) DO UPDATE"
        " SET user_ids = array_remove(running.user_ids, $5) || $5::bigint RETURNING id",
        application_id,
        asked.channel_id,
        asked.launch_id,
        asked.guild_id,
        user_id,
    )


async def find_users(reader: Reader, application_id: int, instance: InstanceId) -> list[int] | None:
    """Who takes part, in the order they came; None when no such instance runs."""
    return await reader.fetchval(
        "SELECT user_ids FROM activity_instances WHERE application_id = $1 AND channel_id = $2 AND id = $3"
        " AND guild_id IS NOT DISTINCT FROM $4",
        application_id,
        instance.channel_id,
        instance.launch_id,
        instance.guild_id,
    )


async def leave(tx: Transaction, application_id: int, instance: InstanceId, user_id: int) -> bool:
    """Takes the user out, and ends the instance with its last one. False when he was not there."""
    left = await tx.fetchval(
        "UPDATE activity_instances SET user_ids = array_remove(user_ids, $5) WHERE application_id = $1"
        " AND channel_id = $2 AND id = $3 AND guild_id IS NOT DISTINCT FROM $4 AND $5 = ANY(user_ids)"
        " RETURNING cardinality(user_ids)",
        application_id,
        instance.channel_id,
        instance.launch_id,
        instance.guild_id,
        user_id,
    )
    if left == 0:
        await tx.execute(
            "DELETE FROM activity_instances WHERE application_id = $1 AND channel_id = $2",
            application_id,
            instance.channel_id,
        )
    return left is not None


async def delete_of_application(tx: Transaction, application_id: int) -> None:
    await tx.execute("DELETE FROM activity_instances WHERE application_id = $1", application_id)
