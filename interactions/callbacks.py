"""The first answer to an interaction. Docs: interactions/receiving-and-responding#create-interaction-response."""

from core import codes
from core.wire import Snowflake
from domain.interactions import responses, tokens
from domain.interactions.callbacks import Callback, CallbackQuery, CallbackResponse
from rest.call import Call
from rest.multipart import Upload
from rest.operation import Answer, Operation, Who, operation


@operation(
    "POST",
    "/interactions/{interaction_id}/{interaction_token}/callback",
    who=Who.ANYONE,
    bucket=None,
    status=(204, 200),
    answer=CallbackResponse,
    problems=(
        codes.UNKNOWN_INTERACTION,
        codes.UNKNOWN_CHANNEL,
        codes.UNKNOWN_MESSAGE,
        codes.INTERACTION_ALREADY_ACKNOWLEDGED,
        codes.MISSING_PERMISSIONS,
        codes.EMPTY_MESSAGE,
        codes.INVALID_WEBHOOK_TOKEN,
        codes.INVALID_ACTIVITY_ACTION,
    ),
)
async def create_interaction_response(
    call: Call,
    interaction_id: Snowflake,
    interaction_token: str,
    query: CallbackQuery,
    body: Callback,
    files: list[Upload],
) -> Answer:
    """Answer an interaction, within three seconds. Its token is all that is needed."""
    named = tokens.read(interaction_token)
    assert named is not None, "others have been refused"
    interactions = call.instance.interactions
    response = await responses.respond(interactions, await responses.get(interactions, named), body, files)
    return Answer(200, response) if query.with_response else Answer(204)


OPERATIONS: list[Operation] = [create_interaction_response]
