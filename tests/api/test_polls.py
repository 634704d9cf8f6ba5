"""Polls over REST: asking, voting, ending, and what the gateway tells of them."""

import pytest

from tests.world import Guild, Json, Person, World

POLL = {
    "question": {"text": "Tea or coffee?"},
    "answers": [{"poll_media": {"text": "Tea", "emoji": {"name": "🍵"}}}, {"poll_media": {"text": "Coffee"}}],
}
BLANK = {"question": {"text": " "}, "answers": POLL["answers"]}


async def asked(who: Person, channel: str, **poll: Json) -> str:
    """The path of a new poll."""
    message = await who.post(f"/channels/{channel}/messages", {"poll": {**POLL, **poll}})
    return f"/channels/{channel}/polls/{message['id']}"


def message_of(poll: str) -> str:
    return poll.replace("/polls/", "/messages/")


async def vote(who: Person, poll: str, *answers: int) -> None:
    await who.put(f"{poll}/answers/@me", {"answer_ids": list(answers)}, expect=204)


async def test_a_poll_is_shown_as_it_was_asked(world: World) -> None:
    guild = await world.guild()
    socket = await guild.owner.connect()
    poll = await asked(guild.owner, guild.channel, duration=48, allow_multiselect=True)
    shown = (await guild.owner.get(message_of(poll)))["poll"]
    assert (await socket.event("MESSAGE_CREATE"))["poll"] == shown
    assert shown.pop("expiry")
    assert shown == {
        "question": {"text": "Tea or coffee?"},
        "answers": [
            {"answer_id": 1, "poll_media": {"text": "Tea", "emoji": {"id": None, "name": "🍵"}}},
            {"answer_id": 2, "poll_media": {"text": "Coffee"}},
        ],
        "allow_multiselect": True,
        "layout_type": 1,
        "results": {"answer_counts": [], "is_finalized": False},
    }


async def test_votes_are_counted_and_told(world: World) -> None:
    alice, bob = await world.users(2)
    guild = await world.guild(alice, members=[bob])
    poll = await asked(alice, guild.channel)
    socket = await alice.connect()
    await vote(bob, poll, 2)
    ids = {"user_id": bob.id, "channel_id": guild.channel, "guild_id": guild.id, "message_id": poll.split("/")[-1]}
    assert await socket.event("MESSAGE_POLL_VOTE_ADD") == {**ids, "answer_id": 2}
    await vote(bob, poll, 1)
    assert await socket.event("MESSAGE_POLL_VOTE_REMOVE") == {**ids, "answer_id": 2}
    assert await socket.event("MESSAGE_POLL_VOTE_ADD") == {**ids, "answer_id": 1}
    await vote(alice, poll, 1)
    for who, both in ((alice, True), (bob, True), (guild.owner, True)):
        results = (await who.get(message_of(poll)))["poll"]["results"]
        assert results["answer_counts"] == [{"id": 1, "count": 2, "me_voted": both}]
    voters = [user["id"] for user in (await bob.get(f"{poll}/answers/1"))["users"]]
    assert voters == sorted([alice.id, bob.id], key=int)
    after = await bob.get(f"{poll}/answers/1?after={voters[0]}&limit=1")
    assert [user["id"] for user in after["users"]] == voters[1:]
    await vote(bob, poll)
    assert (await bob.get(message_of(poll)))["poll"]["results"]["answer_counts"][0]["me_voted"] is False


async def test_its_author_ends_it(world: World) -> None:
    alice, bob = await world.users(2)
    guild = await world.guild(alice, members=[bob])
    poll = await asked(alice, guild.channel)
    await vote(bob, poll, 1)
    socket = await bob.connect()
    await bob.refused(50005, "POST", f"{poll}/expire", status=403)
    ended = await alice.post(f"{poll}/expire")
    counts = [{"id": 1, "count": 1, "me_voted": False}]
    assert ended["poll"]["results"] == {"answer_counts": counts, "is_finalized": True}
    assert (await socket.event("MESSAGE_UPDATE"))["poll"] == ended["poll"]
    result = await socket.event("MESSAGE_CREATE")
    assert (result["type"], result["author"]["id"], result["content"]) == (46, alice.id, "")
    assert result["message_reference"]["message_id"] == ended["id"]
    assert [user["id"] for user in result["mentions"]] == [alice.id]
    (embed,) = result["embeds"]
    assert embed["type"] == "poll_result"
    assert {field["name"]: field["value"] for field in embed["fields"]} == {
        "poll_question_text": "Tea or coffee?",
        "victor_answer_votes": "1",
        "total_votes": "1",
        "victor_answer_id": "1",
        "victor_answer_text": "Tea",
        "victor_answer_emoji_name": "🍵",
    }
    await alice.refused(520001, "POST", f"{poll}/expire", status=400)
    await bob.refused(520001, "PUT", f"{poll}/answers/@me", {"answer_ids": [2]}, status=400)


async def test_without_one_leading_answer_nobody_wins(world: World) -> None:
    alice, bob = await world.users(2)
    guild = await world.guild(alice, members=[bob])
    poll = await asked(alice, guild.channel)
    await vote(alice, poll, 1)
    await vote(bob, poll, 2)
    socket = await bob.connect()
    await alice.post(f"{poll}/expire")
    (embed,) = (await socket.event("MESSAGE_CREATE"))["embeds"]
    told = {field["name"]: field["value"] for field in embed["fields"]}
    assert told == {"poll_question_text": "Tea or coffee?", "victor_answer_votes": "1", "total_votes": "2"}


@pytest.mark.parametrize(
    "poll",
    [
        BLANK,
        {**POLL, "answers": []},
        {**POLL, "answers": POLL["answers"] * 6},
        {**POLL, "answers": [{"poll_media": {"text": "x" * 56}}]},
        {**POLL, "answers": [{"poll_media": {"emoji": {"name": "🍵"}}}]},
        {**POLL, "duration": 769},
        {**POLL, "duration": 0},
        {**POLL, "duration": 1.5},
        {**POLL, "layout_type": 2},
    ],
)
async def test_polls_that_are_refused(world: World, poll: Json) -> None:
    guild = await world.guild()
    await guild.owner.refused(50035, "POST", f"/channels/{guild.channel}/messages", {"poll": poll}, status=400)


async def test_what_cannot_be_done_with_polls(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild)
    owner, path = guild.owner, f"/channels/{guild.channel}/messages"
    nonsense = {"poll": {**POLL, "answers": [{"poll_media": {"text": "x", "emoji": {"name": "nonsense"}}}]}}
    await owner.refused(520004, "POST", path, nonsense, status=400)
    poll = await asked(bot, guild.channel)
    await bot.refused(520003, "PATCH", message_of(poll), {"content": "x"}, status=400)
    await bot.patch(message_of(poll), {"flags": 4})
    await bot.refused(20001, "PUT", f"{poll}/answers/@me", {"answer_ids": [1]}, status=403)
    for answers in ([3], [1, 2], [1, -1]):
        await owner.refused(50035, "PUT", f"{poll}/answers/@me", {"answer_ids": answers}, status=400)
    await owner.refused(50035, "GET", f"{poll}/answers/3", status=400)
    forward = {"message_reference": {"type": 1, "channel_id": guild.channel, "message_id": poll.split("/")[-1]}}
    await owner.refused(50035, "POST", path, forward, status=400)
    plain = await owner.post(path, {"content": "no poll"})
    await owner.refused(50035, "PATCH", f"{path}/{plain['id']}", {"poll": POLL}, status=400)
    no_poll = f"/channels/{guild.channel}/polls/{plain['id']}"
    await owner.refused(520006, "POST", f"{no_poll}/expire", status=400)
    await owner.refused(10008, "PUT", f"{no_poll}/answers/@me", {"answer_ids": [1]}, status=404)
    await owner.refused(10008, "GET", f"{no_poll}/answers/1", status=404)


async def test_the_permissions(world: World) -> None:
    guild = await world.guild(members=1)
    bob, owner = await world.user(), guild.owner
    invite = await owner.post(f"/channels/{guild.channel}/invites", {})
    await bob.post(f"/invites/{invite['code']}", {})
    poll = await asked(owner, guild.channel)
    await owner.put(f"/channels/{guild.channel}/permissions/{guild.id}", {"type": 0, "deny": str(1 << 49)})
    await bob.refused(50013, "POST", f"/channels/{guild.channel}/messages", {"poll": POLL}, status=403)
    await vote(bob, poll, 1)
    await owner.put(f"/channels/{guild.channel}/permissions/{guild.id}", {"type": 0, "deny": str(1 << 16)})
    await bob.refused(50013, "PUT", f"{poll}/answers/@me", {"answer_ids": [2]}, status=403)
    await bob.refused(50013, "GET", f"{poll}/answers/1", status=403)


async def test_a_poll_in_a_direct_message(world: World) -> None:
    alice, bob = await world.users(2)
    channel = (await alice.post("/users/@me/channels", {"recipients": [bob.id]}))["id"]
    socket = await bob.connect()
    poll = await asked(alice, channel)
    await vote(bob, poll, 1)
    assert "guild_id" not in await socket.event("MESSAGE_POLL_VOTE_ADD")
    await alice.post(f"{poll}/expire")
    assert (await socket.event("MESSAGE_CREATE", lambda message: message["type"] == 46))["author"]["id"] == alice.id


async def test_bots_without_the_intent_do_not_see_polls(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, intents=False)
    socket = await bot.connect(intents=1 | 1 << 9 | 1 << 24)
    poll = await asked(guild.owner, guild.channel)
    assert "poll" not in await socket.event("MESSAGE_CREATE")
    assert "poll" not in await bot.get(message_of(poll))
    await vote(guild.owner, poll, 2)
    assert (await socket.event("MESSAGE_POLL_VOTE_ADD"))["answer_id"] == 2


async def webhook(guild: Guild) -> str:
    hook = await guild.owner.post(f"/channels/{guild.channel}/webhooks", {"name": "asker"})
    return f"/webhooks/{hook['id']}/{hook['token']}"


async def test_a_webhook_asks(world: World) -> None:
    guild = await world.guild()
    message = await world.anyone.post(f"{await webhook(guild)}?wait=true", {"poll": POLL})
    poll = f"/channels/{guild.channel}/polls/{message['id']}"
    await vote(guild.owner, poll, 1)
    assert (await guild.owner.get(message_of(poll)))["poll"]["results"]["answer_counts"][0]["me_voted"] is True
