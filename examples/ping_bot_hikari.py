"""An ordinary hikari bot that answers !ping. Only `rest_url` is different.

BOT_TOKEN=... python examples/ping_bot_hikari.py
"""

import os

import hikari

URL = os.environ.get("GUILDHALL_URL", "http://127.0.0.1:8080")

bot = hikari.GatewayBot(
    os.environ["BOT_TOKEN"],
    intents=hikari.Intents.ALL_UNPRIVILEGED | hikari.Intents.MESSAGE_CONTENT,
    rest_url=f"{URL}/api/v10",
    banner=None,
)


@bot.listen()
async def started(event: hikari.ShardReadyEvent) -> None:
    print(f"{event.my_user.username} is in {len(event.unavailable_guilds)} guilds", flush=True)


@bot.listen()
async def answer(event: hikari.GuildMessageCreateEvent) -> None:
    if event.content == "!ping":
        await event.message.respond("pong")


bot.run()
