"""Rate limits as clients meet them, in an instance of their own that has them on. Docs: topics/rate-limits."""

import asyncio
import logging
import math
import warnings
from collections.abc import AsyncGenerator, Iterator
from email.utils import parsedate_to_datetime

import httpx
import pytest

from tests.instances import Addresses, RunningInstance
from tests.world import Bot, Guild, Person, World

POLICY = """
[buckets.typing]
limit = 2
window_s = 2
"""


@pytest.fixture(scope="module")
def limited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Addresses]:
    data = tmp_path_factory.mktemp("limited")
    policy = data / "limits.toml"
    policy.write_text(POLICY)
    running = RunningInstance(
        data, GUILDHALL_RATE_LIMITS="on", GUILDHALL_RATE_LIMIT_POLICY=str(policy), GUILDHALL_LOG_LEVEL="warning"
    )
    yield running.addresses
    running.end()


@pytest.fixture
async def world(limited: Addresses) -> AsyncGenerator[World]:
    async with World(limited) as world:
        yield world


async def send(person: Person, path: str, body: object = None, method: str = "POST") -> httpx.Response:
    headers = {"Authorization": person.authorization or ""}
    return await person.world.http.request(method, person.world.addresses.api + path, json=body, headers=headers)


def limits_of(answer: httpx.Response) -> dict[str, str]:
    wanted = ("retry-after", "via")
    return {name: value for name, value in answer.headers.items() if name.startswith("x-ratelimit") or name in wanted}


async def say(person: Person, guild: Guild) -> httpx.Response:
    return await send(person, f"/channels/{guild.channel}/messages", {"content": "hi"})


async def test_a_normal_answer_tells_what_is_left(world: World) -> None:
    guild = await world.guild()
    first, second = await say(guild.owner, guild), await say(guild.owner, guild)
    told = limits_of(first)
    bucket, reset, after = (told.pop(f"x-ratelimit-{name}") for name in ("bucket", "reset", "reset-after"))
    assert told == {"x-ratelimit-limit": "5", "x-ratelimit-remaining": "4", "x-ratelimit-scope": "user"}
    assert float(after) == 5
    assert "." in reset
    date = parsedate_to_datetime(first.headers["date"]).timestamp()
    assert date - 1 <= float(reset) - float(after) <= date + 2, "seconds of the day that Date tells"
    assert bucket.isalnum()
    told = limits_of(second)
    assert (told["x-ratelimit-remaining"], told["x-ratelimit-reset"]) == ("3", reset)
    assert float(told["x-ratelimit-reset-after"]) <= 5


async def test_buckets_belong_to_the_limit_and_not_to_the_resource(world: World) -> None:
    owner = await world.user()
    guilds = [await world.guild(owner), await world.guild(owner)]
    buckets: list[set[str]] = []
    for guild in guilds:
        made = await say(owner, guild)
        assert made.headers["x-ratelimit-remaining"] == "4", "each channel has its own window"
        message = f"/channels/{guild.channel}/messages/{made.json()['id']}"
        answers = [made] + [await send(owner, message, {"content": "x"}, how) for how in ("PATCH", "GET")]
        answers.append(await send(owner, message, None, "DELETE"))
        assert [answer.status_code for answer in answers] == [200, 200, 200, 204]
        buckets.append({answer.headers["x-ratelimit-bucket"] for answer in answers})
    assert len(buckets[0]) == 4, "reading, posting, changing and deleting are limited apart"
    assert buckets[0] == buckets[1]


async def test_a_refusal_says_how_long_to_wait_and_no_longer_for_asking_again(world: World) -> None:
    guild = await world.guild()
    passed = [await say(guild.owner, guild) for _ in range(5)]
    assert [answer.headers["x-ratelimit-remaining"] for answer in passed] == ["4", "3", "2", "1", "0"]
    for _ in range(3):
        refused = await say(guild.owner, guild)
        assert refused.status_code == 429
        assert refused.headers["content-type"] == "application/json"
        told, body = limits_of(refused), refused.json()
        assert set(body) == {"message", "retry_after", "global"}
        assert body["global"] is False
        assert 0 < body["retry_after"] <= 5
        assert told == limits_of(passed[-1]) | {
            "retry-after": str(math.ceil(body["retry_after"])),
            "via": told["via"],
            "x-ratelimit-reset-after": f"{body['retry_after']:.3f}",
        }
    same = await send(guild.owner, f"/channels/0{guild.channel}/messages", {"content": "hi"})
    assert same.status_code == 429, "the same channel, however it is written"
    other = await world.guild(guild.owner)
    assert (await say(guild.owner, other)).status_code == 200


async def test_fifty_requests_a_second_in_all(world: World) -> None:
    guild = await world.guild()
    bot, bystander = await world.bot(guild), await world.user()
    paths = [f"/channels/{guild.channel}", f"/guilds/{guild.id}", "/users/@me"]
    for _ in range(5):  # a slow machine may need more than a second for sixty
        answers = await asyncio.gather(*(send(bot, path, None, "GET") for path in paths * 20))
        refused = [answer for answer in answers if answer.headers.get("x-ratelimit-global")]
        if refused:
            break
    else:
        pytest.fail("never globally limited")
    assert all("x-ratelimit-global" not in answer.headers for answer in answers if answer.status_code == 200)
    for answer in refused:
        assert answer.status_code == 429
        assert answer.json()["global"] is True
        assert 0 < answer.json()["retry_after"] <= 1
        told = limits_of(answer)
        assert told.pop("via")
        assert told == {"retry-after": "1", "x-ratelimit-global": "true", "x-ratelimit-scope": "global"}
    assert (await send(bystander, "/users/@me", None, "GET")).status_code == 200


async def test_the_policy_file_changes_a_limit(world: World) -> None:
    guild = await world.guild()
    told = limits_of(await send(guild.owner, f"/channels/{guild.channel}/typing"))
    assert (told["x-ratelimit-limit"], told["x-ratelimit-remaining"]) == ("2", "1")
    assert float(told["x-ratelimit-reset-after"]) == 2


async def test_a_channel_is_renamed_seldom_and_changed_otherwise_at_will(world: World) -> None:
    guild = await world.guild()
    path = f"/channels/{guild.channel}"
    for body in ({"name": "one"}, {"topic": "two"}):
        assert (await send(guild.owner, path, body, "PATCH")).status_code == 200
    refused = await send(guild.owner, path, {"name": "three", "nsfw": True}, "PATCH")
    assert refused.status_code == 429
    told, body = limits_of(refused), refused.json()
    assert 0 < int(told["x-ratelimit-remaining"]) < int(told["x-ratelimit-limit"]), "the bucket is not used up"
    assert told["x-ratelimit-scope"] == "shared"
    assert told["via"]
    assert 590 < body["retry_after"] <= 600
    assert told["retry-after"] == str(math.ceil(body["retry_after"]))
    assert body["global"] is False
    changed = await send(guild.owner, path, {"nsfw": True}, "PATCH")
    assert (changed.json()["name"], changed.json()["nsfw"]) == ("one", True)


async def test_slowmode_is_waited_for_like_any_limit(world: World) -> None:
    bob = await world.user()
    guild = await world.guild(members=[bob])
    await guild.owner.patch(f"/channels/{guild.channel}", {"rate_limit_per_user": 30})
    assert (await say(bob, guild)).status_code == 200
    refused = await say(bob, guild)
    told, body = limits_of(refused), refused.json()
    assert (refused.status_code, body["code"], told["x-ratelimit-scope"]) == (429, 20016, "shared")
    assert told["via"]
    assert told["retry-after"] == str(math.ceil(body["retry_after"]))


async def test_discord_py_rides_it_out(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        import discord
        from discord.http import Route

    guild = await world.guild()
    bot: Bot = await world.bot(guild, permissions=1 << 10 | 1 << 11)
    monkeypatch.setattr(Route, "BASE", world.addresses.api)
    client = discord.Client(intents=discord.Intents.none())
    await client.login(bot.token)
    try:
        with caplog.at_level(logging.WARNING, "discord.http"):
            for _ in range(2):  # behind the library's back, so that its own counting does not save it
                assert (await send(bot, f"/channels/{guild.channel}/typing")).status_code == 204
            await client.http.send_typing(int(guild.channel))
    finally:
        await client.close()
    assert any("rate limited" in record.message for record in caplog.records)
