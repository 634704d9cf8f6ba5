"""Emojis of guilds and of applications: their pictures, limits and rights, and where they show."""

import asyncio
import base64
import io
import random
from typing import Any

import pytest
from PIL import Image

from tests.interactions.invoking import Session, slash
from tests.pictures import gif, png, uri
from tests.world import Guild, Person, World

MANAGE, CREATE, EXTERNAL = 1 << 30, 1 << 43, 1 << 18
KIB = 1024


def drawn(kind: str, side: int = 64, frames: int = 1) -> bytes:
    out = io.BytesIO()
    first, *others = [Image.new("RGB", (side, side), (number * 10, 0, 99)) for number in range(frames)]
    first.save(out, kind, **({"save_all": True, "append_images": others} if others else {}))
    return out.getvalue()


async def make(who: Person, guild: Guild, name: str = "smile", image: bytes | None = None, **more: Any) -> Any:
    return await who.post(
        f"/guilds/{guild.id}/emojis", {"name": name, "image": uri(image or png()), **more}, expect=201
    )


async def fetched(world: World, file: str) -> Image.Image:
    answer = await world.http.get(f"{world.addresses.root}/emojis/{file}")
    assert answer.status_code == 200, answer.text
    return Image.open(io.BytesIO(answer.content))


async def status(world: World, file: str) -> int:
    return (await world.http.get(f"{world.addresses.root}/emojis/{file}")).status_code


async def test_a_guild_makes_changes_and_deletes_emojis(world: World) -> None:
    guild = await world.guild()
    owner, path = guild.owner, f"/guilds/{guild.id}/emojis"
    made = await make(owner, guild)
    assert made.pop("user")["id"] == owner.id
    id_ = made["id"]
    usual = {"require_colons": True, "managed": False, "animated": False, "available": True}
    assert made == {"id": id_, "name": "smile", "roles": [], **usual}
    assert (await owner.get(f"/guilds/{guild.id}"))["emojis"] == [made]
    assert (await owner.get(f"/guilds/{guild.id}/preview"))["emojis"] == [made]
    renamed = await owner.patch(f"{path}/{id_}", {"name": "grin", "roles": [guild.id, guild.id, None]})
    assert (renamed["name"], renamed["roles"], renamed["user"]["id"]) == ("grin", [guild.id], owner.id)
    assert await owner.get(f"{path}/{id_}") == renamed
    assert await owner.get(path) == [renamed]
    assert (await owner.patch(f"{path}/{id_}", {"roles": None}))["roles"] == []
    await owner.delete(f"{path}/{id_}", expect=204)
    assert await owner.get(path) == []
    for method in "GET", "PATCH", "DELETE":
        await owner.refused(10014, method, f"{path}/{id_}", {} if method == "PATCH" else None, status=404)


async def test_everyone_is_told_of_all_emojis(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild)
    socket = await bot.connect(intents=1 | 1 << 3)
    deaf = await bot.connect(intents=1 | 1 << 9)
    first, second = await make(guild.owner, guild, "one"), await make(guild.owner, guild, "two", gif())
    assert [emoji["name"] for emoji in (await socket.event("GUILD_EMOJIS_UPDATE"))["emojis"]] == ["one"]
    told = await socket.event("GUILD_EMOJIS_UPDATE")
    assert told == {"guild_id": guild.id, "emojis": [_without_user(first), _without_user(second)]}
    await guild.owner.patch(f"/guilds/{guild.id}/emojis/{first['id']}", {"name": "one"})  # changes nothing
    await guild.owner.delete(f"/guilds/{guild.id}/emojis/{first['id']}")
    assert (await socket.event("GUILD_EMOJIS_UPDATE"))["emojis"] == [_without_user(second)]
    assert (await bot.connect()).guilds[guild.id]["emojis"] == [_without_user(second)]
    await guild.owner.post(f"/channels/{guild.channel}/messages", {"content": "marker"})
    await deaf.event("MESSAGE_CREATE")
    assert "GUILD_EMOJIS_UPDATE" not in [payload.t for payload in deaf.seen]


def _without_user(emoji: Any) -> Any:
    return {key: value for key, value in emoji.items() if key != "user"}


async def test_the_audit_log_has_those_of_guilds(world: World) -> None:
    guild = await world.guild()
    path = f"/guilds/{guild.id}/emojis"
    because = {"headers": {"X-Audit-Log-Reason": "because"}}
    made = await guild.owner.post(path, {"name": "smile", "image": uri(png())}, **because)
    await guild.owner.patch(f"{path}/{made['id']}", {"name": "grin"}, **because)
    await guild.owner.patch(f"{path}/{made['id']}", {"name": "grin"})  # changes nothing
    await guild.owner.delete(f"{path}/{made['id']}", **because)
    entries = (await guild.owner.get(f"/guilds/{guild.id}/audit-logs"))["audit_log_entries"]
    assert [entry["action_type"] for entry in entries[:3]] == [62, 61, 60]
    assert {(entry["target_id"], entry["reason"]) for entry in entries[:3]} == {(made["id"], "because")}
    assert entries[1]["changes"] == [{"key": "name", "old_value": "smile", "new_value": "grin"}]
    assert {"key": "name", "old_value": "grin"} in entries[0]["changes"]


async def test_who_may(world: World) -> None:
    alice, bob = await world.users(2)
    guild = await world.guild(members=[alice, bob])
    path, body = f"/guilds/{guild.id}/emojis", {"name": "smile", "image": uri(png())}
    await guild.owner.patch(f"/guilds/{guild.id}/roles/{guild.id}", {"permissions": "0"})
    theirs = await make(guild.owner, guild)
    await alice.refused(50013, "POST", path, body, status=403)
    assert "user" not in await alice.get(f"{path}/{theirs['id']}")
    assert await alice.get(path) == [_without_user(theirs)]
    await _grant(guild, alice, CREATE)
    mine = await make(alice, guild, "mine")
    assert (await alice.get(f"{path}/{mine['id']}"))["user"]["id"] == alice.id
    assert "user" not in await alice.get(f"{path}/{theirs['id']}")
    assert [emoji["user"]["id"] for emoji in await alice.get(path)] == [guild.owner.id, alice.id]
    await alice.patch(f"{path}/{mine['id']}", {"name": "mine_too"})
    await alice.refused(50013, "PATCH", f"{path}/{theirs['id']}", {"name": "not_mine"}, status=403)
    await alice.refused(50013, "DELETE", f"{path}/{theirs['id']}", status=403)
    await _grant(guild, bob, MANAGE)
    await bob.refused(50013, "POST", path, body, status=403)
    assert (await bob.patch(f"{path}/{mine['id']}", {"name": "bobs"}))["user"]["id"] == alice.id
    await bob.delete(f"{path}/{mine['id']}")
    await (await world.user()).refused(50001, "GET", path, status=403)


async def _grant(guild: Guild, person: Person, permissions: int) -> str:
    role = await guild.owner.post(f"/guilds/{guild.id}/roles", {"name": "a role", "permissions": str(permissions)})
    await guild.owner.put(f"/guilds/{guild.id}/members/{person.id}/roles/{role['id']}")
    return role["id"]


@pytest.mark.parametrize("name", ["x", "y" * 33, "two words", "semi:colon", "späti", "line\n", "٣٣", ""])
async def test_names_that_are_none(world: World, name: str) -> None:
    guild = await world.guild()
    path = f"/guilds/{guild.id}/emojis"
    problem = await guild.owner.refused(50035, "POST", path, {"name": name, "image": uri(png())}, status=400)
    assert list(problem["errors"]) == ["name"]
    made = await make(guild.owner, guild)
    await guild.owner.refused(50035, "PATCH", f"{path}/{made['id']}", {"name": name}, status=400)


async def test_roles_that_are_none(world: World) -> None:
    guild, other = await world.guild(), await world.guild()
    path = f"/guilds/{guild.id}/emojis"
    body = {"name": "smile", "image": uri(png()), "roles": [other.id]}
    await guild.owner.refused(10011, "POST", path, body, status=404)
    made = await make(guild.owner, guild)
    await guild.owner.refused(10011, "PATCH", f"{path}/{made['id']}", {"roles": [other.id]}, status=404)


@pytest.mark.parametrize(
    ("kind", "frames"),
    [("JPEG", 1), *((kind, frames) for kind in ("PNG", "GIF", "WEBP", "AVIF") for frames in (1, 3))],
)
async def test_what_moves_is_seen_in_the_bytes(world: World, kind: str, frames: int) -> None:
    guild = await world.guild()
    made = await make(guild.owner, guild, image=drawn(kind, frames=frames))  # always said to be a PNG
    assert made["animated"] is (frames > 1)
    still, moving = [await fetched(world, f"{made['id']}.webp{query}") for query in ("", "?animated=true")]
    assert [getattr(one, "n_frames", 1) for one in (still, moving)] == [1, frames]
    assert await status(world, f"{made['id']}.gif") == (200 if frames > 1 else 415)
    assert (await fetched(world, f"{made['id']}.png")).size == (64, 64)


@pytest.mark.parametrize(("content", "ending"), [(png(), "png"), (gif(), "gif")])
async def test_what_is_small_enough_stays_as_it_is(world: World, content: bytes, ending: str) -> None:
    made = await make((guild := await world.guild()).owner, guild, image=content)
    answer = await world.http.get(f"{world.addresses.root}/emojis/{made['id']}.{ending}")
    assert answer.content == content


@pytest.mark.parametrize(("kind", "frames"), [("PNG", 1), ("GIF", 3), ("PNG", 3), ("JPEG", 1)])
async def test_large_pictures_are_made_smaller(world: World, kind: str, frames: int) -> None:
    guild = await world.guild()
    made = await make(guild.owner, guild, image=drawn(kind, 300, frames))
    assert made["animated"] is (frames > 1)
    picture = await fetched(world, f"{made['id']}.webp?animated=true&size=512")
    assert (picture.size, getattr(picture, "n_frames", 1)) == ((128, 128), frames)
    assert (await fetched(world, f"{made['id']}.png?size=32")).size == (32, 32)
    assert (await fetched(world, f"{made['id']}.jpg")).format == "JPEG"


async def test_what_the_cdn_does_not_have(world: World) -> None:
    guild = await world.guild()
    id_ = (await make(guild.owner, guild))["id"]
    for file, expected in {
        f"{id_}.png?size=17": 400,
        f"{id_}.gif": 415,
        f"{id_}.svg": 404,
        f"a_{id_}.png": 404,
        "1.png": 404,
        "..%2f..%2fsecret.png": 404,
        "9" * 40 + ".png": 404,
        f"{id_}.png": 200,
    }.items():
        assert await status(world, file) == expected, file


def _noise(side: int) -> bytes:
    out = io.BytesIO()
    Image.frombytes("RGB", (side, side), random.Random(1).randbytes(side * side * 3)).save(out, "PNG")
    return out.getvalue()


def _falsely_large() -> bytes:
    """A PNG that says it is 60000 by 60000."""
    content = bytearray(png())
    content[16:24] = (60_000).to_bytes(4, "big") * 2
    return bytes(content)


def _bomb(kind: str, side: int, frames: int = 1) -> bytes:
    """Few bytes, and many pixels of nearly nothing."""
    content = drawn(kind, side, frames)
    assert len(content) < 256 * KIB, len(content)
    return content


@pytest.mark.parametrize(
    ("image", "code"),
    [
        (uri(_noise(330)), "BASE_TYPE_MAX_SIZE"),
        (uri(b"\0" * 300 * KIB), "BASE_TYPE_MAX_SIZE"),
        (uri(_bomb("PNG", 5000)), "IMAGE_INVALID"),
        (uri(_bomb("GIF", 1500, 16)), "IMAGE_INVALID"),
        (uri(_bomb("WEBP", 3000, 4)), "IMAGE_INVALID"),
        (uri(_bomb("AVIF", 3000, 4)), "IMAGE_INVALID"),
        (uri(_falsely_large()), "IMAGE_INVALID"),
        (uri(png()[:-40]), "IMAGE_INVALID"),
        (uri(gif()[:-40], "gif"), "IMAGE_INVALID"),
        (uri(b"<svg/>"), "IMAGE_INVALID"),
        (uri(drawn("BMP")), "IMAGE_INVALID"),
        ("data:image/svg+xml;base64," + base64.b64encode(b"<svg/>").decode(), "IMAGE_INVALID"),
        ("data:image/png;base64,???", "IMAGE_INVALID"),
        ("https://example.test/a.png", "IMAGE_INVALID"),
        ("", "IMAGE_INVALID"),
    ],
    ids=["330 KiB", "300 KiB of nothing", *"wxyz", "false size", "cut png", "cut gif", "svg", "bmp", *"abcd"],
)
async def test_pictures_that_are_none(world: World, image: str, code: str) -> None:
    guild = await world.guild()
    bot = await world.bot()
    for path in f"/guilds/{guild.id}/emojis", f"/applications/{bot.id}/emojis":
        caller = guild.owner if "guilds" in path else bot
        problem = await caller.refused(50035, "POST", path, {"name": "smile", "image": image}, status=400)
        assert problem["errors"]["image"]["_errors"][0]["code"] == code
    assert await guild.owner.get(f"/guilds/{guild.id}/emojis") == []


async def test_fifty_of_each_kind_and_no_more(world: World) -> None:
    """However many are made at once."""
    guild = await world.guild()
    path = f"/guilds/{guild.id}/emojis"

    async def one(number: int) -> None:
        await make(guild.owner, guild, f"e_{number}", png(16) if number % 2 else gif(16))

    results = await asyncio.gather(*(one(number) for number in range(120)), return_exceptions=True)
    assert results.count(None) == 100
    emojis = await guild.owner.get(path)
    assert [sum(emoji["animated"] is moves for emoji in emojis) for moves in (True, False)] == [50, 50]
    await guild.owner.refused(30008, "POST", path, {"name": "more", "image": uri(png())}, status=400)
    await guild.owner.refused(30018, "POST", path, {"name": "more", "image": uri(gif())}, status=400)
    await guild.owner.delete(f"{path}/{emojis[1]['id']}")
    await make(guild.owner, guild, "again", png(16) if not emojis[1]["animated"] else gif(16))


async def test_an_application_has_emojis_of_its_own(world: World) -> None:
    bot = await world.bot()
    path, body = f"/applications/{bot.id}/emojis", {"name": "logo", "image": uri(png())}
    assert await bot.get(path) == {"items": []}
    made = await bot.post(path, body, expect=201)
    assert (made["name"], made["user"]["id"], made["roles"], made["available"]) == ("logo", bot.id, [], True)
    by_owner = await bot.owner.post(path, body | {"image": uri(gif())}, expect=201)
    assert (by_owner["user"]["id"], by_owner["animated"]) == (bot.owner.id, True)
    assert await bot.owner.get(path) == {"items": [made, by_owner]}
    assert await bot.patch(f"{path}/{made['id']}", {"name": "mark"}) == made | {"name": "mark"}
    assert await bot.get(f"{path}/{made['id']}") == made | {"name": "mark"}
    assert (await fetched(world, f"{made['id']}.png")).size == (64, 64)
    other = await world.bot()
    for method, file in ("GET", ""), ("POST", ""), ("GET", f"/{made['id']}"), ("DELETE", f"/{made['id']}"):
        await other.refused(20012, method, path + file, body if method == "POST" else None, status=403)
    await other.refused(10014, "GET", f"/applications/{other.id}/emojis/{made['id']}", status=404)
    await bot.delete(f"{path}/{made['id']}", expect=204)
    assert await bot.get(path) == {"items": [by_owner]}


async def _gone(world: World, *ids: str) -> None:
    async with asyncio.timeout(10):
        for id_ in ids:
            while await status(world, f"{id_}.png") != 404:
                await asyncio.sleep(0.05)


async def test_pictures_go_with_their_emojis(world: World) -> None:
    guild = await world.guild()
    first, second, third = [(await make(guild.owner, guild))["id"] for _ in range(3)]
    await guild.owner.delete(f"/guilds/{guild.id}/emojis/{first}")
    await _gone(world, first)
    assert await status(world, f"{second}.png") == 200
    await guild.owner.delete(f"/guilds/{guild.id}", expect=204)
    await _gone(world, second, third)
    bot = await world.bot()
    path = f"/applications/{bot.id}"
    own = (await bot.post(f"{path}/emojis", {"name": "own", "image": uri(png())}))["id"]
    await bot.owner.post(f"{path}/delete", expect=204)
    await _gone(world, own)


async def test_components_show_emojis_as_they_are(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=1 << 3)
    path = f"/channels/{guild.channel}/messages"
    id_ = (await make(guild.owner, guild, image=gif()))["id"]
    own = (await bot.post(f"/applications/{bot.id}/emojis", {"name": "own", "image": uri(png())}))["id"]
    button = {"type": 2, "style": 1, "custom_id": "b", "emoji": {"id": id_, "name": "false", "animated": False}}
    options = [{"label": "l", "value": "v", "emoji": {"id": own}}]
    rows = [{"type": 1, "components": [one]} for one in (button, {"type": 3, "custom_id": "s", "options": options})]
    sent = await bot.post(path, {"components": rows})
    first, second = [row["components"][0] for row in sent["components"]]
    assert first["emoji"] == {"id": id_, "name": "smile", "animated": True}
    assert second["options"][0]["emoji"] == {"id": own, "name": "own", "animated": False}
    other = await world.bot(guild, permissions=1 << 3)
    for caller, method, where, bad in (
        (bot, "POST", path, [{"type": 1, "components": [button | {"emoji": {"id": guild.id, "name": "x"}}]}]),
        (bot, "PATCH", f"{path}/{sent['id']}", [{"type": 1, "components": [button | {"emoji": {"id": guild.id}}]}]),
        (other, "POST", path, [{"type": 1, "components": [button | {"emoji": {"id": own}}]}]),
    ):
        problem = await caller.refused(50035, method, where, {"components": bad}, status=400)
        (error,) = problem["errors"]["components"]["0"]["components"]["0"]["emoji"]["id"]["_errors"]
        assert error["code"] == "BUTTON_COMPONENT_INVALID_EMOJI"


async def test_modals_show_emojis_as_they_are(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild)
    session = await Session.open(guild.owner, bot, guild)
    id_ = (await make(guild.owner, guild))["id"]

    def modal(emoji_id: str) -> Any:
        options = [{"label": "l", "value": "v", "emoji": {"id": emoji_id}}]
        select = {"type": 3, "custom_id": "s", "options": options}
        return {"custom_id": "m", "title": "t", "components": [{"type": 18, "label": "l", "component": select}]}

    interaction = await session.invoke(await slash(bot, "asked"))
    path = f"/interactions/{interaction['id']}/{interaction['token']}/callback"
    problem = await bot.refused(50035, "POST", path, {"type": 9, "data": modal(guild.id)}, status=400)
    label = problem["errors"]["data"]["components"]["0"]["component"]
    assert label["options"]["0"]["emoji"]["id"]["_errors"][0]["code"] == "BUTTON_COMPONENT_INVALID_EMOJI"
    await bot.post(path, {"type": 9, "data": modal(id_)}, expect=204)
    shown = await session.user.event("INTERACTION_MODAL_CREATE")
    (option,) = shown["components"][0]["component"]["options"]
    assert option["emoji"] == {"id": id_, "name": "smile", "animated": False}
