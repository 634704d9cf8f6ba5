"""Polls by the libraries' own methods: asked, voted on, ended, and read from the results."""

import datetime as dt

from tests.clients import test_hikari as hikari_bot
from tests.clients.discord_py import after, discord, running, until
from tests.clients.test_hikari import hikari
from tests.world import World

ALL = discord.Permissions.all().value


async def test_discord_py_asks_counts_and_ends(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=ALL)
    async with running(bot) as client:
        channel = client.get_channel(int(guild.channel))
        assert isinstance(channel, discord.TextChannel)
        poll = discord.Poll("Tea or coffee?", dt.timedelta(hours=4), multiple=True)
        poll.add_answer(text="Tea", emoji="🍵").add_answer(text="Coffee")
        sent, heard = await after(client, "message", channel.send(poll=poll))
        assert heard.poll is not None and heard.poll.question == "Tea or coffee?"
        assert (heard.poll.duration, heard.poll.multiple) == (dt.timedelta(hours=4), True)
        path = f"/channels/{guild.channel}/polls/{sent.id}/answers/@me"
        voting = guild.owner.put(path, {"answer_ids": [1, 2]})
        _, (voter, answer) = await after(client, "poll_vote_add", voting)
        assert (voter.id, answer.id, str(answer.emoji)) == (int(guild.owner.id), 1, "🍵")
        await after(client, "raw_poll_vote_remove", guild.owner.put(path, {"answer_ids": [1]}))
        fetched = (await channel.fetch_message(sent.id)).poll
        assert fetched is not None and [one.vote_count for one in fetched.answers] == [1, 0]
        assert [user.id async for user in fetched.answers[0].voters()] == [int(guild.owner.id)]
        ended, result = await after(client, "message", sent.end_poll())
        assert ended.poll is not None and ended.poll.is_finalised()
        assert result.type is discord.MessageType.poll_result and result.author == client.user
        assert result.system_content.endswith("poll Tea or coffee? has closed.")
        await until(client, lambda: heard.poll is not None and heard.poll.victor_answer_id == 1)


async def test_hikari_asks_counts_and_ends(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=ALL)
    async with hikari_bot.running(bot) as client:
        poll = hikari.impl.PollBuilder(question_text="Tea or coffee?", allow_multiselect=False, duration=2)
        poll.add_answer(text="Tea", emoji=hikari.UnicodeEmoji("🍵")).add_answer(text="Coffee")
        sent = await client.rest.create_message(int(guild.channel), poll=poll)
        assert sent.poll is not None and sent.poll.question.text == "Tea or coffee?"
        path = f"/channels/{guild.channel}/polls/{sent.id}/answers/@me"
        voting = guild.owner.put(path, {"answer_ids": [2]})
        _, vote = await hikari_bot.after(client, hikari.events.PollVoteCreateEvent, voting)
        assert (vote.user_id, vote.answer_id) == (int(guild.owner.id), 2)
        voters = await client.rest.fetch_poll_voters(int(guild.channel), sent.id, 2)
        assert [user.id for user in voters] == [int(guild.owner.id)]
        ending = client.rest.end_poll(int(guild.channel), sent.id)
        ended, result = await hikari_bot.after(client, hikari.GuildMessageCreateEvent, ending)
        assert ended.poll is not None and ended.poll.results is not None and ended.poll.results.is_finalized
        assert result.message.type == hikari.MessageType.POLL_RESULT
