"""The invite codes that guilds choose for themselves."""

import asyncio
import secrets

from tests.world import World

CREATE_INSTANT_INVITE = 1 << 0
MANAGE_GUILD = 1 << 5
VIEW_CHANNEL = 1 << 10


def a_code() -> str:
    return f"guild-{secrets.token_hex(4)}"


async def test_a_code_of_ones_own_lets_people_in(world: World) -> None:
    guild, alice, code = await world.guild(), await world.user(), a_code()
    path = f"/guilds/{guild.id}/vanity-url"
    assert await guild.owner.get(path) == {"code": None, "uses": 0}
    assert await guild.owner.patch(path, {"code": code.upper()}) == {"code": code, "uses": 0}
    seen = await world.anyone.get(f"/invites/{code}?with_counts=true")
    assert seen["guild"]["vanity_url_code"] == seen["code"] == code and seen["expires_at"] is None
    assert seen["channel"]["id"] == guild.channel and "inviter" not in seen
    assert (await alice.post(f"/invites/{code}", {}))["new_member"] is True
    await alice.post(f"/invites/{code}", {})
    assert await guild.owner.get(path) == {"code": code, "uses": 1}


async def test_the_guild_shows_it(world: World) -> None:
    guild, code = await world.guild(), a_code()
    socket = await guild.owner.connect()
    await guild.owner.patch(f"/guilds/{guild.id}/vanity-url", {"code": code})
    told = await socket.event("GUILD_UPDATE")
    assert told["vanity_url_code"] == code and "VANITY_URL" in told["features"]
    entry = (await guild.owner.get(f"/guilds/{guild.id}/audit-logs?action_type=1"))["audit_log_entries"][0]
    assert entry["changes"] == [{"key": "vanity_url_code", "new_value": code}]
    await guild.owner.patch(f"/guilds/{guild.id}/vanity-url", {"code": None})
    assert (await guild.owner.get(f"/guilds/{guild.id}"))["vanity_url_code"] is None


async def test_a_code_is_one_guilds(world: World) -> None:
    guild, other, code = await world.guild(), await world.guild(), a_code()
    paths = [(one.owner, f"/guilds/{one.id}/vanity-url") for one in (guild, other)]
    answers = await asyncio.gather(
        *(owner.patch(path, {"code": code}) for owner, path in paths), return_exceptions=True
    )
    assert sum(isinstance(answer, dict) for answer in answers) == 1
    winner, loser = sorted(zip(paths, answers, strict=True), key=lambda pair: not isinstance(pair[1], dict))
    await loser[0][0].refused(50020, "PATCH", loser[0][1], {"code": code}, status=400)
    await winner[0][0].patch(winner[0][1], {"code": a_code()})
    await world.anyone.refused(10006, "GET", f"/invites/{code}", status=404)
    await loser[0][0].patch(loser[0][1], {"code": code})


async def test_what_is_no_code(world: World) -> None:
    guild = await world.guild()
    for code in ("a", "has space", "x" * 26, "ümlaut", "-a-"):
        await guild.owner.refused(50020, "PATCH", f"/guilds/{guild.id}/vanity-url", {"code": code}, status=400)
    made = (await guild.owner.post(f"/channels/{guild.channel}/invites", {}))["code"]
    await guild.owner.refused(50020, "PATCH", f"/guilds/{guild.id}/vanity-url", {"code": made}, status=400)


async def test_who_may_choose(world: World) -> None:
    guild, code = await world.guild(members=1), a_code()
    path = f"/guilds/{guild.id}/vanity-url"
    bot, manager = await world.bot(guild), await world.bot(guild, permissions=MANAGE_GUILD | CREATE_INSTANT_INVITE)
    await bot.refused(50013, "PATCH", path, {"code": code}, status=403)
    await (await world.user()).refused(50001, "PATCH", path, {"code": code}, status=403)
    await manager.patch(path, {"code": code})
    await manager.refused(10006, "DELETE", f"/invites/{code}", status=404)


async def test_a_guild_that_shows_nothing_to_all_has_an_error(world: World) -> None:
    guild, code = await world.guild(), a_code()
    path = f"/guilds/{guild.id}/vanity-url"
    await guild.owner.patch(path, {"code": code})
    await guild.owner.patch(f"/guilds/{guild.id}/roles/{guild.id}", {"permissions": "0"})
    assert (await guild.owner.get(path))["error"]["code"] == 10003
    await world.anyone.refused(10006, "GET", f"/invites/{code}", status=404)
    allow = {"type": 0, "allow": str(VIEW_CHANNEL)}
    await guild.owner.put(f"/channels/{guild.channel}/permissions/{guild.id}", allow)
    assert (await world.anyone.get(f"/invites/{code}"))["channel"]["id"] == guild.channel


async def test_a_deleted_guild_lets_its_code_go(world: World) -> None:
    guild, other, code = await world.guild(), await world.guild(), a_code()
    await guild.owner.patch(f"/guilds/{guild.id}/vanity-url", {"code": code})
    await guild.owner.delete(f"/guilds/{guild.id}")
    await other.owner.patch(f"/guilds/{other.id}/vanity-url", {"code": code})
