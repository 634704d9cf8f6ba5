"""Signatures and passwords: what proves that something came from us, or from who knows the secret.

Signatures are HMAC-SHA256 with the key of the instance, which all its processes share. Passwords are hashed with
argon2id in two threads of their own, so that a storm of logins neither stops the loop nor takes every core.
"""

import asyncio
import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from core.database import Database

# Memory and passes as the OWASP cheat sheet for password storage has them: 20 ms of one core.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_threads = ThreadPoolExecutor(2, thread_name_prefix="passwords")
_NOBODY = _hasher.hash(secrets.token_urlsafe())

_KEPT = "SELECT secret FROM secrets WHERE name = $1"

_key: bytes | None = None


async def open_key(database: Database) -> None:
    """Take the instance's key, made by whichever process comes first."""
    use_key(await kept_secret(database, "signing", lambda: secrets.token_bytes(32)))


async def kept_secret(database: Database, name: str, make: Callable[[], bytes]) -> bytes:
    """The instance's secret of that name, made by whichever process comes first. Making may take long."""
    kept = await database.fetchval(_KEPT, name)
    if kept is not None:
        return kept
    made = await asyncio.to_thread(make)
    async with database.transaction() as tx:
        await tx.execute("INSERT INTO secrets (name, secret) VALUES ($1, $2) ON CONFLICT DO NOTHING", name, made)
        return await tx.fetchval(_KEPT, name)


def use_key(key: bytes) -> None:
    """Sign and verify with that key from now on."""
    global _key
    _key = key


def sign(text: str) -> str:
    """The signature of a text, in hex."""
    assert _key is not None, "open_key comes first"
    return hmac.new(_key, text.encode(), hashlib.sha256).hexdigest()


def verify(text: str, signature: str) -> bool:
    """Whether we signed that text. Takes as long for a wrong signature as for the right one."""
    return hmac.compare_digest(sign(text).encode(), signature.encode())


def seal(text: str) -> str:
    """The text so that only this instance can read it; the same text always gives the same. For URLs."""
    return base64.urlsafe_b64encode(_cipher().encrypt(text.encode(), None)).decode().rstrip("=")


def unseal(sealed: str) -> str | None:
    """What was sealed, or None for what was not sealed here."""
    try:
        content = base64.urlsafe_b64decode(sealed.encode() + b"=" * (-len(sealed) % 4))
        return _cipher().decrypt(content, None).decode()
    except (binascii.Error, InvalidTag, ValueError):
        return None


def _cipher() -> AESSIV:
    assert _key is not None, "open_key comes first"
    return AESSIV(hmac.new(_key, b"seal", hashlib.sha512).digest())


async def hash_password(password: str) -> str:
    return await asyncio.get_running_loop().run_in_executor(_threads, _hasher.hash, password)


async def password_fits(password: str, hash_: str | None) -> bool:
    """Whether the password is the one that was hashed. Without a hash it takes as long, and is not."""
    return await asyncio.get_running_loop().run_in_executor(_threads, _fits, hash_, password)


def _fits(hash_: str | None, password: str) -> bool:
    try:
        return _hasher.verify(hash_ or _NOBODY, password) and hash_ is not None
    except VerificationError:
        return False
