"""discord.py's views: what they send comes back as what they read."""

import asyncio
import io
from typing import Any

from tests import pictures
from tests.clients.discord_py import after, assert_messages_are_true, discord, running
from tests.clients.test_discord_py_messages import channel_of, place
from tests.developing import a_sku
from tests.world import World

ui = discord.ui


def sent_by(view: ui.View | ui.LayoutView) -> list[Any]:
    return [without_numbers(one) for one in view.to_components()]


def without_numbers(component: Any) -> Any:
    """Without what the server fills in, and without what says nothing."""
    if isinstance(component, list):
        return [without_numbers(one) for one in component]
    if not isinstance(component, dict):
        return component
    nothing = (None, False, [], "required")
    filled = {"id", "proxy_url", "attachment_id", "width", "height", "content_type", "size", "name", "url", "required"}
    kept = {key: without_numbers(value) for key, value in component.items() if value not in nothing}
    is_media = "url" in component and "style" not in component
    drop = filled if is_media else ({"id", "required"} if "type" in component else set())
    if component.get("type") == 13:
        drop = drop | {"name", "size"}
    return {key: value for key, value in kept.items() if key not in drop}


async def test_a_view_comes_back(world: World) -> None:
    guild, bot = await place(world)
    async with running(bot) as client:
        view = ui.View()
        view.add_item(ui.Button(label="one", custom_id="one", style=discord.ButtonStyle.danger, emoji="👋"))
        view.add_item(ui.Button(label="there", url="https://example.org/"))
        view.add_item(ui.Button(sku_id=int(await a_sku(bot)), style=discord.ButtonStyle.premium))
        options = [discord.SelectOption(label=one, description="d", emoji="🐍", default=one == "a") for one in "ab"]
        view.add_item(ui.Select(custom_id="s", placeholder="pick", max_values=2, options=options))
        owner = discord.SelectDefaultValue(id=int(guild.owner.id), type=discord.SelectDefaultValueType.user)
        view.add_item(ui.UserSelect(custom_id="u", default_values=[owner], disabled=True))
        view.add_item(ui.MentionableSelect(custom_id="m", min_values=0))
        view.add_item(ui.ChannelSelect(custom_id="c", channel_types=[discord.ChannelType.text]))
        channel = channel_of(client, guild)
        message, heard = await after(client, "message", channel.send("pick", view=view))
        assert [without_numbers(one.to_dict()) for one in message.components] == sent_by(view)
        assert [one.to_dict() for one in heard.components] == [one.to_dict() for one in message.components]
        again = ui.View.from_message(message)
        assert sent_by(again) == sent_by(view)
        edited = await message.edit(view=None)
        assert edited.components == []
        await assert_messages_are_true(client, channel)


class Page(ui.LayoutView):
    title = ui.TextDisplay("# Title")
    section = ui.Section("one", "two", accessory=ui.Thumbnail("attachment://picture.png", description="alt"))
    box = ui.Container(
        ui.TextDisplay("inside"),
        ui.Separator(spacing=discord.SeparatorSpacing.large, visible=False),
        ui.MediaGallery(
            discord.MediaGalleryItem("attachment://picture.png", description="alt", spoiler=True),
            discord.MediaGalleryItem("https://example.org/picture.png"),
        ),
        ui.File("attachment://note.txt"),
        ui.ActionRow(ui.Button(label="one", custom_id="one"), ui.Button(label="there", url="https://example.org/")),
        ui.Section("text", accessory=ui.Button(label="two", custom_id="two")),
        accent_colour=0xFF00FF,
        spoiler=True,
    )
    row = ui.ActionRow(ui.RoleSelect(custom_id="roles", max_values=3))


async def test_a_layout_comes_back(world: World) -> None:
    guild, bot = await place(world)
    async with running(bot) as client:
        channel = channel_of(client, guild)
        files = [discord.File(io.BytesIO(pictures.png()), "picture.png"), discord.File(io.BytesIO(b"abc"), "note.txt")]
        message, heard = await after(client, "message", channel.send(view=Page(), files=files))
        assert message.flags.components_v2
        assert [without_numbers(one.to_dict()) for one in message.components] == sent_by(Page())
        assert [without_numbers(one.to_dict()) for one in heard.components] == sent_by(Page())
        picture = message.components[1].accessory  # type: ignore[union-attr]
        assert (picture.media.width, picture.media.content_type) == (64, "image/png")
        assert (await world.http.get(picture.media.url)).content == pictures.png()
        again = ui.LayoutView.from_message(message)
        again.add_item(ui.TextDisplay("more"))
        edited = await message.edit(view=again)
        assert len(edited.components) == 5
        assert edited.components[1].accessory.media.attachment_id == picture.media.attachment_id  # type: ignore[union-attr]
        await assert_messages_are_true(client, channel)


async def test_a_layout_takes_the_place_of_content(world: World) -> None:
    guild, bot = await place(world)
    async with running(bot) as client:
        message = await channel_of(client, guild).send(
            "hi", view=ui.View().add_item(ui.Button(custom_id="a", label="l"))
        )
        view = ui.LayoutView().add_item(ui.TextDisplay("hello"))
        edited = await message.edit(content=None, view=view)
        assert edited.flags.components_v2
        assert edited.components[0].content == "hello"  # type: ignore[union-attr]


class Counter(ui.LayoutView):
    row = ui.ActionRow()

    def __init__(self) -> None:
        super().__init__()
        self.count = 0
        self.answered: asyncio.Queue[int] = asyncio.Queue()

    @row.button(label="0", custom_id="count")
    async def press(self, interaction: discord.Interaction, button: ui.Button) -> None:
        self.count += 1
        button.label = str(self.count)
        await interaction.response.edit_message(view=self)
        self.answered.put_nowait(self.count)


async def test_a_button_is_pressed(world: World) -> None:
    guild, bot = await place(world)
    async with running(bot) as client:
        counter = Counter()
        message = await channel_of(client, guild).send(view=counter)
        press = {
            "type": 3,
            "application_id": bot.id,
            "guild_id": guild.id,
            "channel_id": guild.channel,
            "message_id": str(message.id),
            "data": {"component_type": 2, "custom_id": "count"},
        }
        for number in "12":
            pressed = guild.owner.post("/interactions", press | {"nonce": number}, expect=204)
            _, (_, changed) = await after(client, "message_edit", pressed)
            assert changed.components[0].children[0].label == number  # type: ignore[union-attr]
            assert await counter.answered.get() == int(number)
        assert changed.flags.components_v2
