"""A hikari application and the user who uses it: what the user does comes back as hikari's own interaction.

async with a_gateway_app(world, [command]) as app:
    interaction = await app.use("ping")
    await interaction.create_initial_response(MESSAGE_CREATE, "pong")
    assert (await app.said())["content"] == "pong"
"""

import asyncio
from collections.abc import AsyncGenerator, Coroutine, Sequence
from contextlib import asynccontextmanager
from typing import Any

import hikari
from hikari.impl import special_endpoints as build

from tests.clients.over_http import HttpSession
from tests.clients.quiet import quiet
from tests.clients.test_hikari import ALL, running
from tests.interactions.invoking import Session, an_app
from tests.world import Bot, Guild, Json, Person, World

Builder = build.SlashCommandBuilder | build.ContextMenuCommandBuilder
_PATIENCE_S = 10
_INTERACTIONS = (
    hikari.CommandInteraction,
    hikari.AutocompleteInteraction,
    hikari.ComponentInteraction,
    hikari.ModalInteraction,
)


class App:
    """`session` is the guild's owner's; what he does gives the interaction that hikari made of it."""

    def __init__(self, bot: Bot, guild: Guild, member: Person, session: Session, rest: Any) -> None:
        self.bot = bot
        self.guild = guild
        self.member = member
        self.session = session
        self.rest = rest
        self.commands: dict[str, Json] = {}
        self._heard: asyncio.Queue[Any] = asyncio.Queue()
        self._answer: asyncio.Future[Any]

    async def use(self, name: str, *options: Json, **more: Json) -> Any:
        return await self._after(self.session.invoke(self.commands[name], *options, **more))

    async def complete(self, name: str, *options: Json) -> Any:
        return await self._after(self.session.complete(self.commands[name], *options))

    async def press(self, message: Json, custom_id: str, values: Sequence[str] | None = None, type: int = 2) -> Any:
        return await self._after(self.session.use(message, custom_id, values, type))

    async def submit(self, modal: Json, *components: Json) -> Any:
        return await self._after(self.session.submit(modal, *components))

    async def said(self, event: str = "MESSAGE_CREATE") -> Json:
        """The next message of the bot's that the user sees; or the next that he sees change."""
        return await self.session.user.event(event, lambda message: message["author"]["id"] == self.bot.id)

    async def _after(self, action: Coroutine[Any, Any, Any]) -> Any:
        await action
        async with asyncio.timeout(_PATIENCE_S):
            return await self._heard.get()

    async def heard(self, event: hikari.InteractionCreateEvent) -> None:
        self._heard.put_nowait(event.interaction)

    async def asked(self, interaction: Any) -> Any:
        """What the library's HTTP server asks for: an answer, which the test gives by `answer`."""
        self._answer = asyncio.get_running_loop().create_future()
        self._heard.put_nowait(interaction)
        return await self._answer

    def answer(self, builder: Any) -> None:
        """Over HTTP: the answer to the last interaction."""
        self._answer.set_result(builder)

    async def set_commands(self, builders: Sequence[Builder]) -> None:
        await self.rest.set_application_commands(int(self.bot.id), builders)
        self.commands = {one["name"]: one for one in await self.bot.get(f"/applications/{self.bot.id}/commands")}


async def _place(world: World) -> tuple[Guild, Bot, Person]:
    (member,) = await world.users(1)
    guild, bot = await an_app(world, [member], permissions=ALL)
    return guild, bot, member


@asynccontextmanager
async def a_gateway_app(world: World, builders: Sequence[Builder]) -> AsyncGenerator[App]:
    """Interactions come over the gateway."""
    guild, bot, member = await _place(world)
    async with running(bot) as client:
        app = App(bot, guild, member, await Session.open(guild.owner, bot, guild), client.rest)
        client.subscribe(hikari.InteractionCreateEvent, app.heard)
        await app.set_commands(builders)
        yield app


@asynccontextmanager
async def an_http_app(world: World, builders: Sequence[Builder]) -> AsyncGenerator[App]:
    """Interactions come to hikari's own HTTP server, which the server here has checked."""
    guild, bot, member = await _place(world)
    client = hikari.RESTBot(
        bot.token,
        hikari.TokenType.BOT,
        rest_url=world.addresses.api,
        banner=None,
        logs=None,
        suppress_optimization_warning=True,
    )
    with quiet("hikari", expected="invalid signature"):
        await client.start(host="127.0.0.1", port=0, check_for_updates=False)
        try:
            app = App(bot, guild, member, await HttpSession.open(guild.owner, bot, guild), client.rest)
            for kind in _INTERACTIONS:
                client.set_listener(kind, app.asked)  # type: ignore[arg-type]
            await app.set_commands(builders)
            await bot.patch("/applications/@me", {"interactions_endpoint_url": _address(client)})
            yield app
        finally:
            await client.close()


def _address(client: hikari.RESTBot) -> str:
    return f"http://127.0.0.1:{client._server._server.addresses[0][1]}/"


def slash(name: str, *options: hikari.CommandOption) -> Builder:
    builder = build.SlashCommandBuilder(name, "does it")
    for option in options:
        builder.add_option(option)
    return builder


def option(kind: hikari.OptionType, name: str, **more: Any) -> hikari.CommandOption:
    return hikari.CommandOption(type=kind, name=name, description="it", **more)


def menu(kind: hikari.CommandType, name: str) -> Builder:
    return build.ContextMenuCommandBuilder(kind, name)


def button(custom_id: str) -> build.MessageActionRowBuilder:
    row = build.MessageActionRowBuilder()
    row.add_interactive_button(hikari.ButtonStyle.PRIMARY, custom_id, label=custom_id)
    return row


def text_input(custom_id: str) -> build.ModalActionRowBuilder:
    return build.ModalActionRowBuilder().add_text_input(custom_id, "Label")


def written(modal: Json, value: str) -> Json:
    """The one text input of a modal, filled in."""
    field = modal["components"][0]["components"][0]
    return {"type": 1, "components": [{"type": 4, "custom_id": field["custom_id"], "value": value}]}
