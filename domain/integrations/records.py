"""Integrations as they go over the wire. Docs: resources/guild#integration-object."""

from typing import Literal

import msgspec

from core.wire import UNSET, Snowflake, UnsetType
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
    type: int | None = None
    cover_image: str | UnsetType = UNSET
    bot: User | UnsetType = UNSET


class Integration(msgspec.Struct, kw_only=True):
    """An application in a guild. Other services have no integrations here, nor the fields that are theirs."""

    id: Snowflake
    name: str
    type: Literal["discord"] = "discord"
    enabled: bool = True
    account: IntegrationAccount
    application: IntegrationApplication
    scopes: list[IntegrationScope]
    user: User | UnsetType = UNSET
