"""SKUs, entitlements and subscriptions as they go over the wire. Docs: resources/sku, entitlement, subscription."""

import enum
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from core.wire import UNSET, Snowflake, Timestamp, UnsetType

MOST_SKUS = 50

SkuName = Annotated[str, Meta(min_length=1, max_length=128)]


class SkuType(enum.IntEnum):
    DURABLE = 2
    CONSUMABLE = 3
    SUBSCRIPTION = 5
    SUBSCRIPTION_GROUP = 6


class SkuFlag(enum.IntFlag):
    AVAILABLE = 1 << 2  # published: it can be had, and buttons can offer it
    GUILD_SUBSCRIPTION = 1 << 7
    USER_SUBSCRIPTION = 1 << 8


SUBSCRIPTION_FLAGS = SkuFlag.GUILD_SUBSCRIPTION | SkuFlag.USER_SUBSCRIPTION


class Sku(msgspec.Struct, kw_only=True):
    id: Snowflake
    type: SkuType
    application_id: Snowflake
    name: str
    slug: str
    flags: int
    dependent_sku_id: Snowflake | None = None
    access_type: int = 1
    manifest_labels: list[str] | None = None
    features: list[int] = []
    release_date: str | None = None
    premium: bool = False
    show_age_gate: bool = False


class CreateSku(msgspec.Struct):
    """A subscription says in `flags` whose it is, a guild's or a user's."""

    name: SkuName
    type: Literal[2, 3, 5]
    flags: Annotated[int, Meta(ge=0, le=2**31 - 1)] = int(SkuFlag.AVAILABLE)


class EditSku(msgspec.Struct):
    name: SkuName | UnsetType = UNSET
    flags: Annotated[int, Meta(ge=0, le=2**31 - 1)] | UnsetType = UNSET


class OwnerType(enum.IntEnum):
    GUILD = 1
    USER = 2


class EntitlementType(enum.IntEnum):
    APPLICATION_SUBSCRIPTION = 8  # what Discord says of test entitlements too, and there are no others here


class Entitlement(msgspec.Struct, kw_only=True):
    """`user_id` of a guild's is who got it for the guild."""

    id: Snowflake
    sku_id: Snowflake
    application_id: Snowflake
    user_id: Snowflake
    guild_id: Snowflake | UnsetType | None = UNSET
    deleted: bool
    starts_at: Timestamp | None
    ends_at: Timestamp | None
    type: EntitlementType
    fulfilled_at: Timestamp | UnsetType | None = UNSET
    fulfillment_status: int | UnsetType | None = UNSET
    consumed: bool | UnsetType = UNSET
    gifter_user_id: Snowflake | UnsetType | None = UNSET
    parent_id: Snowflake | UnsetType | None = UNSET
    promotion_id: Snowflake | None = None
    gift_code_flags: int = 0


class CreateEntitlement(msgspec.Struct):
    sku_id: Snowflake
    owner_id: Snowflake
    owner_type: OwnerType


class ListEntitlements(msgspec.Struct):
    """`sku_ids` are separated by commas, or given one by one.

    `only_active`: neither ended nor deleted nor yet to begin.
    """

    user_id: Snowflake | UnsetType = UNSET
    sku_ids: str | list[str | None] | UnsetType = UNSET
    guild_id: Snowflake | UnsetType = UNSET
    before: Snowflake | UnsetType = UNSET
    after: Snowflake | UnsetType = UNSET
    limit: Annotated[int, Meta(ge=1, le=100)] = 100
    exclude_ended: bool = False
    exclude_deleted: bool = True
    only_active: bool = False


class ListMyEntitlements(msgspec.Struct):
    sku_ids: str | list[str | None] | UnsetType = UNSET
    exclude_consumed: bool = True


class Subscription(msgspec.Struct, kw_only=True):
    """Nobody pays here, so there are none: a test entitlement has no subscription, here as at Discord."""

    id: Snowflake
    user_id: Snowflake
    sku_ids: list[Snowflake]
    renewal_sku_ids: list[Snowflake] | None
    entitlement_ids: list[Snowflake]
    current_period_start: Timestamp
    current_period_end: Timestamp
    status: Literal[0, 1, 2]
    canceled_at: Timestamp | None
    country: str | UnsetType | None = UNSET


class ListSubscriptions(msgspec.Struct):
    before: Snowflake | UnsetType = UNSET
    after: Snowflake | UnsetType = UNSET
    limit: Annotated[int, Meta(ge=1, le=100)] = 50
    user_id: Snowflake | UnsetType = UNSET


class OneSubscription(msgspec.Struct):
    user_id: Snowflake | UnsetType = UNSET
