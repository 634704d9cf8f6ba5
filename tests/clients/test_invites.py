"""Invites by the libraries' own methods."""

import secrets

from tests.clients import test_hikari as hikari_bot
from tests.clients.discord_py import after, discord, running
from tests.clients.test_hikari import hikari
from tests.world import World

ALL = discord.Permissions.all().value


async def test_discord_py_chooses_the_guilds_own_invite(world: World) -> None:
    guild, alice = await world.guild(), await world.user()
    bot = await world.bot(guild, permissions=ALL)
    code = f"guild-{secrets.token_hex(4)}"
    async with running(bot) as client:
        here = client.get_guild(int(guild.id))
        assert here is not None and await here.vanity_invite() is None
        await after(client, "guild_update", here.edit(vanity_code=code))
        assert here.vanity_url_code == code and "VANITY_URL" in here.features
        await after(client, "member_join", alice.post(f"/invites/{code}", {}))
        invite = await here.vanity_invite()
        assert invite is not None and (invite.code, invite.uses) == (code, 1)
        assert invite.channel is not None and invite.channel.id == int(guild.channel)


async def test_discord_py_makes_a_stage(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=ALL)
    async with running(bot) as client:
        here = client.get_guild(int(guild.id))
        assert here is not None
        stage, _ = await after(client, "guild_channel_create", here.create_stage_channel("talks", user_limit=500))
        assert isinstance(here.get_channel(stage.id), discord.StageChannel)
        edited, _ = await after(client, "guild_channel_update", stage.edit(bitrate=32000, nsfw=True))
        assert (edited.bitrate, edited.user_limit, edited.nsfw) == (32000, 500, True)
        invite = await stage.create_invite(temporary=True, reason="come in")
        assert invite.temporary and [each.code for each in await stage.invites()] == [invite.code]
        await invite.delete()


async def test_hikari_sees_the_guilds_own_invite(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=ALL)
    code = f"guild-{secrets.token_hex(4)}"
    await guild.owner.patch(f"/guilds/{guild.id}/vanity-url", {"code": code})
    async with hikari_bot.running(bot) as client:
        own = await client.rest.fetch_vanity_url(int(guild.id))
        assert (own.code, own.uses) == (code, 0)
        assert (await client.rest.fetch_invite(code)).guild_id == int(guild.id)
        stage = await client.rest.create_guild_stage_channel(int(guild.id), "talks")
        assert isinstance(stage, hikari.GuildStageChannel)
