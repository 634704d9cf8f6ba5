"""Tokens in the path that are forged, cut, of something else, or of long ago."""

import base64

import pytest

from tests.interactions.invoking import Session, an_app, answer, slash
from tests.world import Json, World

ANSWER = {"type": 4, "data": {"content": "forged"}}


async def an_interaction(world: World) -> tuple[Session, Json]:
    guild, bot = await an_app(world)
    session = await Session.open(guild.owner, bot, guild)
    return session, await session.invoke(await slash(bot, "ping"))


def encoded(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


def decoded(token: str) -> str:
    return base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)).decode()


async def test_the_signature_of_something_else_is_no_token(world: World) -> None:
    """One key signs webhooks, links and interactions; a webhook's token in the clothes of an interaction's is none."""
    session, interaction = await an_interaction(world)
    hook = await session.person.post(f"/channels/{session.channel}/webhooks", {"name": "a webhook"})
    for forged in (
        f"webhook:{hook['id']}:{hook['token']}",
        f"interaction:{hook['id']}:{hook['token']}",
        "a:b:c:d",
        ":",
    ):
        path = f"/interactions/{interaction['id']}/{encoded(forged)}/callback"
        await world.anyone.refused(50027, "POST", path, ANSWER, status=401)
        for webhook_id in (hook["id"], session.bot.id):
            path = f"/webhooks/{webhook_id}/{encoded(forged)}"
            await world.anyone.refused(50027, "POST", path, {"content": "forged"}, status=401)
            await world.anyone.refused(50027, "GET", path, status=401)


@pytest.mark.parametrize("change", ["application", "interaction", "signature", "cut", "none", "surrogate", "letters"])
async def test_a_changed_token_is_refused(world: World, change: str) -> None:
    session, interaction = await an_interaction(world)
    prefix, application_id, interaction_id, signature = decoded(interaction["token"]).split(":")
    other = await world.bot()
    forged = {
        "application": encoded(f"{prefix}:{other.id}:{interaction_id}:{signature}"),
        "interaction": encoded(f"{prefix}:{application_id}:{int(interaction_id) + 1}:{signature}"),
        "signature": encoded(f"{prefix}:{application_id}:{interaction_id}:{'0' * len(signature)}"),
        "cut": interaction["token"][:-4],
        "none": encoded(f"{prefix}:{application_id}:{interaction_id}:"),
        "surrogate": "%ED%A0%80" * 8,
        "letters": encoded(f"{prefix}:{application_id}:{interaction_id}:é{signature[1:]}"),
    }[change]
    path = f"/interactions/{interaction['id']}/{forged}/callback"
    await world.anyone.refused(50027, "POST", path, ANSWER, status=401)
    for webhook_id in (session.bot.id, other.id):
        path = f"/webhooks/{webhook_id}/{forged}/messages/@original"
        await world.anyone.refused(50027, "GET", path, status=401)
    await answer(session.bot, interaction, 4, {"content": "the real one"}, expect=204)


async def test_a_token_opens_nothing_of_another_interaction(world: World) -> None:
    """Neither with the other's id in the path, nor the other's messages, nor as the other application."""
    session, first = await an_interaction(world)
    second = await session.invoke(await slash(session.bot, "pong"))
    await answer(session.bot, first, 4, {"content": "first", "flags": 64}, expect=204)
    await answer(session.bot, second, 4, {"content": "second"}, expect=204)
    ephemeral = await session.app.event("MESSAGE_CREATE", lambda message: message["content"] == "first")
    path = f"/interactions/{first['id']}/{second['token']}/callback"
    await world.anyone.refused(10062, "POST", path, ANSWER, status=404)
    other = await world.bot(session.guild)
    for method, body in (("GET", None), ("PATCH", {"content": "x"}), ("DELETE", None)):
        hers = f"/webhooks/{session.bot.id}/{second['token']}/messages/{ephemeral['id']}"
        await world.anyone.refused(10008, method, hers, body, status=404)
        his = f"/webhooks/{other.id}/{first['token']}/messages/@original"
        await world.anyone.refused(50027, method, his, body, status=401)
