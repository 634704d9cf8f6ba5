"""Messages by the libraries' own methods: voice messages, forwards, components, long histories, publishing.

What else a message can carry: test_discord_py_messages, test_hikari.
"""

import io
import json

import pytest

from tests.clients import test_hikari as hikari_bot
from tests.clients.discord_py import after, assert_messages_are_true, discord, running
from tests.clients.test_hikari import hikari
from tests.world import World

ALL = discord.Permissions.all().value
VOICE = {"filename": "voice-message.ogg", "waveform": "AAEC", "duration_secs": 1.5}


async def test_discord_py_reads_a_long_history(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=ALL)
    async with running(bot, max_messages=200) as client:
        channel = client.get_channel(int(guild.channel))
        assert isinstance(channel, discord.TextChannel)
        for number in range(105):
            await guild.owner.post(f"/channels/{guild.channel}/messages", {"content": str(number)})
        newest = [message async for message in channel.history(limit=None)]
        assert [int(message.content) for message in newest] == list(range(104, -1, -1))
        oldest = [message.content async for message in channel.history(limit=102, oldest_first=True)]
        assert oldest == [str(number) for number in range(102)]
        middle = channel.history(before=newest[0], after=newest[4])
        assert [message.content async for message in middle] == ["101", "102", "103"]
        since = channel.history(limit=None, after=newest[2].created_at, before=newest[0].created_at)
        assert {message.content async for message in since} <= {"102", "103"}
        purged, gone = await after(client, "raw_bulk_message_delete", channel.purge(limit=103, reason="spring"))
        assert len(purged) == 103 and gone.message_ids <= {message.id for message in purged}
        assert [message.content async for message in channel.history()] == ["1", "0"]


async def test_discord_py_forwards_and_shows_components(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=ALL)
    async with running(bot) as client:
        channel = client.get_channel(int(guild.channel))
        assert isinstance(channel, discord.TextChannel)
        file = discord.File(io.BytesIO(b"text"), "note.txt")
        sent = await channel.send("look", embed=discord.Embed(title="t"), file=file)
        voice = channel.guild.voice_channels[0]
        forwarded, heard = await after(client, "message", sent.forward(voice), lambda message: message.channel == voice)
        (snapshot,) = heard.message_snapshots
        assert heard.id == forwarded.id and heard.reference.type is discord.MessageReferenceType.forward
        assert (snapshot.content, snapshot.embeds[0].title) == ("look", "t")
        assert await snapshot.attachments[0].read() == b"text"
        assert (snapshot.created_at, snapshot.edited_at, snapshot.flags) == (sent.created_at, None, sent.flags)
        assert (snapshot.embeds, snapshot.components, snapshot.stickers) == (sent.embeds, [], [])
        view = discord.ui.LayoutView()
        shown = discord.File(io.BytesIO(b"shown"), "shown.txt")
        box: discord.ui.Container[discord.ui.LayoutView] = discord.ui.Container(
            discord.ui.TextDisplay("# Title"), discord.ui.Separator(), accent_colour=0xFF
        )
        view.add_item(box).add_item(discord.ui.File(shown))
        laid_out = await channel.send(view=view, file=shown)
        assert laid_out.flags.components_v2 and laid_out.content == ""
        assert [component.type for component in laid_out.components] == [
            discord.ComponentType.container,
            discord.ComponentType.file,
        ]
        view.stop()
        partial = channel.get_partial_message(sent.id)
        await partial.edit(content="changed")
        assert (await partial.fetch()).content == "changed"
        with pytest.raises(discord.HTTPException, match="50035"):
            await channel.send("x", reference=discord.MessageReference(message_id=1, channel_id=channel.id))
        await partial.delete(delay=None)
        with pytest.raises(discord.NotFound, match="10008"):
            await partial.fetch()
        await assert_messages_are_true(client, channel)


async def test_discord_py_hears_voice_messages_and_publishes(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=ALL)
    async with running(bot) as client:
        channel = client.get_channel(int(guild.channel))
        assert isinstance(channel, discord.TextChannel)
        content = {"flags": 1 << 13, "attachments": [{"id": "0", **VOICE}]}
        parts = {"payload_json": (None, json.dumps(content)), "files[0]": ("v.ogg", b"OggS", "audio/ogg")}
        saying = guild.owner.post(f"/channels/{guild.channel}/messages", files=parts)
        _, heard = await after(client, "message", saying)
        assert heard.flags.voice and heard.attachments[0].is_voice_message()
        assert (heard.attachments[0].duration, heard.attachments[0].waveform) == (1.5, b"\x00\x01\x02")
        news = await channel.guild.create_text_channel("news", news=True)
        message = await news.send("published")
        _, (_, changed) = await after(client, "message_edit", message.publish())
        assert changed.flags.crossposted
        with pytest.raises(discord.HTTPException, match="40033"):
            await message.publish()


async def test_hikari_forwards_publishes_and_speaks(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=ALL)
    async with hikari_bot.running(bot) as client:
        rest, channel = client.rest, int(guild.channel)
        voice = hikari.Bytes(b"OggS", "voice-message.ogg", "audio/ogg")
        spoken, heard = await hikari_bot.after(
            client, hikari.GuildMessageCreateEvent, rest.create_voice_message(channel, voice, "AAEC", 1.5)
        )
        assert spoken.flags & hikari.MessageFlag.IS_VOICE_MESSAGE
        assert (heard.message.attachments[0].duration, heard.message.attachments[0].waveform) == (1.5, "AAEC")
        sent = await rest.create_message(channel, "look", embed=hikari.Embed(title="t"), tts=True)
        assert sent.is_tts
        forwarded, heard = await hikari_bot.after(
            client,
            hikari.GuildMessageCreateEvent,
            rest.forward_message(int(guild.voice), sent),
            lambda event: event.channel_id == int(guild.voice),
        )
        assert forwarded.message_snapshots[0].content == "look"
        assert heard.message.message_reference is not None
        assert heard.message.message_reference.type == hikari.messages.MessageReferenceType.FORWARD
        news = await rest.create_guild_news_channel(int(guild.id), "news")
        published = await rest.crosspost_message(news, await rest.create_message(news, "published"))
        assert published.flags & hikari.MessageFlag.CROSSPOSTED
        row = rest.build_message_action_row().add_interactive_button(hikari.ButtonStyle.PRIMARY, "id", label="press")
        buttons = await rest.create_message(channel, component=row)
        assert buttons.components[0].type == hikari.ComponentType.ACTION_ROW
        box = hikari.impl.ContainerComponentBuilder(accent_color=hikari.Color(0xFF)).add_text_display("# Title")
        laid_out = await rest.create_message(channel, component=box, flags=hikari.MessageFlag.IS_COMPONENTS_V2)
        assert laid_out.components[0].type == hikari.ComponentType.CONTAINER
        ids = [message.id async for message in rest.fetch_messages(channel, after=spoken)]
        assert ids == [sent.id, buttons.id, laid_out.id]
        around = [message.id async for message in rest.fetch_messages(channel, around=buttons).limit(3)]
        assert buttons.id in around
        suppressed = await rest.edit_message(channel, sent, flags=hikari.MessageFlag.SUPPRESS_EMBEDS)
        assert suppressed.flags & hikari.MessageFlag.SUPPRESS_EMBEDS
        gone = rest.delete_messages(channel, [spoken, sent, buttons, laid_out])
        _, event = await hikari_bot.after(client, hikari.GuildBulkMessageDeleteEvent, gone)
        assert event.message_ids == {spoken.id, sent.id, buttons.id, laid_out.id}
        with pytest.raises(hikari.NotFoundError):
            await rest.fetch_message(channel, sent)
