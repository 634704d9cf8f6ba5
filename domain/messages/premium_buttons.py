"""Buttons that offer something: what they offer is a published SKU of the application that sends them.

Docs: components/reference#button-button-styles.
"""

from collections.abc import Sequence

from core import form_codes
from core.database import Reader
from core.problems import Faults
from domain.components.paths import every
from domain.components.requests import ButtonRequest, MessageComponentRequest
from domain.entitlements import queries as entitlements
from domain.messages.stored import StoredMessage


async def check(
    reader: Reader, stored: StoredMessage, sent: Sequence[MessageComponentRequest] | None, faults: Faults
) -> None:
    """Looks in the database only when there is such a button."""
    offered = {
        (*at, "sku_id"): one.sku_id
        for at, one in every(sent or (), ("components",))
        if isinstance(one, ButtonRequest) and one.sku_id is not None
    }
    if not offered:
        return
    application_id = stored.parts.application_id or stored.author_id  # a bot has its application's id
    published = await entitlements.published(reader, application_id, set(offered.values()))
    for at, sku_id in offered.items():
        if sku_id not in published:
            reason = "Not a published SKU of this application."
            faults.add(at, form_codes.BASE_TYPE_INVALID, reason=reason)
