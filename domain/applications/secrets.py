"""Client secrets: what an application proves with that it is the one it says.

They are random, so a fast hash is right for them; only the hash is stored.
"""

import hashlib
import hmac
import secrets


def new_secret() -> str:
    return secrets.token_urlsafe(24)


def hashed(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "replace")).digest()


def fits(secret: str, hash_: bytes | None) -> bool:
    """Whether this is the secret. Takes as long for a wrong one as for the right one."""
    return hash_ is not None and hmac.compare_digest(hashed(secret), hash_)
