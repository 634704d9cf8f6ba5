"""Members by the libraries' own methods: lists, all that can be edited, leaving. More in test_discord_py_guilds."""

import datetime as dt

import pytest

from tests import pictures
from tests.clients import test_hikari as hikari_bot
from tests.clients.discord_py import after, assert_cache_is_true, discord, running
from tests.clients.test_hikari import hikari
from tests.world import World

ALL = discord.Permissions.all().value


async def test_discord_py_lists_and_edits_members(world: World) -> None:
    alice, *_ = people = await world.users(3)
    guild = await world.guild(members=people)
    bot = await world.bot(guild, permissions=ALL)
    async with running(bot) as client:
        here = client.get_guild(int(guild.id))
        assert here is not None
        ids = sorted([*(int(one.id) for one in people), int(guild.owner.id), int(bot.id)])
        assert sorted([member.id async for member in here.fetch_members(limit=None)]) == ids
        page = [member.id async for member in here.fetch_members(limit=2, after=discord.Object(ids[0]))]
        assert sorted(page) == ids[1:3]
        member = await here.fetch_member(int(alice.id))
        assert member.joined_at is not None and member.flags.value == 0 and not member.pending
        role = await here.create_role(name="Guest")
        until = discord.utils.utcnow() + dt.timedelta(days=1)
        edited, (_, now) = await after(
            client, "member_update", member.edit(nick="Al", roles=[role], timed_out_until=until, reason="all at once")
        )
        assert edited is not None and (edited.nick, edited.roles[1:], edited.timed_out_until) == ("Al", [role], until)
        assert (now.nick, now.roles, now.timed_out_until) == ("Al", edited.roles, until)
        _, (_, now) = await after(client, "member_update", member.edit(bypass_verification=True))
        assert now.flags.bypasses_verification
        _, (_, now) = await after(
            client, "member_update", here.me.edit(avatar=pictures.png(), banner=pictures.png(), bio="I serve")
        )
        assert now.guild_avatar is not None and now.guild_banner is not None
        assert await now.guild_avatar.read() and await now.guild_banner.read()
        with pytest.raises(discord.Forbidden):
            await here.kick(discord.Object(int(guild.owner.id)))
        with pytest.raises(discord.NotFound, match="10007"):
            await here.fetch_member(1)
        await assert_cache_is_true(client, here.id)


async def test_hikari_lists_and_edits_members(world: World) -> None:
    alice, *_ = people = await world.users(3)
    guild = await world.guild(members=people)
    bot = await world.bot(guild, permissions=ALL)
    async with hikari_bot.running(bot) as client:
        rest, here = client.rest, int(guild.id)
        ids = sorted([*(int(one.id) for one in people), int(guild.owner.id), int(bot.id)])
        assert [member.id async for member in rest.fetch_members(here)] == ids
        assert (await rest.fetch_my_member(here)).id == int(bot.id)
        assert [member.id for member in await rest.search_members(here, alice.name)] == [int(alice.id)]
        role = await rest.create_role(here, name="Guest")
        until = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)
        editing = rest.edit_member(
            here, int(alice.id), nickname="Al", roles=[role], communication_disabled_until=until, reason="at once"
        )
        edited, event = await hikari_bot.after(client, hikari.MemberUpdateEvent, editing)
        assert (edited.nickname, edited.raw_communication_disabled_until) == ("Al", until)
        assert hikari_bot.plain(event.member) == hikari_bot.plain(edited)
        mine = rest.edit_my_member(here, nickname="Robot", avatar=pictures.png(), bio="I serve")
        edited, event = await hikari_bot.after(client, hikari.MemberUpdateEvent, mine)
        assert edited.guild_avatar_hash and event.member.guild_avatar_hash == edited.guild_avatar_hash
        asking = client.request_guild_members(here, query="", limit=0, include_presences=True, nonce="n")
        _, chunk = await hikari_bot.after(client, hikari.MemberChunkEvent, asking)
        assert (sorted(chunk.members), chunk.nonce, chunk.chunk_count) == (ids, "n", 1)
        socket = await people[1].connect()
        playing = {"name": "chess", "type": 0}
        showing = socket.send(3, {"status": "dnd", "activities": [playing], "since": None, "afk": False})
        _, seen = await hikari_bot.after(
            client, hikari.PresenceUpdateEvent, showing, lambda event: event.presence.visible_status == "dnd"
        )
        assert seen.user_id == int(people[1].id) and seen.presence.activities[0].name == "chess"
        held = client.cache.get_presence(here, seen.user_id)
        assert held is not None and held.client_status.web == hikari.Status.DO_NOT_DISTURB
        kicking = rest.kick_user(here, int(alice.id), reason="bye")
        _, gone = await hikari_bot.after(client, hikari.MemberDeleteEvent, kicking)
        assert gone.user.id == int(alice.id) and gone.old_member is not None
        await hikari_bot.assert_cache_is_true(client, here)
