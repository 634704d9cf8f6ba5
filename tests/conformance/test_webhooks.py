"""Webhooks, with token and without."""

from tests.conformance.driver import EMBED, Driver
from tests.contract.scene import ADMINISTRATOR
from tests.world import World


async def test_webhooks(world: World, answers: Driver) -> None:
    made = await world.guild()
    bot = await world.bot(made, permissions=ADMINISTRATOR)
    guild, channel = made.id, made.channel
    hook = await answers.of(bot, "create_webhook", {"name": "a webhook"}, channel_id=channel)
    opened = {"webhook_id": hook["id"], "webhook_token": hook["token"]}
    await answers.of(bot, "list_channel_webhooks", channel_id=channel)
    await answers.of(bot, "get_guild_webhooks", guild_id=guild)
    await answers.of(bot, "get_webhook", webhook_id=hook["id"])
    await answers.of(bot, "update_webhook", {"name": "named"}, webhook_id=hook["id"])
    await answers.of(bot, "get_webhook_by_token", **opened)
    await answers.of(bot, "update_webhook_by_token", {"name": "named"}, **opened)
    said = await answers.of(bot, "execute_webhook", {"content": "x", "embeds": [EMBED]}, "?wait=true", **opened)
    await answers.of(bot, "execute_webhook", {"content": "x"}, **opened)
    await answers.of(bot, "execute_slack_compatible_webhook", {"text": "x"}, **opened)
    sender = {"id": 1, "login": "x", "html_url": "https://example.org/x", "avatar_url": "https://example.org/x.png"}
    await answers.of(bot, "execute_github_compatible_webhook", {"sender": sender}, **opened)
    await answers.of(bot, "get_webhook_message", message_id=said["id"], **opened)
    await answers.of(bot, "update_webhook_message", {"content": "y"}, message_id=said["id"], **opened)
    await answers.of(bot, "delete_webhook_message", message_id=said["id"], **opened)
    await answers.of(bot, "delete_webhook_by_token", **opened)
    news = await answers.of(bot, "create_guild_channel", {"name": "news", "type": 5}, guild_id=guild)
    body = {"webhook_channel_id": channel}
    followed = await answers.of(bot, "follow_channel", body, channel_id=news["id"])
    await answers.of(bot, "get_webhook", webhook_id=followed["webhook_id"])
    await answers.of(bot, "delete_webhook", webhook_id=followed["webhook_id"])
