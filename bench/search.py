"""Search over many messages of one guild, beside reading the same page of messages by their keys.

The messages are seeded by COPY: 40 channels, words as unevenly spread as in any language, every tenth message a reply,
a link or a file. Then the platform's own index follows them; how fast is measured too. Each kind of search is asked
again and again with other words, by a member who does not see everything.
"""

import asyncio
import io
import random
import time
from collections.abc import Callable
from statistics import median, quantiles
from typing import Any
from urllib.parse import urlencode

import asyncpg
import httpx
import msgspec

from bench.platform import Platform

_CHANNELS = 40
_AUTHORS = 500
_WORDS = 30_000
_WORDS_IN_MESSAGE = 12
_EPOCH_MS = 1_420_070_400_000
_INDEXED_WITHIN_S = 900
_COLUMNS = ("channel_id", "id", "guild_id", "author_id", "type", "content", "parts")
_FILE = '{"attachments":[{"id":"1","filename":"report.pdf","size":9}]}'


class Search(msgspec.Struct):
    """One kind of search over so many messages."""

    messages: int
    kind: str
    found: int
    p50_ms: float
    p95_ms: float
    limit_p50_ms: float
    limit_p95_ms: float

    @property
    def ratio(self) -> float:
        """How many times faster the limit is."""
        return self.p95_ms / self.limit_p95_ms


class Indexing(msgspec.Struct):
    messages: int
    per_s: float


class Seeded(msgspec.Struct):
    guild_id: str
    token: str
    authors: list[int]
    messages: int


def word(rank: int) -> str:
    """The word of that rank; no two begin alike."""
    return f"{rank:x}".translate(str.maketrans("0123456789", "ghijklmnop")) + "z"


def measure(platform: Platform, messages: int, searches: int) -> tuple[Indexing, list[Search]]:
    """Seeds so many messages into a guild of its own, and searches each kind so often."""
    return asyncio.run(_measure(platform, messages, searches))


async def _measure(platform: Platform, messages: int, searches: int) -> tuple[Indexing, list[Search]]:
    seeded = await seed(platform, messages)
    headers = {"Authorization": seeded.token}
    connection = await asyncpg.connect(platform.database_url)
    async with httpx.AsyncClient(base_url=platform.api, headers=headers, trust_env=False, timeout=60) as http:
        indexing = await _indexed(http, seeded)
        await connection.execute("VACUUM (ANALYZE) search_documents, messages")
        results = [await _searched(http, connection, seeded, kind, query, searches) for kind, query in _kinds(seeded)]
    await connection.close()
    return indexing, results


def _kinds(seeded: Seeded) -> list[tuple[str, Callable[[], dict[str, Any]]]]:
    """What is asked, by ranks of words: the first is in a third of the messages, the last in one of thirty thousand."""
    pick = random.Random(2)
    return [
        ("rare word", lambda: {"content": word(pick.randrange(5_000, _WORDS)) + " "}),
        ("common word", lambda: {"content": word(pick.randrange(0, 10)) + " "}),
        ("middling word", lambda: {"content": word(pick.randrange(40, 120)) + " "}),
        ("common prefix", lambda: {"content": word(pick.randrange(17, 40))[:1]}),
        ("two common words", lambda: {"content": f"{word(pick.randrange(5))} {word(pick.randrange(5, 10))} "}),
        ("phrase", lambda: {"content": f'"{word(pick.randrange(5))} {word(pick.randrange(5, 10))}"'}),
        ("author", lambda: {"author_id": pick.choice(seeded.authors)}),
        ("has:file", lambda: {"has": "file"}),
        ("author, has:-link", lambda: {"author_id": pick.choice(seeded.authors), "has": "-link"}),
        (
            "word, author, has",
            lambda: {
                "content": word(pick.randrange(10)) + " ",
                "author_id": pick.choice(seeded.authors),
                "has": ["link", "file"],
            },
        ),
        ("nothing that is there", lambda: {"content": f"{word(pick.randrange(3))} qqq "}),
        ("common, last page", lambda: {"content": word(pick.randrange(0, 10)) + " ", "offset": 9975}),
        ("common, oldest first", lambda: {"content": word(pick.randrange(0, 10)) + " ", "sort_order": "asc"}),
        ("common, relevance", lambda: {"content": word(pick.randrange(0, 10)) + " ", "sort_by": "relevance"}),
        ("everything", dict[str, Any]),
    ]


async def _searched(
    http: httpx.AsyncClient,
    connection: "asyncpg.Connection[asyncpg.Record]",
    seeded: Seeded,
    kind: str,
    query: Callable[[], dict[str, Any]],
    searches: int,
) -> Search:
    times: list[float] = []
    limits: list[float] = []
    found = 0
    for number in range(searches + 1):
        address = f"/guilds/{seeded.guild_id}/messages/search?{urlencode(query(), doseq=True)}"
        began = time.perf_counter()
        answer = await http.get(address)
        took = time.perf_counter() - began
        answer.raise_for_status()
        results = answer.json()
        keys = [(int(one["channel_id"]), int(one["id"])) for (one,) in results["messages"]]
        channels, ids = [one for one, _ in keys], [one for _, one in keys]
        began = time.perf_counter()
        await connection.fetch(
            "SELECT messages.* FROM unnest($1::bigint[], $2::bigint[]) AS named (channel_id, id)"
            " JOIN messages USING (channel_id, id)",
            channels,
            ids,
        )
        if number:  # the first warms up
            found += results["total_results"]
            times.append(took * 1000)
            limits.append((time.perf_counter() - began) * 1000)
    return Search(seeded.messages, kind, found // searches, median(times), _p95(times), median(limits), _p95(limits))


def _p95(times: list[float]) -> float:
    return quantiles(times, n=20)[18]


async def _indexed(http: httpx.AsyncClient, seeded: Seeded) -> Indexing:
    """Waits until the index has all."""
    began = time.monotonic()
    async with asyncio.timeout(_INDEXED_WITHIN_S):
        while True:
            answer = await http.get(f"/guilds/{seeded.guild_id}/messages/search")
            answer.raise_for_status()
            found = answer.json()
            if answer.status_code == 200 and not found["doing_deep_historical_index"]:
                assert found["total_results"] > seeded.messages / 2, found["total_results"]
                return Indexing(seeded.messages, seeded.messages / (time.monotonic() - began))
            await asyncio.sleep(0.25)


async def seed(platform: Platform, messages: int) -> Seeded:
    """A guild with so many messages, none of them indexed, and a member who sees all channels but one."""
    async with httpx.AsyncClient(base_url=platform.api, trust_env=False, timeout=60) as http:

        async def call(method: str, path: str, token: str = "", body: object = None) -> Any:
            answer = await http.request(method, path, json=body, headers={"Authorization": token} if token else {})
            answer.raise_for_status()
            return answer.json() if answer.content else None

        name = f"seeker{time.monotonic_ns()}"
        account = {"username": name, "email": f"{name}@example.test", "password": "a long password", "consent": True}
        token = (await call("POST", "/auth/register", body=account | {"date_of_birth": "1990-01-01"}))["token"]
        owner = f"owner{time.monotonic_ns()}"
        account |= {"username": owner, "email": f"{owner}@example.test", "date_of_birth": "1990-01-01"}
        owner = (await call("POST", "/auth/register", body=account))["token"]
        guild = (await call("POST", "/guilds", owner, {"name": "many messages"}))["id"]
        channels = [
            int((await call("POST", f"/guilds/{guild}/channels", owner, {"name": f"c{one}"}))["id"])
            for one in range(_CHANNELS)
        ]
        hidden = {"type": 0, "allow": "0", "deny": "1024"}
        await call("PUT", f"/channels/{channels[-1]}/permissions/{guild}", owner, hidden)
        invite = (await call("POST", f"/channels/{channels[0]}/invites", owner, {}))["code"]
        await call("POST", f"/invites/{invite}", token, {})
        me = int((await call("GET", "/users/@me", token))["id"])
    authors = [me + one for one in range(_AUTHORS)]
    connection = await asyncpg.connect(platform.database_url)
    await _copy(connection, int(guild), channels, authors, messages)
    await connection.close()
    return Seeded(guild, token, authors, messages)


async def _copy(
    connection: "asyncpg.Connection[asyncpg.Record]", guild: int, channels: list[int], authors: list[int], count: int
) -> None:
    """Messages of the last years, and the heads of their channels, as the platform would have written them."""
    pick = random.Random(1)
    weights = [1 / (rank + 2) for rank in range(_WORDS)]
    vocabulary = [word(rank) for rank in range(_WORDS)]
    last = (int(time.time() * 1000) - _EPOCH_MS) << 22
    step = last // 2 // count
    at_once = 20_000
    for start in range(0, count, at_once):
        size = min(at_once, count - start)
        words = pick.choices(vocabulary, weights, k=size * _WORDS_IN_MESSAGE)
        rows = io.StringIO()
        for number in range(size):
            text = " ".join(words[number * _WORDS_IN_MESSAGE : (number + 1) * _WORDS_IN_MESSAGE])
            tenth = pick.randrange(10)
            text += " https://example.org/page" if tenth == 0 else ""
            parts = _FILE if tenth == 1 else "\\N"
            message_id = last // 2 + (start + number) * step
            channel, author = pick.choice(channels), pick.choice(authors)
            rows.write(f"{channel}\t{message_id}\t{guild}\t{author}\t0\t{text}\t{parts}\n")
        await connection.copy_to_table(
            "messages", source=io.BytesIO(rows.getvalue().encode()), columns=_COLUMNS, format="text"
        )
    await connection.execute(
        "UPDATE channel_heads SET last_message_id = (SELECT coalesce(max(id), 0) FROM messages m"
        " WHERE m.channel_id = channel_heads.channel_id) WHERE channel_id = ANY($1::bigint[])",
        channels,
    )
    # The seeker was greeted when he came, and that is in the index already: none of all this is.
    await connection.execute("DELETE FROM search_heads WHERE channel_id = ANY($1::bigint[])", channels)
    for table in ("search_places", "search_segments", "search_documents"):
        await connection.execute(f"DELETE FROM {table} WHERE place_id = $1", guild)
    await connection.execute("VACUUM (ANALYZE) messages")
