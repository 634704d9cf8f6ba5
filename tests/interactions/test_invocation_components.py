"""Using components of messages, and submitting modals."""

import asyncio

import pytest

from tests.interactions.invoking import Json, Session, an_app, answer, slash
from tests.world import Bot, World

_BUTTON = {"type": 2, "style": 1, "label": "press", "custom_id": "press"}
_OFF = {"type": 2, "style": 1, "label": "off", "custom_id": "off", "disabled": True}
_LINK = {"type": 2, "style": 5, "label": "link", "url": "https://example.test"}


def row(*components: Json) -> Json:
    return {"type": 1, "components": list(components)}


def select(type: int, **more: Json) -> Json:
    return row({"type": type, "custom_id": f"select{type}", **more})


async def post(bot: Bot, channel: str, *components: Json) -> Json:
    """A message with these rows."""
    return await bot.post(f"/channels/{channel}/messages", {"content": "use", "components": list(components)})


async def a_session(world: World) -> Session:
    guild, bot = await an_app(world)
    return await Session.open(guild.owner, bot, guild)


async def test_a_button(world: World):
    session = await a_session(world)
    message = await post(session.bot, session.channel, row(_BUTTON))
    got = await session.use(message, "press")
    assert (got["type"], got["message"]["id"], got["message"]["content"]) == (3, message["id"], "use")
    assert got["data"] == {"id": 2, "custom_id": "press", "component_type": 2}
    assert got["authorizing_integration_owners"] == {"0": session.guild and session.guild.id}
    await answer(session.bot, got, 7, {"content": "used"}, expect=204)
    assert (await session.user.event("MESSAGE_UPDATE"))["content"] == "used"


async def test_selects_tell_what_was_picked(world: World):
    session = await a_session(world)
    guild = session.guild
    assert guild is not None
    options = [{"label": one, "value": one} for one in ("a", "b", "c")]
    rows = [select(3, options=options, max_values=2), select(5), select(6), select(7), select(8, channel_types=[2])]
    message = await post(session.bot, guild.channel, *rows)
    picked = {3: ["c", "a"], 5: [guild.owner.id], 6: [guild.id], 7: [guild.id], 8: [guild.voice]}
    kinds = {5: {"users", "members"}, 6: {"roles"}, 7: {"roles"}, 8: {"channels"}}
    for kind, values in picked.items():
        data = (await session.use(message, f"select{kind}", values, kind))["data"]
        assert (data["component_type"], data["values"]) == (kind, values)
        assert set(data.get("resolved", {})) == kinds.get(kind, set())


@pytest.mark.parametrize(
    ("custom_id", "values"),
    [
        ("nothing", None),
        ("off", None),
        ("press", ["x"]),
        ("select3", []),
        ("select3", ["z"]),
        ("select3", ["a", "a"]),
        ("select5", ["1"]),
        ("select5", ["a"]),
        ("select5", None),
    ],
)
async def test_what_cannot_be_used_so(world: World, custom_id: str, values: list[str] | None):
    guild, bot = await an_app(world)
    options = [{"label": one, "value": one} for one in ("a", "b")]
    message = await post(
        bot, guild.channel, row(_BUTTON, _OFF, _LINK), select(3, options=options, max_values=2), select(5)
    )
    body = _use(bot, message, custom_id, values)
    await guild.owner.refused(50035, "POST", "/interactions", body, status=400)


def _use(bot: Bot, message: Json, custom_id: str, values: list[str] | None = None) -> Json:
    data = {"component_type": 2, "custom_id": custom_id} | ({} if values is None else {"values": values})
    where = {"channel_id": message["channel_id"], "message_id": message["id"]}
    return {"type": 3, "application_id": bot.id, **where, "data": data}


async def test_a_message_must_be_the_applications(world: World):
    guild, bot = await an_app(world)
    other = await world.bot(guild)
    message = await post(bot, guild.channel, row(_BUTTON))
    await guild.owner.refused(10008, "POST", "/interactions", _use(other, message, "press"), status=404)
    await guild.owner.refused(10008, "POST", "/interactions", _use(bot, message | {"id": "1"}, "press"), status=404)


async def test_an_ephemeral_message_is_for_one_alone(world: World):
    (alice,) = await world.users(1)
    guild, bot = await an_app(world, [alice])
    session = await Session.open(guild.owner, bot, guild)
    asked = await session.invoke(await slash(bot, "ask"))
    await answer(bot, asked, 4, {"content": "secret", "flags": 64, "components": [row(_BUTTON)]}, expect=204)
    message = await session.user.event("MESSAGE_CREATE")
    got = await session.use(message, "press")
    assert (got["message"]["content"], got["message"]["flags"]) == ("secret", 64)
    assert got["message"]["interaction_metadata"]["id"] == asked["id"]
    await alice.refused(10008, "POST", "/interactions", _use(bot, message, "press"), status=404)


_MODAL = {
    "custom_id": "form",
    "title": "Form",
    "components": [
        {"type": 18, "label": "name", "component": {"type": 4, "custom_id": "name", "style": 1, "max_length": 5}},
        {"type": 18, "label": "who", "component": {"type": 5, "custom_id": "who", "required": False}},
        {"type": 18, "label": "file", "component": {"type": 19, "custom_id": "file", "required": False}},
    ],
}
_NAME = {"type": 18, "component": {"type": 4, "custom_id": "name", "value": "Bob"}}


async def shown(session: Session, interaction: Json) -> Json:
    """The modal with which the application answers, as the user's client gets it."""
    await answer(session.bot, interaction, 9, _MODAL, expect=204)
    return await session.user.event("INTERACTION_MODAL_CREATE")


async def test_a_modal_is_submitted(world: World):
    session = await a_session(world)
    modal = await shown(session, await session.invoke(await slash(session.bot, "form")))
    who = {"type": 18, "component": {"type": 5, "custom_id": "who", "values": [session.person.id]}}
    file = {"type": 18, "component": {"type": 19, "custom_id": "file", "values": ["0"]}}
    got = await session.submit(modal, _NAME, who, file, files=[("a.txt", b"hello")])
    assert (got["type"], got["data"]["custom_id"]) == (5, "form")
    assert "message" not in got
    name, picked, uploaded = (one["component"] for one in got["data"]["components"])
    assert (name["custom_id"], name["value"], picked["values"]) == ("name", "Bob", [session.person.id])
    assert set(got["data"]["resolved"]) == {"users", "members", "attachments"}
    assert uploaded["values"] == list(got["data"]["resolved"]["attachments"])
    await answer(session.bot, got, 4, {"content": "thanks"}, expect=204)
    metadata = (await session.user.event("MESSAGE_CREATE"))["interaction_metadata"]
    assert (metadata["type"], metadata["triggering_interaction_metadata"]["id"]) == (5, modal["id"])


async def test_a_modal_from_a_component_knows_its_message(world: World):
    session = await a_session(world)
    message = await post(session.bot, session.channel, row(_BUTTON))
    got = await session.submit(await shown(session, await session.use(message, "press")), _NAME)
    assert got["message"]["id"] == message["id"]
    await answer(session.bot, got, 7, {"content": "filled in"}, expect=204)
    assert (await session.user.event("MESSAGE_UPDATE"))["id"] == message["id"]


async def test_a_modal_is_submitted_once_and_as_it_asks(world: World):
    (alice,) = await world.users(1)
    guild, bot = await an_app(world, [alice])
    session = await Session.open(guild.owner, bot, guild)
    modal = await shown(session, await session.invoke(await slash(bot, "form")))
    data = {"id": modal["id"], "custom_id": "form", "components": [_NAME]}
    body = {"type": 5, "application_id": bot.id, "channel_id": guild.channel, "data": data}
    for wrong in (
        {"components": []},
        {"custom_id": "other"},
        {"components": [{"type": 18, "component": {"type": 4, "custom_id": "name", "value": "too long"}}]},
    ):
        await guild.owner.refused(50035, "POST", "/interactions", body | {"data": data | wrong}, status=400)
    await alice.refused(10062, "POST", "/interactions", body, status=404)
    statuses = await asyncio.gather(*(_status(guild.owner, body) for _ in range(20)))
    assert sorted(statuses) == [204] + [404] * 19
    await guild.owner.refused(10062, "POST", "/interactions", body | {"data": data | {"id": "1"}}, status=404)


async def _status(person: Json, body: Json) -> int:
    url = f"{person.world.addresses.api}/interactions"
    headers = {"Authorization": person.authorization}
    return (await person.world.http.post(url, json=body, headers=headers)).status_code
