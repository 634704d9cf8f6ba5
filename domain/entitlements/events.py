"""What an application is told of its entitlements: over the gateway on shard 0, and as webhook events.

Docs: events/gateway-events#entitlements, events/webhook-events#entitlement-create.
"""

from core.database import Transaction
from core.events import Draft, user_topic
from domain.entitlements.records import Entitlement
from domain.webhook_events import actions as webhook_events

EVENTS = {"ENTITLEMENT_CREATE": Entitlement, "ENTITLEMENT_UPDATE": Entitlement, "ENTITLEMENT_DELETE": Entitlement}
WEBHOOK_EVENTS = EVENTS


async def tell(tx: Transaction, name: str, entitlement: Entitlement) -> None:
    """One of EVENTS, both ways."""
    tx.emit(Draft(user_topic(entitlement.application_id), name, entitlement))
    await webhook_events.emit(tx, entitlement.application_id, name, entitlement)
