"""discord.py as a bot's author has it: only where it connects is different.

`assert_cache_is_true` holds what events made of a client's cache against what REST says, field for field.
"""

import asyncio
import re
import warnings
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import yarl

from tests.clients.eventually import eventually
from tests.clients.quiet import quiet
from tests.world import Bot

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # it imports audioop
    import discord
    from discord.gateway import DiscordWebSocket
    from discord.http import Route

T = TypeVar("T")
C = TypeVar("C", bound=discord.Client)

_PATIENCE_S = 10
_OF_COMMANDS_AND_VIEWS = ("CommandTree-invoker", "discord-ui-view-dispatch", "discord-ui-modal-dispatch")
_OF_COMMANDS_AND_VIEWS += ("discord-ui-dynamic-item", "discord.py: ")
# References to others, which are compared by themselves; what only events tell; and what only GUILD_CREATE does.
_LEFT_OUT = {"_state", "guild", "_user", "client_status", "activities"}
_OF_A_GUILD = {"_members", "_channels", "_roles", "_threads", "_voice_states", "_member_count", "_large", "unavailable"}
_ONLY_FETCHED = {"approximate_member_count", "approximate_presence_count", "max_presences"}


@asynccontextmanager
async def running(bot: Bot, kind: type[C] = discord.Client, **options: Any) -> AsyncGenerator[C]:
    """The bot's client, ready. Fails if the library complains or its connection ends by an error."""
    Route.BASE = bot.world.addresses.api
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(bot.world.addresses.gateway)
    discord.Asset.BASE = bot.world.addresses.root
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    options = {"intents": discord.Intents.all(), "guild_ready_timeout": 0.5} | options
    with quiet("discord"):
        client = kind(**options)
        async with client:
            await client.login(bot.token)
            connection = asyncio.create_task(client.connect())
            ready = asyncio.create_task(client.wait_until_ready())
            await asyncio.wait({connection, ready}, timeout=_PATIENCE_S, return_when=asyncio.FIRST_COMPLETED)
            ready.cancel()
            try:
                assert connection.done() or client.is_ready()
                if not connection.done():
                    yield client
                    await _finished()
            finally:
                await client.close()
                await connection


async def _finished() -> None:
    """A user sees what a bot says before the bot has its answer: what runs still must not be cut off."""
    running = [task for task in asyncio.all_tasks() if task.get_name().startswith(_OF_COMMANDS_AND_VIEWS)]
    if running:
        await asyncio.wait(running, timeout=_PATIENCE_S)


async def after(client: discord.Client, event: str, action: Coroutine[Any, Any, T], check: Any = None) -> tuple[T, Any]:
    """What the action gives, and the event that follows from it."""
    waiting = asyncio.ensure_future(client.wait_for(event, check=check, timeout=_PATIENCE_S))
    try:
        return await action, await waiting
    finally:
        waiting.cancel()


async def assert_cache_is_true(client: discord.Client, guild_id: int) -> None:
    """The client knows of the guild what it would know if it asked now."""
    await eventually(lambda: _guild_is_true(client, guild_id), lambda limit_s: _any_event(client, limit_s))


async def assert_messages_are_true(client: discord.Client, channel: discord.abc.Messageable) -> None:
    """The messages that the client remembers of the channel are those that are there."""
    await eventually(lambda: _messages_are_true(client, channel), lambda limit_s: _any_event(client, limit_s))


async def until(client: discord.Client, holds: Callable[[], bool]) -> None:
    """Wait for the events that make the client's cache so."""

    async def check() -> None:
        assert holds()

    await eventually(check, lambda limit_s: _any_event(client, limit_s))


async def _any_event(client: discord.Client, limit_s: float) -> None:
    await client.wait_for("socket_event_type", timeout=limit_s)


async def _guild_is_true(client: discord.Client, guild_id: int) -> None:
    cached = client.get_guild(guild_id)
    assert cached is not None
    fresh = await client.fetch_guild(guild_id)
    assert fields(cached, _OF_A_GUILD | _ONLY_FETCHED) == fields(fresh, _OF_A_GUILD | _ONLY_FETCHED)
    roles, channels = await cached.fetch_roles(), await cached.fetch_channels()
    members = [member async for member in cached.fetch_members(limit=None)]
    assert _by_id(cached.roles) == _by_id(roles)
    assert _by_id(cached.channels) == _by_id(channels)
    assert _by_id(cached.members) == _by_id(members)
    assert {m.id: str(m) for m in cached.members} == {m.id: str(m) for m in members}
    assert cached.member_count == len(members)


async def _messages_are_true(client: discord.Client, channel: discord.abc.Messageable) -> None:
    place = await channel._get_channel()
    fresh = {message.id: _message(message) async for message in channel.history(limit=None)}
    assert {m.id: _message(m) for m in client.cached_messages if m.channel.id == place.id} == fresh


def fields(thing: Any, without: set[str] = frozenset()) -> dict[str, Any]:  # type: ignore[assignment]
    """All that an object of the library holds."""
    names = {name for kind in type(thing).__mro__ for name in getattr(kind, "__slots__", ())}
    return {name: _plain(getattr(thing, name, None)) for name in sorted(names - _LEFT_OUT - without)}


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if type(value).__module__.startswith("discord.") and hasattr(type(value), "__slots__"):
        return fields(value)
    return value


def _by_id(things: Any) -> dict[str, Any]:
    return {f"{thing.id} {name}": value for thing in things for name, value in fields(thing).items()}


def _unsigned(embed: Any) -> str:
    """Without the signatures in its links, which are made anew for each reader."""
    return re.sub(r"\?ex=[^'\"]*", "", str(embed))


def _message(message: discord.Message) -> dict[str, Any]:
    return {
        "author": message.author.id,
        "content": message.content,
        "edited_at": message.edited_at,
        "type": message.type,
        "flags": message.flags.value,
        "pinned": message.pinned,
        "tts": message.tts,
        "mentions": sorted(user.id for user in message.mentions),
        "role_mentions": sorted(role.id for role in message.role_mentions),
        "mention_everyone": message.mention_everyone,
        "embeds": [_unsigned(embed.to_dict()) for embed in message.embeds],
        "attachments": [(each.id, each.filename, each.size, each.content_type) for each in message.attachments],
        "reactions": [(str(each.emoji), each.count, each.me) for each in message.reactions],
        "reference": message.reference and message.reference.to_dict(),
    }
