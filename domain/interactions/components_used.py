"""Using a component of a message: a button, or a select with what was picked.

Docs: interactions/receiving-and-responding#interaction-object-message-component-data-structure.
"""

from collections.abc import Sequence
from typing import Final

from core import codes, form_codes, snowflakes
from core.problems import Faults, Problem
from core.wire import Snowflake
from domain.components import find, values
from domain.components.records import AnySelect, Button, ChannelSelect, ComponentType
from domain.ephemeral_messages import queries as ephemeral_messages
from domain.interactions import resolved
from domain.interactions.dispatch import Asked
from domain.interactions.interactions import Interactions
from domain.interactions.places import Place
from domain.interactions.records import ComponentData
from domain.interactions.references import Kind, Reference
from domain.interactions.requests import UseComponent
from domain.interactions.stored import InteractionType
from domain.messages import queries as messages
from domain.messages import store
from domain.messages.records import InteractionMetadata, Message
from domain.messages.stored import StoredMessage

KINDS: Final = {
    ComponentType.USER_SELECT: Kind.USER,
    ComponentType.ROLE_SELECT: Kind.ROLE,
    ComponentType.MENTIONABLE_SELECT: Kind.MENTIONABLE,
    ComponentType.CHANNEL_SELECT: Kind.CHANNEL,
}


async def use(interactions: Interactions, place: Place, body: UseComponent) -> Asked:
    """Raises 10008 for a message that is not there, or not the application's; 50035 for what cannot be used so."""
    stored, message = await find_message(interactions, place, body.message_id)
    component = find.by_custom_id(stored.parts.components, body.data.custom_id)
    if not isinstance(component, Button | AnySelect):
        raise Problem.invalid("data.custom_id", form_codes.COMPONENT_VALIDATION_FAILED, reason="No such component.")
    faults = Faults()
    picked = body.data.values or []
    values.check(component, picked, faults)
    faults.raise_if_any()
    kind = component_type(component)
    data = ComponentData(id=component.id, custom_id=body.data.custom_id, component_type=kind)
    if not isinstance(component, Button):
        data.values = picked
        references = references_of(component, picked, ("data", "values"))
        data.resolved = await resolved.resolve(interactions, place, references, (), faults)
        faults.raise_if_any()
    metadata = InteractionMetadata(
        id=snowflakes.make(),
        type=InteractionType.MESSAGE_COMPONENT,
        user=place.caller.user,
        authorizing_integration_owners=_owners(place, stored),
        interacted_message_id=message.id,
    )
    return Asked(
        type=InteractionType.MESSAGE_COMPONENT,
        data=data,
        metadata=metadata,
        message=message,
        nonce=body.nonce or None,
    )


async def find_message(interactions: Interactions, place: Place, message_id: int) -> tuple[StoredMessage, Message]:
    """A message of the application's, as it sees it. Raises 10008."""
    reader, channel_id = interactions.database, place.here.channel_id
    stored = await store.find(reader, channel_id, message_id)
    view = place.seen_by_application(whole=False)
    if stored is not None:
        if place.application_id in (stored.author_id, stored.parts.application_id):
            return stored, (await messages.show(interactions.messages, view, [stored]))[0]
    else:
        ephemeral = await ephemeral_messages.find(reader, channel_id, message_id)
        if (
            ephemeral is not None
            and ephemeral.user_id == place.here.user_id
            and ephemeral.application_id == place.application_id
        ):
            shown = await ephemeral_messages.show(reader, interactions.messages, view, ephemeral)
            return ephemeral.stored, shown
    raise Problem(codes.UNKNOWN_MESSAGE)


def references_of(component: AnySelect, picked: Sequence[str], path: tuple[str | int, ...]) -> list[Reference]:
    """What the values of a select stand for; nothing for those of a string select. They are ids: that was looked at."""
    kind = KINDS.get(ComponentType(component_type(component)))
    if kind is None:
        return []
    types = (component.channel_types or ()) if isinstance(component, ChannelSelect) else ()
    return [Reference(kind, int(value), (*path, position), types) for position, value in enumerate(picked)]


def component_type(component: Button | AnySelect) -> int:
    kind = component.__struct_config__.tag
    assert isinstance(kind, int)
    return kind


def _owners(place: Place, stored: StoredMessage) -> dict[str, Snowflake]:
    """Of the interaction that the message answers: whoever uses a component, it is that install that counts."""
    if stored.parts.interaction is not None:
        return stored.parts.interaction.authorizing_integration_owners
    return place.authorizing_owners()
