"""Rate limits: fixed windows in Redis, all those of a request taken by one script in one round trip.

A request counts in up to three windows: the caller's global one, the one of its bucket (by caller and major
parameter: the channel, guild or webhook in the path), and for some a shared one that all callers of a
resource fill together (or a stricter one within the bucket). If one is used up the request counts nowhere.

Clients group by the opaque bucket id and the major parameter, wait for Retry-After or `retry_after`, and take
a 429 without Via for a ban from the proxy in front; so the headers are exactly those of the page below, plus
Via, and a scope on normal answers too, which one library needs.

On a Redis Cluster the shared window would be taken by a second script in the same tick: its hash tag is the
resource, that of the others is the caller. Docs: topics/rate-limits
"""

import hashlib
import math
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Literal, cast

import msgspec
import structlog

from core import clock
from core.redis_wire import RedisGoneError, RedisWire, Script
from core.wire import encode

Scope = Literal["user", "shared"]

_SCRIPT = Script("take")
_GLOBAL_WINDOW_MS = 1000

_log = structlog.get_logger(__name__)


class Bucket(msgspec.Struct, frozen=True):
    """A limit that one or more operations share. `shared`: all callers together, for one major parameter."""

    name: str
    limit: int
    window_s: float
    scope: Scope = "user"
    counts_globally: bool = True

    @property
    def id(self) -> str:
        """What clients are told: the same for all resources, and nothing can be read from it."""
        return hashlib.sha256(self.name.encode()).hexdigest()[:32]


class Taken(msgspec.Struct, frozen=True):
    """What came of a request. The numbers are those of the bucket, `retry_after` that of whatever blocked."""

    allowed: bool
    limit: int
    remaining: int
    reset_at: float
    reset_after: float
    bucket: str
    scope: Literal["user", "shared", "global"]
    is_global: bool
    retry_after: float


class InvalidPolicyError(ValueError):
    """The policy file cannot be used; the text says where and why."""


class _Change(msgspec.Struct, forbid_unknown_fields=True):
    limit: int | None = None
    window_s: float | None = None


class _PolicyFile(msgspec.Struct, forbid_unknown_fields=True):
    global_limit: int | None = None
    buckets: dict[str, _Change] = {}


class Policy:
    """The limits of an instance: those of the code, changed by a TOML file.

    `global_limit = 100`, and for each bucket to change `[buckets.<name>]` with `limit`, `window_s` or both.
    """

    def __init__(self, buckets: Iterable[Bucket], global_limit: int = 50) -> None:
        self.buckets = {bucket.name: bucket for bucket in buckets}
        self.global_limit = global_limit

    def changed_by(self, file: Path) -> "Policy":
        """Raises InvalidPolicyError, OSError."""
        try:
            changes = msgspec.convert(tomllib.loads(file.read_text()), _PolicyFile)
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as problem:
            raise InvalidPolicyError(f"{file}: {problem}") from problem
        buckets = dict(self.buckets)
        for name, change in changes.buckets.items():
            if name not in buckets:
                raise InvalidPolicyError(f"{file}: there is no bucket {name}")
            asked = {key: value for key, value in msgspec.structs.asdict(change).items() if value is not None}
            if any(value <= 0 for value in asked.values()):
                raise InvalidPolicyError(f"{file}: {name}: limits and windows must be above 0")
            buckets[name] = msgspec.structs.replace(buckets[name], **asked)
        if changes.global_limit is not None and changes.global_limit <= 0:
            raise InvalidPolicyError(f"{file}: global_limit must be above 0")
        return Policy(buckets.values(), changes.global_limit or self.global_limit)

    def current(self, bucket: Bucket) -> Bucket:
        """The bucket with this instance's numbers. Raises KeyError for one that the policy does not know."""
        return self.buckets[bucket.name]


class Limits:
    """Takes requests from their windows. Without a connection there are no limits."""

    def __init__(self, wire: RedisWire | None, policy: Policy) -> None:
        self._wire = wire
        self._policy = policy

    async def take(
        self, bucket: Bucket, major: int | str, caller: str, *, within: Bucket | None = None
    ) -> Taken | None:
        """Count a request of the caller (a user's id, or an address), or refuse it.

        `within` is a second limit that counts together with the bucket: a shared one, or a stricter one for
        part of what the bucket is for. A refusal by it leaves `remaining` above 0, as clients expect.
        None: limits are off, or Redis cannot be reached (a platform without limits beats none).
        """
        if self._wire is None:
            return None
        bucket = self._policy.current(bucket)
        assert bucket.scope == "user", "a shared limit goes `within` an ordinary one"
        windows = [(f"limit:{{{caller}}}:{bucket.name}:{major}", bucket.limit, round(bucket.window_s * 1000))]
        if within is not None:
            within = self._policy.current(within)
            whose = major if within.scope == "shared" else f"{caller}:{major}"
            windows.append((f"limit:{{{whose}}}:{within.name}", within.limit, round(within.window_s * 1000)))
        if bucket.counts_globally:
            windows.append((f"limit:{{{caller}}}:global", self._policy.global_limit, _GLOBAL_WINDOW_MS))
        now_ms = clock.now_ms()
        numbers = [number for _, limit, length_ms in windows for number in (limit, length_ms)]
        keys = tuple(key for key, _, _ in windows)
        try:
            answer = await self._wire.run(_SCRIPT, keys, (now_ms, *numbers), resend=False)
        except RedisGoneError as problem:
            _log.warning("a request was not limited", problem=str(problem))
            return None
        return _taken(bucket, within, now_ms, cast("list[int]", answer))


def _taken(bucket: Bucket, within: Bucket | None, now_ms: int, answer: list[int]) -> Taken:
    blocked, used, reset_ms = answer[:3]
    scope: Literal["user", "shared", "global"] = "user"
    if blocked == 2 and within is not None:
        scope = within.scope
    elif blocked >= 2:
        scope = "global"
    return Taken(
        allowed=not blocked,
        limit=bucket.limit,
        remaining=bucket.limit - used,
        reset_at=reset_ms / 1000,
        reset_after=(reset_ms - now_ms) / 1000,
        bucket=bucket.id,
        scope=scope,
        is_global=scope == "global",
        retry_after=(answer[2 * blocked] - now_ms) / 1000 if blocked else 0.0,
    )


def headers(taken: Taken) -> list[tuple[str, str]]:
    """The headers of the answer, be it a 429 or not."""
    found: list[tuple[str, str]] = []
    if not taken.allowed:
        found += [("Retry-After", str(max(1, math.ceil(taken.retry_after)))), ("Via", "1.1 guildhall")]
    if taken.is_global:
        return [*found, ("X-RateLimit-Global", "true"), ("X-RateLimit-Scope", "global")]
    return [
        *found,
        ("X-RateLimit-Limit", str(taken.limit)),
        ("X-RateLimit-Remaining", str(taken.remaining)),
        ("X-RateLimit-Reset", f"{taken.reset_at:.3f}"),
        ("X-RateLimit-Reset-After", f"{taken.reset_after:.3f}"),
        ("X-RateLimit-Bucket", taken.bucket),
        ("X-RateLimit-Scope", taken.scope),
    ]


class _Refusal(msgspec.Struct):
    message: str
    retry_after: float
    is_global: bool = msgspec.field(name="global")


def body(taken: Taken) -> bytes:
    """The JSON of a 429."""
    what = "The resource is" if taken.scope == "shared" else "You are"
    return encode(_Refusal(f"{what} being rate limited.", taken.retry_after, taken.is_global))
