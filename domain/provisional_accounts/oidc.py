"""ID tokens of an application's own identity provider, verified with the keys that it publishes.

Docs: discord-social-sdk/development-guides/provisional-accounts/identity-providers#oidc-integration-requirements.
"""

import ipaddress
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from core import clock, codes, form_codes
from core.codes import Code
from core.outbound import Outbound, OutboundError, check_url
from core.problems import Problem
from domain.provisional_accounts.records import ExternalIdentity, IdentityProvider

ALGORITHMS: Final = [f"{family}{bits}" for family in ("RS", "ES", "PS") for bits in (256, 384, 512)]
_OLDEST_S: Final = 7 * 24 * 3600
_AHEAD_S: Final = 300
"""How far a provider's clock may be ahead of ours."""
_LONGEST_SUBJECT: Final = 1024
_NOT_PUBLIC: Final = (".local", ".arpa", ".internal", ".localhost")
_LONGEST_NAME: Final = 32


class _Discovery(msgspec.Struct):
    issuer: str
    jwks_uri: str
    id_token_signing_alg_values_supported: list[str]


class _Claims(msgspec.Struct):
    iss: str
    sub: str
    aud: str | list[str]
    exp: float
    iat: float
    preferred_username: str | None = None


def check_issuer(issuer: str, *, may_be_private: bool) -> None:
    """Raises 50035 for what is no issuer. `may_be_private`: also one without TLS, in a network that may be reached."""
    try:
        host = (check_url(issuer).raw_host or "").lower()
    except OutboundError as error:
        raise Problem.invalid("issuer", form_codes.BASE_TYPE_INVALID, reason=error.detail) from None
    parts = urlsplit(issuer)
    if parts.query or parts.fragment or "?" in issuer or "#" in issuer:
        reason = "It has a query or a fragment."
    elif may_be_private or (
        parts.scheme == "https" and "." in host and not host.endswith(_NOT_PUBLIC) and not _is_address(host)
    ):
        return
    else:
        reason = "It is not https with a public host name."
    raise Problem.invalid("issuer", form_codes.BASE_TYPE_INVALID, reason=reason)


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


async def verify(outbound: Outbound, provider: IdentityProvider, token: str) -> ExternalIdentity:
    """Who the token is about. Raises 50025, 530001 to 530004, 530008, 530009."""
    discovery = await _discover(outbound, provider.issuer)
    supported = [name for name in ALGORITHMS if name in discovery.id_token_signing_alg_values_supported]
    if not supported or not is_as_safe(discovery.jwks_uri, provider.issuer):
        raise Problem(codes.OIDC_CONFIGURATION_NOT_FOUND)
    found = await _get(outbound, discovery.jwks_uri, codes.OIDC_KEYS_NOT_FOUND)
    claims = _claims(token, found, supported)
    now = clock.now()
    if claims.iss != provider.issuer:
        raise Problem(codes.ID_TOKEN_ISSUER_MISMATCH)
    if provider.client_id not in ([claims.aud] if isinstance(claims.aud, str) else claims.aud):
        raise Problem(codes.ID_TOKEN_AUDIENCE_MISMATCH)
    if not claims.exp > now:  # so that what is no number has expired too
        raise Problem(codes.ID_TOKEN_EXPIRED)
    if not now - _OLDEST_S <= claims.iat <= now + _AHEAD_S:
        raise Problem(codes.ID_TOKEN_TOO_OLD)
    name = (claims.preferred_username or "").strip()
    is_name = 0 < len(name) <= _LONGEST_NAME and _is_text(name)
    return ExternalIdentity("OIDC", claims.sub, claims.iss, name if is_name else None)


def _is_text(claim: str) -> bool:
    """Whether it can be kept: JSON's escapes can say what no UTF-8 can, and NUL."""
    return "\0" not in claim and not any("\ud800" <= letter <= "\udfff" for letter in claim)


def is_as_safe(url: str, issuer: str) -> bool:
    """Whether nobody on the way can put keys of his own there who could not for the issuer."""
    return url.startswith("https://") or not issuer.startswith("https://")


async def _discover(outbound: Outbound, issuer: str) -> _Discovery:
    found = await _get(
        outbound, f"{issuer.rstrip('/')}/.well-known/openid-configuration", codes.OIDC_CONFIGURATION_NOT_FOUND
    )
    try:
        discovery = msgspec.convert(found, _Discovery)
    except msgspec.ValidationError as error:
        raise Problem(codes.OIDC_CONFIGURATION_NOT_FOUND) from error
    if discovery.issuer != issuer:
        raise Problem(codes.OIDC_CONFIGURATION_NOT_FOUND)
    return discovery


async def _get(outbound: Outbound, url: str, refusal: Code) -> Any:
    try:
        answered = await outbound.get(url)
        if answered.status == 200:
            return msgspec.json.decode(answered.body)
    except (OutboundError, msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise Problem(refusal) from error
    raise Problem(refusal)


def _claims(token: str, keys: Any, supported: list[str]) -> _Claims:
    """What the token says, if one of the keys signed it. Raises 50025, 530009."""
    try:
        known = KeySet.import_key_set(keys)
    except (JoseError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise Problem(codes.OIDC_KEYS_NOT_FOUND) from error
    try:
        decoded = jwt.decode(token, known, algorithms=supported)
        if "kid" not in decoded.header:
            raise Problem(codes.INVALID_OAUTH2_ACCESS_TOKEN)
        claims = msgspec.convert(decoded.claims, _Claims)
    except (JoseError, ValueError, msgspec.ValidationError, RecursionError) as error:
        raise Problem(codes.INVALID_OAUTH2_ACCESS_TOKEN) from error
    if not 0 < len(claims.sub) <= _LONGEST_SUBJECT or not _is_text(claims.sub):
        raise Problem(codes.INVALID_OAUTH2_ACCESS_TOKEN)
    return claims
