"""What no client of ours sends: NUL, lone surrogates, endless numbers, deep nesting, lines in addresses."""

from collections.abc import AsyncGenerator
from urllib.parse import quote

import msgspec
import pytest

from tests.browser import Browser, check_headers
from tests.oauth.applications import REDIRECT, Application
from tests.world import World

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
HOSTILE = {
    "nul": "%00",
    "nul in it": "a%00b",
    "surrogate": "%ED%A0%80",
    "no utf-8": "%FF%FE",
    "endless number": "9" * 5000,
    "negative": "-1",
    "other digits": quote("１２٣"),
    "lines": "a%0D%0ASet-Cookie:%20x=y",
    "html": "%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
    "long": "x" * 30_000,
    "template": "$csrf%20${csrf}",
}
ASKED = (
    *("client_id", "response_type", "scope", "redirect_uri", "state", "nonce", "prompt", "code_challenge"),
    *("code_challenge_method", "integration_type", "permissions", "guild_id", "channel_id", "disable_guild_select"),
)
LOGIN, DECISION = ("csrf", "login", "password"), ("csrf", "decision", "permission", "channel_id")
TOKEN = (
    *("client_id", "client_secret", "grant_type", "code", "redirect_uri", "code_verifier", "refresh_token", "scope"),
    *("token", "token_type_hint"),
)


@pytest.fixture
async def browser(world: World) -> AsyncGenerator[Browser]:
    async with Browser(world) as browser:
        yield browser


@pytest.mark.parametrize("name", ASKED)
async def test_queries_of_pages(world: World, browser: Browser, name: str) -> None:
    app = await Application.make(world)
    user = await world.user()
    good = f"client_id={app.id}&response_type=code&scope=identify"
    await browser.log_in(await browser.open(f"/oauth2/authorize?{good}"), user.name)
    others = "&".join(part for part in good.split("&") if not part.startswith(f"{name}="))
    for what, value in HOSTILE.items():
        answer = await browser.http.get(f"{browser.root}/oauth2/authorize?{others}&{name}={value}")
        assert answer.status_code < 500, (what, answer.text)
        check_headers(answer)
        assert "<script" not in answer.text and "x=y" not in answer.headers.get("set-cookie", "")
        assert answer.headers.get("location", REDIRECT).startswith(REDIRECT)
        told = await world.http.get(
            f"{world.addresses.api}/oauth2/authorize?{others}&{name}={value}", headers={"Authorization": user.token}
        )
        assert told.status_code < 500, (what, told.text)


@pytest.mark.parametrize(("path", "name"), [("login", one) for one in LOGIN] + [("authorize", one) for one in DECISION])
async def test_forms_of_pages(world: World, browser: Browser, path: str, name: str) -> None:
    app = await Application.make(world)
    user = await world.user()
    page = await browser.open(f"/oauth2/authorize?client_id={app.id}&response_type=code&scope=identify")
    button = "Log in"
    if path == "authorize":
        page, button = await browser.log_in(page, user.name), "Authorize"
    form = page.form(button)
    others = "&".join(f"{key}={quote(value)}" for key, value in form.fields if key != name)
    for what, value in HOSTILE.items():
        body = f"{others}&{name}={value}"
        answer = await browser.http.post(browser.root + form.action, content=body, headers=FORM)
        assert answer.status_code < 500, (what, answer.text)
        check_headers(answer)
        assert "<script" not in answer.text


@pytest.mark.parametrize("name", TOKEN)
async def test_forms_of_the_token_routes(world: World, name: str) -> None:
    app = await Application.make(world)
    for what, value in HOSTILE.items():
        for path, fields in (
            ("/oauth2/token", f"grant_type=authorization_code&code=x&client_id={app.id}&client_secret={app.secret}"),
            (
                "/oauth2/token",
                f"grant_type=refresh_token&refresh_token=x&client_id={app.id}&client_secret={app.secret}",
            ),
            ("/oauth2/token", f"grant_type=client_credentials&client_id={app.id}&client_secret={app.secret}"),
            ("/oauth2/token/revoke", f"client_id={app.id}&client_secret={app.secret}&token=x"),
        ):
            others = "&".join(part for part in fields.split("&") if not part.startswith(f"{name}="))
            answer = await app.world.http.post(
                app.world.addresses.api + path, content=f"{others}&{name}={value}", headers=FORM
            )
            assert answer.status_code < 500, (what, path, answer.text)
            if answer.status_code >= 400:
                told = msgspec.json.decode(answer.content)
                assert "error" in told, (what, path, told)
                description = told.get("error_description", "")
                assert all(" " <= sign <= "~" and sign not in '"\\' for sign in description), (what, description)


@pytest.mark.parametrize("sign", ["\r\nSet-Cookie: x=y", "\t", " ", "中", "\x01", "\\", "\x7f"])
async def test_addresses_that_would_not_fit_a_header(world: World, sign: str) -> None:
    bot = await world.bot()
    for uri in (f"https://a.example/{sign}", f"{sign}https://a.example/", f"https://a.example{sign}@b.example/"):
        body = {"redirect_uris": [uri]}
        problem = await bot.owner.refused(50035, "PATCH", f"/applications/{bot.id}", body, status=400)
        assert "redirect_uris" in problem["errors"]
