"""Provisional accounts as they go over the wire. Docs: discord-social-sdk/development-guides/provisional-accounts."""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from core.wire import UNSET, Snowflake, UnsetType

ExternalAuthType = Literal[
    "OIDC",
    "EPIC_ONLINE_SERVICES_ACCESS_TOKEN",
    "EPIC_ONLINE_SERVICES_ID_TOKEN",
    "STEAM_SESSION_TICKET",
    "UNITY_SERVICES_ID_TOKEN",
    "DISCORD_BOT_ISSUED_ACCESS_TOKEN",
    "APPLE_ID_TOKEN",
    "PLAYSTATION_NETWORK_ID_TOKEN",
]
Provider = Literal["DISCORD_BOT", "OIDC"]

_ExternalUserId = Annotated[str, Meta(min_length=1, max_length=1024)]


class ExternalIdentity(msgspec.Struct, frozen=True):
    """Who a player is for whoever vouches for him: the application itself, or its identity provider."""

    provider: Provider
    external_user_id: str
    issuer: str = ""
    preferred_name: str | None = None


class Account(msgspec.Struct):
    """Who he is here."""

    user_id: int
    is_merged: bool


class IdentityProvider(msgspec.Struct):
    """Who vouches for an application's players, and what it calls the application."""

    issuer: Annotated[str, Meta(min_length=1, max_length=2048)]
    client_id: Annotated[str, Meta(min_length=1, max_length=1024)]


class ExternalTokenRequest(msgspec.Struct, kw_only=True):
    client_id: Snowflake
    client_secret: Annotated[str, Meta(max_length=1024)] | UnsetType | None = UNSET
    external_auth_token: Annotated[str, Meta(min_length=1, max_length=10240)]
    external_auth_type: ExternalAuthType


class BotTokenRequest(msgspec.Struct, kw_only=True):
    """`provisional_user_id`: the provisional account that an id which is not known yet is to stand for."""

    provisional_user_id: Snowflake | UnsetType | None = UNSET
    external_user_id: _ExternalUserId
    preferred_global_name: Annotated[str, Meta(min_length=1, max_length=32)] | UnsetType | None = UNSET


class BotUnmerge(msgspec.Struct):
    external_user_id: _ExternalUserId


class ProvisionalToken(msgspec.Struct, kw_only=True):
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105 - what the token is, not what it says
    access_token: str
    expires_in: int
    scope: str
    id_token: str
    refresh_token: str | UnsetType | None = UNSET
    scopes: list[str] | UnsetType | None = UNSET
    expires_at_s: int | UnsetType | None = UNSET


class MergedAccount(msgspec.Struct, kw_only=True):
    """Why there is no token: the account was merged with a user's own, who can let the application in himself.

    Other refusals have the first two, and `errors`.
    """

    message: str
    code: int
    errors: dict[str, Any] | UnsetType = UNSET
    user_id: Snowflake | UnsetType = UNSET
    provider_type: Provider | UnsetType = UNSET
    provider_id: str | UnsetType | None = UNSET
    provider_issued_user_id: str | UnsetType = UNSET


class UserMerged(msgspec.Struct):
    merge_operation_id: Snowflake
    source_user_id: Snowflake
