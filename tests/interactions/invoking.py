"""Invoking applications in tests, as users' clients do: over the public API, with the bot's and the user's sockets.

guild, bot = await an_app(world)
command = await slash(bot, "ping")
session = await Session.open(guild.owner, bot, guild)
interaction = await session.invoke(command)
await answer(bot, interaction, 4, {"content": "pong"})
await session.user.event("INTERACTION_SUCCESS")
"""

import itertools
from collections.abc import Sequence
from typing import Any, Self

import msgspec

from tests.sockets import Socket
from tests.world import Bot, Guild, Person, World

Json = Any
_nonces = itertools.count()

STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER, ATTACHMENT = range(3, 12)


async def an_app(world: World, members: Sequence[Person] = (), *, permissions: int = 0) -> tuple[Guild, Bot]:
    """A guild, and a bot in it."""
    guild = await world.guild(members=members)
    return guild, await world.bot(guild, permissions=permissions)


async def slash(bot: Bot, name: str, *options: Json, guild: Guild | None = None, **more: Json) -> Json:
    """A chat input command of the bot's, everywhere or in a guild."""
    body = {"name": name, "description": "does it", "options": list(options), **more}
    return await bot.post(_commands_of(bot, guild), body)


async def menu(bot: Bot, name: str, type: int, guild: Guild | None = None, **more: Json) -> Json:
    """A user (2) or message (3) command of the bot's."""
    return await bot.post(_commands_of(bot, guild), {"name": name, "type": type, **more})


def _commands_of(bot: Bot, guild: Guild | None) -> str:
    return f"/applications/{bot.id}/guilds/{guild.id}/commands" if guild else f"/applications/{bot.id}/commands"


def option(type: int, name: str, **more: Json) -> Json:
    """An option of a command to be made."""
    return {"type": type, "name": name, "description": "it", **more}


def given(type: int, name: str, value: Json = None, **more: Json) -> Json:
    """An option as a client sends it."""
    return {"type": type, "name": name, **({} if value is None else {"value": value}), **more}


def body_of(
    command: Json, channel: str, options: Sequence[Json] = (), *, guild: str | None = None, **more: Json
) -> Json:
    """What a client posts to use the command. `more` goes into the data."""
    data = {key: command[key] for key in ("id", "version", "type", "name")} | more
    if command["type"] == 1:
        data["options"] = list(options)
    body = {"type": 2, "application_id": command["application_id"], "channel_id": channel, "data": data}
    return body | {"nonce": new_nonce()} | ({"guild_id": guild} if guild else {})


def new_nonce() -> str:
    return f"n{next(_nonces)}"


async def answer(bot: Bot, interaction: Json, type: int, data: Json = None, **more: Json) -> Json:
    """The callback, as its application makes it: without a token of its own."""
    body = {"type": type, **({} if data is None else {"data": data})}
    path = f"/interactions/{interaction['id']}/{interaction['token']}/callback"
    return await bot.world.anyone.post(path, body, **more)


class Session:
    """A user in a channel, and an application that hears him; both connected."""

    def __init__(self, person: Person, bot: Bot, channel: str, guild: Guild | None, user: Socket, app: Socket) -> None:
        self.person = person
        self.bot = bot
        self.channel = channel
        self.guild = guild
        self.user = user  # his socket
        self.app = app  # the bot's
        self.nonce = ""  # of the last invocation

    @classmethod
    async def open(cls, person: Person, bot: Bot, guild: Guild | None = None, channel: str = "") -> Self:
        """In the guild's channel, or in the channel that is given."""
        where = channel or (guild.channel if guild else "")
        return cls(person, bot, where, guild, await person.connect(), await bot.connect())

    async def invoke(self, command: Json, *options: Json, **more: Json) -> Json:
        """Uses the command; the interaction as the bot got it. `more`: see `post`; `target_id` goes into the data."""
        data = {key: more.pop(key) for key in ("target_id", "attachments") if key in more}
        return await self.post(body_of(command, self.channel, options, **data), **more)

    async def complete(self, command: Json, *options: Json) -> Json:
        """Asks for suggestions."""
        return await self.post(body_of(command, self.channel, options) | {"type": 4})

    async def use(self, message: Json, custom_id: str, values: Sequence[str] | None = None, type: int = 2) -> Json:
        """Uses a component of a message."""
        data = {"component_type": type, "custom_id": custom_id}
        return await self.post(
            {
                "type": 3,
                "application_id": self.bot.id,
                "channel_id": message["channel_id"],
                "message_id": message["id"],
                "message_flags": message["flags"],
                "data": data if values is None else data | {"values": list(values)},
            }
        )

    async def submit(self, modal: Json, *components: Json, **more: Json) -> Json:
        """Submits a modal as INTERACTION_MODAL_CREATE told of it."""
        data = {"id": modal["id"], "custom_id": modal["custom_id"], "components": list(components)}
        body = {"type": 5, "application_id": self.bot.id, "channel_id": self.channel, "data": data}
        return await self.post(body, **more)

    async def post(self, body: Json, *, files: Sequence[tuple[str, bytes]] = ()) -> Json:
        """Posts what the client would; the interaction as the bot got it, after the user was told its id."""
        self.nonce = body.setdefault("nonce", new_nonce())
        if self.guild is not None:
            body.setdefault("guild_id", self.guild.id)
        if files:
            parts = {f"files[{index}]": (name, content) for index, (name, content) in enumerate(files)}
            form = {"payload_json": msgspec.json.encode(body).decode()}
            await self.person.post("/interactions", data=form, files=parts, expect=204)
        else:
            await self.person.post("/interactions", body, expect=204)
        accepted = await self.user.event("INTERACTION_CREATE", lambda data: data.get("nonce") == self.nonce)
        return await self._heard(accepted)

    async def _heard(self, accepted: Json) -> Json:
        return await self.app.event("INTERACTION_CREATE", lambda data: data["id"] == accepted["id"])
