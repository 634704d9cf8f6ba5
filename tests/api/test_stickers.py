"""Stickers of guilds: their files, limits and rights, where they show, and messages with them."""

import asyncio
import io
import json
import random
from typing import Any

import pytest
from PIL import Image

from tests.pictures import gif, png
from tests.world import Guild, Person, World

MANAGE, CREATE, EXTERNAL = 1 << 30, 1 << 43, 1 << 37
LOTTIE = {"v": "5.7.0", "fr": 30, "ip": 0, "op": 60, "w": 320, "h": 320, "layers": [{"ty": 4}]}


def drawn(kind: str, side: int = 64, frames: int = 2, ms: int = 100) -> bytes:
    out = io.BytesIO()
    first, *others = [Image.new("RGB", (side, side), ("red", "blue")[number % 2]) for number in range(frames)]
    first.save(out, kind, save_all=True, append_images=others, duration=ms)
    return out.getvalue()


def form(content: bytes = b"", **fields: str) -> dict[str, Any]:
    return {"data": {"name": "wave", "tags": "👋", **fields}, "files": {"file": ("file", content or png())}}


async def make(who: Person, guild: Guild, content: bytes = b"", **fields: str) -> Any:
    return await who.post(f"/guilds/{guild.id}/stickers", expect=201, **form(content, **fields))


async def fetched(world: World, file: str) -> Any:
    return await world.http.get(f"{world.addresses.root}/stickers/{file}")


def without_user(sticker: Any) -> Any:
    return {key: value for key, value in sticker.items() if key != "user"}


async def grant(guild: Guild, person: Person, permissions: int) -> None:
    role = await guild.owner.post(f"/guilds/{guild.id}/roles", {"name": "a role", "permissions": str(permissions)})
    await guild.owner.put(f"/guilds/{guild.id}/members/{person.id}/roles/{role['id']}")


async def test_a_guild_makes_changes_and_deletes_stickers(world: World) -> None:
    guild = await world.guild()
    owner, path = guild.owner, f"/guilds/{guild.id}/stickers"
    made = await make(owner, guild, description="says hello")
    assert made["user"]["id"] == owner.id
    said = {"name": "wave", "tags": "👋", "description": "says hello", "guild_id": guild.id}
    assert without_user(made) == {"id": made["id"], "type": 2, "format_type": 1, "available": True, **said}
    shown = without_user(made)
    assert (await owner.get(f"/guilds/{guild.id}"))["stickers"] == [shown]
    assert (await owner.get(f"/guilds/{guild.id}/preview"))["stickers"] == [shown]
    assert await (await world.user()).get(f"/stickers/{made['id']}") == shown
    changed = await owner.patch(f"{path}/{made['id']}", {"name": "hello", "tags": "x", "description": None})
    assert changed == made | {"name": "hello", "tags": "x", "description": None}
    assert await owner.get(f"{path}/{made['id']}") == changed
    assert await owner.get(path) == [changed]
    await owner.delete(f"{path}/{made['id']}", expect=204)
    assert await owner.get(path) == []
    for method in "GET", "PATCH", "DELETE":
        await owner.refused(10060, method, f"{path}/{made['id']}", {} if method == "PATCH" else None, status=404)
    await owner.refused(10060, "GET", f"/stickers/{made['id']}", status=404)


async def test_everyone_is_told_of_all_stickers(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild)
    socket = await bot.connect(intents=1 | 1 << 3)
    first, second = await make(guild.owner, guild, name="one"), await make(guild.owner, guild, name="two")
    assert [one["name"] for one in (await socket.event("GUILD_STICKERS_UPDATE"))["stickers"]] == ["one"]
    told = await socket.event("GUILD_STICKERS_UPDATE")
    assert told == {"guild_id": guild.id, "stickers": [without_user(first), without_user(second)]}
    await guild.owner.patch(f"/guilds/{guild.id}/stickers/{first['id']}", {"name": "one"})  # changes nothing
    await guild.owner.delete(f"/guilds/{guild.id}/stickers/{first['id']}")
    assert (await socket.event("GUILD_STICKERS_UPDATE"))["stickers"] == [without_user(second)]
    assert (await bot.connect()).guilds[guild.id]["stickers"] == [without_user(second)]


async def test_the_audit_log_has_them(world: World) -> None:
    guild = await world.guild()
    path = f"/guilds/{guild.id}/stickers"
    because = {"headers": {"X-Audit-Log-Reason": "because"}}
    made = await guild.owner.post(path, expect=201, **form(), **because)
    await guild.owner.patch(f"{path}/{made['id']}", {"name": "hello"}, **because)
    await guild.owner.delete(f"{path}/{made['id']}", **because)
    entries = (await guild.owner.get(f"/guilds/{guild.id}/audit-logs"))["audit_log_entries"][:3]
    assert [entry["action_type"] for entry in entries] == [92, 91, 90]
    assert {(entry["target_id"], entry["reason"]) for entry in entries} == {(made["id"], "because")}
    assert entries[1]["changes"] == [{"key": "name", "old_value": "wave", "new_value": "hello"}]
    keys = {"name", "tags", "format_type", "available", "guild_id"}
    assert [{change["key"] for change in entries[at]["changes"]} for at in (0, 2)] == [keys, keys]


async def test_who_may(world: World) -> None:
    alice, bob = await world.users(2)
    guild = await world.guild(members=[alice, bob])
    path = f"/guilds/{guild.id}/stickers"
    await guild.owner.patch(f"/guilds/{guild.id}/roles/{guild.id}", {"permissions": "0"})
    theirs = await make(guild.owner, guild)
    await alice.refused(50013, "POST", path, status=403, **form())
    assert await alice.get(f"{path}/{theirs['id']}") == without_user(theirs)
    assert await alice.get(path) == [without_user(theirs)]
    await grant(guild, alice, CREATE)
    mine = await make(alice, guild)
    assert (await alice.get(f"{path}/{theirs['id']}"))["user"]["id"] == guild.owner.id
    assert [one["user"]["id"] for one in await alice.get(path)] == [guild.owner.id, alice.id]
    await alice.patch(f"{path}/{mine['id']}", {"name": "mine too"})
    await alice.refused(50013, "PATCH", f"{path}/{theirs['id']}", {"name": "not mine"}, status=403)
    await alice.refused(50013, "DELETE", f"{path}/{theirs['id']}", status=403)
    await grant(guild, bob, MANAGE)
    await bob.refused(50013, "POST", path, status=403, **form())
    assert (await bob.patch(f"{path}/{mine['id']}", {"name": "bobs"}))["user"]["id"] == alice.id
    await bob.delete(f"{path}/{mine['id']}")
    await (await world.user()).refused(50001, "GET", path, status=403)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "x"},
        {"name": "x" * 31},
        {"tags": ""},
        {"tags": "x" * 201},
        {"description": "x"},
        {"description": "x" * 101},
        {"name": "N\0L"},
    ],
)
async def test_words_that_are_none(world: World, wrong: dict[str, str]) -> None:
    guild = await world.guild()
    path, made = f"/guilds/{guild.id}/stickers", await make(guild.owner, guild)
    problem = await guild.owner.refused(50035, "POST", path, status=400, **form(**wrong))
    assert list(problem["errors"]) == list(wrong)
    await guild.owner.refused(50035, "PATCH", f"{path}/{made['id']}", wrong, status=400)


async def test_forms_that_are_none(world: World) -> None:
    guild = await world.guild()
    path = f"/guilds/{guild.id}/stickers"
    await guild.owner.refused(50035, "POST", path, {"name": "wave", "tags": "x"}, status=400)
    without_name = {"data": {"tags": "x"}, "files": {"file": ("a.png", png())}}
    problem = await guild.owner.refused(50035, "POST", path, status=400, **without_name)
    assert problem["errors"]["name"]["_errors"][0]["code"] == "BASE_TYPE_REQUIRED"
    parts = {"name": (None, "wave"), "tags": (None, "x")}
    problem = await guild.owner.refused(50035, "POST", path, status=400, files=parts)
    assert problem["errors"]["file"]["_errors"][0]["code"] == "BASE_TYPE_REQUIRED"


@pytest.mark.parametrize(
    ("content", "kind", "ending", "media_type"),
    [
        (png(320), 1, "png", "image/png"),
        (drawn("PNG"), 2, "png", "image/png"),
        (gif(), 4, "gif", "image/gif"),
    ],
)
async def test_the_cdn_has_the_file_as_it_came(
    world: World, content: bytes, kind: int, ending: str, media_type: str
) -> None:
    guild = await world.guild()
    made = await make(guild.owner, guild, content)
    assert made["format_type"] == kind
    answer = await fetched(world, f"{made['id']}.{ending}?size=16")
    assert (answer.content, answer.headers["content-type"]) == (content, media_type)
    webp = Image.open(io.BytesIO((await fetched(world, f"{made['id']}.webp")).content))
    assert (webp.format, getattr(webp, "n_frames", 1)) == ("WEBP", 1 if kind == 1 else 2)
    other = "gif" if ending == "png" else "png"
    for file, status in {f"{made['id']}.{other}": 415, f"{made['id']}.json": 415, "1.png": 404, "x.png": 404}.items():
        assert (await fetched(world, file)).status_code == status


async def test_lottie_takes_a_feature(world: World) -> None:
    """With the feature it is in tests/deliveries/test_stickers.py, for no route gives one."""
    guild = await world.guild()
    path, content = f"/guilds/{guild.id}/stickers", json.dumps(LOTTIE).encode()
    await guild.owner.refused(50046, "POST", path, status=400, **form(content))


def _noise(side: int) -> bytes:
    out = io.BytesIO()
    pixels = random.Random(1).randbytes(side * side * 3)
    frames = [Image.frombytes("RGB", (side, side), pixels[shift:] + pixels[:shift]) for shift in range(2)]
    frames[0].save(out, "PNG", save_all=True, append_images=frames[1:])
    return out.getvalue()


def _falsely_large() -> bytes:
    content = bytearray(png())
    content[16:24] = (60_000).to_bytes(4, "big") * 2
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (_noise(320), 50045),
        (png(321), 50046),
        (_falsely_large(), 50046),
        (png()[:-40], 50046),
        (drawn("WEBP"), 50046),
        (drawn("GIF", frames=40, ms=150), 170007),
        (drawn("PNG", frames=40, ms=150), 170007),
        (drawn("PNG", 8, 1001, 1), 170004),
        (b"<svg/>", 50046),
        (b"{}", 170001),
        (b'{"v": ' + b"[" * 10_000, 170001),
    ],
    ids=["too many bytes", "too wide", "false size", "cut", "webp", *"gp", "many frames", "svg", *"ed"],
)
async def test_files_that_are_none(world: World, content: bytes, code: int) -> None:
    guild = await world.guild()
    path = f"/guilds/{guild.id}/stickers"
    await guild.owner.refused(code, "POST", path, status=400, **form(content))
    assert await guild.owner.get(path) == []


async def test_five_and_no_more(world: World) -> None:
    """However many are made at once."""
    guild = await world.guild()
    path = f"/guilds/{guild.id}/stickers"
    results = await asyncio.gather(*(make(guild.owner, guild) for _ in range(12)), return_exceptions=True)
    assert sum(isinstance(one, dict) for one in results) == 5
    await guild.owner.refused(30039, "POST", path, status=400, **form())
    await guild.owner.delete(f"{path}/{(await guild.owner.get(path))[0]['id']}")
    await make(guild.owner, guild)


async def test_files_go_with_their_stickers(world: World) -> None:
    guild = await world.guild()
    first, second = [(await make(guild.owner, guild))["id"] for _ in range(2)]
    await guild.owner.delete(f"/guilds/{guild.id}/stickers/{first}")
    await _gone(world, first)
    assert (await fetched(world, f"{second}.png")).status_code == 200
    await guild.owner.delete(f"/guilds/{guild.id}", expect=204)
    await _gone(world, second)


async def _gone(world: World, sticker_id: str) -> None:
    async with asyncio.timeout(10):
        while (await fetched(world, f"{sticker_id}.png")).status_code != 404:
            await asyncio.sleep(0.05)


async def test_there_are_no_packs(world: World) -> None:
    assert await world.anyone.get("/sticker-packs") == {"sticker_packs": []}
    await (await world.user()).refused(10061, "GET", "/sticker-packs/1", status=404)


async def test_messages_with_stickers(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=1 << 3)
    socket = await bot.connect()
    path = f"/channels/{guild.channel}/messages"
    one, two = [without_user(await make(guild.owner, guild, name=name)) for name in ("one", "two")]
    item = {key: one[key] for key in ("id", "name", "format_type")}
    sent = await guild.owner.post(path, {"sticker_ids": [one["id"], one["id"]]})
    assert (sent["sticker_items"], sent["stickers"]) == ([item], [one])
    assert (await socket.event("MESSAGE_CREATE"))["sticker_items"] == [item]
    both = await bot.post(path, {"content": "x", "sticker_ids": [two["id"], one["id"]]})
    assert [sticker["name"] for sticker in both["sticker_items"]] == ["two", "one"]
    reply = await bot.post(path, {"content": "y", "message_reference": {"message_id": sent["id"]}})
    assert reply["referenced_message"]["sticker_items"] == [item]
    forward = {"message_reference": {"type": 1, "message_id": sent["id"], "channel_id": guild.channel}}
    snapshot = (await bot.post(path, forward))["message_snapshots"][0]["message"]
    assert (snapshot["sticker_items"], snapshot["stickers"]) == ([item], [one])
    await guild.owner.delete(f"/guilds/{guild.id}/stickers/{one['id']}")
    assert (await bot.get(f"{path}/{sent['id']}"))["sticker_items"] == [item]
    assert "sticker_items" not in await guild.owner.post(path, {"content": "none"})


async def test_edits_of_messages_with_stickers(world: World) -> None:
    guild = await world.guild()
    path = f"/channels/{guild.channel}/messages"
    one, two = [(await make(guild.owner, guild))["id"] for _ in range(2)]
    sent = await guild.owner.post(path, {"content": "x", "sticker_ids": [one]})
    for kept in ({"content": "y"}, {"content": "z", "sticker_ids": [one]}):
        edited = await guild.owner.patch(f"{path}/{sent['id']}", kept)
        assert [sticker["id"] for sticker in edited["sticker_items"]] == [one]
    await guild.owner.refused(50080, "PATCH", f"{path}/{sent['id']}", {"sticker_ids": [two]}, status=400)
    assert "sticker_items" in await guild.owner.patch(f"{path}/{sent['id']}", {"content": None})
    await guild.owner.refused(50006, "PATCH", f"{path}/{sent['id']}", {"sticker_ids": []}, status=400)
    bare = await guild.owner.patch(f"{path}/{sent['id']}", {"content": "x", "sticker_ids": []})
    assert "sticker_items" not in bare


async def test_which_stickers_may_be_sent(world: World) -> None:
    alice = await world.user()
    guild, theirs, foreign = await world.guild(members=[alice]), await world.guild(members=[alice]), await world.guild()
    path = f"/channels/{guild.channel}/messages"
    here, there, away = [(await make(one.owner, one))["id"] for one in (guild, theirs, foreign)]
    await alice.post(path, {"sticker_ids": [here, there]})
    await alice.refused(50600, "POST", path, {"sticker_ids": [away]}, status=403)
    await alice.refused(10060, "POST", path, {"sticker_ids": [here, guild.id]}, status=404)
    await alice.refused(50035, "POST", path, {"sticker_ids": [here] * 4}, status=400)
    without = await guild.owner.get(f"/guilds/{guild.id}/roles")
    permissions = str(int(without[0]["permissions"]) & ~EXTERNAL)
    await guild.owner.patch(f"/guilds/{guild.id}/roles/{guild.id}", {"permissions": permissions})
    await alice.refused(50600, "POST", path, {"sticker_ids": [there]}, status=403)
    await alice.post(path, {"sticker_ids": [here]})
    bot = await world.bot(guild, permissions=1 << 3)
    text = {"flags": 1 << 15, "components": [{"type": 10, "content": "text"}], "sticker_ids": [here]}
    problem = await bot.refused(50035, "POST", path, text, status=400)
    assert list(problem["errors"]) == ["sticker_ids"]
    dm = await alice.post("/users/@me/channels", {"recipient_id": guild.owner.id})
    await alice.post(f"/channels/{dm['id']}/messages", {"sticker_ids": [here]})


async def test_posts_of_forums_with_stickers(world: World) -> None:
    guild = await world.guild()
    sticker = (await make(guild.owner, guild))["id"]
    forum = (await guild.owner.post(f"/guilds/{guild.id}/channels", {"name": "forum", "type": 15}))["id"]
    body = {"name": "a post", "message": {"sticker_ids": [sticker]}}
    post = await guild.owner.post(f"/channels/{forum}/threads", body)
    assert [one["id"] for one in post["message"]["sticker_items"]] == [sticker]
    kept = await guild.owner.get(f"/channels/{post['id']}/messages/{post['id']}")
    assert kept["sticker_items"] == post["message"]["sticker_items"]
    body["message"] = {"sticker_ids": [guild.id]}
    await guild.owner.refused(10060, "POST", f"/channels/{forum}/threads", body, status=404)


async def test_copies_of_published_messages_have_their_stickers(world: World) -> None:
    source, target = await world.guild(), await world.guild()
    sticker = (await make(source.owner, source))["id"]
    news = (await source.owner.post(f"/guilds/{source.id}/channels", {"name": "news", "type": 5}))["id"]
    invite = await source.owner.post(f"/channels/{source.channel}/invites", {})
    await target.owner.post(f"/invites/{invite['code']}", {})
    await target.owner.post(f"/channels/{news}/followers", {"webhook_channel_id": target.channel})
    socket = await target.owner.connect()
    message = await source.owner.post(f"/channels/{news}/messages", {"content": "x", "sticker_ids": [sticker]})
    path = f"/channels/{news}/messages/{message['id']}"
    await source.owner.post(f"{path}/crosspost", {})
    copy = await socket.event("MESSAGE_CREATE", lambda one: one["channel_id"] == target.channel)
    assert copy["sticker_items"] == message["sticker_items"]
    await source.owner.patch(path, {"sticker_ids": []})
    copy = await socket.event("MESSAGE_UPDATE", lambda one: one["channel_id"] == target.channel)
    assert "sticker_items" not in copy
