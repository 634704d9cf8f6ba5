"""What an instance writes down at its most talkative: no token, no password, no secret, no code."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from tests.browser import Browser
from tests.endpoint import Endpoint
from tests.instances import RunningInstance
from tests.interactions.invoking import Session, an_app, answer, slash
from tests.oauth.applications import Application
from tests.sockets import Socket
from tests.world import World

PASSWORD = "correct horse battery"


@pytest.fixture
def talkative(tmp_path: Path) -> Iterator[RunningInstance]:
    running = RunningInstance(
        tmp_path / "data",
        GUILDHALL_LOG_LEVEL="debug",
        GUILDHALL_OUTBOUND_ALLOW="127.0.0.0/8",
        GUILDHALL_API_WORKERS="1",
    )
    yield running
    running.end()


async def test_nothing_secret_is_logged(talkative: RunningInstance) -> None:
    async with World(talkative.addresses) as world:
        secrets = [PASSWORD, *await _tokens(world), *await _interactions(world), *await _pages(world)]
    talkative.end()
    log = talkative.log.read_text()
    for operation in ("get_oauth2_token", "create_interaction_response", "execute_webhook", "revoke_oauth2_token"):
        assert f"operation={operation}" in log
    assert "no answer of an endpoint" in log
    assert [secret for secret in secrets if secret in log] == []


async def _tokens(world: World) -> list[str]:
    app, user = await Application.make(world), await world.user()
    code = await app.code(user, "identify email")
    issued = await app.exchange(code)
    await app.holding(issued).get("/users/@me")
    again = await app.token(grant_type="refresh_token", refresh_token=issued["refresh_token"])
    await app.exchange(code, expect=400)
    wrong = {"client_id": app.id, "client_secret": "a wrong secret"}
    await app.refused("invalid_client", status=401, basic=False, grant_type="client_credentials", **wrong)
    await world.http.post(
        f"{world.addresses.api}/oauth2/token/revoke", data={"token": again["access_token"]}, auth=(app.id, app.secret)
    )
    await world.http.get(f"{world.addresses.api}/users/@me?token={user.token}", headers={"Authorization": user.token})
    socket = await Socket.open(world.addresses.gateway)
    await socket.send(2, {"token": issued["access_token"], "intents": 1, "properties": {}})
    await socket.close_code()
    found = [code, app.secret, "a wrong secret", user.token, app.bot.token]
    return found + [tokens[kind] for tokens in (issued, again) for kind in ("access_token", "refresh_token")]


async def _interactions(world: World) -> list[str]:
    guild, bot = await an_app(world)
    session = await Session.open(guild.owner, bot, guild)
    command = await slash(bot, "ping")
    interaction = await session.invoke(command)
    await answer(bot, interaction, 4, {"content": "x"})
    await world.anyone.request("GET", f"/webhooks/{bot.id}/{interaction['token']}x", expect=401)
    hook = await guild.owner.post(f"/channels/{guild.channel}/webhooks", {"name": "a webhook"})
    await world.anyone.post(f"/webhooks/{hook['id']}/{hook['token']}", {"content": "x"})
    tokens: list[Any] = [interaction["token"], hook["token"], guild.owner.token, bot.token]
    async with Endpoint((await bot.get("/applications/@me"))["verify_key"]) as endpoint:
        endpoint.answer = lambda got: web.Response(status=500, text=got.body["token"])
        await bot.patch("/applications/@me", {"interactions_endpoint_url": endpoint.url})
        body = {"id": command["id"], "version": command["version"]}
        where = {"application_id": bot.id, "channel_id": guild.channel}
        await guild.owner.post("/interactions", {"type": 2, **where, "data": body})
        tokens.append((await endpoint.next()).body["token"])
        await session.user.event("INTERACTION_FAILURE")
    return tokens


async def _pages(world: World) -> list[str]:
    app, user = await Application.make(world), await world.user()
    async with Browser(world) as browser:
        page = await browser.open(f"/oauth2/authorize?client_id={app.id}&response_type=token&scope=identify")
        page = await browser.log_in(page, user.name)
        cookies = list(browser.http.cookies.values())
        await browser.send(page.form("Authorize"))
        token = browser.left_for.partition("access_token=")[2].partition("&")[0]
    assert token and cookies
    return [token, *cookies]
