"""Deleting an application, step by step: what happens when the steps are torn apart, or run twice."""

import asyncio
from typing import Any

from domain import application_deletions
from domain.application_deletions import Deletion
from tests.deliveries.conftest import Here
from tests.developing import a_sku, entitle
from tests.pictures import png, uri

_TABLES = ("guild_installs", "grants", "webhooks", "commands", "skus", "entitlements", "testers")
_COUNTED = [f"{table} WHERE application_id = $1" for table in (*_TABLES, "role_connection_metadata")]
_COUNTED += ["memberships WHERE user_id = $1", "tokens WHERE user_id = $1", "emojis WHERE owner_id = $1"]
_LEFT = "SELECT " + " + ".join(f"(SELECT count(*) FROM {one})" for one in _COUNTED)


async def left(here: Here, application_id: str) -> Any:
    return await here.instance.database.fetchval(_LEFT, int(application_id))


async def test_nothing_is_left(here: Here, monkeypatch: Any) -> None:
    monkeypatch.setattr(application_deletions, "_AT_ONCE", 1)  # a step for each guild and each user
    guild = await here.guild()
    bot = await here.bot(guild, permissions=1 << 29)
    await here.add_bot(bot, await here.guild())
    await bot.post(f"/channels/{guild.channel}/webhooks", {"name": "a webhook"})
    await bot.post(f"/applications/{bot.id}/commands", {"name": "x", "description": "x"})
    record = {"key": "a", "name": "a", "description": "a", "type": 1}
    await bot.put(f"/applications/{bot.id}/role-connections/metadata", [record])
    await bot.post(f"/applications/{bot.id}/emojis", {"name": "an_emoji", "image": uri(png())})
    await entitle(bot, await a_sku(bot), guild.owner.id)
    await bot.owner.post(f"/oauth2/applications/{bot.id}/allowlist", {"username": guild.owner.name})
    await bot.patch("/applications/@me", {"integration_types_config": {"0": {}, "1": {}}})
    ask = f"/oauth2/authorize?client_id={bot.id}&scope=applications.commands+identify&response_type=token"
    await bot.owner.patch(f"/applications/{bot.id}", {"redirect_uris": ["https://example.test/"]})
    await guild.owner.post(f"{ask}&redirect_uri=https://example.test/&integration_type=1", {"authorize": True})
    assert await left(here, bot.id) > 8
    await guild.owner.post(f"/applications/{bot.id}/delete")
    async with asyncio.timeout(20):
        while await left(here, bot.id):
            await asyncio.sleep(0.02)
    assert await application_deletions.finish(here.instance.database, Deletion(int(bot.id))) is None
    assert (await guild.owner.get(f"/users/{bot.id}"))["bot"] is True
