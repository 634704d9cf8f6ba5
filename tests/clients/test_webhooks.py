"""Webhooks through the libraries' own methods: discord.py's two kinds, and hikari's."""

import asyncio
import io
import warnings

import hikari

from tests import pictures
from tests.clients import test_hikari as hikari_clients
from tests.clients.discord_py import after, discord, running
from tests.world import World

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    from discord.webhook import sync

ALL = discord.Permissions.all().value


async def test_discord_py_makes_uses_and_deletes_a_webhook(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=ALL)
    async with running(bot) as client:
        channel = client.get_channel(int(guild.channel))
        assert isinstance(channel, discord.TextChannel)
        made, _ = await after(client, "webhooks_update", channel.create_webhook(name="hook", avatar=pictures.png()))
        assert made.user == client.user and made.type is discord.WebhookType.incoming and made.avatar
        file = discord.File(io.BytesIO(b"content"), "a.txt")
        sent, heard = await after(
            client, "message", made.send("hi", username="me", embed=discord.Embed(title="t"), file=file, wait=True)
        )
        assert heard.webhook_id == made.id == sent.author.id and sent.author.name == "me"
        assert heard.embeds[0].title == "t" and await heard.attachments[0].read() == b"content"
        edited = await sent.edit(content="changed", attachments=[])
        assert (await made.fetch_message(sent.id)).content == edited.content == "changed"
        await made.delete_message(sent.id)
        assert (await made.edit(name="renamed", channel=channel.guild.voice_channels[0])).name == "renamed"
        assert [one.id for one in await channel.guild.webhooks()] == [made.id]
        partial = discord.Webhook.partial(made.id, str(made.token), client=client)
        assert (await partial.fetch()).name == "renamed"
        await partial.delete()
        assert await channel.guild.webhooks() == []


async def test_discord_py_sends_a_view(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=ALL)
    async with running(bot) as client:
        channel = client.get_channel(int(guild.channel))
        assert isinstance(channel, discord.TextChannel)
        made = await channel.create_webhook(name="hook")
        view = discord.ui.View()
        view.add_item(discord.ui.Button(label="press", custom_id="x"))
        sent = await made.send("with a button", view=view, wait=True)
        assert isinstance(sent.components[0], discord.ActionRow)
        view.stop()


async def test_discord_py_follows_an_announcement_channel(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=ALL)
    async with running(bot) as client:
        channel = client.get_channel(int(guild.channel))
        assert isinstance(channel, discord.TextChannel)
        news, _ = await after(client, "guild_channel_create", channel.guild.create_text_channel("news", news=True))
        followed, _ = await after(client, "message", news.follow(destination=channel))
        assert followed.type is discord.WebhookType.channel_follower
        message, _ = await after(client, "message", news.send("published"))
        _, copy = await after(client, "message", message.publish())
        assert copy.flags.is_crossposted and copy.reference and copy.reference.message_id == message.id
        fetched = await client.fetch_webhook(followed.id)
        assert fetched.source_channel and fetched.source_channel.id == news.id


async def test_discord_pys_blocking_webhook(world: World) -> None:
    guild = await world.guild()
    made = await guild.owner.post(f"/channels/{guild.channel}/webhooks", {"name": "hook"})
    discord.http.Route.BASE = sync.Route.BASE = world.addresses.api

    def use() -> str:
        hook = discord.SyncWebhook.partial(int(made["id"]), made["token"])
        assert hook.send("without waiting") is None
        sent = hook.send("waiting", wait=True, embeds=[discord.Embed(title="t")])
        hook.edit_message(sent.id, content="changed")
        content = hook.fetch_message(sent.id).content
        hook.delete_message(sent.id)
        hook.delete()
        return content

    assert await asyncio.to_thread(use) == "changed"


async def test_hikari_makes_uses_and_deletes_a_webhook(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=ALL)
    async with hikari_clients.running(bot) as client:
        rest, channel = client.rest, int(guild.channel)
        made, event = await hikari_clients.after(
            client, hikari.WebhookUpdateEvent, rest.create_webhook(channel, "hook", avatar=pictures.png())
        )
        assert event.channel_id == channel and made.author and made.author.id == int(bot.id) and made.token
        sent = await made.execute(
            "hi", username="me", embed=hikari.Embed(title="t"), attachment=hikari.Bytes("c", "a.txt")
        )
        assert sent.webhook_id == made.webhook_id and sent.author.username == "me" and sent.attachments[0].size == 1
        assert (await made.edit_message(sent, "changed")).content == "changed"
        assert (await made.fetch_message(sent)).content == "changed"
        await made.delete_message(sent)
        assert (await made.edit(name="renamed", reason="because")).name == "renamed"
        assert [one.id for one in await rest.fetch_guild_webhooks(int(guild.id))] == [made.id]
        assert [one.id for one in await rest.fetch_channel_webhooks(channel)] == [made.id]
        seen = await rest.fetch_webhook(made.id, token=made.token)
        assert isinstance(seen, hikari.IncomingWebhook) and seen.author is None
        await made.delete()
        assert list(await rest.fetch_guild_webhooks(int(guild.id))) == []


async def test_hikari_follows_an_announcement_channel(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=ALL)
    async with hikari_clients.running(bot) as client:
        news = await client.rest.create_guild_news_channel(int(guild.id), "news")
        followed = await client.rest.follow_channel(news, int(guild.channel))
        hook = await client.rest.fetch_webhook(followed.webhook_id)
        assert isinstance(hook, hikari.ChannelFollowerWebhook) and hook.source_channel.id == news.id
