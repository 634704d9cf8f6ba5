"""What the client of who invoked an interaction is told of its answer, beside the message that it may be.

Docs (user-side): gateway/gateway-events#interactions.
"""

import msgspec

from core.events import Draft, user_topic
from core.wire import UNSET, Snowflake, UnsetType
from domain.components.records import Modal, ModalComponent
from domain.interactions.callbacks import AutocompleteChoice
from domain.interactions.stored import StoredInteraction
from domain.users.records import User


class InteractionSucceeded(msgspec.Struct):
    id: Snowflake
    nonce: str | None


class AutocompleteAnswered(msgspec.Struct):
    choices: list[AutocompleteChoice]
    nonce: str | None


class ModalApplication(msgspec.Struct, kw_only=True):
    id: Snowflake
    name: str
    icon: str | None
    description: str
    bot: User | UnsetType = UNSET


class ModalCreated(msgspec.Struct, kw_only=True):
    """`id` is the interaction's, by which the client submits it."""

    id: Snowflake
    channel_id: Snowflake
    custom_id: str
    application: ModalApplication
    title: str
    components: list[ModalComponent]
    nonce: str | None


EVENTS = {
    "INTERACTION_SUCCESS": InteractionSucceeded,
    "APPLICATION_COMMAND_AUTOCOMPLETE_RESPONSE": AutocompleteAnswered,
    "INTERACTION_MODAL_CREATE": ModalCreated,
}


def interaction_success(stored: StoredInteraction) -> Draft:
    payload = InteractionSucceeded(Snowflake(stored.id), stored.nonce)
    return Draft(user_topic(stored.user_id), "INTERACTION_SUCCESS", payload)


def autocomplete_response(stored: StoredInteraction, choices: list[AutocompleteChoice]) -> Draft:
    payload = AutocompleteAnswered(choices, stored.nonce)
    return Draft(user_topic(stored.user_id), "APPLICATION_COMMAND_AUTOCOMPLETE_RESPONSE", payload)


def modal_create(stored: StoredInteraction, application: ModalApplication, modal: Modal) -> Draft:
    payload = ModalCreated(
        id=Snowflake(stored.id),
        channel_id=Snowflake(stored.channel_id),
        custom_id=modal.custom_id,
        application=application,
        title=modal.title,
        components=modal.components,
        nonce=stored.nonce,
    )
    return Draft(user_topic(stored.user_id), "INTERACTION_MODAL_CREATE", payload)
