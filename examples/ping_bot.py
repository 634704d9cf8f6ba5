"""An ordinary discord.py bot that answers !ping. Only where it connects is different: the part marked below.

BOT_TOKEN=... python examples/ping_bot.py
"""

import os

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

# Where it connects: discord.py keeps its addresses in these three constants.
URL = os.environ.get("GUILDHALL_URL", "http://127.0.0.1:8080")
GATEWAY = os.environ.get("GUILDHALL_GATEWAY", "ws://127.0.0.1:8081")
Route.BASE = f"{URL}/api/v10"
DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(GATEWAY)
discord.Asset.BASE = URL  # pyright: ignore[reportAttributeAccessIssue]

# From here on, any bot.
intents = discord.Intents.default()
intents.message_content = True
client = discord.Client(intents=intents)


@client.event
async def on_ready() -> None:
    guilds = ", ".join(guild.name for guild in client.guilds)
    print(f"{client.user} is in: {guilds}", flush=True)


@client.event
async def on_message(message: discord.Message) -> None:
    if message.content == "!ping":
        await message.channel.send("pong")


client.run(os.environ["BOT_TOKEN"])
