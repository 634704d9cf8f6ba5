"""The audit log: who changed what, and why."""

from typing import Any

from tests.interactions.invoking import slash
from tests.oauth.applications import Application
from tests.world import Guild, Person, World

_VIEW_AUDIT_LOG = 1 << 7


async def entries(person: Person, guild: Guild, query: str = "") -> list[Any]:
    return (await person.get(f"/guilds/{guild.id}/audit-logs{query}"))["audit_log_entries"]


async def test_a_change_is_logged_with_its_reason(world: World):
    guild = await world.guild()
    socket = await guild.owner.connect()
    reason = {"X-Audit-Log-Reason": "tidying%20up%20%E2%9C%93"}
    role = await guild.owner.post(f"/guilds/{guild.id}/roles", {"name": "red", "color": 7}, headers=reason)
    told = await socket.event("GUILD_AUDIT_LOG_ENTRY_CREATE")
    assert told.pop("guild_id") == guild.id
    assert [told] == await entries(guild.owner, guild)
    assert (told["action_type"], told["target_id"], told["user_id"]) == (30, role["id"], guild.owner.id)
    assert told["reason"] == "tidying up \u2713"
    assert {"key": "name", "new_value": "red"} in told["changes"]


async def test_what_changed_has_both_values(world: World):
    guild = await world.guild()
    await guild.owner.patch(f"/guilds/{guild.id}", {"name": "renamed", "description": None})
    await guild.owner.patch(f"/channels/{guild.channel}", {"topic": "new", "name": "other"})
    await guild.owner.patch(f"/channels/{guild.channel}", {"topic": None})
    last, first, named = await entries(guild.owner, guild)
    assert named["changes"] == [{"key": "name", "new_value": "renamed", "old_value": "a guild"}]
    assert {"key": "topic", "new_value": "new"} in first["changes"]
    assert last["changes"] == [{"key": "topic", "old_value": "new"}]


async def test_nothing_changed_nothing_logged(world: World):
    guild = await world.guild()
    await guild.owner.patch(f"/guilds/{guild.id}", {"name": "a guild"})
    await guild.owner.patch(f"/channels/{guild.channel}", {})
    await guild.owner.refused(50035, "PATCH", f"/guilds/{guild.id}", {"name": ""}, status=400)
    assert await entries(guild.owner, guild) == []


async def test_members_and_their_roles(world: World):
    member = await world.user()
    guild = await world.guild(members=[member])
    role = await guild.owner.post(f"/guilds/{guild.id}/roles", {"name": "red"})
    path = f"/guilds/{guild.id}/members/{member.id}"
    await guild.owner.put(f"{path}/roles/{role['id']}")
    await guild.owner.patch(path, {"nick": "nick", "roles": []})
    await guild.owner.delete(path)
    kicked, removed, named, added, *_ = await entries(guild.owner, guild)
    assert [kicked["action_type"], kicked["target_id"]] == [20, member.id]
    assert "changes" not in kicked
    assert removed["changes"] == [{"key": "$remove", "new_value": [{"id": role["id"], "name": "red"}]}]
    assert named["changes"] == [{"key": "nick", "new_value": "nick"}]
    assert (added["action_type"], added["changes"][0]["key"]) == (25, "$add")


async def test_overwrites_invites_webhooks_and_messages(world: World):
    member = await world.user()
    guild = await world.guild(members=[member])
    owner, channel = guild.owner, f"/channels/{guild.channel}"
    await owner.put(f"{channel}/permissions/{guild.id}", {"type": 0, "deny": "2048"})
    await owner.delete(f"{channel}/permissions/{guild.id}")
    invite = await owner.post(f"{channel}/invites", {"unique": True})
    await owner.delete(f"/invites/{invite['code']}")
    hook = await owner.post(f"{channel}/webhooks", {"name": "hook"})
    await owner.patch(f"/webhooks/{hook['id']}", {"name": "other"})
    await owner.delete(f"/webhooks/{hook['id']}")
    said = await member.post(f"{channel}/messages", {"content": "x"})
    await owner.delete(f"{channel}/messages/{said['id']}")
    found = await entries(owner, guild)
    assert [one["action_type"] for one in found][:8] == [72, 52, 51, 50, 42, 40, 15, 13]
    assert found[0]["options"] == {"channel_id": guild.channel, "count": "1"}
    assert found[0]["target_id"] == member.id
    assert found[7]["options"] == {"id": guild.id, "type": "0", "role_name": "@everyone"}
    assert {"key": "code", "new_value": invite["code"]} in found[5]["changes"]


async def test_filters_and_pages(world: World):
    guild = await world.guild()
    bot = await world.bot(guild, permissions=8)
    made = [await bot.post(f"/guilds/{guild.id}/roles", {"name": f"r{number}"}) for number in range(3)]
    await bot.delete(f"/guilds/{guild.id}/roles/{made[1]['id']}")
    assert {one["user_id"] for one in await entries(guild.owner, guild, f"?user_id={bot.id}")} == {bot.id}
    created = await entries(guild.owner, guild, "?action_type=30&limit=2")
    assert [one["target_id"] for one in created] == [made[2]["id"], made[1]["id"]]
    older = await entries(guild.owner, guild, f"?action_type=30&before={created[-1]['id']}")
    assert [one["target_id"] for one in older] == [made[0]["id"]]
    oldest = await entries(guild.owner, guild, "?after=0&limit=1")
    assert oldest[0]["action_type"] == 28  # the bot was added
    of_one = await entries(guild.owner, guild, f"?target_id={made[1]['id']}")
    assert [one["action_type"] for one in of_one] == [32, 30]


async def test_what_entries_speak_of_is_told(world: World):
    guild = await world.guild()
    bot = await world.bot(guild)
    hook = await guild.owner.post(f"/channels/{guild.channel}/webhooks", {"name": "hook"})
    command = await slash(bot, "paint")
    app = await Application.make(world, bot)
    bearer = await app.bearer(guild.owner, "applications.commands.permissions.update")
    path = f"/applications/{bot.id}/guilds/{guild.id}/commands/{command['id']}/permissions"
    await bearer.put(path, {"permissions": [{"id": guild.id, "type": 1, "permission": False}]})
    log = await guild.owner.get(f"/guilds/{guild.id}/audit-logs")
    assert {one["id"] for one in log["users"]} >= {guild.owner.id, bot.id}
    assert [one["id"] for one in log["webhooks"]] == [hook["id"]]
    assert "token" not in log["webhooks"][0]
    assert [one["id"] for one in log["application_commands"]] == [command["id"]]
    newest = log["audit_log_entries"][0]
    assert (newest["action_type"], newest["options"]) == (121, {"application_id": bot.id})
    assert newest["changes"][0]["key"] == guild.id


async def test_who_may_view_it(world: World):
    member, stranger = await world.users(2)
    guild = await world.guild(members=[member])
    path = f"/guilds/{guild.id}/audit-logs"
    await member.refused(50013, "GET", path, status=403)
    await stranger.refused(50001, "GET", path, status=403)
    socket = await member.connect()
    await guild.owner.post(f"/guilds/{guild.id}/roles", {"name": "unseen"})
    assert "GUILD_AUDIT_LOG_ENTRY_CREATE" not in await socket.until("GUILD_ROLE_CREATE")
    role = await guild.owner.post(f"/guilds/{guild.id}/roles", {"permissions": str(_VIEW_AUDIT_LOG)})
    await guild.owner.put(f"/guilds/{guild.id}/members/{member.id}/roles/{role['id']}")
    assert (await socket.event("GUILD_AUDIT_LOG_ENTRY_CREATE"))["action_type"] == 25
    assert (await entries(member, guild))[0]["action_type"] == 25


async def test_threads(world: World):
    guild = await world.guild()
    body = {"name": "a thread", "type": 11}
    thread = await guild.owner.post(f"/channels/{guild.channel}/threads", body)
    await guild.owner.patch(f"/channels/{thread['id']}", {"name": "renamed", "locked": True})
    log = await guild.owner.get(f"/guilds/{guild.id}/audit-logs")
    changed, made = log["audit_log_entries"]
    assert {"key": "name", "old_value": "a thread", "new_value": "renamed"} in changed["changes"]
    assert {"key": "locked", "old_value": False, "new_value": True} in changed["changes"]
    assert (made["action_type"], made["target_id"]) == (110, thread["id"])
    assert [one["id"] for one in log["threads"]] == [thread["id"]]
    await guild.owner.delete(f"/channels/{thread['id']}")
    assert (await entries(guild.owner, guild))[0]["action_type"] == 112
