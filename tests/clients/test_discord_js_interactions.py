"""discord.js's commands, components and modals in the hands of a user; needs Node as test_discord_js.py does."""

import shutil
from pathlib import Path
from typing import Any

from tests.clients import test_discord_js as js
from tests.clients.test_discord_js import script as script  # the fixture
from tests.interactions.invoking import ATTACHMENT, CHANNEL, INTEGER, ROLE, STRING, USER, Session, an_app, given
from tests.world import Json, World

pytestmark = js.pytestmark


class User:
    """The guild's owner."""

    def __init__(self, session: Session, commands: dict[str, Json]) -> None:
        self.session = session
        self.commands = commands

    async def use(self, name: str, *options: Json, **more: Json) -> Any:
        await self.session.invoke(self.commands[name], *options, **more)
        return await self.session.user.event("MESSAGE_CREATE")

    async def changed(self) -> Json:
        return await self.session.user.event("MESSAGE_UPDATE")


async def test_what_a_user_does_with_it(world: World, script: Path) -> None:
    guild, bot = await an_app(world, permissions=8)
    app = Path(shutil.copy(Path(__file__).with_name("app_bot.mjs"), script.parent))
    async with js.running(app, bot):
        commands = {one["name"]: one for one in await bot.get(f"/applications/{bot.id}/commands")}
        user = User(await Session.open(guild.owner, bot, guild), commands)
        await commands_and_menus(user)
        await suggestions(user)
        await components_and_modals(user)
        await what_is_said_later(user)
        assert (await user.use("stop"))["content"] == "bye"


async def commands_and_menus(user: User) -> None:
    guild, owner = user.session.guild, user.session.person
    assert guild is not None
    options = [
        given(STRING, "color", "r"),
        given(INTEGER, "number", 9),
        given(USER, "who", owner.id),
        given(CHANNEL, "where", guild.channel),
        given(ROLE, "role", guild.id),
        given(ATTACHMENT, "file", 0),
    ]
    took = await user.use("take", *options, files=[("a.txt", b"hello")])
    assert took["content"] == f"r 9 {owner.name} {owner.id} general @everyone hello true true"
    assert (await user.use("Look At", target_id=owner.id))["content"] == f"{owner.id} {owner.name}"
    message = await user.session.bot.post(f"/channels/{guild.channel}/messages", {"content": "wise"})
    assert (await user.use("Quote", target_id=message["id"]))["content"] == "> wise"
    page = await user.use("page")
    assert [one["type"] for one in page["components"][0]["components"]] == [10, 14, 13]


async def suggestions(user: User) -> None:
    await user.session.complete(user.commands["find"], given(STRING, "name", "b", focused=True))
    response = await user.session.user.event("APPLICATION_COMMAND_AUTOCOMPLETE_RESPONSE")
    assert [(one["name"], one["value"]) for one in response["choices"]] == [("bo", "o"), ("bx", "x")]


async def components_and_modals(user: User) -> None:
    session, owner = user.session, user.session.person
    panel = await user.use("panel")
    assert panel["flags"] == 64
    await session.use(panel, "press")
    assert (await user.changed())["content"] == "pressed"
    await session.use(panel, "words", ["a", "b"], type=3)
    assert (await session.user.event("MESSAGE_CREATE"))["content"] == "a b"
    await session.use(panel, "users", [owner.id], type=5)
    assert (await session.user.event("MESSAGE_CREATE"))["content"] == f"{owner.name} {owner.id}"
    await session.use(panel, "quietly")
    assert (await user.changed())["content"] == "quietly"
    await session.use(panel, "ask")
    modal = await session.user.event("INTERACTION_MODAL_CREATE")
    await session.submit(modal, {"type": 18, "component": {"type": 4, "custom_id": "name", "value": "Ada"}})
    assert (await user.changed())["content"] == "hello Ada"


async def what_is_said_later(user: User) -> None:
    loading = await user.use("later")
    assert loading["flags"] == 64 | 128
    done = await user.changed()
    assert (done["content"], done["attachments"][0]["filename"]) == ("done", "a.txt")
    more = await user.changed()
    assert more["content"] == "more!"
    deleted = [(await user.session.user.event("MESSAGE_DELETE"))["id"] for _ in "12"]
    assert deleted == [more["id"], loading["id"]]
