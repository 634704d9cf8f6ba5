"""The demo of a first run."""

from pathlib import Path

import msgspec

from server.demo import Demo
from tests.instances import RunningInstance
from tests.world import Person, World


async def test_a_demo_is_made_once(tmp_path: Path):
    file = tmp_path / "demo.json"
    made: list[bytes] = []
    for _ in range(2):
        instance = RunningInstance(tmp_path, GUILDHALL_API_WORKERS="1", GUILDHALL_DEMO="on")
        try:
            made.append(file.read_bytes())
            demo = msgspec.json.decode(made[-1], type=Demo)
            async with World(instance.addresses) as world:
                bot = Person(world, demo.application_id, demo.bot_token, bot=True)
                application = await bot.get("/applications/@me")
                assert application["flags"] == 1 << 13 | 1 << 15 | 1 << 19
                assert [guild["id"] for guild in await bot.get("/users/@me/guilds")] == [demo.guild_id]
                login = {"login": demo.email, "password": demo.password}
                assert (await world.anyone.post("/auth/login", login))["user_id"] == application["owner"]["id"]
        finally:
            assert instance.end() == 0
    assert made[0] == made[1]
    assert file.stat().st_mode & 0o777 == 0o600
