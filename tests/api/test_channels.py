"""Channels of guilds."""

import asyncio

import pytest

from tests.world import World

MANAGE_CHANNELS = 1 << 4


async def test_a_text_channel_has_the_fields_of_its_type(world: World) -> None:
    guild = await world.guild()
    body = {"name": "Hello World!", "topic": "things"}
    made = await guild.owner.post(f"/guilds/{guild.id}/channels", body, expect=201)
    assert made["name"] == "hello-world" and made["type"] == 0 and made["topic"] == "things"
    assert made["permission_overwrites"] == [] and made["parent_id"] is None and "bitrate" not in made
    assert await guild.owner.get(f"/channels/{made['id']}") == made


async def test_a_voice_channel_has_the_fields_of_its_type(world: World) -> None:
    guild = await world.guild()
    body = {"name": "Talk Here", "type": 2, "bitrate": 96000, "user_limit": 5, "topic": "unheard"}
    made = await guild.owner.post(f"/guilds/{guild.id}/channels", body)
    assert (made["name"], made["bitrate"], made["user_limit"]) == ("Talk Here", 96000, 5)
    assert "topic" not in made


async def test_new_channels_come_after_those_of_their_kind(world: World) -> None:
    guild = await world.guild()
    before = await guild.owner.get(f"/guilds/{guild.id}/channels")
    last = max(channel["position"] for channel in before if channel["type"] == 0)
    news = await guild.owner.post(f"/guilds/{guild.id}/channels", {"name": "news", "type": 5})
    assert news["position"] == last + 1
    assert news in await guild.owner.get(f"/guilds/{guild.id}/channels")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 101),
        ("name", "!!!"),
        ("type", 1),
        ("type", "text"),
        ("topic", "x" * 1025),
        ("bitrate", 7999),
        ("bitrate", 96001),
        ("user_limit", 100),
        ("rate_limit_per_user", 21601),
        ("rate_limit_per_user", -1),
        ("position", -1),
        ("parent_id", "1"),
        ("parent_id", "abc"),
        ("video_quality_mode", 3),
        ("default_auto_archive_duration", 61),
        ("permission_overwrites", [{"type": 0}]),
        ("nsfw", "perhaps"),
    ],
)
async def test_a_wrong_field_is_named_and_nothing_is_made(world: World, field: str, value: object) -> None:
    guild = await world.guild()
    before = await guild.owner.get(f"/guilds/{guild.id}/channels")
    path = f"/guilds/{guild.id}/channels"
    problem = await guild.owner.refused(50035, "POST", path, {"name": "a", field: value}, status=400)
    assert list(problem["errors"]) == [field]
    assert await guild.owner.get(path) == before


async def test_creating_needs_manage_channels(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild)
    await bot.refused(50013, "POST", f"/guilds/{guild.id}/channels", {"name": "a"}, status=403)
    able = await world.bot(guild, permissions=MANAGE_CHANNELS)
    await able.post(f"/guilds/{guild.id}/channels", {"name": "a"}, expect=201)


async def test_strangers_and_unknown_channels(world: World) -> None:
    guild = await world.guild()
    stranger = await world.user()
    await stranger.refused(50001, "GET", f"/channels/{guild.channel}", status=403)
    await stranger.refused(50001, "GET", f"/guilds/{guild.id}/channels", status=403)
    await stranger.refused(10003, "GET", "/channels/1", status=404)
    await stranger.refused(10004, "GET", "/guilds/1/channels", status=404)


async def test_editing_changes_what_is_given(world: World) -> None:
    guild = await world.guild()
    path = f"/channels/{guild.channel}"
    before = await guild.owner.get(path)
    body = {"name": "New Name", "topic": "t", "nsfw": True, "rate_limit_per_user": 5, "bitrate": 8000}
    after = await guild.owner.patch(path, body)
    assert after == before | {"name": "new-name", "topic": "t", "nsfw": True, "rate_limit_per_user": 5}
    assert await guild.owner.get(path) == after
    assert (await guild.owner.patch(path, {"topic": None}))["topic"] is None


async def test_text_and_announcement_channels_become_each_other(world: World) -> None:
    guild = await world.guild()
    path = f"/channels/{guild.channel}"
    assert (await guild.owner.patch(path, {"type": 5}))["type"] == 5
    assert (await guild.owner.patch(path, {"type": 0}))["type"] == 0
    await guild.owner.refused(50035, "PATCH", path, {"type": 2}, status=400)
    await guild.owner.refused(50035, "PATCH", f"/channels/{guild.voice}", {"type": 0}, status=400)


async def test_a_parent_must_be_a_category_of_the_guild(world: World) -> None:
    guild, other = await world.guild(), await world.guild()
    foreign = await other.owner.post(f"/guilds/{other.id}/channels", {"name": "c", "type": 4})
    for parent_id in (foreign["id"], guild.channel):
        path, body = f"/guilds/{guild.id}/channels", {"name": "a", "parent_id": parent_id}
        await guild.owner.refused(50035, "POST", path, body, status=400)
    mine = await guild.owner.post(f"/guilds/{guild.id}/channels", {"name": "c", "type": 4})
    moved = await guild.owner.patch(f"/channels/{guild.channel}", {"parent_id": mine["id"]})
    assert moved["parent_id"] == mine["id"]
    await guild.owner.refused(50035, "PATCH", f"/channels/{mine['id']}", {"parent_id": mine["id"]}, status=400)


async def test_a_category_holds_fifty_channels_even_under_concurrency(world: World) -> None:
    guild = await world.guild()
    path = f"/guilds/{guild.id}/channels"
    category = await guild.owner.post(path, {"name": "c", "type": 4})
    body = {"name": "a", "parent_id": category["id"]}
    for _ in range(48):
        await guild.owner.post(path, body)
    last = await asyncio.gather(*(guild.owner.post(path, body) for _ in range(4)), return_exceptions=True)
    assert sum(isinstance(answer, dict) for answer in last) == 2
    children = [c for c in await guild.owner.get(path) if c["parent_id"] == category["id"]]
    assert len(children) == 50


async def test_moving_tells_of_what_changes_alone(world: World) -> None:
    guild = await world.guild()
    path = f"/guilds/{guild.id}/channels"
    category = await guild.owner.post(path, {"name": "c", "type": 4})
    still = await guild.owner.post(path, {"name": "still"})
    socket = await guild.owner.connect()
    body = [
        {"id": still["id"], "position": still["position"]},
        {"id": guild.channel, "position": 7, "parent_id": category["id"]},
    ]
    await guild.owner.patch(path, body, expect=204)
    told = await socket.event("CHANNEL_UPDATE")
    assert (told["id"], told["position"], told["parent_id"]) == (guild.channel, 7, category["id"])
    assert await guild.owner.get(f"/channels/{guild.channel}") == told


async def test_moving_refuses_as_a_whole(world: World) -> None:
    guild, other = await world.guild(), await world.guild()
    path = f"/guilds/{guild.id}/channels"
    before = await guild.owner.get(path)
    body = [{"id": guild.channel, "position": 9}, {"id": other.channel, "position": 9}]
    await guild.owner.refused(10003, "PATCH", path, body, status=404)
    body = [{"id": guild.channel, "position": 9, "parent_id": guild.voice}]
    problem = await guild.owner.refused(50035, "PATCH", path, body, status=400)
    assert list(problem["errors"]["0"]) == ["parent_id"]
    assert await guild.owner.get(path) == before


async def test_deleting_a_channel_frees_the_guild_of_it(world: World) -> None:
    guild = await world.guild()
    await guild.owner.patch(f"/guilds/{guild.id}", {"system_channel_id": guild.channel})
    invite = await guild.owner.post(f"/channels/{guild.channel}/invites", {})
    socket = await guild.owner.connect()
    before = await guild.owner.get(f"/channels/{guild.channel}")
    assert await guild.owner.delete(f"/channels/{guild.channel}") == before
    assert (await socket.event("GUILD_UPDATE"))["system_channel_id"] is None
    assert (await socket.event("CHANNEL_DELETE"))["id"] == guild.channel
    await guild.owner.refused(10003, "GET", f"/channels/{guild.channel}", status=404)
    await guild.owner.refused(10006, "GET", f"/invites/{invite['code']}", status=404)


async def test_channels_of_a_deleted_category_stay(world: World) -> None:
    guild = await world.guild()
    category = await guild.owner.post(f"/guilds/{guild.id}/channels", {"name": "c", "type": 4})
    await guild.owner.patch(f"/channels/{guild.channel}", {"parent_id": category["id"]})
    socket = await guild.owner.connect()
    await guild.owner.delete(f"/channels/{category['id']}")
    assert (await socket.event("CHANNEL_UPDATE"))["parent_id"] is None
    assert (await socket.event("CHANNEL_DELETE"))["id"] == category["id"]
    assert (await guild.owner.get(f"/channels/{guild.channel}"))["parent_id"] is None


async def test_typing_is_told_with_the_member(world: World) -> None:
    guild = await world.guild(members=1)
    socket = await guild.owner.connect()
    await guild.owner.post(f"/channels/{guild.channel}/typing", expect=204)
    told = await socket.event("TYPING_START")
    assert told["channel_id"] == guild.channel and told["user_id"] == guild.owner.id
    assert told["member"]["user"]["id"] == guild.owner.id and 1.7e9 < told["timestamp"] < 1e10


async def test_after_the_highest_position_there_is_no_higher(world: World) -> None:
    guild = await world.guild()
    path = f"/guilds/{guild.id}/channels"
    highest = await guild.owner.post(path, {"name": "first", "position": 2**31 - 1})
    assert (await guild.owner.post(path, {"name": "second"}))["position"] == highest["position"]


async def test_nobody_lets_himself_in_by_moving_a_channel(world: World) -> None:
    manager = await world.user()
    guild = await world.guild(members=[manager])
    path = f"/guilds/{guild.id}/channels"
    everything = {"permissions": str(1 << 4 | 1 << 10 | 1 << 28)}  # MANAGE_CHANNELS, VIEW_CHANNEL, MANAGE_ROLES
    role = await guild.owner.post(f"/guilds/{guild.id}/roles", everything)
    await guild.owner.put(f"/guilds/{guild.id}/members/{manager.id}/roles/{role['id']}")
    shut = [{"id": guild.id, "type": 0, "deny": str(1 << 10)}]
    secret = await guild.owner.post(path, {"name": "secret", "permission_overwrites": shut})
    own = await manager.post(path, {"name": "own", "type": 4})
    for move in ({"parent_id": own["id"], "lock_permissions": True}, {"parent_id": own["id"]}):
        await manager.refused(50001, "PATCH", path, [{"id": secret["id"], **move}], status=403)
    await manager.patch(path, [{"id": secret["id"], "position": 3}], expect=204)
    await manager.refused(50001, "GET", f"/channels/{secret['id']}", status=403)
    await manager.patch(path, [{"id": guild.channel, "parent_id": own["id"], "lock_permissions": True}], expect=204)


async def test_a_stage_is_a_channel(world: World) -> None:
    guild = await world.guild()
    path = f"/guilds/{guild.id}/channels"
    body = {"name": "On Stage", "type": 13, "topic": "songs", "user_limit": 10000, "bitrate": 64000}
    made = await guild.owner.post(path, body, expect=201)
    assert (made["name"], made["topic"], made["user_limit"], made["bitrate"]) == ("On Stage", "songs", 10000, 64000)
    voices = [one["position"] for one in await guild.owner.get(path) if one["type"] == 2]
    assert made["position"] == max(voices) + 1
    changed = await guild.owner.patch(f"/channels/{made['id']}", {"topic": None, "video_quality_mode": 2})
    assert changed["topic"] is None and changed["video_quality_mode"] == 2
    await guild.owner.post(f"/channels/{made['id']}/messages", {"content": "hello"})
    await guild.owner.post(f"/channels/{made['id']}/webhooks", {"name": "announcer"})
    for field, value in (("user_limit", 10001), ("bitrate", 64001), ("type", 2)):
        problem = await guild.owner.refused(50035, "PATCH", f"/channels/{made['id']}", {field: value}, status=400)
        assert list(problem["errors"]) == [field]


async def test_there_are_no_directories(world: World) -> None:
    guild = await world.guild()
    await guild.owner.refused(50024, "POST", f"/guilds/{guild.id}/channels", {"name": "a", "type": 14}, status=400)


async def test_one_channel_at_a_time_gets_another_category(world: World) -> None:
    guild = await world.guild()
    path = f"/guilds/{guild.id}/channels"
    category = (await guild.owner.post(path, {"name": "c", "type": 4}))["id"]
    body = [{"id": one, "parent_id": category} for one in (guild.channel, guild.voice)]
    await guild.owner.refused(40009, "PATCH", path, body, status=400)
    await guild.owner.patch(path, body[:1], expect=204)
    await guild.owner.patch(path, body, expect=204)  # the first stays where it is


async def test_who_manages_a_category_orders_its_channels(world: World) -> None:
    guild = await world.guild()
    bot, path = await world.bot(guild), f"/guilds/{guild.id}/channels"
    allow = [{"id": bot.id, "type": 1, "allow": str(MANAGE_CHANNELS)}]
    category = (await guild.owner.post(path, {"name": "c", "type": 4, "permission_overwrites": allow}))["id"]
    inside = (await guild.owner.post(path, {"name": "inside", "parent_id": category}))["id"]
    await bot.patch(path, [{"id": inside, "position": 5}], expect=204)
    await bot.refused(50013, "PATCH", path, [{"id": guild.channel, "position": 5}], status=403)
    await bot.refused(50001, "PATCH", path, [{"id": guild.channel, "parent_id": category}], status=403)
    await bot.refused(50001, "PATCH", path, [{"id": inside, "parent_id": None}], status=403)
    await bot.refused(50013, "PATCH", path, [], status=403)


async def test_flags_are_those_of_the_type(world: World) -> None:
    guild = await world.guild()
    path, spoiler, require_tag = f"/channels/{guild.channel}", 1 << 21, 1 << 4
    assert (await guild.owner.patch(path, {"flags": spoiler | require_tag}))["flags"] == spoiler
    await guild.owner.refused(50035, "PATCH", path, {"flags": spoiler, "nsfw": True}, status=400)
    await guild.owner.patch(f"/guilds/{guild.id}/channels", [{"id": guild.channel, "flags": 0}], expect=204)
    assert (await guild.owner.patch(path, {"nsfw": True}))["flags"] == 0
    category = await guild.owner.post(f"/guilds/{guild.id}/channels", {"name": "c", "type": 4, "nsfw": True})
    assert category["nsfw"] is False
