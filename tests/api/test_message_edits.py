"""What edited messages said before: kept for moderators and authors, and gone with the message."""

import asyncio
from typing import Any

from tests.api.test_pins import permit, said
from tests.world import Guild, Person, World

MANAGE_MESSAGES, HISTORY = 1 << 13, 1 << 16


async def edited(who: Person, channel: str, *contents: str) -> str:
    """A message that said each of these, one after the other."""
    message = await said(who, channel, contents[0])
    for content in contents[1:]:
        await who.patch(f"/channels/{channel}/messages/{message}", {"content": content})
    return message


def edits(guild: Guild, message: str, query: str = "") -> str:
    return f"/channels/{guild.channel}/messages/{message}/edits{query}"


async def contents(who: Person, path: str) -> list[str]:
    return [one["content"] for one in await who.get(path)]


async def test_what_was_said_is_kept_latest_first(world: World) -> None:
    guild = await world.guild()
    message = await edited(guild.owner, guild.channel, "one", "two", "three")
    now = await guild.owner.get(f"/channels/{guild.channel}/messages/{message}")
    second, first = await guild.owner.get(edits(guild, message))
    assert (first["content"], first["said_at"]) == ("one", now["timestamp"])
    assert (second["content"], second["said_at"], second["edited_at"]) == (
        *("two", first["edited_at"]),
        now["edited_timestamp"],
    )
    assert await contents(guild.owner, edits(guild, message, "?limit=1")) == ["two"]
    assert await contents(guild.owner, edits(guild, message, f"?limit=1&before={second['id']}")) == ["one"]
    for query in "?limit=0", "?limit=101", "?before=yesterday":
        await guild.owner.refused(50035, "GET", edits(guild, message, query), status=400)


async def test_only_what_is_said_makes_an_entry(world: World) -> None:
    guild = await world.guild()
    owner, message = guild.owner, await said(guild.owner, guild.channel)
    for body in {"flags": 4}, {"embeds": [{"title": "t"}]}, {"content": "hi"}, {"allowed_mentions": {"parse": []}}:
        await owner.patch(f"/channels/{guild.channel}/messages/{message}", body)
    await owner.put(f"/channels/{guild.channel}/messages/pins/{message}")
    assert await owner.get(edits(guild, message)) == []


async def test_files_that_were_taken_away_are_named(world: World) -> None:
    guild = await world.guild()
    path = f"/channels/{guild.channel}/messages"
    sent = await guild.owner.request("POST", path, files={"files[0]": ("notes.txt", b"abc")}, data={"content": "see"})
    await guild.owner.patch(f"{path}/{sent['id']}", {"attachments": []})
    [edit] = await guild.owner.get(edits(guild, sent["id"]))
    [file] = edit["attachments"]
    known = sent["attachments"][0]
    assert edit["content"] == "see"
    assert file == {key: known[key] for key in ("id", "filename", "size", "content_type")}


async def test_who_may_read_it(world: World) -> None:
    guild = await world.guild(members=[author := await world.user(), other := await world.user()])
    message = await edited(author, guild.channel, "one", "two")
    assert await contents(author, edits(guild, message)) == ["one"]
    assert await contents(guild.owner, edits(guild, message)) == ["one"]
    await other.refused(50013, "GET", edits(guild, message), status=403)
    await permit(guild, allow=MANAGE_MESSAGES)
    assert await contents(other, edits(guild, message)) == ["one"]
    await permit(guild, allow=MANAGE_MESSAGES, deny=HISTORY)
    await other.refused(50013, "GET", edits(guild, message), status=403)
    await (await world.user()).refused(50001, "GET", edits(guild, message), status=403)
    await guild.owner.refused(10008, "GET", edits(guild, guild.id), status=404)


async def test_in_a_dm_the_author_alone(world: World) -> None:
    alice, bob = await world.users(2)
    await world.guild(alice, members=[bob])
    dm = (await alice.post("/users/@me/channels", {"recipient_id": bob.id}))["id"]
    message = await edited(alice, dm, "one", "two")
    assert await contents(alice, f"/channels/{dm}/messages/{message}/edits") == ["one"]
    await bob.refused(50013, "GET", f"/channels/{dm}/messages/{message}/edits", status=403)


async def test_a_bot_without_the_intent_reads_nothing(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=MANAGE_MESSAGES, intents=False)
    message = await edited(guild.owner, guild.channel, "one", "two")
    own = await edited(bot, guild.channel, "mine", "still mine")
    assert await contents(bot, edits(guild, message)) == [""]
    assert await contents(bot, edits(guild, own)) == ["mine"]


async def test_two_edits_at_once_make_two_entries(world: World) -> None:
    guild = await world.guild()
    message = await said(guild.owner, guild.channel, "0")
    path = f"/channels/{guild.channel}/messages/{message}"
    await asyncio.gather(*(guild.owner.patch(path, {"content": content}) for content in "123"))
    last: Any = (await guild.owner.get(path))["content"]
    kept = await contents(guild.owner, edits(guild, message))
    assert kept[-1] == "0"
    assert sorted([*kept, last]) == ["0", "1", "2", "3"]


async def test_the_oldest_of_many_are_forgotten(world: World) -> None:
    guild = await world.guild()
    message = await edited(guild.owner, guild.channel, *(str(number) for number in range(103)))
    kept = await contents(guild.owner, edits(guild, message, "?limit=100"))
    assert kept == [str(number) for number in range(101, 1, -1)]


async def test_they_go_with_the_message(world: World) -> None:
    guild = await world.guild(members=[alice := await world.user()])
    bot = await world.bot(guild, permissions=MANAGE_MESSAGES)
    deleted, bulk, also, purged = [await edited(alice, guild.channel, "one", "two") for _ in range(4)]
    await guild.owner.delete(f"/channels/{guild.channel}/messages/{deleted}")
    await bot.post(f"/channels/{guild.channel}/messages/bulk-delete", {"messages": [bulk, also]})
    socket = await guild.owner.connect()
    await guild.owner.put(f"/guilds/{guild.id}/bans/{alice.id}", {"delete_message_seconds": 600})
    await socket.event("MESSAGE_DELETE_BULK")
    for message in deleted, bulk, also, purged:
        await guild.owner.refused(10008, "GET", edits(guild, message), status=404)
