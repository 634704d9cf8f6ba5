"""What a bearer may know of his own token. Docs: topics/oauth2#get-current-authorization-information."""

import msgspec

from core.wire import UNSET, Snowflake, Timestamp, UnsetType
from domain.applications import queries as applications
from domain.applications.records import InstallParams, IntegrationTypes
from domain.grants import scopes
from domain.users import queries as users
from domain.users.records import User
from rest import buckets
from rest.call import Call
from rest.operation import Who, operation


class AuthorizedApplication(msgspec.Struct, kw_only=True):
    """What everyone may know of an application."""

    id: Snowflake
    name: str
    icon: str | None
    description: str
    type: int | None
    bot_public: bool
    bot_require_code_grant: bool
    verify_key: str
    flags: int
    flags_new: str
    max_participants: int | None
    tags: list[str]
    rpc_origins: list[str]
    integration_types_config: IntegrationTypes
    bot: User | UnsetType = UNSET
    cover_image: str | UnsetType = UNSET
    install_params: InstallParams | UnsetType = UNSET
    custom_install_url: str | UnsetType = UNSET
    terms_of_service_url: str | UnsetType = UNSET
    privacy_policy_url: str | UnsetType = UNSET


class CurrentAuthorization(msgspec.Struct, kw_only=True):
    application: AuthorizedApplication
    scopes: list[str]
    expires: Timestamp
    user: User | UnsetType = UNSET


@operation("GET", "/oauth2/@me", who=Who.BEARER, bucket=buckets.READ)
async def get_my_oauth2_authorization(call: Call) -> CurrentAuthorization:
    """What the calling token is good for, and until when."""
    identity = call.identity
    assert identity.expires_at is not None, "a bearer's token expires"
    application = await applications.get(call.database, identity.application_id)
    public = {name: getattr(application, name) for name in AuthorizedApplication.__struct_fields__}
    return CurrentAuthorization(
        application=AuthorizedApplication(**public),
        scopes=sorted(identity.scopes),
        expires=identity.expires_at,
        user=await users.get(call.database, call.user_id) if scopes.IDENTIFY in identity.scopes else UNSET,
    )


OPERATIONS = [get_my_oauth2_authorization]
