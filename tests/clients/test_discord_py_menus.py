"""discord.py's context menus, and its hybrid commands, which are both: slash and text."""

from collections.abc import AsyncGenerator
from typing import Any

import pytest
import pytest_asyncio

from tests.clients.discord_py import discord
from tests.clients.discord_py_app import App, an_app, commands
from tests.instances import Addresses
from tests.interactions.invoking import CHANNEL, INTEGER, STRING, USER, given
from tests.world import World

pytestmark = pytest.mark.asyncio(loop_scope="module")
app_commands = discord.app_commands


@app_commands.context_menu(name="Look At")
async def look_at(interaction: Any, member: discord.Member) -> None:
    joined = member.joined_at is not None
    await interaction.response.send_message(f"{member.id} of {member.guild.id}, joined: {joined}", ephemeral=True)


@app_commands.context_menu(name="Look At Anyone")
async def look_at_anyone(interaction: Any, user: discord.User) -> None:
    await interaction.response.send_message(f"{user.id} is {user.name}")


@app_commands.context_menu(name="Quote")
async def quote(interaction: Any, message: discord.Message) -> None:
    files = [attachment.filename for attachment in message.attachments]
    await interaction.response.send_message(f"{message.author.id}: {message.content} {files}")
    await message.add_reaction("👀")


@app_commands.context_menu(name="Only Mods")
@app_commands.default_permissions(manage_messages=True)
@app_commands.guild_only()
async def only_mods(interaction: Any, message: discord.Message) -> None:
    await interaction.response.send_message("a mod")


@commands.hybrid_command(description="Says it again")
async def echo(ctx: Any, times: commands.Range[int, 1, 3], *, text: str = "nothing") -> None:
    async with ctx.typing():
        await ctx.send(" ".join([text] * times) + f" {ctx.interaction is not None}")


@commands.hybrid_command(description="About someone")
async def about(ctx: Any, who: discord.Member, where: discord.TextChannel) -> None:
    await ctx.defer()
    message = await ctx.reply(f"{who.id} {where.id}")
    await message.edit(content=f"{message.content} edited")


@commands.hybrid_group(fallback="list", description="Tags")
async def tag(ctx: Any) -> None:
    await ctx.send("all tags")


@tag.command(name="add", description="Adds one")
async def add_tag(ctx: Any, name: str) -> None:
    await ctx.send(f"added {name} as {ctx.command.qualified_name}", ephemeral=True)


@commands.hybrid_command(description="Not too often")
@commands.cooldown(1, 3600, commands.BucketType.user)
@commands.has_permissions(administrator=True)
async def rarely(ctx: Any) -> None:
    await ctx.send("once")


@rarely.error
async def explain(ctx: Any, error: Any) -> None:
    await ctx.send(f"{type(error).__name__} {ctx.interaction is not None}", ephemeral=True)


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def app(addresses: Addresses) -> AsyncGenerator[App]:
    added = [look_at, look_at_anyone, quote, only_mods, echo, about, tag, rarely]
    async with World(addresses) as world, an_app(world, added) as app:
        yield app


async def say(app: App, text: str, **more: Any) -> Any:
    return await app.guild.owner.post(f"/channels/{app.guild.channel}/messages", {"content": text}, **more)


async def test_a_menu_of_a_member(app: App) -> None:
    await app.use("Look At", target_id=app.member.person.id)
    assert (await app.said())["content"] == f"{app.member.person.id} of {app.guild.id}, joined: True"


async def test_a_menu_of_a_user_who_is_not_there(app: App) -> None:
    stranger = await app.bot.world.user()
    await app.use("Look At Anyone", target_id=stranger.id)
    assert (await app.said())["content"] == f"{stranger.id} is {stranger.name}"


async def test_a_menu_of_a_message(app: App) -> None:
    form = {"payload_json": '{"content": "a file"}'}
    path = f"/channels/{app.guild.channel}/messages"
    message = await app.guild.owner.post(path, data=form, files={"files[0]": ("a.txt", b"hello")})
    await app.use("Quote", target_id=message["id"])
    assert (await app.said())["content"] == f"{app.guild.owner.id}: a file ['a.txt']"
    reaction = await app.owner.user.event("MESSAGE_REACTION_ADD")
    assert (reaction["message_id"], reaction["user_id"]) == (message["id"], app.bot.id)


async def test_a_menu_for_those_with_a_permission(app: App) -> None:
    message = await say(app, "what?")
    command = app.commands["Only Mods"]
    assert command["default_member_permissions"] == str(discord.Permissions(manage_messages=True).value)
    assert command["contexts"] == [0]
    await app.use("Only Mods", target_id=message["id"])
    assert (await app.said())["content"] == "a mod"
    data = {key: command[key] for key in ("id", "version", "type", "name")} | {"target_id": message["id"]}
    body = {"type": 2, "application_id": app.bot.id, "guild_id": app.guild.id, "channel_id": app.guild.channel}
    await app.member.person.refused(50001, "POST", "/interactions", body | {"data": data}, status=403)


async def test_a_hybrid_command_both_ways(app: App) -> None:
    await app.use("echo", given(INTEGER, "times", 2), given(STRING, "text", "hi"))
    assert (await app.changed())["content"] == "hi hi True"
    await say(app, "!echo 3 hi there")
    assert (await app.said())["content"] == "hi there hi there hi there False"


async def test_a_hybrid_command_answers_later(app: App) -> None:
    await app.use("about", given(USER, "who", app.bot.id), given(CHANNEL, "where", app.guild.channel))
    assert (await app.changed("edited"))["content"] == f"{app.bot.id} {app.guild.channel} edited"
    await say(app, f"!about <@{app.bot.id}> <#{app.guild.channel}>")
    assert (await app.changed("edited"))["message_reference"]["channel_id"] == app.guild.channel


async def test_a_hybrid_group(app: App) -> None:
    await app.use("tag", given(1, "list", options=[]))
    assert (await app.said())["content"] == "all tags"
    await app.use("tag", given(1, "add", options=[given(STRING, "name", "x")]))
    added = await app.said()
    assert (added["content"], added["flags"]) == ("added x as tag add", 64)
    await say(app, "!tag add y")
    assert (await app.said())["content"] == "added y as tag add"


async def test_a_hybrid_cooldown_counts_both(app: App) -> None:
    await app.use("rarely")
    assert (await app.said())["content"] == "once"
    await say(app, "!rarely")
    assert (await app.said())["content"] == "CommandOnCooldown False"
    await app.use("rarely", by=app.member)
    assert (await app.said("MissingPermissions", to=app.member))["content"] == "MissingPermissions True"
