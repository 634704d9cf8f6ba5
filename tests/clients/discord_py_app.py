"""A discord.py application and the user who uses it: its author's code runs in the library, the user calls the API.

async with an_app(world, commands=[ping]) as app:
    await app.use("ping")
    assert (await app.said())["content"] == "pong"
"""

import asyncio
import warnings
from collections.abc import AsyncGenerator, Iterable
from contextlib import asynccontextmanager
from typing import Any

from tests.clients.discord_py import discord, running
from tests.interactions.invoking import Session
from tests.world import Bot, Guild, Json, Person, World

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    from discord.ext import commands

ALL = discord.Permissions.all().value


class Client(commands.Bot):
    """Its author's code says when a view is `shown`: the library watches over it only once its answer has come back."""

    def __init__(self, **options: Any) -> None:
        super().__init__(command_prefix="!", help_command=None, **options)
        self.shown: asyncio.Queue[None] = asyncio.Queue()


class App:
    """The library's client, and sessions of the guild's owner and of a member without permissions of his own."""

    def __init__(self, client: Client, bot: Bot, guild: Guild, owner: Session, member: Session) -> None:
        self.client = client
        self.bot = bot
        self.guild = guild
        self.owner = owner
        self.member = member
        self.commands: dict[str, Json] = {}

    async def sync(self) -> None:
        """Tells the server of the commands, and learns what users then have."""
        await self.client.tree.sync()
        self.commands = {one["name"]: one for one in await self.bot.get(f"/applications/{self.bot.id}/commands")}

    async def use(self, name: str, *options: Json, by: Session | None = None, **more: Json) -> Json:
        """Someone, else the owner, uses a command; the interaction as bots get it."""
        return await (by or self.owner).invoke(self.commands[name], *options, **more)

    async def said(self, text: str | None = None, *, to: Session | None = None) -> Json:
        """The next message of the bot's that someone, else the owner, sees; with `text` in it."""
        return await self._message("MESSAGE_CREATE", text, to)

    async def shown(self, text: str | None = None) -> Json:
        """The same, of a message with a view."""
        message = await self.said(text)
        async with asyncio.timeout(10):
            await self.client.shown.get()
        return message

    async def shown_modal(self) -> Json:
        modal = await self.owner.user.event("INTERACTION_MODAL_CREATE")
        async with asyncio.timeout(10):
            await self.client.shown.get()
        return modal

    async def changed(self, text: str | None = None, *, to: Session | None = None) -> Json:
        """The next message of the bot's that is seen to change."""
        return await self._message("MESSAGE_UPDATE", text, to)

    async def _message(self, event: str, text: str | None, to: Session | None) -> Json:
        def fits(message: Json) -> bool:
            return message["author"]["id"] == self.bot.id and (text is None or text in message["content"])

        return await (to or self.owner).user.event(event, fits)


@asynccontextmanager
async def an_app(world: World, added: Iterable[Any] = (), **options: Any) -> AsyncGenerator[App]:
    """An application with these commands, in a guild of two people."""
    (member,) = await world.users(1)
    guild = await world.guild(members=[member])
    bot = await world.bot(guild, permissions=ALL)
    await bot.owner.patch(f"/applications/{bot.id}", {"integration_types_config": {"0": {}, "1": {}}})
    async with running(bot, Client, **options) as client:
        for command in added:
            target = client if isinstance(command, commands.Command) else client.tree
            target.add_command(command)
        owner = await Session.open(guild.owner, bot, guild)
        app = App(client, bot, guild, owner, await beside(owner, member, guild))
        await app.sync()
        yield app


async def beside(session: Session, person: Person, guild: Guild | None, channel: str = "") -> Session:
    """Another's session, which hears the bot where the first one does."""
    where = channel or (guild.channel if guild else "")
    return Session(person, session.bot, where, guild, await person.connect(), session.app)
