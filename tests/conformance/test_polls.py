"""Polls: asked by a bot, a webhook and an answer; voters; the end."""

from tests.conformance.driver import Driver
from tests.contract.scene import ADMINISTRATOR
from tests.interactions.invoking import Session, slash
from tests.world import World

POLL = {
    "question": {"text": "Tea or coffee?"},
    "answers": [{"poll_media": {"text": "Tea", "emoji": {"name": "🍵"}}}, {"poll_media": {"text": "Coffee"}}],
    "duration": 1,
}


async def test_polls(world: World, answers: Driver) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=ADMINISTRATOR)
    channel = guild.channel
    message = await answers.of(bot, "create_message", {"poll": POLL}, channel_id=channel)
    here = {"channel_id": channel, "message_id": message["id"]}
    await guild.owner.put(f"/channels/{channel}/polls/{message['id']}/answers/@me", {"answer_ids": [1]})
    await answers.of(bot, "get_answer_voters", **here, answer_id="1")
    await answers.of(bot, "get_message", **here)
    await answers.of(bot, "create_message", {"content": "x", "message_reference": here}, channel_id=channel)
    await answers.of(bot, "poll_expire", **here)
    await answers.of(bot, "list_messages", channel_id=channel)


async def test_polls_of_webhooks_and_answers(world: World, answers: Driver) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=ADMINISTRATOR)
    hook = await bot.post(f"/channels/{guild.channel}/webhooks", {"name": "a webhook"})
    opened = {"webhook_id": hook["id"], "webhook_token": hook["token"]}
    await answers.of(bot, "execute_webhook", {"poll": POLL}, "?wait=true", **opened)
    session = await Session.open(guild.owner, bot, guild)
    interaction = await session.invoke(await slash(bot, "ask"))
    asked = {"interaction_id": interaction["id"], "interaction_token": interaction["token"]}
    body = {"type": 4, "data": {"poll": POLL}}
    await answers.of(bot, "create_interaction_response", body, "?with_response=true", **asked)
    mine = {"webhook_id": bot.id, "webhook_token": interaction["token"]}
    await answers.of(bot, "get_original_webhook_message", **mine)
    await answers.of(bot, "execute_webhook", {"poll": POLL}, **mine)
