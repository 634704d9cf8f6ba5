"""What an invite leads to, by the libraries' own methods: counts, an event, a stream, an activity, roles."""

import datetime as dt

import pytest

from tests.clients import test_hikari as hikari_bot
from tests.clients.discord_py import after, discord, running
from tests.clients.test_hikari import hikari
from tests.voice import join
from tests.world import World

ALL = discord.Permissions.all().value


async def test_discord_py_reads_invites(world: World) -> None:
    guild = await world.guild(members=1)
    bot = await world.bot(guild, permissions=ALL)
    await join(await guild.owner.connect(), guild.id, guild.voice, self_stream=True)
    async with running(bot) as client:
        here, voice = client.get_guild(int(guild.id)), client.get_channel(int(guild.voice))
        assert here is not None and here.owner is not None and isinstance(voice, discord.VoiceChannel)
        made, told = await after(
            client, "invite_create", voice.create_invite(max_age=600, max_uses=3, temporary=True, reason="come in")
        )
        assert (told.code, told.max_age, told.max_uses, told.temporary, told.inviter) == (
            made.code,
            600,
            3,
            True,
            here.me,
        )
        assert made.expires_at is not None and made.created_at is not None and told.channel == voice
        event = await here.create_scheduled_event(
            name="a talk",
            start_time=discord.utils.utcnow() + dt.timedelta(hours=1),
            channel=voice,
            privacy_level=discord.PrivacyLevel.guild_only,
        )
        fetched = await client.fetch_invite(made.url, scheduled_event_id=event.id)
        assert fetched.scheduled_event is not None and fetched.scheduled_event.name == "a talk"
        assert (fetched.approximate_member_count, fetched.approximate_presence_count) == (3, 2)
        assert isinstance(fetched.guild, discord.Guild) and fetched.type is discord.InviteType.guild
        streaming = await voice.create_invite(target_type=discord.InviteTarget.stream, target_user=here.owner._user)
        assert streaming.target_user is not None and streaming.target_user.id == here.owner.id
        assert streaming.target_type is discord.InviteTarget.stream
        assert {invite.code for invite in await voice.invites()} == {made.code, streaming.code}
        _, gone = await after(client, "invite_delete", client.delete_invite(made.code))
        assert (gone.code, gone.channel) == (made.code, voice)
        with pytest.raises(discord.NotFound, match="10006"):
            await client.fetch_invite(made.code)


async def test_hikari_reads_invites(world: World) -> None:
    guild = await world.guild(members=1)
    bot = await world.bot(guild, permissions=ALL)
    await join(await guild.owner.connect(), guild.id, guild.voice, self_stream=True)
    async with hikari_bot.running(bot) as client:
        rest, here, voice = client.rest, int(guild.id), int(guild.voice)
        making = rest.create_invite(voice, max_age=600, max_uses=3, temporary=True, unique=True, reason="come in")
        made, event = await hikari_bot.after(client, hikari.InviteCreateEvent, making)
        assert (event.invite.max_uses, event.invite.max_age) == (3, dt.timedelta(minutes=10))
        assert event.invite.is_temporary and event.invite.inviter is not None
        assert event.invite.inviter.id == int(bot.id)
        streaming = await rest.create_invite(
            voice, target_type=hikari.TargetType.STREAM, target_user=int(guild.owner.id), max_age=0
        )
        assert streaming.target_user is not None and streaming.target_user.id == int(guild.owner.id)
        assert streaming.max_age is None and streaming.expires_at is None
        role = await rest.create_role(here, name="Guest")
        giving = await rest.create_invite(voice, role_ids=[role])
        newcomer = await world.user()
        joining = newcomer.post(f"/invites/{giving.code}", {})
        _, joined = await hikari_bot.after(client, hikari.MemberCreateEvent, joining)
        assert role.id in joined.member.role_ids
        codes = {invite.code for invite in await rest.fetch_channel_invites(voice)}
        assert codes == {made.code, streaming.code, giving.code}
        fetched = await rest.fetch_invite(made.code, with_counts=True)
        assert fetched.approximate_member_count == 4 and fetched.expires_at is not None
        assert fetched.guild is not None and fetched.guild.name == "a guild" and fetched.channel_id == voice
        _, gone = await hikari_bot.after(client, hikari.InviteDeleteEvent, rest.delete_invite(made))
        assert (gone.code, gone.channel_id) == (made.code, voice)
