"""How webhooks are made, changed and deleted. All of it under the lock of their guild."""

from core.database import Transaction
from domain.channels.access import ChannelAccess
from domain.webhooks.records import Webhook
from domain.webhooks.requests import CreateWebhook


async def create(
    tx: Transaction, here: ChannelAccess, body: CreateWebhook, application_id: int | None = None
) -> Webhook:
    """A new incoming webhook, with its token and its URL. `application_id` is the application that it belongs to.

    The avatar of the body is the hash of a picture that is stored already. Raises 50013, 30007, 50035.
    """
    raise NotImplementedError
