"""Telling an application that it was invoked: the whole interaction, over the gateway, or else over HTTP.

The row and the events are committed together, before who invoked it has his answer. An application with an endpoint
gets nothing over the gateway. Docs: interactions/overview#preparing-for-interactions.
"""

from collections.abc import Sequence

import msgspec

from core import clock, codes, snowflakes
from core.events import Draft
from core.problems import Problem
from core.wire import UNSET, Permissions, Snowflake, UnsetType
from domain.channels import private_store
from domain.entitlements import queries as entitlements
from domain.interactions import events, resolved, store, tokens
from domain.interactions.interactions import Interactions
from domain.interactions.places import Place
from domain.interactions.records import (
    CommandData,
    ComponentData,
    Interaction,
    InteractionChannel,
    InteractionGuild,
    InteractionMember,
    ModalData,
)
from domain.interactions.store import New
from domain.interactions.stored import InteractionType, StoredInteraction
from domain.members.records import PartialMember
from domain.messages import attachments
from domain.messages.attachments import File
from domain.messages.records import InteractionMetadata, Message


class Asked(msgspec.Struct, kw_only=True):
    """What an application is asked, and what answers will say of it."""

    type: InteractionType
    data: CommandData | ComponentData | ModalData
    metadata: InteractionMetadata  # its id is the interaction's
    message: Message | UnsetType = UNSET
    files: Sequence[File] = ()
    nonce: str | None = None
    submits: int = 0  # the interaction whose modal this submits
    is_told: bool = True  # to the application; else the platform answers by itself


class Dispatched(msgspec.Struct):
    """An interaction on its way; `endpoint_url` is where it has yet to be sent, if it goes over HTTP."""

    stored: StoredInteraction
    interaction: Interaction
    endpoint_url: str | None


async def dispatch(interactions: Interactions, place: Place, asked: Asked) -> Dispatched:
    """Raises 10062 when the modal that it submits was submitted before."""
    channel = await _channel(interactions, place)
    interaction = _interaction(interactions, place, asked, channel)
    if place.circumstances.entitlement_ids:
        await _entitle(interactions, interaction, place.circumstances.entitlement_ids)
    stored = _stored(place, asked, interaction)
    new = New(stored, attachment_ids=[file.attachment.id for file in asked.files])
    drafts = [events.interaction_accepted(stored.user_id, stored.id, stored.nonce)]
    if asked.is_told and not stored.over_http:
        drafts.append(events.interaction_create(interaction))
    await attachments.put(interactions.messages.objects, stored.channel_id, asked.files)
    try:
        await _keep(interactions, new, drafts, asked.submits)
    except Problem:
        gone = [file.attachment for file in asked.files]
        await attachments.remove(interactions.messages.objects, stored.channel_id, gone)
        raise
    interactions.deadlines.watch(stored)
    return Dispatched(stored, interaction, place.circumstances.endpoint_url if asked.is_told else None)


async def _entitle(interactions: Interactions, interaction: Interaction, ids: Sequence[int]) -> None:
    now = clock.timestamp()
    found = await entitlements.by_ids(interactions.database, interaction.application_id, ids)
    interaction.entitlements = [one for one in found if one.ends_at is None or one.ends_at > now]
    interaction.entitlement_sku_ids = list(dict.fromkeys(one.sku_id for one in interaction.entitlements))


async def _keep(interactions: Interactions, new: New, drafts: Sequence[Draft], submits: int) -> None:
    if submits:
        async with interactions.database.transaction() as tx:
            if not await store.take_modal(tx, new.stored.application_id, submits):
                raise Problem(codes.UNKNOWN_INTERACTION)
            await store.insert(tx, [new])
            for draft in drafts:
                tx.emit(draft)
    else:
        new.events = [draft.event(snowflakes.make()) for draft in drafts]
        await interactions.lane.put(new)


def _interaction(interactions: Interactions, place: Place, asked: Asked, channel: InteractionChannel) -> Interaction:
    here, caller, circumstances = place.here, place.caller, place.circumstances
    id_ = asked.metadata.id
    interaction = Interaction(
        id=id_,
        application_id=Snowflake(place.application_id),
        type=int(asked.type),
        data=asked.data,
        channel=channel,
        channel_id=Snowflake(here.channel_id),
        token=tokens.make(place.application_id, id_),
        message=asked.message,
        app_permissions=Permissions(place.app_permissions(here.channel_id)),
        locale=circumstances.locale,
        authorizing_integration_owners=asked.metadata.authorizing_integration_owners,
        context=int(place.context),
        attachment_size_limit=interactions.file_size_limit,
    )
    if here.guild is None or caller.member is None:
        interaction.user = caller.user
    else:
        fields = {field: getattr(caller.member, field) for field in PartialMember.__struct_fields__}
        interaction.member = InteractionMember(**fields, user=caller.user, permissions=Permissions(here.permissions))
        interaction.guild_id = Snowflake(here.guild_id)
        interaction.guild_locale = circumstances.guild_locale
        interaction.guild = InteractionGuild(
            interaction.guild_id, circumstances.guild_features, circumstances.guild_locale
        )
    return interaction


def _stored(place: Place, asked: Asked, interaction: Interaction) -> StoredInteraction:
    return StoredInteraction(
        application_id=place.application_id,
        id=interaction.id,
        type=interaction.type,
        user_id=place.here.user_id,
        guild_id=place.here.guild_id or None,
        channel_id=place.here.channel_id,
        message_id=asked.message.id if asked.message else None,
        nonce=asked.nonce,
        metadata=asked.metadata,
        app_permissions=interaction.app_permissions,
        over_http=place.circumstances.endpoint_url is not None,
    )


async def _channel(interactions: Interactions, place: Place) -> InteractionChannel:
    here = place.here
    channel = place.circumstances.channel
    if here.guild is None:
        everyone = await private_store.recipients(interactions.database, [here.channel_id])
        recipients = everyone.get(here.channel_id, [])
        channel.recipients = [one.user for one in recipients if one.user.id != place.application_id]
    return resolved.with_permissions(place, channel)
