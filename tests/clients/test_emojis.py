"""Emojis by the libraries' own methods: of guilds, of applications, as reactions."""

import io

from PIL import Image

from tests import pictures
from tests.clients import test_hikari as hikari_bot
from tests.clients.discord_py import after, discord, running, until
from tests.clients.test_hikari import hikari
from tests.world import World

ALL = discord.Permissions.all().value


async def test_discord_py_keeps_a_guilds_emojis(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=ALL)
    async with running(bot) as client:
        here = client.get_guild(int(guild.id))
        assert here is not None
        making = here.create_custom_emoji(name="party", image=pictures.gif(), reason="for joy")
        made, (_, _, told) = await after(client, "guild_emojis_update", making)
        assert [emoji.id for emoji in told] == [made.id]
        assert (made.name, made.animated, made.available, made.managed, made.roles) == ("party", True, True, False, [])
        assert made.user == client.user
        assert Image.open(io.BytesIO(await made.read())).n_frames == 2
        fetched = await here.fetch_emoji(made.id)
        assert (fetched, fetched.user) == (made, client.user)
        assert await here.fetch_emojis() == [made]
        role = await here.create_role(name="party people")
        edited, _ = await after(client, "guild_emojis_update", made.edit(name="rave", roles=[role, here.default_role]))
        assert (edited.name, {one.id for one in edited.roles}) == ("rave", {role.id, here.id})
        await until(client, lambda: [emoji.name for emoji in here.emojis] == ["rave"])
        await after(client, "guild_emojis_update", edited.delete())
        assert not client.emojis


async def test_discord_py_reacts_with_emojis(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=ALL)
    async with running(bot) as client:
        channel = client.get_channel(int(guild.channel))
        assert isinstance(channel, discord.TextChannel)
        of_guild = await channel.guild.create_custom_emoji(name="party", image=pictures.gif())
        of_app = await client.create_application_emoji(name="logo", image=pictures.png())
        assert await client.fetch_application_emojis() == [of_app]
        assert (await client.fetch_application_emoji(of_app.id)).is_application_owned()
        assert (await of_app.edit(name="mark")).name == "mark"
        message = await channel.send("react!")
        for emoji in of_guild, of_app, f"<a:party:{of_guild.id}>":
            await message.add_reaction(emoji)
        shown = (await channel.fetch_message(message.id)).reactions
        assert [str(one.emoji) for one in shown] == [f"<a:party:{of_guild.id}>", f"<:mark:{of_app.id}>"]
        assert [user.id async for user in shown[1].users()] == [int(bot.id)]
        await message.remove_reaction(of_app, discord.Object(int(bot.id)))
        _, reaction = await after(client, "reaction_clear_emoji", message.clear_reaction(of_guild))
        assert reaction.emoji == of_guild
        await of_app.delete()
        assert await client.fetch_application_emojis() == []


async def test_hikari_keeps_emojis(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=ALL)
    async with hikari_bot.running(bot) as client:
        image = hikari.Bytes(pictures.png(), "smile.png")
        making = client.rest.create_emoji(int(guild.id), "smile", image, reason="for joy")
        made, event = await hikari_bot.after(client, hikari.EmojisUpdateEvent, making)
        assert [emoji.id for emoji in event.emojis] == [made.id]
        assert (made.name, made.is_animated, made.is_available, made.is_managed) == ("smile", False, True, False)
        assert made.user is not None
        assert made.user.id == int(bot.id)
        assert await client.rest.fetch_guild_emojis(int(guild.id)) == [made]
        assert await client.rest.fetch_emoji(int(guild.id), made.id) == made
        editing = client.rest.edit_emoji(int(guild.id), made.id, name="grin")
        edited, _ = await hikari_bot.after(client, hikari.EmojisUpdateEvent, editing)
        assert edited.name == "grin"
        assert [emoji.name for emoji in client.cache.get_emojis_view_for_guild(int(guild.id)).values()] == ["grin"]
        message = await client.rest.create_message(int(guild.channel), "react!")
        await client.rest.add_reaction(int(guild.channel), message, edited)
        assert (await client.rest.fetch_message(int(guild.channel), message)).reactions[0].emoji == edited
        await hikari_bot.after(client, hikari.EmojisUpdateEvent, client.rest.delete_emoji(int(guild.id), made.id))
        application = await client.rest.fetch_application()
        own = await client.rest.create_application_emoji(application, "logo", image)
        assert await client.rest.fetch_application_emojis(application) == [own]
        assert (await client.rest.edit_application_emoji(application, own, "mark")).name == "mark"
        await client.rest.delete_application_emoji(application, own)
        assert await client.rest.fetch_application_emojis(application) == []
