"""Rate limits: fixed windows in Redis, all those of a request taken by one script in one round trip.

A request counts in two windows: the caller's global one, and the one of its bucket (by caller and major parameter:
the channel, guild or webhook in the path). If one is used up the request counts nowhere. What part of a bucket's
requests do may have a stricter limit of its own, which is known only when their body is read.

Clients group by the opaque bucket id and the major parameter, wait for Retry-After or `retry_after`, and take
a 429 without Via for a ban from the proxy in front; so the headers are exactly those of the page below, plus
Via, and a scope on normal answers too, which one library needs.

Docs: topics/rate-limits
"""

import hashlib
import ipaddress
import math
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import cast

import msgspec
import structlog

from core import clock
from core.redis_wire import RedisGoneError, RedisWire, Script
from core.wire import encode

_SCRIPT = Script("take")
_GLOBAL_WINDOW_MS = 1000

_log = structlog.get_logger(__name__)


class Bucket(msgspec.Struct, frozen=True):
    """A limit that one or more operations share."""

    name: str
    limit: int
    window_s: float
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

    async def take(self, bucket: Bucket, major: int | str, caller: str) -> Taken | None:
        """Count a request of the caller (a user's id, or an address), or refuse it.

        None: limits are off, or Redis cannot be reached (a platform without limits beats none).
        """
        bucket = self._policy.current(bucket)
        windows = [_window(bucket, major, caller)]
        if bucket.counts_globally:
            windows.append((f"limit:{{{caller}}}:global", self._policy.global_limit, _GLOBAL_WINDOW_MS))
        now_ms = clock.now_ms()
        answer = await self._run(windows, now_ms)
        return _taken(bucket, now_ms, answer) if answer else None

    async def take_within(self, stricter: Bucket, major: int | str, caller: str) -> float:
        """Count a request that its bucket let through against a limit for part of the bucket's requests.

        0.0, or the seconds after which it would be let through.
        """
        now_ms = clock.now_ms()
        answer = await self._run([_window(self._policy.current(stricter), major, caller)], now_ms)
        return (answer[2] - now_ms) / 1000 if answer and answer[0] else 0.0

    async def _run(self, windows: list[tuple[str, int, int]], now_ms: int) -> list[int] | None:
        if self._wire is None:
            return None
        numbers = [number for _, limit, length_ms in windows for number in (limit, length_ms)]
        keys = tuple(key for key, _, _ in windows)
        try:
            return cast("list[int]", await self._wire.run(_SCRIPT, keys, (now_ms, *numbers), resend=False))
        except RedisGoneError as problem:
            _log.warning("a request was not limited", problem=str(problem))
            return None


def stranger(address: str) -> str:
    """The caller that someone without a name is: his address, or the network of 64 bits that IPv6 gives to each."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return f"ip:{address}"
    if isinstance(ip, ipaddress.IPv4Address):
        return f"ip:{ip}"
    return f"ip:{ip.ipv4_mapped or ipaddress.IPv6Address(int(ip) >> 64 << 64)}"


def _window(bucket: Bucket, major: int | str, caller: str) -> tuple[str, int, int]:
    """Its key, how many requests it takes, and its length in ms."""
    return f"limit:{{{caller}}}:{bucket.name}:{major}", bucket.limit, round(bucket.window_s * 1000)


def _taken(bucket: Bucket, now_ms: int, answer: list[int]) -> Taken:
    blocked, used, reset_ms = answer[:3]
    return Taken(
        allowed=not blocked,
        limit=bucket.limit,
        remaining=bucket.limit - used,
        reset_at=reset_ms / 1000,
        reset_after=(reset_ms - now_ms) / 1000,
        bucket=bucket.id,
        is_global=blocked == 2,
        retry_after=(answer[2 * blocked] - now_ms) / 1000 if blocked else 0.0,
    )


def headers(taken: Taken) -> list[tuple[str, str]]:
    """The headers of the answer, be it a 429 or not."""
    found = [] if taken.allowed else _refusal(taken.retry_after)
    if taken.is_global:
        return [*found, ("X-RateLimit-Global", "true"), ("X-RateLimit-Scope", "global")]
    return [
        *found,
        ("X-RateLimit-Limit", str(taken.limit)),
        ("X-RateLimit-Remaining", str(taken.remaining)),
        ("X-RateLimit-Reset", f"{taken.reset_at:.3f}"),
        ("X-RateLimit-Reset-After", f"{taken.reset_after:.3f}"),
        ("X-RateLimit-Bucket", taken.bucket),
        ("X-RateLimit-Scope", "user"),
    ]


def headers_of_another_limit(known: list[tuple[str, str]], retry_after_s: float) -> list[tuple[str, str]]:
    """The headers of a 429 by a limit that is not the bucket's, such as slowmode; `known` are those so far.

    The scope says that the bucket is not used up, whatever remains of it, so that no client waits for the bucket.
    """
    kept = [header for header in known if header[0] != "X-RateLimit-Scope"]
    return [*kept, *_refusal(retry_after_s), ("X-RateLimit-Scope", "shared")]


def _refusal(retry_after_s: float) -> list[tuple[str, str]]:
    return [("Retry-After", str(max(1, math.ceil(retry_after_s)))), ("Via", "1.1 guildhall")]


class _Refusal(msgspec.Struct):
    message: str
    retry_after: float
    is_global: bool = msgspec.field(name="global")


def body(taken: Taken) -> bytes:
    """The JSON of a 429."""
    return encode(_Refusal("You are being rate limited.", taken.retry_after, taken.is_global))
