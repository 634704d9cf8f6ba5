"""ID tokens: a signed word of this instance that a user has just let an application know who he is.

The key is made when it is first needed. All processes of the instance share it.
Docs: OpenID Connect Core 1.0, sections 2 and 3.1.3.6.
"""

import base64
import hashlib

import msgspec
from joserfc import jwt
from joserfc.jwk import RSAKey

from core import clock, tokens
from core.database import Database
from domain.grants.actions import ACCESS_TOKEN_S

ALGORITHM = "RS256"
_BITS = 2048

_key: RSAKey | None = None


class JsonWebKey(msgspec.Struct, kw_only=True):
    kty: str
    use: str
    kid: str
    n: str
    e: str
    alg: str


async def public_key(database: Database) -> JsonWebKey:
    key = await _open(database)
    numbers = key.as_dict(private=False)
    return JsonWebKey(
        kty="RSA", use="sig", kid=key.thumbprint(), n=str(numbers["n"]), e=str(numbers["e"]), alg=ALGORITHM
    )


async def make(
    database: Database, issuer: str, user_id: int, application_id: int, access_token: str, nonce: str | None = None
) -> str:
    """The ID token that goes with an access token. `issuer`: the instance, by its public address."""
    key = await _open(database)
    now = int(clock.now())
    claims = {
        "iss": issuer,
        "sub": str(int(user_id)),
        "aud": str(int(application_id)),
        "iat": now,
        "exp": now + ACCESS_TOKEN_S,
        "at_hash": _half_hash(access_token),
    }
    if nonce:
        claims["nonce"] = nonce
    return jwt.encode({"alg": ALGORITHM, "kid": key.thumbprint(), "typ": "JWT"}, claims, key)


def _half_hash(token: str) -> str:
    half = hashlib.sha256(token.encode()).digest()[:16]
    return base64.urlsafe_b64encode(half).rstrip(b"=").decode()


async def _open(database: Database) -> RSAKey:
    global _key
    if _key is None:
        kept = await tokens.kept_secret(database, "openid", lambda: RSAKey.generate_key(_BITS).as_pem(private=True))
        _key = RSAKey.import_key(kept)
    return _key
