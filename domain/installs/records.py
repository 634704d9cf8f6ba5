"""Applications as those see them who are asked to add them.

Docs: topics/oauth2#get-current-authorization-information.
"""

import msgspec

from core.wire import UNSET, Snowflake, UnsetType
from domain.applications.records import Application, InstallParams, IntegrationTypes
from domain.guilds.records import Guild
from domain.users.records import User


class AuthorizingApplication(msgspec.Struct, kw_only=True):
    """What anyone may know of an application."""

    id: Snowflake
    name: str
    icon: str | None
    description: str
    summary: str = ""
    type: int | None = None
    cover_image: str | UnsetType = UNSET
    bot: User | UnsetType = UNSET
    bot_public: bool
    bot_require_code_grant: bool
    terms_of_service_url: str | UnsetType = UNSET
    privacy_policy_url: str | UnsetType = UNSET
    custom_install_url: str | UnsetType = UNSET
    install_params: InstallParams | UnsetType = UNSET
    integration_types_config: IntegrationTypes
    verify_key: str
    flags: int
    tags: list[str]


class UserAuthorization(msgspec.Struct, kw_only=True):
    """What a user lets an application do. Docs (user-side): OAuth2 authorization."""

    id: Snowflake
    scopes: list[str]
    application: AuthorizingApplication


class ApplicationAuthorized(msgspec.Struct, kw_only=True):
    """What an application is told of a user's consent. Docs: events/webhook-events#application-authorized."""

    integration_type: int | UnsetType = UNSET
    user: User
    scopes: list[str]
    guild: Guild | UnsetType = UNSET


class ApplicationDeauthorized(msgspec.Struct):
    """Docs: events/webhook-events#application-deauthorized."""

    user: User


def authorizing(application: Application) -> AuthorizingApplication:
    fields = AuthorizingApplication.__struct_fields__
    return AuthorizingApplication(**{field: getattr(application, field) for field in fields})


WEBHOOK_EVENTS = {"APPLICATION_AUTHORIZED": ApplicationAuthorized, "APPLICATION_DEAUTHORIZED": ApplicationDeauthorized}
