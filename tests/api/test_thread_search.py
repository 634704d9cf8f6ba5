"""Searching threads over REST."""

from typing import Any
from urllib.parse import urlencode

from tests.world import Person, World

HISTORY = 1 << 16


async def search(who: Person, channel: str, **query: Any) -> Any:
    return await who.get(f"/channels/{channel}/threads/search?{urlencode(query, doseq=True)}")


async def found(who: Person, channel: str, **query: Any) -> list[str]:
    return [one["id"] for one in (await search(who, channel, **query))["threads"]]


async def start(who: Person, channel: str, name: str, kind: int = 11) -> str:
    return (await who.post(f"/channels/{channel}/threads", {"name": name, "type": kind}))["id"]


async def test_names_are_found(world: World) -> None:
    guild = await world.guild()
    owner, channel = guild.owner, guild.channel
    names = ("Red apples, green pears", "pears before apples", "crab-apple", "東京の話", "Äpfel")
    red, turned, crab, tokyo, german = [await start(owner, channel, name) for name in names]
    assert await found(owner, channel) == [german, tokyo, crab, turned, red]
    assert await found(owner, channel, name="apple") == [crab, turned, red]
    assert await found(owner, channel, name="apples ") == [turned, red]
    assert await found(owner, channel, name="pple") == []
    assert await found(owner, channel, name="apples pears ", slop=1) == [red]
    assert await found(owner, channel, name="apples pears ", slop=3) == [turned, red]
    assert await found(owner, channel, name='"crab apple"') == [crab]
    assert await found(owner, channel, name="京の") == [tokyo]
    assert await found(owner, channel, name="äp") == [german]
    for nothing in "(((", "\\", "[a", "'":
        assert await found(owner, channel, name=nothing) in ([], [crab, turned, red])


async def test_orders_and_pages(world: World) -> None:
    guild = await world.guild()
    owner, channel = guild.owner, guild.channel
    first, second, third = [await start(owner, channel, f"thread {number}") for number in range(3)]
    await owner.post(f"/channels/{first}/messages", {"content": "the last word"})
    assert await found(owner, channel) == [first, third, second]
    assert await found(owner, channel, sort_order="asc") == [second, third, first]
    assert await found(owner, channel, sort_by="creation_time") == [third, second, first]
    page = await search(owner, channel, sort_by="creation_time", limit=2)
    assert ([one["id"] for one in page["threads"]], page["has_more"], page["total_results"]) == (
        [third, second],
        True,
        3,
    )
    rest = await search(owner, channel, sort_by="creation_time", limit=2, offset=2)
    assert ([one["id"] for one in rest["threads"]], rest["has_more"], rest["total_results"]) == ([first], False, 3)
    assert {one["user_id"] for one in page["members"]} == {owner.id} and "first_messages" not in page
    assert (await search(owner, channel, offset=25))["total_results"] == 3
    assert await found(owner, channel, min_id=first, max_id=third) == [second]
    await owner.patch(f"/channels/{second}", {"archived": True})
    assert await found(owner, channel, archived=True) == [second]
    assert await found(owner, channel, archived=False) == [first, third]
    assert (await found(owner, channel, sort_by="archive_time"))[0] == second
    assert sorted(await found(owner, channel, sort_by="relevance")) == sorted([first, second, third])


async def test_posts_of_a_forum_come_with_their_first_messages(world: World) -> None:
    guild = await world.guild()
    owner = guild.owner
    tags = [{"name": "a"}, {"name": "b"}]
    forum = await owner.post(f"/guilds/{guild.id}/channels", {"name": "f", "type": 15, "available_tags": tags})
    one, other = [tag["id"] for tag in forum["available_tags"]]
    posts: list[str] = []
    for applied in [one], [one, other], []:
        body = {"name": "post", "message": {"content": f"with {len(applied)}"}, "applied_tags": applied}
        posts.append((await owner.post(f"/channels/{forum['id']}/threads", body))["id"])
    first, second, third = posts
    page = await search(owner, forum["id"], sort_by="creation_time")
    assert [message["content"] for message in page["first_messages"]] == ["with 0", "with 2", "with 1"]
    assert [message["id"] for message in page["first_messages"]] == [third, second, first]
    assert await found(owner, forum["id"], tag=other) == [second]
    assert await found(owner, forum["id"], tag=[one, other]) == [second, first]
    assert await found(owner, forum["id"], tag=[one, other], tag_setting="match_all") == [second]


async def test_who_finds_what(world: World) -> None:
    guild = await world.guild(members=[alice := await world.user()])
    owner, channel = guild.owner, guild.channel
    private = await start(owner, channel, "ours", 12)
    assert await found(alice, channel) == [] and await found(owner, channel) == [private]
    await owner.put(f"/channels/{private}/thread-members/{alice.id}")
    assert await found(alice, channel) == [private]
    await owner.refused(50024, "GET", f"/channels/{guild.voice}/threads/search", status=400)
    for wrong in "limit=26", "tag=x", "sort_by=name", "archived=perhaps", f"name={'n' * 101}":
        await owner.refused(50035, "GET", f"/channels/{channel}/threads/search?{wrong}", status=400)
    await owner.put(f"/channels/{channel}/permissions/{guild.id}", {"type": 0, "deny": str(HISTORY)})
    await alice.refused(50013, "GET", f"/channels/{channel}/threads/search", status=403)
