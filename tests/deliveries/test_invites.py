"""Invites that have expired are forgotten."""

import asyncio

from core import clock
from tests.deliveries.conftest import Here


async def test_expired_invites_go_with_whom_they_were_for(here: Here) -> None:
    guild = await here.guild()
    path, users = f"/channels/{guild.channel}/invites", {"target_users_file": ("u.csv", guild.owner.id, "text/csv")}
    lasting = await guild.owner.post(path, {"max_age": 0})
    await guild.owner.post(path, {"max_age": 60})
    await guild.owner.post(path, files=users, data={"payload_json": '{"max_age": 60}'})
    clock.step(2 * 3600)
    read = here.instance.database.fetch
    async with asyncio.timeout(15):
        while await read("SELECT 1 FROM invite_target_jobs") or len(await read("SELECT 1 FROM invites")) > 1:
            await asyncio.sleep(0.05)
    assert [one["code"] for one in await guild.owner.get(path)] == [lasting["code"]]
