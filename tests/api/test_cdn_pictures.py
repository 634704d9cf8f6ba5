"""Every route of pictures in every format and size; what there is none of; and pictures that mean harm."""

import datetime as dt
import io
import random
import zlib
from typing import Any

import pytest
from PIL import ExifTags, Image

from domain import images
from tests.pictures import gif, png, uri
from tests.world import Guild, Person, World

MOVING, STILL = ("png", "jpg", "jpeg", "webp", "gif"), ("png", "jpg", "jpeg", "webp")
TYPES = {"png": "PNG", "jpg": "JPEG", "jpeg": "JPEG", "webp": "WEBP", "gif": "GIF"}
SIZES = [1 << power for power in range(4, 13)]
NOBODYS = "/{}/1/" + "0" * 32
SIDE = 300


def tomorrow() -> str:
    return (dt.datetime.now(dt.UTC) + dt.timedelta(days=1)).isoformat()


class Pictures:
    """One of everything that has pictures, each with one that moves."""

    def __init__(self, world: World, guild: Guild, owner: Person) -> None:
        self.world = world
        self.guild = guild
        self.owner = owner
        self.picture = uri(gif(SIDE), "gif")

    async def guild_has(self, folder: str, field: str) -> str:
        made = await self.owner.patch(f"/guilds/{self.guild.id}", {field: self.picture})
        return f"/{folder}/{self.guild.id}/{made[field]}"

    async def user_has(self, folder: str, field: str) -> str:
        made = await self.owner.patch("/users/@me", {field: self.picture})
        return f"/{folder}/{self.owner.id}/{made[field]}"

    async def member_has(self, folder: str, field: str) -> str:
        made = await self.owner.patch(f"/guilds/{self.guild.id}/members/@me", {field: self.picture})
        return f"/guilds/{self.guild.id}/users/{self.owner.id}/{folder}/{made[field]}"

    async def application_has(self, folder: str, field: str) -> str:
        bot = await self.world.bot(self.guild)
        made = await self.owner.patch(f"/applications/{bot.id}", {field: self.picture})
        return f"/{folder}/{bot.id}/{made[field]}"

    async def team_has(self, folder: str, field: str) -> str:
        team = await self.owner.post("/teams", {"name": "a team"})
        made = await self.owner.patch(f"/teams/{team['id']}", {"name": "a team", field: self.picture})
        return f"/{folder}/{team['id']}/{made[field]}"

    async def group_has(self, folder: str, field: str) -> str:
        others = await self.world.users(2)
        group = await self.owner.post("/users/@me/channels", {"recipients": [other.id for other in others]})
        made = await self.owner.patch(f"/channels/{group['id']}", {field: self.picture})
        return f"/{folder}/{group['id']}/{made[field]}"

    async def event_has(self, folder: str, field: str) -> str:
        body = {"name": "e", "privacy_level": 2, "entity_type": 2, "channel_id": self.guild.voice}
        body |= {"scheduled_start_time": tomorrow(), field: self.picture}
        made = await self.owner.post(f"/guilds/{self.guild.id}/scheduled-events", body)
        return f"/{folder}/{made['id']}/{made[field]}"

    async def webhook_has(self, folder: str, field: str) -> str:
        body = {"name": "a webhook", field: self.picture}
        made = await self.owner.post(f"/channels/{self.guild.channel}/webhooks", body)
        return f"/{folder}/{made['id']}/{made[field]}"

    async def emoji_is(self, folder: str, field: str) -> str:
        made = await self.owner.post(f"/guilds/{self.guild.id}/emojis", {"name": "emoji", field: self.picture})
        return f"/{folder}/{made['id']}"


ROUTES = [
    ("guild", "icons", "icon", MOVING),
    ("guild", "splashes", "splash", STILL),
    ("guild", "discovery-splashes", "discovery_splash", STILL),
    ("guild", "home-headers", "home_header", STILL),
    ("guild", "banners", "banner", MOVING),
    ("user", "avatars", "avatar", MOVING),
    ("user", "banners", "banner", MOVING),
    ("member", "avatars", "avatar", MOVING),
    ("member", "banners", "banner", MOVING),
    ("application", "app-icons", "icon", STILL),
    ("application", "app-icons", "cover_image", STILL),
    ("team", "team-icons", "icon", STILL),
    ("group", "channel-icons", "icon", STILL),
    ("event", "guild-events", "image", STILL),
    ("webhook", "avatars", "avatar", MOVING),
]


@pytest.fixture
async def pictures(world: World) -> Pictures:
    guild = await world.guild()
    return Pictures(world, guild, guild.owner)


async def fetched(world: World, path: str, **headers: str) -> Any:
    return await world.http.get(world.addresses.root + path, headers=headers)


def opened(content: bytes) -> tuple[str | None, tuple[int, int], int]:
    image = Image.open(io.BytesIO(content))
    return image.format, image.size, getattr(image, "n_frames", 1)


def test_no_kind_is_forgotten() -> None:
    """Role icons are in tests/deliveries/test_role_icons.py, for they take a feature."""
    members = {images.Kind.MEMBER_AVATAR: "avatars", images.Kind.MEMBER_BANNER: "banners"}
    folders = {members.get(kind, str(kind)) for kind in images.Kind}
    assert folders - {folder for _, folder, _, _ in ROUTES} == {"role-icons"}


@pytest.mark.parametrize(("whose", "folder", "field", "endings"), ROUTES)
async def test_every_route_in_every_format_and_size(
    pictures: Pictures, whose: str, folder: str, field: str, endings: tuple[str, ...]
) -> None:
    path = await getattr(pictures, f"{whose}_has")(folder, field)
    assert (path.rpartition("/")[2].startswith("a_")) == (endings == MOVING)
    for ending in endings:
        for size in (None, *SIZES):
            answer = await fetched(pictures.world, f"{path}.{ending}" + (f"?size={size}" if size else ""))
            kind, side = TYPES[ending], min(size or SIDE, SIDE)
            assert answer.status_code == 200
            assert answer.headers["content-type"] == f"image/{kind.lower()}"
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert "immutable" in answer.headers["cache-control"]
            assert opened(answer.content) == (kind, (side, side), 2 if ending == "gif" else 1)
    frames = opened((await fetched(pictures.world, f"{path}.webp?size=16&animated=true")).content)[2]
    assert frames == (2 if endings == MOVING else 1)
    if endings == STILL:
        assert (await fetched(pictures.world, f"{path}.gif")).status_code == 415
    for wrong, status in {".svg": 404, ".html": 404, ".png?size=17": 400, ".png?size=8192": 400, "": 404}.items():
        assert (await fetched(pictures.world, path + wrong)).status_code == status, wrong


async def test_emojis_in_every_format_and_size(pictures: Pictures) -> None:
    path = await pictures.emoji_is("emojis", "image")
    for ending in MOVING:
        for size in (None, *SIZES):
            answer = await fetched(pictures.world, f"{path}.{ending}" + (f"?size={size}" if size else ""))
            side = min(size or 128, 128)
            assert opened(answer.content) == (TYPES[ending], (side, side), 2 if ending == "gif" else 1)
    pictures.picture = uri(png())
    path = await pictures.emoji_is("emojis", "image")
    assert (await fetched(pictures.world, f"{path}.gif")).status_code == 415
    assert opened((await fetched(pictures.world, f"{path}.webp?animated=true")).content) == ("WEBP", (64, 64), 1)


@pytest.mark.parametrize("folder", [kind for kind in images.Kind if not kind.startswith("member")])
async def test_pictures_that_nobody_has(world: World, folder: str) -> None:
    path = NOBODYS.format(folder)
    assert (await fetched(world, f"{path}.png")).status_code == 404
    assert (await fetched(world, f"{path}.png?size=x")).status_code == 400
    assert (await fetched(world, f"{path}.gif")).status_code == 415
    for name in ("..%2f..%2f..%2fetc%2fpasswd", "..", "%00", "0" * 31 + ".png", "0" * 32 + ".png%2f.."):
        assert (await fetched(world, f"/{folder}/1/{name}")).status_code == 404, name
        assert (await fetched(world, f"/{folder}/..%2f1/{name}")).status_code == 404, name


async def test_parts_of_pictures_and_what_is_known(pictures: Pictures) -> None:
    path = await pictures.user_has("avatars", "avatar")
    whole = await fetched(pictures.world, f"{path}.webp?size=64")
    part = await fetched(pictures.world, f"{path}.webp?size=64", range="bytes=2-5")
    assert (part.status_code, part.content) == (206, whole.content[2:6])
    assert part.headers["content-range"] == f"bytes 2-5/{len(whole.content)}"
    assert (await fetched(pictures.world, f"{path}.webp?size=64", range="bytes=999999-")).status_code == 416
    known = await fetched(pictures.world, f"{path}.webp?size=64", **{"if-none-match": whole.headers["etag"]})
    assert (known.status_code, known.content) == (304, b"")
    head = await pictures.world.http.head(f"{pictures.world.addresses.root}{path}.webp?size=64")
    assert (head.headers["content-length"], head.content) == (str(len(whole.content)), b"")


async def test_what_a_camera_noted_stays_here(pictures: Pictures) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.Artist] = "somebody"
    out = io.BytesIO()
    Image.new("RGB", (40, 20), "red").save(out, "JPEG", exif=exif)
    pictures.picture = uri(out.getvalue(), "jpeg")
    path = await pictures.user_has("avatars", "avatar")
    for ending in STILL:
        content = (await fetched(pictures.world, f"{path}.{ending}")).content
        assert opened(content) == (TYPES[ending], (20, 40), 1)
        assert b"somebody" not in content and not Image.open(io.BytesIO(content)).getexif()


async def test_pictures_too_wide_for_other_formats_become_smaller(pictures: Pictures) -> None:
    out = io.BytesIO()
    Image.new("RGB", (70_000, 10)).save(out, "PNG")
    pictures.picture = uri(out.getvalue())
    path = await pictures.user_has("avatars", "avatar")
    for ending in ("jpg", "webp"):
        answer = await fetched(pictures.world, f"{path}.{ending}")
        assert opened(answer.content)[1] == (4096, 1)


def _false_size(side: int) -> bytes:
    content = bytearray(png())
    content[16:24] = side.to_bytes(4, "big") * 2
    return bytes(content)


def _bomb() -> bytes:
    """A few kilobytes that say 100 million pixels, and mean them."""
    out = io.BytesIO()
    Image.new("1", (10_000, 10_000)).save(out, "PNG")
    return out.getvalue()


def _film(frames: int, side: int = 8) -> bytes:
    noise = random.Random(1)
    pictures = [Image.frombytes("P", (side, side), noise.randbytes(side * side)) for _ in range(frames)]
    for picture in pictures:
        picture.putpalette(bytes(range(256)) * 3)
    out = io.BytesIO()
    pictures[0].save(out, "GIF", save_all=True, append_images=pictures[1:], duration=20)
    return out.getvalue()


def _comment_bomb() -> bytes:
    """A PNG whose text of a few kilobytes unpacks to a hundred megabytes."""
    text = b"zTXt" + b"a\0\0" + zlib.compress(bytes(100 * 1024 * 1024))
    chunk = (len(text) - 4).to_bytes(4, "big") + text + zlib.crc32(text).to_bytes(4, "big")
    content = png()
    return content[:33] + chunk + content[33:]


HOSTILE = {
    "bomb": _bomb,
    "false size": lambda: _false_size(60_000),
    "no size": lambda: _false_size(0),
    "ten thousand frames": lambda: _film(10_000),
    "cut": lambda: png()[:-40],
    "cut film": lambda: _film(3)[:-200],
    "text bomb": _comment_bomb,
    "wrong magic": lambda: b"\x88" + png()[1:],
    "a page": lambda: b"<svg onload='alert(1)'/>",
    "nothing": lambda: b"",
}


@pytest.mark.parametrize("name", HOSTILE)
async def test_pictures_that_mean_harm(pictures: Pictures, name: str) -> None:
    guild = f"/guilds/{pictures.guild.id}"
    content = uri(HOSTILE[name]())
    for method, path, body in (
        ("PATCH", "/users/@me", {"avatar": content}),
        ("PATCH", guild, {"icon": content}),
        ("POST", f"{guild}/emojis", {"name": "emoji", "image": content}),
    ):
        problem = await pictures.owner.refused(50035, method, path, body, status=400)
        assert list(problem["errors"]) == [list(body)[-1]]


async def test_names_that_mean_harm(pictures: Pictures) -> None:
    for name in ("../../../etc/passwd", "..\\..\\boot.ini", "a\r\nset-cookie: x", "con/../x.html", "\u202egnp.exe"):
        files = {"files[0]": (name, b"content", "text/html")}
        message = await pictures.owner.post(f"/channels/{pictures.guild.channel}/messages", files=files)
        (attachment,) = message["attachments"]
        answer = await pictures.world.http.get(attachment["url"])
        assert (answer.status_code, answer.content) == (200, b"content"), name
        assert "/" not in attachment["filename"] and "\\" not in attachment["filename"], name
        assert "set-cookie" not in answer.headers, name
        assert answer.headers["content-disposition"].startswith("attachment;"), name
        assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
