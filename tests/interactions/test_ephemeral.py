"""Messages that one user sees: who hears of them, and where they are not."""

from tests.interactions.invoking import Session, an_app, answer, slash
from tests.interactions.test_callbacks import BUTTONS, a_session
from tests.interactions.test_followups import webhook_of
from tests.world import World

EPHEMERAL = 64


async def test_one_user_and_the_bot_hear_of_it(world: World) -> None:
    (person,) = await world.users(1)
    guild, bot = await an_app(world, [person])
    other_bot = await world.bot(guild, permissions=8)
    session = await Session.open(person, bot, guild)
    owner, other = await guild.owner.connect(), await other_bot.connect()
    interaction = await session.invoke(await slash(bot, "whisper"))
    await answer(bot, interaction, 4, {"content": "psst", "flags": EPHEMERAL})
    for socket in (session.user, session.app):
        message = await socket.event("MESSAGE_CREATE")
        assert (message["content"], message["flags"], message["author"]["id"]) == ("psst", EPHEMERAL, bot.id)
        assert "guild_id" not in message
        assert "member" not in message
    await person.post(f"/channels/{guild.channel}/messages", {"content": "marker"})
    for socket in (owner, other):
        assert (await socket.event("MESSAGE_CREATE"))["content"] == "marker"


async def test_no_history_has_it(world: World) -> None:
    session, command = await a_session(world)
    await answer(session.bot, await session.invoke(command), 4, {"content": "psst", "flags": EPHEMERAL})
    message = await session.user.event("MESSAGE_CREATE")
    path = f"/channels/{session.channel}/messages"
    for caller in (session.person, session.bot):
        assert message["id"] not in [one["id"] for one in await caller.get(path)]
        await caller.refused(10008, "GET", f"{path}/{message['id']}", status=404)
        await caller.refused(10008, "PATCH", f"{path}/{message['id']}", {"content": "x"}, status=404)


async def test_it_needs_the_intent_of_direct_messages(world: World) -> None:
    session, command = await a_session(world)
    deaf = await session.bot.connect(intents=1 | 1 << 9)
    hearing = await session.bot.connect(intents=1 | 1 << 12)
    await answer(session.bot, await session.invoke(command), 4, {"content": "psst", "flags": EPHEMERAL})
    assert (await hearing.event("MESSAGE_CREATE"))["content"] == "psst"
    await session.person.post(f"/channels/{session.channel}/messages", {"content": "marker"})
    assert (await deaf.event("MESSAGE_CREATE"))["content"] != "psst"


async def test_the_shard_of_the_guild_hears_of_it(world: World) -> None:
    session, command = await a_session(world)
    assert session.guild is not None
    shard = (int(session.guild.id) >> 22) % 2
    here, elsewhere = [await session.bot.connect(shard=[one, 2]) for one in (shard, 1 - shard)]
    interaction = await session.invoke(command)
    await answer(session.bot, interaction, 4, {"content": "psst", "flags": EPHEMERAL})
    assert (await here.event("MESSAGE_CREATE"))["content"] == "psst"
    assert "MESSAGE_CREATE" not in [payload.t for payload in elsewhere.seen]


async def test_it_is_changed_and_deleted_for_both(world: World) -> None:
    session, command = await a_session(world)
    interaction = await session.invoke(command)
    await answer(session.bot, interaction, 4, {"content": "psst", "flags": EPHEMERAL})
    original = webhook_of(session, interaction, "@original")
    message = await world.anyone.get(original)
    edited = await world.anyone.patch(original, {"content": "louder"})
    assert (edited["id"], edited["content"], edited["flags"]) == (message["id"], "louder", EPHEMERAL)
    for socket in (session.user, session.app):
        changed = await socket.event("MESSAGE_UPDATE")
        assert (changed["content"], "guild_id" in changed) == ("louder", False)
    await world.anyone.delete(original, expect=204)
    for socket in (session.user, session.app):
        assert await socket.event("MESSAGE_DELETE") == {"id": message["id"], "channel_id": session.channel}
    await world.anyone.refused(10008, "GET", original, status=404)


async def test_its_components_are_used_and_change_it(world: World) -> None:
    session, command = await a_session(world)
    data = {"content": "press", "flags": EPHEMERAL, "components": BUTTONS}
    await answer(session.bot, await session.invoke(command), 4, data)
    message = await session.user.event("MESSAGE_CREATE")
    pressed = await session.use(message, "b")
    await answer(session.bot, pressed, 7, {"content": "pressed", "components": []})
    changed = await session.user.event("MESSAGE_UPDATE")
    assert (changed["id"], changed["content"], changed["flags"]) == (message["id"], "pressed", EPHEMERAL)
    assert (await world.anyone.get(webhook_of(session, pressed, "@original")))["id"] == message["id"]


async def test_a_follow_up_may_be_ephemeral(world: World) -> None:
    session, command = await a_session(world)
    interaction = await session.invoke(command)
    await answer(session.bot, interaction, 4, {"content": "aloud"})
    form = {"payload_json": '{"content": "psst", "flags": 64}'}
    path = webhook_of(session, interaction)
    message = await world.anyone.post(path, data=form, files={"files[0]": ("a.txt", b"secret")})
    assert message["flags"] == EPHEMERAL
    url = message["attachments"][0]["url"]
    assert (await world.http.get(url)).content == b"secret"
    await world.anyone.delete(f"{path}/messages/{message['id']}", expect=204)
    assert (await world.http.get(url)).status_code == 404
