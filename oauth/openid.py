"""OpenID Connect: who a user is, the key by which that is proved, and where everything is.

Docs: OpenID Connect Core 1.0, section 5.3; OpenID Connect Discovery 1.0; RFC 8414.
"""

from typing import Any

import msgspec
from litestar import Request, Response, get

from core.wire import UNSET, UnsetType
from domain.grants import scopes
from domain.grants.id_tokens import ALGORITHM, JsonWebKey, public_key
from domain.users import queries
from rest import buckets
from rest.call import Call
from rest.operation import Who, operation


class UserInfo(msgspec.Struct, kw_only=True):
    """The address is there by `email`, what everyone may see by `identify`."""

    sub: str
    email: str | UnsetType | None = UNSET
    email_verified: bool | UnsetType = UNSET
    preferred_username: str | UnsetType = UNSET
    nickname: str | UnsetType | None = UNSET
    picture: str | UnsetType = UNSET
    locale: str | UnsetType = UNSET


class Keys(msgspec.Struct):
    keys: list[JsonWebKey]


@operation("GET", "/oauth2/userinfo", who=Who.BEARER, scopes=(scopes.OPENID,), bucket=buckets.READ)
async def get_openid_connect_userinfo(call: Call) -> UserInfo:
    """Who the user is."""
    user = await queries.me(call.database, call.user_id)
    info = UserInfo(sub=str(int(user.id)))
    if scopes.EMAIL in call.identity.scopes:
        info.email, info.email_verified = user.email, user.verified
    if scopes.IDENTIFY in call.identity.scopes:
        info.preferred_username, info.nickname, info.locale = user.username, user.global_name, user.locale
        if user.avatar:
            info.picture = f"{call.settings.public_url}/avatars/{int(user.id)}/{user.avatar}.png"
    return info


@operation("GET", "/oauth2/keys", who=Who.ANYONE, bucket=buckets.OPENID_KEYS)
async def get_public_keys(call: Call) -> Keys:
    """The keys by which ID tokens can be verified."""
    return Keys([await public_key(call.database)])


class Discovery(msgspec.Struct, kw_only=True):
    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    revocation_endpoint: str
    userinfo_endpoint: str
    jwks_uri: str
    scopes_supported: list[str]
    response_types_supported: tuple[str, ...] = ("code", "token")
    response_modes_supported: tuple[str, ...] = ("query", "fragment")
    grant_types_supported: tuple[str, ...] = ("authorization_code", "implicit", "refresh_token", "client_credentials")
    subject_types_supported: tuple[str, ...] = ("public",)
    id_token_signing_alg_values_supported: tuple[str, ...] = (ALGORITHM,)
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic", "client_secret_post", "none")
    revocation_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic", "client_secret_post", "none")
    code_challenge_methods_supported: tuple[str, ...] = ("S256",)
    claims_supported: tuple[str, ...] = (
        *("iss", "sub", "aud", "iat", "exp", "nonce", "at_hash"),
        *("email", "email_verified", "preferred_username", "nickname", "picture", "locale"),
    )


@get(
    ["/.well-known/openid-configuration", "/.well-known/oauth-authorization-server"],
    media_type="application/json",
    include_in_schema=False,
)
async def _discover(request: Request[Any, Any, Any]) -> Response[bytes]:
    root = request.app.state.instance.settings.public_url
    found = Discovery(
        issuer=root,
        authorization_endpoint=f"{root}/oauth2/authorize",
        token_endpoint=f"{root}/api/oauth2/token",
        revocation_endpoint=f"{root}/api/oauth2/token/revoke",
        userinfo_endpoint=f"{root}/api/oauth2/userinfo",
        jwks_uri=f"{root}/api/oauth2/keys",
        scopes_supported=list(scopes.SCOPES),
    )
    return Response(msgspec.json.encode(found), media_type="application/json")


OPERATIONS = [get_openid_connect_userinfo, get_public_keys]
HANDLERS = [_discover]
