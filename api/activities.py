"""Activities: applications that run in a channel. Docs: resources/application#get-application-activity-instance."""

from core import codes
from core.wire import Snowflake
from domain.activities import actions, attachments, queries
from domain.activities.records import ActivityAttachment, ActivityInstance, LeaveActivity, Left, SetEmbedded
from rest import buckets
from rest.call import Call
from rest.multipart import Upload
from rest.operation import Who, operation

_OWN = (codes.UNKNOWN_APPLICATION, codes.NOT_AUTHORIZED_FOR_APPLICATION)


@operation(
    "POST", "/applications/{application_id}/set-embedded", who=Who.USER, bucket=buckets.EDIT_APPLICATION, problems=_OWN
)
async def set_application_embedded(call: Call, application_id: Snowflake, body: SetEmbedded) -> None:
    """Say whether an application is an activity."""
    async with call.transaction(lock=application_id) as tx:
        await actions.set_embedded(tx, call.identity, application_id, embedded=body.embedded)


@operation(
    "GET",
    "/applications/{application_id}/activity-instances/{instance_id}",
    who=Who.BOT,
    bucket=buckets.READ,
    problems=(*_OWN, codes.NOT_FOUND),
)
async def applications_get_activity_instance(
    call: Call, application_id: Snowflake, instance_id: str
) -> ActivityInstance:
    """An activity of the calling bot's that runs, and who takes part."""
    return await queries.get(call.database, call.identity, application_id, instance_id)


@operation(
    "POST",
    "/applications/{application_id}/activities/{location_id}/instances/{instance_id}/leave",
    who=Who.USER,
    bucket=buckets.ACTIVITIES,
    problems=(codes.NOT_FOUND,),
)
async def leave_activity_instance(
    call: Call, application_id: Snowflake, location_id: str, instance_id: str, body: LeaveActivity
) -> Left:
    """Leave an activity."""
    async with call.transaction() as tx:
        await actions.leave(tx, application_id, location_id, instance_id, call.user_id)
    return Left()


@operation(
    "POST",
    "/applications/{application_id}/attachment",
    who=Who.ACCOUNT | Who.BEARER,
    bucket=buckets.ACTIVITY_ATTACHMENTS,
    problems=(*_OWN, codes.INVALID_ACTIVITY_ACTION),
)
async def upload_application_attachment(call: Call, application_id: Snowflake, file: Upload) -> ActivityAttachment:
    """Upload a picture that an activity shows for a while."""
    here = call.instance
    attachment = await attachments.create(
        call.database, here.objects, call.settings, call.identity, application_id, file
    )
    return ActivityAttachment(attachment)


OPERATIONS = [
    set_application_embedded,
    applications_get_activity_instance,
    leave_activity_instance,
    upload_application_attachment,
]
