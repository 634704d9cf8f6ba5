"""The first answer to an interaction, over the callback route or in the answer to a signed request: both come here.

Exactly one answer wins. It claims the interaction's row, in the statement or transaction that makes what it answers
with and writes its events; whoever comes second, in whatever process, finds the row claimed. The row is marked as
failed the same way when nobody answered in time, so that a user is told either of success or of failure.
Docs: interactions/receiving-and-responding#interaction-response-object.
"""

from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

import msgspec

from core import clock, codes, form_codes, snowflakes
from core.database import Transaction
from core.problems import Faults, Problem
from core.wire import UNSET, Snowflake, encode
from domain.activities import actions as activities
from domain.activities.instance_ids import InstanceId
from domain.applications import queries as applications
from domain.components import kept, rules
from domain.emojis import in_components
from domain.ephemeral_messages import queries as ephemeral_messages
from domain.interactions import callbacks, posting, store, user_events
from domain.interactions.callbacks import (
    AnsweredInteraction,
    AnswerMessage,
    Callback,
    CallbackResource,
    CallbackResponse,
    CallbackType,
    LaunchedActivity,
    UpdatedMessage,
)
from domain.interactions.deadlines import ANSWER_WITHIN_S, FOLLOW_UP_WITHIN_S
from domain.interactions.interactions import Interactions
from domain.interactions.stored import InteractionType, StoredInteraction
from domain.interactions.tokens import Named
from domain.messages import store as messages_store
from domain.messages.attachments import Upload
from domain.messages.records import Flag, Message
from domain.messages.requests import CreateMessage, EditMessage
from domain.messages.stored import Answers

_MESSAGES: Final = (4, 5)
_UPDATES: Final = (6, 7)
_ALLOWED: Final[Mapping[int, tuple[int, ...]]] = {
    InteractionType.APPLICATION_COMMAND: (*_MESSAGES, 9, 12),
    InteractionType.MESSAGE_COMPONENT: (*_MESSAGES, *_UPDATES, 9, 12),
    InteractionType.APPLICATION_COMMAND_AUTOCOMPLETE: (8,),
    InteractionType.MODAL_SUBMIT: (*_MESSAGES, 12),
}


async def get(interactions: Interactions, named: Named) -> StoredInteraction:
    """An interaction that is to be answered; perhaps as it was before it was. Raises 10062."""
    watched = interactions.deadlines.watched(named.application_id, named.interaction_id)
    stored = watched or await interactions.reading.interaction(named)
    if stored is None:
        raise Problem(codes.UNKNOWN_INTERACTION)
    return stored


async def respond(
    interactions: Interactions, stored: StoredInteraction, callback: Callback, uploads: Sequence[Upload]
) -> CallbackResponse:
    """Answers. Raises 40060 when it is answered, 10062 when it is too late, 50035, and what posting may raise."""
    kind = CallbackType(callback.__struct_config__.tag)
    _require_open(stored)
    _require_allowed(stored, kind)
    try:
        response = await _respond(interactions, stored, callback, kind, uploads)
    except Problem as refused:
        if refused.code is codes.INTERACTION_ALREADY_ACKNOWLEDGED:
            # Or else the time was up in this very moment.
            _require_open(await store.find(interactions.database, stored.application_id, stored.id))
        raise
    interactions.deadlines.answered(stored.application_id, stored.id)
    return response


def age_s(stored: StoredInteraction) -> float:
    return (clock.now_ms() - snowflakes.created_ms(stored.id)) / 1000


async def _respond(
    interactions: Interactions,
    stored: StoredInteraction,
    callback: Callback,
    kind: CallbackType,
    uploads: Sequence[Upload],
) -> CallbackResponse:
    match callback:
        case callbacks.MessageCallback():
            with _in_data():
                return await _with_message(interactions, stored, kind, callback.data or AnswerMessage(), uploads)
        case callbacks.DeferredMessageCallback():
            asked = AnswerMessage(flags=((callback.data and callback.data.flags) or 0) & Flag.EPHEMERAL)
            return await _with_message(interactions, stored, kind, asked, ())
        case callbacks.UpdateCallback() if callback.data is not None or uploads:
            with _in_data():
                return await _with_update(interactions, stored, callback.data or UpdatedMessage(), uploads)
        case callbacks.UpdateCallback() | callbacks.DeferredUpdateCallback():
            return await _with_deferred_update(interactions, stored, kind)
        case callbacks.AutocompleteCallback():
            return await _with_choices(interactions, stored, callback)
        case callbacks.ModalCallback():
            return await _with_modal(interactions, stored, callback)
        case callbacks.LaunchActivityCallback():
            return await _with_activity(interactions, stored)
        case callbacks.PongCallback():
            raise AssertionError("no interaction is answered with a pong")


@contextmanager
def _in_data() -> Generator[None]:
    """The faults of a message are told where it stands in a callback."""
    try:
        yield
    except Problem as problem:
        raise problem.within("data") from problem


async def _with_message(
    interactions: Interactions,
    stored: StoredInteraction,
    kind: CallbackType,
    body: AnswerMessage,
    uploads: Sequence[Upload],
) -> CallbackResponse:
    here = await posting.place(interactions, stored)
    is_loading = kind == CallbackType.DEFERRED_CHANNEL_MESSAGE_WITH_SOURCE
    asked = CreateMessage(**_fields(body))
    prepared = await posting.prepare(interactions, here, stored, asked, uploads, is_loading=is_loading)
    prepared.nonce = stored.nonce
    answers = _answers(stored, kind, prepared.stored.flags)
    message = await posting.post(interactions, here, stored, prepared, answers)
    return _response(stored, answers, message.id, None if is_loading else message)


async def _with_update(
    interactions: Interactions, stored: StoredInteraction, body: UpdatedMessage, uploads: Sequence[Upload]
) -> CallbackResponse:
    message_id, author_id, is_ephemeral = await _component_message(interactions, stored)
    here = await posting.place(interactions, stored, author_id)
    answers = _answers(stored, CallbackType.UPDATE_MESSAGE, Flag.EPHEMERAL if is_ephemeral else 0)

    async def claim(tx: Transaction) -> bool:
        await posting.claim(tx, answers, message_id)
        tx.emit(user_events.interaction_success(stored))
        return True

    edited = await posting.edit(
        interactions,
        here,
        message_id,
        EditMessage(**_fields(body)),
        uploads,
        is_ephemeral=is_ephemeral,
        with_it=claim,
    )
    return _response(stored, answers, message_id, edited)


async def _with_deferred_update(
    interactions: Interactions, stored: StoredInteraction, kind: CallbackType
) -> CallbackResponse:
    message_id, _, is_ephemeral = await _component_message(interactions, stored)
    answers = _answers(stored, kind, Flag.EPHEMERAL if is_ephemeral else 0)
    async with interactions.database.transaction() as tx:
        await posting.claim(tx, answers, message_id)
        tx.emit(user_events.interaction_success(stored))
    return _response(stored, answers, message_id)


async def _with_choices(
    interactions: Interactions, stored: StoredInteraction, callback: callbacks.AutocompleteCallback
) -> CallbackResponse:
    answers = _answers(stored, CallbackType.APPLICATION_COMMAND_AUTOCOMPLETE_RESULT)
    choices = [choice for choice in callback.data.choices or () if choice is not None]
    async with interactions.database.transaction() as tx:
        await posting.claim(tx, answers, None)
        tx.emit(user_events.autocomplete_response(stored, choices))
    return _response(stored, answers)


async def _with_modal(
    interactions: Interactions, stored: StoredInteraction, callback: callbacks.ModalCallback
) -> CallbackResponse:
    """The modal is kept, for the submit to be looked at."""
    faults = Faults()
    rules.check_modal(callback.data, faults, ("data",))
    path = ("data", "components")
    await in_components.complete(interactions.database, callback.data.components, stored.application_id, faults, path)
    faults.raise_if_any()
    modal = kept.modal(callback.data)
    answers = _answers(stored, CallbackType.MODAL)
    application = await applications.get(interactions.database, stored.application_id)
    shown = user_events.ModalApplication(
        id=application.id,
        name=application.name,
        icon=application.icon,
        description=application.description,
        bot=application.bot,
    )
    async with interactions.database.transaction() as tx:
        await posting.claim(tx, answers, None, encode(modal).decode())
        tx.emit(user_events.modal_create(stored, shown, modal))
    return _response(stored, answers)


async def _with_activity(interactions: Interactions, stored: StoredInteraction) -> CallbackResponse:
    """Raises 50039 when the application is no activity."""
    await activities.require_embedded(interactions.database, stored.application_id)
    answers = _answers(stored, CallbackType.LAUNCH_ACTIVITY)
    asked = InstanceId(stored.id, stored.guild_id, stored.channel_id)
    async with interactions.database.transaction() as tx:
        await posting.claim(tx, answers, None)
        running = await activities.launch(tx, stored.application_id, asked, stored.user_id)
        tx.emit(user_events.interaction_success(stored))
    instance = LaunchedActivity(str(running))
    response = _response(stored, answers)
    response.interaction.activity_instance_id = instance.id
    response.resource = CallbackResource(type=CallbackType.LAUNCH_ACTIVITY, activity_instance=instance)
    return response


async def _component_message(interactions: Interactions, stored: StoredInteraction) -> tuple[int, int, bool]:
    """The id of the message whose component was used, its author's, and whether it is ephemeral. Raises 10008."""
    message_id = stored.message_id
    assert message_id is not None, "such answers are for components alone"
    message = await messages_store.find(interactions.database, stored.channel_id, message_id)
    if message is not None:
        return message_id, message.author_id, False
    shown = await ephemeral_messages.find(interactions.database, stored.channel_id, message_id)
    if shown is None:
        raise Problem(codes.UNKNOWN_MESSAGE)
    return message_id, shown.stored.author_id, True


def _answers(stored: StoredInteraction, kind: CallbackType, flags: int = 0) -> Answers:
    of_message = flags & (Flag.EPHEMERAL | Flag.LOADING)
    return Answers(stored.application_id, stored.id, kind, clock.timestamp(), of_message)


def _response(
    stored: StoredInteraction, answers: Answers, message_id: int | None = None, message: Message | None = None
) -> CallbackResponse:
    answered = AnsweredInteraction(id=Snowflake(stored.id), type=stored.type, channel_id=Snowflake(stored.channel_id))
    if stored.guild_id:
        answered.guild_id = Snowflake(stored.guild_id)
    if message_id is not None:
        answered.response_message_id = Snowflake(message_id)
        answered.response_message_loading = bool(answers.flags & Flag.LOADING)
        answered.response_message_ephemeral = bool(answers.flags & Flag.EPHEMERAL)
    resource = CallbackResource(type=answers.response_type, message=message) if message is not None else UNSET
    return CallbackResponse(interaction=answered, resource=resource)


def _require_open(stored: StoredInteraction | None) -> None:
    """Raises 40060 when there is an answer, 10062 when none is taken any more."""
    if stored is None:
        raise Problem(codes.UNKNOWN_INTERACTION)
    late_s = age_s(stored)
    if stored.response_type is not None and late_s <= FOLLOW_UP_WITHIN_S:
        raise Problem(codes.INTERACTION_ALREADY_ACKNOWLEDGED)
    if late_s > ANSWER_WITHIN_S or stored.failed_at is not None:
        text = f"{codes.UNKNOWN_INTERACTION.message}: the answer came after {late_s:.2f} s,"
        raise Problem(codes.UNKNOWN_INTERACTION, message=f"{text} and {ANSWER_WITHIN_S:g} s are allowed.")


def _require_allowed(stored: StoredInteraction, kind: CallbackType) -> None:
    """Raises 50035 for an answer that does not fit the interaction."""
    allowed = _ALLOWED[stored.type]
    if stored.type == InteractionType.MODAL_SUBMIT and stored.message_id is not None:
        allowed += _UPDATES
    if kind not in allowed:
        choices = ", ".join(str(int(one)) for one in sorted(allowed))
        raise Problem.invalid("type", form_codes.BASE_TYPE_CHOICES, choices=f"{{{choices}}}")


def _fields(body: msgspec.Struct) -> dict[str, Any]:
    return {field: getattr(body, field) for field in body.__struct_fields__}
