"""What the clock does about scheduled events, by the clock that a test steps."""

import asyncio
import datetime as dt
from typing import Any

from core import clock
from core.wire import Snowflake
from domain.scheduled_events import abandoned
from domain.users.identity import Identity
from domain.voice_states import actions as voice_states
from domain.voice_states.records import Connect
from tests.deliveries.conftest import Here
from tests.world import Guild, Person

HOUR_S = 3600
HEARD = {"self_mute": False, "self_deaf": False, "self_video": False}
WEEK_S = 7 * 24 * HOUR_S
SCHEDULED, ACTIVE, COMPLETED, CANCELED = 1, 2, 3, 4
STAGE_START, STAGE_END = 27, 28


def at(hours: float) -> str:
    """So many hours from now, by the clock of the instance."""
    return dt.datetime.fromtimestamp(clock.now() + hours * HOUR_S, dt.UTC).isoformat()


async def plan(guild: Guild, **fields: Any) -> Any:
    outside = {"entity_type": 3, "entity_metadata": {"location": "the woods"}, "scheduled_end_time": at(2)}
    body = {"name": "a walk", "privacy_level": 2, "scheduled_start_time": at(1)} | outside | fields
    return await guild.owner.post(f"/guilds/{guild.id}/scheduled-events", body)


async def inside(guild: Guild, **fields: Any) -> Any:
    there = {"entity_type": 2, "channel_id": guild.voice, "entity_metadata": None, "scheduled_end_time": None}
    return await plan(guild, **there | fields)


async def now_is(guild: Guild, event: Any, status: int, start: str | None = None) -> Any:
    """The event, when it has that status, and begins then."""
    path = f"/guilds/{guild.id}/scheduled-events/{event['id']}"
    async with asyncio.timeout(15):
        while True:
            found = await guild.owner.get(path)
            if found["status"] == status and (start is None or found["scheduled_start_time"] == start):
                return found
            clock.step(20)  # for the job, which may have looked just before the clock was stepped
            await asyncio.sleep(0.05)


async def be_in(here: Here, guild: Guild, person: Person, channel: str = "") -> None:
    """In voice, as a gateway has it."""
    identity = Identity(int(person.id), bot=False, token_hash=b"")
    access = await here.instance.access.guild(identity, int(guild.id))
    asked = Connect(session_id=person.id, node="a node", channel_id=Snowflake(channel or guild.voice), **HEARD)
    async with here.instance.database.transaction(lock=int(guild.id)) as tx:
        assert await voice_states.connect(tx, access, asked)


async def leave(here: Here, guild: Guild, person: Person) -> None:
    async with here.instance.database.transaction(lock=int(guild.id)) as tx:
        await voice_states.leave(tx, int(guild.id), int(person.id))


def later(text: str, seconds: float) -> str:
    return (dt.datetime.fromisoformat(text) + dt.timedelta(seconds=seconds)).isoformat(timespec="microseconds")


async def test_external_events_begin_and_end_by_themselves(here: Here) -> None:
    guild = await here.guild()
    event = await plan(guild)
    clock.step(HOUR_S - 600)
    await now_is(guild, event, SCHEDULED)
    clock.step(600)
    await now_is(guild, event, ACTIVE)
    clock.step(HOUR_S)
    await now_is(guild, event, COMPLETED)
    assert await guild.owner.get(f"/guilds/{guild.id}/scheduled-events") == []


async def test_what_came_while_nobody_looked(here: Here) -> None:
    guild = await here.guild()
    event = await plan(guild)
    clock.step(WEEK_S)
    await now_is(guild, event, COMPLETED)


async def test_what_nobody_begins_is_cancelled(here: Here) -> None:
    guild = await here.guild()
    event = await inside(guild)
    clock.step(2 * HOUR_S)
    await now_is(guild, event, SCHEDULED)
    clock.step(3 * HOUR_S)
    await now_is(guild, event, CANCELED)


async def test_what_everybody_has_left_ends(here: Here) -> None:
    member = await here.user()
    guild = await here.guild(members=[member])
    event = await inside(guild)
    await be_in(here, guild, guild.owner)
    await guild.owner.patch(f"/guilds/{guild.id}/scheduled-events/{event['id']}", {"status": ACTIVE})
    for _ in range(20):
        clock.step(60)
        await abandoned.end_abandoned(here.instance.database)
    await now_is(guild, event, ACTIVE)
    await leave(here, guild, guild.owner)
    await now_is(guild, event, COMPLETED)


async def test_a_stage_where_nobody_speaks_is_closed(here: Here) -> None:
    listener = await here.user()
    guild = await here.guild(members=[listener])
    channel = (await guild.owner.post(f"/guilds/{guild.id}/channels", {"name": "stage", "type": 13}))["id"]
    event = await inside(guild, entity_type=1, channel_id=channel)
    await guild.owner.patch(f"/guilds/{guild.id}/scheduled-events/{event['id']}", {"status": ACTIVE})
    await be_in(here, guild, listener, channel)
    await now_is(guild, event, COMPLETED)
    await guild.owner.refused(10067, "GET", f"/stage-instances/{channel}", status=404)
    async with asyncio.timeout(15):
        while len(said := await guild.owner.get(f"/channels/{channel}/messages")) < 2:
            await asyncio.sleep(0.05)
    told = [(one["type"], one["content"], one["author"]["id"]) for one in said]
    assert told == [(STAGE_END, "a walk", guild.owner.id), (STAGE_START, "a walk", guild.owner.id)]


async def test_a_stage_where_somebody_has_just_come_to_speak_stays(here: Here) -> None:
    guild = await here.guild()
    channel = (await guild.owner.post(f"/guilds/{guild.id}/channels", {"name": "stage", "type": 13}))["id"]
    await guild.owner.post("/stage-instances", {"channel_id": channel, "topic": "tea"})
    await be_in(here, guild, guild.owner, channel)
    database, now = here.instance.database, clock.timestamp()
    async with database.transaction(lock=int(guild.id)) as tx:
        await tx.execute("UPDATE stage_instances SET silent_since = $1", now.datetime())  # noted before he came
        await abandoned.end_stage(tx, int(guild.id), int(channel), now)
    assert (await guild.owner.get(f"/stage-instances/{channel}"))["topic"] == "tea"


async def test_what_recurs_goes_on_week_by_week(here: Here) -> None:
    guild, start = await here.guild(), at(1)
    rule = {"start": start, "frequency": 2}
    outside = await plan(guild, scheduled_start_time=start, recurrence_rule=rule)
    forgotten = await inside(guild, scheduled_start_time=start, recurrence_rule=rule)
    clock.step(2 * HOUR_S)
    next_time = later(outside["scheduled_start_time"], WEEK_S)
    await now_is(guild, outside, SCHEDULED, next_time)
    clock.step(3 * HOUR_S)
    await now_is(guild, forgotten, SCHEDULED, next_time)
    clock.step(WEEK_S - 4 * HOUR_S)
    await now_is(guild, outside, ACTIVE, next_time)


async def test_exceptions_count(here: Here) -> None:
    guild, start = await here.guild(), at(1)
    rule = {"start": start, "frequency": 2}
    skipped, moved = [await plan(guild, scheduled_start_time=start, recurrence_rule=rule) for _ in range(2)]
    original = {"original_scheduled_start_time": start}
    path = f"/guilds/{guild.id}/scheduled-events"
    await guild.owner.post(f"{path}/{skipped['id']}/exceptions", original | {"is_canceled": True})
    await guild.owner.post(f"{path}/{moved['id']}/exceptions", original | {"scheduled_start_time": at(30)})
    clock.step(HOUR_S)
    next_time = later(skipped["scheduled_start_time"], WEEK_S)
    found = await now_is(guild, skipped, SCHEDULED, next_time)
    assert found["guild_scheduled_event_exceptions"] == []
    await now_is(guild, moved, SCHEDULED, moved["scheduled_start_time"])
    clock.step(29 * HOUR_S)
    await now_is(guild, moved, ACTIVE)
    clock.step(HOUR_S)
    await now_is(guild, moved, SCHEDULED, next_time)
