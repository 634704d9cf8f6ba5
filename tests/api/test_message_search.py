"""Searching messages over REST: what is found, by whom, and that the index follows what happens."""

import asyncio
from typing import Any
from urllib.parse import urlencode

from tests.world import Guild, Person, World

VIEW, HISTORY, ADMINISTRATOR, MANAGE_THREADS = 1 << 10, 1 << 16, 1 << 3, 1 << 34


async def said(who: Person, channel: str, content: str = "hi", **more: Any) -> str:
    return (await who.post(f"/channels/{channel}/messages", {"content": content, **more}))["id"]


async def answer(who: Person, guild: Guild | str, **query: Any) -> Any:
    """The answer of an index that is ready."""
    place = f"/guilds/{guild.id}" if isinstance(guild, Guild) else f"/channels/{guild}"
    async with asyncio.timeout(20):
        while True:
            found = await who.get(f"{place}/messages/search?{urlencode(query, doseq=True)}")
            if who.answer.status_code == 200:
                return found
            assert (found["code"], found["documents_indexed"]) == (110000, 0)
            await asyncio.sleep(0.05)


async def found(who: Person, guild: Guild | str, **query: Any) -> list[str]:
    return [one["id"] for (one,) in (await answer(who, guild, **query))["messages"]]


async def finds(who: Person, guild: Guild | str, expected: list[str], **query: Any) -> None:
    """Waits until the index has followed; what is then not found never is."""
    async with asyncio.timeout(20):
        while await found(who, guild, **query) != expected:
            await asyncio.sleep(0.05)


async def marked(who: Person, guild: Guild, channel: str = "") -> None:
    """Returns when all that was said before is indexed."""
    await finds(who, guild, [await said(who, channel or guild.channel, "marker")], content="marker", limit=1)


async def test_words_are_found(world: World) -> None:
    guild = await world.guild()
    owner, channel = guild.owner, guild.channel
    fox = await said(owner, channel, "The quick brown Fox jumps over the lazy dog")
    dog = await said(owner, channel, "a dog, a fox?")
    await marked(owner, guild)
    found_fox = await answer(owner, guild, content="FOX")
    assert [one["id"] for (one,) in found_fox["messages"]] == [dog, fox]
    assert (found_fox["total_results"], found_fox["doing_deep_historical_index"]) == (2, False)
    assert [one["hit"] for (one,) in found_fox["messages"]] == [True, True]
    assert await found(owner, guild, content="qui") == [fox]  # the last word may still be written
    assert await found(owner, guild, content="qui ") == []
    assert await found(owner, guild, content="elephant") == []
    assert await found(owner, guild, content="!?") == []
    assert await found(owner, guild, content="fox", sort_order="asc") == [fox, dog]


async def test_words_of_any_language(world: World) -> None:
    guild = await world.guild()
    owner, channel = guild.owner, guild.channel
    texts = ("Straße in Köln", "привет, Мир", "नमस्ते दुनिया", "東京都に行きます", "สวัสดีชาวโลก", "cafe\u0301 \N{FIRE}")
    ids = [await said(owner, channel, text) for text in texts]
    await marked(owner, guild)
    sought = ("STRASSE", "мир", "दुनिया", "京都", "ชาว", "caf\u00e9 \N{FIRE}")
    assert [await found(owner, guild, content=one) for one in sought] == [[one] for one in ids]
    assert await found(owner, guild, content="都京") == []


async def test_words_stand_near_each_other(world: World) -> None:
    guild = await world.guild()
    owner, channel = guild.owner, guild.channel
    near = await said(owner, channel, "red one two blue")
    far = await said(owner, channel, "red one two three blue")
    turned = await said(owner, channel, "blue red")
    await marked(owner, guild)
    assert await found(owner, guild, content="red blue") == [turned, near]
    assert await found(owner, guild, content="red blue", slop=3) == [turned, far, near]
    assert await found(owner, guild, content="red blue", slop=100) == [turned, far, near]
    assert await found(owner, guild, content="red blue", slop=0) == []
    assert await found(owner, guild, content='"blue red"') == [turned]
    assert await found(owner, guild, content='"one two" blue', slop=0) == [near]


async def test_hostile_content_is_indexed_like_any(world: World) -> None:
    guild = await world.guild()
    owner, channel = guild.owner, guild.channel
    texts = [
        "a" * 2000,
        "' \\ '' \\' & | ! <-> :* ( ) \x01",
        "".join(chr(0x4E00 + one) for one in range(2000)),
        " ".join(["again"] * 333),
        "http://[bad https://exa'mple.org\\ https://" + "h" * 1500,
    ]
    ids = [await said(owner, channel, text) for text in texts]
    await marked(owner, guild)
    assert sorted(await found(owner, guild, limit=25))[:-1] == ids
    assert await found(owner, guild, content="a" * 1024) == [ids[0]]
    assert await found(owner, guild, content="again again") == [ids[3]]
    for content in "'", "\\", "':*", "a & | b", "\x01", '"', "(((" * 300:
        await answer(owner, guild, content=content)


async def test_who_wrote_and_who_is_mentioned(world: World) -> None:
    guild = await world.guild(members=[alice := await world.user()])
    owner, channel = guild.owner, guild.channel
    bot = await world.bot(guild, permissions=ADMINISTRATOR)
    role = await owner.post(f"/guilds/{guild.id}/roles", {"name": "r", "mentionable": True})
    first = await said(owner, channel, f"one <@{alice.id}> <@&{role['id']}>")
    second = await said(alice, channel, "two @everyone", message_reference={"message_id": first})
    third = await said(bot, channel, "three")
    hook = await owner.post(f"/channels/{channel}/webhooks", {"name": "hook"})
    fourth = (await world.anyone.post(f"/webhooks/{hook['id']}/{hook['token']}?wait=true", {"content": "four"}))["id"]
    await marked(alice, guild)
    both = {"author_id": [owner.id, bot.id]}
    assert await found(owner, guild, **both) == [third, first]
    assert await found(owner, guild, author_type="bot") == [third]
    assert await found(owner, guild, author_type="webhook") == [fourth]
    assert await found(owner, guild, author_type=["-user", "-webhook"]) == [third]
    assert await found(owner, guild, mentions=alice.id) == [first]
    assert await found(owner, guild, mentions_role_id=role["id"]) == [first]
    assert await found(owner, guild, mention_everyone=True) == [second]
    assert await found(owner, guild, mention_everyone=False, **both) == [third, first]
    assert await found(owner, guild, replied_to_user_id=owner.id) == [second]
    (reply,) = (await answer(owner, guild, replied_to_message_id=first))["messages"][0]
    assert (reply["id"], reply["referenced_message"]["id"]) == (second, first)


async def test_what_messages_have(world: World) -> None:
    guild = await world.guild()
    owner, channel = guild.owner, guild.channel
    path = f"/channels/{channel}/messages"
    link = await said(owner, channel, "see https://Docs.Example.org/a?b and more")
    embed = await said(owner, channel, "", embeds=[{"title": "t", "image": {"url": "https://example.org/a.png"}}])
    poll = {"question": {"text": "q"}, "answers": [{"poll_media": {"text": "a"}}]}
    asked = (await owner.post(path, {"poll": poll}))["id"]
    file = {"files[0]": ("Annual_Report 2024.PDF", b"x", "application/pdf")}
    report = (await owner.post(path, data={"payload_json": "{}"}, files=file))["id"]
    sound = (await owner.post(path, data={"payload_json": "{}"}, files={"files[0]": ("a.mp3", b"x", "audio/mpeg")}))[
        "id"
    ]
    forward = (await owner.post(path, {"message_reference": {"type": 1, "channel_id": channel, "message_id": link}}))[
        "id"
    ]
    await marked(owner, guild)
    expected = {
        "link": [link],
        "embed": [embed],
        "image": [embed],
        "poll": [asked],
        "file": [sound, report],
        "sound": [sound],
        "snapshot": [forward],
        "video": [],
        "sticker": [],
    }
    assert {has: await found(owner, guild, has=has) for has in expected} == expected
    assert await found(owner, guild, has=["link", "poll"]) == [asked, link]
    without = ["-link", "-embed", "-poll", "-file", "-snapshot"]
    assert len(await found(owner, guild, has=without)) == 1
    assert await found(owner, guild, has=["file", "-sound"]) == [report]
    assert await found(owner, guild, link_hostname="docs.example.org") == [link]
    assert await found(owner, guild, attachment_filename="report") == [report]
    assert await found(owner, guild, attachment_filename="annual 2024") == [report]
    assert await found(owner, guild, attachment_extension="pdf") == [report]
    assert await found(owner, guild, embed_type="article") == await found(owner, guild, embed_provider="x") == []


async def test_pages_and_bounds(world: World) -> None:
    guild = await world.guild()
    owner, channel = guild.owner, guild.channel
    ids = [await said(owner, channel, f"page {number}") for number in range(6)]
    await marked(owner, guild)
    newest = ids[::-1]
    assert await found(owner, guild, content="page", limit=4) == newest[:4]
    second = await answer(owner, guild, content="page", limit=4, offset=4)
    assert ([one["id"] for (one,) in second["messages"]], second["total_results"]) == (newest[4:], 6)
    beyond = await answer(owner, guild, content="page", offset=9975)
    assert (beyond["messages"], beyond["total_results"]) == ([], 6)
    assert await found(owner, guild, content="page", max_id=ids[2]) == newest[4:]
    assert await found(owner, guild, content="page", min_id=ids[3]) == newest[:2]
    assert await found(owner, guild, content="page", min_id=ids[0], max_id=ids[2]) == [ids[1]]
    best = await said(owner, channel, "page page page")
    await said(owner, channel, "page and then many other words that make it less of a page about pages")
    await marked(owner, guild)
    assert (await found(owner, guild, content="page", sort_by="relevance"))[0] == best
    for wrong in "limit=0", "limit=26", "offset=9976", "slop=101", "has=nothing", "author_id=x", "sort_by=x":
        await owner.refused(50035, "GET", f"/guilds/{guild.id}/messages/search?{wrong}", status=400)


async def test_the_index_follows_edits_pins_and_deletions(world: World) -> None:
    guild = await world.guild()
    owner, channel = guild.owner, guild.channel
    bot = await world.bot(guild, permissions=ADMINISTRATOR)
    first, second, third, fourth = [await said(owner, channel, f"apple {number}") for number in range(4)]
    await marked(owner, guild)
    await owner.patch(f"/channels/{channel}/messages/{first}", {"content": "pear"})
    await finds(owner, guild, [first], content="pear")
    assert await found(owner, guild, content="apple") == [fourth, third, second]
    await owner.put(f"/channels/{channel}/messages/pins/{second}")
    await finds(owner, guild, [second], pinned=True)
    await owner.delete(f"/channels/{channel}/messages/pins/{second}")
    await finds(owner, guild, [], pinned=True)
    await owner.delete(f"/channels/{channel}/messages/{second}")
    await bot.post(f"/channels/{channel}/messages/bulk-delete", {"messages": [first, third]})
    await finds(owner, guild, [fourth], has="-link", content="apple")
    async with asyncio.timeout(20):
        while [(await answer(owner, guild, content=one))["total_results"] for one in ("apple", "pear")] != [1, 0]:
            await asyncio.sleep(0.05)


async def test_what_is_gone_is_not_found(world: World) -> None:
    guild = await world.guild(members=[mallory := await world.user()])
    owner = guild.owner
    other = (await owner.post(f"/guilds/{guild.id}/channels", {"name": "other"}))["id"]
    await said(mallory, guild.channel, "spam here")
    await said(owner, other, "spam there")
    await marked(owner, guild)
    assert len(await found(owner, guild, content="spam")) == 2
    await owner.put(f"/guilds/{guild.id}/bans/{mallory.id}", {"delete_message_seconds": 3600})
    await owner.delete(f"/channels/{other}")
    await finds(owner, guild, [], content="spam")
    async with asyncio.timeout(20):
        while (await answer(owner, guild, content="spam"))["total_results"]:
            await asyncio.sleep(0.1)


async def test_only_what_one_may_read_is_found(world: World) -> None:
    guild = await world.guild(members=[alice := await world.user()])
    owner = guild.owner
    hidden = {"permission_overwrites": [{"id": guild.id, "type": 0, "deny": str(VIEW)}]}
    mute = {"permission_overwrites": [{"id": guild.id, "type": 0, "deny": str(HISTORY)}]}
    made = [await owner.post(f"/guilds/{guild.id}/channels", {"name": "c", **body}) for body in (hidden, mute)]
    channels = [guild.channel, *(one["id"] for one in made)]
    open_, secret, silent = [await said(owner, channel, "secret") for channel in channels]
    await marked(owner, guild)
    await finds(owner, guild, [silent, secret, open_], content="secret")
    seen = await answer(alice, guild, content="secret")
    assert ([one["id"] for (one,) in seen["messages"]], seen["total_results"]) == ([open_], 1)
    assert await found(alice, guild, channel_id=channels[1:]) == []
    assert await found(owner, guild, channel_id=channels[1]) == [secret]
    await owner.patch(f"/channels/{guild.channel}", {"nsfw": True})
    await finds(owner, guild, [silent, secret], content="secret")
    assert await found(owner, guild, content="secret", include_nsfw=True) == [silent, secret, open_]
    await owner.patch(f"/guilds/{guild.id}/roles/{guild.id}", {"permissions": str(VIEW)})
    await alice.refused(50013, "GET", f"/guilds/{guild.id}/messages/search", status=403)


async def test_threads_are_searched_by_those_who_may_see_them(world: World) -> None:
    guild = await world.guild(members=[alice := await world.user()])
    owner = guild.owner
    path = f"/channels/{guild.channel}/threads"
    public, private = [(await owner.post(path, {"name": "t", "type": kind}))["id"] for kind in (11, 12)]
    shown, ours = [await said(owner, thread, "needle") for thread in (public, private)]
    await marked(owner, guild)
    await finds(owner, guild, [ours, shown], content="needle")
    answered = await answer(owner, guild, content="needle")
    assert {one["id"] for one in answered["threads"]} == {public, private}
    assert {(one["id"], one["user_id"]) for one in answered["members"]} == {(public, owner.id), (private, owner.id)}
    hers = await answer(alice, guild, content="needle")
    assert [one["id"] for (one,) in hers["messages"]] == [shown] and hers["members"] == []
    assert await found(owner, guild, channel_id=public) == [shown]
    await owner.put(f"/channels/{private}/thread-members/{alice.id}")
    await finds(alice, guild, [ours, shown], content="needle")
    await owner.patch(f"/channels/{public}", {"archived": True})
    await finds(alice, guild, [ours, shown], content="needle")


async def test_private_channels_are_searched_by_those_in_them(world: World) -> None:
    alice, bob = await world.users(2)
    guild = await world.guild(alice, members=[bob])
    dm = (await alice.post("/users/@me/channels", {"recipient_id": bob.id}))["id"]
    here, there = await said(alice, dm, "lunch?"), await said(alice, guild.channel, "lunch!")
    await marked(alice, guild)
    await finds(bob, dm, [here], content="lunch")
    assert [one["id"] for one in (await answer(bob, dm, content="lunch"))["channels"]] == [dm]
    assert await found(alice, guild.channel, content="lunch") == [there]
    await guild.owner.refused(10003, "GET", "/channels/1/messages/search", status=404)
    await (await world.user()).refused(50001, "GET", f"/channels/{dm}/messages/search", status=403)


async def test_who_may_not_search(world: World) -> None:
    guild = await world.guild()
    path = f"/guilds/{guild.id}/messages/search"
    await (await world.user()).refused(50001, "GET", path, status=403)
    await guild.owner.refused(10004, "GET", "/guilds/1/messages/search", status=404)
    blind = await world.bot(guild, permissions=ADMINISTRATOR, intents=False)
    await blind.refused(50001, "GET", path, status=403)  # to search is to read
    assert (await answer(guild.owner, guild))["messages"] == []
