"""Invoking an application: by a command, a component or a modal.

Docs: interactions/receiving-and-responding#interaction-object.
"""

from collections.abc import Sequence

from domain.interactions import commands_used, components_used, modal_submits, places
from domain.interactions.dispatch import Dispatched, dispatch
from domain.interactions.interactions import Interactions
from domain.interactions.requests import Autocomplete, Invocation, InvokeCommand, SubmitModal, UseComponent
from domain.messages.attachments import Upload
from domain.users.identity import Identity


async def invoke(
    interactions: Interactions, identity: Identity, body: Invocation, uploads: Sequence[Upload]
) -> Dispatched:
    """Raises 10003, 50001, 10002, 50013, and what the kind of invocation raises."""
    command_id = body.data.id if isinstance(body, InvokeCommand | Autocomplete) else 0
    place = await places.find(
        interactions, identity, body.application_id, body.channel_id, body.guild_id or None, command_id
    )
    match body:
        case InvokeCommand():
            asked = await commands_used.use(interactions, place, body, uploads)
        case Autocomplete():
            asked = await commands_used.complete(interactions, place, body)
        case UseComponent():
            asked = await components_used.use(interactions, place, body)
        case SubmitModal():
            asked = await modal_submits.submit(interactions, place, body, uploads)
    return await dispatch(interactions, place, asked)
