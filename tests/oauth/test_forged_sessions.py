"""Cookies of the consent page that are forged, cut, or something else."""

import pytest

from tests.browser import Browser
from tests.oauth.applications import Application
from tests.world import Caller, World

COOKIE = "guildhall-consent"


@pytest.mark.parametrize("what", ["cut", "changed", "user's token", "bot's token", "bearer's token", "ended"])
async def test_only_a_session_logs_in(world: World, what: str) -> None:
    app, user = await Application.make(world), await world.user()
    link = f"/oauth2/authorize?client_id={app.id}&response_type=code&scope=identify"
    async with Browser(world) as browser:
        page = await browser.log_in(await browser.open(link), user.name)
        good = browser.http.cookies[COOKIE]
        if what == "ended":
            await browser.send(page.form("Not you?"))
    bearer = (await app.bearer_tokens(user))["access_token"]
    tokens = {"user's token": user.token, "bot's token": app.bot.token, "bearer's token": bearer, "ended": good}
    forged = tokens.get(what) or (good[:-1] if what == "cut" else good[:-1] + ("a" if good[-1] != "a" else "b"))
    answer = await world.http.get(world.addresses.root + link, headers={"Cookie": f"{COOKIE}={forged}"})
    assert answer.status_code == 200 and "Log in" in answer.text and "Authorize" not in answer.text
    for header in (good, f"Bot {good}", f"Bearer {good}"):
        await Caller(world, header).refused(0, "GET", "/users/@me", status=401)
