"""What an application is told of consents, and how long a log-in on the consent page lasts."""

from collections.abc import AsyncGenerator

import pytest

from core import clock
from tests.browser import Browser
from tests.deliveries.conftest import Here
from tests.deliveries.test_webhook_events import subscribed

_WEEK_S = 7 * 24 * 3600
_CONTEXTS = {"integration_types_config": {"0": {}, "1": {}}}


@pytest.fixture
async def browser(here: Here) -> AsyncGenerator[Browser]:
    async with Browser(here, here.transport) as browser:
        yield browser


async def test_an_application_is_told_that_it_was_added_to_a_guild(here: Here) -> None:
    bot, endpoint = await subscribed(here, "APPLICATION_AUTHORIZED")
    guild = await here.guild()
    await here.add_bot(bot, guild)
    event = (await endpoint.next()).body["event"]
    assert event["type"] == "APPLICATION_AUTHORIZED" and event["data"]["integration_type"] == 0
    assert event["data"]["guild"]["id"] == guild.id and event["data"]["user"]["id"] == guild.owner.id
    assert event["data"]["scopes"] == ["bot"]


async def test_an_application_is_told_of_users_who_come_and_go(here: Here) -> None:
    bot, endpoint = await subscribed(here, "APPLICATION_AUTHORIZED", "APPLICATION_DEAUTHORIZED")
    user = await here.user()
    await bot.owner.patch(f"/applications/{bot.id}", _CONTEXTS)
    path = f"/oauth2/authorize?client_id={bot.id}&scope=applications.commands&integration_type=1"
    await user.post(path, {"authorize": True})
    data = (await endpoint.next()).body["event"]["data"]
    assert (data["integration_type"], data["user"]["id"]) == (1, user.id) and "guild" not in data
    await user.delete(f"/oauth2/tokens/{bot.id}")
    event = (await endpoint.next()).body["event"]
    assert event["type"] == "APPLICATION_DEAUTHORIZED" and event["data"]["user"]["id"] == user.id


async def test_who_is_refused_is_not_told_of(here: Here) -> None:
    bot, endpoint = await subscribed(here, "APPLICATION_AUTHORIZED")
    guild = await here.guild(members=[stranger := await here.user()])
    path = f"/oauth2/authorize?client_id={bot.id}&scope=bot"
    await stranger.refused(50013, "POST", path, {"authorize": True, "guild_id": guild.id}, status=403)
    await guild.owner.post(path, {"authorize": False, "guild_id": guild.id})
    await here.add_bot(bot, guild)
    assert (await endpoint.next()).body["event"]["data"]["user"]["id"] == guild.owner.id
    assert endpoint.waiting == 0


async def test_a_session_of_the_consent_page_ends(here: Here, browser: Browser) -> None:
    bot, user = await here.bot(), await here.user()
    path = f"/oauth2/authorize?client_id={bot.id}&scope=bot"
    page = await browser.log_in(await browser.open(path), user.name)
    assert page.title.startswith("Add ")
    form = page.form("Cancel")
    form.fields[-1] = ("decision", "authorize")
    clock.step(_WEEK_S - 60)
    assert (await browser.open(path)).title.startswith("Add ")
    clock.step(61)
    assert (await browser.open(path)).title == "Log in"
    assert (await browser.send(form)).title == "Log in"
