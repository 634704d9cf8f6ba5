"""Who is online, and what he does: kept in Redis by guild, for those who come later.

A presence is kept under the gateway node that its user is connected to. A node that is no more takes its presences
with it: each node says every few seconds that it lives, and what nodes that do not left behind is removed by
whoever finds it. A user who is connected to two nodes is shown as the one that spoke last has it.
Docs: events/gateway-events#presence-update.
"""

import asyncio
import secrets
from collections.abc import Iterable
from typing import Final, cast

import msgspec

from core.events import Draft, guild_topic
from core.redis_wire import RedisGoneError, RedisWire
from core.wire import UNSET, Snowflake, UnsetType, decode, encode

_ALIVE_EVERY_S: Final = 10
_ALIVE_FOR_S: Final = 40
_NODE_LENGTH: Final = 8  # of its name, in hex


class PresentUser(msgspec.Struct):
    id: Snowflake


class Activity(msgspec.Struct):
    """What a bot may say of what it does. `created_at` is in milliseconds."""

    name: str
    type: int = 0
    url: str | None = None
    state: str | None = None
    created_at: int = 0


class ClientStatus(msgspec.Struct, omit_defaults=True):
    """By platform; those on which the user is offline are left out."""

    web: str | UnsetType = UNSET


class Presence(msgspec.Struct):
    user: PresentUser
    status: str
    activities: list[Activity]
    client_status: ClientStatus


class GuildPresence(Presence):
    guild_id: Snowflake


EVENTS = {"PRESENCE_UPDATE": GuildPresence}


def presence_update(guild_id: int, presence: Presence) -> Draft:
    told = GuildPresence(
        presence.user, presence.status, presence.activities, presence.client_status, Snowflake(guild_id)
    )
    return Draft(guild_topic(guild_id), "PRESENCE_UPDATE", told, user_id=presence.user.id)


class Presences:
    """The presences of all nodes; this one's are written under `node`."""

    def __init__(self, redis: RedisWire) -> None:
        self.node = secrets.token_hex(_NODE_LENGTH // 2)
        self._redis = redis
        self._alive: asyncio.Task[None] | None = None

    async def open(self) -> None:
        self._redis.restored.append(self._say_alive)  # it may have forgotten
        self._say_alive()
        self._alive = asyncio.create_task(self._stay_alive())

    async def close(self) -> None:
        """From now on nobody counts this node's users as online."""
        if self._alive is not None:
            self._alive.cancel()
            await asyncio.gather(self._alive, return_exceptions=True)
            self._redis.restored.remove(self._say_alive)
        self._redis.ask(("DEL", _node(self.node)), _ignore)

    def set(self, guild_id: int, presence: Presence) -> None:
        """Show it, or for the status `offline` show none."""
        user_id = presence.user.id
        if presence.status == "offline":
            self._redis.ask(("HDEL", _guild(guild_id), int(user_id)), _ignore)
        else:
            value = self.node.encode() + encode(presence)
            self._redis.ask(("HSET", _guild(guild_id), int(user_id), value), _ignore)

    def arrived(self, user_id: int) -> None:
        """The user has a session on this node, shown or not."""
        self._redis.ask(("SADD", _sessions(user_id), self.node), _ignore)

    def departed(self, user_id: int) -> None:
        """His last session on this node is over."""
        self._redis.ask(("SREM", _sessions(user_id), self.node), _ignore)

    async def is_anywhere(self, user_id: int) -> bool:
        """Whether the user has a session on some node. Without Redis nobody knows, and he is taken to have one."""
        try:
            nodes = cast("list[bytes]", await self._redis.call("SMEMBERS", _sessions(user_id)))
            alive = [node for node in nodes if await self._redis.call("EXISTS", _node(node.decode()))]
        except RedisGoneError:
            return True
        if len(alive) < len(nodes):
            self._redis.ask(("SREM", _sessions(user_id), *(set(nodes) - set(alive))), _ignore)
        return bool(alive)

    async def of_guild(self, guild_id: int) -> dict[int, bytes]:
        """The presences of a guild as JSON, by user id."""
        kept = cast("dict[bytes, bytes]", await self._redis.call("HGETALL", _guild(guild_id)))
        return await _of_living(self._redis, guild_id, kept, self.node.encode())

    async def gone(self, nodes: Iterable[str]) -> list[str]:
        """Those of the nodes that are no more."""
        return await _gone(self._redis, nodes)

    def _say_alive(self) -> None:
        self._redis.ask(("SET", _node(self.node), 1, "EX", _ALIVE_FOR_S), _ignore)

    async def _stay_alive(self) -> None:
        while True:
            await asyncio.sleep(_ALIVE_EVERY_S)  # the machine's time: so counts Redis too
            self._say_alive()


async def counts(redis: RedisWire, guild_ids: Iterable[int]) -> list[int]:
    """How many are online in each of the guilds, as far as is known: without Redis, nobody.

    What a dead node left behind is counted until somebody finds it.
    """
    answers = [redis.call("HLEN", _guild(guild_id)) for guild_id in guild_ids]
    try:
        return cast("list[int]", await asyncio.gather(*answers))
    except RedisGoneError:
        return [0] * len(answers)


async def some(redis: RedisWire, guild_id: int, most: int) -> dict[int, Presence]:
    """Presences of a guild by user id, no more than so many, however many there are; without Redis, none."""
    cursor = b"0"
    kept: dict[bytes, bytes] = {}
    try:
        while len(kept) < most:
            cursor, found = cast(
                "tuple[bytes, list[bytes]]", await redis.call("HSCAN", _guild(guild_id), cursor, "COUNT", most)
            )
            kept |= zip(found[::2], found[1::2], strict=True)
            if cursor == b"0":
                break
        living = await _of_living(redis, guild_id, dict(list(kept.items())[:most]))
    except RedisGoneError:
        return {}
    return {user_id: decode(presence, Presence) for user_id, presence in living.items()}


async def _of_living(redis: RedisWire, guild_id: int, kept: dict[bytes, bytes], own: bytes = b"") -> dict[int, bytes]:
    """Those that nodes keep which live, as JSON by user id; what the others left is removed."""
    others = {value[:_NODE_LENGTH] for value in kept.values()} - {own}
    dead = {node.encode() for node in await _gone(redis, (one.decode() for one in others))}
    gone = [user for user, value in kept.items() if value[:_NODE_LENGTH] in dead]
    if gone:
        redis.ask(("HDEL", _guild(guild_id), *gone), _ignore)
    return {int(user): value[_NODE_LENGTH:] for user, value in kept.items() if value[:_NODE_LENGTH] not in dead}


async def _gone(redis: RedisWire, nodes: Iterable[str]) -> list[str]:
    return [node for node in nodes if not await redis.call("EXISTS", _node(node))]


def _guild(guild_id: int) -> str:
    return f"presences:{{{int(guild_id)}}}"


def _sessions(user_id: int) -> str:
    return f"sessions:{{{int(user_id)}}}"


def _node(node: str) -> str:
    return f"gateway:{node}"


def _ignore(answer: object) -> None:
    """An answer is not waited for; what Redis forgets, the next change of presence brings back."""
