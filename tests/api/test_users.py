"""Oneself, and others."""

import io
from typing import Any

import pytest
from PIL import Image

from tests.pictures import gif, png, uri
from tests.world import Person, World

PASSWORD = "correct horse battery"


async def test_others_do_not_see_what_is_private(world: World):
    alice, bob = await world.users(2)
    seen = await bob.get(f"/users/{alice.id}")
    assert seen["username"] == alice.name
    assert not {"email", "verified", "token", "locale"} & set(seen)
    await bob.refused(10013, "GET", "/users/1", status=404)


async def test_a_change_is_seen_in_every_guild(world: World):
    alice, bob = await world.users(2)
    guild = await world.guild(alice, members=[bob])
    bot = await world.bot(guild)
    socket, own = await bot.connect(), await bob.connect()
    me = await bob.patch("/users/@me", {"global_name": "Bob", "avatar": uri(png()), "banner": uri(gif(), "gif")})
    assert me["global_name"] == "Bob"
    assert me["banner"].startswith("a_")
    member = await socket.event("GUILD_MEMBER_UPDATE", lambda data: data["user"]["id"] == bob.id)
    assert member["user"]["avatar"] == me["avatar"]
    assert member["guild_id"] == guild.id
    assert (await own.event("USER_UPDATE"))["email"] == me["email"]
    gone = await bob.patch("/users/@me", {"global_name": None, "avatar": None})
    assert (gone["global_name"], gone["avatar"], gone["banner"]) == (None, None, me["banner"])


async def test_a_new_password_ends_all_tokens(world: World):
    user = await world.user()
    await user.get("/users/@me")
    changed = await user.patch("/users/@me", {"password": PASSWORD, "new_password": "another battery"})
    await user.refused(0, "GET", "/users/@me", status=401)
    renewed = Person(world, user.id, changed["token"])
    assert "token" not in await renewed.get("/users/@me")
    login = {"login": changed["email"], "password": PASSWORD}
    await world.anyone.refused(50035, "POST", "/auth/login", login, status=400)
    await world.anyone.post("/auth/login", login | {"password": "another battery"})


async def test_a_name_can_be_left_and_taken(world: World):
    alice, bob = await world.users(2)
    taken = {"username": alice.name, "password": PASSWORD}
    problem = await bob.refused(50035, "PATCH", "/users/@me", taken, status=400)
    assert problem["errors"]["username"]["_errors"][0]["code"] == "USERNAME_ALREADY_TAKEN"
    await alice.patch("/users/@me", {"username": f"{alice.name}x", "password": PASSWORD})
    assert (await bob.patch("/users/@me", taken))["username"] == alice.name


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"username": "another.name"}, "password"),
        ({"new_password": "another battery", "password": "wrong"}, "password"),
        ({"username": "No", "password": PASSWORD}, "username"),
        ({"avatar": "nothing"}, "avatar"),
        ({"avatar": uri(b"nothing")}, "avatar"),
        ({"avatar": uri(png()[:60])}, "avatar"),
        ({"accent_color": 1 << 24}, "accent_color"),
    ],
)
async def test_what_is_refused(world: World, body: dict[str, Any], field: str):
    user = await world.user()
    before = await user.get("/users/@me")
    problem = await user.refused(50035, "PATCH", "/users/@me", body, status=400)
    assert list(problem["errors"]) == [field]
    assert await user.get("/users/@me") == before


async def test_a_bot_renames_itself_and_need_not_be_unique(world: World):
    one, two = await world.bot(), await world.bot()
    for bot in (one, two):
        assert (await bot.patch("/users/@me", {"username": "Same Name"}))["username"] == "Same Name"
    assert (await one.get("/users/@me"))["bot"] is True


def _with_many_frames() -> bytes:
    """A small file whose frames, all of them together, would fill the memory."""
    frames = [Image.new("L", (3000, 3000), shade) for shade in range(13)]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    return out.getvalue()


def _with_a_broken_second_frame() -> bytes:
    content = gif()
    return content[: content.rindex(b"\x21\xf9") + 30]


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xd8\xff\xc0\x00",
        b"\xff\xd8\xff\xe1\x00\x02\xff\xda\x00\x02\xff\xd9",
        _with_many_frames(),
        _with_a_broken_second_frame(),
    ],
    ids=["half a head", "no frame", "many frames", "a broken frame"],
)
async def test_pictures_that_are_none(world: World, content: bytes):
    user = await world.user()
    problem = await user.refused(50035, "PATCH", "/users/@me", {"avatar": uri(content, "gif")}, status=400)
    assert list(problem["errors"]) == ["avatar"]
