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

_LISTS = {
    "roles": ("id",),
    "channels": ("id",),
    "threads": ("id",),
    "members": ("user", "id"),
    "voice_states": ("user_id",),
    "emojis": ("id",),
    "stickers": ("id",),
    "guild_scheduled_events": ("id",),
    "stage_instances": ("id",),
}


class Cache:
    """One guild as a client holds it. Lists are kept by id, for their order says nothing."""

    def __init__(self, created: Json, user_id: str = "") -> None:
        self.user_id = user_id
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
        threads = {id_: _thread(thread) for id_, thread in self.lists["threads"].items()}
        return guild | self.lists | {"channels": channels, "members": members, "threads": threads}

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

    def put_stickers(self, data: Json) -> None:
        self.lists["stickers"] = {sticker["id"]: sticker for sticker in data["stickers"]}

    def put_channel(self, data: Json) -> None:
        self.lists["channels"][data["id"]] = data

    def remove_channel(self, data: Json) -> None:
        del self.lists["channels"][data["id"]]
        threads = self.lists["threads"]
        self.lists["threads"] = {id_: one for id_, one in threads.items() if one["parent_id"] != data["id"]}

    def put_thread(self, data: Json) -> None:
        """Archived ones are not kept. Who I am in it is said when I come in, and when it comes out of its archive."""
        data = {key: value for key, value in data.items() if key != "newly_created"}
        known = self.lists["threads"].pop(data["id"], {})
        if not data["thread_metadata"]["archived"]:
            self.lists["threads"][data["id"]] = {key: known[key] for key in ("member",) if key in known} | data

    def remove_thread(self, data: Json) -> None:
        self.lists["threads"].pop(data["id"], None)

    def sync_threads(self, data: Json) -> None:
        threads, parents = self.lists["threads"], data["channel_ids"]
        kept = {id_: one for id_, one in threads.items() if one["parent_id"] not in parents}
        self.lists["threads"] = kept | {one["id"]: one for one in data["threads"]}
        for member in data["members"]:
            self.lists["threads"][member["id"]]["member"] = member

    def update_thread_member(self, data: Json) -> None:
        self.lists["threads"][data["id"]]["member"] = {key: data[key] for key in data if key != "guild_id"}

    def update_thread_members(self, data: Json) -> None:
        thread = self.lists["threads"].get(data["id"])
        if thread is None:
            return
        thread["member_count"] = data["member_count"]
        for member in data.get("added_members", ()):
            if member["user_id"] == self.user_id:
                thread["member"] = {key: member[key] for key in ("id", "user_id", "join_timestamp", "flags")}
        if self.user_id in data.get("removed_member_ids", ()):
            thread.pop("member", None)
            if thread["type"] == 12:
                self.remove_thread(data)

    def count_message(self, data: Json) -> None:
        thread = self.lists["threads"].get(data["channel_id"])
        if thread is not None and data["type"] != 21 and data["id"] != data["channel_id"]:
            thread["message_count"] += 1
            thread["total_message_sent"] += 1

    def uncount_message(self, data: Json) -> None:
        thread = self.lists["threads"].get(data["channel_id"])
        if thread is not None:
            thread["message_count"] -= len(data.get("ids", ("one",)))

    def pin(self, data: Json) -> None:
        for name in ("channels", "threads"):
            if (channel := self.lists[name].get(data["channel_id"])) is not None:
                channel["last_pin_timestamp"] = data["last_pin_timestamp"]

    def put_voice_state(self, data: Json) -> None:
        self.lists["voice_states"].pop(data["user_id"], None)
        if data["channel_id"] is not None:
            shown = {key: value for key, value in data.items() if key not in ("guild_id", "member")}
            self.lists["voice_states"][data["user_id"]] = shown

    def put_event(self, data: Json) -> None:
        """Those that are over are not kept."""
        self.lists["guild_scheduled_events"].pop(data["id"], None)
        if data["status"] in (1, 2):
            self.lists["guild_scheduled_events"][data["id"]] = data

    def remove_event(self, data: Json) -> None:
        self.lists["guild_scheduled_events"].pop(data["id"], None)

    def put_exception(self, data: Json) -> None:
        self.remove_exception(data)
        said = {key: value for key, value in data.items() if key != "guild_id"}
        self.lists["guild_scheduled_events"][data["event_id"]]["guild_scheduled_event_exceptions"].append(said)

    def remove_exception(self, data: Json) -> None:
        event, name = self.lists["guild_scheduled_events"][data["event_id"]], "guild_scheduled_event_exceptions"
        event[name] = [one for one in event[name] if one["event_exception_id"] != data["event_exception_id"]]

    def remove_exceptions(self, data: Json) -> None:
        self.lists["guild_scheduled_events"][data["event_id"]]["guild_scheduled_event_exceptions"] = []

    def put_stage(self, data: Json) -> None:
        self.lists["stage_instances"][data["id"]] = data

    def remove_stage(self, data: Json) -> None:
        del self.lists["stage_instances"][data["id"]]

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
    "GUILD_STICKERS_UPDATE": Cache.put_stickers,
    "CHANNEL_CREATE": Cache.put_channel,
    "CHANNEL_UPDATE": Cache.put_channel,
    "CHANNEL_DELETE": Cache.remove_channel,
    "THREAD_CREATE": Cache.put_thread,
    "THREAD_UPDATE": Cache.put_thread,
    "THREAD_DELETE": Cache.remove_thread,
    "THREAD_LIST_SYNC": Cache.sync_threads,
    "THREAD_MEMBER_UPDATE": Cache.update_thread_member,
    "THREAD_MEMBERS_UPDATE": Cache.update_thread_members,
    "MESSAGE_CREATE": Cache.count_message,
    "MESSAGE_DELETE": Cache.uncount_message,
    "MESSAGE_DELETE_BULK": Cache.uncount_message,
    "CHANNEL_PINS_UPDATE": Cache.pin,
    "VOICE_STATE_UPDATE": Cache.put_voice_state,
    "GUILD_SCHEDULED_EVENT_CREATE": Cache.put_event,
    "GUILD_SCHEDULED_EVENT_UPDATE": Cache.put_event,
    "GUILD_SCHEDULED_EVENT_DELETE": Cache.remove_event,
    "GUILD_SCHEDULED_EVENT_EXCEPTION_CREATE": Cache.put_exception,
    "GUILD_SCHEDULED_EVENT_EXCEPTION_UPDATE": Cache.put_exception,
    "GUILD_SCHEDULED_EVENT_EXCEPTION_DELETE": Cache.remove_exception,
    "GUILD_SCHEDULED_EVENT_EXCEPTIONS_DELETE": Cache.remove_exceptions,
    "STAGE_INSTANCE_CREATE": Cache.put_stage,
    "STAGE_INSTANCE_UPDATE": Cache.put_stage,
    "STAGE_INSTANCE_DELETE": Cache.remove_stage,
    "GUILD_MEMBER_ADD": Cache.add_member,
    "GUILD_MEMBER_UPDATE": Cache.update_member,
    "GUILD_MEMBER_REMOVE": Cache.remove_member,
}


@asynccontextmanager
async def converges(bot: Person, guild: Guild, *, changes: bool = True) -> AsyncGenerator[Cache]:
    """`changes`: what is done inside must be seen in the guild at all."""
    socket = await bot.connect(large_threshold=250)
    before = Cache(socket.guilds[guild.id]).shown()
    cache = Cache(socket.guilds[guild.id], bot.id)
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


def _thread(thread: Json) -> Json:
    return {key: value for key, value in thread.items() if key != "last_message_id"}


def _member(member: Json) -> Json:
    shown = {key: value for key, value in member.items() if key != "guild_id"}
    return shown | {"roles": sorted(member["roles"])}
