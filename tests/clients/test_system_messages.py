"""What the platform says, as the libraries read it, and what their methods do with messages besides."""

import pytest

from tests.clients import test_hikari as hikari_bot
from tests.clients.discord_py import after, discord, running
from tests.clients.test_hikari import hikari
from tests.world import World

ALL = discord.Permissions.all().value


async def test_discord_py_reads_system_messages(world: World) -> None:
    guild = await world.guild(greets=True)
    bot, alice = await world.bot(guild, permissions=ALL), await world.user()
    async with running(bot) as client:
        channel = client.get_channel(int(guild.channel))
        assert isinstance(channel, discord.TextChannel)
        invite = await channel.create_invite()
        joining = alice.post(f"/invites/{invite.code}", {})
        _, greeting = await after(client, "message", joining, lambda told: told.author.id == int(alice.id))
        assert (greeting.type, greeting.author.id) == (discord.MessageType.new_member, int(alice.id))
        assert greeting.is_system() and alice.name in greeting.system_content
        thread = await channel.create_thread(name="a thread", type=discord.ChannelType.public_thread)
        created = await anext(channel.history(limit=1))
        assert created.type is discord.MessageType.thread_created and "a thread" in created.system_content
        await thread.add_user(alice_there := await channel.guild.fetch_member(int(alice.id)))
        added = await anext(thread.history(limit=1))
        assert (added.type, added.mentions) == (discord.MessageType.recipient_add, [alice_there])
        with pytest.raises(discord.Forbidden) as refused:
            await added.delete()
        assert refused.value.code == 50021


async def test_discord_py_suppresses_and_forwards(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=ALL)
    async with running(bot) as client:
        channel = client.get_channel(int(guild.channel))
        assert isinstance(channel, discord.TextChannel)
        other = await guild.owner.post(
            f"/channels/{guild.channel}/messages", {"content": "x", "embeds": [{"title": "t"}]}
        )
        message = await channel.fetch_message(int(other["id"]))
        hidden = await message.edit(suppress=True)
        assert (hidden.flags.suppress_embeds, hidden.embeds) == (True, [])
        shown = await message.edit(suppress=False)
        assert [embed.title for embed in shown.embeds] == ["t"]
        forward = await shown.forward(channel)
        assert forward.message_snapshots[0].content == "x"
        reply = await shown.reply("re", mention_author=False)
        assert reply.reference is not None and reply.reference.message_id == shown.id and not reply.mentions


async def test_hikari_reads_system_messages(world: World) -> None:
    guild = await world.guild(greets=True)
    bot, alice = await world.bot(guild, permissions=ALL), await world.user()
    async with hikari_bot.running(bot) as client:
        invite = await client.rest.create_invite(int(guild.channel))
        joining = alice.post(f"/invites/{invite.code}", {})
        created = hikari.GuildMessageCreateEvent
        _, event = await hikari_bot.after(client, created, joining, lambda told: told.author_id == int(alice.id))
        assert event.message.type == hikari.MessageType.GUILD_MEMBER_JOIN
