"""Using commands, components and modals. User-side."""

from core import codes
from domain.interactions import invocation
from domain.interactions.requests import Invocation
from interactions import delivery_http
from rest import buckets
from rest.call import Call
from rest.multipart import Upload
from rest.operation import Operation, Who, operation


@operation(
    "POST",
    "/interactions",
    who=Who.USER,
    bucket=buckets.INVOKE,
    problems=(
        codes.THREAD_ARCHIVED,
        codes.THREAD_LOCKED,
        codes.UNKNOWN_APPLICATION,
        codes.UNKNOWN_CHANNEL,
        codes.UNKNOWN_MESSAGE,
        codes.UNKNOWN_USER,
        codes.UNKNOWN_INTERACTION,
        codes.UNKNOWN_APPLICATION_COMMAND,
        codes.MISSING_ACCESS,
        codes.MISSING_PERMISSIONS,
        codes.INVALID_ACTIVITY_ACTION,
    ),
)
async def create_interaction(call: Call, body: Invocation, files: list[Upload]) -> None:
    """Use a command or a component, ask for suggestions, or submit a modal.

    The gateway tells how it went: INTERACTION_CREATE with the nonce at once, then INTERACTION_SUCCESS,
    INTERACTION_FAILURE, INTERACTION_MODAL_CREATE or APPLICATION_COMMAND_AUTOCOMPLETE_RESPONSE.
    """
    interactions = call.instance.interactions
    dispatched = await invocation.invoke(interactions, call.identity, body, files)
    if dispatched.endpoint_url is not None:
        interactions.deadlines.background(delivery_http.deliver(call.instance, dispatched))


OPERATIONS: list[Operation] = [create_interaction]
