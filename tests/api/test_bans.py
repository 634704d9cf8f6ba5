"""Bans: who is banned is put out, stays out, and what he said lately may go with him."""

import pytest

from tests.api.test_audit_log import entries
from tests.api.test_members import UNKNOWN, promote
from tests.world import World

_BAN_MEMBERS, _MANAGE_GUILD = 1 << 2, 1 << 5


async def test_a_banned_member_is_out_and_stays_out_until_he_is_unbanned(world: World) -> None:
    member = await world.user()
    guild = await world.guild(members=[member])
    invite = await guild.owner.post(f"/channels/{guild.channel}/invites", {})
    path, socket = f"/guilds/{guild.id}/bans/{member.id}", await guild.owner.connect()
    await guild.owner.put(path, {}, headers={"X-Audit-Log-Reason": "spam"}, expect=204)
    assert (await socket.event("GUILD_BAN_ADD"))["user"]["id"] == member.id
    assert (await socket.event("GUILD_MEMBER_REMOVE"))["user"]["id"] == member.id
    assert (await guild.owner.get(path))["reason"] == "spam"
    await member.refused(40007, "POST", f"/invites/{invite['code']}", {}, status=403)
    await guild.owner.delete(path, expect=204)
    assert (await socket.event("GUILD_BAN_REMOVE"))["user"]["id"] == member.id
    await guild.owner.refused(10026, "DELETE", path, status=404)
    await member.post(f"/invites/{invite['code']}", {})
    unbanned, banned = (await entries(guild.owner, guild))[:2]
    assert (unbanned["action_type"], banned["action_type"], banned["reason"]) == (23, 22, "spam")


@pytest.mark.parametrize("in_query", [False, True])
async def test_what_he_said_goes_with_him(world: World, in_query: bool) -> None:
    member = await world.user()
    guild = await world.guild(members=[member])
    channel = f"/channels/{guild.channel}/messages"
    said = [(await member.post(channel, {"content": "spam"}))["id"] for _ in range(3)]
    kept = await guild.owner.post(channel, {"content": "mine"})
    socket, path = await guild.owner.connect(), f"/guilds/{guild.id}/bans/{member.id}"
    if in_query:
        await guild.owner.put(f"{path}?delete_message_seconds=3600")
    else:
        await guild.owner.put(path, {"delete_message_days": 1})
    assert (await socket.event("MESSAGE_DELETE_BULK"))["ids"] == said
    left = {one["id"] for one in await guild.owner.get(channel)}
    assert kept["id"] in left and not left.intersection(said)


async def test_who_may_ban_whom(world: World) -> None:
    moderator, member, stranger = await world.users(3)
    guild = await world.guild(members=[moderator, member])
    path = f"/guilds/{guild.id}/bans"
    for method, at in (("GET", path), ("GET", f"{path}/{member.id}"), ("PUT", f"{path}/{stranger.id}")):
        await member.refused(50013, method, at, status=403)
    await promote(guild, moderator, _BAN_MEMBERS)
    for above in (guild.owner, moderator):
        await moderator.refused(50013, "PUT", f"{path}/{above.id}", {}, status=403)
    await moderator.refused(10013, "PUT", f"{path}/{UNKNOWN}", {}, status=404)
    await moderator.refused(50013, "POST", f"/guilds/{guild.id}/bulk-ban", {"user_ids": [member.id]}, status=403)
    await moderator.put(f"{path}/{stranger.id}", {})
    assert [one["user"]["id"] for one in await moderator.get(path)] == [stranger.id]


async def test_several_at_once_and_pages(world: World) -> None:
    people = await world.users(3)
    guild = await world.guild(members=people[:2])
    path, ids = f"/guilds/{guild.id}/bans", [one.id for one in people]
    bulk = {"user_ids": [*ids, guild.owner.id, UNKNOWN], "delete_message_seconds": 60}
    done = await guild.owner.post(f"/guilds/{guild.id}/bulk-ban", bulk)
    assert done == {"banned_users": ids, "failed_users": [guild.owner.id, UNKNOWN]}
    await guild.owner.refused(500000, "POST", f"/guilds/{guild.id}/bulk-ban", bulk, status=400)
    pages = {"": ids, "?limit=1": ids[:1], f"?after={ids[0]}": ids[1:], f"?limit=1&before={ids[2]}": [ids[1]]}
    for query, page in pages.items():
        assert [one["user"]["id"] for one in await guild.owner.get(path + query)] == page


async def test_a_banned_bot_loses_what_it_had(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=8)
    await guild.owner.put(f"/guilds/{guild.id}/bans/{bot.id}", {})
    assert await guild.owner.get(f"/guilds/{guild.id}/integrations") == []
    assert [one["name"] for one in await guild.owner.get(f"/guilds/{guild.id}/roles")] == ["@everyone"]
