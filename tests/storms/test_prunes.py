"""Prunes, in an instance whose clock is stepped."""

from collections.abc import AsyncGenerator, Generator
from pathlib import Path

import pytest

from core import shared_clock
from core.redis_wire import RedisWire
from server.embedded import _runtime_folder
from tests.api.test_audit_log import entries
from tests.api.test_members import promote
from tests.instances import RunningInstance
from tests.world import World


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Generator[RunningInstance]:
    running = RunningInstance(tmp_path_factory.mktemp("prunes") / "data", GUILDHALL_RATE_LIMITS="off")
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


async def test_the_silent_are_pruned_who_have_no_other_roles(world: World, redis: RedisWire) -> None:
    silent, speaker, titled = await world.users(3)
    guild = await world.guild(members=[silent, speaker, titled])
    role, path = await promote(guild, titled, 0), f"/guilds/{guild.id}/prune"
    assert await guild.owner.get(f"{path}?days=1") == {"pruned": 0}
    await shared_clock.step(redis, 2 * 86400)
    await speaker.post(f"/channels/{guild.channel}/messages", {"content": "here"})
    assert await guild.owner.get(f"{path}?days=1") == {"pruned": 1}
    assert await guild.owner.get(f"{path}?days=1&include_roles={role}") == {"pruned": 2}
    await silent.refused(50013, "POST", path, {"days": 1}, status=403)
    assert await guild.owner.post(path, {"days": 1, "compute_prune_count": False}) == {"pruned": None}
    await guild.owner.refused(10007, "GET", f"/guilds/{guild.id}/members/{silent.id}", status=404)
    (logged,) = (await entries(guild.owner, guild))[:1]
    assert (logged["action_type"], logged["options"]["members_removed"]) == (21, "1")
    assert await guild.owner.post(path, {"days": 1, "include_roles": [role]}) == {"pruned": 1}
