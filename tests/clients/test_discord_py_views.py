"""discord.py's views in the hands of users: buttons, selects, what lasts, what ends, what belongs to one."""

import asyncio
import io
import re
from collections.abc import AsyncGenerator
from typing import Any

import pytest
import pytest_asyncio

from tests import pictures
from tests.clients.discord_py import discord
from tests.clients.discord_py_app import App, an_app
from tests.instances import Addresses
from tests.world import Json, World

pytestmark = pytest.mark.asyncio(loop_scope="module")
app_commands, ui = discord.app_commands, discord.ui


class Picks(ui.View):
    """A select of each kind."""

    @ui.select(custom_id="word", options=[discord.SelectOption(label=one) for one in "abc"], max_values=2)
    async def word(self, interaction: Any, select: ui.Select[Any]) -> None:
        await interaction.response.send_message(" ".join(select.values))

    @ui.select(cls=ui.UserSelect, custom_id="users", max_values=2)
    async def users(self, interaction: Any, select: ui.UserSelect[Any]) -> None:
        await interaction.response.send_message(
            " ".join(sorted(f"{type(one).__name__}{one.id}" for one in select.values))
        )

    @ui.select(cls=ui.RoleSelect, custom_id="roles")
    async def roles(self, interaction: Any, select: ui.RoleSelect[Any]) -> None:
        await interaction.response.send_message(" ".join(one.name for one in select.values))

    @ui.select(cls=ui.MentionableSelect, custom_id="either", max_values=2)
    async def either(self, interaction: Any, select: ui.MentionableSelect[Any]) -> None:
        await interaction.response.send_message(" ".join(sorted(type(one).__name__ for one in select.values)))

    @ui.select(cls=ui.ChannelSelect, custom_id="channels", channel_types=[discord.ChannelType.voice], min_values=0)
    async def channels(self, interaction: Any, select: ui.ChannelSelect[Any]) -> None:
        found = [one.resolve() for one in select.values]
        await interaction.response.edit_message(content=f"channels {[one.id for one in found if one]}")


class Sure(ui.View):
    """Of the owner alone."""

    answer: str | None = None

    def __init__(self, owner_id: int, **options: Any) -> None:
        super().__init__(**options)
        self.owner_id = owner_id

    async def interaction_check(self, interaction: Any) -> bool:
        if interaction.user.id == self.owner_id:
            return True
        await interaction.response.send_message("not yours", ephemeral=True)
        return False

    @ui.button(label="Yes", style=discord.ButtonStyle.green)
    async def yes(self, interaction: Any, button: Any) -> None:
        self.answer = "yes"
        self.yes.disabled = True
        await interaction.response.edit_message(view=self)
        self.stop()

    @ui.button(label="Fail", style=discord.ButtonStyle.red)
    async def fail(self, interaction: Any, button: Any) -> None:
        raise ZeroDivisionError("oh")

    async def on_error(self, interaction: Any, error: Exception, item: Any) -> None:
        await interaction.response.send_message(f"{type(error).__name__} of {item.label}")


class Lasting(ui.View):
    """What a bot that starts again still answers."""

    def __init__(self) -> None:
        super().__init__(timeout=None)

    @ui.button(label="Greet", custom_id="lasting:greet")
    async def greet(self, interaction: Any, button: Any) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await interaction.followup.send(f"hello {interaction.user.id}")

    @ui.button(label="Quietly", custom_id="lasting:quietly")
    async def quietly(self, interaction: Any, button: Any) -> None:
        await interaction.response.defer()
        await interaction.edit_original_response(content="quietly changed")


class Count(ui.DynamicItem[Any], template=r"count:(?P<count>\d+):(?P<user>\d+)"):
    """Its state is in its custom id."""

    def __init__(self, count: int, user_id: int) -> None:
        super().__init__(ui.Button(label=str(count), custom_id=f"count:{count}:{user_id}"))
        self.count, self.user_id = count, user_id

    @classmethod
    async def from_custom_id(cls, interaction: Any, item: Any, match: re.Match[str]) -> "Count":
        return cls(int(match["count"]), int(match["user"]))

    async def interaction_check(self, interaction: Any) -> bool:
        return interaction.user.id == self.user_id

    async def callback(self, interaction: Any) -> None:
        view = ui.View(timeout=None).add_item(Count(self.count + 1, self.user_id))
        await interaction.response.edit_message(view=view)


class More(ui.Button[Any]):
    async def callback(self, interaction: Any) -> None:
        await interaction.response.send_message(f"more of {len(interaction.message.components)}", ephemeral=True)


class Page(ui.LayoutView):
    """Components of the second version."""

    head = ui.Section("# Title", "text", accessory=ui.Thumbnail("attachment://picture.png"))
    box: Any = ui.Container(
        ui.TextDisplay("inside", id=77),
        ui.Separator(),
        ui.Section("aside", accessory=More(label="More", custom_id="more")),
        ui.MediaGallery(discord.MediaGalleryItem("attachment://picture.png")),
        ui.File("attachment://note.txt"),
        accent_colour=0x00FF00,
    )
    row: Any = ui.ActionRow()

    @row.button(label="Turn", custom_id="turn")
    async def turn(self, interaction: Any, button: Any) -> None:
        self.find_item(77).content = "turned"  # type: ignore[union-attr]
        await interaction.response.edit_message(view=self)

    @row.button(label="Drop files", custom_id="drop")
    async def drop(self, interaction: Any, button: Any) -> None:
        view = ui.LayoutView().add_item(ui.TextDisplay("no files"))
        await interaction.response.edit_message(view=view, attachments=[])


@app_commands.command(description="A page")
async def page(interaction: Any, secret: bool = False) -> None:
    files = [discord.File(io.BytesIO(pictures.png()), "picture.png"), discord.File(io.BytesIO(b"abc"), "note.txt")]
    await interaction.response.send_message(view=Page(), files=files, ephemeral=secret)
    interaction.client.shown.put_nowait(None)


@app_commands.command(description="Picks")
async def picks(interaction: Any) -> None:
    await interaction.response.send_message("pick", view=Picks())
    interaction.client.shown.put_nowait(None)


@app_commands.command(description="Sure?")
async def sure(interaction: Any, secret: bool = False) -> None:
    view = Sure(interaction.user.id)
    await interaction.response.send_message("sure?", view=view, ephemeral=secret)
    interaction.client.shown.put_nowait(None)
    stopped_early = not await view.wait()
    await interaction.edit_original_response(content=f"{view.answer}, stopped: {stopped_early}", view=None)


@app_commands.command(description="For a moment")
async def briefly(interaction: Any) -> None:
    view = Sure(interaction.user.id, timeout=0.05)
    await interaction.response.send_message("hurry", view=view)
    await view.wait()
    view.yes.disabled = True
    await interaction.edit_original_response(content="too late", view=view)


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def app(addresses: Addresses) -> AsyncGenerator[App]:
    async with World(addresses) as world, an_app(world, [page, picks, sure, briefly]) as app:
        app.client.add_view(Lasting())
        app.client.add_dynamic_items(Count)
        yield app


def ids_of(message: Json) -> list[str]:
    """The custom ids of its buttons."""
    return [
        one["custom_id"] for row in message["components"] for one in row.get("components", ()) if "custom_id" in one
    ]


async def test_selects_of_every_kind(app: App) -> None:
    await app.use("picks")
    message = await app.shown("pick")
    one, other, everyone = app.guild.owner.id, app.member.person.id, app.guild.id
    for custom_id, type, values, said in (
        ("word", 3, ["a", "c"], "a c"),
        ("users", 5, [one, other], " ".join(sorted([f"Member{one}", f"Member{other}"]))),
        ("roles", 6, [everyone], "@everyone"),
        ("either", 7, [one, everyone], "Member Role"),
    ):
        await app.owner.use(message, custom_id, values, type=type)
        assert (await app.said())["content"] == said
    await app.owner.use(message, "channels", [app.guild.voice], type=8)
    assert (await app.changed())["content"] == f"channels [{app.guild.voice}]"


async def test_a_view_is_the_authors_to_guard(app: App) -> None:
    await app.use("sure")
    message = await app.shown("sure?")
    yes, fail = ids_of(message)
    await app.member.use(message, yes)
    assert (await app.said("not yours", to=app.member))["flags"] == 64
    await app.owner.use(message, fail)
    assert (await app.said())["content"] == "ZeroDivisionError of Fail"
    await app.owner.use(message, yes)
    assert (await app.changed())["components"][0]["components"][0]["disabled"] is True
    done = await app.changed()
    assert (done["content"], done["components"]) == ("yes, stopped: True", [])


async def test_a_view_that_one_user_sees(app: App) -> None:
    await app.use("sure", {"type": 5, "name": "secret", "value": True})
    message = await app.shown("sure?")
    assert message["flags"] == 64
    await app.owner.use(message, ids_of(message)[0])
    await app.changed("sure?")
    assert (await app.changed())["content"] == "yes, stopped: True"


async def test_a_view_ends(app: App) -> None:
    await app.use("briefly")
    hurry = await app.said("hurry")
    late = await app.changed("too late")
    assert (late["id"], late["components"][0]["components"][0]["disabled"]) == (hurry["id"], True)


async def test_a_view_outlives_its_bot(app: App) -> None:
    path = f"/channels/{app.guild.channel}/messages"
    message = await app.bot.post(path, {"content": "of old", "components": Lasting().to_components()})
    await app.member.use(message, "lasting:greet")
    hello = await app.changed("hello", to=app.member)
    assert (hello["content"], hello["flags"] & 64) == (f"hello {app.member.person.id}", 64)
    await app.owner.use(message, "lasting:quietly")
    assert (await app.changed("quietly"))["id"] == message["id"]


async def test_an_item_whose_state_is_its_id(app: App) -> None:
    view = ui.View(timeout=None).add_item(Count(41, int(app.guild.owner.id)))
    path = f"/channels/{app.guild.channel}/messages"
    message = await app.bot.post(path, {"components": view.to_components()})
    for count in ("42", "43"):
        await app.owner.use(message, *ids_of(message))
        message = await app.changed()
        assert message["components"][0]["components"][0]["label"] == count


async def test_a_layout(app: App) -> None:
    for secret in (False, True):
        await app.use("page", {"type": 5, "name": "secret", "value": secret})
        message = await app.shown()
        assert message["flags"] == 1 << 15 | 64 * secret
        head, box, _ = message["components"]
        assert (await app.bot.world.http.get(head["accessory"]["media"]["url"])).content == pictures.png()
        assert box["components"][3]["items"][0]["media"]["width"] == 64
        assert (box["components"][4]["name"], box["components"][4]["size"]) == ("note.txt", 3)
        await app.owner.use(message, "more")
        assert (await app.said())["content"] == "more of 3"
        await app.owner.use(message, "turn")
        turned = await app.changed()
        assert turned["components"][1]["components"][0]["content"] == "turned"
        assert turned["components"][0]["accessory"]["media"]["attachment_id"]
        await app.owner.use(message, "drop")
        dropped = await app.changed()
        assert [one["content"] for one in dropped["components"]] == ["no files"]
        assert dropped["attachments"] == []


async def test_what_a_view_is_told_of_its_message(app: App) -> None:
    view = Sure(int(app.guild.owner.id))
    channel = app.client.get_channel(int(app.guild.channel))
    assert isinstance(channel, discord.TextChannel)
    message = await channel.send("in a channel", view=view)
    pressed = asyncio.ensure_future(app.client.wait_for("interaction"))
    await app.owner.use((await app.said("in a channel")), view.yes.custom_id)
    interaction = await pressed
    assert interaction.message.id == message.id and interaction.message.content == "in a channel"
    assert interaction.data["component_type"] == 2
    assert not await view.wait()
