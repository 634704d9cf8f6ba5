"""Interactions over HTTP: sent to the application's endpoint, whose answer counts as a callback.

An answer of status 202 without a body says that the application will call the callback route itself. So does 204:
hikari's server says it so.
Docs: interactions/overview#preparing-for-interactions, interactions/receiving-and-responding#receiving-an-interaction.
"""

from collections.abc import Sequence
from typing import Any, Final

import structlog

from core import codes, validation
from core.outbound import Answered, OutboundError
from core.problems import Problem
from core.wire import encode
from domain.instance import Instance
from domain.interactions import responses
from domain.interactions.callbacks import Callback
from domain.interactions.dispatch import Dispatched
from domain.interactions.events import FailureReason
from rest.multipart import Upload, is_multipart, parse_form

_CALLBACK: Any = Callback  # a union, which pyright does not take for a type

_LATER: Final = (202, 204)

_log = structlog.get_logger(__name__)


async def deliver(instance: Instance, dispatched: Dispatched) -> None:
    """Tells who invoked it at once when no answer came, or none that is one."""
    stored, url = dispatched.stored, dispatched.endpoint_url
    assert url is not None

    async def take(answered: Answered) -> None:
        if answered.status not in _LATER or answered.body:
            callback, files = _read(answered, instance.settings.file_size_limit)
            await responses.respond(instance.interactions, stored, callback, files)

    try:
        await instance.deliveries.send_interaction(
            stored.application_id,
            url,
            stored.id,
            encode(dispatched.interaction),
            take=take,
            token=dispatched.interaction.token,
        )
    except (OutboundError, Problem) as problem:
        _log.debug("no answer of an endpoint", application=stored.application_id, reason=str(problem))
        await instance.interactions.deadlines.fail([(stored.application_id, stored.id)], FailureReason.UNKNOWN)


def _read(answered: Answered, largest_file: int) -> tuple[Callback, Sequence[Upload]]:
    """The callback in an answer. Raises Problem when there is none."""
    if answered.status != 200:
        raise Problem(codes.GENERAL, message=f"The endpoint answered with status {answered.status}.")
    content_type = answered.headers.get("content-type", "")
    if not is_multipart(content_type):
        return validation.decode(answered.body, _CALLBACK), ()
    form = parse_form(content_type, answered.body, largest_file=largest_file)
    return validation.decode(form.payload or b"{}", _CALLBACK), form.files
