"""Several processes with different clocks post into the same channels of a real database."""

import asyncio
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from server.embedded import Engines
from server.migrations import migrate
from tests.instances import HOUSE

CHANNELS = [7 << 22, 8 << 22]
SKEWS_S = (0.0, 1.0, -1.0)
COUNT = 2000


@pytest.fixture
def engines(tmp_path: Path) -> Iterator[Engines]:
    with Engines(tmp_path / "data") as engines:
        yield engines


async def test_ids_rise_in_the_order_of_commits(engines: Engines, tmp_path: Path) -> None:
    assert engines.postgresql and engines.redis
    url = engines.postgresql.url
    await migrate(url)
    connection = await asyncpg.connect(url)
    await connection.executemany("INSERT INTO channel_heads (channel_id) VALUES ($1)", [(c,) for c in CHANNELS])
    posters = [
        await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.domain.messages.posting", ",".join(map(str, CHANNELS)), str(COUNT)),
            cwd=HOUSE,
            env=os.environ
            | {
                "DATABASE_URL": url,
                "REDIS_URL": engines.redis.url,
                "GUILDHALL_DATA": str(tmp_path / "data"),
                "GUILDHALL_CLOCK_SKEW_S": str(skew_s),
            },
        )
        for skew_s in SKEWS_S
    ]
    seen: dict[int, set[int]] = {channel: set() for channel in CHANNELS}
    ends = asyncio.gather(*(poster.wait() for poster in posters))
    looks = 0
    while True:
        done = ends.done()
        for channel in CHANNELS:
            rows = await connection.fetch("SELECT id FROM messages WHERE channel_id = $1", channel)
            new = {row["id"] for row in rows} - seen[channel]
            assert not new or not seen[channel] or min(new) > max(seen[channel]), "an id came below one seen before"
            looks += bool(new)
            seen[channel] |= new
        if done:
            break
    assert await ends == [0, 0, 0]
    assert looks > 50, "the posting was over before it could be watched"
    # Half of the messages had a nonce that the processes shared, so only one of them posted each.
    assert sum(map(len, seen.values())) == COUNT // 2 * len(SKEWS_S) + COUNT // 2
    for channel in CHANNELS:
        last = await connection.fetchval("SELECT last_message_id FROM channel_heads WHERE channel_id = $1", channel)
        assert last == max(seen[channel])
    await connection.close()
