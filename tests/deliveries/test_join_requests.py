"""What becomes of old join requests: they are forgotten, but for those of members who still wait."""

import asyncio

from core import clock
from tests.deliveries.conftest import Here

_DAY_S = 24 * 60 * 60
_TERMS = {"field_type": "TERMS", "label": "rules", "values": ["be nice"]}


async def test_they_are_kept_for_half_a_year(here: Here) -> None:
    guild, (done, waiting) = await here.guild(), await here.users(2)
    form = {"enabled": True, "form_fields": [_TERMS]}
    await guild.owner.patch(f"/guilds/{guild.id}/member-verification", form)
    invite = await guild.owner.post(f"/channels/{guild.channel}/invites", {"max_age": 0})
    for person in (done, waiting):
        await person.post(f"/invites/{invite['code']}", {})
    path = f"/guilds/{guild.id}/requests/@me"
    await done.put(path, {"form_fields": [_TERMS]})
    clock.step(179 * _DAY_S)
    assert (await done.get(path))["application_status"] == "APPROVED"
    clock.step(2 * _DAY_S)
    async with asyncio.timeout(15):
        while (await guild.owner.get(f"/guilds/{guild.id}/requests"))["total"]:
            await asyncio.sleep(0.05)
    await done.refused(0, "GET", path, status=404)
    assert (await waiting.get(path))["application_status"] == "STARTED"
