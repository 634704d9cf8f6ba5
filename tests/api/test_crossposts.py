"""Announcement channels that are followed: what is published there is copied, and the copies follow."""

import asyncio

from tests import pictures
from tests.world import Guild, Json, Person, World

IS_CROSSPOST, SOURCE_MESSAGE_DELETED = 1 << 1, 1 << 3


async def announcements(guild: Guild) -> str:
    made = await guild.owner.post(f"/guilds/{guild.id}/channels", {"name": "news", "type": 5})
    return made["id"]


async def follow(person: Person, source: str, target: str) -> Json:
    return await person.post(f"/channels/{source}/followers", {"webhook_channel_id": target}, expect=200)


async def publish(person: Person, channel: str, **body: object) -> Json:
    message = await person.post(f"/channels/{channel}/messages", {"content": "news"} | body)
    return await person.post(f"/channels/{channel}/messages/{message['id']}/crosspost", {})


async def test_following_makes_a_webhook_and_says_so(world: World) -> None:
    alice = await world.user()
    source, target = await world.guild(members=[alice]), await world.guild(alice)
    await source.owner.patch(f"/guilds/{source.id}", {"icon": pictures.uri(pictures.png())})
    news = await announcements(source)
    socket = await alice.connect()
    followed = await follow(alice, news, target.channel)
    assert followed["channel_id"] == news
    assert (await socket.event("WEBHOOKS_UPDATE"))["channel_id"] == target.channel
    hook = (await alice.get(f"/channels/{target.channel}/webhooks"))[0]
    assert (hook["id"], hook["type"], hook["name"]) == (followed["webhook_id"], 2, "a guild #news")
    assert hook["source_guild"]["id"] == source.id and hook["source_channel"] == {"id": news, "name": "news"}
    assert "token" not in hook
    url = f"{world.addresses.root}/avatars/{hook['id']}/{hook['avatar']}.png"
    assert (await world.http.get(url)).status_code == 200
    said = (await alice.get(f"/channels/{target.channel}/messages"))[0]
    assert said["type"] == 12 and said["content"] == "a guild #news" and said["author"]["id"] == alice.id
    assert said["message_reference"] == {"type": 0, "channel_id": news, "guild_id": source.id}


async def test_who_lost_sight_of_the_source_is_not_told_of_it(world: World) -> None:
    alice = await world.user()
    source, target = await world.guild(members=[alice]), await world.guild(alice)
    followed = await follow(alice, await announcements(source), target.channel)
    await alice.delete(f"/users/@me/guilds/{source.id}")
    hook = await alice.get(f"/webhooks/{followed['webhook_id']}")
    assert "source_guild" not in hook and "source_channel" not in hook


async def test_what_is_published_is_copied(world: World) -> None:
    source, target = await world.guild(), await world.guild()
    news = await announcements(source)
    invite = await source.owner.post(f"/channels/{source.channel}/invites", {})
    await target.owner.post(f"/invites/{invite['code']}", {})
    followed = await follow(target.owner, news, target.channel)
    socket = await target.owner.connect()
    original = await publish(source.owner, news, embeds=[{"title": "t"}], content="@everyone news")
    copy = await socket.event("MESSAGE_CREATE", lambda one: one["channel_id"] == target.channel)
    assert (copy["content"], copy["embeds"][0]["title"]) == ("@everyone news", "t") and not copy["mention_everyone"]
    assert copy["flags"] == IS_CROSSPOST and copy["webhook_id"] == followed["webhook_id"]
    assert copy["author"]["username"] == "a guild #news" and copy["author"]["bot"] is True
    reference = {"type": 0, "channel_id": news, "message_id": original["id"], "guild_id": source.id}
    assert copy["message_reference"] == reference


async def test_copies_follow_edits_and_deletion(world: World) -> None:
    guild = await world.guild()
    news = await announcements(guild)
    await follow(guild.owner, news, guild.channel)
    socket = await guild.owner.connect()
    original = await publish(guild.owner, news)
    copy = await socket.event("MESSAGE_CREATE", lambda one: one["channel_id"] == guild.channel)
    where = f"/channels/{news}/messages/{original['id']}"
    # The edit may well come while the copies are still on their way.
    await guild.owner.patch(where, {"content": "better news", "embeds": [{"title": "t"}]})
    changed = await socket.event("MESSAGE_UPDATE", lambda one: one["id"] == copy["id"])
    assert changed["content"] == "better news" and changed["embeds"] and changed["edited_timestamp"]
    await guild.owner.delete(where)
    changed = await socket.event("MESSAGE_UPDATE", lambda one: one["id"] == copy["id"])
    assert changed["flags"] == IS_CROSSPOST | SOURCE_MESSAGE_DELETED and changed["embeds"] == []
    assert changed["content"] == "[Original Message Deleted]"


async def test_copies_have_files_of_their_own(world: World) -> None:
    guild = await world.guild()
    news = await announcements(guild)
    await follow(guild.owner, news, guild.channel)
    socket = await guild.owner.connect()
    message = await guild.owner.post(f"/channels/{news}/messages", files={"files[0]": ("a.txt", b"content")})
    where = f"/channels/{news}/messages/{message['id']}"
    await guild.owner.post(f"{where}/crosspost", {})
    copy = await socket.event("MESSAGE_CREATE", lambda one: one["channel_id"] == guild.channel)
    assert copy["attachments"][0]["id"] != message["attachments"][0]["id"]
    kept = [{"id": message["attachments"][0]["id"]}]
    form = {"payload_json": f'{{"attachments": [{{"id": "{kept[0]["id"]}"}}, {{"id": 0}}]}}'}
    await guild.owner.patch(where, data=form, files={"files[0]": ("b.txt", b"b")})
    changed = await socket.event("MESSAGE_UPDATE", lambda one: one["id"] == copy["id"])
    assert [one["filename"] for one in changed["attachments"]] == ["a.txt", "b.txt"]
    contents = [(await world.http.get(one["url"])).content for one in changed["attachments"]]
    await guild.owner.delete(where)
    assert contents == [b"content", b"b"]


async def test_each_follower_gets_one_copy_of_what_is_published_at_once(world: World) -> None:
    guild = await world.guild()
    news = await announcements(guild)
    socket = await guild.owner.connect()
    await follow(guild.owner, news, guild.channel)
    await follow(guild.owner, news, guild.voice)
    published = await asyncio.gather(*(publish(guild.owner, news, content=f"{n}") for n in range(5)))
    for _ in range(10):
        await socket.event("MESSAGE_CREATE", lambda one: one.get("webhook_id") is not None)
    for channel in (guild.channel, guild.voice):
        copies = [one for one in await guild.owner.get(f"/channels/{channel}/messages") if one["type"] == 0]
        originals = sorted(one["message_reference"]["message_id"] for one in copies)
        assert originals == sorted(one["id"] for one in published)


async def test_a_copy_that_was_deleted_stays_so(world: World) -> None:
    guild = await world.guild()
    news = await announcements(guild)
    await follow(guild.owner, news, guild.channel)
    await follow(guild.owner, news, guild.voice)
    socket = await guild.owner.connect()
    original = await publish(guild.owner, news)
    copy = await socket.event("MESSAGE_CREATE", lambda one: one["channel_id"] == guild.channel)
    await guild.owner.delete(f"/channels/{guild.channel}/messages/{copy['id']}")
    await guild.owner.patch(f"/channels/{news}/messages/{original['id']}", {"content": "changed"})
    await socket.event("MESSAGE_UPDATE", lambda one: one["channel_id"] == guild.voice)
    assert [one["type"] for one in await guild.owner.get(f"/channels/{guild.channel}/messages")] == [12]


async def test_who_may_follow_what(world: World) -> None:
    source, target = await world.guild(), await world.guild(members=1)
    news, stranger = await announcements(source), await world.user()
    where = f"/channels/{news}/followers"
    await stranger.refused(50001, "POST", where, {"webhook_channel_id": target.channel}, status=403)
    body = {"webhook_channel_id": source.channel}
    await source.owner.refused(50024, "POST", f"/channels/{source.channel}/followers", body, status=400)
    await source.owner.refused(50001, "POST", where, {"webhook_channel_id": target.channel}, status=403)
    member = await world.user()
    for guild in (source, target):
        invite = await guild.owner.post(f"/channels/{guild.channel}/invites", {})
        await member.post(f"/invites/{invite['code']}", {})
    await member.refused(50013, "POST", where, {"webhook_channel_id": target.channel}, status=403)


async def test_copies_name_the_channels_that_everyone_may_see(world: World) -> None:
    source, target = await world.guild(), await world.guild()
    news = await announcements(source)
    hidden = await source.owner.post(
        f"/guilds/{source.id}/channels",
        {"name": "hidden", "permission_overwrites": [{"id": source.id, "type": 0, "deny": str(1 << 10)}]},
    )
    invite = await source.owner.post(f"/channels/{source.channel}/invites", {})
    await target.owner.post(f"/invites/{invite['code']}", {})
    await follow(target.owner, news, target.channel)
    socket = await target.owner.connect()
    await publish(source.owner, news, content=f"see <#{source.channel}>, <#{hidden['id']}> and <#99999999999999999999>")
    copy = await socket.event("MESSAGE_CREATE", lambda one: one["channel_id"] == target.channel)
    name = (await source.owner.get(f"/channels/{source.channel}"))["name"]
    assert copy["mention_channels"] == [{"id": source.channel, "name": name, "type": 0, "guild_id": source.id}]


async def test_polls_are_not_published(world: World) -> None:
    guild = await world.guild()
    news = await announcements(guild)
    poll = {"question": {"text": "Yes?"}, "answers": [{"poll_media": {"text": "Yes"}}]}
    message = await guild.owner.post(f"/channels/{news}/messages", {"poll": poll})
    path = f"/channels/{news}/messages/{message['id']}/crosspost"
    await guild.owner.refused(50068, "POST", path, {}, status=400)
