"""Polls as answers to interactions."""

from tests.interactions.invoking import Session, an_app, answer, slash
from tests.world import Json, World

POLL = {"question": {"text": "Yes?"}, "answers": [{"poll_media": {"text": "Yes"}}, {"poll_media": {"text": "No"}}]}


async def invoked(world: World) -> tuple[Session, Json]:
    guild, bot = await an_app(world)
    command = await slash(bot, "ask")
    session = await Session.open(guild.owner, bot, guild)
    return session, await session.invoke(command)


async def test_an_answer_asks_and_its_application_ends_it(world: World) -> None:
    session, interaction = await invoked(world)
    await answer(session.bot, interaction, 4, {"poll": POLL}, expect=204)
    message = await session.user.event("MESSAGE_CREATE")
    poll = f"/channels/{session.channel}/polls/{message['id']}"
    await session.person.put(f"{poll}/answers/@me", {"answer_ids": [2]})
    assert (await session.app.event("MESSAGE_POLL_VOTE_ADD"))["answer_id"] == 2
    ended = await session.bot.post(f"{poll}/expire")
    assert ended["poll"]["results"]["is_finalized"] is True
    result = await session.user.event("MESSAGE_CREATE")
    assert (result["type"], result["author"]["id"]) == (46, session.bot.id)


async def test_a_deferred_answer_becomes_a_poll(world: World) -> None:
    for by_edit in (True, False):
        session, interaction = await invoked(world)
        await answer(session.bot, interaction, 5, expect=204)
        await session.user.event("MESSAGE_CREATE")
        path = f"/webhooks/{session.bot.id}/{interaction['token']}"
        if by_edit:
            message = await world.anyone.patch(f"{path}/messages/@original", {"poll": POLL})
        else:
            message = await world.anyone.post(path, {"poll": POLL})
        shown = (await session.user.event("MESSAGE_UPDATE"))["poll"]
        assert message["poll"] == shown and shown["question"] == {"text": "Yes?"}
        changed = {"content": "x"}
        await world.anyone.refused(520003, "PATCH", f"{path}/messages/@original", changed, status=400)


async def test_a_follow_up_asks(world: World) -> None:
    session, interaction = await invoked(world)
    await answer(session.bot, interaction, 4, {"content": "x"}, expect=204)
    path = f"/webhooks/{session.bot.id}/{interaction['token']}"
    assert (await world.anyone.post(path, {"poll": POLL}))["poll"]["answers"][1]["answer_id"] == 2
    await world.anyone.refused(50035, "PATCH", f"{path}/messages/@original", {"poll": POLL}, status=400)


async def test_nobody_is_asked_alone(world: World) -> None:
    _, interaction = await invoked(world)
    callback = f"/interactions/{interaction['id']}/{interaction['token']}/callback"
    body = {"type": 4, "data": {"poll": POLL, "flags": 64}}
    await world.anyone.refused(50035, "POST", callback, body, status=400)
    with_components = {"type": 4, "data": {"poll": POLL, "flags": 1 << 15}}
    await world.anyone.refused(50035, "POST", callback, with_components, status=400)


async def test_type_13_is_none_of_ours(world: World) -> None:
    session, interaction = await invoked(world)
    callback = f"/interactions/{interaction['id']}/{interaction['token']}/callback"
    body = {"type": 13, "data": {"eligible": True}}
    await world.anyone.refused(50035, "POST", callback, body, status=400)
    await answer(session.bot, interaction, 4, {"content": "x"}, expect=204)
