"""Who is calling: the one meaning of a token, for REST and gateway alike.

A process remembers the tokens it has seen, so a check costs a hash and a look-up. A revoked token is forgotten
everywhere at once: revoking emits TOKENS_REVOKED on the instance's topic.
Tokens are random, so a fast hash is right for them; only the hash is stored.
"""

import asyncio
import base64
import hashlib
import secrets
from collections import OrderedDict

import msgspec

from core import clock
from core.bus import Bus
from core.database import Reader
from core.events import INSTANCE_TOPIC, Draft, Event
from core.wire import Snowflake, Timestamp, decode
from domain.grants.scopes import expanded
from domain.users import store

TOKENS_REVOKED = "TOKENS_REVOKED"

_KEPT = 50_000


class Identity(msgspec.Struct, frozen=True):
    """The user that a token stands for. A bot's user id is its application's id.

    A bearer's token stands for a user too, but it is an application that uses it, for what `scopes` say.
    """

    user_id: int
    bot: bool
    token_hash: bytes
    application_id: int = 0  # of a bearer
    scopes: frozenset[str] = frozenset()  # of a bearer
    expires_at: Timestamp | None = None  # of a bearer

    @property
    def is_bearer(self) -> bool:
        return self.application_id != 0


class TokensRevoked(msgspec.Struct):
    """All tokens of the user, the one with this hash (hex), or those that an application holds for him."""

    user_id: Snowflake
    hash: str | None = None
    application_id: Snowflake | None = None

    def has(self, identity: Identity) -> bool:
        if identity.user_id != self.user_id:
            return False
        if self.application_id is not None:
            return identity.application_id == self.application_id
        return self.hash in (None, identity.token_hash.hex())


def new_token(user_id: int) -> str:
    """A token of the usual three parts: the user's id, which some libraries read from it, and randomness."""
    head = base64.urlsafe_b64encode(str(int(user_id)).encode()).rstrip(b"=").decode()
    return f"{head}.{secrets.token_urlsafe(4)[:6]}.{secrets.token_urlsafe(29)[:38]}"


def token_hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def user_id_of(token: str) -> int | None:
    """The user id that a token claims, or None when it has not the form of a token."""
    head, _, rest = token.partition(".")
    if not rest or len(token) > 200 or not token.isascii():
        return None
    try:
        text = base64.urlsafe_b64decode(head + "=" * (-len(head) % 4))
    except ValueError:
        return None
    if not text.isdigit() or len(text) > 19:
        return None
    user_id = int(text)
    return user_id if user_id < 2**63 else None  # as large as the database can hold


def revoked(user_id: int, hash_: bytes | None = None, *, application_id: int | None = None) -> Draft:
    """The event that makes every process forget the user's tokens, one of them, or those of an application."""
    gone = TokensRevoked(
        Snowflake(user_id),
        hash_.hex() if hash_ else None,
        Snowflake(application_id) if application_id else None,
    )
    return Draft(INSTANCE_TOPIC, TOKENS_REVOKED, gone)


class Identities:
    """The tokens that this process has seen."""

    def __init__(self, reader: Reader, bus: Bus) -> None:
        self._reader = reader
        self._bus = bus
        self._known: OrderedDict[bytes, Identity] = OrderedDict()
        self._revocations = 0

    async def open(self) -> None:
        await self._bus.subscribe(INSTANCE_TOPIC, self._receive, self._known.clear)

    async def find(self, token: str) -> Identity | None:
        """The identity behind a token (without its `Bot ` prefix), or None.

        What a caller was told is done, another process has been told as well: its bus message lay in our socket
        before his next request did. One turn of the loop lets it be read first; so a token that was revoked, here
        or elsewhere, is refused from the very next request on.
        """
        await asyncio.sleep(0)
        hash_ = token_hash(token)
        known = self._known.get(hash_)
        if known is not None:
            return known if _is_good(known) else None
        user_id = user_id_of(token)
        if user_id is None:
            return None
        before = self._revocations
        identity = await self._read(user_id, hash_)
        if identity is None or not _is_good(identity):
            return None
        if before == self._revocations:  # else it may just have been revoked: ask again next time
            self._known[hash_] = identity
            if len(self._known) > _KEPT:
                self._known.popitem(last=False)
        return identity

    async def _read(self, user_id: int, hash_: bytes) -> Identity | None:
        row = await store.find_token(self._reader, user_id, hash_)
        if row is None:
            return None
        if row["application_id"] is None:
            return Identity(user_id, row["bot"], hash_)
        expires_at = Timestamp.of(row["expires_at"])
        return Identity(user_id, False, hash_, row["application_id"], expanded(row["scopes"]), expires_at)

    def _receive(self, _: int, event: Event) -> None:
        if event.name == TOKENS_REVOKED:
            self._revocations += 1
            gone = decode(event.payload, TokensRevoked)
            for hash_ in [hash_ for hash_, known in self._known.items() if gone.has(known)]:
                del self._known[hash_]


def _is_good(identity: Identity) -> bool:
    return identity.expires_at is None or clock.timestamp() < identity.expires_at
