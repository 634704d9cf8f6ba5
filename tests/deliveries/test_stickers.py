"""Lottie animations as stickers. Here, because it takes a feature, and only who has the database can give one."""

from core import wire
from tests.api.test_stickers import LOTTIE, form
from tests.deliveries.conftest import Here


async def test_a_guild_with_the_feature_has_lottie_stickers(here: Here) -> None:
    guild = await here.guild()
    async with here.instance.database.transaction(lock=int(guild.id)) as tx:
        await tx.execute("UPDATE guilds SET features = '{PARTNERED}' WHERE id = $1", int(guild.id))
    content = wire.encode(LOTTIE)
    made = await guild.owner.post(f"/guilds/{guild.id}/stickers", expect=201, **form(content))
    assert made["format_type"] == 3
    answer = await here.http.get(f"{here.addresses.root}/stickers/{made['id']}.json")
    assert (answer.content, answer.headers["content-type"]) == (content, "application/json")
    answer = await here.http.get(f"{here.addresses.root}/stickers/{made['id']}.webp")
    assert answer.status_code == 415
