"""Voice states through discord.py and hikari: who is where, and what moderators do about it. No media yet."""

from collections.abc import Callable

import hikari

from tests.clients import test_hikari
from tests.clients.discord_py import after, discord, running, until
from tests.voice import join
from tests.world import World

ALL = discord.Permissions.all().value


async def test_discord_py_voice_states(world: World) -> None:
    user = await world.user()
    guild = await world.guild(members=[user])
    bot = await world.bot(guild, permissions=ALL)
    socket = await user.connect()
    await join(socket, guild.id, guild.voice, self_mute=True)
    async with running(bot) as client:
        here, voice = client.get_guild(int(guild.id)), client.get_channel(int(guild.voice))
        assert here is not None and isinstance(voice, discord.VoiceChannel)
        member = here.get_member(int(user.id))
        assert member is not None and member.voice is not None
        assert voice.members == [member] and member.voice.self_mute and not member.voice.mute
        _, (_, _, state) = await after(client, "voice_state_update", member.edit(mute=True, deafen=True))
        assert state.mute and state.deaf
        hall = await here.create_voice_channel("hall")
        _, (_, before, state) = await after(client, "voice_state_update", member.move_to(hall))
        assert (before.channel, state.channel) == (voice, hall)
        _, (who, _, state) = await after(client, "voice_state_update", here.change_voice_state(channel=hall))
        assert who == here.me and state.channel == hall and len(hall.members) == 2
        assert (await here.me.fetch_voice()).channel == hall
        await until(client, lambda: here.me.voice is not None)
        await after(client, "voice_state_update", member.move_to(None), lambda one, *_: one == member)
        assert member.voice is None and hall.members == [here.me]
        await after(client, "voice_state_update", hall.delete(), lambda one, *_: one == here.me)


async def test_discord_py_on_a_stage(world: World) -> None:
    user = await world.user()
    guild = await world.guild(members=[user])
    bot = await world.bot(guild, permissions=ALL & ~discord.Permissions.administrator.flag)
    socket = await user.connect()
    async with running(bot) as client:
        here = client.get_guild(int(guild.id))
        assert here is not None
        stage = await here.create_stage_channel("stage")
        await socket.event("CHANNEL_CREATE", lambda channel: channel["id"] == str(stage.id))
        await join(socket, guild.id, str(stage.id))
        await until(client, lambda: len(stage.listeners) == 1)
        member = stage.listeners[0]
        _, (_, _, state) = await after(client, "voice_state_update", member.edit(suppress=False))
        assert not state.suppress and state.requested_to_speak_at is not None
        await after(client, "voice_state_update", here.change_voice_state(channel=stage))
        _, (_, _, state) = await after(client, "voice_state_update", here.me.edit(suppress=True))
        assert state.suppress
        _, (_, _, state) = await after(client, "voice_state_update", here.me.request_to_speak())
        assert state.requested_to_speak_at is not None


async def test_hikari_voice_states(world: World) -> None:
    user = await world.user()
    guild = await world.guild(members=[user])
    bot = await world.bot(guild, permissions=ALL)
    await join(await user.connect(), guild.id, guild.voice)
    async with test_hikari.running(bot) as client:
        ours = hikari.Snowflake(guild.id)
        state = client.cache.get_voice_state(ours, hikari.Snowflake(user.id))
        assert state is not None and str(state.channel_id) == guild.voice
        _, told = await test_hikari.after(
            client, hikari.VoiceStateUpdateEvent, client.update_voice_state(ours, hikari.Snowflake(guild.voice))
        )
        assert told.state.user_id == int(bot.id)
        mute = client.rest.edit_member(ours, hikari.Snowflake(user.id), mute=True)
        _, told = await test_hikari.after(client, hikari.VoiceStateUpdateEvent, mute)
        assert told.state.is_guild_muted
        fetched = await client.rest.fetch_voice_state(ours, hikari.Snowflake(user.id))
        assert fetched.is_guild_muted and fetched.channel_id == int(guild.voice)
        assert (await client.rest.fetch_my_voice_state(ours)).user_id == int(bot.id)
        regions = await client.rest.fetch_voice_regions()
        assert [region.id for region in regions if not region.is_deprecated] == ["local"]
        away = client.rest.edit_member(ours, hikari.Snowflake(user.id), voice_channel=None)
        _, told = await test_hikari.after(client, hikari.VoiceStateUpdateEvent, away)
        assert told.state.channel_id is None


async def test_hikari_on_a_stage(world: World) -> None:
    user = await world.user()
    guild = await world.guild(members=[user])
    bot = await world.bot(guild, permissions=ALL & ~discord.Permissions.administrator.flag)
    socket = await user.connect()
    async with test_hikari.running(bot) as client:
        rest, ours, theirs = client.rest, hikari.Snowflake(guild.id), hikari.Snowflake(user.id)
        stage = await rest.create_guild_stage_channel(ours, "stage")
        await socket.event("CHANNEL_CREATE", lambda channel: channel["id"] == str(stage.id))
        await join(socket, guild.id, str(stage.id))
        inviting = rest.edit_voice_state(ours, stage, theirs, suppress=False)
        _, told = await test_hikari.after(
            client, hikari.VoiceStateUpdateEvent, inviting, lambda event: event.state.requested_to_speak_at is not None
        )
        assert not told.state.is_suppressed
        entering = client.update_voice_state(ours, stage.id)
        await test_hikari.after(client, hikari.VoiceStateUpdateEvent, entering, of(bot.id))
        sitting = rest.edit_my_voice_state(ours, stage, suppress=True)
        _, told = await test_hikari.after(client, hikari.VoiceStateUpdateEvent, sitting, of(bot.id))
        assert told.state.is_suppressed
        asking = rest.edit_my_voice_state(ours, stage, request_to_speak=True)
        _, told = await test_hikari.after(client, hikari.VoiceStateUpdateEvent, asking, of(bot.id))
        assert told.state.requested_to_speak_at is not None
        moving = rest.edit_member(ours, theirs, voice_channel=int(guild.voice), deaf=True)
        _, told = await test_hikari.after(
            client, hikari.VoiceStateUpdateEvent, moving, lambda event: event.state.channel_id == int(guild.voice)
        )
        assert told.state.user_id == theirs and told.state.is_guild_deafened


def of(user_id: str) -> Callable[[hikari.VoiceStateUpdateEvent], bool]:
    return lambda event: event.state.user_id == int(user_id)
