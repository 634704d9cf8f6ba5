"""A small world to test in: people, bots and guilds, made through the public API like anyone's.

    alice, bob = await world.users(2)
    guild = await world.guild(alice, members=[bob])
    message = await bob.post(f"/channels/{guild.channel}/messages", {"content": "hi"})

Every answer is checked against openapi.json, every event against asyncapi.json.
"""

import asyncio
import itertools
import secrets
from collections.abc import Sequence
from typing import Any, Self

import httpx
import msgspec

from tests.answers import contract
from tests.instances import Addresses
from tests.sockets import Socket

Json = Any
_number = itertools.count()


class Refused(AssertionError):
    """An answer of another status than the test expected."""


class Caller:
    """Someone who calls the API, with a token or without."""

    def __init__(self, world: "World", authorization: str | None = None) -> None:
        self.world = world
        self.authorization = authorization
        self.answer: httpx.Response  # the last one

    async def request(
        self,
        method: str,
        path: str,
        body: Json = None,
        *,
        expect: int | None = None,
        headers: dict[str, str] | None = None,
        **more: Any,
    ) -> Json:
        """The decoded body of the answer, or the bytes of a picture. Without `expect`, any 2xx will do."""
        sent = dict(headers or {})
        if self.authorization:
            sent["Authorization"] = self.authorization
        if body is not None:
            more["json"] = body
        answer = await self.world.http.request(method, self.world.addresses.api + path, headers=sent, **more)
        self.answer = answer
        contract().check(method, path.partition("?")[0], answer.status_code, answer.headers, answer.content)
        if answer.status_code != expect and (expect is not None or not answer.is_success):
            raise Refused(f"{method} {path}: {answer.status_code} {answer.text}")
        if answer.headers.get("content-type") != "application/json":
            return answer.content or None
        return msgspec.json.decode(answer.content) if answer.content else None

    async def get(self, path: str, **more: Any) -> Json:
        return await self.request("GET", path, **more)

    async def post(self, path: str, body: Json = None, **more: Any) -> Json:
        return await self.request("POST", path, body, **more)

    async def put(self, path: str, body: Json = None, **more: Any) -> Json:
        return await self.request("PUT", path, body, **more)

    async def patch(self, path: str, body: Json = None, **more: Any) -> Json:
        return await self.request("PATCH", path, body, **more)

    async def delete(self, path: str, **more: Any) -> Json:
        return await self.request("DELETE", path, **more)

    async def refused(self, code: int, method: str, path: str, body: Json = None, *, status: int, **more: Any) -> Json:
        """The answer is a problem of this status and code; gives its body."""
        problem = await self.request(method, path, body, expect=status, **more)
        assert problem["code"] == code, problem
        return problem


class Person(Caller):
    """A user or a bot."""

    def __init__(self, world: "World", id: str, token: str, *, bot: bool = False, name: str = "") -> None:
        super().__init__(world, f"Bot {token}" if bot else token)
        self.id = id
        self.token = token
        self.bot = bot
        self.name = name

    async def connect(self, *, compress: str | None = None, version: int = 10, **more: Any) -> Socket:
        """A gateway connection that has identified (with `more`) and received its guilds."""
        socket = await Socket.open(self.world.addresses.gateway, compress=compress, version=version)
        self.world.sockets.append(socket)
        await socket.identify(self.token, **more)
        return socket

    async def resume(self, dropped: Socket, **options: Any) -> Socket:
        """A connection that has asked to go on where the dropped one was; RESUMED comes after what it missed."""
        assert dropped.sequence is not None
        socket = await Socket.open(dropped.ready["resume_gateway_url"], **options)
        self.world.sockets.append(socket)
        await socket.resume(self.token, dropped.ready, dropped.sequence)
        return socket


class Bot(Person):
    """A bot, and the user who owns its application."""

    owner: Person


class Guild:
    """A guild as it was made."""

    def __init__(self, made: Json, channels: Json, owner: Person) -> None:
        self.id: str = made["id"]
        self.owner = owner
        self.channel: str = next(c["id"] for c in channels if c["type"] == 0)
        self.voice: str = next(c["id"] for c in channels if c["type"] == 2)
        self.marker = self.channel  # where a test says that it is done


class World:
    def __init__(self, addresses: Addresses) -> None:
        self.addresses = addresses
        self.sockets: list[Socket] = []
        self.http = httpx.AsyncClient(verify=False, timeout=30, trust_env=False)
        self.anyone = Caller(self)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.http.aclose()
        ends = await asyncio.gather(*(socket.close() for socket in self.sockets), return_exceptions=True)
        for end in ends:
            if end is not None:
                raise end  # what came on a socket was not as documented

    async def user(self, name: str = "") -> Person:
        """A newly registered user."""
        username = name or f"user.{next(_number)}.{secrets.token_hex(5)}"
        made = await self.anyone.post(
            "/auth/register",
            {
                "username": username,
                "email": f"{username}@example.test",
                "password": "correct horse battery",
                "date_of_birth": "1990-01-01",
                "consent": True,
            },
        )
        person = Person(self, "", made["token"], name=username)
        person.id = (await person.get("/users/@me"))["id"]
        return person

    async def users(self, count: int) -> list[Person]:
        return [await self.user() for _ in range(count)]

    async def guild(
        self, owner: Person | None = None, members: Sequence[Person] | int = (), *, greets: bool = False
    ) -> Guild:
        """A guild; `members` join it by invite. `greets`: it says so of everyone who joins."""
        owner = owner or await self.user()
        made = await owner.post("/guilds", {"name": "a guild", "system_channel_flags": 0 if greets else 1})
        guild = Guild(made, await owner.get(f"/guilds/{made['id']}/channels"), owner)
        people = await self.users(members) if isinstance(members, int) else members
        if people:
            invite = await owner.post(f"/channels/{guild.channel}/invites", {})
            for person in people:
                await person.post(f"/invites/{invite['code']}", {})
        return guild

    async def bot(self, guild: Guild | None = None, *, permissions: int = 0, intents: bool = True) -> Bot:
        """A bot, in the guild if one is given; `intents`: with the three limited intents."""
        owner = guild.owner if guild else await self.user()
        application = await owner.post("/applications", {"name": f"bot {next(_number)}"})
        token = (await owner.post(f"/applications/{application['id']}/bot", {}))["token"]
        bot = Bot(self, application["id"], token, bot=True, name=application["name"])
        bot.owner = owner
        if intents:
            await bot.patch("/applications/@me", {"flags": 1 << 13 | 1 << 15 | 1 << 19})
        if guild:
            await self.add_bot(bot, guild, permissions)
        return bot

    async def add_bot(self, bot: Person, guild: Guild, permissions: int = 0) -> None:
        await guild.owner.post(
            f"/oauth2/authorize?client_id={bot.id}&scope=bot",
            {"guild_id": guild.id, "permissions": str(permissions), "authorize": True},
        )
