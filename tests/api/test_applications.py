"""Applications and their bots."""

from typing import Any

import pytest

from tests.pictures import png, uri
from tests.world import Person, World

LIMITED = 1 << 13 | 1 << 15 | 1 << 19


async def test_a_user_makes_a_bot(world: World):
    owner = await world.user()
    made = await owner.post("/applications", {"name": "helper", "icon": uri(png()), "description": "helps"})
    assert made["bot"]["id"] == made["id"]
    token = (await owner.post(f"/applications/{made['id']}/bot", {}))["token"]
    bot = Person(world, made["id"], token, bot=True)
    mine = await bot.get("/applications/@me")
    assert mine["bot"]["id"] == mine["id"] == (await bot.get("/users/@me"))["id"]
    assert (mine["owner"]["id"], mine["team"]) == (owner.id, None)
    assert len(bytes.fromhex(mine["verify_key"])) == 32
    assert await bot.get("/oauth2/applications/@me") == mine
    (listed,) = await owner.get("/applications")
    assert mine == {field: listed[field] for field in mine}
    assert (listed["is_verified"], listed["verification_state"], listed["rpc_application_state"]) == (False, 2, 0)
    assert (await owner.post(f"/applications/{made['id']}/bot", {}))["token"] is None


async def test_install_settings_that_could_never_install_are_refused(world: World):
    bot = await world.bot()
    config = {"1": {"oauth2_install_params": {"scopes": ["bot"], "permissions": "8"}}}
    path = f"/applications/{bot.id}"
    problem = await bot.owner.refused(50035, "PATCH", path, {"integration_types_config": config}, status=400)
    found = problem["errors"]["integration_types_config"]["1"]["oauth2_install_params"]["scopes"]["_errors"]
    assert found[0]["message"] == "A bot is added to a guild, not a user."


async def test_a_bot_needs_no_first_token_to_be_installed_and_reset(world: World):
    guild = await world.guild()
    made = await guild.owner.post("/applications", {"name": "helper"})
    install = f"/oauth2/authorize?client_id={made['id']}&scope=bot"
    await guild.owner.post(install, {"guild_id": guild.id, "permissions": "0", "authorize": True})
    token = (await guild.owner.post(f"/applications/{made['id']}/bot/reset", {}))["token"]
    bot = Person(world, made["id"], token, bot=True)
    assert [joined["id"] for joined in await bot.get("/users/@me/guilds")] == [guild.id]
    assert (await guild.owner.post(f"/applications/{made['id']}/bot", {}))["token"] is None


async def test_only_the_limited_intents_can_be_switched(world: World):
    bot = await world.bot(intents=False)
    changed = await bot.patch("/applications/@me", {"flags": LIMITED | 1 << 12 | 1 << 2})
    assert (changed["flags"], changed["flags_new"]) == (LIMITED, str(LIMITED))
    assert (await bot.patch("/applications/@me", {"flags": 0}))["flags"] == 0


async def test_a_bot_changes_its_application(world: World):
    bot = await world.bot()
    body = {
        "description": {"default": "works"},
        "tags": ["one", "two"],
        "cover_image": uri(png()),
        "install_params": {"scopes": ["bot"], "permissions": "8"},
        "integration_types_config": {"0": {"oauth2_install_params": {"scopes": ["bot"], "permissions": 8}}, "1": None},
        "custom_install_url": "https://example.test/add",
        "event_webhooks_types": ["APPLICATION_AUTHORIZED"],
    }
    changed = await bot.patch("/applications/@me", body)
    assert changed == await bot.get("/applications/@me")
    assert changed["description"] == "works"
    assert changed["install_params"] == {"scopes": ["bot"], "permissions": "8"}
    assert changed["integration_types_config"]["1"] == {}
    gone = await bot.patch("/applications/@me", {"install_params": None, "tags": None, "custom_install_url": None})
    assert gone["tags"] == []
    assert not {"install_params", "custom_install_url"} & set(gone)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"tags": ["same", "same"]}, "tags"),
        ({"tags": list("abcdef")}, "tags"),
        ({"custom_install_url": "ftp://example.test"}, "custom_install_url"),
        ({"event_webhooks_url": "nothing"}, "event_webhooks_url"),
        ({"interactions_endpoint_url": "https://example.test"}, "interactions_endpoint_url"),
        ({"install_params": {"scopes": ["email"]}}, "install_params"),
        ({"description": "x" * 401}, "description"),
    ],
)
async def test_what_is_refused(world: World, body: dict[str, Any], field: str):
    bot = await world.bot()
    problem = await bot.refused(50035, "PATCH", "/applications/@me", body, status=400)
    assert list(problem["errors"]) == [field]


async def test_a_reset_ends_the_old_token(world: World):
    bot = await world.bot()
    socket = await bot.connect()
    token = (await bot.owner.post(f"/applications/{bot.id}/bot/reset", {}))["token"]
    await bot.refused(0, "GET", "/users/@me", status=401)
    await Person(world, bot.id, token, bot=True).get("/users/@me")
    assert await socket.close_code() == 4004


async def test_the_owner_changes_the_bot(world: World):
    bot = await world.bot()
    changed = await bot.owner.patch(f"/applications/{bot.id}/bot", {"username": "New Name", "avatar": uri(png())})
    assert (await bot.get("/users/@me"))["avatar"] == changed["avatar"]
    assert (await bot.owner.patch(f"/applications/{bot.id}", {"name": "new", "bot_public": False}))["name"] == "new"


async def test_what_belongs_to_others(world: World):
    bot, other = await world.bot(), await world.user()
    for method, path, body in (
        ("GET", "", None),
        ("PATCH", "", {"name": "mine"}),
        ("POST", "/bot", {}),
        ("PATCH", "/bot", {"username": "mine"}),
        ("POST", "/bot/reset", {}),
    ):
        await other.refused(20012, method, f"/applications/{bot.id}{path}", body, status=403)
    await other.refused(10002, "GET", "/applications/1", status=404)
    await other.refused(20002, "GET", "/applications/@me", status=403)
    await bot.refused(20001, "GET", "/applications", status=403)


async def test_a_description_has_translations(world: World) -> None:
    bot = await world.bot()
    texts = {"de": "Ein Bot", "fr": "Un bot"}
    edited = await bot.patch("/applications/@me", {"description": {"default": "A bot", "localizations": texts}})
    assert (edited["description"], edited["description_localizations"]) == ("A bot", texts)
    kept = await bot.patch("/applications/@me", {"description": {"default": "A better bot"}})
    assert (kept["description"], kept["description_localizations"]) == ("A better bot", texts)
    assert (await bot.patch("/applications/@me", {"description": "Plain"}))["description_localizations"] == texts
    none = await bot.patch("/applications/@me", {"description": {"default": "A bot", "localizations": None}})
    assert "description_localizations" not in none
    long = {"description": {"default": "A bot", "localizations": {"de": "d" * 401}}}
    problem = await bot.refused(50035, "PATCH", "/applications/@me", long, status=400)
    assert list(problem["errors"]["description"]["localizations"]) == ["de"]


async def test_a_deleted_application_is_gone_everywhere(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild)
    await bot.owner.patch(f"/applications/{bot.id}", {"integration_types_config": {"0": {}, "1": {}}})
    install = f"/oauth2/authorize?client_id={bot.id}&scope=applications.commands&integration_type=1"
    await guild.owner.post(install, {"authorize": True})
    await bot.post(f"/applications/{bot.id}/commands", {"name": "x", "description": "x"})
    sockets = [await guild.owner.connect(), await bot.connect()]
    await guild.owner.post(f"/applications/{bot.id}/delete", expect=204)
    assert await sockets[1].close_code() == 4004
    await bot.refused(0, "GET", "/users/@me", status=401)
    assert (await sockets[0].event("GUILD_MEMBER_REMOVE"))["user"]["id"] == bot.id
    assert (await sockets[0].event("USER_APPLICATION_REMOVE"))["application_id"] == bot.id
    assert await guild.owner.get(f"/guilds/{guild.id}/integrations") == []
    assert await guild.owner.get("/oauth2/tokens") == []
    assert await guild.owner.get("/applications") == []
    for path, body in ((f"/applications/{bot.id}/delete", None), (install, {"authorize": True})):
        await guild.owner.refused(10002, "POST", path, body, status=404)


async def test_only_the_owner_deletes(world: World) -> None:
    bot, other = await world.bot(), await world.user()
    await other.refused(20012, "POST", f"/applications/{bot.id}/delete", status=403)
    await bot.refused(20001, "POST", f"/applications/{bot.id}/delete", status=403)
    await bot.get("/users/@me")


async def test_counts_are_real(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild)
    await bot.owner.patch(f"/applications/{bot.id}", {"integration_types_config": {"0": {}, "1": {}}})
    for person in (guild.owner, await world.user()):
        install = f"/oauth2/authorize?client_id={bot.id}&scope=applications.commands&integration_type=1"
        await person.post(install, {"authorize": True})
    mine = await bot.get("/applications/@me")
    assert (mine["approximate_guild_count"], mine["approximate_user_install_count"]) == (1, 2)
