"""What an application says after its first answer."""

import asyncio

from tests.interactions.invoking import Session, answer, slash
from tests.interactions.test_callbacks import BUTTONS, MODAL, a_session
from tests.world import Guild, Json, World


def webhook_of(session: Session, interaction: Json, message: str = "") -> str:
    path = f"/webhooks/{session.bot.id}/{interaction['token']}"
    return f"{path}/messages/{message}" if message else path


async def test_a_follow_up_follows_the_answer(world: World) -> None:
    session, command = await a_session(world)
    interaction = await session.invoke(command)
    await answer(session.bot, interaction, 4, {"content": "first"})
    first = await session.app.event("MESSAGE_CREATE")
    second = await world.anyone.post(webhook_of(session, interaction), {"content": "second"}, expect=200)
    assert (second["webhook_id"], second["type"]) == (session.bot.id, 19)
    assert second["interaction_metadata"]["original_response_message_id"] == first["id"]
    assert (await session.app.event("MESSAGE_CREATE"))["id"] == second["id"]
    assert (await world.anyone.get(webhook_of(session, interaction, second["id"])))["content"] == "second"
    assert (await world.anyone.get(webhook_of(session, interaction, "@original")))["id"] == first["id"]


async def test_nothing_follows_before_the_answer(world: World) -> None:
    session, command = await a_session(world)
    interaction = await session.invoke(command)
    path = webhook_of(session, interaction)
    await world.anyone.refused(10015, "POST", path, {"content": "x"}, status=404)
    await world.anyone.refused(10015, "GET", f"{path}/messages/@original", status=404)


async def test_another_applications_token_is_refused(world: World) -> None:
    session, command = await a_session(world)
    interaction = await session.invoke(command)
    await answer(session.bot, interaction, 4, {"content": "x"})
    other = await world.bot()
    path = f"/webhooks/{other.id}/{interaction['token']}/messages/@original"
    await world.anyone.refused(50027, "GET", path, status=401)


async def test_a_token_is_good_for_its_own_messages(world: World) -> None:
    session, command = await a_session(world)
    one, other = await session.invoke(command), await session.invoke(command)
    for interaction in (one, other):
        await answer(session.bot, interaction, 4, {"content": "x"})
    theirs = await world.anyone.get(webhook_of(session, other, "@original"))
    own = await session.bot.post(f"/channels/{session.channel}/messages", {"content": "own"})
    for message in (theirs, own):
        path = webhook_of(session, one, message["id"])
        await world.anyone.refused(10008, "GET", path, status=404)
        await world.anyone.refused(10008, "PATCH", path, {"content": "mine"}, status=404)
        await world.anyone.refused(10008, "DELETE", path, status=404)


async def test_a_deferred_answer_comes_with_its_edit(world: World) -> None:
    session, command = await a_session(world)
    interaction = await session.invoke(command)
    await answer(session.bot, interaction, 5)
    loading = await session.app.event("MESSAGE_CREATE")
    assert (loading["flags"], loading["content"], loading["type"]) == (128, "", 20)
    original = webhook_of(session, interaction, "@original")
    edited = await world.anyone.patch(original, {"content": "now", "components": BUTTONS})
    assert (edited["id"], edited["flags"], edited["edited_timestamp"]) == (loading["id"], 0, None)
    assert (await session.app.event("MESSAGE_UPDATE"))["content"] == "now"
    assert (await world.anyone.patch(original, {"content": "later"}))["edited_timestamp"] is not None
    following = await world.anyone.post(webhook_of(session, interaction), {"content": "more"})
    assert following["id"] != loading["id"]


async def test_the_first_follow_up_is_the_deferred_answer(world: World) -> None:
    session, command = await a_session(world)
    interaction = await session.invoke(command)
    await answer(session.bot, interaction, 5, {"flags": 64 | 1 << 15})
    loading = await session.user.event("MESSAGE_CREATE")
    assert loading["flags"] == 64 | 128
    path = webhook_of(session, interaction)
    posted = await asyncio.gather(*(world.anyone.post(path, {"content": str(n)}) for n in range(4)))
    assert [one["id"] for one in posted].count(loading["id"]) == 1
    (first,) = (one for one in posted if one["id"] == loading["id"])
    assert first["flags"] == 64


async def test_a_deleted_deferred_answer_is_not_followed_into_nothing(world: World) -> None:
    session, command = await a_session(world)
    interaction = await session.invoke(command)
    await answer(session.bot, interaction, 5)
    original = webhook_of(session, interaction, "@original")
    await world.anyone.delete(original, expect=204)
    await session.app.event("MESSAGE_DELETE")
    await world.anyone.refused(10008, "GET", original, status=404)
    assert (await world.anyone.post(webhook_of(session, interaction), {"content": "new"}))["content"] == "new"


async def test_follow_ups_are_changed_and_deleted(world: World) -> None:
    session, command = await a_session(world)
    interaction = await session.invoke(command)
    await answer(session.bot, interaction, 4, {"content": "x"})
    form = {"payload_json": '{"content": "with a file"}'}
    path = webhook_of(session, interaction)
    message = await world.anyone.post(path, data=form, files={"files[0]": ("a.txt", b"a")})
    changed = await world.anyone.patch(f"{path}/messages/{message['id']}", {"content": "without", "attachments": []})
    assert (changed["content"], changed["attachments"]) == ("without", [])
    await world.anyone.delete(f"{path}/messages/{message['id']}", expect=204)
    gone = await session.user.event("MESSAGE_DELETE", lambda data: data["id"] == message["id"])
    assert gone["guild_id"] == interaction["guild_id"]


async def test_a_deferred_update_is_made_by_an_edit(world: World) -> None:
    session, command = await a_session(world)
    await answer(session.bot, await session.invoke(command), 4, {"content": "press", "components": BUTTONS})
    message = await session.app.event("MESSAGE_CREATE")
    pressed = await session.use(message, "b")
    await answer(session.bot, pressed, 6)
    edited = await world.anyone.patch(webhook_of(session, pressed, "@original"), {"content": "pressed"})
    assert (edited["id"], edited["content"]) == (message["id"], "pressed")


async def test_a_modal_may_be_followed(world: World) -> None:
    session, command = await a_session(world)
    interaction = await session.invoke(command)
    await answer(session.bot, interaction, 9, MODAL)
    await world.anyone.refused(10008, "GET", webhook_of(session, interaction, "@original"), status=404)
    assert (await world.anyone.post(webhook_of(session, interaction), {"content": "hm"}))["type"] == 0


async def an_external_app(world: World) -> tuple[Guild, Session, Json]:
    """A user who is no more than a member of a guild uses there what he alone installed."""
    (person,) = await world.users(1)
    guild, bot = await world.guild(members=[person]), await world.bot()
    await bot.owner.patch(f"/applications/{bot.id}", {"integration_types_config": {"0": {}, "1": {}}})
    command = await slash(bot, "mine", integration_types=[1], contexts=[0, 1, 2])
    url = f"/oauth2/authorize?client_id={bot.id}&scope=applications.commands&integration_type=1"
    await person.post(url, {"authorize": True, "permissions": "0", "integration_type": 1})
    return guild, await Session.open(person, bot, guild), command


async def test_an_external_app_follows_up_five_times(world: World) -> None:
    _, session, command = await an_external_app(world)
    interaction = await session.invoke(command)
    assert interaction["authorizing_integration_owners"] == {"1": session.person.id}
    await answer(session.bot, interaction, 4, {"content": "x"})
    assert (await session.user.event("MESSAGE_CREATE"))["flags"] == 0
    path = webhook_of(session, interaction)
    posted = await asyncio.gather(
        *(world.http.post(f"{world.addresses.api}{path}", json={"content": str(number)}) for number in range(7))
    )
    assert sorted(one.status_code for one in posted) == [200] * 5 + [400] * 2
    await world.anyone.refused(40094, "POST", path, {"content": "6"}, status=400)


async def test_where_external_apps_are_not_allowed_they_whisper(world: World) -> None:
    guild, session, command = await an_external_app(world)
    role = f"/guilds/{guild.id}/roles/{guild.id}"
    (everyone,) = await guild.owner.get(f"/guilds/{guild.id}/roles")
    without = int(everyone["permissions"]) & ~(1 << 50)
    await guild.owner.patch(role, {"permissions": str(without)})
    await session.user.event("GUILD_ROLE_UPDATE")
    interaction = await session.invoke(command)
    await answer(session.bot, interaction, 4, {"content": "x"})
    assert (await session.user.event("MESSAGE_CREATE"))["flags"] == 64
