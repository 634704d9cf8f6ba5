"""Applications in guilds: listed, told of, and taken out again."""

from tests.world import World

_MANAGE_GUILD = 1 << 5


async def test_an_integration_comes_with_the_application(world: World):
    guild = await world.guild()
    bot = await world.bot()
    socket = await guild.owner.connect()
    await world.add_bot(bot, guild, 8)
    told = await socket.event("INTEGRATION_CREATE")
    await socket.event("GUILD_INTEGRATIONS_UPDATE", lambda data: data == {"guild_id": guild.id})
    listed = (await guild.owner.get(f"/guilds/{guild.id}/integrations"))[0]
    assert listed["application"]["id"] == listed["account"]["id"] == bot.id and listed["type"] == "discord"
    assert listed["scopes"] == ["applications.commands", "bot"] and listed["user"]["id"] == guild.owner.id
    del listed["user"]
    assert told == listed | {"guild_id": guild.id}


async def test_commands_alone_bring_no_bot_until_it_is_asked_for(world: World):
    guild = await world.guild()
    bot = await world.bot()
    path, body = "/oauth2/authorize?client_id={}&scope={}", {"guild_id": guild.id, "authorize": True}
    await guild.owner.post(path.format(bot.id, "applications.commands"), body)
    await bot.refused(50001, "GET", f"/guilds/{guild.id}", status=403)
    first = (await guild.owner.get(f"/guilds/{guild.id}/integrations"))[0]
    assert first["scopes"] == ["applications.commands"]
    socket = await guild.owner.connect()
    await guild.owner.post(path.format(bot.id, "bot"), body)
    assert (await socket.event("INTEGRATION_UPDATE"))["id"] == first["id"]
    assert (await bot.get(f"/guilds/{guild.id}"))["id"] == guild.id
    await guild.owner.post(path.format(bot.id, "applications.commands"), body)
    assert (await guild.owner.get(f"/guilds/{guild.id}/integrations"))[0]["scopes"] == ["applications.commands", "bot"]


async def test_whoever_takes_the_bot_out_ends_its_integration(world: World):
    guild = await world.guild()
    for how in ("kick", "leave"):
        bot = await world.bot(guild, permissions=8)
        socket = await guild.owner.connect()
        own = (await guild.owner.get(f"/guilds/{guild.id}/integrations"))[0]["id"]
        if how == "kick":
            await guild.owner.delete(f"/guilds/{guild.id}/members/{bot.id}")
        else:
            await bot.delete(f"/users/@me/guilds/{guild.id}")
        gone = await socket.event("INTEGRATION_DELETE")
        assert gone == {"id": own, "guild_id": guild.id, "application_id": bot.id}
        assert await guild.owner.get(f"/guilds/{guild.id}/integrations") == []
        assert not [role for role in await guild.owner.get(f"/guilds/{guild.id}/roles") if role["managed"]]


async def test_an_integration_is_deleted_with_its_bot_and_its_webhooks(world: World):
    guild = await world.guild()
    bot, other = await world.bot(guild, permissions=8), await world.bot(guild, permissions=8)
    await bot.post(f"/channels/{guild.channel}/webhooks", {"name": "its"})
    kept = await other.post(f"/channels/{guild.channel}/webhooks", {"name": "another's"})
    socket = await guild.owner.connect()
    listed = await guild.owner.get(f"/guilds/{guild.id}/integrations")
    own = next(one["id"] for one in listed if one["application"]["id"] == bot.id)
    await guild.owner.delete(f"/guilds/{guild.id}/integrations/{own}")
    await socket.event("GUILD_MEMBER_REMOVE", lambda data: data["user"]["id"] == bot.id)
    assert (await socket.event("INTEGRATION_DELETE"))["id"] == own
    await bot.refused(50001, "GET", f"/guilds/{guild.id}", status=403)
    assert [one["id"] for one in await guild.owner.get(f"/guilds/{guild.id}/webhooks")] == [kept["id"]]
    await guild.owner.refused(10005, "DELETE", f"/guilds/{guild.id}/integrations/{own}", status=404)


async def test_who_may_see_and_delete(world: World):
    member = await world.user()
    guild = await world.guild(members=[member])
    bot = await world.bot(guild)
    own = (await guild.owner.get(f"/guilds/{guild.id}/integrations"))[0]["id"]
    for person in (member, bot):
        await person.refused(50013, "GET", f"/guilds/{guild.id}/integrations", status=403)
        await person.refused(50013, "DELETE", f"/guilds/{guild.id}/integrations/{own}", status=403)
    stranger = await world.user()
    await stranger.refused(50001, "GET", f"/guilds/{guild.id}/integrations", status=403)


async def test_the_intent_brings_the_events(world: World):
    guild = await world.guild()
    watching = await world.bot(guild, permissions=8)
    with_intent, without = await watching.connect(intents=1 | 1 << 4), await watching.connect(intents=1)
    bot = await world.bot()
    await world.add_bot(bot, guild, 8)
    assert (await with_intent.event("INTEGRATION_CREATE"))["application"]["id"] == bot.id
    await guild.owner.patch(f"/guilds/{guild.id}", {"name": "another"})
    await without.event("GUILD_UPDATE")
    assert "INTEGRATION_CREATE" not in [payload.t for payload in without.seen]


async def test_a_deleted_guild_has_no_integrations(world: World):
    guild = await world.guild()
    bot = await world.bot(guild)
    await guild.owner.delete(f"/guilds/{guild.id}")
    await guild.owner.refused(10004, "GET", f"/guilds/{guild.id}/integrations", status=404)
    assert (await bot.get("/users/@me/guilds")) == []
