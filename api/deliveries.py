"""What was sent to an application over HTTP, and sending it again. Ours; Discord has no such routes."""

from core import codes
from core.wire import Snowflake
from domain.applications import queries as applications
from domain.deliveries import actions, queries
from domain.deliveries.records import Delivery, ListDeliveries
from domain.interactions import tokens as interaction_tokens
from rest import buckets
from rest.call import Call
from rest.operation import Operation, Who, operation

_OTHERS = (codes.UNKNOWN_APPLICATION, codes.NOT_AUTHORIZED_FOR_APPLICATION)


@operation("GET", "/applications/{application_id}/deliveries", who=Who.ACCOUNT, bucket=buckets.READ, problems=_OTHERS)
async def list_deliveries(call: Call, application_id: Snowflake, query: ListDeliveries) -> list[Delivery]:
    """Attempts of the last seven days to send something to one of the caller's applications, newest first."""
    await applications.get_own(call.database, call.identity, application_id)
    return await queries.list_(call.database, application_id, query)


@operation(
    "GET",
    "/applications/{application_id}/deliveries/{delivery_id}",
    who=Who.ACCOUNT,
    bucket=buckets.READ,
    problems=(*_OTHERS, codes.NOT_FOUND),
)
async def get_delivery(call: Call, application_id: Snowflake, delivery_id: Snowflake) -> Delivery:
    """One attempt."""
    await applications.get_own(call.database, call.identity, application_id)
    return await queries.get(call.database, application_id, delivery_id)


@operation(
    "POST",
    "/applications/{application_id}/deliveries/{delivery_id}/redeliver",
    who=Who.ACCOUNT,
    bucket=buckets.REDELIVER,
    problems=(*_OTHERS, codes.NOT_FOUND, codes.UNKNOWN_INTERACTION),
)
async def redeliver(call: Call, application_id: Snowflake, delivery_id: Snowflake) -> Delivery:
    """Send the same once more, signed anew; an interaction only while its token is good."""
    here = call.instance
    return await actions.redeliver(
        call.database, here.deliveries, call.identity, application_id, delivery_id, interaction_tokens.make
    )


OPERATIONS: list[Operation] = [list_deliveries, get_delivery, redeliver]
