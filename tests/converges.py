"""A client's cache against the truth: GUILD_CREATE and the events after it must come to what a fresh GUILD_CREATE says.

    async with converges(bot, guild):
        await guild.owner.patch(f"/guilds/{guild.id}", {"name": "another"})

The cache does what libraries do with each event, and nothing more. An event that is missing, comes too early or says
too little is found here, whatever it is of.
"""

from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

from tests.world import Guild, Person

Json = dict[str, Any]

_LISTS = {"roles": ("id",), "channels": ("id",), "members": ("user", "id"), "emojis": ("id",), "stickers": ("id",)}


class Cache:
    """One guild as a client holds it. Lists are kept by id, for their order says nothing."""

    def __init__(self, created: Json) -> None:
        self.guild = {key: value for key, value in created.items() if key not in _LISTS}
        self.lists = {name: {_id(item, path): item for item in created[name]} for name, path in _LISTS.items()}

    def apply(self, name: str, data: Json) -> None:
        change = _CHANGES.get(name)
        if change is not None:
            change(self, data)

    def shown(self) -> Json:
        """To be compared with another: without what depends on who is looking, and when."""
        guild = {key: value for key, value in self.guild.items() if key not in ("presences", "unavailable", "large")}
        guild["features"] = sorted(guild["features"])
        channels = {id_: _channel(channel) for id_, channel in self.lists["channels"].items()}
        members = {id_: _member(member) for id_, member in self.lists["members"].items()}
        return guild | self.lists | {"channels": channels, "members": members}

    def update(self, data: Json) -> None:
        for key, value in data.items():
            if key in _LISTS:
                self.lists[key] = {_id(item, _LISTS[key]): item for item in value}
            else:
                self.guild[key] = value

    def put_role(self, data: Json) -> None:
        self.lists["roles"][data["role"]["id"]] = data["role"]

    def remove_role(self, data: Json) -> None:
        """Whoever had the role has it no more, and what was said of it in channels is void."""
        role_id = data["role_id"]
        del self.lists["roles"][role_id]
        for member in self.lists["members"].values():
            member["roles"] = [one for one in member["roles"] if one != role_id]
        for channel in self.lists["channels"].values():
            channel["permission_overwrites"] = [one for one in channel["permission_overwrites"] if one["id"] != role_id]

    def put_emojis(self, data: Json) -> None:
        self.lists["emojis"] = {emoji["id"]: emoji for emoji in data["emojis"]}

    def put_channel(self, data: Json) -> None:
        self.lists["channels"][data["id"]] = data

    def remove_channel(self, data: Json) -> None:
        del self.lists["channels"][data["id"]]

    def add_member(self, data: Json) -> None:
        self.lists["members"][data["user"]["id"]] = data
        self.guild["member_count"] += 1

    def update_member(self, data: Json) -> None:
        self.lists["members"][data["user"]["id"]].update(data)

    def remove_member(self, data: Json) -> None:
        del self.lists["members"][data["user"]["id"]]
        self.guild["member_count"] -= 1


_CHANGES: Mapping[str, Callable[[Cache, Json], None]] = {
    "GUILD_UPDATE": Cache.update,
    "GUILD_ROLE_CREATE": Cache.put_role,
    "GUILD_ROLE_UPDATE": Cache.put_role,
    "GUILD_ROLE_DELETE": Cache.remove_role,
    "GUILD_EMOJIS_UPDATE": Cache.put_emojis,
    "CHANNEL_CREATE": Cache.put_channel,
    "CHANNEL_UPDATE": Cache.put_channel,
    "CHANNEL_DELETE": Cache.remove_channel,
    "GUILD_MEMBER_ADD": Cache.add_member,
    "GUILD_MEMBER_UPDATE": Cache.update_member,
    "GUILD_MEMBER_REMOVE": Cache.remove_member,
}


@asynccontextmanager
async def converges(bot: Person, guild: Guild, *, changes: bool = True) -> AsyncGenerator[Cache]:
    """`changes`: what is done inside must be seen in the guild at all."""
    socket = await bot.connect(large_threshold=250)
    before = Cache(socket.guilds[guild.id]).shown()
    cache = Cache(socket.guilds[guild.id])
    known = len(socket.seen)
    yield cache
    marker = await guild.owner.post(f"/channels/{guild.marker}/messages", {"content": "marker"})
    await socket.event("MESSAGE_CREATE", lambda message: message["id"] == marker["id"])
    for payload in socket.seen[known:]:
        assert payload.t is not None
        cache.apply(payload.t, payload.d)
    fresh = Cache((await bot.connect(large_threshold=250)).guilds[guild.id]).shown()
    assert cache.shown() == fresh
    assert (fresh != before) is changes


def _id(item: Json, path: tuple[str, ...]) -> str:
    found: Any = item
    for step in path:
        found = found[step]
    return found


def _channel(channel: Json) -> Json:
    overwrites = sorted(channel["permission_overwrites"], key=lambda one: one["id"])
    shown = {key: value for key, value in channel.items() if key not in ("guild_id", "last_message_id")}
    return shown | {"permission_overwrites": overwrites}


def _member(member: Json) -> Json:
    shown = {key: value for key, value in member.items() if key != "guild_id"}
    return shown | {"roles": sorted(member["roles"])}
