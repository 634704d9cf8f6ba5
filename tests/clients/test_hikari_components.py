"""hikari's builders: what they send comes back as what it reads."""

from hikari.impl import special_endpoints as build

from tests import pictures
from tests.clients.test_hikari import ALL, after, hikari, running
from tests.developing import a_sku
from tests.world import World


async def test_rows_come_back(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=ALL)
    image = {"name": "smile", "image": pictures.uri(pictures.png())}
    emoji = hikari.Snowflake((await guild.owner.post(f"/guilds/{guild.id}/emojis", image))["id"])
    async with running(bot) as client:
        buttons = build.MessageActionRowBuilder()
        buttons.add_interactive_button(hikari.ButtonStyle.DANGER, "one", label="one", emoji="👋")
        buttons.add_interactive_button(hikari.ButtonStyle.PRIMARY, "two", emoji=emoji, is_disabled=True)
        buttons.add_link_button("https://example.org/", label="there")
        buttons.add_premium_button(int(await a_sku(bot)))
        menu = build.MessageActionRowBuilder()
        menu.add_text_menu("s", placeholder="pick").add_option("a", "a", description="d").add_option("b", "b")
        channels = build.MessageActionRowBuilder()
        channels.add_channel_menu("c", channel_types=[hikari.ChannelType.GUILD_TEXT], max_values=3)
        users = build.MessageActionRowBuilder().add_select_menu(hikari.ComponentType.USER_SELECT_MENU, "u")
        sending = client.rest.create_message(int(guild.channel), "pick", components=[buttons, menu, channels, users])
        message, heard = await after(client, hikari.GuildMessageCreateEvent, sending)
        assert heard.message.components == message.components
        first, *_ = message.components
        assert [(one.custom_id, one.url, one.is_disabled) for one in first.components] == [
            ("one", None, False),
            ("two", None, True),
            (None, "https://example.org/", False),
            (None, None, False),
        ]
        assert [option.label for option in message.components[1].components[0].options] == ["a", "b"]
        assert message.components[2].components[0].channel_types == [hikari.ChannelType.GUILD_TEXT]
        assert message.components[3].components[0].type is hikari.ComponentType.USER_SELECT_MENU
        assert (await message.edit(components=None)).components == []


async def test_a_layout_comes_back(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=ALL)
    async with running(bot) as client:
        picture = hikari.Bytes(pictures.png(), "picture.png")
        section = build.SectionComponentBuilder(accessory=build.ThumbnailComponentBuilder(media=picture))
        section.add_text_display("one").add_text_display("two")
        box = build.ContainerComponentBuilder(accent_color=hikari.Color(0xFF00FF), spoiler=True)
        box.add_text_display("inside").add_separator(spacing=hikari.SpacingType.LARGE, divider=False)
        box.add_file(hikari.Bytes(b"abc", "note.txt"))
        box.add_media_gallery([build.MediaGalleryItemBuilder(media="https://example.org/picture.png", spoiler=True)])
        box.add_action_row([build.InteractiveButtonBuilder(style=hikari.ButtonStyle.PRIMARY, custom_id="a", label="l")])
        sending = client.rest.create_message(
            int(guild.channel), components=[section, box], flags=hikari.MessageFlag.IS_COMPONENTS_V2
        )
        message, heard = await after(client, hikari.GuildMessageCreateEvent, sending)
        shown, inside = message.components
        assert [text.content for text in shown.components] == ["one", "two"]
        assert await shown.accessory.media.read() == pictures.png()
        assert (inside.accent_color, inside.is_spoiler) == (0xFF00FF, True)
        assert await inside.components[2].file.read() == b"abc"
        assert inside.components[3].items[0].media.url == "https://example.org/picture.png"
        assert [type(one) for one in heard.message.components[1].components] == [type(one) for one in inside.components]
