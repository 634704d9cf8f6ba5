"""The first answer to an interaction: what each type makes, what is refused, and that one answer wins."""

import asyncio

import pytest

from tests.interactions.invoking import STRING, Session, an_app, answer, given, menu, option, slash
from tests.world import Json, World

BUTTONS = [{"type": 1, "components": [{"type": 2, "style": 1, "label": "press", "custom_id": "b"}]}]
MODAL = {
    "custom_id": "m",
    "title": "Tell",
    "components": [
        {"type": 18, "label": "What", "component": {"type": 4, "custom_id": "what", "style": 1, "required": True}}
    ],
}


async def a_session(world: World, name: str = "ping") -> tuple[Session, Json]:
    guild, bot = await an_app(world)
    command = await slash(bot, name)
    return await Session.open(guild.owner, bot, guild), command


def callback_of(interaction: Json) -> str:
    return f"/interactions/{interaction['id']}/{interaction['token']}/callback"


async def test_an_answer_is_a_message_of_its_channel(world: World) -> None:
    session, command = await a_session(world)
    interaction = await session.invoke(command)
    assert await answer(session.bot, interaction, 4, {"content": "pong"}, expect=204) is None
    assert (await session.user.event("INTERACTION_SUCCESS")) == {"id": interaction["id"], "nonce": session.nonce}
    message = await session.app.event("MESSAGE_CREATE")
    assert (message["content"], message["type"], message["flags"]) == ("pong", 20, 0)
    assert message["author"]["id"] == message["application_id"] == message["webhook_id"] == session.bot.id
    assert message["interaction"]["name"] == "ping"
    metadata = message["interaction_metadata"]
    assert (metadata["id"], metadata["type"], metadata["user"]["id"]) == (interaction["id"], 2, session.person.id)
    path = f"/channels/{session.channel}/messages"
    assert (await session.person.get(path))[0]["id"] == message["id"]


async def test_the_response_is_told_when_asked_for(world: World) -> None:
    session, command = await a_session(world)
    interaction = await session.invoke(command)
    path = f"{callback_of(interaction)}?with_response=true"
    got = await world.anyone.post(path, {"type": 4, "data": {"content": "x", "flags": 64}}, expect=200)
    message = got["resource"]["message"]
    assert got["resource"]["type"] == 4
    assert got["interaction"] == {
        "id": interaction["id"],
        "type": 2,
        "response_message_id": message["id"],
        "response_message_loading": False,
        "response_message_ephemeral": True,
        "channel_id": session.channel,
        "guild_id": interaction["guild_id"],
    }


async def test_a_context_menu_makes_another_type_of_message(world: World) -> None:
    guild, bot = await an_app(world)
    command = await menu(bot, "Look", 2)
    session = await Session.open(guild.owner, bot, guild)
    await answer(bot, await session.invoke(command, target_id=bot.id), 4, {"content": "seen"})
    assert (await session.app.event("MESSAGE_CREATE"))["type"] == 23


async def test_one_answer_wins(world: World) -> None:
    session, command = await a_session(world)
    interaction = await session.invoke(command)
    bodies = [{"type": 4, "data": {"content": str(n), "flags": 64 * (n % 2)}} for n in range(6)]
    bodies += [{"type": 5}, {"type": 9, "data": MODAL}]
    answers = await asyncio.gather(
        *(world.http.post(world.addresses.api + callback_of(interaction), json=body) for body in bodies)
    )
    refused = [one.json()["code"] for one in answers if one.status_code != 204]
    assert refused == [40060] * 7
    await session.person.post(f"/channels/{session.channel}/messages", {"content": "end"})
    seen = await session.app.until("MESSAGE_CREATE", lambda message: message["content"] == "end")
    assert seen.count("MESSAGE_CREATE") <= 1


async def test_a_forged_token_is_refused(world: World) -> None:
    session, command = await a_session(world)
    one, other = await session.invoke(command), await session.invoke(command)
    body = {"type": 4, "data": {"content": "x"}}
    forged = one | {"token": one["token"][:-2] + ("AA" if one["token"][-2:] != "AA" else "BB")}
    await world.anyone.refused(50027, "POST", callback_of(forged), body, status=401)
    await world.anyone.refused(50027, "POST", callback_of(one | {"token": "x"}), body, status=401)
    await world.anyone.refused(10062, "POST", callback_of(one | {"token": other["token"]}), body, status=404)
    await answer(session.bot, one, 4, {"content": "x"}, expect=204)


@pytest.mark.parametrize("type", [1, 6, 7, 8, 10, 3, 99])
async def test_what_is_no_answer_to_a_command(world: World, type: int) -> None:
    session, command = await a_session(world)
    interaction = await session.invoke(command)
    data = {8: {"choices": []}, 7: {"content": "x"}}.get(type)
    problem = await world.anyone.refused(
        50035, "POST", callback_of(interaction), {"type": type, "data": data}, status=400
    )
    assert set(problem["errors"]) == {"type"}
    await answer(session.bot, interaction, 5, expect=204)


async def test_an_activity_is_launched_by_activities_alone(world: World) -> None:
    session, command = await a_session(world)
    interaction = await session.invoke(command)
    await world.anyone.refused(50039, "POST", callback_of(interaction), {"type": 12}, status=400)


async def test_an_empty_answer_answers_nothing(world: World) -> None:
    session, command = await a_session(world)
    interaction = await session.invoke(command)
    await world.anyone.refused(50006, "POST", callback_of(interaction), {"type": 4, "data": {}}, status=400)
    await answer(session.bot, interaction, 4, {"content": "now"}, expect=204)


async def test_suggestions_go_to_who_asked(world: World) -> None:
    guild, bot = await an_app(world)
    command = await slash(bot, "find", option(STRING, "what", autocomplete=True))
    session = await Session.open(guild.owner, bot, guild)
    asked = await session.complete(command, given(STRING, "what", "a", focused=True))
    await world.anyone.refused(50035, "POST", callback_of(asked), {"type": 4, "data": {"content": "x"}}, status=400)
    many = [{"name": str(n), "value": str(n)} for n in range(26)]
    await world.anyone.refused(50035, "POST", callback_of(asked), {"type": 8, "data": {"choices": many}}, status=400)
    await answer(bot, asked, 8, {"choices": many[:25]}, expect=204)
    got = await session.user.event("APPLICATION_COMMAND_AUTOCOMPLETE_RESPONSE")
    assert got == {"choices": many[:25], "nonce": session.nonce}


async def test_a_modal_is_shown_to_who_invoked_it(world: World) -> None:
    session, command = await a_session(world)
    interaction = await session.invoke(command)
    await answer(session.bot, interaction, 9, MODAL, expect=204)
    modal = await session.user.event("INTERACTION_MODAL_CREATE")
    assert (modal["id"], modal["custom_id"], modal["title"]) == (interaction["id"], "m", "Tell")
    assert (modal["application"]["id"], modal["nonce"]) == (session.bot.id, session.nonce)
    submitted = await session.submit(modal, {"type": 18, "component": {"type": 4, "custom_id": "what", "value": "hi"}})
    await world.anyone.refused(50035, "POST", callback_of(submitted), {"type": 9, "data": MODAL}, status=400)
    await world.anyone.refused(50035, "POST", callback_of(submitted), {"type": 6}, status=400)
    await answer(session.bot, submitted, 4, {"content": "thanks"}, expect=204)
    metadata = (await session.app.event("MESSAGE_CREATE"))["interaction_metadata"]
    assert metadata["triggering_interaction_metadata"]["id"] == interaction["id"]


async def test_a_component_changes_its_message(world: World) -> None:
    session, command = await a_session(world)
    await answer(session.bot, await session.invoke(command), 4, {"content": "press", "components": BUTTONS})
    message = await session.app.event("MESSAGE_CREATE")
    pressed = await session.use(message, "b")
    path = f"{callback_of(pressed)}?with_response=true"
    got = await world.anyone.post(path, {"type": 7, "data": {"content": "pressed", "components": []}})
    assert got["interaction"]["response_message_id"] == got["resource"]["message"]["id"] == message["id"]
    changed = await session.app.event("MESSAGE_UPDATE")
    assert (changed["id"], changed["content"], changed["components"]) == (message["id"], "pressed", [])
    assert await session.user.event("INTERACTION_SUCCESS", lambda data: data["id"] == pressed["id"])


async def test_an_answer_to_a_component_replies_to_its_message(world: World) -> None:
    session, command = await a_session(world)
    await answer(session.bot, await session.invoke(command), 4, {"content": "press", "components": BUTTONS})
    message = await session.app.event("MESSAGE_CREATE")
    await answer(session.bot, await session.use(message, "b"), 4, {"content": "thanks"})
    reply = await session.app.event("MESSAGE_CREATE")
    assert (reply["type"], reply["message_reference"]["message_id"]) == (19, message["id"])
    assert (reply["mentions"], reply["interaction_metadata"]["interacted_message_id"]) == ([], message["id"])
    await answer(session.bot, await session.use(message, "b"), 6)
    assert "resource" not in (await session.user.event("INTERACTION_SUCCESS"))


async def test_only_users_are_mentioned_unless_said_otherwise(world: World) -> None:
    session, command = await a_session(world)
    text = f"@everyone <@{session.person.id}>"
    await answer(session.bot, await session.invoke(command), 4, {"content": text})
    message = await session.app.event("MESSAGE_CREATE")
    assert (message["mention_everyone"], [user["id"] for user in message["mentions"]]) == (False, [session.person.id])


async def test_an_answer_has_files(world: World) -> None:
    session, command = await a_session(world)
    interaction = await session.invoke(command)
    form = {"payload_json": '{"type": 4, "data": {"attachments": [{"id": 0, "description": "what it is"}]}}'}
    files = {"files[0]": ("big.txt", b"x" * 600_000)}  # more than a stranger may send
    await world.anyone.post(callback_of(interaction), data=form, files=files, expect=204)
    (attachment,) = (await session.app.event("MESSAGE_CREATE"))["attachments"]
    assert (attachment["filename"], attachment["size"], attachment["description"]) == ("big.txt", 600_000, "what it is")


async def test_an_answer_of_components_alone(world: World) -> None:
    session, command = await a_session(world)
    text = [{"type": 10, "content": f"hello <@{session.person.id}>"}]
    interaction = await session.invoke(command)
    body = {"type": 4, "data": {"flags": 1 << 15, "components": text, "content": "and this"}}
    await world.anyone.refused(50035, "POST", callback_of(interaction), body, status=400)
    await answer(session.bot, interaction, 4, {"flags": 1 << 15 | 1 << 12 | 64, "components": text})
    message = await session.app.event("MESSAGE_CREATE")
    assert (message["flags"], message["nonce"]) == (1 << 15 | 1 << 12 | 64, session.nonce)
    assert [user["id"] for user in message["mentions"]] == [session.person.id]
    deferred = await session.invoke(command)
    await answer(session.bot, deferred, 5)
    original = f"/webhooks/{session.bot.id}/{deferred['token']}/messages/@original"
    edited = await world.anyone.patch(original, {"flags": 1 << 15, "components": text})
    assert (edited["flags"], edited["components"][0]["content"]) == (1 << 15, text[0]["content"])


async def test_what_an_application_may_not_do_there(world: World) -> None:
    session, command = await a_session(world)
    assert session.guild is not None
    role = f"/guilds/{session.guild.id}/roles/{session.guild.id}"
    await session.guild.owner.patch(role, {"permissions": str(1 << 10 | 1 << 31)})  # to look, and to use commands
    await session.app.event("GUILD_ROLE_UPDATE")
    interaction = await session.invoke(command)
    body = {"type": 4, "data": {"content": "x", "tts": True}}
    await world.anyone.refused(50013, "POST", callback_of(interaction), body, status=403)
    await answer(session.bot, interaction, 4, {"content": "@everyone", "allowed_mentions": {"parse": ["everyone"]}})
    assert (await session.app.event("MESSAGE_CREATE"))["mention_everyone"] is False


async def test_in_a_dm_with_the_bot(world: World) -> None:
    guild, bot = await an_app(world)
    command = await slash(bot, "ping")
    dm = await guild.owner.post("/users/@me/channels", {"recipient_id": bot.id})
    session = await Session.open(guild.owner, bot, None, dm["id"])
    await answer(bot, await session.invoke(command), 4, {"content": "pong"})
    for socket in (session.app, session.user):
        message = await socket.event("MESSAGE_CREATE")
        assert (message["content"], message["channel_id"]) == ("pong", dm["id"])
        assert "guild_id" not in message


async def test_the_answer_names_the_command_in_the_language_of_who_used_it(world: World) -> None:
    guild, bot = await an_app(world)
    part = {**option(1, "part"), "name_localizations": {"en-US": "piece"}}
    command = await slash(bot, "whole", part)
    session = await Session.open(guild.owner, bot, guild)
    interaction = await session.invoke(command, given(1, "part"))
    await answer(bot, interaction, 4, {"content": "x"}, expect=204)
    message = await session.app.event("MESSAGE_CREATE")
    assert (message["interaction"]["name"], message["interaction"]["name_localized"]) == ("whole part", "whole piece")


@pytest.mark.parametrize("type", [4, 7])
async def test_faults_are_told_where_the_message_stands(world: World, type: int) -> None:
    session, _ = await a_session(world)
    message = await session.bot.post(f"/channels/{session.channel}/messages", {"components": BUTTONS})
    pressed = await session.use(message, "b")
    twice = [{"type": 1, "components": BUTTONS[0]["components"] * 2}]
    for wrong in ({"components": twice}, {"embeds": [{}]}, {"attachments": [{"id": 7}]}, {"content": "x" * 2001}):
        body = {"type": type, "data": wrong}
        problem = await world.anyone.refused(50035, "POST", callback_of(pressed), body, status=400)
        assert {field: set(below) for field, below in problem["errors"].items()} == {"data": set(wrong)}
