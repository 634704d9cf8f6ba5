"""Flask-Discord-Interactions and discord-interactions: applications that are web servers, without a gateway or bot."""

import asyncio
import threading
import warnings
from collections.abc import AsyncGenerator, Generator
from contextlib import contextmanager
from typing import Any

import pytest
import pytest_asyncio

from tests.clients.over_http import HttpSession
from tests.instances import Addresses
from tests.interactions.invoking import CHANNEL, INTEGER, ROLE, STRING, USER, given
from tests.oauth.applications import Application
from tests.world import Bot, Caller, Guild, Json, World

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of what they import
    import discord_interactions
    import flask
    import flask_discord_interactions as fdi
    from werkzeug.serving import make_server

pytestmark = pytest.mark.asyncio(loop_scope="module")


class App:
    """`contexts` are what its commands were called with, for those that answer later."""

    def __init__(self, session: HttpSession, guild: Guild, bot: Bot) -> None:
        self.session = session
        self.guild = guild
        self.bot = bot
        self.contexts: asyncio.Queue[Any] = asyncio.Queue()
        self.commands: dict[str, Json] = {}

    async def use(self, name: str, *options: Json, **more: Json) -> Json:
        """Uses a command; the next message of the application's that its user sees."""
        await self.session.invoke(self.commands[name], *options, **more)
        return await self.said()

    async def said(self, event: str = "MESSAGE_CREATE") -> Json:
        return await self.session.user.event(event, lambda message: message["author"]["id"] == self.bot.id)


def commands_of(app: App, discord: Any) -> None:
    """As its author writes them."""
    loop = asyncio.get_running_loop()

    @discord.command(annotations={"word": "Any word"})
    def take(ctx: Any, word: str, number: int, who: fdi.Member, where: fdi.Channel, role: fdi.Role) -> str:
        "Takes one of each kind"
        return f"{word} {number} {who.id} {who.username} {where.id} {role.name} by {ctx.author.id}"

    group = discord.command_group("tag", "Tags")

    @group.command()
    def show(ctx: Any, name: str) -> Any:
        "Shows one"
        return fdi.Message(embed=fdi.Embed(title=name), ephemeral=True)

    @discord.command(name="Quote", type=fdi.ApplicationCommandType.MESSAGE)
    def quote(ctx: Any, message: Any) -> str:
        return f"{message.author.id}: {message.content}"

    @discord.command()
    def later(ctx: Any) -> Any:
        "Answers later"
        loop.call_soon_threadsafe(app.contexts.put_nowait, ctx)
        return fdi.Message(deferred=True, ephemeral=True)

    @discord.command()
    def find(ctx: Any, name: fdi.Autocomplete(str)) -> str:  # type: ignore[valid-type]
        "Finds"
        return str(name)

    @find.autocomplete()
    def suggest(ctx: Any, name: Any = None) -> list[str]:
        return [f"{name.value}{end}" for end in "ox"]

    @discord.custom_handler("pick")
    def picked(ctx: Any, count: int) -> Any:
        return fdi.Message(f"picked {ctx.values} after {count}", update=True, components=[])

    @discord.command()
    def pick(ctx: Any) -> Any:
        "Picks"
        options = [fdi.SelectMenuOption(label=one, value=one) for one in "ab"]
        menu = fdi.SelectMenu(custom_id=[picked, 41], options=options, max_values=2)
        return fdi.Message(
            "pick", components=[fdi.ActionRow(components=[menu])], file=("a.txt", b"hello", "text/plain")
        )

    @discord.command()
    def form(ctx: Any) -> Any:
        "Asks"
        name = fdi.TextInput(custom_id="name", label="Name")
        return fdi.Modal("form", "Form", [fdi.ActionRow(components=[name])])


@contextmanager
def serving(wsgi: flask.Flask) -> Generator[str]:
    server = make_server("127.0.0.1", 0, wsgi, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def app(addresses: Addresses) -> AsyncGenerator[App]:
    async with World(addresses) as world:
        guild = await world.guild()
        application = await Application.make(world, await world.bot(guild))
        bot = application.bot
        app = App(await HttpSession.open(guild.owner, bot, guild), guild, bot)
        web = flask.Flask("app")
        web.config["DISCORD_BASE_URL"] = addresses.api
        web.config["DISCORD_CLIENT_ID"] = bot.id
        web.config["DISCORD_CLIENT_SECRET"] = application.secret
        web.config["DISCORD_PUBLIC_KEY"] = (await bot.get("/applications/@me"))["verify_key"]
        discord = fdi.DiscordInteractions(web)
        commands_of(app, discord)
        discord.set_route("/interactions")
        # As update_commands does, which needs the headers of rate limits; they are off here.
        developer = Caller(world, (await asyncio.to_thread(discord.auth_headers, web))["Authorization"])
        bodies = [command.dump() for command in web.discord_commands.values()]  # type: ignore[attr-defined]
        path = f"/applications/{bot.id}/guilds/{guild.id}/commands"
        app.commands = {one["name"]: one for one in await developer.put(path, bodies)}
        with serving(web) as url:
            await bot.patch("/applications/@me", {"interactions_endpoint_url": f"{url}/interactions"})
            yield app


async def test_options(app: App) -> None:
    owner, me = app.guild.owner, app.guild.owner.id
    said = await app.use(
        "take",
        given(STRING, "word", "x"),
        given(INTEGER, "number", 7),
        given(USER, "who", me),
        given(CHANNEL, "where", app.guild.voice),
        given(ROLE, "role", app.guild.id),
    )
    assert said["content"] == f"x 7 {me} {owner.name} {app.guild.voice} @everyone by {me}"


async def test_groups_and_menus(app: App) -> None:
    shown = await app.use("tag", given(1, "show", options=[given(STRING, "name", "Tea")]))
    assert (shown["embeds"][0]["title"], shown["flags"]) == ("Tea", 64)
    message = await app.guild.owner.post(f"/channels/{app.guild.channel}/messages", {"content": "wise"})
    assert (await app.use("Quote", target_id=message["id"]))["content"] == f"{app.guild.owner.id}: wise"


async def test_suggestions(app: App) -> None:
    await app.session.complete(app.commands["find"], given(STRING, "name", "b", focused=True))
    response = await app.session.user.event("APPLICATION_COMMAND_AUTOCOMPLETE_RESPONSE")
    assert [one["value"] for one in response["choices"]] == ["bo", "bx"]


async def test_an_answer_later(app: App) -> None:
    loading = await app.use("later")
    assert loading["flags"] == 64 | 128
    ctx = await app.contexts.get()
    await asyncio.to_thread(ctx.edit, "done")
    assert (await app.said("MESSAGE_UPDATE"))["content"] == "done"
    more = await asyncio.to_thread(ctx.send, fdi.Message("more", file=("a.txt", b"hello")))
    said = await app.said()
    assert (said["id"], said["attachments"][0]["filename"]) == (more, "a.txt")
    await asyncio.to_thread(ctx.delete, more)
    assert (await app.session.user.event("MESSAGE_DELETE"))["id"] == more


async def test_components_keep_their_state(app: App) -> None:
    message = await app.use("pick")
    assert message["attachments"][0]["size"] == 5
    menu = message["components"][0]["components"][0]
    await app.session.use(message, menu["custom_id"], ["a", "b"], 3)
    changed = await app.said("MESSAGE_UPDATE")
    assert (changed["content"], changed["components"]) == ("picked ['a', 'b'] after 41", [])


async def test_a_modal_is_shown(app: App) -> None:
    # What is submitted the library cannot read: it knows no `id` of a text input, which the docs have.
    await app.session.invoke(app.commands["form"])
    modal = await app.session.user.event("INTERACTION_MODAL_CREATE")
    field = modal["components"][0]["components"][0]
    assert (modal["title"], field["custom_id"], field["label"]) == ("Form", "name", "Name")


async def test_signatures_by_discord_interactions(app: App) -> None:
    web = flask.Flask("plain")

    @web.post("/")
    @discord_interactions.verify_key_decorator((await app.bot.get("/applications/@me"))["verify_key"])
    def answer() -> Json:
        kind = discord_interactions.InteractionResponseType.CHANNEL_MESSAGE_WITH_SOURCE
        return flask.jsonify({"type": kind, "data": {"content": flask.request.json["data"]["name"]}})

    path, before = "/applications/@me", (await app.bot.get("/applications/@me"))["interactions_endpoint_url"]
    with serving(web) as url:
        await app.bot.patch(path, {"interactions_endpoint_url": f"{url}/"})
        assert (await app.use("later"))["content"] == "later"
    await app.bot.patch(path, {"interactions_endpoint_url": before})
