"""Bans and prunes by the libraries' own methods."""

import pytest

from tests.clients import test_hikari as hikari_bot
from tests.clients.discord_py import after, discord, running, until
from tests.clients.test_hikari import hikari
from tests.world import World

ALL = discord.Permissions.all().value


async def test_discord_py_bans_one_by_one(world: World) -> None:
    alice, stranger = await world.users(2)
    guild = await world.guild(members=[alice])
    bot = await world.bot(guild, permissions=ALL)
    said = await alice.post(f"/channels/{guild.channel}/messages", {"content": "spam"})
    async with running(bot) as client:
        here, channel = client.get_guild(int(guild.id)), client.get_channel(int(guild.channel))
        assert here is not None and isinstance(channel, discord.TextChannel)
        member = here.get_member(int(alice.id))
        assert member is not None
        banning = after(client, "member_ban", member.ban(delete_message_seconds=3600, reason="spam & söhne"))
        (_, (where, who)), purged = await after(client, "raw_bulk_message_delete", banning)
        assert purged.message_ids == {int(said["id"])}
        assert (where, who.id) == (here, member.id)
        with pytest.raises(discord.NotFound):
            await channel.fetch_message(int(said["id"]))
        await until(client, lambda: here.get_member(int(alice.id)) is None)
        banned = await here.fetch_ban(member)
        assert (banned.reason, banned.user) == ("spam & söhne", member)
        await after(client, "member_ban", here.ban(discord.Object(int(stranger.id))))
        _, (_, who) = await after(client, "member_unban", here.unban(banned.user, reason="sorry"))
        assert who.id == member.id
        with pytest.raises(discord.NotFound, match="10026"):
            await here.fetch_ban(member)
        entry = await anext(here.audit_logs(action=discord.AuditLogAction.unban))
        assert (entry.reason, entry.target) == ("sorry", banned.user)


async def test_discord_py_bans_many_and_prunes(world: World) -> None:
    people = await world.users(3)
    guild = await world.guild(members=people[:1])
    bot = await world.bot(guild, permissions=ALL)
    async with running(bot) as client:
        here = client.get_guild(int(guild.id))
        assert here is not None
        ids = sorted(int(person.id) for person in people)
        result, _ = await after(
            client, "member_remove", here.bulk_ban([discord.Object(id_) for id_ in ids], delete_message_seconds=0)
        )
        assert (sorted(one.id for one in result.banned), result.failed) == (ids, [])
        assert [entry.user.id async for entry in here.bans()] == ids
        assert [entry.user.id async for entry in here.bans(limit=1, after=discord.Object(ids[0]))] == ids[1:2]
        assert [entry.user.id async for entry in here.bans(before=discord.Object(ids[2]))] == ids[:2]
        with pytest.raises(discord.HTTPException, match="500000"):
            await here.bulk_ban([discord.Object(int(guild.owner.id))])
        assert await here.estimate_pruned_members(days=7, roles=[here.default_role]) == 0
        assert await here.prune_members(days=30, reason="quiet") == 0
        assert await here.prune_members(days=30, compute_prune_count=False) is None


async def test_hikari_bans_and_prunes(world: World) -> None:
    alice, bob, stranger = await world.users(3)
    guild = await world.guild(members=[alice, bob])
    bot = await world.bot(guild, permissions=ALL)
    async with hikari_bot.running(bot) as client:
        rest, here = client.rest, int(guild.id)
        banning = rest.ban_user(here, int(alice.id), delete_message_seconds=60, reason="spam")
        _, event = await hikari_bot.after(client, hikari.BanCreateEvent, banning)
        assert (event.user.id, event.user.username) == (int(alice.id), alice.name)
        assert (await event.fetch_ban()).reason == "spam"
        several = rest.bulk_ban_users(here, [int(bob.id), int(stranger.id)], delete_message_seconds=0)
        result, _ = await hikari_bot.after(client, hikari.MemberDeleteEvent, several)
        assert (sorted(result.banned_users), list(result.failed_users)) == (sorted([int(bob.id), int(stranger.id)]), [])
        ids = sorted(int(person.id) for person in (alice, bob, stranger))
        assert [ban.user.id async for ban in rest.fetch_bans(here)] == ids
        assert [ban.user.id async for ban in rest.fetch_bans(here, newest_first=True)] == ids[::-1]
        _, event = await hikari_bot.after(client, hikari.BanDeleteEvent, rest.unban_user(here, int(alice.id)))
        assert event.user.id == int(alice.id)
        with pytest.raises(hikari.NotFoundError):
            await rest.fetch_ban(here, int(alice.id))
        assert await rest.estimate_guild_prune_count(here, days=7, include_roles=[here]) == 0
        assert await rest.begin_guild_prune(here, days=30, reason="quiet") == 0
        assert await rest.begin_guild_prune(here, compute_prune_count=False) is None
