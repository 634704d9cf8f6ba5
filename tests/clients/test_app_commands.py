"""Interactions as the libraries read them: everything that a command, a menu and a component can bring."""

import asyncio
from typing import Any, cast

import hikari
from hikari.impl.entity_factory import EntityFactoryImpl

from tests.clients.discord_py import discord, running
from tests.interactions.invoking import (
    ATTACHMENT,
    CHANNEL,
    INTEGER,
    MENTIONABLE,
    NUMBER,
    ROLE,
    STRING,
    USER,
    Session,
    an_app,
    body_of,
    given,
    menu,
    option,
    slash,
)
from tests.world import Json, World

_KINDS = (STRING, INTEGER, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER, ATTACHMENT)


def _read_by_hikari(payload: Json) -> Any:
    return EntityFactoryImpl(cast(Any, None)).deserialize_interaction(payload)


async def test_discord_py_runs_a_command_with_every_kind_of_option(world: World) -> None:
    guild, bot = await an_app(world)
    async with running(bot) as client:
        tree = discord.app_commands.CommandTree(client)
        heard: asyncio.Future[tuple[Any, ...]] = asyncio.get_running_loop().create_future()

        @tree.command(name="take", description="takes all")
        async def take(
            interaction: discord.Interaction[Any],
            word: str,
            number: int,
            who: discord.Member,
            where: discord.TextChannel,
            role: discord.Role,
            real: float,
            file: discord.Attachment,
        ) -> None:
            heard.set_result((interaction, word, number, who, where, role, real, await file.read()))
            await interaction.response.send_message("taken")

        (synced,) = await tree.sync()
        command = await bot.get(f"/applications/{bot.id}/commands/{synced.id}")
        sent = [
            given(STRING, "word", "x"),
            given(INTEGER, "number", 2**53),
            given(USER, "who", guild.owner.id),
            given(CHANNEL, "where", guild.channel),
            given(ROLE, "role", guild.id),
            given(NUMBER, "real", 0.5),
            given(ATTACHMENT, "file", 0),
        ]
        session = await Session.open(guild.owner, bot, guild)
        await session.invoke(command, *sent, files=[("a.txt", b"hello")])
        async with asyncio.timeout(10):
            interaction, *values = await heard
        assert values[:2] == ["x", 2**53]
        assert [int(one.id) for one in values[2:5]] == [int(guild.owner.id), int(guild.channel), int(guild.id)]
        assert values[5:] == [0.5, b"hello"]
        assert interaction.user.guild_permissions.administrator
        assert interaction.permissions.view_channel and interaction.app_permissions.view_channel
        assert interaction.context.guild and interaction.is_guild_integration()
        assert (await session.user.event("MESSAGE_CREATE"))["content"] == "taken"


async def test_hikari_reads_them(world: World) -> None:
    guild, bot = await an_app(world)
    session = await Session.open(guild.owner, bot, guild)
    command = await slash(bot, "take", *(option(kind, f"o{kind}") for kind in _KINDS))
    values: dict[int, Json] = {STRING: "x", INTEGER: 1, NUMBER: 0.5, ATTACHMENT: 0, CHANNEL: guild.voice}
    ids = {USER: guild.owner.id, ROLE: guild.id, MENTIONABLE: guild.owner.id}
    sent = [given(kind, f"o{kind}", (values | ids)[kind]) for kind in _KINDS]
    read = _read_by_hikari(await session.invoke(command, *sent, files=[("a.txt", b"hello")]))
    assert isinstance(read, hikari.CommandInteraction)
    assert read.resolved is not None and read.member is not None
    assert int(guild.owner.id) in read.resolved.members and int(guild.voice) in read.resolved.channels
    assert read.authorizing_integration_owners == {hikari.ApplicationIntegrationType.GUILD_INSTALL: int(guild.id)}
    message = await bot.post(f"/channels/{guild.channel}/messages", {"content": "x"})
    quoted = _read_by_hikari(await session.invoke(await menu(bot, "Quote", 3), target_id=message["id"]))
    assert int(message["id"]) in quoted.resolved.messages
    find = await slash(bot, "find", option(INTEGER, "number", autocomplete=True))
    asked = _read_by_hikari(await session.complete(find, given(INTEGER, "number", "1", focused=True)))
    assert isinstance(asked, hikari.AutocompleteInteraction) and asked.options[0].is_focused


async def test_hikari_reads_what_comes_from_a_dm(world: World) -> None:
    guild, bot = await an_app(world)
    dm = await guild.owner.post("/users/@me/channels", {"recipient_id": bot.id})
    session = await Session.open(guild.owner, bot, channel=dm["id"])
    read = _read_by_hikari(await session.post(body_of(await slash(bot, "ping"), dm["id"])))
    assert (read.member, read.guild_id, int(read.user.id)) == (None, None, int(guild.owner.id))
    assert read.context is hikari.ApplicationContextType.BOT_DM
