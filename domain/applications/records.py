"""Applications as they go over the wire. Docs: resources/application#application-object."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from core.wire import UNSET, Permissions, Snowflake, UnsetType
from domain.teams.records import MembershipState, Team
from domain.users.records import VERIFIED_BOT, User, Username

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

    What Guildhall has no such thing as (stores, games) is null, empty or 0, or absent where it may be.
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
    team: Team | None
    eligible_oauth2_scopes: list[str] = []


class OwnApplication(Application, kw_only=True):
    """An application as those see it who develop it, user-side. There is no store, no directory and no RPC here."""

    hook: bool = False
    integration_public: bool
    integration_require_code_grant: bool
    is_verified: bool
    verification_state: int  # 2: not asked for; 4: approved by the instance's operator
    store_application_state: int = 1
    rpc_application_state: int = 0
    is_discoverable: bool = False
    discoverability_state: int = 1
    discovery_eligibility_flags: int = 0
    is_monetized: bool = False
    storefront_available: bool = False
    monetization_state: int = 1
    monetization_eligibility_flags: int = 0
    internal_guild_restriction: int = 1
    interactions_version: int = 1
    interactions_event_types: list[str] = []


def own(application: Application) -> OwnApplication:
    """The same, as those see it who develop it."""
    is_verified = isinstance(application.bot, User) and bool(application.bot.public_flags & VERIFIED_BOT)
    return OwnApplication(
        **{field: getattr(application, field) for field in Application.__struct_fields__},
        integration_public=application.bot_public,
        integration_require_code_grant=application.bot_require_code_grant,
        is_verified=is_verified,
        verification_state=4 if is_verified else 2,
    )


class Client(msgspec.Struct):
    """What OAuth2 needs of an application. A public one runs where no secret can be kept."""

    id: int
    owner_id: int
    is_of_team: bool
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
    integration_public: bool | UnsetType = UNSET  # newer names of the two above
    integration_require_code_grant: bool | UnsetType = UNSET
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
    team_id: Snowflake | UnsetType | None = UNSET
    redirect_uris: Annotated[list[Url], Meta(max_length=10)] | UnsetType | None = UNSET


class ListApplications(msgspec.Struct):
    with_team_applications: bool = False


class TransferApplication(msgspec.Struct):
    team_id: Snowflake


class Tester(msgspec.Struct):
    """Who may try an application before others. Docs (user-side): resources/application#whitelisted-user-structure."""

    user: User
    state: MembershipState


class AddTester(msgspec.Struct):
    username: Annotated[str, Meta(min_length=1, max_length=32)]
    discriminator: str | UnsetType | None = UNSET


class EditBot(msgspec.Struct, kw_only=True):
    """What its owner may change of a bot user."""

    username: Username | UnsetType = UNSET
    avatar: str | UnsetType | None = UNSET
    banner: str | UnsetType | None = UNSET


class BotToken(msgspec.Struct):
    """The token of a bot; null when it was told before."""

    token: str | None
