"""Reading SKUs and entitlements."""

import re

from core import clock, codes, form_codes
from core.database import Reader
from core.problems import Problem
from core.wire import UNSET, UnsetType
from domain.applications import queries as applications
from domain.entitlements import store
from domain.entitlements.records import Entitlement, ListEntitlements, ListMyEntitlements, Sku, SkuType
from domain.teams.records import TeamRole
from domain.users.identity import Identity

by_ids = store.by_ids
published = store.published

_MOST_SKU_IDS = 100
_ID = re.compile(r"[0-9]{1,19}")


async def list_skus(reader: Reader, identity: Identity, application_id: int) -> list[Sku]:
    """Raises 10002, 20012."""
    await applications.get_own(reader, identity, application_id, TeamRole.READ_ONLY)
    return await store.list_skus(reader, application_id)


async def get_sku(reader: Reader, application_id: int, sku_id: int) -> Sku:
    """One that can be granted. Raises 10027."""
    sku = await store.find_sku(reader, sku_id)
    if sku is None or sku.application_id != application_id or sku.type == SkuType.SUBSCRIPTION_GROUP:
        raise Problem(codes.UNKNOWN_SKU)
    return sku


async def require_readable_sku(reader: Reader, identity: Identity, sku_id: int, user_id: int | UnsetType) -> None:
    """For the application's developers; a bearer may ask about his own user. Raises 10027, 20012."""
    sku = await store.find_sku(reader, sku_id)
    if sku is None:
        raise Problem(codes.UNKNOWN_SKU)
    if identity.is_bearer and identity.application_id == sku.application_id and user_id in (UNSET, identity.user_id):
        return
    await applications.get_own(reader, identity, sku.application_id, TeamRole.READ_ONLY)


async def get(reader: Reader, identity: Identity, application_id: int, entitlement_id: int) -> Entitlement:
    """Deleted ones too. Raises 10002, 20012, 10029."""
    await applications.get_own(reader, identity, application_id, TeamRole.READ_ONLY)
    entitlement = await store.find(reader, application_id, entitlement_id)
    if entitlement is None:
        raise Problem(codes.UNKNOWN_ENTITLEMENT)
    return entitlement


async def page(reader: Reader, identity: Identity, application_id: int, asked: ListEntitlements) -> list[Entitlement]:
    """Raises 10002, 20012, 50035."""
    await applications.get_own(reader, identity, application_id, TeamRole.READ_ONLY)
    return await store.page(reader, application_id, asked, _ids(asked.sku_ids), clock.timestamp())


async def list_mine(
    reader: Reader, identity: Identity, application_id: int, asked: ListMyEntitlements
) -> list[Entitlement]:
    """What the user has of the application; a bearer is told of its own application alone. Raises 10002, 20012."""
    if identity.is_bearer and identity.application_id != application_id:
        raise Problem(codes.NOT_AUTHORIZED_FOR_APPLICATION)
    await applications.get(reader, application_id)
    sku_ids, now = _ids(asked.sku_ids), clock.timestamp()
    return [
        one
        for one in await store.list_of_user(reader, application_id, identity.user_id)
        if (sku_ids is None or one.sku_id in sku_ids)
        and not (asked.exclude_consumed and one.consumed)
        and (one.ends_at is None or one.ends_at > now)
    ]


def _ids(given: str | list[str | None] | UnsetType) -> list[int] | None:
    """The ids in texts with commas between them. Raises 50035."""
    text = ",".join(part for part in given if part is not None) if isinstance(given, list) else given
    if text is UNSET or not text:
        return None
    found = [part.strip() for part in text.split(",")]
    if len(found) > _MOST_SKU_IDS or not all(_ID.fullmatch(part) and int(part) < 2**63 for part in found):
        raise Problem.invalid("sku_ids", form_codes.BASE_TYPE_INVALID, reason="Must be ids, with commas between them.")
    return [int(part) for part in found]
