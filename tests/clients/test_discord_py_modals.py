"""discord.py's modals in the hands of users: every field, from a command and from a button, and errors."""

from collections.abc import AsyncGenerator
from typing import Any

import pytest
import pytest_asyncio

from tests.clients.discord_py import discord
from tests.clients.discord_py_app import App, an_app
from tests.instances import Addresses
from tests.world import Json, World

pytestmark = pytest.mark.asyncio(loop_scope="module")
app_commands, ui = discord.app_commands, discord.ui


class Picking(ui.Modal, title="Picking"):
    notice = ui.TextDisplay("Pick well")
    word: Any = ui.Label(text="Word", component=ui.Select(options=[discord.SelectOption(label=one) for one in "abc"]))
    users: Any = ui.Label(text="Users", component=ui.UserSelect(max_values=2))
    role: Any = ui.Label(text="Role", component=ui.RoleSelect())
    channel: Any = ui.Label(text="Channel", component=ui.ChannelSelect(required=False, min_values=0))

    async def on_submit(self, interaction: Any) -> None:
        users = [f"{type(one).__name__}{one.id}" for one in self.users.component.values]
        picked = [self.word.component.values[0], *users, self.role.component.values[0].name]
        await interaction.response.send_message(f"{picked} {self.channel.component.values}")


class Writing(ui.Modal, title="Writing"):
    text: Any = ui.Label(text="Text", component=ui.TextInput(min_length=2, max_length=9))
    files: Any = ui.Label(text="Files", component=ui.FileUpload(max_values=2, required=False))
    radio: Any = ui.Label(
        text="Radio", component=ui.RadioGroup(options=[discord.RadioGroupOption(label=one, value=one) for one in "ab"])
    )
    boxes: Any = ui.Label(
        text="Boxes",
        component=ui.CheckboxGroup(options=[discord.CheckboxGroupOption(label=one, value=one) for one in "abc"]),
    )
    box: Any = ui.Label(text="Box", component=ui.Checkbox())

    async def on_submit(self, interaction: Any) -> None:
        files = [(one.filename, (await one.read()).decode()) for one in self.files.component.values]
        picked = [self.text.component.value, self.radio.component.value, *self.boxes.component.values]
        await interaction.response.defer(thinking=True)
        await interaction.followup.send(f"{picked} {self.box.component.value} {files}")


class Renaming(ui.Modal, title="Renaming"):
    name = ui.TextInput(label="Name", style=discord.TextStyle.long, default="old")

    async def on_submit(self, interaction: Any) -> None:
        if self.name.value == "bad":
            raise ValueError("bad")
        await interaction.response.edit_message(content=f"named {self.name.value}")

    async def on_error(self, interaction: Any, error: Exception) -> None:
        await interaction.response.send_message(f"{error} name for {interaction.message.content}", ephemeral=True)


class Panel(ui.View):
    @ui.button(label="Rename", custom_id="rename")
    async def rename(self, interaction: Any, button: Any) -> None:
        await interaction.response.send_modal(Renaming())
        interaction.client.shown.put_nowait(None)


@app_commands.command(description="Pick")
async def pick(interaction: Any) -> None:
    await interaction.response.send_modal(Picking())
    interaction.client.shown.put_nowait(None)


@app_commands.command(description="Write")
async def write(interaction: Any) -> None:
    await interaction.response.send_modal(Writing())
    interaction.client.shown.put_nowait(None)


@app_commands.command(description="A panel")
async def panel(interaction: Any) -> None:
    await interaction.response.send_message("nameless", view=Panel())
    interaction.client.shown.put_nowait(None)


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def app(addresses: Addresses) -> AsyncGenerator[App]:
    async with World(addresses) as world, an_app(world, [pick, write, panel]) as app:
        yield app


def filled(modal: Json, *given: Json) -> list[Json]:
    """The modal's fields with what is given for each; None for what is left out."""
    fields = [label["component"] for label in modal["components"] if "component" in label]
    return [
        {"type": 18, "component": {"type": field["type"], "custom_id": field["custom_id"], **value}}
        for field, value in zip(fields, given, strict=True)
        if value is not None
    ]


async def test_what_can_be_picked(app: App) -> None:
    await app.use("pick")
    modal = await app.shown_modal()
    assert modal["components"][0]["content"] == "Pick well"
    one, other = app.guild.owner.id, app.member.person.id
    values = [["a"], [one, other], [app.guild.id], [app.guild.voice]]
    await app.owner.submit(modal, *filled(modal, *({"values": each} for each in values)))
    said = (await app.said())["content"]
    assert said.startswith(str(["a", f"Member{one}", f"Member{other}", "@everyone"]))
    assert f"id={app.guild.voice}" in said


async def test_what_can_be_written(app: App) -> None:
    await app.use("write")
    modal = await app.shown_modal()
    given = [{"value": "some"}, {"values": ["0", "1"]}, {"value": "b"}, {"values": ["a", "c"]}, {"value": True}]
    files = [("a.txt", b"hello"), ("b.txt", b"there")]
    await app.owner.submit(modal, *filled(modal, *given), files=files)
    said = await app.changed()
    assert said["content"] == "['some', 'b', 'a', 'c'] True [('a.txt', 'hello'), ('b.txt', 'there')]"


async def test_what_need_not_be_filled_in(app: App) -> None:
    await app.use("write")
    modal = await app.shown_modal()
    given = [{"value": "some"}, {"values": []}, {"value": "a"}, {"values": ["b"]}, {"value": False}]
    await app.owner.submit(modal, *filled(modal, *given))
    assert (await app.changed())["content"] == "['some', 'a', 'b'] False []"


async def test_a_modal_of_a_button_changes_its_message(app: App) -> None:
    await app.use("panel")
    message = await app.shown("nameless")
    for name, check in (("Ada", app.changed), ("bad", app.said)):
        await app.owner.use(message, "rename")
        modal = await app.shown_modal()
        field = modal["components"][0]["components"][0]
        assert (field["value"], field["style"], field["label"]) == ("old", 2, "Name")
        written = {"type": 4, "custom_id": field["custom_id"], "value": name}
        await app.owner.submit(modal, {"type": 1, "components": [written]})
        said = await check()
        assert said["content"] == ("named Ada" if name == "Ada" else "bad name for named Ada")
