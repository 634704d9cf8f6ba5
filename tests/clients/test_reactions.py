"""Reactions by the libraries' own methods: who reacted, page by page, and every way to take them away."""

from tests.clients import test_hikari as hikari_bot
from tests.clients.discord_py import after, assert_messages_are_true, discord, running
from tests.clients.test_hikari import hikari
from tests.world import Guild, Person, World

ALL = discord.Permissions.all().value


async def react(person: Person, guild: Guild, message_id: int, emoji: str) -> None:
    await person.put(f"/channels/{guild.channel}/messages/{message_id}/reactions/{emoji}/@me")


async def test_discord_py_reads_and_removes_reactions(world: World) -> None:
    alice, bob = people = await world.users(2)
    guild = await world.guild(members=people)
    bot = await world.bot(guild, permissions=ALL)
    async with running(bot) as client:
        channel = client.get_channel(int(guild.channel))
        assert isinstance(channel, discord.TextChannel)
        sent, _ = await after(client, "message", channel.send("vote"))
        await sent.add_reaction("👍")
        for person in people:
            _, raw = await after(client, "raw_reaction_add", react(person, guild, sent.id, "👍"))
            assert raw.user_id in (int(alice.id), int(bob.id), int(bot.id)) and raw.message_author_id == int(bot.id)
        reaction = (await channel.fetch_message(sent.id)).reactions[0]
        assert (reaction.count, reaction.normal_count, reaction.burst_count, reaction.me) == (3, 3, 0, True)
        ids = sorted([int(bot.id), int(alice.id), int(bob.id)])
        assert {user.id async for user in reaction.users()} == set(ids)
        assert [user.id async for user in reaction.users(limit=1, after=discord.Object(ids[0]))] == ids[1:2]
        assert [user.id async for user in reaction.users(type=discord.ReactionType.burst)] == []
        _, (removed, user) = await after(client, "reaction_remove", reaction.remove(discord.Object(int(bob.id))))
        assert (user.id, removed.count, removed.message.id) == (int(bob.id), 2, sent.id)
        await after(client, "reaction_remove", sent.remove_reaction("👍", discord.Object(int(alice.id))))
        await after(client, "reaction_clear_emoji", reaction.clear())
        await after(client, "reaction_add", sent.add_reaction("❤️"))
        await after(client, "reaction_clear", sent.clear_reactions())
        assert (await channel.fetch_message(sent.id)).reactions == []
        await assert_messages_are_true(client, channel)


async def test_hikari_reads_and_removes_reactions(world: World) -> None:
    alice = await world.user()
    guild = await world.guild(members=[alice])
    bot = await world.bot(guild, permissions=ALL)
    async with hikari_bot.running(bot) as client:
        rest, channel = client.rest, int(guild.channel)
        sent = await rest.create_message(channel, "vote")
        await sent.add_reaction("👍")
        _, added = await hikari_bot.after(
            client,
            hikari.GuildReactionAddEvent,
            react(alice, guild, sent.id, "👍"),
            lambda event: event.user_id == int(alice.id),
        )
        assert (added.emoji_name, added.member.username, added.message_id) == ("👍", alice.name, sent.id)
        users = [user.id async for user in rest.fetch_reactions_for_emoji(channel, sent, "👍")]
        assert users == sorted([int(alice.id), int(bot.id)])
        burst = rest.fetch_reactions_for_emoji(channel, sent, "👍", reaction_type=hikari.ReactionType.BURST)
        assert await burst == []
        _, gone = await hikari_bot.after(
            client, hikari.GuildReactionDeleteEvent, rest.delete_reaction(channel, sent, int(alice.id), "👍")
        )
        assert (gone.user_id, gone.emoji_name) == (int(alice.id), "👍")
        await hikari_bot.after(client, hikari.GuildReactionDeleteEvent, rest.delete_my_reaction(channel, sent, "👍"))
        await react(alice, guild, sent.id, "🎉")
        clearing = rest.delete_all_reactions_for_emoji(channel, sent, "🎉")
        _, cleared = await hikari_bot.after(client, hikari.GuildReactionDeleteEmojiEvent, clearing)
        assert cleared.emoji_name == "🎉"
        await sent.add_reaction("👀")
        await hikari_bot.after(client, hikari.GuildReactionDeleteAllEvent, rest.delete_all_reactions(channel, sent))
        assert (await rest.fetch_message(channel, sent)).reactions == []
