"""Engines for a worker's storms: each test starts its own processes on them."""

import asyncio
import tempfile
from collections.abc import AsyncGenerator, Iterator
from pathlib import Path

import pytest

from server.embedded import Engines
from server.migrations import migrate
from tests.storms.parts import Parts


@pytest.fixture(scope="session")
def engines() -> Iterator[Engines]:
    with tempfile.TemporaryDirectory(prefix="guildhall-storms-") as folder, Engines(Path(folder)) as engines:
        assert engines.postgresql is not None
        asyncio.run(migrate(engines.postgresql.url))
        yield engines


@pytest.fixture
async def parts(engines: Engines) -> AsyncGenerator[Parts]:
    parts = Parts(engines)
    yield parts
    await parts.close()
