"""SKUs and entitlements of applications. Docs: resources/sku, resources/entitlement, resources/subscription."""

from core import codes
from core.problems import Problem
from core.wire import Snowflake
from domain.entitlements import actions, queries
from domain.entitlements.records import (
    CreateEntitlement,
    CreateSku,
    EditSku,
    Entitlement,
    ListEntitlements,
    ListMyEntitlements,
    ListSubscriptions,
    OneSubscription,
    Sku,
    Subscription,
)
from rest import buckets
from rest.call import Call
from rest.operation import Operation, Who, operation

_SCOPE = "applications.entitlements"
_OTHERS = (codes.UNKNOWN_APPLICATION, codes.NOT_AUTHORIZED_FOR_APPLICATION)
_SKU = (*_OTHERS, codes.UNKNOWN_SKU)
_ENTITLEMENT = (*_OTHERS, codes.UNKNOWN_ENTITLEMENT)
_ANY = Who.ACCOUNT | Who.BEARER


@operation("GET", "/applications/{application_id}/skus", who=Who.ACCOUNT, bucket=buckets.READ, problems=_OTHERS)
async def list_skus(call: Call, application_id: Snowflake) -> list[Sku]:
    """What an application offers."""
    return await queries.list_skus(call.database, call.identity, application_id)


@operation("POST", "/applications/{application_id}/skus", who=Who.ACCOUNT, bucket=buckets.SKUS, problems=_OTHERS)
async def create_sku(call: Call, application_id: Snowflake, body: CreateSku) -> Sku:
    """Make something that an application offers. Ours; at Discord this is done on a page."""
    async with call.transaction(lock=application_id) as tx:
        return await actions.create_sku(tx, call.identity, application_id, body)


@operation("PATCH", "/applications/{application_id}/skus/{sku_id}", who=Who.ACCOUNT, bucket=buckets.SKUS, problems=_SKU)
async def update_sku(call: Call, application_id: Snowflake, sku_id: Snowflake, body: EditSku) -> Sku:
    """Rename what an application offers, publish it, or take it back. Ours."""
    async with call.transaction(lock=application_id) as tx:
        return await actions.edit_sku(tx, call.identity, application_id, sku_id, body)


@operation(
    "GET",
    "/applications/{application_id}/entitlements",
    who=Who.ACCOUNT,
    bucket=buckets.READ,
    scopes=(_SCOPE,),
    problems=_OTHERS,
)
async def get_entitlements(call: Call, application_id: Snowflake, query: ListEntitlements) -> list[Entitlement]:
    """Who has what an application offers."""
    return await queries.page(call.database, call.identity, application_id, query)


@operation(
    "POST",
    "/applications/{application_id}/entitlements",
    who=Who.ACCOUNT,
    bucket=buckets.ENTITLEMENTS,
    problems=(
        *_SKU,
        codes.INVALID_SKU,
        codes.UNKNOWN_GUILD,
        codes.UNKNOWN_USER,
        codes.ENTITLEMENT_ALREADY_GRANTED,
    ),
)
async def create_entitlement(call: Call, application_id: Snowflake, body: CreateEntitlement) -> Entitlement:
    """Entitle a guild or a user, for a test."""
    async with call.transaction(lock=application_id) as tx:
        return await actions.create(tx, call.identity, application_id, body)


@operation(
    "GET",
    "/applications/{application_id}/entitlements/{entitlement_id}",
    who=Who.ACCOUNT,
    bucket=buckets.READ,
    scopes=(_SCOPE,),
    problems=_ENTITLEMENT,
)
async def get_entitlement(call: Call, application_id: Snowflake, entitlement_id: Snowflake) -> Entitlement:
    """One entitlement."""
    return await queries.get(call.database, call.identity, application_id, entitlement_id)


@operation(
    "DELETE",
    "/applications/{application_id}/entitlements/{entitlement_id}",
    who=Who.ACCOUNT,
    bucket=buckets.ENTITLEMENTS,
    scopes=(_SCOPE,),
    problems=_ENTITLEMENT,
)
async def delete_entitlement(call: Call, application_id: Snowflake, entitlement_id: Snowflake) -> None:
    """Take a test entitlement back."""
    async with call.transaction() as tx:
        await actions.delete(tx, call.identity, application_id, entitlement_id)


@operation(
    "POST",
    "/applications/{application_id}/entitlements/{entitlement_id}/consume",
    who=Who.ACCOUNT,
    bucket=buckets.ENTITLEMENTS,
    scopes=(_SCOPE,),
    problems=(*_ENTITLEMENT, codes.ONLY_CONSUMABLE_SKUS),
)
async def consume_entitlement(call: Call, application_id: Snowflake, entitlement_id: Snowflake) -> None:
    """Note that what can be used once was used."""
    async with call.transaction() as tx:
        await actions.consume(tx, call.identity, application_id, entitlement_id)


@operation(
    "GET",
    "/users/@me/applications/{application_id}/entitlements",
    who=Who.USER | Who.BEARER,
    bucket=buckets.READ,
    problems=_OTHERS,
)
async def get_current_user_application_entitlements(
    call: Call, application_id: Snowflake, query: ListMyEntitlements
) -> list[Entitlement]:
    """What the caller himself has of an application."""
    return await queries.list_mine(call.database, call.identity, application_id, query)


@operation("GET", "/skus/{sku_id}/subscriptions", who=_ANY, bucket=buckets.READ, problems=_SKU)
async def get_sku_subscriptions(call: Call, sku_id: Snowflake, query: ListSubscriptions) -> list[Subscription]:
    """Who pays for what an application offers: nobody, for test entitlements have no subscription."""
    await queries.require_readable_sku(call.database, call.identity, sku_id, query.user_id)
    return []


@operation(
    "GET",
    "/skus/{sku_id}/subscriptions/{subscription_id}",
    who=_ANY,
    bucket=buckets.READ,
    problems=(*_SKU, codes.NOT_FOUND),
)
async def get_sku_subscription(
    call: Call, sku_id: Snowflake, subscription_id: Snowflake, query: OneSubscription
) -> Subscription:
    """One subscription; there are none."""
    await queries.require_readable_sku(call.database, call.identity, sku_id, query.user_id)
    raise Problem(codes.NOT_FOUND)


OPERATIONS: list[Operation] = [
    list_skus,
    create_sku,
    update_sku,
    get_entitlements,
    create_entitlement,
    get_entitlement,
    delete_entitlement,
    consume_entitlement,
    get_current_user_application_entitlements,
    get_sku_subscriptions,
    get_sku_subscription,
]
