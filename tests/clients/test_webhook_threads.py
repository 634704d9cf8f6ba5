"""Webhooks in threads and forums, with all they can send, by the libraries' own methods. Their life: test_webhooks."""

import asyncio
import io
import warnings
from datetime import timedelta

import pytest

from tests.clients import test_hikari as hikari_bot
from tests.clients.discord_py import after, discord, running
from tests.clients.test_hikari import hikari
from tests.world import World

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    from discord.webhook import sync

ALL = discord.Permissions.all().value


async def test_discord_py_webhook_in_a_thread_and_a_forum(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=ALL)
    async with running(bot) as client:
        channel = client.get_channel(int(guild.channel))
        assert isinstance(channel, discord.TextChannel)
        hook = await channel.create_webhook(name="hook", reason="why")
        assert [one.id for one in await channel.webhooks()] == [hook.id]
        thread = await channel.create_thread(name="thread", type=discord.ChannelType.public_thread)
        sent, heard = await after(
            client, "message", hook.send("in it", thread=thread, wait=True), lambda message: message.webhook_id
        )
        assert heard.channel.id == thread.id == sent.channel.id
        assert (await hook.fetch_message(sent.id, thread=thread)).content == "in it"
        assert (await hook.edit_message(sent.id, content="changed", thread=thread)).content == "changed"
        await after(client, "message_delete", hook.delete_message(sent.id, thread=thread))
        forum = await channel.guild.create_forum("forum", available_tags=[discord.ForumTag(name="one")])
        posting = await forum.create_webhook(name="posts")
        tags = list(forum.available_tags)
        sent, post = await after(
            client, "thread_create", posting.send("hi", thread_name="post", applied_tags=tags, wait=True)
        )
        assert (post.name, post.id, post.applied_tags) == ("post", sent.channel.id, tags)
        with pytest.raises(discord.HTTPException, match="220001"):
            await posting.send("nowhere")
        poll = discord.Poll("Well?", timedelta(hours=1)).add_answer(text="Yes").add_answer(text="No")
        asked = await hook.send(poll=poll, wait=True, silent=True)
        assert asked.poll is not None and asked.poll.question == "Well?" and asked.flags.suppress_notifications
        files = [discord.File(io.BytesIO(b"1"), "1.txt"), discord.File(io.BytesIO(b"2"), "2.txt")]
        both = await hook.send(files=files, embeds=[discord.Embed(title="t")] * 2, wait=True, avatar_url="http://a.b/c")
        assert [one.filename for one in both.attachments] == ["1.txt", "2.txt"] and len(both.embeds) == 2
        third = await both.add_files(discord.File(io.BytesIO(b"3"), "3.txt"))
        assert len((await third.remove_attachments(third.attachments[0])).attachments) == 2
        quiet = await hook.send("@everyone", allowed_mentions=discord.AllowedMentions.none(), wait=True)
        assert not quiet.mention_everyone
        assert await hook.send("without waiting") is None
        token = discord.Webhook.partial(hook.id, str(hook.token), client=client)
        assert (await token.edit(name="renamed", prefer_auth=False)).name == "renamed"
        await token.delete(prefer_auth=False)


async def test_discord_pys_blocking_webhook_in_a_thread(world: World) -> None:
    guild = await world.guild()
    made = await guild.owner.post(f"/channels/{guild.channel}/webhooks", {"name": "hook"})
    thread = await guild.owner.post(f"/channels/{guild.channel}/threads", {"name": "thread", "type": 11})
    discord.http.Route.BASE = sync.Route.BASE = world.addresses.api

    def use() -> str:
        hook = discord.SyncWebhook.partial(int(made["id"]), made["token"])
        where = discord.Object(int(thread["id"]))
        files = [discord.File(io.BytesIO(b"1"), "1.txt")]
        sent = hook.send("in it", wait=True, thread=where, files=files, username="me", silent=True)
        changed = sent.edit(content="changed", attachments=[])
        assert changed.attachments == [] and sent.author.name == "me"
        assert hook.edit(name="renamed").name == hook.fetch().name == "renamed"
        content = hook.fetch_message(sent.id, thread=where).content
        changed.delete()
        return content

    assert await asyncio.to_thread(use) == "changed"


async def test_hikari_webhook_in_a_thread_and_a_forum(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=ALL)
    async with hikari_bot.running(bot) as client:
        rest, channel = client.rest, int(guild.channel)
        hook = await rest.create_webhook(channel, "hook")
        assert hook.token is not None
        thread = await rest.create_thread(channel, hikari.ChannelType.GUILD_PUBLIC_THREAD, "thread")
        sending = rest.execute_webhook(hook, hook.token, "in it", thread=thread, username="me")
        sent, heard = await hikari_bot.after(
            client, hikari.GuildMessageCreateEvent, sending, lambda event: event.message.webhook_id
        )
        assert heard.channel_id == thread.id == sent.channel_id and sent.author.username == "me"
        fetched = await rest.fetch_webhook_message(hook, hook.token, sent, thread=thread)
        assert fetched.content == "in it"
        edited = await rest.edit_webhook_message(
            hook, hook.token, sent, "changed", thread=thread, attachment=hikari.Bytes(b"1", "1.txt")
        )
        assert edited.content == "changed" and edited.attachments[0].filename == "1.txt"
        deleting = rest.delete_webhook_message(hook, hook.token, sent, thread=thread)
        await hikari_bot.after(client, hikari.GuildMessageDeleteEvent, deleting)
        voice = hikari.Bytes(b"OggS", "voice-message.ogg", "audio/ogg")
        spoken = await rest.execute_webhook_voice_message(hook, hook.token, voice, "AAEC", 1.5)
        assert spoken.flags & hikari.MessageFlag.IS_VOICE_MESSAGE
        poll = hikari.impl.PollBuilder(question_text="Well?", allow_multiselect=False, duration=1)
        poll.add_answer(text="Yes").add_answer(text="No")
        asked = await rest.execute_webhook(hook, hook.token, poll=poll)
        assert asked.poll is not None
        renamed = await rest.edit_webhook(hook, name="renamed", avatar=None)
        assert isinstance(renamed, hikari.IncomingWebhook) and renamed.name == "renamed"
        await rest.delete_webhook(hook, token=hook.token)
