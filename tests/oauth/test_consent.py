"""The consent page, as a browser without scripts sees it."""

from collections.abc import AsyncGenerator
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

import pytest

from tests.browser import Browser
from tests.world import Bot, Guild, Person, World

URI = "https://client.example/back?a=1"
_SEND_MESSAGES, _KICK_MEMBERS, _MANAGE_GUILD = 1 << 11, 1 << 1, 1 << 5


@pytest.fixture
async def browser(world: World) -> AsyncGenerator[Browser]:
    async with Browser(world) as browser:
        yield browser


async def client(world: World, **fields: Any) -> Bot:
    """An application with a redirect URI."""
    bot = await world.bot()
    await bot.owner.patch(f"/applications/{bot.id}", {"redirect_uris": [URI], **fields})
    return bot


def link(bot: Bot, scope: str = "identify", response_type: str | None = "code", **more: str) -> str:
    query = {"client_id": bot.id, "scope": scope, "response_type": response_type, **more}
    return "/oauth2/authorize?" + "&".join(f"{key}={quote(value, safe='')}" for key, value in query.items() if value)


def told(url: str) -> dict[str, str]:
    """What the application is told by the address."""
    assert url.startswith(URI), url
    parts = urlsplit(url)
    return dict(parse_qsl(parts.fragment or parts.query)) | {"a": ""}


async def may_add_apps(guild: Guild, person: Person, permissions: int = _MANAGE_GUILD) -> None:
    role = await guild.owner.post(f"/guilds/{guild.id}/roles", {"permissions": str(permissions)})
    await guild.owner.put(f"/guilds/{guild.id}/members/{person.id}/roles/{role['id']}")


async def test_a_user_logs_in_and_agrees(world: World, browser: Browser):
    bot, user = await client(world), await world.user()
    page = await browser.open(link(bot, "identify email", state="a&b=c"))
    assert page.title == "Log in" and bot.name in page.text
    page = await browser.log_in(page, user.name)
    assert "see your e-mail address" in page.text and user.name in page.text and "client.example" in page.text
    await browser.send(page.form("Authorize"))
    answer = told(browser.left_for)
    assert answer["state"] == "a&b=c" and answer["code"] and "error" not in answer


async def test_a_user_refuses(world: World, browser: Browser):
    bot, user = await client(world), await world.user()
    page = await browser.open(link(bot, state="s"))
    await browser.send(page.form("Cancel"))
    assert told(browser.left_for) == {"a": "", "error": "access_denied", "state": "s"}
    page = await browser.log_in(await browser.open(link(bot, response_type="token", state="s")), user.name)
    await browser.send(page.form("Cancel"))
    assert browser.left_for == f"{URI}#error=access_denied&state=s"


async def test_the_implicit_grant_answers_in_the_fragment(world: World, browser: Browser):
    bot, user = await client(world), await world.user()
    page = await browser.log_in(await browser.open(link(bot, response_type="token", state="s")), user.name)
    await browser.send(page.form("Authorize"))
    answer = told(browser.left_for)
    assert urlsplit(browser.left_for).query == "a=1" and answer["token_type"] == "Bearer"
    assert answer["expires_in"] == "604800" and answer["scope"] == "identify" and answer["state"] == "s"
    assert [one["application"]["id"] for one in await user.get("/oauth2/tokens")] == [bot.id]


async def test_a_bot_is_added_to_a_chosen_guild(world: World, browser: Browser):
    bot, user = await world.bot(), await world.user()
    mine, other = await world.guild(user), await world.guild(members=[user])
    asked = str(_SEND_MESSAGES | _KICK_MEMBERS)
    page = await browser.open(link(bot, "bot", None, permissions=asked))
    page = await browser.log_in(page, user.name)
    assert page.form("Choose").choices["guild_id"] == {mine.id: "a guild"}, f"not {other.id}"
    page = await browser.send(page.form("Choose"), guild_id=mine.id)
    assert "do harm: Kick members" in page.text and "Nobody has verified" in page.text
    assert page.form("Authorize").switches == {str(_KICK_MEMBERS): "Kick members", "2048": "Send messages"}
    page = await browser.send(page.form("Authorize"), without=str(_KICK_MEMBERS))
    assert page.title == "Done" and not browser.left_for
    role = next(role for role in await bot.get(f"/guilds/{mine.id}/roles") if role["managed"])
    assert role["permissions"] == str(_SEND_MESSAGES)


async def test_only_what_he_holds_can_be_switched(world: World, browser: Browser):
    bot, helper = await world.bot(), await world.user()
    guild = await world.guild(members=[helper])
    await may_add_apps(guild, helper)
    page = await browser.open(link(bot, "bot", None, permissions=str(1 << 3 | _MANAGE_GUILD), guild_id=guild.id))
    page = await browser.log_in(page, helper.name)
    form = page.form("Authorize")
    assert form.switches == {str(_MANAGE_GUILD): "Manage server"} and "administrator" in page.text
    form.fields.append(("permission", str(1 << 3)))
    await browser.send(form)
    role = next(role for role in await bot.get(f"/guilds/{guild.id}/roles") if role["managed"])
    assert role["permissions"] == str(_MANAGE_GUILD)


async def test_a_fixed_guild_cannot_be_changed(world: World, browser: Browser):
    bot, user = await world.bot(), await world.user()
    mine, other = await world.guild(user), await world.guild(members=[user])
    path = link(bot, "bot", None, disable_guild_select="true", guild_id=mine.id)
    page = await browser.log_in(await browser.open(path), user.name)
    assert "This adds it to a guild." in page.text and len(page.forms) == 2
    page = await browser.open(link(bot, "bot", None, disable_guild_select="true", guild_id=other.id))
    assert "You may not add this" in page.text and "Authorize" not in page.forms[-1].buttons
    form = page.form("Cancel")
    form.fields[-1] = ("decision", "authorize")
    page = await browser.send(form)
    assert page.status == 403 and "Missing Permissions" in page.text


async def test_the_page_says_which_guild_it_is_about(world: World, browser: Browser):
    bot, user = await world.bot(), await world.user()
    mine, other = await world.guild(user), await world.guild(user)
    await user.patch(f"/guilds/{mine.id}", {"name": "the first"})
    page = await browser.log_in(await browser.open(link(bot, "bot", None, guild_id=mine.id)), user.name)
    assert "This adds it to the first." in page.text
    await browser.send(page.form("Authorize"), guild_id=other.id)
    assert [guild["id"] for guild in await bot.get("/users/@me/guilds")] == [mine.id]


async def test_a_channel_for_a_webhook_is_chosen(world: World, browser: Browser):
    bot, user = await client(world), await world.user()
    mine = await world.guild(user)
    page = await browser.log_in(await browser.open(link(bot, "webhook.incoming", state="s")), user.name)
    page = await browser.send(page.form("Choose"), guild_id=mine.id)
    form = page.form("Authorize")
    assert mine.channel in form.choices["channel_id"] and "post messages to a channel" in page.text
    await browser.send(form, channel_id=mine.channel)
    assert told(browser.left_for)["guild_id"] == mine.id and told(browser.left_for)["code"]
    (webhook,) = await user.get(f"/channels/{mine.channel}/webhooks")
    assert webhook["application_id"] == bot.id and webhook["name"] == bot.name


async def test_no_guild_to_choose(world: World, browser: Browser):
    bot, user = await world.bot(), await world.user()
    page = await browser.log_in(await browser.open(link(bot, "bot", None)), user.name)
    assert "no server to which you may add this" in page.text
    assert (await browser.send(page.form("Cancel"))).title == "Cancelled"


async def test_a_private_bot_is_for_its_owner(world: World, browser: Browser):
    bot, user = await world.bot(), await world.user()
    guild = await world.guild(user)
    await bot.owner.patch(f"/applications/{bot.id}", {"bot_public": False})
    page = await browser.open(link(bot, "bot", None, guild_id=guild.id))
    page = await browser.log_in(page, user.name)
    assert "private: only its developers and testers" in page.text
    form = page.form("Cancel")
    form.fields[-1] = ("decision", "authorize")
    assert (await browser.send(form)).status == 403
    await bot.refused(50001, "GET", f"/guilds/{guild.id}", status=403)


async def test_what_a_user_installs_is_listed_until_he_removes_it(world: World, browser: Browser):
    bot, user = await world.bot(), await world.user()
    await bot.owner.patch(f"/applications/{bot.id}", {"integration_types_config": {"0": {}, "1": {}}})
    page = await browser.open(link(bot, "applications.commands", None, integration_type="1"))
    page = await browser.log_in(page, user.name)
    assert (await browser.send(page.form("Authorize"))).title == "Done"
    socket = await user.connect()
    listed = (await user.get("/oauth2/tokens"))[0]
    assert (listed["application"]["id"], listed["scopes"]) == (bot.id, ["applications.commands"])
    assert await user.get(f"/oauth2/tokens/{listed['id']}") == listed
    await user.delete(f"/oauth2/tokens/{listed['id']}")
    assert await socket.event("USER_APPLICATION_REMOVE") == {"application_id": bot.id}
    assert await user.get("/oauth2/tokens") == []
    await user.refused(10012, "DELETE", f"/oauth2/tokens/{listed['id']}", status=404)


async def test_an_install_link_that_leaves_all_to_the_settings(world: World, browser: Browser):
    bot, user = await world.bot(), await world.user()
    guild = await world.guild(user)
    params = {"scopes": ["bot"], "permissions": str(_SEND_MESSAGES)}
    config = {
        "0": {"oauth2_install_params": params},
        "1": {"oauth2_install_params": {"scopes": ["applications.commands"]}},
    }
    await bot.owner.patch(f"/applications/{bot.id}", {"integration_types_config": config})
    page = await browser.open(f"/oauth2/authorize?client_id={bot.id}")
    page = await browser.send(page.form("Choose"), integration_type="0")
    page = await browser.log_in(page, user.name)
    page = await browser.send(page.form("Choose"), guild_id=guild.id)
    assert page.form("Authorize").switches == {"2048": "Send messages"}
    await browser.send(page.form("Authorize"))
    assert (await bot.get(f"/guilds/{guild.id}"))["id"] == guild.id
    page = await browser.send(
        (await browser.open(f"/oauth2/authorize?client_id={bot.id}")).form("Choose"), integration_type="1"
    )
    assert "add commands" in page.text and "guild_id" not in page.form("Authorize").choices


async def test_the_page_can_be_skipped_once_agreed(world: World, browser: Browser):
    bot, user = await client(world), await world.user()
    path = link(bot, response_type="token", prompt="none")
    page = await browser.log_in(await browser.open(path), user.name)
    assert not browser.left_for
    await browser.send(page.form("Authorize"))
    await browser.open(path)
    assert told(browser.left_for)["access_token"]
    page = await browser.open(link(bot, "identify email", "token", prompt="none"))
    assert not browser.left_for and page.form("Authorize")
    page = await browser.open(link(bot, response_type="token"))
    assert not browser.left_for and page.form("Authorize")


async def test_the_old_address_leads_here(world: World, browser: Browser):
    bot = await client(world)
    page = await browser.open("/api" + link(bot, state="x y"))
    assert page.title == "Log in" and "state=x+y" in page.form("Log in").action


async def test_another_account(world: World, browser: Browser):
    bot, user = await client(world), await world.user()
    page = await browser.log_in(await browser.open(link(bot)), user.name)
    page = await browser.send(page.form("Not you?"))
    assert page.title == "Log in"
    assert (await browser.open(link(bot))).title == "Log in"


async def test_a_wrong_password(world: World, browser: Browser):
    bot, user = await client(world), await world.user()
    page = await browser.log_in(await browser.open(link(bot)), user.name, "another password")
    assert page.status == 403 and "is wrong" in page.text and page.title == "Log in"
    page = await browser.log_in(page, user.name)
    assert page.form("Authorize")
