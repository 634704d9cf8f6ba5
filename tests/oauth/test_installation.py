"""Installing: what it brings, what must come first, and addresses that do it."""

from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest

from tests.oauth.applications import REDIRECT, Application
from tests.world import Bot, World

_FOR_USERS = {"integration_types_config": {"0": {}, "1": {}}}


async def test_a_bot_that_requires_the_code_grant_joins_after_the_exchange(world: World):
    app = await Application.make(world, bot_require_code_grant=True)
    guild = await world.guild()
    body = {"guild_id": guild.id, "authorize": True}
    path = f"/oauth2/authorize?client_id={app.id}&scope=bot"
    await guild.owner.refused(50035, "POST", path, body, status=400)
    await guild.owner.refused(50035, "POST", f"{path}&response_type=token", body, status=400)
    code = await app.code(guild.owner, "bot", guild_id=guild.id, permissions="2048")
    await app.bot.refused(50001, "GET", f"/guilds/{guild.id}", status=403)
    token = await app.exchange(code)
    assert token["guild"]["id"] == guild.id
    role = next(role for role in await app.bot.get(f"/guilds/{guild.id}/roles") if role["managed"])
    assert role["permissions"] == "2048"


async def test_a_bot_that_requires_the_code_grant_comes_to_nobody_without_the_right(world: World):
    app = await Application.make(world, bot_require_code_grant=True)
    member = await world.user()
    guild = await world.guild(members=[member])
    path = f"/oauth2/authorize?client_id={app.id}&scope=bot&response_type=code"
    await member.refused(50013, "POST", path, {"guild_id": guild.id, "authorize": True}, status=403)


async def test_an_incoming_webhook_comes_with_the_token(world: World):
    app, guild = await Application.make(world), await world.guild()
    path = f"/oauth2/authorize?client_id={app.id}&scope=webhook.incoming&response_type=code"
    body = {"authorize": True, "guild_id": guild.id}
    await guild.owner.refused(50035, "POST", path, body, status=400)
    sent = await guild.owner.post(path, body | {"webhook_channel_id": guild.channel})
    told = parse_qs(urlsplit(sent["url"]).query)
    assert told["guild_id"] == [guild.id]
    token = await app.exchange(told["code"][0])
    webhook = token["webhook"]
    assert (webhook["application_id"], webhook["channel_id"], webhook["type"]) == (app.id, guild.channel, 1)
    message = await world.anyone.post(f"/webhooks/{webhook['id']}/{webhook['token']}?wait=true", {"content": "hi"})
    assert message["webhook_id"] == webhook["id"] and token["scope"] == "webhook.incoming"


async def test_who_cannot_let_a_webhook_in(world: World):
    app, member = await Application.make(world), await world.user()
    guild, other = await world.guild(members=[member]), await world.guild(member)
    path = f"/oauth2/authorize?client_id={app.id}&scope=webhook.incoming&response_type=code"
    body = {"authorize": True, "guild_id": guild.id, "webhook_channel_id": guild.channel}
    await member.refused(50013, "POST", path, body, status=403)
    await member.refused(50035, "POST", path, body | {"webhook_channel_id": other.channel}, status=400)
    await member.refused(10003, "POST", path, body | {"webhook_channel_id": "1"}, status=404)
    assert await guild.owner.get(f"/guilds/{guild.id}/webhooks") == []


async def test_a_user_installs_for_himself(world: World):
    bot, user = await world.bot(), await world.user()
    path = f"/oauth2/authorize?client_id={bot.id}&scope=applications.commands&integration_type=1"
    await user.refused(50035, "POST", path, {"authorize": True}, status=400)
    await bot.owner.patch(f"/applications/{bot.id}", _FOR_USERS)
    socket = await user.connect()
    await user.post(path, {"authorize": True})
    assert await socket.event("USER_APPLICATION_UPDATE") == {"application_id": bot.id}
    await bot.owner.patch(f"/applications/{bot.id}", {"bot_public": False})
    await (await world.user()).refused(20012, "POST", path, {"authorize": True}, status=403)
    await user.refused(50035, "POST", path.replace("applications.commands", "bot"), {"authorize": True}, status=400)


async def test_what_a_client_shows_before(world: World):
    app, user = await Application.make(world), await world.user()
    guild = await world.guild(user)
    await world.guild(members=[user])
    shown = await user.get(f"/oauth2/authorize?client_id={app.id}&scope=bot%20identify&response_type=code")
    assert shown["application"]["id"] == shown["bot"]["id"] == app.id and shown["user"]["id"] == user.id
    assert [one["id"] for one in shown["guilds"]] == [guild.id]
    assert (shown["redirect_uri"], shown["authorized"], shown["integration_type"]) == (REDIRECT, False, 0)
    await app.exchange(await app.code(user, "identify"))
    shown = await user.get(f"/oauth2/authorize?client_id={app.id}&scope=identify&response_type=code")
    assert shown["authorized"] is True and "guilds" not in shown
    await user.refused(10002, "GET", "/oauth2/authorize?client_id=1&scope=bot", status=404)


async def test_deauthorizing_ends_every_token(world: World):
    app, user = await Application.make(world), await world.user()
    bearer = await app.bearer(user, "identify")
    listed = (await user.get("/oauth2/tokens"))[0]
    assert (listed["scopes"], listed["application"]["id"]) == (["identify"], app.id)
    assert (await bearer.get("/users/@me"))["id"] == user.id
    await user.delete(f"/oauth2/tokens/{listed['id']}")
    await bearer.request("GET", "/users/@me", expect=401)
    assert await user.get("/oauth2/tokens") == []
    await (await world.user()).refused(10012, "GET", f"/oauth2/tokens/{listed['id']}", status=404)


async def test_an_address_that_installs(world: World):
    bot, user = await world.bot(), await world.user()
    guild = await world.guild(user)
    path = f"/applications/{bot.id}/install-url"
    built = await bot.get(f"{path}?scope=bot&permissions=2048&guild_id={guild.id}&disable_guild_select=true")
    url = urlsplit(built["url"])
    assert f"{url.scheme}://{url.netloc}{url.path}" == f"{world.addresses.root}/oauth2/authorize"
    sent = {**dict(parse_qsl(url.query))}
    assert sent.pop("client_id") == bot.id and sent["permissions"] == "2048"
    await user.post(f"/oauth2/authorize?{url.query}", {"authorize": True, "guild_id": guild.id})
    assert (await bot.get(f"/guilds/{guild.id}"))["id"] == guild.id
    await user.refused(20012, "GET", path, status=403)
    await bot.owner.patch(f"/applications/{bot.id}", {"custom_install_url": "https://example.test/install"})
    assert (await bot.get(path))["url"] == "https://example.test/install"
    assert (await bot.get(f"{path}?scope=bot"))["url"].startswith(world.addresses.root)


IMPOSSIBLE = {
    "scope": "",
    "scope=nonsense": "scope",
    "scope=identify": "response_type",
    "scope=identify&response_type=code": "redirect_uri",
    "scope=bot&redirect_uri=https://example.test": "redirect_uri",
    "scope=applications.commands&permissions=8": "permissions",
    f"scope=bot&permissions={1 << 62}": "permissions",
    "scope=bot&permissions=all": "permissions",
    "scope=bot&integration_type=1": "integration_type",
    "scope=bot&disable_guild_select=true": "disable_guild_select",
    "scope=bot&disable_guild_select=yes": "disable_guild_select",
    "scope=bot&channel_id=1": "channel_id",
    "scope=bot&prompt=none": "prompt",
    "scope=bot&response_type=password": "redirect_uri",
    "scope=bot&code_challenge=x&code_challenge_method=plain": "code_challenge_method",
}


@pytest.mark.parametrize("query", IMPOSSIBLE)
async def test_addresses_that_could_not_work_are_refused_with_a_reason(world: World, query: str):
    bot = await world.bot()
    field = IMPOSSIBLE[query]
    problem = await bot.refused(50035, "GET", f"/applications/{bot.id}/install-url?{query}", status=400)
    assert field in problem["errors"] if field else problem["errors"]


async def test_an_address_that_is_not_registered_is_called_so(world: World):
    app = await Application.make(world)
    query = "scope=identify&response_type=code&redirect_uri=https%3A%2F%2Fapp.example.test%2F"
    problem = await app.bot.refused(50035, "GET", f"/applications/{app.id}/install-url?{query}", status=400)
    assert "Not registered" in problem["errors"]["redirect_uri"]["_errors"][0]["message"]


async def test_an_install_that_tells_nobody_leads_to_the_plain_front_page(world: World):
    bot, user = await world.bot(), await world.user()
    await bot.owner.patch(f"/applications/{bot.id}", _FOR_USERS)
    path = f"/oauth2/authorize?client_id={bot.id}&scope=applications.commands&integration_type=1"
    assert (await user.post(path, {"authorize": True}))["url"] == world.addresses.root


async def test_a_user_install_has_no_guild(world: World):
    bot = await world.bot()
    await bot.owner.patch(f"/applications/{bot.id}", _FOR_USERS)
    query = "scope=applications.commands&integration_type=1&guild_id=1"
    problem = await bot.refused(50035, "GET", f"/applications/{bot.id}/install-url?{query}", status=400)
    assert "user install" in problem["errors"]["guild_id"]["_errors"][0]["message"]


async def test_default_install_settings(world: World):
    bot, guild = await world.bot(), await world.guild()
    await _refused_without_settings(bot)
    params = {"scopes": ["bot", "applications.commands"], "permissions": "2048"}
    await bot.owner.patch(f"/applications/{bot.id}", {"install_params": params})
    built: dict[str, Any] = await bot.get(f"/applications/{bot.id}/install-url")
    assert built["url"].endswith(f"?client_id={bot.id}")
    await guild.owner.post(f"/oauth2/authorize?client_id={bot.id}", {"authorize": True, "guild_id": guild.id})
    role = next(role for role in await bot.get(f"/guilds/{guild.id}/roles") if role["managed"])
    assert role["permissions"] == "2048"


async def _refused_without_settings(bot: Bot) -> None:
    await bot.refused(50035, "GET", f"/applications/{bot.id}/install-url", status=400)
