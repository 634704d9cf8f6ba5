"""Users who name what they cannot see, or are no longer where they were; applications that reach for another's."""

import pytest

from domain.grants.scopes import SCOPES
from openapi.write import operations
from rest.operation import Operation, Who
from tests.contract.scene import UNKNOWN_ID
from tests.contract.test_bad_input import BODIES
from tests.interactions.invoking import CHANNEL, Session, an_app, answer, body_of, given, menu, option, slash
from tests.oauth.applications import Application
from tests.world import Bot, Caller, Guild, Json, Refused, World

VIEW_CHANNEL = 1 << 10
BUTTON = {"type": 1, "components": [{"type": 2, "style": 1, "label": "press", "custom_id": "press"}]}
PICK = {"type": 1, "components": [{"type": 8, "custom_id": "where"}]}
MODAL = {
    "custom_id": "m",
    "title": "T",
    "components": [{"type": 18, "label": "where", "component": {"type": 8, "custom_id": "where"}}],
}


async def a_hidden_channel(guild: Guild) -> str:
    hidden = {"id": guild.id, "type": 0, "deny": str(VIEW_CHANNEL)}
    return (await guild.owner.post(f"/guilds/{guild.id}/channels", {"name": "x", "permission_overwrites": [hidden]}))[
        "id"
    ]


def use(bot: Bot, message: Json, custom_id: str, values: list[str] | None = None) -> Json:
    data = {"component_type": 2, "custom_id": custom_id} | ({} if values is None else {"values": values})
    where = {"channel_id": message["channel_id"], "message_id": message["id"]}
    return {"type": 3, "application_id": bot.id, **where, "data": data}


async def test_channels_and_messages_that_he_cannot_see(world: World) -> None:
    (alice,) = await world.users(1)
    guild, bot = await an_app(world, [alice])
    secret = await a_hidden_channel(guild)
    hidden = await guild.owner.post(f"/channels/{secret}/messages", {"content": "hidden"})
    show, quote = await slash(bot, "show", option(CHANNEL, "c")), await menu(bot, "Quote", 3)
    asked = await bot.post(f"/channels/{guild.channel}/messages", {"content": "x", "components": [PICK]})
    for body, code, status in (
        (body_of(show, secret), 50001, 403),
        (body_of(show, guild.channel, [given(CHANNEL, "c", secret)]), 50035, 400),
        (body_of(quote, guild.channel, target_id=hidden["id"]), 10008, 404),
        (body_of(quote, secret, target_id=hidden["id"]), 50001, 403),
        (use(bot, asked, "where", [secret]), 50035, 400),
    ):
        await alice.refused(code, "POST", "/interactions", body, status=status)


async def test_a_modal_is_for_one_user_and_what_he_sees(world: World) -> None:
    (alice,) = await world.users(1)
    guild, bot = await an_app(world, [alice])
    session = await Session.open(alice, bot, guild)
    await answer(bot, await session.invoke(await slash(bot, "form")), 9, MODAL)
    modal = await session.user.event("INTERACTION_MODAL_CREATE")
    picked: Json = {
        "type": 18,
        "component": {"type": 8, "custom_id": "where", "values": [await a_hidden_channel(guild)]},
    }
    data = {"id": modal["id"], "custom_id": "m", "components": [picked]}
    submit = {"type": 5, "application_id": bot.id, "channel_id": guild.channel, "data": data}
    await alice.refused(50035, "POST", "/interactions", submit, status=400)
    picked["component"]["values"] = [guild.channel]
    await guild.owner.refused(10062, "POST", "/interactions", submit, status=404)
    await alice.refused(10062, "POST", "/interactions", submit | {"channel_id": guild.voice}, status=404)
    other = await world.bot(guild)
    await alice.refused(10062, "POST", "/interactions", submit | {"application_id": other.id}, status=404)
    await alice.post("/interactions", submit, expect=204)


@pytest.mark.parametrize("how", ["left", "kicked", "hidden"])
async def test_who_is_no_longer_there(world: World, how: str) -> None:
    (alice,) = await world.users(1)
    guild, bot = await an_app(world, [alice])
    command = await slash(bot, "ping")
    session = await Session.open(alice, bot, guild)
    interaction = await session.invoke(command)
    await answer(bot, interaction, 9, MODAL)
    message = await bot.post(f"/channels/{guild.channel}/messages", {"content": "x", "components": [BUTTON]})
    await alice.post("/interactions", use(bot, message, "press"), expect=204)
    if how == "left":
        await alice.delete(f"/users/@me/guilds/{guild.id}")
    elif how == "kicked":
        await guild.owner.delete(f"/guilds/{guild.id}/members/{alice.id}")
    else:
        path = f"/channels/{guild.channel}/permissions/{guild.id}"
        await guild.owner.put(path, {"type": 0, "deny": str(VIEW_CHANNEL)})
    data = {"id": interaction["id"], "custom_id": "m", "components": []}
    submit = {"type": 5, "application_id": bot.id, "channel_id": guild.channel, "data": data}
    for body in (body_of(command, guild.channel), use(bot, message, "press"), submit):
        await alice.refused(50001, "POST", "/interactions", body, status=403)


async def test_dms_of_others_are_nobodys_business(world: World) -> None:
    (alice,) = await world.users(1)
    guild, bot = await an_app(world, [alice])
    command = await slash(bot, "ping")
    dm = await guild.owner.post("/users/@me/channels", {"recipient_id": bot.id})
    message = await bot.post(f"/channels/{dm['id']}/messages", {"content": "x", "components": [BUTTON]})
    for body in (body_of(command, dm["id"]), use(bot, message, "press")):
        with pytest.raises(Refused, match=r": 40[34] "):
            await alice.post("/interactions", body)


OF_APPLICATIONS = [one for one in operations() if "{application_id}" in one.path and Who.ANYONE not in one.who]
# What a user finds out of any application that he has installed or got something of; and where the body comes first.
FOR_ALL = {
    "get_application_command_index",
    "get_current_user_application_entitlements",
    "upload_application_attachment",
}
OF_GUILD = "/applications/{application_id}/guilds/{guild_id}/"


class _Ids(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return UNKNOWN_ID


@pytest.mark.parametrize(
    "operation", [pytest.param(one, id=one.id) for one in OF_APPLICATIONS if one.id not in FOR_ALL]
)
async def test_nothing_of_another_application(world: World, operation: Operation) -> None:
    """Neither as the bot nor as the owner of another one in the same guild, nor with a token for it."""
    guild, theirs = await an_app(world)
    command = await slash(theirs, "ping", guild=guild if operation.path.startswith(OF_GUILD) else None)
    mine = await world.bot()
    await world.add_bot(mine, guild, 1 << 3)
    callers: list[Caller] = [mine] if Who.BOT in operation.who else []
    callers += [mine.owner] if Who.USER in operation.who else []
    if operation.scopes:
        app = await Application.make(world, mine)
        scope = " ".join(operation.scopes)
        if any(SCOPES[name].by_code_only for name in operation.scopes):
            tokens = await app.bearer_tokens(mine.owner, scope)
        else:
            tokens = await app.token(grant_type="client_credentials", scope=scope)
        callers.append(app.holding(tokens))
    ids = _Ids(application_id=theirs.id, guild_id=guild.id, command_id=command["id"])
    body = BODIES.get(operation.id, {}) if operation.body is not None else None
    for caller in callers:
        with pytest.raises(Refused, match=r": 40[34] "):
            await caller.request(operation.method, operation.path.format_map(ids), body)
