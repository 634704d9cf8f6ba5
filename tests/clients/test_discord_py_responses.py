"""discord.py's ways to answer: at once, later, to one user, with files; and to change and take back what was said."""

import asyncio
import io
from collections.abc import AsyncGenerator, Callable, Coroutine
from typing import Any

import pytest
import pytest_asyncio

from tests.clients.discord_py import discord
from tests.clients.discord_py_app import App, an_app
from tests.instances import Addresses
from tests.interactions.invoking import answer
from tests.world import World

pytestmark = pytest.mark.asyncio(loop_scope="module")
app_commands, ui = discord.app_commands, discord.ui

Script = Callable[[Any], Coroutine[Any, Any, Any]]


def a_file(name: str, content: str = "content") -> discord.File:
    return discord.File(io.BytesIO(content.encode()), name)


class Scripted:
    """An application whose command does what each test says."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.script: Script
        self.running: asyncio.Future[asyncio.Future[Any]]

    async def run(self, script: Script) -> Any:
        """What the script gives, which the next use of the command runs."""
        self.script, self.running = script, asyncio.get_running_loop().create_future()
        await self.app.use("act")
        async with asyncio.timeout(10):
            return await (await self.running)

    async def act(self, interaction: Any) -> None:
        self.running.set_result(asyncio.ensure_future(self.script(interaction)))


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def scripted(addresses: Addresses) -> AsyncGenerator[Scripted]:
    async with World(addresses) as world, an_app(world) as app:
        bot = Scripted(app)

        @app.client.tree.command(description="Does what is asked")
        async def act(interaction: discord.Interaction[Any]) -> None:
            await bot.act(interaction)

        await app.sync()
        yield bot


async def test_an_answer_at_once(scripted: Scripted) -> None:
    async def script(interaction: Any) -> Any:
        embed = discord.Embed(title="T", description="d")
        files = [a_file("a.txt"), a_file("b.txt")]
        sent = await interaction.response.send_message(
            "hi", embed=embed, files=files, silent=True, suppress_embeds=False
        )
        return sent, await interaction.original_response(), interaction.response.type

    sent, original, kind = await scripted.run(script)
    assert kind is discord.InteractionResponseType.channel_message
    assert sent.message_id == original.id == sent.resource.id
    assert not (sent.is_thinking() or sent.is_ephemeral())
    assert (original.content, original.embeds[0].title) == ("hi", "T")
    assert [one.filename for one in original.attachments] == ["a.txt", "b.txt"]
    message = await scripted.app.said("hi")
    assert (message["id"], message["flags"]) == (str(original.id), 1 << 12)
    assert message["interaction_metadata"]["user"]["id"] == scripted.app.guild.owner.id


async def test_an_answer_later(scripted: Scripted) -> None:
    async def script(interaction: Any) -> Any:
        thinking = await interaction.response.defer(thinking=True)
        first = await interaction.followup.send("first", file=a_file("a.txt"), wait=True)
        second = await interaction.followup.send(
            "second", ephemeral=True, view=ui.View().add_item(ui.Button(label="l"))
        )
        return thinking, first, second, await interaction.followup.fetch_message(second.id)

    thinking, first, second, fetched = await scripted.run(script)
    assert thinking.is_thinking() and thinking.message_id == first.id != second.id
    assert [one.filename for one in first.attachments] == ["a.txt"]
    assert second.flags.ephemeral and not first.flags.ephemeral
    assert fetched.content == "second" and len(fetched.components) == 1
    loading = await scripted.app.said("")
    assert (loading["id"], loading["flags"]) == (str(first.id), 128)
    assert (await scripted.app.said("second"))["flags"] == 64


async def test_an_answer_for_one(scripted: Scripted) -> None:
    async def script(interaction: Any) -> Any:
        sent = await interaction.response.send_message("psst", file=a_file("a.txt"), ephemeral=True)
        edited = await interaction.edit_original_response(content="psst!", attachments=[a_file("b.txt", "other")])
        return sent, edited, await edited.attachments[0].read()

    sent, edited, content = await scripted.run(script)
    assert sent.is_ephemeral() and (edited.content, content) == ("psst!", b"other")
    assert (await scripted.app.changed())["attachments"][0]["filename"] == "b.txt"


async def test_what_was_said_is_changed_and_taken_back(scripted: Scripted) -> None:
    async def script(interaction: Any) -> Any:
        await interaction.response.send_message("one")
        original = await interaction.original_response()
        await original.edit(content="two")
        more = await interaction.followup.send("three", wait=True)
        more = await more.edit(content="four", embeds=[discord.Embed(title="E")], attachments=[a_file("a.txt")])
        grown = await more.add_files(a_file("b.txt"))
        await original.delete()
        await more.delete()
        with pytest.raises(discord.NotFound) as gone:
            await interaction.edit_original_response(content="x")
        return grown, gone.value.code

    grown, code = await scripted.run(script)
    assert [one.filename for one in grown.attachments] == ["a.txt", "b.txt"]
    assert code == 10008
    app = scripted.app
    one, three = await app.said("one"), await app.said("three")
    assert [(await app.owner.user.event("MESSAGE_DELETE"))["id"] for _ in range(2)] == [one["id"], three["id"]]


async def test_the_answer_is_deleted(scripted: Scripted) -> None:
    async def script(interaction: Any) -> None:
        await interaction.response.send_message("soon gone", delete_after=0.01)

    await scripted.run(script)
    message = await scripted.app.said("soon gone")
    assert (await scripted.app.owner.user.event("MESSAGE_DELETE"))["id"] == message["id"]


async def test_one_answer_wins(scripted: Scripted) -> None:
    async def script(interaction: Any) -> Any:
        await answer(scripted.app.bot, {"id": interaction.id, "token": interaction.token}, 4, {"content": "faster"})
        with pytest.raises(discord.HTTPException) as late:
            await interaction.response.send_message("slower")
        return late.value

    late = await scripted.run(script)
    assert (late.status, late.code) == (400, 40060)
    assert (await scripted.app.said())["content"] == "faster"


async def test_a_webhook_by_the_token(scripted: Scripted) -> None:
    async def script(interaction: Any) -> Any:
        await interaction.response.defer()
        hook = discord.Webhook.partial(interaction.application_id, interaction.token, client=interaction.client)
        sent = await hook.send("by the token", wait=True, allowed_mentions=discord.AllowedMentions.none())
        await hook.edit_message(sent.id, content="by the token!")
        return sent, await hook.fetch_message(sent.id)

    sent, fetched = await scripted.run(script)
    assert (sent.id, fetched.content, sent.webhook_id) == (fetched.id, "by the token!", int(scripted.app.bot.id))


async def test_a_layout_as_a_followup(scripted: Scripted) -> None:
    async def script(interaction: Any) -> Any:
        await interaction.response.defer(thinking=True, ephemeral=True)
        view = ui.LayoutView().add_item(ui.Container(ui.TextDisplay("in a box"), ui.File("attachment://a.txt")))
        sent = await interaction.followup.send(view=view, file=a_file("a.txt"), wait=True)
        view = ui.LayoutView().add_item(ui.TextDisplay("out of it"))
        return sent, await interaction.edit_original_response(view=view, attachments=[])

    sent, edited = await scripted.run(script)
    assert sent.flags.components_v2 and sent.flags.ephemeral
    assert [type(one) for one in sent.components[0].children] == [discord.TextDisplay, discord.FileComponent]
    assert (edited.id, edited.components[0].content, edited.attachments) == (sent.id, "out of it", [])


async def test_what_cannot_be_said(scripted: Scripted) -> None:
    async def script(interaction: Any) -> Any:
        with pytest.raises(discord.HTTPException) as refused:
            await interaction.response.send_message("x" * 2001)
        await interaction.response.send_message("shorter")
        return refused.value

    refused = await scripted.run(script)
    assert (refused.status, refused.code) == (400, 50035)
    assert "2000" in refused.text
    assert (await scripted.app.said())["content"] == "shorter"
