"""discord.py talks: messages, files, reactions, DMs."""

import io

from tests import pictures
from tests.clients.discord_py import after, assert_messages_are_true, discord, running
from tests.world import Bot, Guild, World

ALL = discord.Permissions.all().value


async def place(world: World) -> tuple[Guild, Bot]:
    guild = await world.guild()
    return guild, await world.bot(guild, permissions=ALL)


def channel_of(client: discord.Client, guild: Guild) -> discord.TextChannel:
    channel = client.get_channel(int(guild.channel))
    assert isinstance(channel, discord.TextChannel)
    return channel


async def test_what_a_message_can_carry(world: World) -> None:
    guild, bot = await place(world)
    async with running(bot) as client:
        channel = channel_of(client, guild)
        embed = discord.Embed(title="Title", description="**bold**", url="https://example.org/", colour=0xFF00FF)
        embed.set_author(name="Ada", url="https://example.org/ada").set_footer(text="foot")
        embed.set_image(url="https://example.org/i.png").set_thumbnail(url="https://example.org/t.png")
        embed.add_field(name="a", value="1", inline=True).add_field(name="b", value="2", inline=False)
        embed.timestamp = discord.utils.utcnow()
        sent, heard = await after(client, "message", channel.send("hello", embed=embed, nonce="n1"))
        assert heard.id == sent.id
        assert heard.nonce == "n1"
        assert heard.author == channel.guild.me
        assert heard.embeds[0].to_dict() == sent.embeds[0].to_dict()
        assert sent.embeds[0].fields[1].value == "2"
        assert sent.embeds[0].timestamp == embed.timestamp
        owner = channel.guild.owner
        assert owner is not None
        answer, _ = await after(
            client,
            "message",
            sent.reply(f"{owner.mention} {channel.guild.default_role}", mention_author=False, silent=True),
        )
        assert answer.reference is not None
        assert isinstance(answer.reference.resolved, discord.Message)
        assert answer.reference.resolved.id == sent.id
        assert answer.mentions == [owner]
        assert answer.flags.suppress_notifications
        nobody = await channel.send(f"{owner.mention}", allowed_mentions=discord.AllowedMentions.none())
        assert nobody.mentions == []
        forwarded = await channel.send("x" * 2000, suppress_embeds=True, tts=True)
        assert len(forwarded.content) == 2000
        assert [m.id async for m in channel.history(limit=2, before=forwarded)] == [nobody.id, answer.id]
        assert [m.id async for m in channel.history(limit=1, after=sent)] == [answer.id]
        assert len([m async for m in channel.history(limit=3, around=answer)]) == 3
        assert (await channel.fetch_message(sent.id)).content == "hello"
        fetched = await sent.edit(content="changed", embed=None, suppress=True)
        assert fetched.edited_at is not None
        async with channel.typing():
            pass
        await assert_messages_are_true(client, channel)


async def test_files_come_and_go(world: World) -> None:
    guild, bot = await place(world)
    async with running(bot) as client:
        channel = channel_of(client, guild)
        picture = discord.File(io.BytesIO(pictures.png()), "käse.png", description="cheese")
        secret = discord.File(io.BytesIO(b"text"), "note.txt", spoiler=True)
        embed = discord.Embed().set_image(url="attachment://picture.png")
        sent = await channel.send(files=[picture, secret])
        first, second = sent.attachments
        assert (first.width, first.height, first.description) == (64, 64, "cheese")
        assert first.content_type == "image/png"
        assert await first.read() == pictures.png()
        assert second.is_spoiler()
        added = await sent.add_files(discord.File(io.BytesIO(b"more"), "more.txt"))
        assert len(added.attachments) == 3
        _, (_, heard) = await after(
            client, "message_edit", added.remove_attachments(first), lambda _, message: len(message.attachments) == 2
        )
        assert [each.filename for each in heard.attachments] == ["SPOILER_note.txt", "more.txt"]
        kept = await added.edit(content="one left", attachments=[heard.attachments[1]])
        assert [each.filename for each in kept.attachments] == ["more.txt"]
        shown = await channel.send(embed=embed, file=discord.File(io.BytesIO(pictures.png()), "picture.png"))
        assert shown.embeds[0].image.url
        assert shown.embeds[0].image.url.startswith("http")
        await assert_messages_are_true(client, channel)


async def test_many_are_deleted_at_once(world: World) -> None:
    guild, bot = await place(world)
    async with running(bot) as client:
        channel = channel_of(client, guild)
        sent = [await channel.send(str(number)) for number in range(6)]
        _, gone = await after(client, "message_delete", sent[0].delete())
        assert gone.id == sent[0].id
        _, several = await after(client, "bulk_message_delete", channel.delete_messages(sent[1:3]))
        assert {message.id for message in several} == {message.id for message in sent[1:3]}
        purged = await channel.purge(limit=10, check=lambda message: message.content != "5")
        assert {message.content for message in purged} == {"3", "4"}
        assert [message.id async for message in channel.history()] == [sent[5].id]


async def test_reactions(world: World) -> None:
    guild, bot = await place(world)
    async with running(bot) as client:
        channel = channel_of(client, guild)
        sent, _ = await after(client, "message", channel.send("vote"))
        _, (reaction, user) = await after(client, "reaction_add", sent.add_reaction("👍"))
        assert (str(reaction), user, reaction.message.id) == ("👍", channel.guild.me, sent.id)
        theirs = guild.owner.put(f"/channels/{guild.channel}/messages/{sent.id}/reactions/👍/@me")
        _, (reaction, user) = await after(client, "reaction_add", theirs)
        assert (reaction.count, user.id) == (2, int(guild.owner.id))
        assert {user.id async for user in reaction.users()} == {int(bot.id), int(guild.owner.id)}
        await after(client, "reaction_add", sent.add_reaction("❤️"))
        await assert_messages_are_true(client, channel)
        await after(client, "reaction_remove", sent.remove_reaction("👍", channel.guild.me))
        await after(client, "reaction_clear_emoji", sent.clear_reaction("👍"))
        await assert_messages_are_true(client, channel)
        await after(client, "reaction_clear", sent.clear_reactions())
        await assert_messages_are_true(client, channel)


async def test_direct_messages(world: World) -> None:
    guild, bot = await place(world)
    async with running(bot) as client:
        owner = client.get_user(int(guild.owner.id))
        assert owner is not None
        sent = await owner.send("psst")
        assert isinstance(sent.channel, discord.DMChannel)
        assert sent.channel.recipient == owner
        answering = guild.owner.post(f"/channels/{sent.channel.id}/messages", {"content": "what?"})
        _, heard = await after(client, "message", answering, lambda message: message.author == owner)
        assert heard.guild is None
        assert heard.channel == sent.channel
        await after(client, "reaction_add", heard.add_reaction("👀"))
        typing = guild.owner.post(f"/channels/{sent.channel.id}/typing")
        _, (where, who, _) = await after(client, "typing", typing)
        assert (where, who) == (sent.channel, owner)
        assert [message.content async for message in owner.history()] == ["what?", "psst"]
        await assert_messages_are_true(client, sent.channel)


async def test_others_are_heard_and_presences_are_seen(world: World) -> None:
    guild, bot = await place(world)
    socket = await guild.owner.connect()
    async with running(bot, activity=discord.Game("with fire"), status=discord.Status.idle) as client:
        channel = channel_of(client, guild)
        typing = guild.owner.post(f"/channels/{guild.channel}/typing")
        _, (where, who, _) = await after(client, "typing", typing)
        assert (where, who) == (channel, channel.guild.owner)
        seen = await socket.event("PRESENCE_UPDATE", lambda presence: presence["user"]["id"] == bot.id)
        assert seen["status"] == "idle"
        assert seen["activities"][0]["name"] == "with fire"
        await client.change_presence(activity=discord.Activity(type=discord.ActivityType.watching, name="you"))
        seen = await socket.event(
            "PRESENCE_UPDATE", lambda presence: presence["user"]["id"] == bot.id and presence["status"] == "online"
        )
        assert seen["activities"][0]["type"] == 3
        dnd = {"status": "dnd", "activities": [], "since": None, "afk": False}
        _, (_, now) = await after(
            client, "presence_update", socket.send(3, dnd), lambda _, member: member.id == int(guild.owner.id)
        )
        assert now.status is discord.Status.dnd
        posted = guild.owner.post(f"/channels/{guild.channel}/messages", {"content": f"<@{bot.id}> hi"})
        _, heard = await after(client, "message", posted)
        assert heard.content == f"<@{bot.id}> hi"
        assert heard.mentions == [channel.guild.me]
