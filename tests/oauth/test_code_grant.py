"""Bots that come into a guild with a code."""

from typing import Any

from tests.oauth.applications import Application
from tests.world import Guild, Person, World

_SEND_MESSAGES = 1 << 11


async def ask(app: Application, guild: Guild, scope: str = "bot identify") -> str:
    return await app.code(guild.owner, scope, guild_id=guild.id, permissions=str(_SEND_MESSAGES))


async def is_in(guild: Guild, person: Person) -> bool:
    members = await guild.owner.get(f"/guilds/{guild.id}/members?limit=100")
    return person.id in [member["user"]["id"] for member in members]


async def test_the_answer_names_the_guild(world: World):
    guild, app = await world.guild(), await Application.make(world)
    code = await ask(app, guild)
    assert await is_in(guild, app.bot)
    assert (await app.exchange(code))["guild"]["id"] == guild.id


async def test_a_bot_that_requires_the_code_grant_comes_with_it(world: World):
    guild, app = await world.guild(), await Application.make(world, bot_require_code_grant=True)
    code = await ask(app, guild)
    assert not await is_in(guild, app.bot)
    tokens: Any = await app.exchange(code)
    assert tokens["guild"]["id"] == guild.id
    assert await is_in(guild, app.bot)
    roles = await app.bot.get(f"/guilds/{guild.id}/roles")
    assert [role["permissions"] for role in roles if role["managed"]] == [str(_SEND_MESSAGES)]


async def test_who_lost_his_permission_brings_no_bot(world: World):
    guild, app = await world.guild(members=1), await Application.make(world, bot_require_code_grant=True)
    helper = await world.user()
    invite = await guild.owner.post(f"/channels/{guild.channel}/invites", {})
    await helper.post(f"/invites/{invite['code']}", {})
    role = await guild.owner.post(f"/guilds/{guild.id}/roles", {"permissions": str(1 << 5)})
    path = f"/guilds/{guild.id}/members/{helper.id}/roles/{role['id']}"
    await guild.owner.put(path)
    code = await app.code(helper, "bot", guild_id=guild.id)
    await guild.owner.delete(path)
    assert (await app.exchange(code, expect=400))["error"] == "access_denied"
    assert not await is_in(guild, app.bot)
    await guild.owner.put(path)
    assert (await app.exchange(code))["guild"]["id"] == guild.id


async def test_the_answer_brings_the_webhook(world: World):
    guild, app = await world.guild(), await Application.make(world)
    more = {"guild_id": guild.id, "webhook_channel_id": guild.channel}
    webhook = (await app.exchange(await app.code(guild.owner, "webhook.incoming", **more)))["webhook"]
    assert (webhook["application_id"], webhook["channel_id"]) == (app.id, guild.channel)
    sent = await world.http.post(f"{webhook['url']}?wait=true", json={"content": "hi"})
    assert sent.json()["webhook_id"] == webhook["id"]


async def test_without_its_webhook_there_are_no_tokens(world: World):
    guild, app = await world.guild(), await Application.make(world)
    more = {"guild_id": guild.id, "webhook_channel_id": guild.channel}
    code = await app.code(guild.owner, "webhook.incoming", **more)
    for webhook in await guild.owner.get(f"/guilds/{guild.id}/webhooks"):
        await guild.owner.delete(f"/webhooks/{webhook['id']}")
    assert (await app.exchange(code, expect=400))["error"] == "access_denied"
