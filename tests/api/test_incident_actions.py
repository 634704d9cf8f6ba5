"""What a guild shuts in an emergency, and what nobody can do meanwhile."""

import datetime as dt

import pytest

from domain.permissions.bits import Permission
from tests.world import World

MANAGE_GUILD = int(Permission.MANAGE_GUILD)


def in_hours(hours: float) -> str:
    moment = dt.datetime.now(dt.UTC) + dt.timedelta(hours=hours)
    return moment.isoformat(timespec="microseconds")


async def test_what_is_shut_is_told_logged_and_opened_again(world: World) -> None:
    guild = await world.guild()
    path, until = f"/guilds/{guild.id}/incident-actions", in_hours(23)
    socket = await guild.owner.connect()
    shut = {"invites_disabled_until": until, "dms_disabled_until": None}
    assert await guild.owner.put(path, {"invites_disabled_until": until}) == shut
    assert (await socket.event("GUILD_UPDATE"))["incidents_data"] == shut
    assert (await guild.owner.get(f"/guilds/{guild.id}"))["incidents_data"] == shut
    (entry,) = (await guild.owner.get(f"/guilds/{guild.id}/audit-logs?action_type=1"))["audit_log_entries"]
    assert entry["changes"] == [{"key": "incidents_data", "new_value": shut}]
    both = shut | {"dms_disabled_until": until}
    assert await guild.owner.put(path, {"dms_disabled_until": until}) == both
    assert await guild.owner.put(path, {"invites_disabled_until": None}) == both | {"invites_disabled_until": None}
    assert await guild.owner.put(path, {"dms_disabled_until": in_hours(-1)}) == dict.fromkeys(both)
    assert (await guild.owner.get(f"/guilds/{guild.id}"))["incidents_data"] is None


@pytest.mark.parametrize("field", ["invites_disabled_until", "dms_disabled_until"])
async def test_a_day_is_the_longest(world: World, field: str) -> None:
    guild = await world.guild()
    path = f"/guilds/{guild.id}/incident-actions"
    for wrong in in_hours(24.1), "soon", 5:
        problem = await guild.owner.refused(50035, "PUT", path, {field: wrong}, status=400)
        assert field in problem["errors"]
    assert (await guild.owner.get(f"/guilds/{guild.id}"))["incidents_data"] is None


async def test_who_manages_the_guild_shuts_it(world: World) -> None:
    guild, other = await world.guild(members=1), await world.guild()
    path, body = f"/guilds/{guild.id}/incident-actions", {"invites_disabled_until": in_hours(1)}
    strong, weak = await world.bot(guild, permissions=MANAGE_GUILD), await world.bot(guild)
    await weak.refused(50013, "PUT", path, body, status=403)
    await other.owner.refused(50001, "PUT", path, body, status=403)
    assert (await strong.put(path, body))["invites_disabled_until"]


@pytest.mark.parametrize("by_feature", [True, False])
async def test_nobody_comes_in_while_invites_are_shut(world: World, by_feature: bool) -> None:
    member, stranger = await world.users(2)
    guild = await world.guild(members=[member])
    code = (await guild.owner.post(f"/channels/{guild.channel}/invites", {}))["code"]
    at = f"/guilds/{guild.id}"

    async def shut(wanted: bool) -> None:
        if by_feature:
            await guild.owner.patch(at, {"features": ["INVITES_DISABLED"] if wanted else []})
        else:
            until = in_hours(1) if wanted else None
            await guild.owner.put(f"{at}/incident-actions", {"invites_disabled_until": until})

    await shut(True)
    await stranger.refused(40006, "POST", f"/invites/{code}", {}, status=403)
    assert (await member.post(f"/invites/{code}", {}))["new_member"] is False
    await shut(False)
    assert (await stranger.post(f"/invites/{code}", {}))["new_member"] is True


async def test_members_of_one_guild_alone_open_no_dms_while_it_shuts_them(world: World) -> None:
    alice, bob, carol, stranger = await world.users(4)
    guild = await world.guild(members=[alice, bob, carol])
    old = await alice.post("/users/@me/channels", {"recipient_id": bob.id})
    await guild.owner.put(f"/guilds/{guild.id}/incident-actions", {"dms_disabled_until": in_hours(1)})
    for one, other in (alice, carol), (carol, bob):
        await one.refused(50007, "POST", "/users/@me/channels", {"recipient_id": other.id}, status=403)
    assert (await bob.post("/users/@me/channels", {"recipient_id": alice.id}))["id"] == old["id"]
    await alice.post("/users/@me/channels", {"recipient_id": stranger.id})
    await world.guild(members=[alice, carol])
    await alice.post("/users/@me/channels", {"recipient_id": carol.id})
    await guild.owner.put(f"/guilds/{guild.id}/incident-actions", {"dms_disabled_until": None})
    await carol.post("/users/@me/channels", {"recipient_id": bob.id})
