"""discord.py answers interactions: by messages, later, for one user alone, and by changing what was there."""

import asyncio
from typing import Any

from tests.clients.discord_py import discord, running
from tests.clients.test_discord_py_messages import place
from tests.interactions.invoking import Session
from tests.world import Bot, Guild, Json, World

tree_of = discord.app_commands.CommandTree


async def session_of(guild: Guild, bot: Bot, tree: Any) -> tuple[Session, dict[str, Json]]:
    """The user, who has the commands that the bot has told the server of."""
    await tree.sync()
    commands = await bot.get(f"/applications/{bot.id}/commands")
    user, app = await guild.owner.connect(), await bot.connect()
    return Session(guild.owner, bot, guild.channel, guild, user, app), {one["name"]: one for one in commands}


class Counter(discord.ui.View):
    @discord.ui.button(label="0", custom_id="count")
    async def count(self, interaction: Any, button: Any) -> None:
        button.label = str(int(button.label) + 1)
        await interaction.response.edit_message(content="counted", view=self)


class Question(discord.ui.Modal, title="Question"):
    name = discord.ui.TextInput(label="name")

    async def on_submit(self, interaction: Any) -> None:
        await interaction.response.send_message(f"hello {self.name}", ephemeral=True)


async def test_what_a_bot_answers(world: World) -> None:
    guild, bot = await place(world)
    async with running(bot) as client:
        tree = tree_of(client)
        seen: asyncio.Queue[Any] = asyncio.Queue()

        @tree.command(description="answers later")
        async def later(interaction: Any) -> None:
            await interaction.response.defer(ephemeral=True, thinking=True)
            seen.put_nowait(await interaction.followup.send("thought", wait=True))
            seen.put_nowait(await interaction.followup.send("more"))
            seen.put_nowait(await interaction.edit_original_response(content="thought again"))
            seen.put_nowait(await interaction.original_response())
            await interaction.delete_original_response()

        @tree.command(description="counts")
        async def count(interaction: Any) -> None:
            callback = await interaction.response.send_message("count", view=Counter())
            seen.put_nowait(callback)

        @tree.command(description="asks")
        async def ask(interaction: Any) -> None:
            await interaction.response.send_modal(Question())

        session, commands = await session_of(guild, bot, tree)
        await session.invoke(commands["later"])
        loading = await session.user.event("MESSAGE_CREATE")
        thought, more, again, original = [await seen.get() for _ in range(4)]
        assert str(thought.id) == str(again.id) == str(original.id) == loading["id"] != str(more.id)
        assert (loading["flags"], thought.flags.value, original.content) == (64 | 128, 64, "thought again")
        assert (await session.user.event("MESSAGE_DELETE"))["id"] == loading["id"]

        await session.invoke(commands["count"])
        callback = await seen.get()
        shown = await session.user.event("MESSAGE_CREATE", lambda message: message["content"] == "count")
        assert str(callback.message_id) == shown["id"]
        for number in ("1", "2"):
            await session.use(shown, "count")
            changed = await session.user.event("MESSAGE_UPDATE", lambda message: message["content"] == "counted")
            assert changed["components"][0]["components"][0]["label"] == number

        await session.invoke(commands["ask"])
        modal = await session.user.event("INTERACTION_MODAL_CREATE")
        field = modal["components"][0]["components"][0]
        filled = {"type": 1, "components": [{"type": 4, "custom_id": field["custom_id"], "value": "Ada"}]}
        await session.submit(modal, filled)
        hello = await session.user.event("MESSAGE_CREATE", lambda message: message["content"] == "hello Ada")
        assert hello["flags"] == 64
