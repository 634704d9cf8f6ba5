"""Adding a bot to a guild."""

from tests.world import World

_SEND_MESSAGES = 1 << 11


async def test_a_bot_joins_with_a_role_of_its_own(world: World):
    guild = await world.guild()
    bot = await world.bot()
    socket, own = await guild.owner.connect(), await bot.connect()
    await world.add_bot(bot, guild, _SEND_MESSAGES)
    role = (await socket.event("GUILD_ROLE_CREATE"))["role"]
    assert (role["managed"], role["tags"], role["permissions"]) == (True, {"bot_id": bot.id}, str(_SEND_MESSAGES))
    member = await socket.event("GUILD_MEMBER_ADD")
    assert (member["user"]["id"], member["roles"]) == (bot.id, [role["id"]])
    joined = await own.event("GUILD_CREATE", lambda data: data["id"] == guild.id)
    assert "unavailable" not in joined
    await world.add_bot(bot, guild, _SEND_MESSAGES)
    assert len([r for r in await bot.get(f"/guilds/{guild.id}/roles") if r["managed"]]) == 1


async def test_without_permissions_there_is_no_role(world: World):
    guild = await world.guild()
    bot = await world.bot(guild)
    assert [role["id"] for role in await bot.get(f"/guilds/{guild.id}/roles")] == [guild.id]


async def test_who_may_not(world: World):
    member, stranger = await world.users(2)
    guild = await world.guild(members=[member])
    bot = await world.bot()
    path, body = f"/oauth2/authorize?client_id={bot.id}&scope=bot", {"guild_id": guild.id, "authorize": True}
    await member.refused(50013, "POST", path, body, status=403)
    await stranger.refused(50001, "POST", path, body, status=403)
    await guild.owner.refused(10004, "POST", path, body | {"guild_id": "1"}, status=404)
    await guild.owner.refused(50035, "POST", path, {"authorize": True}, status=400)
    await guild.owner.refused(10002, "POST", "/oauth2/authorize?client_id=1&scope=bot", body, status=404)
    await guild.owner.refused(50035, "POST", f"/oauth2/authorize?client_id={bot.id}&scope=email", body, status=400)
    await bot.owner.patch(f"/applications/{bot.id}", {"bot_public": False})
    await guild.owner.refused(20012, "POST", path, body, status=403)
    await bot.refused(50001, "GET", f"/guilds/{guild.id}", status=403)


async def test_nobody_gives_what_he_has_not(world: World):
    helper = await world.user()
    guild = await world.guild(members=[helper])
    manage_guild, administrator = 1 << 5, 1 << 3
    role = await guild.owner.post(f"/guilds/{guild.id}/roles", {"permissions": str(manage_guild)})
    await guild.owner.put(f"/guilds/{guild.id}/members/{helper.id}/roles/{role['id']}")
    bot = await world.bot()
    body = {"guild_id": guild.id, "permissions": str(administrator | manage_guild), "authorize": True}
    await helper.post(f"/oauth2/authorize?client_id={bot.id}&scope=bot", body)
    managed = next(r for r in await bot.get(f"/guilds/{guild.id}/roles") if r["managed"])
    assert managed["permissions"] == str(manage_guild)


async def test_the_browser_is_sent_on(world: World):
    guild = await world.guild()
    bot = await world.bot()
    uri = "https://example.test/back?a=1"
    await bot.owner.patch(f"/applications/{bot.id}", {"redirect_uris": [uri]})
    path = f"/oauth2/authorize?client_id={bot.id}&scope=bot&state=s%26t"
    sent = await guild.owner.post(path, {"authorize": False})
    assert sent["location"] == f"{world.addresses.root}?error=access_denied&state=s%26t"
    redirect = f"{path}&redirect_uri=https%3A%2F%2Fexample.test%2Fback%3Fa%3D1"
    sent = await guild.owner.post(redirect, {"guild_id": guild.id, "authorize": True})
    assert sent["url"] == f"{uri}&guild_id={guild.id}&permissions=0&state=s%26t"
    await guild.owner.refused(50035, "POST", f"{path}&redirect_uri=https%3A%2F%2Fevil.test", {}, status=400)
