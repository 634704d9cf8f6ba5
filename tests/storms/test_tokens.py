"""Codes and tokens as time goes by, in an instance of their own, whose clock is stepped."""

from collections.abc import AsyncGenerator, Generator
from pathlib import Path

import pytest

from core import shared_clock
from core.redis_wire import RedisWire
from server.embedded import _runtime_folder
from tests.instances import RunningInstance
from tests.oauth.applications import Application
from tests.world import World


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Generator[RunningInstance]:
    data = tmp_path_factory.mktemp("tokens")
    running = RunningInstance(
        data / "data", GUILDHALL_RATE_LIMITS="off", GUILDHALL_OPEN_SCOPES="voice dm_channels.read"
    )
    yield running
    running.end()


@pytest.fixture
async def world(instance: RunningInstance) -> AsyncGenerator[World]:
    async with World(instance.addresses) as world:
        yield world


@pytest.fixture
async def redis(instance: RunningInstance) -> AsyncGenerator[RedisWire]:
    data: Path = instance.log.parent
    wire = await RedisWire.open(f"unix://{_runtime_folder(data.resolve()) / 'sockets' / 'redis.sock'}")
    yield wire
    await wire.close()


async def test_an_access_token_is_good_for_a_week(world: World, redis: RedisWire) -> None:
    user, app = await world.user(), await Application.make(world)
    tokens = await app.exchange(await app.code(user))
    bearer = app.holding(tokens)
    await shared_clock.step(redis, 604_790)
    await bearer.get("/users/@me")
    await shared_clock.step(redis, 10)
    await bearer.refused(0, "GET", "/users/@me", status=401)
    refreshed = await app.token(grant_type="refresh_token", refresh_token=tokens["refresh_token"])
    await app.holding(refreshed).get("/users/@me")


async def test_a_code_is_good_for_ten_minutes(world: World, redis: RedisWire) -> None:
    user, app = await world.user(), await Application.make(world)
    early, late = await app.code(user), await app.code(user)
    await shared_clock.step(redis, 590)
    await app.exchange(early)
    await shared_clock.step(redis, 11)
    assert (await app.exchange(late, expect=400))["error"] == "invalid_grant"


async def test_scopes_that_this_instance_opens(world: World) -> None:
    user, app = await world.user(), await Application.make(world)
    assert (await app.exchange(await app.code(user, "voice")))["scope"] == "voice"
    query = f"/oauth2/authorize?client_id={app.id}&response_type=code&scope=activities.read"
    await user.request("POST", query, {"authorize": True}, expect=400)
