"""What the gateway is told of interactions: the application gets them whole, who invoked them how they went."""

import enum

import msgspec

from core.events import Draft, user_topic
from core.wire import UNSET, Snowflake, UnsetType
from domain.interactions.records import Interaction


class FailureReason(enum.IntEnum):
    """Docs (user-side): gateway/gateway-events#interaction-failure-reason."""

    UNKNOWN = 1
    TIMEOUT = 2


class InteractionAccepted(msgspec.Struct):
    """To the client that invoked it, which knows it by the nonce."""

    id: Snowflake
    nonce: str | UnsetType = UNSET


class InteractionFailed(msgspec.Struct):
    id: Snowflake
    reason_code: int
    nonce: str | UnsetType = UNSET


EVENTS = {"INTERACTION_CREATE": Interaction | InteractionAccepted, "INTERACTION_FAILURE": InteractionFailed}


def interaction_create(interaction: Interaction) -> Draft:
    """To the application: the shard of the guild hears it, or the first."""
    topic = user_topic(interaction.application_id)
    return Draft(topic, "INTERACTION_CREATE", interaction, shard_guild_id=interaction.guild_id or 0)


def interaction_accepted(user_id: int, interaction_id: int, nonce: str | None) -> Draft:
    payload = InteractionAccepted(Snowflake(interaction_id), UNSET if nonce is None else nonce)
    return Draft(user_topic(user_id), "INTERACTION_CREATE", payload)


def interaction_failure(user_id: int, interaction_id: int, nonce: str | None, reason: FailureReason) -> Draft:
    payload = InteractionFailed(Snowflake(interaction_id), int(reason), UNSET if nonce is None else nonce)
    return Draft(user_topic(user_id), "INTERACTION_FAILURE", payload)
