"""The consent page against those who mean harm: other sites, hostile addresses, hostile names, and haste."""

import asyncio
import re
from collections.abc import AsyncGenerator
from urllib.parse import quote

import pytest

from tests.browser import Browser, Form, check_headers
from tests.oauth.test_consent import URI, client, link
from tests.world import World

HOSTILE = [
    *(
        "https://evil.example/",
        "https://evil.example/back?a=1",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
    ),
    *(URI + "x", URI + "&b=2", URI + "/", URI + "#x", URI + "%00", URI + " ", " " + URI, URI.upper(), URI[:-1]),
    *("https://client.example/back", "https://client.example/back?a=1&", "https://client.example/back/../evil?a=1"),
    *("http://client.example/back?a=1", "https://client.example:443/back?a=1", "https://client.example./back?a=1"),
    *("https://client.example@evil.example/back?a=1", "https://evil.example/https://client.example/back?a=1"),
    *("https://client.example.evil.example/back?a=1", "https://sub.client.example/back?a=1", "https:client.example"),
    *("https://client.example%2eevil.example/back?a=1", "https://client.example\\@evil.example/back?a=1"),
    *("https://client.example/%62ack?a=1", "https://client.example/back;?a=1", "https://client.example/back?a=%31"),
    *("javascript:alert(1)//https://client.example/back?a=1", "data:text/html,x", "vbscript:x", "file:///etc/passwd"),
    *(
        "https://client.example/back?a=1\r\nX-Evil: 1",
        "https://client.example\t/back?a=1",
        "https://cl\u0456ent.example/",
    ),
    *("https://client。example/back?a=1", "\uff48ttps://client.example/back?a=1", "*", "null", "about:blank", "."),
]


@pytest.fixture
async def browser(world: World) -> AsyncGenerator[Browser]:
    async with Browser(world) as browser:
        yield browser


@pytest.mark.parametrize("uri", HOSTILE)
async def test_nobody_is_sent_to_another_address(world: World, browser: Browser, uri: str):
    bot = await client(world)
    for path in (link(bot, redirect_uri=uri), link(bot, "nonsense", redirect_uri=uri)):
        page = await browser.open(path)
        assert page.status == 400 and not browser.left_for and not page.forms, page.text
        assert "location" not in page.answer.headers
    user = await world.user()
    body = {"authorize": False}
    path = link(bot, redirect_uri=uri)
    await user.refused(50035, "POST", path, body, status=400)
    await user.refused(50035, "GET", path, status=400)


@pytest.mark.parametrize("uri", ["javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,<b>", "file:///tmp/x"])
async def test_some_registered_addresses_are_no_places_to_go(world: World, browser: Browser, uri: str):
    bot = await world.bot()
    await bot.owner.patch(f"/applications/{bot.id}", {"redirect_uris": [uri]})
    for path in (link(bot, redirect_uri=uri), link(bot)):
        page = await browser.open(path)
        assert page.status == 400 and not browser.left_for


async def test_what_is_wrong_is_told_to_the_application_alone_if_it_is_one(world: World, browser: Browser):
    bot = await client(world)
    cases = {
        link(bot, "nonsense", state="s"): ("invalid_scope", "?"),
        link(bot, "activities.read", state="s"): ("", ""),  # who may ask for it depends on the user
        link(bot, response_type="id_token", state="s"): ("unsupported_response_type", "?"),
        link(bot, code_challenge="x" * 43, code_challenge_method="plain", state="s"): ("invalid_request", "?"),
        link(bot, code_challenge="x", code_challenge_method="S256", state="s"): ("invalid_request", "?"),
        link(bot, "webhook.incoming", "token", state="s"): ("unsupported_response_type", "#"),
        link(bot, "bot", permissions="all", state="s"): ("invalid_request", "?"),
        link(bot, "bot", integration_type="1", state="s"): ("invalid_request", "?"),
    }
    for path, (error, sign) in cases.items():
        await browser.open(path)
        assert f"error={error}" in browser.left_for if error else not browser.left_for, path
        assert not error or (browser.left_for.startswith(URI) and "state=s" in browser.left_for)
        assert sign != "#" or "#error=" in browser.left_for
    for path in (
        "/oauth2/authorize",
        "/oauth2/authorize?client_id=1",
        "/oauth2/authorize?client_id=x&redirect_uri=" + URI,
    ):
        page = await browser.open(path)
        assert page.status in (400, 404) and not browser.left_for
    page = await browser.open(link(bot) + "&client_id=1")
    assert page.status == 400 and not browser.left_for


async def test_scopes_that_need_an_approval(world: World, browser: Browser):
    bot, user = await client(world), await world.user()
    await browser.log_in(await browser.open(link(bot, "activities.read")), user.name)
    assert "error=invalid_scope" in browser.left_for and "activities.read" in browser.left_for
    page = await browser.open(link(bot))
    page = await browser.log_in(await browser.send(page.form("Not you?")), bot.owner.name)
    page = await browser.open(link(bot, "activities.read"))
    assert "needs an approval: activities.read" in page.text and page.form("Authorize")


async def test_another_site_cannot_agree(world: World, browser: Browser):
    bot, user = await client(world), await world.user()
    page = await browser.log_in(await browser.open(link(bot)), user.name)
    good = page.form("Authorize")
    async with Browser(world) as other:
        theirs = (await other.open(link(bot))).form("Log in")
    for csrf in ("", "0" * 64, dict(theirs.fields)["csrf"]):
        page = await browser.send(good, csrf=csrf)
        assert page.status == 403 and not browser.left_for
    browser.http.headers["sec-fetch-site"] = "cross-site"
    assert (await browser.send(good)).status == 403
    browser.http.headers["sec-fetch-site"] = "same-origin"
    await browser.send(good)
    assert "code=" in browser.left_for


async def test_another_site_cannot_log_a_browser_in_or_out(world: World, browser: Browser):
    bot, user = await client(world), await world.user()
    path = link(bot)
    form = Form("post", "/oauth2/login" + path.partition("/oauth2/authorize")[2])
    form.fields = [("login", f"{user.name}@example.test"), ("password", "correct horse battery")]
    assert (await browser.send(form)).status == 403
    page = await browser.log_in(await browser.open(path), user.name)
    form = Form("post", page.form("Not you?").action)
    assert (await browser.send(form)).status == 403
    assert (await browser.open(path)).form("Authorize")


async def test_the_cookie_is_kept_from_scripts_and_changes_at_login(world: World, browser: Browser):
    bot, user = await client(world), await world.user()
    page = await browser.open(link(bot))
    cookie = page.answer.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Domain" not in cookie
    before = browser.http.cookies["guildhall-consent"]
    await browser.log_in(page, user.name)
    session = browser.http.cookies["guildhall-consent"]
    assert session != before
    await world.anyone.request("GET", "/users/@me", headers={"Authorization": session}, expect=401)


async def test_another_password_ends_the_session(world: World, browser: Browser):
    bot, user = await client(world), await world.user()
    await browser.log_in(await browser.open(link(bot)), user.name)
    await user.patch("/users/@me", {"password": "correct horse battery", "new_password": "another horse battery"})
    assert (await browser.open(link(bot))).title == "Log in"


EVIL = "\"'><script>alert(1)</script>"


async def test_names_are_only_text(world: World, browser: Browser):
    bot, user = await client(world), await world.user("u" + str(id(browser)))
    await bot.owner.patch(f"/applications/{bot.id}", {"name": EVIL[:32], "description": EVIL})
    guild = await user.post("/guilds", {"name": EVIL})
    path = link(bot, "bot identify", guild_id=guild["id"], state=EVIL, nonce=EVIL, prompt=EVIL)
    page = await browser.open(path)
    pages = [page, await browser.log_in(page, user.name)]
    for page in pages:
        assert EVIL[:32] in page.text and "script" not in [tag for tag, _ in page.tags]
        assert not any(name.startswith("on") for _, attributes in page.tags for name in attributes)
        check_headers(page.answer)
    assert EVIL in pages[1].text and not re.search("<script", pages[1].answer.text)
    await browser.send(pages[1].form("Authorize"))
    assert quote(EVIL, safe="") in browser.left_for.replace("+", "%20")


async def test_pages_are_for_everyone(world: World, browser: Browser):
    bot, user = await client(world), await world.user()
    guild = await world.guild(user)
    first = await browser.open(link(bot, "bot identify", permissions="2048", guild_id=guild.id))
    for page in (first, await browser.log_in(first, user.name)):
        tags = [tag for tag, _ in page.tags]
        assert ("html", {"lang": "en"}) in page.tags and page.title
        assert tags.count("main") == tags.count("h1") == 1 and "script" not in tags
        labelled = {attributes["for"] for tag, attributes in page.tags if tag == "label" and "for" in attributes}
        shown = [
            a for tag, a in page.tags if tag in ("input", "select") and a.get("type") not in ("hidden", "checkbox")
        ]
        assert shown and {attributes["id"] for attributes in shown} <= labelled
        assert "fieldset" in tags or page.title == "Log in"


async def test_nothing_that_was_not_asked_for_is_granted(world: World, browser: Browser):
    bot, user = await world.bot(), await world.user()
    guild = await world.guild(user)
    page = await browser.open(link(bot, "bot", None, permissions="2048", guild_id=guild.id))
    form = (await browser.log_in(page, user.name)).form("Authorize")
    form.fields += [("permission", "8"), ("permission", str(2**62))]
    await browser.send(form)
    role = next(role for role in await bot.get(f"/guilds/{guild.id}/roles") if role["managed"])
    assert role["permissions"] == "2048"


async def test_many_at_once_add_one_bot(world: World, browser: Browser):
    bot, user = await world.bot(), await world.user()
    guild = await world.guild(user)
    page = await browser.open(link(bot, "bot", None, permissions="2048", guild_id=guild.id))
    form = (await browser.log_in(page, user.name)).form("Authorize")
    api = {"guild_id": guild.id, "permissions": "2048", "authorize": True}
    path = f"/oauth2/authorize?client_id={bot.id}&scope=bot"
    await asyncio.gather(*(browser.send(form) for _ in range(6)), *(user.post(path, api) for _ in range(6)))
    assert len([role for role in await bot.get(f"/guilds/{guild.id}/roles") if role["managed"]]) == 1
    assert len(await user.get(f"/guilds/{guild.id}/integrations")) == 1
    assert len(await user.get("/users/@me/guilds")) == 1
    assert (await user.get(f"/guilds/{guild.id}?with_counts=true"))["approximate_member_count"] == 2


async def test_codes_of_many_at_once_are_all_different(world: World, browser: Browser):
    bot, user = await client(world), await world.user()
    form = (await browser.log_in(await browser.open(link(bot)), user.name)).form("Authorize")

    async def code() -> str:
        answer = await browser.http.post(
            browser.root + form.action,
            data=dict(form.fields),
        )
        return answer.headers["location"]

    assert len(set(await asyncio.gather(*(code() for _ in range(10))))) == 10


async def test_what_is_no_form_of_ours(world: World, browser: Browser):
    bot, user = await client(world), await world.user()
    page = await browser.log_in(await browser.open(link(bot)), user.name)
    form = page.form("Authorize")
    url = browser.root + form.action
    for body, headers in (
        (b"{}", {"Content-Type": "application/json"}),
        (b"\xff\x00=%ff", {"Content-Type": "application/x-www-form-urlencoded"}),
        (b"a=1&" * 5000, {"Content-Type": "application/x-www-form-urlencoded"}),
        (b"a" * 100_000, {"Content-Type": "application/x-www-form-urlencoded"}),
    ):
        answer = await browser.http.post(url, content=body, headers=headers)
        assert 400 <= answer.status_code < 500, body[:20]
        check_headers(answer)
    answer = await browser.http.post(url, data={**dict(form.fields), "permission": "x", "channel_id": "-1"})
    assert answer.status_code == 400
