"""Applications as they go over the wire. Docs: resources/application#application-object."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from core.wire import UNSET, Permissions, Snowflake, UnsetType
from domain.users.records import User, Username

Name = Annotated[str, Meta(min_length=1, max_length=32)]
Description = Annotated[str, Meta(max_length=400)]
Url = Annotated[str, Meta(max_length=2048)]
Tag = Annotated[str, Meta(min_length=1, max_length=20)]
InstallScope = Literal["applications.commands", "bot"]
WebhookEvent = Literal[
    "APPLICATION_AUTHORIZED",
    "APPLICATION_DEAUTHORIZED",
    "ENTITLEMENT_CREATE",
    "ENTITLEMENT_DELETE",
    "ENTITLEMENT_UPDATE",
    "GAME_DIRECT_MESSAGE_CREATE",
    "GAME_DIRECT_MESSAGE_DELETE",
    "GAME_DIRECT_MESSAGE_UPDATE",
    "LOBBY_MESSAGE_CREATE",
    "LOBBY_MESSAGE_DELETE",
    "LOBBY_MESSAGE_UPDATE",
    "QUEST_USER_ENROLLMENT",
]


class InstallParams(msgspec.Struct):
    """What the application asks for when it is added."""

    scopes: list[InstallScope]
    permissions: Permissions


class IntegrationTypeConfiguration(msgspec.Struct):
    oauth2_install_params: InstallParams | UnsetType = UNSET


IntegrationTypes = dict[Literal["0", "1"], IntegrationTypeConfiguration]


class Application(msgspec.Struct, kw_only=True):
    """All there is to know of an application; its owner and its bot see it.

    What Guildhall has no such thing as (stores, games, teams) is null, empty or 0, or absent where it may be.
    """

    id: Snowflake
    name: str
    icon: str | None
    description: str
    description_localizations: dict[str, str] | UnsetType = UNSET
    type: int | None = None
    summary: str = ""
    cover_image: str | UnsetType = UNSET
    bot: User | UnsetType = UNSET
    rpc_origins: list[str]
    bot_public: bool
    bot_require_code_grant: bool
    terms_of_service_url: str | UnsetType = UNSET
    privacy_policy_url: str | UnsetType = UNSET
    custom_install_url: str | UnsetType = UNSET
    install_params: InstallParams | UnsetType = UNSET
    integration_types_config: IntegrationTypes
    verify_key: str
    flags: int
    flags_new: str
    max_participants: int | None
    tags: list[str]
    redirect_uris: list[str]
    interactions_endpoint_url: str | None
    role_connections_verification_url: str | None
    owner: User
    approximate_guild_count: int
    approximate_user_install_count: int = 0
    approximate_user_authorization_count: int = 0
    event_webhooks_url: str | None
    event_webhooks_status: int
    event_webhooks_types: list[str]
    explicit_content_filter: int
    team: None = None
    eligible_oauth2_scopes: list[str] = []


class Client(msgspec.Struct):
    """What OAuth2 needs of an application. A public one runs where no secret can be kept."""

    id: int
    owner_id: int
    secret_hash: bytes | None
    redirect_uris: list[str]
    is_public: bool
    bot_require_code_grant: bool


class ApplicationSecret(msgspec.Struct):
    """Told this once."""

    secret: str


class LocalizedDescription(msgspec.Struct):
    """A description with translations; those that are not given stay as they are, null takes all away."""

    default: Description
    localizations: dict[str, Description] | UnsetType | None = UNSET


class EditInstallParams(msgspec.Struct):
    scopes: Annotated[list[InstallScope], Meta(min_length=1)] | UnsetType | None = UNSET
    permissions: Permissions | UnsetType | None = UNSET


class EditIntegrationTypeConfiguration(msgspec.Struct):
    oauth2_install_params: EditInstallParams | UnsetType | None = UNSET


class EditApplication(msgspec.Struct, kw_only=True):
    """What a bot may change of its own application."""

    description: Description | LocalizedDescription | UnsetType | None = UNSET
    icon: str | UnsetType | None = UNSET
    cover_image: str | UnsetType | None = UNSET
    flags: Annotated[int, Meta(ge=0)] | UnsetType | None = UNSET
    interactions_endpoint_url: Url | UnsetType | None = UNSET
    explicit_content_filter: Literal[0, 1] | UnsetType | None = UNSET
    max_participants: Annotated[int, Meta(ge=-1, le=2**31 - 1)] | UnsetType | None = UNSET
    tags: Annotated[list[Tag], Meta(max_length=5)] | UnsetType | None = UNSET
    custom_install_url: Url | UnsetType | None = UNSET
    install_params: EditInstallParams | UnsetType | None = UNSET
    role_connections_verification_url: Url | UnsetType | None = UNSET
    integration_types_config: (
        Annotated[dict[Literal["0", "1"], EditIntegrationTypeConfiguration | None], Meta(min_length=1)]
        | UnsetType
        | None
    ) = UNSET
    event_webhooks_status: Literal[1, 2] | UnsetType | None = UNSET
    event_webhooks_url: Url | UnsetType | None = UNSET
    event_webhooks_types: list[WebhookEvent] | UnsetType | None = UNSET


class EditOwnApplication(EditApplication, kw_only=True):
    """What its owner may change of an application."""

    name: Name | UnsetType = UNSET
    bot_public: bool | UnsetType = UNSET
    bot_require_code_grant: bool | UnsetType = UNSET
    redirect_uris: Annotated[list[Url], Meta(max_length=10)] | UnsetType | None = UNSET
    rpc_origins: list[Url] | UnsetType | None = UNSET
    terms_of_service_url: Url | UnsetType | None = UNSET
    privacy_policy_url: Url | UnsetType | None = UNSET


class CreateApplication(msgspec.Struct, kw_only=True):
    name: Name
    description: Description | UnsetType | None = UNSET
    icon: str | UnsetType | None = UNSET
    cover_image: str | UnsetType | None = UNSET
    flags: Annotated[int, Meta(ge=0)] | UnsetType = UNSET
    redirect_uris: Annotated[list[Url], Meta(max_length=10)] | UnsetType | None = UNSET


class EditBot(msgspec.Struct, kw_only=True):
    """What its owner may change of a bot user."""

    username: Username | UnsetType = UNSET
    avatar: str | UnsetType | None = UNSET
    banner: str | UnsetType | None = UNSET


class BotToken(msgspec.Struct):
    """The token of a bot; null when it was told before."""

    token: str | None
