"""Interactions over HTTP: sent to the application's endpoint, whose answer counts as a callback.

An answer of status 202 without a body says that the application will call the callback route itself.
Docs: interactions/overview#preparing-for-interactions, interactions/receiving-and-responding#receiving-an-interaction.
"""

from core.outbound import OutboundError
from core.wire import encode
from domain.instance import Instance
from domain.interactions.dispatch import Dispatched
from domain.interactions.events import FailureReason


async def deliver(instance: Instance, dispatched: Dispatched) -> None:
    """Tells who invoked it at once when no answer came, or none that is one."""
    stored, url = dispatched.stored, dispatched.endpoint_url
    assert url is not None
    body = encode(dispatched.interaction)
    try:
        await instance.deliveries.send_interaction(stored.application_id, url, stored.id, body)
    except OutboundError:
        await instance.interactions.deadlines.fail([(stored.application_id, stored.id)], FailureReason.UNKNOWN)
