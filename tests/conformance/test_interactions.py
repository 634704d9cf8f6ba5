"""Interactions: the first answer, the original, and follow-ups."""

from typing import Any

from tests.conformance.driver import EMBED, Driver
from tests.contract.scene import ADMINISTRATOR
from tests.interactions.invoking import Session, slash
from tests.world import World


async def test_interactions(world: World, answers: Driver) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=ADMINISTRATOR)
    session = await Session.open(guild.owner, bot, guild)
    command = await slash(bot, "asked")
    button = {"type": 2, "style": 1, "label": "press", "custom_id": "b"}
    data = {"content": "x", "embeds": [EMBED], "components": [{"type": 1, "components": [button]}]}
    asked = _opened_by(interaction := await session.invoke(command))
    query = "?with_response=true"
    got = await answers.of(bot, "create_interaction_response", {"type": 4, "data": data}, query, **asked)
    used = await session.use(got["resource"]["message"], "b")
    body = {"type": 7, "data": {"content": "pressed"}}
    await answers.of(bot, "create_interaction_response", body, query, **_opened_by(used))
    hidden = await session.invoke(command)
    await answers.of(
        bot, "create_interaction_response", {"type": 5, "data": {"flags": 64}}, query, **_opened_by(hidden)
    )
    for one in (interaction, hidden):
        opened = {"webhook_id": bot.id, "webhook_token": one["token"]}
        await answers.of(bot, "update_original_webhook_message", {"content": "y"}, **opened)
        await answers.of(bot, "get_original_webhook_message", **opened)
        said = await answers.of(bot, "execute_webhook", {"content": "more"}, **opened)
        await answers.of(bot, "get_webhook_message", message_id=said["id"], **opened)
        await answers.of(bot, "delete_original_webhook_message", **opened)


def _opened_by(interaction: Any) -> dict[str, str]:
    return {"interaction_id": interaction["id"], "interaction_token": interaction["token"]}
