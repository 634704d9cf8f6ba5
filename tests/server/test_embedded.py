"""The embedded engines: they come up, keep what they were given, and leave nothing behind."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import asyncpg
import pytest
from redis.asyncio import Redis

from server.embedded import Engines
from server.processes import StartError


async def _run(engines: Engines, sql: str) -> object:
    assert engines.postgresql is not None
    connection = await asyncpg.connect(engines.postgresql.url)
    try:
        return await connection.fetchval(sql)
    finally:
        await connection.close()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder with a space in its path, longer than a socket's path may be, closed to other users."""
    closed = tmp_path / "closed to others"
    closed.mkdir(mode=0o700)
    return closed / ("long" * 25) / "data"


async def test_data_is_kept_over_a_restart(data: Path):
    with Engines(data) as engines:
        await _run(engines, "CREATE TABLE kept AS SELECT 'grüße' AS word")
    with Engines(data) as engines:
        assert await _run(engines, "SELECT upper(word) FROM kept") == "GRÜßE"
        assert await _run(engines, "SHOW fsync") == await _run(engines, "SHOW synchronous_commit") == "on"


async def test_redis_answers_and_has_no_port(data: Path):
    with Engines(data, postgresql=False) as engines:
        assert engines.redis is not None
        async with Redis.from_url(engines.redis.url) as redis:
            assert await redis.ping()
            assert (await redis.config_get("port")) == {"port": "0"}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to become somebody else")
async def test_postgresql_of_root_runs_as_another_user(data: Path):
    with Engines(data, redis=False) as engines:
        assert engines.postgresql is not None
        assert engines.postgresql.process is not None
        assert Path(f"/proc/{engines.postgresql.process.pid}").stat().st_uid != 0


def test_a_second_instance_on_the_folder_is_refused(data: Path):
    with Engines(data, postgresql=False) as first:
        with pytest.raises(StartError, match="another instance runs on the data folder"):
            Engines(data, postgresql=False).start()
        assert first.redis is not None
        assert first.redis.socket.exists()


async def test_two_folders_run_side_by_side(tmp_path: Path):
    with Engines(tmp_path / "one") as one, Engines(tmp_path / "two") as two:
        await _run(one, "CREATE TABLE here ()")
        assert await _run(two, "SELECT to_regclass('here')") is None


def test_nothing_is_left_when_stopped(data: Path):
    engines = Engines(data)
    engines.start()
    assert engines.postgresql is not None
    assert engines.redis is not None
    pids = [engine.process.pid for engine in engines.running if engine.process]
    runtime = engines.redis.socket.parent.parent
    engines.stop()
    assert [pid for pid in pids if Path(f"/proc/{pid}").exists()] == []
    assert not runtime.exists()


_PROGRAM = """
import sys, signal
from pathlib import Path
from server.embedded import Engines
with Engines(Path(sys.argv[1])) as engines:
    print(engines.postgresql.url, flush=True)
    signal.pause()
"""


async def test_after_sigkill_the_engines_end_and_the_folder_starts_again(data: Path):
    program = subprocess.Popen([sys.executable, "-c", _PROGRAM, data], stdout=subprocess.PIPE)
    assert program.stdout is not None
    with program.stdout as output:
        connection = await asyncpg.connect(output.readline().decode().strip())
        await connection.execute("CREATE TABLE kept AS SELECT 1 AS number")
        program.send_signal(signal.SIGKILL)
        program.wait()
        with pytest.raises((asyncpg.PostgresError, OSError)):
            await connection.execute("SELECT pg_sleep(30)")
    with Engines(data) as engines:
        assert await _run(engines, "SELECT number FROM kept") == 1


async def test_a_crashed_postgresql_recovers(data: Path):
    with Engines(data, redis=False) as engines:
        assert engines.postgresql is not None
        assert engines.postgresql.process is not None
        await _run(engines, "CREATE TABLE kept AS SELECT 1 AS number")
        engines.postgresql.process.kill()
        engines.postgresql.process.wait()
        engines.postgresql.start()
        engines.postgresql.wait_ready()
        assert await _run(engines, "SELECT number FROM kept") == 1
