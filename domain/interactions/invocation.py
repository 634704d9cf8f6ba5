"""Invoking an application: by a command, a component or a modal.

Docs: interactions/receiving-and-responding#interaction-object.
"""

from collections.abc import Sequence

from domain.activities.actions import require_embedded
from domain.commands.records import Handler
from domain.interactions import commands_used, components_used, modal_submits, places, responses
from domain.interactions.callbacks import LaunchActivityCallback
from domain.interactions.dispatch import Asked, Dispatched, dispatch
from domain.interactions.interactions import Interactions
from domain.interactions.places import Place
from domain.interactions.requests import Autocomplete, Invocation, InvokeCommand, SubmitModal, UseComponent
from domain.messages.attachments import Upload
from domain.permissions.bits import Permission
from domain.users.identity import Identity


async def invoke(
    interactions: Interactions, identity: Identity, body: Invocation, uploads: Sequence[Upload]
) -> Dispatched:
    """Raises 10003, 50001, 10002, 50013, and what the kind of invocation raises.

    A command that launches an activity is answered here, and the application is not asked.
    """
    command_id = body.data.id if isinstance(body, InvokeCommand | Autocomplete) else 0
    place = await places.find(
        interactions, identity, body.application_id, body.channel_id, body.guild_id or None, command_id
    )
    match body:
        case InvokeCommand():
            asked = await commands_used.use(interactions, place, body, uploads)
            if place.circumstances.command and place.circumstances.command.handler == Handler.LAUNCH_ACTIVITY:
                return await _launch(interactions, place, asked)
        case Autocomplete():
            asked = await commands_used.complete(interactions, place, body)
        case UseComponent():
            asked = await components_used.use(interactions, place, body)
        case SubmitModal():
            asked = await modal_submits.submit(interactions, place, body, uploads)
    return await dispatch(interactions, place, asked)


async def _launch(interactions: Interactions, place: Place, asked: Asked) -> Dispatched:
    """Raises 50039 when the application is no activity, 50013 without the permission.

    Docs: interactions/application-commands#entry-point-handlers.
    """
    await require_embedded(interactions.database, place.application_id)
    if place.here.guild is not None:
        place.here.require(Permission.USE_EMBEDDED_ACTIVITIES)
    asked.is_told = False
    dispatched = await dispatch(interactions, place, asked)
    await responses.respond(interactions, dispatched.stored, LaunchActivityCallback(), ())
    return dispatched
