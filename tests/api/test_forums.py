"""Forums and their posts. Docs: topics/threads#forums, resources/channel#start-thread-in-forum-or-media-channel."""

from typing import Any

import msgspec
import pytest

from tests.world import Guild, Person, World

Json = Any
SEND_MESSAGES = 1 << 11
REQUIRE_TAG, PINNED = 1 << 4, 1 << 1


class Forum:
    def __init__(self, guild: Guild, member: Person, channel: Json) -> None:
        self.guild = guild
        self.owner = guild.owner
        self.member = member
        self.channel = channel
        self.path = f"/channels/{channel['id']}"
        self.tags: list[str] = [tag["id"] for tag in channel["available_tags"]]

    def body(self, **more: Json) -> Json:
        return {"name": "a post", "message": {"content": "hi"}, **more}

    async def post(self, by: Person | None = None, **more: Json) -> Json:
        return await (by or self.member).post(f"{self.path}/threads", self.body(**more))

    async def refused(self, code: int, **more: Json) -> None:
        status = 404 if code == 10087 else 403 if code == 50013 else 400
        await self.member.refused(code, "POST", f"{self.path}/threads", self.body(**more), status=status)


@pytest.fixture
async def forum(world: World) -> Forum:
    member = await world.user()
    guild = await world.guild(members=[member])
    tags = [{"name": "open"}, {"name": "official", "moderated": True, "emoji_name": "\N{THUMBS UP SIGN}"}]
    body = {"name": "A Forum", "type": 15, "available_tags": tags, "default_thread_rate_limit_per_user": 7}
    return Forum(guild, member, await guild.owner.post(f"/guilds/{guild.id}/channels", body))


async def test_a_forum_has_tags_and_how_posts_are_shown(forum: Forum) -> None:
    assert (forum.channel["name"], forum.channel["default_forum_layout"]) == ("a-forum", 0)
    first, second = forum.channel["available_tags"]
    assert second["emoji_name"] and second["moderated"] and not first["moderated"]
    change = {
        "available_tags": [{"id": second["id"], "name": "renamed"}, {"name": "new"}],
        "default_reaction_emoji": {"emoji_name": "\N{THUMBS UP SIGN}"},
        "default_sort_order": 1,
        "default_forum_layout": 2,
        "default_tag_setting": "match_all",
        "flags": REQUIRE_TAG,
        "topic": "x" * 4000,
    }
    changed = await forum.owner.patch(forum.path, change)
    assert changed["available_tags"][0]["id"] == second["id"] and changed["available_tags"][1]["name"] == "new"
    assert (changed["default_sort_order"], changed["default_forum_layout"], changed["flags"]) == (1, 2, REQUIRE_TAG)
    assert await forum.owner.get(forum.path) == changed


async def test_tags_that_a_forum_cannot_have(forum: Forum) -> None:
    await forum.owner.refused(
        40061, "PATCH", forum.path, {"available_tags": [{"name": "x"}, {"name": "x"}]}, status=400
    )
    many = [{"name": f"tag {number}"} for number in range(21)]
    await forum.owner.refused(50035, "PATCH", forum.path, {"available_tags": many}, status=400)
    await forum.owner.refused(50035, "PATCH", forum.path, {"available_tags": [{"name": "x" * 21}]}, status=400)


async def test_a_post_and_its_message_have_one_id(forum: Forum) -> None:
    post = await forum.post(applied_tags=forum.tags[:1])
    assert post["type"] == 11 and post["message"]["id"] == post["id"] == post["message"]["channel_id"]
    assert (post["applied_tags"], post["rate_limit_per_user"]) == (forum.tags[:1], 7)
    assert (await forum.member.get(f"/channels/{post['id']}/messages"))[0]["content"] == "hi"
    assert (await forum.member.get(forum.path))["last_message_id"] == post["id"]
    await forum.owner.post(f"/channels/{post['id']}/messages", {"content": "an answer"})
    now = await forum.member.get(f"/channels/{post['id']}")
    assert (now["message_count"], now["total_message_sent"]) == (1, 1)
    await forum.member.refused(40058, "POST", f"{forum.path}/messages", {"content": "hi"}, status=400)


async def test_a_post_with_a_file_and_components(world: World, forum: Forum) -> None:
    bot = await world.bot(forum.guild)
    button = {"type": 2, "style": 5, "label": "go", "url": "https://example.test"}
    body = forum.body(message={"components": [{"type": 1, "components": [button]}], "attachments": [{"id": 0}]})
    form = {"payload_json": (None, msgspec.json.encode(body)), "files[0]": ("a.txt", b"text")}
    post = await bot.post(f"{forum.path}/threads", files=form)
    assert post["message"]["attachments"][0]["filename"] == "a.txt"
    assert post["message"]["components"][0]["components"][0]["label"] == "go"


async def test_what_a_post_needs(forum: Forum) -> None:
    await forum.refused(50006, message={})
    await forum.refused(50035, message=None)
    long = forum.body(message={"content": "x" * 2001})
    refusal = await forum.member.refused(50035, "POST", f"{forum.path}/threads", long, status=400)
    assert list(refusal["errors"]["message"]) == ["content"]
    await forum.refused(10087, applied_tags=["1"])
    await forum.refused(50013, applied_tags=forum.tags[1:])
    await forum.owner.patch(forum.path, {"flags": REQUIRE_TAG})
    await forum.refused(40067)
    await forum.owner.patch(forum.path, {"available_tags": [{"name": "official", "moderated": True}]})
    await forum.refused(40066)
    everyone = f"{forum.path}/permissions/{forum.guild.id}"
    await forum.owner.put(everyone, {"type": 0, "deny": str(SEND_MESSAGES)})
    await forum.refused(50013)


async def test_posts_are_made_no_faster_than_the_slowmode(forum: Forum) -> None:
    await forum.owner.patch(forum.path, {"rate_limit_per_user": 60})
    await forum.post()
    await forum.member.refused(20016, "POST", f"{forum.path}/threads", forum.body(), status=429)


async def test_tags_and_pins_of_posts(forum: Forum) -> None:
    first, second = [await forum.post() for _ in range(2)]
    path = f"/channels/{first['id']}"
    tagged = await forum.member.patch(path, {"applied_tags": forum.tags[:1]})
    assert tagged["applied_tags"] == forum.tags[:1]
    await forum.member.refused(50013, "PATCH", path, {"applied_tags": forum.tags}, status=403)
    assert (await forum.owner.patch(path, {"flags": PINNED}))["flags"] == PINNED
    await forum.owner.refused(30047, "PATCH", f"/channels/{second['id']}", {"flags": PINNED}, status=400)
    assert (await forum.owner.patch(path, {"archived": True}))["flags"] == 0


async def test_webhooks_post_in_forums(world: World, forum: Forum) -> None:
    hook = await forum.owner.post(f"{forum.path}/webhooks", {"name": "a webhook"})
    path = f"/webhooks/{hook['id']}/{hook['token']}"
    said = {"content": "hi", "thread_name": "by a webhook", "applied_tags": forum.tags[:1]}
    message = await world.anyone.post(f"{path}?wait=true", said)
    post = await forum.member.get(f"/channels/{message['channel_id']}")
    assert (post["id"], post["owner_id"], post["member_count"]) == (message["id"], hook["id"], 0)
    assert post["applied_tags"] == forum.tags[:1]
    more = await world.anyone.post(f"{path}?wait=true&thread_id={post['id']}", {"content": "more"})
    assert more["channel_id"] == post["id"]
    read = await world.anyone.get(f"{path}/messages/{more['id']}?thread_id={post['id']}")
    assert read["content"] == "more"
    await world.anyone.refused(220001, "POST", path, {"content": "hi"}, status=400)
    await world.anyone.refused(220002, "POST", f"{path}?thread_id={post['id']}", said, status=400)
    await world.anyone.refused(220004, "POST", f"{path}/slack", {"text": "hi"}, status=400)


async def test_webhooks_reach_no_threads_of_other_channels(world: World, forum: Forum) -> None:
    post = await forum.post()
    hook = await forum.owner.post(f"/channels/{forum.guild.channel}/webhooks", {"name": "a webhook"})
    path = f"/webhooks/{hook['id']}/{hook['token']}"
    await world.anyone.refused(10003, "POST", f"{path}?thread_id={post['id']}", {"content": "hi"}, status=404)
    await world.anyone.refused(220003, "POST", path, {"content": "hi", "thread_name": "x"}, status=400)
