"""The gateway when things go wrong, in an instance of its own, with rate limits: Redis gone, time jumping, the end."""

import asyncio
from collections.abc import AsyncGenerator, Generator
from pathlib import Path

import pytest

from core import shared_clock
from core.redis_wire import RedisWire
from server.embedded import _runtime_folder
from tests.instances import RunningInstance
from tests.sockets import Socket
from tests.world import Bot, Guild, World


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Generator[RunningInstance]:
    data = tmp_path_factory.mktemp("gateway-storms")
    running = RunningInstance(data / "data", GUILDHALL_API_WORKERS="1", GUILDHALL_LOG_LEVEL="warning")
    yield running
    if running.process.poll() is None:
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


async def cut(redis: RedisWire) -> None:
    """Breaks every other connection to Redis."""
    await redis.call("CLIENT", "KILL", "TYPE", "pubsub", "SKIPME", "yes")
    await redis.call("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")


async def resume(world: World, bot: Bot, before: Socket) -> Socket:
    socket = await Socket.open(world.addresses.gateway)
    world.sockets.append(socket)
    assert (await socket.payload()).op == 10
    await socket.send(6, {"token": bot.token, "session_id": before.ready["session_id"], "seq": before.sequence})
    return socket


async def say(guild: Guild) -> str:
    return (await guild.owner.post(f"/channels/{guild.channel}/messages", {"content": "hi"}))["id"]


async def test_a_cut_connection_to_redis_leaves_no_gap(world: World, redis: RedisWire) -> None:
    guild = await world.guild(members=2)
    socket = await guild.owner.connect()
    sent: list[str] = []
    for number in range(25):
        if number % 5 == 2:
            await cut(redis)
        if number % 4 == 3:  # past the window of the rate limit
            await shared_clock.step(redis, 60)
        sent.append(await say(guild))
    await socket.event("MESSAGE_CREATE", lambda message: message["id"] == sent[-1])
    assert [payload.d["id"] for payload in socket.seen if payload.t == "MESSAGE_CREATE"] == sent


async def test_a_redis_without_memory_makes_sessions_begin_anew(world: World, redis: RedisWire) -> None:
    guild = await world.guild()
    socket = await guild.owner.connect()
    await redis.call("FLUSHALL")
    await cut(redis)
    while (payload := await socket.payload()).op != 9:
        pass
    assert payload.d is False
    await socket.send(2, {"token": guild.owner.token, "properties": {}})
    await socket.event("GUILD_CREATE")
    sent = await say(guild)
    assert (await socket.event("MESSAGE_CREATE"))["id"] == sent


async def test_what_a_dead_node_left_is_swept_away(world: World, redis: RedisWire) -> None:
    guild = await world.guild()
    bot = await world.bot(guild)
    kept = f"presences:{{{guild.id}}}"
    left = b'deadbeef{"user":{"id":"77"},"status":"online","activities":[],"client_status":{"web":"online"}}'
    await redis.call("HSET", kept, "77", left)
    socket = await bot.connect()
    assert [presence["user"]["id"] for presence in socket.guilds[guild.id]["presences"]] == [bot.id]
    assert await redis.call("HEXISTS", kept, "77") == 0


async def test_sessions_wait_for_minutes_and_no_longer(world: World, redis: RedisWire) -> None:
    bot = await world.bot()
    first = await bot.connect()
    await first.close(4000)
    await shared_clock.step(redis, 200)
    second = await resume(world, bot, first)
    await second.event("RESUMED")
    second.ready = first.ready
    await shared_clock.step(redis, 10_000)
    await second.send_raw(b'{"op":1,"d":null}')
    assert (await second.payload()).op == 11, "a step of the clock closes no socket"
    async with asyncio.timeout(20):
        while True:  # a node that hears of the close after the step begins to wait then
            await second.close(4000)
            await shared_clock.step(redis, 400)
            third = await resume(world, bot, second)
            if (await third.payload()).op == 9:
                break
            third.ready, second = first.ready, third


async def test_sessions_are_started_one_after_the_other(world: World, redis: RedisWire) -> None:
    bot = await world.bot()
    before = (await bot.get("/gateway/bot"))["session_start_limit"]
    assert (before["total"], before["remaining"], before["max_concurrency"]) == (1000, 1000, 1)
    await bot.connect()
    hasty = await Socket.open(world.addresses.gateway)
    world.sockets.append(hasty)
    identify = {"token": bot.token, "properties": {}, "intents": 0}
    await hasty.payload()
    await hasty.send(2, identify)
    invalid = await hasty.payload()
    assert (invalid.op, invalid.d) == (9, False)
    await shared_clock.step(redis, 5)
    await hasty.send(2, identify)
    await hasty.event("READY")
    after = (await bot.get("/gateway/bot"))["session_start_limit"]
    assert after["remaining"] == 998
    assert 0 < after["reset_after"] <= 24 * 3600 * 1000


async def test_a_flood_of_commands_closes(world: World) -> None:
    user = await world.user()
    socket = await user.connect()
    for _ in range(130):
        await socket.send(3, {"status": "online", "since": None, "activities": [], "afk": False})
    assert await socket.close_code() == 4008


async def test_clients_are_told_to_come_back(world: World, instance: RunningInstance) -> None:
    """The last one: it ends the instance."""
    socket = await (await world.user()).connect()
    ending = asyncio.get_running_loop().run_in_executor(None, instance.end)
    while (payload := await socket.payload()).op != 7:
        pass
    assert payload.d is None
    assert await socket.close_code() == 4000
    assert await ending == 0
