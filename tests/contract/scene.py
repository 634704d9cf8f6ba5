"""One guild with one of everything, for tests that call every operation: what there is, by the names of parameters.

Two sessions watch it, an owner's and a bot's. Between tests they have no socket, and the gateway keeps for them what
happens; `happened` takes it. So whoever was refused can be shown to have changed nothing.
"""

import asyncio
import datetime as dt
from typing import Any

import msgspec

from rest.operation import Operation, Who
from tests.developing import a_sku, a_team, entitle
from tests.instances import Addresses
from tests.interactions.invoking import Session, answer, slash
from tests.oauth.applications import Application
from tests.pictures import png, uri
from tests.sockets import Socket
from tests.sounds import mp3, sound_uri
from tests.world import Bot, Caller, Guild, Person, World

ADMINISTRATOR = 1 << 3
_QUERIES = {
    "authorize": "?client_id={application_id}&scope=bot",
    "preview_authorization": "?client_id={application_id}&scope=bot",
    "get_application_install_url": "?scope=bot",
    "search_guild_members": "?query=x",
    "list_my_scheduled_events": "?guild_ids={guild_id}",
}
UNKNOWN_ID = "112233445566778899"


class Watcher(msgspec.Struct):
    """A session without a socket."""

    id: str
    token: str
    bot: bool
    ready: Any = None
    sequence: int = 0


class Scene(msgspec.Struct):
    ids: dict[str, str]  # what stands for each parameter of a path
    group_dm: str
    bearer: str  # of the bot's application, for the owner
    member: Watcher
    owner: Watcher
    bot: Watcher
    guild: Any = None  # GUILD_CREATE, as the bot got it

    def person(self, world: World, who: Watcher) -> Person:
        return Person(world, who.id, who.token, bot=who.bot)

    def caller(self, world: World, operation: Operation) -> Caller:
        """Someone who may call it, and may do it."""
        if Who.ANYONE in operation.who:
            return world.anyone
        if operation.who == Who.BEARER:
            return Caller(world, f"Bearer {self.bearer}")
        return self.person(world, self.owner if Who.USER in operation.who else self.bot)

    def path(self, operation: Operation, **instead: str) -> str:
        """A path of that operation to what there is in the scene, and what its query must say."""
        ids = dict(self.ids)
        if operation.path.startswith("/channels/{channel_id}/recipients"):
            ids["channel_id"] = self.group_dm
        if operation.path.startswith("/applications/{application_id}/guilds"):
            ids["command_id"] = self.ids["guild_command_id"]
        if "/thread-members" in operation.path:
            ids["channel_id"] = self.ids["thread_id"]
        if operation.path.startswith("/applications/{application_id}/emojis"):
            ids["emoji_id"] = ids["application_emoji_id"]
        if operation.path.startswith("/channels/{channel_id}/polls"):
            ids["message_id"] = ids["poll_message_id"]
        if operation.path.startswith("/stage-instances"):
            ids["channel_id"] = ids["stage_id"]
        if "/templates" in operation.path:
            ids["code"] = ids["template_code"]
        if operation.path.startswith("/webhooks/"):
            ids["message_id"] = ids["webhook_message_id"]
        if operation.path.startswith("/users/@me/{read_state_type}"):
            ids["read_state_type"] = "2"
        if operation.path.startswith("/lobbies/"):
            ids["message_id"] = ids["lobby_message_id"]
        if operation.path.startswith("/partner-sdk/"):
            ids["message_id"] = ids["dm_message_id"]
        return (operation.path + _QUERIES.get(operation.id, "")).format(**ids | instead)


async def build(addresses: Addresses) -> Scene:
    async with World(addresses) as world:
        owner, member = await world.users(2)
        guild = await world.guild(owner, members=[member])
        bot = await world.bot(guild, permissions=ADMINISTRATOR)
        role = await owner.post(f"/guilds/{guild.id}/roles", {"name": "a role"})
        await owner.put(f"/guilds/{guild.id}/members/{member.id}/roles/{role['id']}")
        await owner.put(f"/channels/{guild.channel}/permissions/{role['id']}", {"type": 0, "allow": "1024"})
        message = await owner.post(f"/channels/{guild.channel}/messages", {"content": "a message"})
        await owner.put(f"/channels/{guild.channel}/messages/{message['id']}/reactions/%F0%9F%91%8D/@me")
        answers = [{"poll_media": {"text": "an answer"}}]
        question = {"poll": {"question": {"text": "a question"}, "answers": answers}}
        poll = await owner.post(f"/channels/{guild.channel}/messages", question)
        invite = await owner.post(f"/channels/{guild.channel}/invites", {})
        template = await owner.post(f"/guilds/{guild.id}/templates", {"name": "a template"})
        await owner.patch(f"/guilds/{guild.id}/widget", {"enabled": True})
        thread = await owner.post(f"/channels/{guild.channel}/threads", {"name": "a thread", "type": 11})
        await owner.put(f"/channels/{thread['id']}/thread-members/{member.id}")
        hook = await owner.post(f"/channels/{guild.channel}/webhooks", {"name": "a webhook"})
        said = await world.anyone.post(f"/webhooks/{hook['id']}/{hook['token']}?wait=true", {"content": "a message"})
        picture = {"name": "an_emoji", "image": uri(png())}
        emoji = await owner.post(f"/guilds/{guild.id}/emojis", picture)
        own = await owner.post(f"/applications/{bot.id}/emojis", picture)
        words = {"name": "a sticker", "tags": "a tag"}
        sticker = await owner.post(f"/guilds/{guild.id}/stickers", data=words, files={"file": ("a.png", png())})
        noise = {"name": "a sound", "sound": sound_uri(mp3())}
        sound = await owner.post(f"/guilds/{guild.id}/soundboard-sounds", noise)
        group = await owner.post("/users/@me/channels", {"recipients": [member.id, (await world.user()).id]})
        contexts = {"integration_types_config": {"0": {}, "1": {}}}
        await owner.patch(f"/applications/{bot.id}", contexts)
        install = f"/oauth2/authorize?client_id={bot.id}&scope=applications.commands&integration_type=1"
        await owner.post(install, {"authorize": True})
        command = {"name": "a-command", "description": "a command"}
        commands = [f"/applications/{bot.id}/{place}commands" for place in ("", f"guilds/{guild.id}/")]
        everywhere, local = [(await owner.post(path, command))["id"] for path in commands]
        sku = await a_sku(bot)
        entitlement = await entitle(bot, sku, member.id)
        words = {"keyword_filter": ["a word that nobody says"]}
        named = {"name": "a rule", "event_type": 1, "trigger_type": 1, "trigger_metadata": words}
        rule = await owner.post(f"/guilds/{guild.id}/auto-moderation/rules", named)
        team = await a_team(owner, developer=member)
        await owner.post(f"/oauth2/applications/{bot.id}/allowlist", {"username": member.name})
        await owner.patch(f"/guilds/{guild.id}/welcome-screen", {"description": "a welcome"})
        ids = await _events(owner, guild) | {
            "request_id": await _join_request(world, guild),
            "sku_id": sku,
            "entitlement_id": entitlement["id"],
            "subscription_id": UNKNOWN_ID,
            "team_id": team,
            "rule_id": rule["id"],
            "integration_id": (await owner.get(f"/guilds/{guild.id}/integrations"))[0]["id"],
            "authorization_id": (await owner.get("/oauth2/tokens"))[0]["id"],
            "guild_id": guild.id,
            "channel_id": guild.channel,
            "message_id": message["id"],
            "user_id": member.id,
            "role_id": role["id"],
            "overwrite_id": role["id"],
            "code": invite["code"],
            "template_code": template["code"],
            "emoji_name": "%F0%9F%91%8D",
            "emoji_id": emoji["id"],
            "application_emoji_id": own["id"],
            "sticker_id": sticker["id"],
            "sound_id": sound["sound_id"],
            "pack_id": UNKNOWN_ID,
            "application_id": bot.id,
            "command_id": everywhere,
            "guild_command_id": local,
            "webhook_id": hook["id"],
            "webhook_token": hook["token"],
            "webhook_message_id": said["id"],
            "thread_id": thread["id"],
            "poll_message_id": poll["id"],
            "answer_id": "1",
            "read_state_type": "1",
            "entity_id": UNKNOWN_ID,
            "instance_id": f"i-{UNKNOWN_ID}-gc-{guild.id}-{guild.channel}",
            "location_id": f"gc-{guild.id}-{guild.channel}",
        }
        ids |= await _lobby(owner, member, bot)
        asked = await _interaction(member, bot, guild)
        ids |= {
            "interaction_id": asked["id"],
            "interaction_token": asked["token"],
            "delivery_id": await _delivery(bot),
        }
        app = await Application.make(world, bot)
        bearer = (await app.bearer_tokens(owner, "role_connections.write"))["access_token"]
        scene = Scene(
            ids, group["id"], bearer, *(Watcher(each.id, each.token, each.bot) for each in (member, owner, bot))
        )
        for watcher in (scene.owner, scene.bot):
            socket = await scene.person(world, watcher).connect()
            scene.guild = socket.guilds[guild.id]
            await _leave(watcher, socket)
        await happened(world, scene)
        return scene


async def _events(owner: Person, guild: Guild) -> dict[str, str]:
    """An event that recurs, with an exception, and a stage that is live."""
    where = f"/guilds/{guild.id}/scheduled-events"
    event = await owner.post(where, recurring())
    body = {"original_scheduled_start_time": event["scheduled_start_time"], "is_canceled": True}
    exception = (await owner.post(f"{where}/{event['id']}/exceptions", body))["event_exception_id"]
    await owner.put(f"{where}/{event['id']}/{exception}/users/@me", {"response": 1})
    stage = (await owner.post(f"/guilds/{guild.id}/channels", {"name": "a stage", "type": 13}))["id"]
    await owner.post("/stage-instances", {"channel_id": stage, "topic": "a topic"})
    return {
        "guild_scheduled_event_id": event["id"],
        "exception_id": exception,
        "guild_scheduled_event_exception_id": exception,
        "stage_id": stage,
    }


def recurring() -> dict[str, Any]:
    """The body of an event that begins tomorrow, and each day after."""
    tomorrow = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)
    return {
        "name": "an event",
        "privacy_level": 2,
        "entity_type": 3,
        "entity_metadata": {"location": "a place"},
        "scheduled_start_time": tomorrow.isoformat(),
        "scheduled_end_time": (tomorrow + dt.timedelta(hours=1)).isoformat(),
        "recurrence_rule": {"start": tomorrow.isoformat(), "frequency": 3},
    }


async def _join_request(world: World, guild: Guild) -> str:
    """A request that was approved as the gate was opened again; the form is still there."""
    form, user = f"/guilds/{guild.id}/member-verification", await world.user()
    field = {"field_type": "PARAGRAPH", "label": "a question"}
    await guild.owner.patch(form, {"enabled": True, "form_fields": [field]})
    invite = await guild.owner.post(f"/channels/{guild.channel}/invites", {"unique": True})
    await user.post(f"/invites/{invite['code']}", {})
    request = await user.put(f"/guilds/{guild.id}/requests/@me", {"form_fields": [field]})
    await guild.owner.patch(form, {"enabled": False})
    return request["id"]


async def _interaction(member: Person, bot: Bot, guild: Guild) -> Any:
    """An interaction that has its answer."""
    session = await Session.open(member, bot, guild)
    interaction = await session.invoke(await slash(bot, "asked"))
    await answer(bot, interaction, 4, {"content": "an answer", "flags": 64})
    await session.app.event("MESSAGE_CREATE")
    return interaction


async def _lobby(owner: Person, member: Person, bot: Bot) -> dict[str, str]:
    """A lobby with a message, and a direct message to a player who has no account."""
    body = {"members": [{"id": member.id}, {"id": bot.id}], "idle_timeout_seconds": 604800}
    lobby = (await bot.post("/lobbies", body))["id"]
    said = await bot.post(f"/lobbies/{lobby}/messages", {"content": "a message"})
    token = await bot.post("/partner-sdk/token/bot", {"external_user_id": "a player"})
    player = (await Caller(bot.world, f"Bearer {token['access_token']}").get("/users/@me"))["id"]
    dm = await owner.post("/users/@me/channels", {"recipient_id": player})
    message = await owner.post(f"/channels/{dm['id']}/messages", {"content": "a message"})
    await bot.put(f"/applications/{bot.id}/identity-provider", {"issuer": "https://x.example.test", "client_id": "x"})
    of_dm = {"user_id_1": owner.id, "user_id_2": player, "dm_message_id": message["id"]}
    return {"lobby_id": lobby, "lobby_message_id": said["id"], **of_dm}


async def _delivery(bot: Person) -> str:
    """An attempt to reach an endpoint; where it is, nothing may be reached."""
    await bot.patch("/applications/@me", {"interactions_endpoint_url": "http://10.0.0.1/"}, expect=400)
    async with asyncio.timeout(10):
        while not (kept := await bot.get(f"/applications/{bot.id}/deliveries")):
            await asyncio.sleep(0.02)
    return kept[0]["id"]


async def happened(world: World, scene: Scene) -> list[str]:
    """What was dispatched to the watchers since the last time; presences aside, for they come and go."""
    sockets: list[Socket] = []
    for watcher in (scene.owner, scene.bot):
        socket = await Socket.open(world.addresses.gateway)
        await socket.resume(watcher.token, watcher.ready, watcher.sequence)
        sockets.append(socket)
    path = f"/channels/{scene.ids['channel_id']}/messages"
    marker = (await scene.person(world, scene.owner).post(path, {"content": "marker"}))["id"]
    names: list[str] = []
    for watcher, socket in zip((scene.owner, scene.bot), sockets, strict=True):
        await socket.event("MESSAGE_CREATE", lambda message: message["id"] == marker)
        dispatched = [payload.t for payload in socket.seen if payload.t not in ("PRESENCE_UPDATE", "RESUMED")]
        names += [f"{name} for the {'bot' if watcher.bot else 'owner'}" for name in dispatched[:-1]]
        await _leave(watcher, socket)
    return names


async def guild_now(world: World, scene: Scene) -> Any:
    """GUILD_CREATE, as the bot gets it."""
    socket = await scene.person(world, scene.bot).connect()
    return socket.guilds[scene.ids["guild_id"]]


async def _leave(watcher: Watcher, socket: Socket) -> None:
    await socket.drop()
    assert socket.sequence is not None
    watcher.ready, watcher.sequence = socket.ready, socket.sequence
