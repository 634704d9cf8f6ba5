"""Stickers by the libraries' own methods."""

import io

import pytest

from tests import pictures
from tests.clients import test_hikari as hikari_bot
from tests.clients.discord_py import after, discord, running, until
from tests.clients.test_hikari import hikari
from tests.world import World

ALL = discord.Permissions.all().value


async def test_discord_py_keeps_and_sends_stickers(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=ALL)
    async with running(bot) as client:
        here, channel = client.get_guild(int(guild.id)), client.get_channel(int(guild.channel))
        assert here is not None
        assert isinstance(channel, discord.TextChannel)
        file = discord.File(io.BytesIO(pictures.png()), "wave.png")
        making = here.create_sticker(name="wave", description="hello", emoji="\N{WAVING HAND SIGN}", file=file)
        made, (_, _, told) = await after(client, "guild_stickers_update", making)
        assert [sticker.id for sticker in told] == [made.id]
        assert (made.name, made.description, made.format) == ("wave", "hello", discord.StickerFormatType.png)
        assert await here.fetch_stickers() == [made]
        assert await here.fetch_sticker(made.id) == made
        assert await client.fetch_sticker(made.id) == made
        assert await client.fetch_premium_sticker_packs() == []
        with pytest.raises(discord.NotFound):
            await client.fetch_premium_sticker_pack(1)
        message = await channel.send(stickers=[made])
        assert [sticker.name for sticker in message.stickers] == ["wave"]
        forwarded = await message.forward(channel)
        assert [sticker.id for sticker in forwarded.message_snapshots[0].stickers] == [made.id]
        edited, _ = await after(client, "guild_stickers_update", made.edit(name="hello"))
        assert edited.name == "hello"
        await until(client, lambda: [sticker.name for sticker in here.stickers] == ["hello"])
        entries = [entry.action async for entry in here.audit_logs(limit=2)]
        assert entries == [discord.AuditLogAction.sticker_update, discord.AuditLogAction.sticker_create]
        await after(client, "guild_stickers_update", edited.delete())
        assert await here.fetch_stickers() == []


async def test_hikari_keeps_and_sends_stickers(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=ALL)
    async with hikari_bot.running(bot) as client:
        image = hikari.Bytes(pictures.gif(), "wave.gif")
        making = client.rest.create_sticker(int(guild.id), "wave", "hi", image, description="hello", reason="for joy")
        made, event = await hikari_bot.after(client, hikari.StickersUpdateEvent, making)
        assert [sticker.id for sticker in event.stickers] == [made.id]
        assert (made.name, made.description, made.format_type) == ("wave", "hello", hikari.StickerFormatType.GIF)
        assert await client.rest.fetch_guild_stickers(int(guild.id)) == [made]
        message = await client.rest.create_message(int(guild.channel), sticker=made)
        assert [sticker.name for sticker in message.stickers] == ["wave"]
        assert (await client.rest.edit_sticker(int(guild.id), made.id, tag="bye")).tag == "bye"
        assert (await client.rest.fetch_guild_sticker(int(guild.id), made.id)).tag == "bye"
        assert (await client.rest.fetch_sticker(made.id)).id == made.id
        assert await client.rest.fetch_available_sticker_packs() == []
        with pytest.raises(hikari.NotFoundError):
            await client.rest.fetch_sticker_pack(1)
        deleting = client.rest.delete_sticker(int(guild.id), made.id)
        _, event = await hikari_bot.after(
            client, hikari.StickersUpdateEvent, deleting, lambda event: not event.stickers
        )
        assert event.stickers == [] and await client.rest.fetch_guild_stickers(int(guild.id)) == []
