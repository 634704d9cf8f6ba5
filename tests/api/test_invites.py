"""Invites."""

import asyncio
import datetime as dt

import pytest

from tests.world import Guild, World

MANAGE_CHANNELS = 1 << 4
MANAGE_GUILD = 1 << 5
CREATE_INSTANT_INVITE = 1 << 0


async def invite(guild: Guild, **body: object) -> str:
    return (await guild.owner.post(f"/channels/{guild.channel}/invites", body))["code"]


async def test_anyone_may_see_what_an_invite_leads_to(world: World) -> None:
    guild = await world.guild(members=1)
    code = await invite(guild)
    seen = await world.anyone.get(f"/invites/{code}?with_counts=true")
    assert seen["guild"]["id"] == seen["guild_id"] == guild.id and seen["channel"]["id"] == guild.channel
    assert seen["inviter"]["id"] == guild.owner.id and seen["approximate_member_count"] == 2
    assert "uses" not in seen and "approximate_member_count" not in await world.anyone.get(f"/invites/{code}")


async def test_an_invite_has_the_documented_defaults(world: World) -> None:
    guild = await world.guild()
    made = await guild.owner.post(f"/channels/{guild.channel}/invites", {}, expect=200)
    assert (made["max_age"], made["max_uses"], made["uses"], made["temporary"]) == (86400, 0, 0, False)
    assert made["created_at"] < made["expires_at"]
    lasting = await guild.owner.post(f"/channels/{guild.channel}/invites", {"max_age": 0})
    assert lasting["expires_at"] is None


async def test_alike_invites_are_one_unless_a_unique_one_is_wanted(world: World) -> None:
    guild = await world.guild()
    assert await invite(guild) == await invite(guild)
    assert await invite(guild) != await invite(guild, max_uses=5)
    assert await invite(guild, unique=True) != await invite(guild, unique=True)


@pytest.mark.parametrize(
    ("field", "value"),
    [("max_age", -1), ("max_age", 5184001), ("max_uses", 101), ("temporary", "x"), ("target_type", 9), ("flags", 1)],
)
async def test_wrong_fields(world: World, field: str, value: object) -> None:
    guild = await world.guild()
    path = f"/channels/{guild.channel}/invites"
    problem = await guild.owner.refused(50035, "POST", path, {field: value}, status=400)
    assert list(problem["errors"]) == [field]
    assert await guild.owner.get(path) == []


async def test_joining_is_told_and_counted_once(world: World) -> None:
    guild = await world.guild()
    code, alice = await invite(guild, max_age=0), await world.user()
    socket = await guild.owner.connect()
    assert (await alice.post(f"/invites/{code}", {}))["new_member"] is True
    assert (await alice.post(f"/invites/{code}", {}))["new_member"] is False
    assert (await socket.event("GUILD_MEMBER_ADD"))["user"]["id"] == alice.id
    assert [known["uses"] for known in await guild.owner.get(f"/guilds/{guild.id}/invites")] == [1]
    await alice.get(f"/channels/{guild.channel}")


async def test_an_invite_is_never_used_more_often_than_it_may(world: World) -> None:
    guild = await world.guild()
    code, people = await invite(guild, max_uses=3), await world.users(8)
    answers = await asyncio.gather(*(each.post(f"/invites/{code}", {}) for each in people), return_exceptions=True)
    assert sum(isinstance(answer, dict) for answer in answers) == 3
    assert len(await guild.owner.get(f"/guilds/{guild.id}/members?limit=100")) == 4
    await people[0].refused(10006, "GET", f"/invites/{code}", status=404)


async def test_unknown_codes(world: World) -> None:
    alice = await world.user()
    for method in ("GET", "POST", "DELETE"):
        await alice.refused(10006, method, "/invites/nothing", {} if method == "POST" else None, status=404)


async def test_bots_do_not_join_by_invite(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot()
    await bot.refused(20001, "POST", f"/invites/{await invite(guild)}", {}, status=403)


async def test_permissions(world: World) -> None:
    guild = await world.guild(members=1)
    code, bot, stranger = await invite(guild), await world.bot(guild), await world.user()
    channel, whole = f"/channels/{guild.channel}/invites", f"/guilds/{guild.id}/invites"
    for path in (channel, whole, f"/guilds/{guild.id}/vanity-url"):
        await bot.refused(50013, "GET", path, status=403)
        await stranger.refused(50001, "GET", path, status=403)
    await bot.refused(50013, "DELETE", f"/invites/{code}", status=403)
    deny = {"type": 0, "deny": CREATE_INSTANT_INVITE}
    await guild.owner.put(f"/channels/{guild.channel}/permissions/{guild.id}", deny)
    await bot.refused(50013, "POST", channel, {}, status=403)
    assert [known["code"] for known in await guild.owner.get(channel)] == [code]


async def test_managers_of_the_channel_or_the_guild_revoke(world: World) -> None:
    guild = await world.guild()
    for permissions in (MANAGE_CHANNELS, MANAGE_GUILD):
        bot, code = await world.bot(guild, permissions=permissions), await invite(guild, unique=True)
        assert (await bot.delete(f"/invites/{code}"))["code"] == code
        await bot.refused(10006, "DELETE", f"/invites/{code}", status=404)


async def test_those_who_manage_the_channel_are_told(world: World) -> None:
    alice = await world.user()
    guild = await world.guild(members=[alice])
    told, untold = await guild.owner.connect(), await alice.connect()
    code = await invite(guild, max_uses=7)
    created = await told.event("INVITE_CREATE")
    assert (created["code"], created["max_uses"], created["channel_id"]) == (code, 7, guild.channel)
    await guild.owner.delete(f"/invites/{code}")
    assert (await told.event("INVITE_DELETE"))["code"] == code
    await guild.owner.patch(f"/channels/{guild.channel}", {"name": "done"})
    assert not {"INVITE_CREATE", "INVITE_DELETE"} & set(await untold.until("CHANNEL_UPDATE"))


async def test_categories_and_dms_have_no_invites(world: World) -> None:
    alice, bob = await world.users(2)
    guild = await world.guild(alice)
    category = await alice.post(f"/guilds/{guild.id}/channels", {"name": "c", "type": 4})
    await alice.refused(50024, "POST", f"/channels/{category['id']}/invites", {}, status=400)
    dm = await alice.post("/users/@me/channels", {"recipient_id": bob.id})
    await alice.refused(50003, "POST", f"/channels/{dm['id']}/invites", {}, status=403)


async def test_a_stream_is_a_target(world: World) -> None:
    guild = await world.guild()
    path, owner = f"/channels/{guild.voice}/invites", guild.owner
    made = await owner.post(path, {"target_type": 1, "target_user_id": owner.id})
    assert made["target_type"] == 1 and made["target_user"]["id"] == owner.id
    await owner.refused(50035, "POST", path, {"target_type": 1}, status=400)
    await owner.refused(50035, "POST", path, {"target_type": 1, "target_user_id": "1"}, status=400)


async def test_an_activity_is_a_target(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild)
    path, body = f"/channels/{guild.voice}/invites", {"target_type": 2, "target_application_id": bot.id}
    socket = await guild.owner.connect()
    await guild.owner.refused(50035, "POST", path, body, status=400)
    await guild.owner.post(f"/applications/{bot.id}/set-embedded", {"embedded": True})
    made = await guild.owner.post(path, body)
    assert made["target_type"] == 2 and made["target_application"]["id"] == bot.id and "target_user" not in made
    assert (await socket.event("INVITE_CREATE"))["target_application"]["id"] == bot.id
    assert (await world.anyone.get(f"/invites/{made['code']}"))["target_application"]["name"] == bot.name
    await guild.owner.refused(50035, "POST", path, {"target_type": 2}, status=400)
    await guild.owner.refused(50035, "POST", f"/channels/{guild.channel}/invites", body, status=400)


async def test_an_invite_gives_roles_that_its_maker_may_give(world: World) -> None:
    guild, alice = await world.guild(), await world.user()
    role = await guild.owner.post(f"/guilds/{guild.id}/roles", {"name": "guests"})
    path = f"/channels/{guild.channel}/invites"
    bot = await world.bot(guild)
    await bot.refused(50013, "POST", path, {"role_ids": [role["id"]]}, status=403)
    await guild.owner.refused(10011, "POST", path, {"role_ids": ["1"]}, status=404)
    made = await guild.owner.post(path, {"role_ids": [role["id"]]})
    assert [shown["name"] for shown in made["roles"]] == ["guests"]
    await alice.post(f"/invites/{made['code']}", {})
    assert (await alice.get(f"/guilds/{guild.id}/members/{alice.id}"))["roles"] == [role["id"]]


async def test_a_role_that_is_gone_is_not_given(world: World) -> None:
    guild, alice = await world.guild(), await world.user()
    roles = [(await guild.owner.post(f"/guilds/{guild.id}/roles", {"name": "x"}))["id"] for _ in range(2)]
    made = await guild.owner.post(f"/channels/{guild.channel}/invites", {"role_ids": roles})
    await guild.owner.delete(f"/guilds/{guild.id}/roles/{roles[0]}")
    joined = await guild.owner.connect()
    await alice.post(f"/invites/{made['code']}", {})
    assert (await joined.event("GUILD_MEMBER_ADD"))["roles"] == roles[1:]


async def test_auditors_see_invites_without_their_metadata(world: World) -> None:
    guild = await world.guild()
    code = await invite(guild)
    auditor = await world.bot(guild, permissions=1 << 7)
    [seen] = await auditor.get(f"/guilds/{guild.id}/invites")
    assert seen["code"] == code and "uses" not in seen and "max_age" not in seen


async def test_whether_newcomers_may_name_themselves(world: World) -> None:
    guild = await world.guild()
    code = await invite(guild)
    assert "is_nickname_changeable" not in await world.anyone.get(f"/invites/{code}")
    seen = await world.anyone.get(f"/invites/{code}?with_permissions=true")
    assert seen["is_nickname_changeable"] is True
    await guild.owner.patch(f"/guilds/{guild.id}/roles/{guild.id}", {"permissions": "1024"})
    assert not (await world.anyone.get(f"/invites/{code}?with_permissions=true"))["is_nickname_changeable"]


async def test_a_guild_that_lets_nobody_in(world: World) -> None:
    guild, alice = await world.guild(members=1), await world.user()
    code = await invite(guild)
    await guild.owner.patch(f"/guilds/{guild.id}", {"features": ["INVITES_DISABLED"]})
    await alice.refused(40006, "POST", f"/invites/{code}", {}, status=403)
    assert "INVITES_DISABLED" in (await alice.get(f"/invites/{code}"))["guild"]["features"]
    await guild.owner.patch(f"/guilds/{guild.id}", {"features": []})
    assert (await alice.post(f"/invites/{code}", {}))["new_member"] is True


async def test_invites_to_groups_last_a_week_at_most(world: World) -> None:
    alice, bob, carol = await world.users(3)
    group = await alice.post("/users/@me/channels", {"recipients": [bob.id, carol.id]})
    path = f"/channels/{group['id']}/invites"
    for max_age in (0, 604801):
        await alice.refused(50035, "POST", path, {"max_age": max_age}, status=400)
    file = {"target_users_file": ("a.csv", bob.id)}
    await alice.refused(50035, "POST", path, status=400, files=file)
    code = (await alice.post(path, {"max_age": 604800}))["code"]
    await alice.refused(10129, "GET", f"/invites/{code}/target-users", status=404)


async def test_an_invite_shows_no_event_of_a_hidden_channel(world: World) -> None:
    guild = await world.guild()
    code = await invite(guild)
    await guild.owner.put(f"/channels/{guild.voice}/permissions/{guild.id}", {"type": 0, "deny": str(1 << 10)})
    starts = (dt.datetime.now(dt.UTC) + dt.timedelta(days=1)).isoformat()
    body = {"name": "a talk", "privacy_level": 2, "entity_type": 2, "channel_id": guild.voice}
    event = await guild.owner.post(f"/guilds/{guild.id}/scheduled-events", body | {"scheduled_start_time": starts})
    asked = f"?guild_scheduled_event_id={event['id']}"
    assert "guild_scheduled_event" not in await world.anyone.get(f"/invites/{code}{asked}")
    leading_there = (await guild.owner.post(f"/channels/{guild.voice}/invites", {}))["code"]
    assert (await world.anyone.get(f"/invites/{leading_there}{asked}"))["guild_scheduled_event"]["id"] == event["id"]


async def test_an_invite_shows_the_event_it_is_asked_with(world: World) -> None:
    guild = await world.guild()
    code = await invite(guild)
    starts = (dt.datetime.now(dt.UTC) + dt.timedelta(days=1)).isoformat()
    body = {"name": "a talk", "privacy_level": 2, "entity_type": 2, "channel_id": guild.voice}
    event = await guild.owner.post(f"/guilds/{guild.id}/scheduled-events", body | {"scheduled_start_time": starts})
    seen = await world.anyone.get(f"/invites/{code}?guild_scheduled_event_id={event['id']}")
    assert seen["guild_scheduled_event"]["id"] == event["id"]
    assert "guild_scheduled_event" not in await world.anyone.get(f"/invites/{code}?guild_scheduled_event_id=1")
