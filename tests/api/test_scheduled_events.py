"""Scheduled events: what they may be, who may see and change them, how they begin and end, who is interested."""

import asyncio
import datetime as dt
from typing import Any

import pytest

from tests.pictures import png, uri
from tests.world import Guild, Person, Refused, World

VIEW, CONNECT, MANAGE_EVENTS, CREATE_EVENTS = 1 << 10, 1 << 20, 1 << 33, 1 << 44
MANAGE_CHANNELS, MUTE, MOVE = 1 << 4, 1 << 22, 1 << 24
SCHEDULED, ACTIVE, COMPLETED, CANCELED = 1, 2, 3, 4
STAGE, VOICE, EXTERNAL = 1, 2, 3


def at(days: float = 1) -> str:
    """So many days from now."""
    return (dt.datetime.now(dt.UTC) + dt.timedelta(days=days)).isoformat(timespec="milliseconds")


def moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def outside(**fields: Any) -> dict[str, Any]:
    """An event somewhere else."""
    body = {"name": "a walk", "privacy_level": 2, "entity_type": EXTERNAL, "entity_metadata": {"location": "the woods"}}
    return body | {"scheduled_start_time": at(1), "scheduled_end_time": at(1.1)} | fields


def inside(channel_id: str, kind: int = VOICE, **fields: Any) -> dict[str, Any]:
    body = {"name": "a talk", "privacy_level": 2, "entity_type": kind, "channel_id": channel_id}
    return body | {"scheduled_start_time": at(1)} | fields


def path(guild: Guild, event: Any = None) -> str:
    return f"/guilds/{guild.id}/scheduled-events" + (f"/{event['id']}" if event else "")


async def make(guild: Guild, by: Person | None = None, **fields: Any) -> Any:
    return await (by or guild.owner).post(path(guild), outside(**fields))


async def weekly(guild: Guild, **fields: Any) -> Any:
    start = fields.pop("start", at(1))
    rule = {"start": start, "frequency": 2, "interval": 1}
    return await make(guild, scheduled_start_time=start, scheduled_end_time=at(1.1), recurrence_rule=rule, **fields)


async def stage(guild: Guild) -> str:
    return (await guild.owner.post(f"/guilds/{guild.id}/channels", {"name": "stage", "type": 13}))["id"]


async def grant(guild: Guild, person: Person, permissions: int) -> None:
    role = await guild.owner.post(f"/guilds/{guild.id}/roles", {"name": "a role", "permissions": str(permissions)})
    await guild.owner.put(f"/guilds/{guild.id}/members/{person.id}/roles/{role['id']}")


async def hide(guild: Guild, channel_id: str) -> None:
    await guild.owner.put(f"/channels/{channel_id}/permissions/{guild.id}", {"type": 0, "deny": str(VIEW)})


async def faults(who: Person, method: str, where: str, body: Any) -> Any:
    return (await who.refused(50035, method, where, body, status=400))["errors"]


async def test_an_event_is_made_changed_and_deleted(world: World) -> None:
    guild = await world.guild()
    owner = guild.owner
    start = at(1)
    made = await make(guild, description="far", scheduled_start_time=start)
    assert moment(made["scheduled_start_time"]) == moment(start)
    assert made["creator"]["id"] == made["creator_id"] == owner.id
    said = {"status": SCHEDULED, "entity_type": EXTERNAL, "channel_id": None, "entity_id": None, "description": "far"}
    assert made | said == made
    assert made["entity_metadata"] == {"location": "the woods"}
    changed = await owner.patch(path(guild, made), {"name": "a run", "description": None})
    assert changed == made | {"name": "a run", "description": None}
    assert without(await owner.get(path(guild, made)), "user_rsvp") == changed
    await owner.delete(path(guild, made), expect=204)
    await owner.refused(10070, "GET", path(guild, made), status=404)
    assert await owner.get(path(guild)) == []


def without(event: Any, *keys: str) -> Any:
    return {key: value for key, value in event.items() if key not in keys}


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"scheduled_end_time": None}, "scheduled_end_time"),
        ({"entity_metadata": None}, "entity_metadata"),
        ({"entity_metadata": {}}, "entity_metadata"),
        ({"channel_id": "1"}, "channel_id"),
        ({"entity_type": VOICE}, "channel_id"),
        ({"scheduled_start_time": at(-1)}, "scheduled_start_time"),
        ({"scheduled_start_time": at(3000), "scheduled_end_time": at(3001)}, "scheduled_start_time"),
        ({"scheduled_end_time": at(0.5)}, "scheduled_end_time"),
        ({"name": ""}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"description": "x" * 1001}, "description"),
        ({"entity_metadata": {"location": "x" * 101}}, "entity_metadata"),
        ({"privacy_level": 1}, "privacy_level"),
        ({"image": "no picture"}, "image"),
        ({"recurrence_rule": {"start": at(1), "frequency": 3, "interval": 2}}, "recurrence_rule"),
    ],
)
async def test_what_an_event_cannot_be(world: World, fields: Any, field: str) -> None:
    guild = await world.guild()
    assert list(await faults(guild.owner, "POST", path(guild), outside(**fields))) == [field]


async def test_events_take_a_channel_of_their_kind(world: World) -> None:
    guild, elsewhere = await world.guild(), await world.guild()
    owner, where = guild.owner, path(guild)
    await owner.refused(50024, "POST", where, inside(guild.channel), status=400)
    await owner.refused(50024, "POST", where, inside(guild.voice, STAGE), status=400)
    await owner.refused(10003, "POST", where, inside(elsewhere.voice), status=404)
    made = await owner.post(where, inside(guild.voice, entity_metadata={"location": "dropped"}))
    assert (made["channel_id"], made["entity_metadata"]) == (guild.voice, None)
    to = {"entity_type": EXTERNAL, "channel_id": None}
    assert set(await faults(owner, "PATCH", path(guild, made), to)) == {"entity_metadata", "scheduled_end_time"}
    moved = to | {"entity_metadata": {"location": "x"}, "scheduled_end_time": at(2)}
    assert (await owner.patch(path(guild, made), moved))["channel_id"] is None


@pytest.mark.parametrize(
    ("kind", "needed"),
    [
        (EXTERNAL, CREATE_EVENTS),
        (VOICE, CREATE_EVENTS | CONNECT),
        (STAGE, CREATE_EVENTS | MANAGE_CHANNELS | MUTE | MOVE),
    ],
)
async def test_making_one_takes_permissions(world: World, kind: int, needed: int) -> None:
    member = await world.user()
    guild = await world.guild(members=[member])
    everyone = (VIEW | CONNECT) & ~needed
    await guild.owner.patch(f"/guilds/{guild.id}/roles/{guild.id}", {"permissions": str(everyone)})
    places = {EXTERNAL: outside(), VOICE: inside(guild.voice), STAGE: inside(await stage(guild), STAGE)}
    for bit in range(50):
        if needed & 1 << bit:
            await member.refused(50013, "POST", path(guild), places[kind], status=403)
            await grant(guild, member, 1 << bit)
    assert (await member.post(path(guild), places[kind]))["creator_id"] == member.id


async def test_ones_own_are_changed_with_less(world: World) -> None:
    member, other = await world.users(2)
    guild = await world.guild(members=[member, other])
    await guild.owner.patch(f"/guilds/{guild.id}/roles/{guild.id}", {"permissions": str(VIEW)})
    await grant(guild, member, CREATE_EVENTS)
    await grant(guild, other, MANAGE_EVENTS)
    own, foreign = await make(guild, member), await make(guild)
    await member.patch(path(guild, own), {"name": "mine"})
    await member.refused(50013, "PATCH", path(guild, foreign), {"name": "mine"}, status=403)
    await member.refused(50013, "DELETE", path(guild, foreign), status=403)
    await other.patch(path(guild, own), {"name": "theirs"})
    await other.refused(50013, "POST", path(guild), outside(), status=403)
    await other.delete(path(guild, foreign))


async def test_who_does_not_see_the_channel_does_not_see_the_event(world: World) -> None:
    member = await world.user()
    guild = await world.guild(members=[member])
    await hide(guild, guild.voice)
    made = await guild.owner.post(path(guild), inside(guild.voice))
    shown = await make(guild)
    assert [event["id"] for event in await member.get(path(guild))] == [shown["id"]]
    await member.refused(50001, "GET", path(guild, made), status=403)
    await member.refused(50001, "PUT", path(guild, made) + "/users/@me", status=403)
    there = (await member.connect()).guilds[guild.id]
    assert [event["id"] for event in there["guild_scheduled_events"]] == [shown["id"]]
    everything = (await guild.owner.connect()).guilds[guild.id]
    assert [event["id"] for event in everything["guild_scheduled_events"]] == [made["id"], shown["id"]]
    await (await world.user()).refused(50001, "GET", path(guild), status=403)


async def test_the_gateway_tells_those_who_see_it(world: World) -> None:
    member = await world.user()
    guild = await world.guild(members=[member])
    await hide(guild, guild.voice)
    seeing, blind = await guild.owner.connect(), await member.connect()
    made = await guild.owner.post(path(guild), inside(guild.voice))
    await guild.owner.delete(path(guild, made))
    shown = await make(guild)
    for name in ("CREATE", "DELETE"):
        told = await seeing.event(f"GUILD_SCHEDULED_EVENT_{name}")
        assert told == without(made, "creator")
    came = await blind.until("GUILD_SCHEDULED_EVENT_CREATE", lambda event: event["id"] == shown["id"])
    assert not [name for name in came if name and name.startswith("GUILD_SCHEDULED_EVENT")]


async def test_an_event_moves_out_of_sight_and_back(world: World) -> None:
    member = await world.user()
    guild = await world.guild(members=[member])
    hidden = (await guild.owner.post(f"/guilds/{guild.id}/channels", {"name": "hidden", "type": 2}))["id"]
    await hide(guild, hidden)
    made = await guild.owner.post(path(guild), inside(guild.voice))
    seeing, blind, told = await guild.owner.connect(), await member.connect(), "GUILD_SCHEDULED_EVENT"
    for channel in (hidden, guild.voice):
        moved = await guild.owner.patch(path(guild, made), {"channel_id": channel})
        came = await seeing.until(f"{told}_UPDATE", lambda event, now=moved: event == without(now, "creator"))
        assert f"{told}_DELETE" not in came and f"{told}_CREATE" not in came
    assert await blind.event(f"{told}_DELETE") == without(made, "creator")
    assert await blind.event(f"{told}_CREATE") == without(moved, "creator")


async def test_status_goes_one_way(world: World) -> None:
    guild = await world.guild()
    owner = guild.owner
    event, canceled = await make(guild), await make(guild)
    assert list(await faults(owner, "PATCH", path(guild, event), {"status": COMPLETED})) == ["status"]
    socket = await owner.connect()
    assert (await owner.patch(path(guild, event), {"status": ACTIVE}))["status"] == ACTIVE
    assert (await socket.event("GUILD_SCHEDULED_EVENT_UPDATE"))["status"] == ACTIVE
    for status in (SCHEDULED, CANCELED):
        assert list(await faults(owner, "PATCH", path(guild, event), {"status": status})) == ["status"]
    assert list(await faults(owner, "PATCH", path(guild, event), {"entity_type": 2, "channel_id": guild.voice})) == [
        "entity_type",
        "channel_id",
    ]
    assert (await owner.patch(path(guild, event), {"status": COMPLETED}))["status"] == COMPLETED
    assert (await owner.patch(path(guild, canceled), {"status": CANCELED}))["status"] == CANCELED
    for over in (event, canceled):
        await owner.refused(180000, "PATCH", path(guild, over), {"name": "again"}, status=400)
        await owner.refused(180000, "PUT", path(guild, over) + "/users/@me", status=400)
    assert await owner.get(path(guild)) == []
    assert (await owner.get(path(guild, event)))["status"] == COMPLETED


async def test_a_guild_has_a_hundred_at_most(world: World) -> None:
    guild = await world.guild()
    for _ in range(100):
        last = await make(guild)
    await guild.owner.refused(30038, "POST", path(guild), outside(), status=400)
    await guild.owner.patch(path(guild, last), {"status": CANCELED})
    await make(guild)


async def test_at_once_only_a_hundred_come_in(world: World) -> None:
    guild = await world.guild()
    for _ in range(95):
        await make(guild)
    answers = await asyncio.gather(*(make(guild) for _ in range(10)), return_exceptions=True)
    assert len([one for one in answers if isinstance(one, Refused)]) == 5
    assert len(await guild.owner.get(path(guild))) == 100


async def test_an_event_has_a_hundred_exceptions_at_most(world: World) -> None:
    guild, start = await world.guild(), at(1)
    rule = {"start": start, "frequency": 3}
    made = await make(guild, scheduled_start_time=start, recurrence_rule=rule)
    where = path(guild, made) + "/exceptions"
    days = [(moment(start) + dt.timedelta(days=days)).isoformat() for days in range(101)]
    for day in days[:100]:
        await guild.owner.post(where, {"original_scheduled_start_time": day, "is_canceled": True})
    body = {"original_scheduled_start_time": days[100], "is_canceled": True}
    assert list(await faults(guild.owner, "POST", where, body)) == ["original_scheduled_start_time"]
    await guild.owner.post(where, body | {"original_scheduled_start_time": days[0]})  # replaces one


async def test_pictures(world: World) -> None:
    guild = await world.guild()
    made = await make(guild, image=uri(png()))
    url = f"{world.addresses.root}/guild-events/{made['id']}/{made['image']}.png"
    assert (await world.http.get(url)).content[:4] == b"\x89PNG"
    changed = await guild.owner.patch(path(guild, made), {"image": uri(png(color="blue"))})
    assert changed["image"] not in (None, made["image"])
    assert (await guild.owner.patch(path(guild, made), {"image": None}))["image"] is None


async def test_users_are_interested(world: World) -> None:
    people = await world.users(3)
    guild = await world.guild(members=people)
    event = await make(guild)
    mine = path(guild, event) + "/users/@me"
    socket = await guild.owner.connect()
    for person in people:
        said = await person.put(mine)
        assert said == {"guild_scheduled_event_id": event["id"], "user_id": person.id, "response": 1}
        await person.put(mine)  # says nothing new
    for person in people:
        told = await socket.event("GUILD_SCHEDULED_EVENT_USER_ADD")
        assert (told["user_id"], told["guild_id"]) == (person.id, guild.id)
    shown = await people[0].get(path(guild, event) + "?with_user_count=true")
    assert (shown["user_count"], shown["user_rsvp"]["response"]) == (4, 1)  # and who made it
    assert await people[0].get(f"/users/@me/scheduled-events?guild_ids={guild.id}") == [shown["user_rsvp"]]
    await people[0].delete(mine, expect=204)
    assert (await socket.event("GUILD_SCHEDULED_EVENT_USER_REMOVE"))["user_id"] == people[0].id
    await people[0].refused(10071, "DELETE", mine, status=404)
    [shown] = await people[0].get(path(guild) + "?with_user_count=true")
    assert (shown["user_count"], shown["user_rsvp"]) == (3, None)
    assert "user_count" not in (await people[0].get(path(guild)))[0]


async def test_who_is_interested_comes_in_pages(world: World) -> None:
    people = await world.users(3)
    guild = await world.guild(members=people)
    event = await make(guild)
    users = path(guild, event) + "/users"
    for person in people:
        await person.put(users + "/@me")
    ids = sorted([guild.owner.id, *(person.id for person in people)], key=int)
    assert [one["user_id"] for one in await guild.owner.get(users)] == ids
    assert [one["user"]["id"] for one in await guild.owner.get(users + "?limit=2")] == ids[:2]
    assert [one["user_id"] for one in await guild.owner.get(users + f"?limit=2&after={ids[1]}")] == ids[2:]
    assert [one["user_id"] for one in await guild.owner.get(users + f"?limit=2&before={ids[3]}&after=1")] == ids[1:3]
    assert await guild.owner.get(users + f"?after={ids[3]}") == []
    await people[2].delete(f"/users/@me/guilds/{guild.id}")
    listed = await guild.owner.get(users + "?with_member=true")
    assert {one["user_id"] for one in listed if "member" in one} == {*ids} - {people[2].id}


async def test_what_recurs_goes_on(world: World) -> None:
    guild = await world.guild()
    made = await weekly(guild)
    await guild.owner.patch(path(guild, made), {"status": ACTIVE})
    after = await guild.owner.patch(path(guild, made), {"status": COMPLETED})
    assert after["status"] == SCHEDULED
    for field in ("scheduled_start_time", "scheduled_end_time"):
        assert moment(after[field]) - moment(made[field]) == dt.timedelta(days=7)
    canceled = await guild.owner.patch(path(guild, made), {"status": CANCELED})
    assert canceled["status"] == CANCELED


async def test_an_occurrence_is_an_exception(world: World) -> None:
    guild = await world.guild()
    owner, socket = guild.owner, await guild.owner.connect()
    start = at(1)
    made = await weekly(guild, start=start)
    second = (moment(start) + dt.timedelta(days=7)).isoformat()
    where = path(guild, made) + "/exceptions"
    body = {"original_scheduled_start_time": second}
    await owner.refused(180005, "POST", where, body, status=400)
    made_one = await owner.post(where, body | {"is_canceled": True})
    told = await socket.event("GUILD_SCHEDULED_EVENT_EXCEPTION_CREATE")
    assert told == made_one | {"guild_id": guild.id}
    assert made_one | {"event_id": made["id"], "is_canceled": True, "scheduled_start_time": None} == made_one
    assert (await owner.get(path(guild, made)))["guild_scheduled_event_exceptions"] == [made_one]
    one = f"{where}/{made_one['event_exception_id']}"
    changed = await owner.patch(one, {"scheduled_start_time": at(9)})
    assert (changed["is_canceled"], changed["event_exception_id"]) == (False, made_one["event_exception_id"])
    await socket.event("GUILD_SCHEDULED_EVENT_EXCEPTION_UPDATE")
    await owner.delete(one, expect=204)
    assert (await socket.event("GUILD_SCHEDULED_EVENT_EXCEPTION_DELETE")) == changed | {"guild_id": guild.id}
    await owner.refused(10070, "PATCH", one, {"is_canceled": True}, status=404)
    log = await owner.get(f"/guilds/{guild.id}/audit-logs")
    assert [entry["action_type"] for entry in log["audit_log_entries"][:4]] == [202, 201, 200, 100]
    assert log["audit_log_entries"][0]["options"] == {"event_exception_id": made_one["event_exception_id"]}
    assert [event["id"] for event in log["guild_scheduled_events"]] == [made["id"]]


async def test_what_an_exception_cannot_be(world: World) -> None:
    guild, start = await world.guild(), at(1)
    made, once = await weekly(guild, start=start), await make(guild)
    off = {"is_canceled": True}
    for event, original in ((made, at(2)), (made, at(-6)), (once, once["scheduled_start_time"])):
        body = off | {"original_scheduled_start_time": original}
        found = await faults(guild.owner, "POST", path(guild, event) + "/exceptions", body)
        assert list(found) == ["original_scheduled_start_time"]
    body = {"original_scheduled_start_time": start}
    where = path(guild, made) + "/exceptions"
    assert list(await faults(guild.owner, "POST", where, body | {"scheduled_end_time": at(0.9)})) == [
        "scheduled_end_time"
    ]
    assert list(await faults(guild.owner, "POST", where, body | {"scheduled_start_time": at(-1)})) == [
        "scheduled_start_time"
    ]


async def test_another_rule_drops_the_exceptions(world: World) -> None:
    guild, start = await world.guild(), at(1)
    made = await weekly(guild, start=start)
    body = {"original_scheduled_start_time": start, "is_canceled": True}
    await guild.owner.post(path(guild, made) + "/exceptions", body)
    socket = await guild.owner.connect()
    changed = await guild.owner.patch(path(guild, made), {"recurrence_rule": {"start": start, "frequency": 3}})
    assert changed["guild_scheduled_event_exceptions"] == []
    gone = await socket.event("GUILD_SCHEDULED_EVENT_EXCEPTIONS_DELETE")
    assert gone == {"guild_id": guild.id, "event_id": made["id"]}


async def test_users_say_of_an_occurrence_what_they_like(world: World) -> None:
    likes, dislikes = await world.users(2)
    guild, start = await world.guild(members=[likes, dislikes]), at(1)
    made = await weekly(guild, start=start)
    await dislikes.put(path(guild, made) + "/users/@me")
    body = {"original_scheduled_start_time": start, "is_canceled": False}
    named = (await guild.owner.post(path(guild, made) + "/exceptions", body))["event_exception_id"]
    users = path(guild, made) + f"/{named}/users"
    await likes.put(users + "/@me", {"response": 1})
    said = await dislikes.put(users + "/@me", {"response": 0})
    assert (said["guild_scheduled_event_exception_id"], said["response"]) == (named, 0)
    assert {one["user_id"] for one in await likes.get(users)} == {likes.id, guild.owner.id}
    counts = await likes.get(path(guild, made) + f"/users/counts?guild_scheduled_event_exception_ids={named}")
    assert counts == {"guild_scheduled_event_count": 2, "guild_scheduled_event_exception_counts": {named: 2}}
    await dislikes.delete(users + "/@me", expect=204)
    assert {one["user_id"] for one in await likes.get(users)} == {likes.id, dislikes.id, guild.owner.id}
    unknown = path(guild, made) + f"/{int(named) + (1 << 40)}/users/@me"
    await likes.refused(10070, "PUT", unknown, {"response": 1}, status=404)


async def test_a_channel_takes_its_events_with_it(world: World) -> None:
    guild = await world.guild()
    owner = guild.owner
    planned, going_on = [await owner.post(path(guild), inside(guild.voice)) for _ in range(2)]
    await owner.patch(path(guild, going_on), {"status": ACTIVE})
    socket = await owner.connect()
    await owner.delete(f"/channels/{guild.voice}")
    told = {(await socket.event("GUILD_SCHEDULED_EVENT_UPDATE"))["id"]: 0 for _ in range(2)}
    assert set(told) == {planned["id"], going_on["id"]}
    assert await owner.get(path(guild)) == []
    await owner.delete(path(guild, planned), expect=204)


async def test_the_audit_log_says_who_planned_what(world: World) -> None:
    guild = await world.guild()
    made = await guild.owner.post(path(guild), outside(), headers={"X-Audit-Log-Reason": "sun"})
    await guild.owner.patch(path(guild, made), {"entity_metadata": {"location": "the sea"}})
    await guild.owner.delete(path(guild, made))
    log = await guild.owner.get(f"/guilds/{guild.id}/audit-logs")
    deleted, changed, created = log["audit_log_entries"][:3]
    assert [one["action_type"] for one in (deleted, changed, created)] == [102, 101, 100]
    assert created["reason"] == "sun"
    assert {"key": "name", "new_value": "a walk"} in created["changes"]
    assert changed["changes"] == [{"key": "location", "new_value": "the sea", "old_value": "the woods"}]
    assert log["guild_scheduled_events"] == []
