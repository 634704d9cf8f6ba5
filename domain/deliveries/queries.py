"""Reading what was sent."""

from core import codes
from core.database import Reader
from core.problems import Problem
from core.wire import UNSET
from domain.deliveries import store
from domain.deliveries.records import Delivery, ListDeliveries


async def get(reader: Reader, application_id: int, delivery_id: int) -> Delivery:
    """Raises 404 (code 0): nobody documents a code for it."""
    delivery = await store.find(reader, application_id, delivery_id)
    if delivery is None:
        raise Problem(codes.NOT_FOUND)
    return delivery


async def list_(reader: Reader, application_id: int, query: ListDeliveries) -> list[Delivery]:
    """The newest first."""
    before = None if query.before is UNSET else query.before
    kind = None if query.kind is UNSET else query.kind
    subject = None if query.subject is UNSET else str(int(query.subject))
    return await store.list_before(reader, application_id, before, query.limit, kind, subject)
