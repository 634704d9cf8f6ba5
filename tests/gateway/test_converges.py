"""Every action that changes a guild, against a client that knows it from events alone."""

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from tests import voice
from tests.contract.scene import recurring
from tests.converges import converges
from tests.pictures import gif, png, uri
from tests.sockets import Socket
from tests.world import Bot, Guild, Person, World

Json = Any
ADMINISTRATOR = 1 << 3
VIEW_CHANNEL, SEND_MESSAGES = 1 << 10, 1 << 11


def _soon() -> str:
    return (dt.datetime.now(dt.UTC) + dt.timedelta(hours=1)).isoformat()


class Here:
    """A guild with some of everything in it."""

    def __init__(self, world: World, guild: Guild, bot: Bot, member: Person) -> None:
        self.world = world
        self.guild = guild
        self.bot = bot
        self.member = member
        self.owner = guild.owner
        self.path = f"/guilds/{guild.id}"
        self.role: Json
        self.category: Json
        self.child: Json
        self.emoji: Json
        self.sticker: Json

    @property
    def text(self) -> str:
        return f"/channels/{self.guild.channel}"

    async def make(self, name: str, **more: Json) -> Json:
        return await self.owner.post(f"{self.path}/channels", {"name": name, **more})

    async def stick(self, name: str) -> Json:
        form = {"data": {"name": name, "tags": "a tag"}, "files": {"file": ("a.png", png())}}
        return await self.owner.post(f"{self.path}/stickers", **form)

    async def furnish(self) -> None:
        self.role = await self.owner.post(f"{self.path}/roles", {"name": "a role", "hoist": True})
        await self.owner.put(f"{self.path}/members/{self.member.id}/roles/{self.role['id']}")
        await self.owner.put(f"{self.text}/permissions/{self.role['id']}", {"type": 0, "allow": str(SEND_MESSAGES)})
        await self.owner.put(f"{self.text}/permissions/{self.member.id}", {"type": 1, "deny": str(SEND_MESSAGES)})
        self.category = await self.make("a category", type=4)
        self.emoji = await self.owner.post(f"{self.path}/emojis", {"name": "smile", "image": uri(png())})
        self.sticker = await self.stick("wave")
        self.child = await self.make("a child", parent_id=self.category["id"])

    async def start(self, by: Person | None = None, **more: Json) -> Json:
        body = {"name": "a thread", "type": 11, **more}
        return await (by or self.owner).post(f"{self.text}/threads", body)


Action = Callable[[Here], Awaitable[object]]


@pytest.fixture
async def here(world: World) -> Here:
    member = await world.user()
    guild = await world.guild(members=[member])
    guild.marker = (await guild.owner.post(f"/guilds/{guild.id}/channels", {"name": "marker"}))["id"]
    here = Here(world, guild, await world.bot(guild, permissions=ADMINISTRATOR), member)
    await here.furnish()
    return here


async def join(here: Here) -> Person:
    invite = await here.owner.post(f"{here.text}/invites", {})
    user = await here.world.user()
    await user.post(f"/invites/{invite['code']}", {})
    return user


async def join_and_leave(here: Here) -> None:
    await (await join(here)).delete(f"/users/@me{here.path}")
    await join(here)


async def join_as_bot(here: Here) -> None:
    await here.world.bot(here.guild, permissions=SEND_MESSAGES)


async def set_overwrite(here: Here) -> None:
    await here.owner.put(f"/channels/{here.child['id']}/permissions/{here.role['id']}", {"type": 0, "deny": "1024"})


async def sync_with_category(here: Here) -> None:
    """A child that is in sync with its category follows it."""
    await here.owner.put(f"/channels/{here.category['id']}/permissions/{here.role['id']}", {"type": 0, "deny": "1024"})


async def hide_and_show(here: Here) -> None:
    everyone = f"/channels/{here.child['id']}/permissions/{here.guild.id}"
    await here.owner.put(everyone, {"type": 0, "deny": str(VIEW_CHANNEL)})
    await here.owner.delete(everyone)
    await here.owner.patch(f"/channels/{here.child['id']}", {"topic": "seen again"})


async def time_out(here: Here) -> None:
    until = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)
    await here.owner.patch(f"{here.path}/members/{here.member.id}", {"communication_disabled_until": until.isoformat()})


async def make_a_rule(here: Here, kind: int = 1, **more: Json) -> Json:
    rule = {"name": "a rule", "event_type": 1, "trigger_type": kind, "enabled": True, "actions": [{"type": 1}]}
    rule["trigger_metadata"] = {"keyword_filter": ["cat"]}
    return await here.owner.post(f"{here.path}/auto-moderation/rules", rule | more)


async def be_caught(here: Here) -> None:
    """Saying what gives a timeout, under a name that gives quarantine."""
    await make_a_rule(here, actions=[{"type": 3, "metadata": {"duration_seconds": 60}}])
    await here.member.post(f"/channels/{here.child['id']}/messages", {"content": "a cat"})
    await make_a_rule(here, 6, event_type=2, actions=[{"type": 4}])
    await here.owner.patch(f"{here.path}/members/{here.member.id}", {"nick": "a cat"})


async def archive_and_open(here: Here) -> None:
    """Of a thread that the bot is in."""
    thread = await here.start(here.bot)
    await here.owner.patch(f"/channels/{thread['id']}", {"archived": True})
    await here.owner.post(f"/channels/{thread['id']}/messages", {"content": "open again"})


async def be_in_threads(here: Here) -> None:
    """Ones that the bot is put into and taken out of, and one that it joins and leaves."""
    first, second = [await here.start(type=kind) for kind in (11, 12)]
    for thread in (first, second):
        await here.owner.put(f"/channels/{thread['id']}/thread-members/{here.bot.id}")
    await here.owner.delete(f"/channels/{first['id']}/thread-members/{here.bot.id}")
    third = await here.start()
    await here.bot.put(f"/channels/{third['id']}/thread-members/@me")
    await here.bot.post(f"/channels/{third['id']}/messages", {"content": "bye"})
    await here.bot.delete(f"/channels/{third['id']}/thread-members/@me")


async def speak_in_thread(here: Here) -> None:
    thread = await here.start()
    said = await here.member.post(f"/channels/{thread['id']}/messages", {"content": "one"})
    await here.member.post(f"/channels/{thread['id']}/messages", {"content": "two"})
    await here.member.delete(f"/channels/{thread['id']}/messages/{said['id']}")


async def pin(here: Here) -> None:
    thread = await here.start()
    for path in here.text, f"/channels/{thread['id']}":
        first, second = [(await here.owner.post(f"{path}/messages", {"content": "hi"}))["id"] for _ in range(2)]
        await here.owner.put(f"{path}/messages/pins/{first}")
        await here.owner.put(f"{path}/messages/pins/{second}")
        await here.owner.delete(f"{path}/messages/pins/{second}")
        await here.owner.delete(f"{path}/messages/{first}")


async def leave_with_threads(here: Here) -> None:
    await here.start(here.member)
    await here.member.delete(f"/users/@me{here.path}")


async def delete_thread(here: Here) -> None:
    await here.start()
    await here.owner.delete(f"/channels/{(await here.start())['id']}")


async def delete_with_threads(here: Here) -> None:
    await here.start()
    await here.owner.delete(here.text)


async def start_from_message(here: Here) -> None:
    message = await here.owner.post(f"{here.text}/messages", {"content": "hi"})
    await here.owner.post(f"{here.text}/messages/{message['id']}/threads", {"name": "about it"})


async def post_in_forum(here: Here) -> None:
    forum = await here.make("forum", type=15, available_tags=[{"name": "a tag"}])
    body = {"name": "a post", "message": {"content": "hi"}, "applied_tags": [forum["available_tags"][0]["id"]]}
    post = await here.owner.post(f"/channels/{forum['id']}/threads", body)
    await here.owner.patch(f"/channels/{post['id']}", {"flags": 2})


async def plan(here: Here, **more: Json) -> Json:
    return await here.owner.post(f"{here.path}/scheduled-events", recurring() | more)


async def run_event(here: Here) -> None:
    """One that recurs, with exceptions, of which the next occurrence knows no more."""
    event = await plan(here)
    path = f"{here.path}/scheduled-events/{event['id']}"
    kept = [dt.datetime.fromisoformat(event["scheduled_start_time"]) + dt.timedelta(days=days) for days in (0, 1, 2)]
    for moment in kept:
        body = {"original_scheduled_start_time": moment.isoformat(), "is_canceled": True}
        made = await here.owner.post(f"{path}/exceptions", body)
    await here.owner.patch(f"{path}/exceptions/{made['event_exception_id']}", {"is_canceled": False})
    await here.member.put(f"{path}/users/@me")
    for status in (2, 3):
        await here.owner.patch(path, {"status": status})
    await here.owner.delete(f"{path}/exceptions/{made['event_exception_id']}")


async def end_events(here: Here) -> None:
    first, second, third, fourth = [await plan(here, recurrence_rule=None) for _ in range(4)]
    path = f"{here.path}/scheduled-events"
    await here.owner.patch(f"{path}/{first['id']}", {"status": 4})
    await here.owner.delete(f"{path}/{second['id']}")
    for status in (2, 3):
        await here.owner.patch(f"{path}/{third['id']}", {"status": status})
    rule = {"start": fourth["scheduled_start_time"], "frequency": 2}
    await here.owner.patch(f"{path}/{fourth['id']}", {"recurrence_rule": rule})
    body = {"original_scheduled_start_time": fourth["scheduled_start_time"], "is_canceled": True}
    await here.owner.post(f"{path}/{fourth['id']}/exceptions", body)
    await here.owner.patch(f"{path}/{fourth['id']}", {"recurrence_rule": rule | {"frequency": 3}})


async def run_stages(here: Here) -> None:
    stages = [(await here.make("a stage", type=13))["id"] for _ in range(4)]
    for stage in stages[:3]:
        await here.owner.post("/stage-instances", {"channel_id": stage, "topic": "a topic"})
    await here.owner.patch(f"/stage-instances/{stages[0]}", {"topic": "another"})
    await here.owner.delete(f"/stage-instances/{stages[1]}")
    event = await plan(here, entity_type=1, channel_id=stages[3])
    await here.owner.patch(f"{here.path}/scheduled-events/{event['id']}", {"status": 2})
    await here.owner.delete(f"/channels/{stages[2]}")
    gone = await plan(here, entity_type=1, channel_id=stages[0])
    await here.owner.patch(f"{here.path}/scheduled-events/{gone['id']}", {"status": 2})
    await here.owner.delete(f"/channels/{stages[0]}")


def edit_guild(**change: Json) -> Action:
    return lambda here: here.owner.patch(here.path, change)


def edit_text(**change: Json) -> Action:
    return lambda here: here.owner.patch(here.text, change)


def edit_role(**change: Json) -> Action:
    return lambda here: here.owner.patch(f"{here.path}/roles/{here.role['id']}", change)


def edit_member(**change: Json) -> Action:
    return lambda here: here.owner.patch(f"{here.path}/members/{here.member.id}", change)


async def be_in_voice(here: Here) -> Socket:
    socket = await here.member.connect()
    await voice.join(socket, here.guild.id, here.guild.voice, self_mute=True)
    return socket


async def move_in_voice(here: Here) -> None:
    hall = await here.make("hall", type=2)
    await be_in_voice(here)
    path = f"{here.path}/members/{here.member.id}"
    await here.owner.patch(path, {"mute": True})
    await here.owner.patch(path, {"channel_id": hall["id"], "deaf": True})


async def be_in_voice_out_of_sight(here: Here) -> None:
    """Of the bot, which sees the other channel."""
    await here.owner.patch(f"{here.path}/roles/{await managed_role(here)}", {"permissions": "0"})
    hidden = await here.make(
        "hidden", type=2, permission_overwrites=[{"id": here.bot.id, "type": 1, "deny": str(VIEW_CHANNEL)}]
    )
    await be_in_voice(here)
    await here.owner.patch(f"{here.path}/members/{here.member.id}", {"channel_id": hidden["id"]})


async def managed_role(here: Here) -> str:
    roles = await here.owner.get(f"{here.path}/roles")
    return next(role["id"] for role in roles if role["managed"])


async def leave_voice(here: Here) -> None:
    await voice.leave(await be_in_voice(here), here.guild.id)
    await here.make("something else")


async def delete_what_is_in_voice(here: Here) -> None:
    await be_in_voice(here)
    await here.owner.delete(f"/channels/{here.guild.voice}")


ACTIONS: dict[str, Action] = {
    "guild: name": edit_guild(name="another name"),
    "guild: settings": edit_guild(
        verification_level=2, default_message_notifications=1, explicit_content_filter=1, afk_timeout=900
    ),
    "guild: texts": edit_guild(description="what it is", preferred_locale="de", system_channel_flags=1),
    "guild: picture": edit_guild(icon=uri(png())),
    "guild: channels": lambda here: here.owner.patch(
        here.path, {"afk_channel_id": here.guild.voice, "system_channel_id": here.child["id"]}
    ),
    "guild: owner": lambda here: here.owner.patch(here.path, {"owner_id": here.member.id}),
    "role: create": lambda here: here.owner.post(
        f"{here.path}/roles", {"name": "new", "color": 255, "permissions": "8", "mentionable": True}
    ),
    "role: edit": edit_role(name="renamed", color=0xFF00FF, hoist=False, permissions=str(ADMINISTRATOR)),
    "role: everyone": lambda here: here.owner.patch(f"{here.path}/roles/{here.guild.id}", {"permissions": "1024"}),
    "role: move": lambda here: here.owner.patch(f"{here.path}/roles", [{"id": here.role["id"], "position": 2}]),
    "role: delete": lambda here: here.owner.delete(f"{here.path}/roles/{here.role['id']}"),
    "channel: create": lambda here: here.make("new", topic="of what", nsfw=True, rate_limit_per_user=5),
    "channel: create voice": lambda here: here.make("voice", type=2, bitrate=64000, user_limit=5),
    "channel: create category": lambda here: here.make("category", type=4, position=0),
    "channel: create with overwrites": lambda here: here.make(
        "hidden", permission_overwrites=[{"id": here.guild.id, "type": 0, "deny": str(VIEW_CHANNEL)}]
    ),
    "channel: create in category": lambda here: here.make("inside", parent_id=here.category["id"]),
    "channel: edit": edit_text(name="renamed", topic="a topic", nsfw=True, rate_limit_per_user=10),
    "channel: announce": edit_text(type=5),
    "channel: move": lambda here: here.owner.patch(
        f"{here.path}/channels", [{"id": here.guild.channel, "position": 5}, {"id": here.child["id"], "position": 0}]
    ),
    "channel: move into category": lambda here: here.owner.patch(
        f"{here.path}/channels",
        [{"id": here.guild.channel, "parent_id": here.category["id"], "lock_permissions": True}],
    ),
    "channel: overwrites at once": edit_text(permission_overwrites=[]),
    "channel: delete": lambda here: here.owner.delete(here.text),
    "channel: delete category": lambda here: here.owner.delete(f"/channels/{here.category['id']}"),
    "channel: delete what the guild names": lambda here: here.owner.delete(f"/channels/{here.guild.voice}"),
    "thread: start": lambda here: here.start(rate_limit_per_user=3),
    "thread: start private": lambda here: here.start(type=12),
    "thread: start as bot": lambda here: here.start(here.bot),
    "thread: start from message": start_from_message,
    "thread: archive and open": archive_and_open,
    "thread: be in": be_in_threads,
    "thread: speak": speak_in_thread,
    "thread: leave guild": leave_with_threads,
    "thread: delete": delete_thread,
    "thread: delete channel": delete_with_threads,
    "thread: post in forum": post_in_forum,
    "message: pin": pin,
    "voice: join": be_in_voice,
    "voice: move": move_in_voice,
    "voice: out of sight": be_in_voice_out_of_sight,
    "voice: leave": leave_voice,
    "voice: delete channel": delete_what_is_in_voice,
    "widget: edit": lambda here: here.owner.patch(
        f"{here.path}/widget", {"enabled": True, "channel_id": here.guild.channel}
    ),
    "incident actions": lambda here: here.owner.put(f"{here.path}/incident-actions", {"dms_disabled_until": _soon()}),
    "emoji: create": lambda here: here.owner.post(
        f"{here.path}/emojis", {"name": "new", "image": uri(gif()), "roles": [here.role["id"]]}
    ),
    "emoji: edit": lambda here: here.owner.patch(f"{here.path}/emojis/{here.emoji['id']}", {"name": "renamed"}),
    "emoji: delete": lambda here: here.owner.delete(f"{here.path}/emojis/{here.emoji['id']}"),
    "sticker: create": lambda here: here.stick("new"),
    "sticker: edit": lambda here: here.owner.patch(f"{here.path}/stickers/{here.sticker['id']}", {"name": "renamed"}),
    "sticker: delete": lambda here: here.owner.delete(f"{here.path}/stickers/{here.sticker['id']}"),
    "event: run": run_event,
    "event: end": end_events,
    "stage: run": run_stages,
    "overwrite: set": set_overwrite,
    "overwrite: set on category": sync_with_category,
    "overwrite: edit": lambda here: here.owner.put(
        f"{here.text}/permissions/{here.member.id}", {"type": 1, "allow": str(VIEW_CHANNEL)}
    ),
    "overwrite: delete": lambda here: here.owner.delete(f"{here.text}/permissions/{here.role['id']}"),
    "overwrite: hide and show": hide_and_show,
    "member: join": join,
    "member: join and leave": join_and_leave,
    "member: join as bot": join_as_bot,
    "member: leave": lambda here: here.member.delete(f"/users/@me{here.path}"),
    "member: kick": lambda here: here.owner.delete(f"{here.path}/members/{here.member.id}"),
    "member: nick": edit_member(nick="a nick"),
    "member: own nick": lambda here: here.member.patch(f"{here.path}/members/@me", {"nick": "mine"}),
    "member: own picture": lambda here: here.member.patch(f"{here.path}/members/@me", {"avatar": uri(png())}),
    "member: nick of the bot": lambda here: here.bot.patch(f"{here.path}/members/@me", {"nick": "beep"}),
    "member: roles": edit_member(roles=[]),
    "member: take role": lambda here: here.owner.delete(
        f"{here.path}/members/{here.member.id}/roles/{here.role['id']}"
    ),
    "member: give role": lambda here: here.owner.put(f"{here.path}/members/{here.bot.id}/roles/{here.role['id']}"),
    "member: time out": time_out,
    "auto-moderation: a rule": make_a_rule,
    "auto-moderation: who is caught": be_caught,
    "member: flags": edit_member(flags=1 << 2),
    "user: name": lambda here: here.member.patch(
        "/users/@me", {"username": f"renamed.{here.member.id}", "password": "correct horse battery"}
    ),
    "user: display name": lambda here: here.member.patch("/users/@me", {"global_name": "Renamed"}),
    "user: picture": lambda here: here.member.patch("/users/@me", {"avatar": uri(png())}),
    "user: name of the bot": lambda here: here.bot.patch("/users/@me", {"username": "renamed bot"}),
    "user: picture of the bot": lambda here: here.bot.patch("/users/@me", {"avatar": uri(png())}),
}

QUIET: dict[str, Action] = {
    "message": lambda here: here.owner.post(f"{here.text}/messages", {"content": "hi"}),
    "invite": lambda here: here.owner.post(f"{here.text}/invites", {}),
    "template": lambda here: here.owner.post(f"{here.path}/templates", {"name": "a pattern"}),
    "typing": lambda here: here.owner.post(f"{here.text}/typing"),
    "a direct message": lambda here: here.owner.post("/users/@me/channels", {"recipient_id": here.member.id}),
    "nothing to change": edit_guild(name="a guild"),
}


@pytest.mark.parametrize("name", ACTIONS)
async def test_a_client_that_follows_knows_the_guild(here: Here, name: str) -> None:
    async with converges(here.bot, here.guild):
        await ACTIONS[name](here)


@pytest.mark.parametrize("name", QUIET)
async def test_what_does_not_change_a_guild(here: Here, name: str) -> None:
    async with converges(here.bot, here.guild, changes=False):
        await QUIET[name](here)


async def test_many_at_once(here: Here) -> None:
    """Changes by several callers through several processes come in one order to everyone."""
    async with converges(here.bot, here.guild):
        names = ["role: create", "role: edit", "channel: create", "channel: edit", "member: nick", "guild: name"]
        names += ["overwrite: set", "member: join", "channel: create in category", "member: own nick", "user: name"]
        await asyncio.gather(
            *(ACTIONS[name](here) for name in names * 3 if name != "user: name"), ACTIONS["user: name"](here)
        )
