"""How often webhooks may post, in an instance of its own that has limits."""

import asyncio
from collections.abc import AsyncGenerator, Iterator

import pytest

from tests.api.test_webhooks import path, webhook
from tests.instances import Addresses, RunningInstance
from tests.world import Json, World

POLICY = """
[buckets."webhooks of channel"]
limit = 6
window_s = 60
[buckets."forged tokens"]
limit = 3
window_s = 60
"""


@pytest.fixture(scope="module")
def limited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Addresses]:
    data = tmp_path_factory.mktemp("webhooks")
    policy = data / "limits.toml"
    policy.write_text(POLICY)
    running = RunningInstance(data, GUILDHALL_RATE_LIMITS="on", GUILDHALL_RATE_LIMIT_POLICY=str(policy))
    yield running.addresses
    running.end()


@pytest.fixture
async def world(limited: Addresses) -> AsyncGenerator[World]:
    async with World(limited) as world:
        yield world


async def post(world: World, made: Json, authorization: str = "") -> int:
    headers = {"Authorization": authorization} if authorization else {}
    answer = await world.http.post(world.addresses.api + path(made), json={"content": "x"}, headers=headers)
    return answer.status_code


async def test_a_webhook_has_one_limit_whoever_uses_it(world: World) -> None:
    guild = await world.guild()
    first, second = await webhook(guild), await webhook(guild)
    callers = ["", guild.owner.token, "Bot x"] * 2
    assert sorted(await asyncio.gather(*(post(world, first, one) for one in callers))) == [204] * 5 + [429]
    assert await post(world, second) == 204, "it counts for itself"


async def test_the_webhooks_of_a_channel_share_a_limit(world: World) -> None:
    guild = await world.guild()
    hooks = [await webhook(guild) for _ in range(4)]
    for _ in range(2):
        assert [await post(world, made) for made in hooks[:3]] == [204] * 3
    assert await post(world, hooks[3]) == 429
    refused = await world.anyone.request("POST", path(hooks[3]), {"content": "x"}, expect=429)
    assert 0 < refused["retry_after"] <= 60 and world.anyone.answer.headers["Via"]


async def test_who_guesses_tokens_is_stopped_soon_and_nobody_else_is(world: World) -> None:
    made = await webhook(await world.guild())
    for number, status in enumerate((401, 401, 401, 429)):
        token = f"{number:064}"
        answer = await world.http.get(f"{world.addresses.api}/webhooks/{made['id']}/{token}")
        assert answer.status_code == status
    assert await post(world, made) == 204


async def test_what_is_no_id_makes_no_limit_of_its_own(world: World) -> None:
    """Else whoever sends nonsense has as many limits as he likes, each of them kept."""
    user = await world.user()
    answers = [
        await world.http.get(f"{world.addresses.api}/webhooks/{name}", headers={"Authorization": user.token})
        for name in ("abc", "x" * 5000, "１")  # noqa: RUF001
    ]
    assert [answer.status_code for answer in answers] == [400] * 3
    left = [int(answer.headers["x-ratelimit-remaining"]) for answer in answers]
    assert left == [left[0], left[0] - 1, left[0] - 2]
