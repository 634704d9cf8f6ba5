"""discord.py's slash commands in the hands of users: options, groups, suggestions, checks, cooldowns."""

import enum
from collections.abc import AsyncGenerator
from typing import Any, Literal, NamedTuple

import pytest
import pytest_asyncio

from tests.clients.discord_py import discord
from tests.clients.discord_py_app import App, an_app
from tests.instances import Addresses
from tests.interactions.invoking import (
    ATTACHMENT,
    BOOLEAN,
    CHANNEL,
    INTEGER,
    MENTIONABLE,
    NUMBER,
    ROLE,
    STRING,
    USER,
    body_of,
    given,
)
from tests.world import Json, World

pytestmark = pytest.mark.asyncio(loop_scope="module")
app_commands = discord.app_commands
Choice = app_commands.Choice
Range = app_commands.Range


class Fruit(enum.Enum):
    apple = 1
    pear = 2


class Point(NamedTuple):
    x: int
    y: int


class AsPoint(app_commands.Transformer):
    async def transform(self, interaction: Any, value: str) -> Point:
        x, y = value.split(",")
        return Point(int(x), int(y))

    async def autocomplete(self, interaction: Any, value: str) -> list[Any]:  # type: ignore[override]
        return [Choice(name=f"{value} and {each}", value=f"{value},{each}") for each in range(3)]


@app_commands.command(description="Takes one of each kind")
@app_commands.describe(word="A short word")
@app_commands.rename(word="the-word")
@app_commands.choices(color=[Choice(name="Red", value="r"), Choice(name="Blue", value="b")])
async def take(
    interaction: Any,
    word: Range[str, 2, 5],
    number: Range[int, 1, 10],
    yes: bool,
    who: discord.Member,
    where: discord.TextChannel | discord.VoiceChannel,
    role: discord.Role,
    anyone: discord.Member | discord.Role,
    real: Range[float, 0, 1],
    file: discord.Attachment,
    color: Choice[str],
    fruit: Fruit,
    tone: Literal["high", "low"],
    point: app_commands.Transform[Point, AsPoint],
    maybe: str = "nothing",
) -> None:
    ids = [str(one.id) for one in (who, where, role, anyone)]
    content = (await file.read()).decode()
    said = [word, number, yes, *ids, real, content, color.name, color.value, fruit.name, tone, point.x, maybe]
    await interaction.response.send_message(" ".join(map(str, said)))


ALL_OPTIONS = [
    given(STRING, "the-word", "abc"),
    given(INTEGER, "number", 10),
    given(BOOLEAN, "yes", True),
    given(NUMBER, "real", 0.5),
    given(ATTACHMENT, "file", 0),
    given(STRING, "color", "b"),
    given(INTEGER, "fruit", 2),
    given(STRING, "tone", "low"),
    given(STRING, "point", "7,8"),
]

settings = app_commands.Group(name="settings", description="Settings")
theme = app_commands.Group(name="theme", description="How it looks", parent=settings)


@theme.command(name="set", description="Chooses")
async def set_theme(interaction: Any, name: str) -> None:
    await interaction.response.send_message(f"{interaction.command.qualified_name}: {name}")


@set_theme.autocomplete("name")
async def suggest_themes(interaction: Any, current: str) -> list[Any]:
    return [Choice(name=f"{interaction.command.qualified_name} {current}", value="dark")]


@settings.command(description="Shows")
async def show(interaction: Any) -> None:
    await interaction.response.send_message(interaction.command.qualified_name)


@app_commands.command(description="Finds")
async def find(interaction: Any, kind: str, name: str) -> None:
    await interaction.response.send_message(f"{kind} {name}")


@find.autocomplete("name")
async def suggest(interaction: Any, current: str) -> list[Any]:
    return [Choice(name=f"{interaction.namespace.kind} {current}{end}", value=f"{current}{end}") for end in "xyz"]


@app_commands.command(description="For some")
@app_commands.checks.has_permissions(manage_guild=True)
@app_commands.checks.bot_has_permissions(send_messages=True)
async def guarded(interaction: Any) -> None:
    await interaction.response.send_message("come in")


@app_commands.command(description="Not too often")
@app_commands.checks.cooldown(1, 3600)
async def rarely(interaction: Any) -> None:
    await interaction.response.send_message("once")


@app_commands.command(description="Breaks")
async def broken(interaction: Any) -> None:
    raise ZeroDivisionError("oh")


@guarded.error
@rarely.error
@broken.error
async def explain(interaction: Any, error: Exception) -> None:
    cause = type(getattr(error, "original", error)).__name__
    await interaction.response.send_message(f"{cause}, failed: {interaction.command_failed}", ephemeral=True)


@app_commands.command(description="Where am I?")
@app_commands.allowed_installs(guilds=True, users=True)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
async def where(interaction: Any) -> None:
    context = [name for name in ("guild", "dm_channel", "private_channel") if getattr(interaction.context, name)]
    owners = [interaction.is_guild_integration(), interaction.is_user_integration()]
    paid = [*interaction.entitlements, *interaction.entitlement_sku_ids]
    said = [*context, *owners, paid, interaction.locale, interaction.guild_locale, interaction.is_expired()]
    await interaction.response.send_message(" ".join(map(str, said)))


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def app(addresses: Addresses) -> AsyncGenerator[App]:
    added = [take, settings, find, guarded, rarely, broken, where]
    async with World(addresses) as world, an_app(world, added) as app:
        yield app


def everything(app: App) -> list[Json]:
    ids = [
        given(USER, "who", app.member.person.id),
        given(CHANNEL, "where", app.guild.voice),
        given(ROLE, "role", app.guild.id),
        given(MENTIONABLE, "anyone", app.guild.owner.id),
    ]
    return [*ALL_OPTIONS, *ids]


async def test_each_kind_of_option(app: App) -> None:
    await app.use("take", *everything(app), files=[("a.txt", b"hello")])
    ids = (app.member.person.id, app.guild.voice, app.guild.id, app.guild.owner.id)
    expected = ["abc", "10", "True", *ids, "0.5", "hello", "Blue", "b", "pear", "low", "7", "nothing"]
    assert (await app.said())["content"].split() == expected


@pytest.mark.parametrize(
    "wrong",
    [
        given(STRING, "the-word", "abcdef"),
        given(INTEGER, "number", 11),
        given(NUMBER, "real", 1.5),
        given(STRING, "color", "Blue"),
        given(INTEGER, "fruit", 3),
        given(STRING, "tone", "middle"),
        given(BOOLEAN, "yes", "true"),
    ],
)
async def test_what_the_author_does_not_allow_is_refused_before_he_sees_it(app: App, wrong: Json) -> None:
    options = [wrong if option["name"] == wrong["name"] else option for option in everything(app)]
    body = body_of(app.commands["take"], app.guild.channel, options, guild=app.guild.id)
    await app.guild.owner.refused(50035, "POST", "/interactions", body, status=400)


async def test_groups(app: App) -> None:
    chosen = given(2, "theme", options=[given(1, "set", options=[given(STRING, "name", "dark")])])
    await app.use("settings", chosen)
    assert (await app.said())["content"] == "settings theme set: dark"
    await app.use("settings", given(1, "show", options=[]))
    assert (await app.said())["content"] == "settings show"


async def test_suggestions(app: App) -> None:
    command = app.commands["find"]
    await app.owner.complete(command, given(STRING, "kind", "tree"), given(STRING, "name", "o", focused=True))
    response = await app.owner.user.event("APPLICATION_COMMAND_AUTOCOMPLETE_RESPONSE")
    assert [choice["name"] for choice in response["choices"]] == ["tree ox", "tree oy", "tree oz"]
    typed = [option for option in everything(app) if option["name"] not in ("point", "file")]
    await app.owner.complete(app.commands["take"], *typed, given(STRING, "point", "1", focused=True))
    response = await app.owner.user.event("APPLICATION_COMMAND_AUTOCOMPLETE_RESPONSE")
    assert [choice["value"] for choice in response["choices"]] == ["1,0", "1,1", "1,2"]


async def test_suggestions_in_a_group(app: App) -> None:
    typed = given(STRING, "name", "d", focused=True)
    typing = given(2, "theme", options=[given(1, "set", options=[typed])])
    await app.owner.complete(app.commands["settings"], typing)
    response = await app.owner.user.event("APPLICATION_COMMAND_AUTOCOMPLETE_RESPONSE")
    assert [choice["name"] for choice in response["choices"]] == ["settings theme set d"]


async def test_checks_see_who_it_is(app: App) -> None:
    await app.use("guarded")
    assert (await app.said())["content"] == "come in"
    await app.use("guarded", by=app.member)
    refusal = await app.said("MissingPermissions, failed: True", to=app.member)
    assert refusal["flags"] == 64


async def test_a_cooldown_is_the_authors_business(app: App) -> None:
    await app.use("rarely")
    assert (await app.said())["content"] == "once"
    await app.use("rarely")
    assert (await app.said())["content"] == "CommandOnCooldown, failed: True"


async def test_an_error_is_answered(app: App) -> None:
    await app.use("broken")
    assert (await app.said())["content"] == "ZeroDivisionError, failed: True"


async def test_a_command_knows_where_it_is_used(app: App) -> None:
    await app.use("where")
    assert (await app.said())["content"] == "guild True False [] en-US en-US False"
    dm = await app.guild.owner.post("/users/@me/channels", {"recipient_id": app.bot.id})
    body = body_of(app.commands["where"], dm["id"])
    await app.guild.owner.post("/interactions", body, expect=204)
    assert (await app.said())["content"] == "dm_channel False False [] en-US None False"


async def test_a_users_own_app_comes_along_with_him(app: App) -> None:
    alice, bob = await app.bot.world.users(2)
    await alice.post(
        f"/oauth2/authorize?client_id={app.bot.id}&scope=applications.commands",
        {"authorize": True, "integration_type": 1},
    )
    dm = await alice.post("/users/@me/channels", {"recipient_id": bob.id})
    socket = await alice.connect()
    await alice.post("/interactions", body_of(app.commands["where"], dm["id"]), expect=204)
    message = await socket.event("MESSAGE_CREATE")
    assert message["content"] == "private_channel False True [] en-US None False"
    assert (message["author"]["id"], message["channel_id"]) == (app.bot.id, dm["id"])


async def test_a_guilds_own_commands(app: App) -> None:
    tree, place = app.client.tree, discord.Object(int(app.guild.id))
    tree.add_command(app_commands.Command(name="here", description="Only here", callback=_here), guild=place)
    (synced,) = await tree.sync(guild=place)
    assert synced.guild_id == place.id
    path = f"/applications/{app.bot.id}/guilds/{app.guild.id}/commands"
    (command,) = await app.bot.get(path)
    interaction = await app.owner.invoke(command)
    assert (interaction["data"]["guild_id"], (await app.said())["content"]) == (app.guild.id, "in a guild")
    assert [one.name for one in await tree.fetch_commands(guild=place)] == ["here"]
    assert synced.mention == f"</here:{command['id']}>"
    tree.clear_commands(guild=place)
    await tree.sync(guild=place)
    assert await app.bot.get(path) == []


async def _here(interaction: discord.Interaction[Any]) -> None:
    assert interaction.guild is not None
    await interaction.response.send_message("in a guild")
