"""The CDN: attachments by signed links, pictures by their hash."""

import io

import httpx
import pytest
from PIL import Image

from tests.pictures import gif, png, uri
from tests.world import Person, World

CONTENT = bytes(range(256)) * 1000


async def upload(world: World, name: str = "data.bin", content: bytes = CONTENT) -> str:
    """The link to a new attachment."""
    guild = await world.guild()
    files = {"files[0]": (name, content, "application/octet-stream")}
    message = await guild.owner.post(f"/channels/{guild.channel}/messages", files=files)
    return message["attachments"][0]["url"]


async def with_pictures(world: World) -> tuple[Person, str, str]:
    """A user, and where his avatar and his moving banner are, without their endings."""
    user = await world.user()
    me = await user.patch("/users/@me", {"avatar": uri(png()), "banner": uri(gif(), "gif")})
    root = world.addresses.root
    return user, f"{root}/avatars/{user.id}/{me['avatar']}", f"{root}/banners/{user.id}/{me['banner']}"


async def test_bytes_come_back_as_they_went_in(world: World):
    link = await upload(world)
    answer = await world.http.get(link)
    assert (answer.status_code, answer.content) == (200, CONTENT)
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["x-content-type-options"] == "nosniff"
    head = await world.http.head(link)
    assert (head.status_code, head.headers["content-length"], head.content) == (200, str(len(CONTENT)), b"")
    again = await world.http.get(link, headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


async def test_ranges(world: World):
    link = await upload(world)

    async def part(wanted: str, **more: str) -> httpx.Response:
        return await world.http.get(link, headers={"range": wanted, **more})

    middle = await part("bytes=100-199")
    assert (middle.status_code, middle.content) == (206, CONTENT[100:200])
    assert middle.headers["content-range"] == f"bytes 100-199/{len(CONTENT)}"
    assert (await part("bytes=-10")).content == CONTENT[-10:]
    beyond = await part(f"bytes={len(CONTENT)}-")
    assert (beyond.status_code, beyond.headers["content-range"]) == (416, f"bytes */{len(CONTENT)}")
    changed = await part("bytes=0-9", **{"if-range": '"another"'})
    assert (changed.status_code, changed.content) == (200, CONTENT)


async def test_a_link_is_of_use_only_as_it_was_given(world: World):
    link = httpx.URL(await upload(world))
    for name, value in (("ex", "ffffffff"), ("is", "1"), ("hm", "0" * 64)):
        answer = await world.http.get(link.copy_set_param(name, value))
        assert answer.status_code == 404, name
    assert (await world.http.get(link.copy_with(query=None))).status_code == 404
    assert (await world.http.get(str(link).replace("data.bin", "page.html"))).status_code == 404


async def test_what_could_run_is_saved_and_not_shown(world: World):
    for name, how in (("page.html", "attachment"), ("x.svg", "attachment"), ("cat.png", "inline")):
        answer = await world.http.get(await upload(world, name, b"<script>"))
        assert answer.headers["content-disposition"].startswith(f"{how};"), name
        assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"


async def test_pictures_come_in_the_format_and_size_asked_for(world: World):
    _, avatar, banner = await with_pictures(world)
    assert (await world.http.get(f"{avatar}.png")).content == png()
    assert (await world.http.get(f"{banner}.gif")).content == gif()
    for link, kind, size, frames in (
        (f"{avatar}.webp?size=32", "WEBP", (32, 32), 1),
        (f"{avatar}.jpg", "JPEG", (64, 64), 1),
        (f"{avatar}.png?size=4096", "PNG", (64, 64), 1),
        (f"{banner}.gif?size=16", "GIF", (16, 16), 2),
        (f"{banner}.png", "PNG", (80, 80), 1),
        (f"{banner}.webp?animated=true", "WEBP", (80, 80), 2),
    ):
        answer = await world.http.get(link)
        assert answer.headers["content-type"] == f"image/{kind.lower()}"
        assert "immutable" in answer.headers["cache-control"]
        image = Image.open(io.BytesIO(answer.content))
        assert (image.format, image.size, getattr(image, "n_frames", 1)) == (kind, size, frames), link


async def test_a_picture_is_sent_once(world: World):
    _, avatar, _ = await with_pictures(world)
    first = await world.http.get(f"{avatar}.png")
    again = await world.http.get(f"{avatar}.png", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    smaller = await world.http.get(f"{avatar}.png?size=16", headers={"if-none-match": first.headers["etag"]})
    assert smaller.status_code == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/avatars/1/00000000000000000000000000000000.png", 404),
        ("/avatars/1/..%2f..%2fsecret.png", 404),
        ("/avatars/me/00000000000000000000000000000000.png", 404),
        ("/avatars/1/00000000000000000000000000000000.png?size=17", 400),
        ("/avatars/1/00000000000000000000000000000000.gif", 415),
        ("/embed/avatars/6.png", 404),
        ("/embed/avatars/5.png", 200),
        ("/attachments/1/x/name", 404),
    ],
)
async def test_what_is_not_there(world: World, path: str, status: int):
    assert (await world.http.get(world.addresses.root + path)).status_code == status


@pytest.mark.parametrize("size", ["000064999999", "000064" + "0" * 5000, "0" * 5000, "64.0", "", "\uff16\uff14", "65"])
async def test_sizes_that_are_none(world: World, size: str):
    _, avatar, _ = await with_pictures(world)
    answer = await world.http.get(f"{avatar}.png", params={"size": size})
    assert answer.status_code == 400


@pytest.mark.parametrize("number", ["6", "00099", "0009", "-1", "x", "\u0663"])
async def test_default_avatars_that_are_none(world: World, number: str):
    assert (await world.http.get(f"{world.addresses.root}/embed/avatars/{number}.png")).status_code == 404
