"""What hostile bodies cost the process that reads them: little more than honest ones, whatever they make of it.

Measured is the time of its processors, in an instance of its own, and in plain requests; so no other load counts.
"""

import asyncio
import os
from collections.abc import AsyncGenerator, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.contract.hostile import FORMS, FORMS_OF_FILES, MIB, MULTIPART, PICTURES, WHOLE, multipart, part
from tests.contract.test_bad_input import JSON
from tests.instances import RunningInstance
from tests.pictures import uri
from tests.world import Guild, Refused, World

URLENCODED = {"Content-Type": "application/x-www-form-urlencoded"}
TIMES = 5
MOST_PLAIN_REQUESTS = 300  # a plain request is 0.6 to 2 ms; merely to read 10 MB is worth 15 to 50 of them

COSTLY: dict[str, tuple[bytes, dict[str, str]]] = {
    **{name: (content, JSON) for name, (content, *_) in WHOLE.items()},
    **{name: (content, MULTIPART) for name, content in (FORMS | FORMS_OF_FILES).items()},
    "arrays in arrays": (b"[" + (b"[" * 500 + b"]" * 500 + b",") * (10 * MIB // 1001) + b"1]", JSON),
    "values in a known field": (b'{"embeds":[' + b"{}," * (3 * MIB) + b"{}]}", JSON),
    "values that are of the type": (b'{"allowed_mentions":{"users":[' + b'"1",' * (2 * MIB) + b'"1"]}}', JSON),
    "as many values as may be": (b'{"content":5,"x":[' + b"[]," * 99_000 + b"1]}", JSON),
    "as many embeds as may be": (b'{"embeds":[' + b"{}," * 99_000 + b"{}]}", JSON),
    "deep": (b'{"content":' + b"[" * (5 * MIB) + b"]" * (5 * MIB) + b"}", JSON),
    "a long text": (b'{"content":"' + b"a" * (10 * MIB) + b'"}', JSON),
    "NULs": (b'{"content":"' + b"\\u0000" * (MIB * 3 // 2) + b'"}', JSON),
    "a long number": (b'{"flags":' + b"9" * (10 * MIB) + b"}", JSON),
    "one key again and again": (b'{"content":5' + b',"content":5' * 150_000 + b"}", JSON),
    "escapes of a form": (b"content=" + b"%41" * (3 * MIB), URLENCODED),
    "fields of a form": (b"&".join(b"a%d=1" % number for number in range(MIB)), URLENCODED),
    "separators of a form": (b"&" * (10 * MIB), URLENCODED),
    "no boundary to be found": (b"\r\n--boun" * MIB, MULTIPART),
    "boundaries that are none": (multipart(part(b'name="content"', b"\r\n--boun" * MIB)), MULTIPART),
    "100 000 parts": (multipart(part(b'name="a"')) * 100_000, MULTIPART),
}


class Costs:
    """An instance with one API process, and what requests to it cost."""

    def __init__(self, instance: RunningInstance, world: World, guild: Guild) -> None:
        (self._pid,) = instance.children("api")
        self.world = world
        self.guild = guild

    def spent_s(self) -> float:
        """Of all processors."""
        fields = Path(f"/proc/{self._pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    async def plain_s(self, times: int = 200) -> float:
        before = self.spent_s()
        for _ in range(times):
            await self.guild.owner.post(f"/channels/{self.guild.channel}/messages", {"content": "plain"})
        return (self.spent_s() - before) / times

    async def refused_s(self, method: str, path: str, **more: object) -> float:
        before = self.spent_s()
        for _ in range(TIMES):
            with pytest.raises(Refused):
                await self.guild.owner.request(method, path, **more)  # pyright: ignore[reportArgumentType]
        return (self.spent_s() - before) / TIMES


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningInstance]:
    running = RunningInstance(
        tmp_path_factory.mktemp("costs"),
        GUILDHALL_RATE_LIMITS="off",
        GUILDHALL_LOG_LEVEL="warning",
        GUILDHALL_API_WORKERS="1",
    )
    yield running
    running.end()


@pytest.fixture
async def costs(instance: RunningInstance) -> AsyncGenerator[Costs]:
    async with World(instance.addresses) as world:
        yield Costs(instance, world, await world.guild())


async def test_bodies_cost_little(costs: Costs) -> None:
    most = MOST_PLAIN_REQUESTS * await costs.plain_s()
    path = f"/channels/{costs.guild.channel}/messages"
    spent = {
        name: await costs.refused_s("POST", path, content=content, headers=headers)
        for name, (content, headers) in COSTLY.items()
    }
    assert {name: cost for name, cost in spent.items() if cost > most} == {}, f"more than {most:.3f} s"


async def test_pictures_cost_little(costs: Costs) -> None:
    most = MOST_PLAIN_REQUESTS * await costs.plain_s()
    spent = {
        name: await costs.refused_s("PATCH", "/users/@me", body={"avatar": uri(content)})
        for name, content in PICTURES.items()
    }
    assert {name: cost for name, cost in spent.items() if cost > most} == {}, f"more than {most:.3f} s"


CHUNKED = b"Transfer-Encoding: chunked\r\n"
LYING: dict[str, bytes] = {
    "less than it says": b"Content-Length: 1000\r\n\r\n{}",
    "more than it says": b"Content-Length: 2\r\n\r\n{}" + b"x" * 1000,
    "more than may be": b"Content-Length: 99999999999\r\n\r\n{}",
    "a number without end": b"Content-Length: " + b"9" * 40 + b"\r\n\r\n{}",
    "less than nothing": b"Content-Length: -1\r\n\r\n{}",
    "no number": b"Content-Length: two\r\n\r\n{}",
    "two lengths": b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}x",
    "a length and chunks": CHUNKED + b"Content-Length: 2\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    "chunks without end": CHUNKED + b"\r\n" + b"10000\r\n%s\r\n" % (b"x" * 0x10000) * 500,
    "a chunk of all memory": CHUNKED + b"\r\nffffffffffffffff\r\n{}",
    "a chunk of no number": CHUNKED + b"\r\nxyz\r\n{}\r\n0\r\n\r\n",
    "a head without end": b"X: " + b"x" * MIB,
    "heads without end": b"X: x\r\n" * 200_000,
}


@pytest.mark.parametrize("name", LYING)
async def test_lengths_that_lie(costs: Costs, name: str) -> None:
    """Refused, or not answered at all, and it is over as soon as the client is."""
    owner = costs.guild.owner
    address = urlsplit(costs.world.addresses.api)
    path = f"{address.path}/channels/{costs.guild.channel}/messages"
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    head = f"POST {path} HTTP/1.1\r\nHost: x\r\nAuthorization: {owner.token}\r\nContent-Type: application/json\r\n"
    try:
        async with asyncio.timeout(20):
            writer.write(head.encode() + LYING[name])
            await writer.drain()
            writer.write_eof()
            answers = await reader.read()
    except TimeoutError:
        raise  # it is an OSError, too
    except OSError:  # the server has closed it
        answers = b""
    finally:
        writer.close()
    statuses = [line.split()[1] for line in answers.split(b"\r\n") if line.startswith(b"HTTP/1.1 ")]
    assert set(statuses) <= {b"400", b"413", b"431"}, answers
    assert await owner.get("/users/@me")
