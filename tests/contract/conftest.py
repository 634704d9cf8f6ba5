"""The scene of a worker, and the promise that nothing happens in it."""

import asyncio
from collections.abc import AsyncGenerator, Iterator
from typing import Any

import pytest

from tests.contract.scene import Scene, build, guild_now, happened
from tests.instances import Addresses
from tests.world import World


@pytest.fixture(scope="session")
def scene(addresses: Addresses) -> Iterator[Scene]:
    """One for a worker; at the end its guild is as it was."""
    scene = asyncio.run(build(addresses))
    yield scene
    assert asyncio.run(_guild_now(addresses, scene)) == _settled(scene.guild)


@pytest.fixture(scope="session")
def worn_scene(addresses: Addresses) -> Iterator[Scene]:
    """A scene that may change, and may lose what can be taken away."""
    return asyncio.run(build(addresses))


@pytest.fixture
async def quiet(world: World, scene: Scene) -> AsyncGenerator[None]:
    """Nothing happens in the scene meanwhile."""
    yield
    assert await happened(world, scene) == []


async def _guild_now(addresses: Addresses, scene: Scene) -> Any:
    async with World(addresses) as world:
        return _settled(await guild_now(world, scene))


def _settled(guild: Any) -> Any:
    """A guild without what the watching itself changes, or time does."""
    channels = [channel | {"last_message_id": None} for channel in guild["channels"]]
    return guild | {"channels": channels, "presences": [], "stage_instances": []}  # a stage without speakers ends
