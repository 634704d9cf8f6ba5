"""What an application says after its first answer, with the interaction's token: for 15 minutes.

The token is that of a webhook for this one interaction, so the routes of webhooks lead here. The first
follow-up after a deferred answer is that answer. Docs: interactions/receiving-and-responding#followup-messages.
"""

from collections.abc import Sequence
from typing import Final

import msgspec

from core import codes
from core.database import Transaction
from core.problems import Problem
from core.wire import UNSET
from domain.channels.access import ChannelAccess
from domain.ephemeral_messages import actions as ephemeral_actions
from domain.ephemeral_messages import queries as ephemeral_messages
from domain.ephemeral_messages.stored import EphemeralMessage
from domain.interactions import answer_store, posting, responses, store
from domain.interactions.callbacks import CallbackType
from domain.interactions.deadlines import FOLLOW_UP_WITHIN_S
from domain.interactions.interactions import Interactions
from domain.interactions.stored import StoredInteraction
from domain.interactions.tokens import Named
from domain.messages import actions, attachments, queries
from domain.messages import store as messages_store
from domain.messages.attachments import Upload
from domain.messages.records import Flag, Message
from domain.messages.requests import CreateMessage, EditMessage
from domain.messages.stored import StoredMessage
from domain.webhooks.requests import EditWebhookMessage, ExecuteWebhook

MOST_OF_USER_INSTALLS: Final = 5

_CREATE: Final = ("content", "embeds", "allowed_mentions", "components", "attachments", "poll", "tts", "flags")
_EDIT: Final = ("content", "embeds", "allowed_mentions", "components", "attachments", "poll", "flags")


class _Target(msgspec.Struct):
    """A message that the token is good for."""

    stored: StoredMessage
    ephemeral: EphemeralMessage | None
    is_original: bool


async def create(interactions: Interactions, named: Named, body: ExecuteWebhook, uploads: Sequence[Upload]) -> Message:
    """Posts a follow-up, or the answer that was deferred. Raises 50027, 10015 before there is an answer, 40094."""
    stored = await _answered(interactions, named)
    if stored.response_flags & Flag.LOADING:
        undeferred = await _undefer(interactions, stored, body, uploads)
        if undeferred is not None:
            return undeferred
    here = await posting.place(interactions, stored)
    asked = CreateMessage(**{field: getattr(body, field) for field in _CREATE})
    original_id = stored.response_message_id or 0
    prepared = await posting.prepare(interactions, here, stored, asked, uploads, original_id=original_id)
    if posting.is_of_user_alone(stored):
        async with interactions.database.transaction() as tx:
            if not await answer_store.count_follow_up(tx, stored, MOST_OF_USER_INSTALLS):
                raise Problem(codes.MAXIMUM_FOLLOW_UPS)
    return await posting.post(interactions, here, stored, prepared)


async def get(interactions: Interactions, named: Named, message_id: int | None) -> Message:
    """A message of the token's, by default the first answer. Raises 50027, 10015, 10008."""
    stored = await _answered(interactions, named)
    target = await _find(interactions, stored, message_id)
    here = await _at(interactions, stored, target)
    if target.ephemeral is not None:
        return await ephemeral_messages.show(interactions.database, interactions.messages, here, target.ephemeral)
    return (await queries.show(interactions.messages, here, [target.stored]))[0]


async def edit(
    interactions: Interactions,
    named: Named,
    message_id: int | None,
    body: EditWebhookMessage,
    uploads: Sequence[Upload],
) -> Message:
    """Changes a message of the token's; a deferred answer is loading no longer. Raises as `get`, and 50035, 50006."""
    stored = await _answered(interactions, named)
    target = await _find(interactions, stored, message_id)

    async def end_loading(tx: Transaction) -> bool:
        if target.is_original:
            await answer_store.end_loading(tx, stored)
        return True

    edited = await posting.edit(
        interactions,
        await _at(interactions, stored, target),
        target.stored.id,
        EditMessage(**{field: getattr(body, field) for field in _EDIT}),
        uploads,
        is_ephemeral=target.ephemeral is not None,
        with_it=end_loading,
    )
    assert edited is not None, "an edit is never too late"
    return edited


async def delete(interactions: Interactions, named: Named, message_id: int | None) -> None:
    """Deletes a message of the token's. Raises as `get`."""
    stored = await _answered(interactions, named)
    target = await _find(interactions, stored, message_id)
    here = await _at(interactions, stored, target)
    async with interactions.database.transaction(lock=target.stored.id) as tx:
        if target.is_original:
            await answer_store.end_loading(tx, stored)
        if target.ephemeral is None:
            gone = await actions.delete(tx, interactions.messages, here, target.stored.id)
        else:
            gone = await ephemeral_actions.delete(tx, here, target.stored.id)
    await attachments.delete(interactions.messages.objects, gone)


async def _answered(interactions: Interactions, named: Named) -> StoredInteraction:
    stored = await store.find(interactions.database, named.application_id, named.interaction_id)
    if stored is None or responses.age_s(stored) > FOLLOW_UP_WITHIN_S:
        raise Problem(codes.INVALID_WEBHOOK_TOKEN)
    if stored.response_type in (None, CallbackType.APPLICATION_COMMAND_AUTOCOMPLETE_RESULT):
        raise Problem(codes.UNKNOWN_WEBHOOK)
    return stored


async def _undefer(
    interactions: Interactions, stored: StoredInteraction, body: ExecuteWebhook, uploads: Sequence[Upload]
) -> Message | None:
    """Makes the follow-up the deferred answer; None when another one was that meanwhile."""
    target = await _find(interactions, stored, None)

    async def end_loading(tx: Transaction) -> bool:
        return await answer_store.end_loading(tx, stored)

    asked = EditMessage(**{field: getattr(body, field) for field in _EDIT})
    if asked.attachments is None:
        asked.attachments = UNSET
    return await posting.edit(
        interactions,
        await _at(interactions, stored, target),
        target.stored.id,
        asked,
        uploads,
        is_ephemeral=target.ephemeral is not None,
        with_it=end_loading,
    )


async def _find(interactions: Interactions, stored: StoredInteraction, message_id: int | None) -> _Target:
    """The message, if the token is good for it: the answer (or what it changed), or a follow-up. Raises 10008."""
    original_id = stored.response_message_id
    is_original = message_id in (None, original_id)
    wanted = original_id if is_original else message_id
    if wanted is not None:
        message = await messages_store.find(interactions.database, stored.channel_id, wanted)
        ephemeral = (
            await ephemeral_messages.find(interactions.database, stored.channel_id, wanted) if message is None else None
        )
        found = ephemeral.stored if ephemeral is not None else message
        if found is not None and (is_original or _answers(found, stored)):
            return _Target(found, ephemeral, is_original)
    raise Problem(codes.UNKNOWN_MESSAGE)


def _answers(message: StoredMessage, stored: StoredInteraction) -> bool:
    return message.parts.interaction is not None and message.parts.interaction.id == stored.id


async def _at(interactions: Interactions, stored: StoredInteraction, target: _Target) -> ChannelAccess:
    return await posting.place(interactions, stored, target.stored.author_id)
