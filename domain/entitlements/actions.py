"""Changing SKUs and entitlements. There is no store: an application's developers make SKUs, and entitle whom they want.

So every entitlement is a test entitlement. Docs: resources/entitlement#create-test-entitlement.
"""

import re

from core import codes, form_codes, snowflakes
from core.database import Transaction
from core.problems import Problem
from core.wire import UNSET, Snowflake
from domain.applications import queries as applications
from domain.entitlements import events, queries, store
from domain.entitlements.records import (
    MOST_SKUS,
    SUBSCRIPTION_FLAGS,
    CreateEntitlement,
    CreateSku,
    EditSku,
    Entitlement,
    EntitlementType,
    OwnerType,
    Sku,
    SkuFlag,
    SkuType,
)
from domain.users import queries as users
from domain.users.identity import Identity

delete_of_application = store.delete_of_application


async def create_sku(tx: Transaction, identity: Identity, application_id: int, body: CreateSku) -> Sku:
    """A subscription comes with a group of its own, as at Discord. Needs the application's id as lock.

    Raises 10002, 20012, 50035.
    """
    await applications.get_own(tx, identity, application_id)
    await applications.hold(tx, application_id)
    kind = SkuType(body.type)
    _check_flags(kind, body.flags)
    if len(await store.list_skus(tx, application_id)) >= MOST_SKUS:
        reason = f"An application may have {MOST_SKUS} SKUs."
        raise Problem.invalid("name", form_codes.BASE_TYPE_INVALID, reason=reason)
    kinds = [SkuType.SUBSCRIPTION_GROUP, kind] if kind == SkuType.SUBSCRIPTION else [kind]
    skus = [
        Sku(
            id=Snowflake(snowflakes.make()),
            type=one,
            application_id=Snowflake(application_id),
            name=body.name,
            slug=_slug(body.name),
            flags=body.flags,
        )
        for one in kinds
    ]
    for sku in skus:
        await store.insert_sku(tx, sku)
    return skus[-1]


async def edit_sku(tx: Transaction, identity: Identity, application_id: int, sku_id: int, body: EditSku) -> Sku:
    """Renames or (un)publishes it. Raises 10002, 20012, 10027, 50035."""
    await applications.get_own(tx, identity, application_id)
    sku = await queries.get_sku(tx, application_id, sku_id)
    if body.name is not UNSET:
        sku.name, sku.slug = body.name, _slug(body.name)
    if body.flags is not UNSET:
        _check_flags(sku.type, body.flags)
        sku.flags = body.flags
    await store.update_sku(tx, sku)
    return sku


async def create(tx: Transaction, identity: Identity, application_id: int, body: CreateEntitlement) -> Entitlement:
    """Entitles a guild or a user, nobody twice to what cannot be used up. Needs the application's id as lock.

    Raises 10002, 20012, 10027, 50057 when the SKU is not for such owners, 10004, 10013, 40074.
    """
    await applications.get_own(tx, identity, application_id)
    await applications.hold(tx, application_id)
    sku = await queries.get_sku(tx, application_id, body.sku_id)
    for_guild = body.owner_type == OwnerType.GUILD
    wanted = SkuFlag.GUILD_SUBSCRIPTION if for_guild else SkuFlag.USER_SUBSCRIPTION
    if sku.type == SkuType.SUBSCRIPTION and not sku.flags & wanted:
        raise Problem(codes.INVALID_SKU)
    if not for_guild:
        await users.get(tx, body.owner_id)
    elif not await store.has_guild(tx, body.owner_id):
        raise Problem(codes.UNKNOWN_GUILD)
    entitlement = Entitlement(
        id=Snowflake(snowflakes.make()),
        sku_id=sku.id,
        application_id=Snowflake(application_id),
        user_id=Snowflake(identity.user_id) if for_guild else body.owner_id,
        guild_id=body.owner_id if for_guild else UNSET,
        deleted=False,
        starts_at=None,
        ends_at=None,
        type=EntitlementType.APPLICATION_SUBSCRIPTION,
        consumed=False,
    )
    if sku.type != SkuType.CONSUMABLE and await store.is_entitled(tx, entitlement):
        raise Problem(codes.ENTITLEMENT_ALREADY_GRANTED)
    await store.insert(tx, entitlement)
    await events.tell(tx, "ENTITLEMENT_CREATE", entitlement)
    return entitlement


async def delete(tx: Transaction, identity: Identity, application_id: int, entitlement_id: int) -> None:
    """Raises 10002, 20012, 10029."""
    entitlement = await _hold(tx, identity, application_id, entitlement_id)
    entitlement.deleted = True
    await store.mark(tx, entitlement)
    await events.tell(tx, "ENTITLEMENT_DELETE", entitlement)


async def consume(tx: Transaction, identity: Identity, application_id: int, entitlement_id: int) -> None:
    """What is consumed already stays so, and nobody is told again. Raises 10002, 20012, 10029, 40018."""
    entitlement = await _hold(tx, identity, application_id, entitlement_id)
    sku = await queries.get_sku(tx, application_id, entitlement.sku_id)
    if sku.type != SkuType.CONSUMABLE:
        raise Problem(codes.ONLY_CONSUMABLE_SKUS)
    if not entitlement.consumed:
        entitlement.consumed = True
        await store.mark(tx, entitlement)
        await events.tell(tx, "ENTITLEMENT_UPDATE", entitlement)


async def _hold(tx: Transaction, identity: Identity, application_id: int, entitlement_id: int) -> Entitlement:
    await applications.get_own(tx, identity, application_id)
    entitlement = await store.hold(tx, application_id, entitlement_id)
    if entitlement is None:
        raise Problem(codes.UNKNOWN_ENTITLEMENT)
    return entitlement


def _check_flags(kind: SkuType, flags: int) -> None:
    known = int(SkuFlag.AVAILABLE | SUBSCRIPTION_FLAGS if kind == SkuType.SUBSCRIPTION else SkuFlag.AVAILABLE)
    chosen = (flags & int(SUBSCRIPTION_FLAGS)).bit_count()
    if flags & ~known or (kind == SkuType.SUBSCRIPTION and chosen != 1):
        reason = "A subscription is a guild's or a user's; AVAILABLE is the only other flag."
        raise Problem.invalid("flags", form_codes.BASE_TYPE_INVALID, reason=reason)


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
