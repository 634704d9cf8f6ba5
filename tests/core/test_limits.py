import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import clock
from core.limits import (
    Bucket,
    InvalidPolicyError,
    Limits,
    Policy,
    Taken,
    body,
    headers,
    headers_of_another_limit,
    stranger,
)
from core.redis_wire import RedisWire

MESSAGES = Bucket("create_message", 5, 5)
EDITS = Bucket("update_channel", 10, 15)
NAMES = Bucket("channel_name", 2, 600)
CALLBACKS = Bucket("interaction_callback", 1000, 1, counts_globally=False)
POLICY = Policy([MESSAGES, EDITS, NAMES, CALLBACKS])


@pytest.fixture(autouse=True)
def stopped_clock() -> Iterator[None]:
    clock.stop()
    yield
    clock.apply(clock.State())


@pytest.fixture
def limits(wire: RedisWire) -> Limits:
    return Limits(wire, POLICY)


async def take(limits: Limits, *args: object, **kwargs: object) -> Taken:
    taken = await limits.take(*args, **kwargs)  # type: ignore[arg-type]
    assert taken is not None
    return taken


async def test_a_window_fills_and_ends(limits: Limits):
    began = clock.now_ms()
    for remaining in (4, 3, 2, 1, 0):
        taken = await take(limits, MESSAGES, 1, "bot")
        assert (taken.allowed, taken.remaining) == (True, remaining)
        clock.step(0.5)
    refused = await take(limits, MESSAGES, 1, "bot")
    assert not refused.allowed
    assert refused.reset_at == (began + 5000) / 1000
    assert refused.retry_after == refused.reset_after == 2.5
    clock.step(2.5)
    assert (await take(limits, MESSAGES, 1, "bot")).remaining == 4


async def test_refused_requests_do_not_lengthen_the_window(limits: Limits):
    for _ in range(5):
        await take(limits, MESSAGES, 1, "bot")
    for left in range(50, 0, -1):
        refused = await take(limits, MESSAGES, 1, "bot")
        assert not refused.allowed
        assert refused.retry_after == left / 10
        clock.step(0.1)
    assert (await take(limits, MESSAGES, 1, "bot")).allowed


async def test_callers_and_resources_have_their_own_windows(limits: Limits):
    for _ in range(5):
        await take(limits, MESSAGES, 1, "bot")
    assert not (await take(limits, MESSAGES, 1, "bot")).allowed
    assert (await take(limits, MESSAGES, 2, "bot")).allowed
    assert (await take(limits, MESSAGES, 1, "other")).allowed
    assert (await take(limits, EDITS, 1, "bot")).allowed


async def test_the_headers_of_normal_answers(limits: Limits):
    clock.apply(clock.State(0, 1_470_173_018_123_000))
    found = headers(await take(limits, MESSAGES, 1234567, "bot"))
    bucket = dict(found)["X-RateLimit-Bucket"]
    assert found == [
        ("X-RateLimit-Limit", "5"),
        ("X-RateLimit-Remaining", "4"),
        ("X-RateLimit-Reset", "1470173023.123"),
        ("X-RateLimit-Reset-After", "5.000"),
        ("X-RateLimit-Bucket", bucket),
        ("X-RateLimit-Scope", "user"),
    ]
    assert bucket.isalnum()
    assert dict(headers(await take(limits, MESSAGES, 7, "other")))["X-RateLimit-Bucket"] == bucket
    assert dict(headers(await take(limits, EDITS, 7, "other")))["X-RateLimit-Bucket"] != bucket


async def test_the_headers_and_the_body_of_a_user_refusal(limits: Limits):
    clock.apply(clock.State(0, 1_470_173_018_123_000))
    for _ in range(5):
        await take(limits, MESSAGES, 1, "bot")
    clock.step(0.93)
    refused = await take(limits, MESSAGES, 1, "bot")
    assert headers(refused) == [
        ("Retry-After", "5"),
        ("Via", "1.1 guildhall"),
        ("X-RateLimit-Limit", "5"),
        ("X-RateLimit-Remaining", "0"),
        ("X-RateLimit-Reset", "1470173023.123"),
        ("X-RateLimit-Reset-After", "4.070"),
        ("X-RateLimit-Bucket", MESSAGES.id),
        ("X-RateLimit-Scope", "user"),
    ]
    assert json.loads(body(refused)) == {
        "message": "You are being rate limited.",
        "retry_after": 4.07,
        "global": False,
    }


async def test_the_global_limit_and_what_is_outside_it(limits: Limits):
    for channel in range(50):
        assert (await take(limits, MESSAGES, channel, "bot")).allowed
    clock.step(0.4)
    refused = await take(limits, MESSAGES, 99, "bot")
    assert headers(refused) == [
        ("Retry-After", "1"),
        ("Via", "1.1 guildhall"),
        ("X-RateLimit-Global", "true"),
        ("X-RateLimit-Scope", "global"),
    ]
    assert json.loads(body(refused)) == {
        "message": "You are being rate limited.",
        "retry_after": 0.6,
        "global": True,
    }
    assert (await take(limits, CALLBACKS, 99, "bot")).allowed
    assert (await take(limits, MESSAGES, 99, "other")).allowed
    clock.step(0.6)
    assert (await take(limits, MESSAGES, 99, "bot")).remaining == 4


async def test_what_the_global_limit_refuses_is_not_counted_in_the_bucket(limits: Limits):
    for channel in range(50):
        await take(limits, MESSAGES, channel, "bot")
    for _ in range(10):
        assert (await take(limits, MESSAGES, 0, "bot")).is_global
    clock.step(1)
    assert (await take(limits, MESSAGES, 0, "bot")).remaining == 3


async def test_a_stricter_limit_within_a_bucket(limits: Limits):
    assert await limits.take_within(NAMES, 1, "bot") == 0
    clock.step(1.5)
    assert await limits.take_within(NAMES, 1, "bot") == 0
    for _ in range(3):
        assert await limits.take_within(NAMES, 1, "bot") == 598.5
    assert await limits.take_within(NAMES, 2, "bot") == 0
    assert await limits.take_within(NAMES, 1, "other") == 0
    assert (await take(limits, EDITS, 1, "bot")).remaining == 9
    clock.step(598.5)
    assert await limits.take_within(NAMES, 1, "bot") == 0


async def test_another_limit_leaves_the_bucket_as_it_is(limits: Limits):
    normal = headers(await take(limits, EDITS, 1, "bot"))
    refused = headers_of_another_limit(normal, 598.5)
    assert dict(refused) == dict(normal) | {
        "Retry-After": "599",
        "Via": "1.1 guildhall",
        "X-RateLimit-Scope": "shared",
    }
    assert len(refused) == len(normal) + 2


async def test_requests_at_once_take_no_more_than_there_is(limits: Limits):
    taken = await asyncio.gather(*[take(limits, MESSAGES, 1, "bot") for _ in range(20)])
    assert sorted(one.remaining for one in taken if one.allowed) == [0, 1, 2, 3, 4]


async def test_a_clock_put_back_does_not_lock_the_caller_out(limits: Limits):
    clock.step(3600)
    for _ in range(5):
        await take(limits, MESSAGES, 1, "bot")
    clock.step(-3600)
    assert (await take(limits, MESSAGES, 1, "bot")).allowed


async def test_off_and_without_redis_nothing_is_limited(redis_server):
    assert await Limits(None, POLICY).take(MESSAGES, 1, "bot") is None
    wire = await RedisWire.open(redis_server.url)
    redis_server.kill()
    assert await Limits(wire, POLICY).take(MESSAGES, 1, "bot") is None
    await wire.close()


async def test_the_policy_file_changes_limits(wire: RedisWire, tmp_path: Path):
    file = tmp_path / "limits.toml"
    file.write_text("global_limit = 3\n[buckets.create_message]\nlimit = 2\nwindow_s = 60\n")
    limits = Limits(wire, POLICY.changed_by(file))
    taken = await take(limits, MESSAGES, 1, "bot")
    assert (taken.limit, taken.remaining, taken.reset_after) == (2, 1, 60)
    assert (await take(limits, EDITS, 1, "bot")).limit == 10
    assert (await take(limits, EDITS, 1, "bot")).allowed
    assert (await take(limits, EDITS, 1, "bot")).is_global


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[buckets.create_mesage]\nlimit = 1", "there is no bucket create_mesage"),
        ("[buckets.create_message]\nlimits = 1", "limits"),
        ("[buckets.create_message]\nlimit = 0", "above 0"),
        ("[buckets.create_message]\nlimit = '5'", "limit"),
        ("global_limit = -1", "global_limit"),
        ("globl_limit = 1", "globl_limit"),
        ("[buckets", "limits.toml"),
    ],
)
def test_a_wrong_policy_file_is_refused(tmp_path: Path, text: str, says: str):
    file = tmp_path / "limits.toml"
    file.write_text(text)
    with pytest.raises(InvalidPolicyError, match=says):
        POLICY.changed_by(file)


@given(st.floats(0.001, 1e6))
def test_retry_after_is_never_too_short(seconds: float):
    taken = Taken(False, 5, 0, 1, 1, "x", False, seconds)
    value = dict(headers(taken))["Retry-After"]
    assert value.isdigit()
    assert seconds <= int(value) < seconds + 1


@pytest.mark.parametrize(
    ("address", "caller"),
    [
        ("192.0.2.7", "ip:192.0.2.7"),
        ("::ffff:192.0.2.7", "ip:192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "ip:2001:db8:1:2::"),
        ("2001:db8:1:2::9", "ip:2001:db8:1:2::"),
        ("2001:db8:1:3::9", "ip:2001:db8:1:3::"),
        ("", "ip:"),
    ],
)
def test_a_stranger_is_his_network(address: str, caller: str) -> None:
    assert stranger(address) == caller
