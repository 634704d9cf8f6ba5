"""Integrations as they go over the wire. Docs: resources/guild#integration-object."""

from typing import Literal

import msgspec

from core.wire import UNSET, Snowflake, Timestamp, UnsetType
from domain.users.records import User

IntegrationScope = Literal["applications.commands", "bot", "webhook.incoming"]


class IntegrationAccount(msgspec.Struct):
    id: str
    name: str | None


class IntegrationApplication(msgspec.Struct, kw_only=True):
    id: Snowflake
    name: str
    icon: str | None
    description: str
    summary: str = ""  # never filled any more, but discord.py's connection ends without it
    type: int | None = None
    cover_image: str | UnsetType = UNSET
    primary_sku_id: Snowflake | UnsetType = UNSET
    bot: User | UnsetType = UNSET


class Integration(msgspec.Struct, kw_only=True):
    """An application in a guild. Other services have no integrations here; what only theirs have is never there."""

    id: Snowflake
    name: str
    type: Literal["discord"] = "discord"
    enabled: bool = True
    account: IntegrationAccount
    application: IntegrationApplication
    scopes: list[IntegrationScope]
    user: User | UnsetType = UNSET
    syncing: bool | UnsetType = UNSET
    role_id: Snowflake | UnsetType | None = UNSET
    enable_emoticons: bool | UnsetType = UNSET
    expire_behavior: int | UnsetType = UNSET
    expire_grace_period: int | UnsetType = UNSET
    synced_at: Timestamp | UnsetType = UNSET
    subscriber_count: int | UnsetType = UNSET
    revoked: bool | UnsetType = UNSET
