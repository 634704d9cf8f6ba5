"""The limit of an interaction's way: its statements, its publishes and its requests, with nothing between them.

`python -m bench.bare_interactions` is one process of it, told a Job on standard input, which writes the milliseconds of
each. An application's answer takes the way of the question, with a message for a row.
"""

import asyncio
import subprocess
import sys
import time
from itertools import chain

import asyncpg
import msgspec
import uvloop

from bench.platform import Platform
from bench.wires import Answering, Requests, report, request
from core.redis_wire import RedisWire

_PROCESSES = 2
_CONNECTIONS = 16
_WITHIN_S = 60
_EVENT = b"x" * 1000
_RESPONSE = b"HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n"
_TABLES = """
DROP TABLE IF EXISTS bench_interactions, bench_replies, bench_outbox;
CREATE TABLE bench_interactions (LIKE interactions INCLUDING ALL);
CREATE TABLE bench_replies (LIKE messages INCLUDING ALL);
CREATE TABLE bench_outbox (LIKE outbox INCLUDING ALL);
"""
_ASK = """
WITH inserted AS (
    INSERT INTO bench_interactions (application_id, id, type, user_id, guild_id, channel_id, metadata, app_permissions)
    VALUES (1, $1, 2, 3, 4, $2, '{}', 8)
) INSERT INTO bench_outbox (id, event) VALUES ($1, $3)
"""
_REPLY = """
WITH claimed AS (
    UPDATE bench_interactions SET response_type = 4, response_message_id = $1
    WHERE application_id = 1 AND id = $1 AND response_type IS NULL RETURNING id
), inserted AS (
    INSERT INTO bench_replies (channel_id, id, guild_id, author_id, content)
    SELECT $2, id, 4, 1, 'The quick brown fox jumps over the lazy dog.' FROM claimed
) INSERT INTO bench_outbox (id, event) SELECT -id, $3 FROM claimed
"""


class Job(msgspec.Struct):
    database_url: str
    redis_url: str
    first_id: int
    at_once: int
    seconds: float


def measure(platform: Platform, at_once: int, seconds: float) -> list[float]:
    """The milliseconds of each, so many of them under way at any time."""
    asyncio.run(_make_tables(platform.database_url))
    shares = [at_once // _PROCESSES] * _PROCESSES if at_once >= _PROCESSES else [at_once]
    processes: list[subprocess.Popen[str]] = []
    for number, share in enumerate(shares):
        job = Job(platform.database_url, platform.redis_url, 1 + number * 10**9, share, seconds)
        command = [sys.executable, "-m", "bench.bare_interactions"]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert process.stdin
        process.stdin.write(msgspec.json.encode(job).decode() + "\n")
        process.stdin.flush()
        processes.append(process)
    try:
        answers = [process.communicate(timeout=seconds * 2 + _WITHIN_S)[0] for process in processes]
    finally:
        for process in processes:
            process.kill()
    assert all(process.returncode == 0 for process in processes)
    return list(chain.from_iterable(msgspec.json.decode(answer, type=list[float]) for answer in answers))


async def _make_tables(url: str) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute(_TABLES)
    await connection.close()


async def _run(job: Job) -> list[float]:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Answering(lambda head, body: _RESPONSE), "127.0.0.1", 0)
    address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    sent = request("POST", address, _EVENT)
    wire = await RedisWire.open(job.redis_url)
    times: list[float] = []
    ids = iter(range(job.first_id, job.first_id + 10**9))

    async def one_after_the_other(until: float) -> None:
        connection = await Requests.open(address)
        while (began := time.monotonic()) < until:
            id_ = next(ids)
            for sql in (_ASK, _REPLY):
                answered = loop.create_future()
                connection.answered = lambda status, body, one=answered: one.set_result(None)
                connection.send(sent)
                await answered
                await pool.execute(sql, id_, id_, _EVENT)
                await wire.call("PUBLISH", "bench", _EVENT)
            times.append((time.monotonic() - began) * 1000)
        connection.close()

    async with asyncpg.create_pool(job.database_url, min_size=4, max_size=_CONNECTIONS, reset=_no_reset) as pool:
        for seconds in (job.seconds / 4, job.seconds):
            times.clear()
            until = time.monotonic() + seconds
            await asyncio.gather(*(one_after_the_other(until) for _ in range(job.at_once)))
    await wire.close()
    server.close()
    return times


async def _no_reset(_: object) -> None:
    pass


if __name__ == "__main__":
    report(uvloop.run(_run(msgspec.json.decode(sys.stdin.readline(), type=Job))))
