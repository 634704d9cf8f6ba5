"""Testers: who may use an application that others may not use yet."""

from tests.world import Bot, Person, World


async def invite(bot: Bot, person: Person) -> None:
    await bot.owner.post(f"/oauth2/applications/{bot.id}/allowlist", {"username": person.name})


async def test_a_tester_installs_a_private_application_once_he_has_accepted(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot()
    await bot.owner.patch(f"/applications/{bot.id}", {"bot_public": False})
    install = f"/oauth2/authorize?client_id={bot.id}&scope=bot"
    body = {"guild_id": guild.id, "permissions": "0", "authorize": True}
    socket = await guild.owner.connect()
    await invite(bot, guild.owner)
    assert bot.id in (await socket.event("MESSAGE_CREATE"))["content"]
    await guild.owner.refused(20012, "POST", install, body, status=403)
    accepted = await guild.owner.post("/oauth2/allowlist/accept", {"token": bot.id})
    assert (accepted["user"]["id"], accepted["state"]) == (guild.owner.id, 2)
    await guild.owner.post(install, body)
    assert await bot.owner.get(f"/oauth2/applications/{bot.id}/allowlist") == [accepted]


async def test_a_tester_authorizes_scopes_that_need_an_approval(world: World) -> None:
    person, bot = await world.user(), await world.bot()
    uri = "https://example.test/back"
    await bot.owner.patch(f"/applications/{bot.id}", {"redirect_uris": [uri]})
    ask = f"/oauth2/authorize?client_id={bot.id}&scope=relationships.read&response_type=code&redirect_uri={uri}"
    await person.request("POST", ask, {"authorize": True}, expect=400)
    await invite(bot, person)
    await person.post("/oauth2/allowlist/accept", {"token": bot.id})
    assert "code=" in (await person.post(ask, {"authorize": True}))["location"]
    await bot.owner.delete(f"/oauth2/applications/{bot.id}/allowlist/{person.id}")
    await person.request("POST", ask, {"authorize": True}, expect=400)


async def test_who_may_say_who_tests(world: World) -> None:
    person, other = await world.users(2)
    bot = await world.bot()
    path = f"/oauth2/applications/{bot.id}/allowlist"
    await other.refused(20012, "GET", path, status=403)
    await other.refused(20012, "POST", path, {"username": other.name}, status=403)
    await other.refused(10002, "POST", "/oauth2/allowlist/accept", {"token": bot.id}, status=404)
    await bot.owner.refused(10013, "POST", path, {"username": "nobody.at.all"}, status=404)
    await invite(bot, person)
    await other.refused(20012, "DELETE", f"{path}/{person.id}", status=403)
    await person.delete(f"{path}/{person.id}")
    await bot.owner.refused(10013, "DELETE", f"{path}/{person.id}", status=404)
