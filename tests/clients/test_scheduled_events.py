"""Scheduled events and stages by the libraries' own methods."""

import datetime as dt

from hikari.events.stage_events import StageInstanceCreateEvent, StageInstanceDeleteEvent, StageInstanceUpdateEvent

from tests import pictures
from tests.clients import test_hikari as hikari_bot
from tests.clients.discord_py import after, discord, running, until
from tests.clients.test_hikari import hikari
from tests.world import World

ALL = discord.Permissions.all().value


def soon(hours: float = 1) -> dt.datetime:
    return dt.datetime.now(dt.UTC) + dt.timedelta(hours=hours)


async def test_discord_py_schedules_events(world: World) -> None:
    member = await world.user()
    guild = await world.guild(members=[member])
    bot = await world.bot(guild, permissions=ALL)
    async with running(bot) as client:
        here = client.get_guild(int(guild.id))
        assert here is not None
        making = here.create_scheduled_event(
            name="a walk",
            start_time=soon(1),
            end_time=soon(2),
            entity_type=discord.EntityType.external,
            privacy_level=discord.PrivacyLevel.guild_only,
            location="the woods",
            description="far",
            image=pictures.png(),
            reason="sun",
        )
        made, event = await after(client, "scheduled_event_create", making)
        assert (made.name, made.location, made.creator_id) == ("a walk", "the woods", int(bot.id))
        assert made.cover_image is not None
        assert (await made.cover_image.read())[:4] == b"\x89PNG"
        assert [one.id for one in here.scheduled_events] == [event.id]
        saying = member.put(f"/guilds/{guild.id}/scheduled-events/{made.id}/users/@me")
        _, (_, user) = await after(client, "scheduled_event_user_add", saying)
        assert user.id == int(member.id)
        fetched = await here.fetch_scheduled_event(made.id)
        assert (fetched.user_count, [one.id for one in await here.fetch_scheduled_events()]) == (2, [made.id])
        assert {user.id async for user in fetched.users()} == {int(bot.id), int(member.id)}
        ids = sorted([int(bot.id), int(member.id)])
        assert [user.id async for user in fetched.users(limit=1, oldest_first=True)] == ids[:1]
        assert [user.id async for user in fetched.users(after=discord.Object(ids[0]))] == ids[1:]
        assert [user.id async for user in fetched.users(before=discord.Object(ids[1]))] == ids[:1]
        leaving = member.delete(f"/guilds/{guild.id}/scheduled-events/{made.id}/users/@me")
        _, (_, user) = await after(client, "scheduled_event_user_remove", leaving)
        assert user.id == int(member.id)
        edited, _ = await after(client, "scheduled_event_update", made.edit(name="a run"))
        assert edited.name == "a run"
        started, _ = await after(client, "scheduled_event_update", edited.start())
        assert started.status is discord.EventStatus.active
        assert (await started.end()).status is discord.EventStatus.completed
        voice = here.get_channel(int(guild.voice))
        assert isinstance(voice, discord.VoiceChannel)
        talk = await voice.guild.create_scheduled_event(
            name="a talk",
            start_time=soon(),
            channel=voice,
            entity_type=discord.EntityType.voice,
            privacy_level=discord.PrivacyLevel.guild_only,
        )
        assert (await talk.cancel()).status is discord.EventStatus.cancelled
        await after(client, "scheduled_event_delete", talk.delete())


async def test_discord_py_opens_stages(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=ALL)
    async with running(bot) as client:
        here = client.get_guild(int(guild.id))
        assert here is not None
        channel, _ = await after(client, "guild_channel_create", here.create_stage_channel("a stage"))
        instance, told = await after(client, "stage_instance_create", channel.create_instance(topic="tea"))
        assert (instance.topic, told.id, list(here.stage_instances)) == ("tea", instance.id, [told])
        assert await channel.fetch_instance() == instance
        await after(client, "stage_instance_update", instance.edit(topic="coffee", reason="thirst"))
        assert (await channel.fetch_instance()).topic == "coffee"
        await after(client, "stage_instance_delete", instance.delete(reason="bed"))
        await until(client, lambda: not here.stage_instances)
        said = [message.type async for message in channel.history()]
        assert discord.MessageType.stage_start in said
        assert discord.MessageType.stage_end in said


async def test_hikari_schedules_events_and_opens_stages(world: World) -> None:
    member = await world.user()
    guild = await world.guild(members=[member])
    bot = await world.bot(guild, permissions=ALL)
    guild_id = int(guild.id)
    async with hikari_bot.running(bot) as client:
        rest = client.rest
        making = rest.create_external_event(guild_id, "a walk", "the woods", soon(1), soon(2), description="far")
        made, event = await hikari_bot.after(client, hikari.ScheduledEventCreateEvent, making)
        assert (made.location, event.event.id, made.image_hash) == ("the woods", made.id, None)
        assert [one.id for one in await rest.fetch_scheduled_events(guild_id)] == [made.id]
        assert (await rest.fetch_scheduled_event(guild_id, made)).user_count == 1
        users = [one.user.id async for one in rest.fetch_scheduled_event_users(guild_id, made)]
        assert users == [int(bot.id)]
        path = f"/guilds/{guild.id}/scheduled-events/{made.id}/users/@me"
        _, said = await hikari_bot.after(client, hikari.ScheduledEventUserAddEvent, member.put(path))
        assert (said.event_id, said.user_id, said.guild_id) == (made.id, int(member.id), guild_id)
        users = [one.user.id async for one in rest.fetch_scheduled_event_users(guild_id, made, newest_first=True)]
        assert users == sorted([int(bot.id), int(member.id)], reverse=True)
        _, said = await hikari_bot.after(client, hikari.ScheduledEventUserRemoveEvent, member.delete(path))
        assert said.user_id == int(member.id)
        edited = await rest.edit_scheduled_event(guild_id, made, status=hikari.ScheduledEventStatus.ACTIVE)
        assert edited.status is hikari.ScheduledEventStatus.ACTIVE
        await rest.create_voice_event(
            guild_id, int(guild.voice), "a talk", soon(1), image=hikari.Bytes(pictures.png(), "a.png")
        )
        await hikari_bot.after(client, hikari.ScheduledEventDeleteEvent, rest.delete_scheduled_event(guild_id, made))
        stage = await rest.create_guild_stage_channel(guild_id, "a stage")
        hosted = await rest.create_stage_event(guild_id, stage, "tea", soon(1))
        opening = rest.create_stage_instance(stage, topic="tea", scheduled_event_id=hosted)
        opened, _ = await hikari_bot.after(client, StageInstanceCreateEvent, opening)
        assert (await rest.fetch_stage_instance(stage)).scheduled_event_id == hosted.id
        changing = rest.edit_stage_instance(stage, topic="coffee")
        changed, told = await hikari_bot.after(client, StageInstanceUpdateEvent, changing)
        assert (changed.id, told.stage_instance.topic) == (opened.id, "coffee")
        await hikari_bot.after(client, StageInstanceDeleteEvent, rest.delete_stage_instance(stage))
        finished = await rest.fetch_scheduled_event(guild_id, hosted)
        assert finished.status is hikari.ScheduledEventStatus.COMPLETED
