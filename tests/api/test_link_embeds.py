"""Embeds of links, in an instance that fetches them: when they come, and for whom they do not."""

from collections.abc import AsyncGenerator, Iterator
from typing import Any

import pytest

from tests.api.test_pins import permit
from tests.instances import Addresses, RunningInstance
from tests.pages import PageServer
from tests.pictures import png
from tests.sockets import Socket
from tests.world import Guild, Person, World

EMBED_LINKS, SUPPRESS = 1 << 14, 4
PAGE = "<title>A page</title>"


@pytest.fixture(scope="module")
def linking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Addresses]:
    running = RunningInstance(
        tmp_path_factory.mktemp("linking"),
        GUILDHALL_LINK_EMBEDS="on",
        GUILDHALL_OUTBOUND_ALLOW="127.0.0.0/8",
        GUILDHALL_RATE_LIMITS="off",
        GUILDHALL_API_WORKERS="1",
        GUILDHALL_LOG_LEVEL="warning",
    )
    yield running.addresses
    running.end()


@pytest.fixture
async def world(linking: Addresses) -> AsyncGenerator[World]:
    async with World(linking) as world:
        yield world


@pytest.fixture
async def pages() -> AsyncGenerator[PageServer]:
    async with PageServer() as pages:
        yield pages


async def say(who: Person, channel: str, content: str, **more: object) -> Any:
    return await who.post(f"/channels/{channel}/messages", {"content": content, **more})


async def updated(socket: Socket, message: Any) -> Any:
    return await socket.event("MESSAGE_UPDATE", lambda told: told["id"] == message["id"])


async def no_embed(guild: Guild, pages: PageServer, socket: Socket, *contents: str, who: Person | None = None) -> None:
    """None of these is embedded: another link, which is posted after them, is."""
    said = [await say(who or guild.owner, guild.channel, content) for content in contents]
    last = await say(guild.owner, guild.channel, pages.put("/last", "<title>last</title>"))
    await updated(socket, last)
    for one in said:
        assert (await guild.owner.get(f"/channels/{guild.channel}/messages/{one['id']}"))["embeds"] == []


async def test_what_a_page_says_comes_a_little_later(world: World, pages: PageServer) -> None:
    guild = await world.guild()
    socket = await guild.owner.connect()
    url = pages.put("/", '<meta property="og:title" content="A page"><meta property="og:image" content="/i.png">')
    message = await say(guild.owner, guild.channel, f"see {url}")
    assert message["embeds"] == []
    told = await updated(socket, message)
    image = {"url": f"{pages.url}/i.png", "proxy_url": f"{pages.url}/i.png"}
    assert told["embeds"] == [{"type": "link", "url": url, "title": "A page", "thumbnail": image}]
    assert (told["edited_timestamp"], told["content"]) == (None, message["content"])
    kept = await guild.owner.get(f"/channels/{guild.channel}/messages/{message['id']}")
    assert (kept["embeds"], kept["edited_timestamp"]) == (told["embeds"], None)
    assert await guild.owner.get(f"/channels/{guild.channel}/messages/{message['id']}/edits") == []


async def test_pictures_and_videos_by_themselves(world: World, pages: PageServer) -> None:
    guild = await world.guild()
    socket = await guild.owner.connect()
    image = pages.put("/i", png(), "image/png")
    video = pages.put("/v", b"...", "video/mp4")
    false = pages.put("/f", b"no picture", "image/png")
    first, second = (await updated(socket, await say(guild.owner, guild.channel, f"{image} {false} {video}")))["embeds"]
    assert (first["type"], first["url"], first["thumbnail"]["content_type"]) == ("image", image, "image/png")
    assert first["thumbnail"]["width"] > 0
    assert (second["type"], second["video"]["url"]) == ("video", video)


async def test_also_in_dms_and_after_the_authors_own_embeds(world: World, pages: PageServer) -> None:
    alice, bob = await world.users(2)
    await world.guild(alice, members=[bob])
    dm = (await alice.post("/users/@me/channels", {"recipient_id": bob.id}))["id"]
    socket = await bob.connect()
    message = await say(alice, dm, pages.put("/", PAGE), embeds=[{"title": "mine"}])
    told = await updated(socket, message)
    assert [(one["type"], one["title"]) for one in told["embeds"]] == [("rich", "mine"), ("link", "A page")]


async def test_whoever_may_not_embed_links_gets_none(world: World, pages: PageServer) -> None:
    guild = await world.guild(members=[alice := await world.user()])
    socket = await guild.owner.connect()
    await permit(guild, deny=EMBED_LINKS)
    url = pages.put("/", PAGE)
    await no_embed(guild, pages, socket, url, who=alice)
    await no_embed(guild, pages, socket, f"<{url}>", f"`{url}`")
    assert pages.asked["/"] == 0


async def test_pages_that_give_nothing(world: World, pages: PageServer) -> None:
    guild = await world.guild()
    socket = await guild.owner.connect()
    contents = [
        f"{pages.put('/empty', '')} {pages.put('/text', 'x', 'text/plain')} {pages.put('/no', PAGE, status=404)}",
        f"{pages.redirect('/private', 'http://10.0.0.1:8000/')} {pages.redirect('/meta', 'http://169.254.169.254/')}",
        f"{pages.redirect('/six', 'http://[::1]:8000/')} {pages.redirect('/script', 'javascript:alert(1)')}",
        f"{pages.redirect('/loop', '/loop')} {pages.redirect('/bad', 'http://[')} http://127.0.0.1:1/",
    ]
    await no_embed(guild, pages, socket, *contents)
    assert pages.asked["/loop"] == 4


async def test_redirects_and_endless_pages(world: World, pages: PageServer) -> None:
    guild = await world.guild()
    socket = await guild.owner.connect()
    pages.redirect("/b", "c?d")
    url = pages.redirect("/a", "/b")
    pages.put("/c", PAGE)
    endless = pages.endless("/endless", "<title>endless</title>")
    told = await updated(socket, await say(guild.owner, guild.channel, f"{url} {endless}"))
    assert [(one["url"], one["title"]) for one in told["embeds"]] == [(url, "A page"), (endless, "endless")]


async def test_a_page_is_fetched_once(world: World, pages: PageServer) -> None:
    guild = await world.guild()
    socket = await guild.owner.connect()
    url = pages.put("/", PAGE)
    for content in url, f"{url}#part", f"again {url}":
        told = await updated(socket, await say(guild.owner, guild.channel, content))
        assert told["embeds"][0]["url"] == content.removeprefix("again ")
    assert pages.asked["/"] == 1


async def test_an_edit_gets_embeds_of_its_own(world: World, pages: PageServer) -> None:
    guild = await world.guild()
    socket = await guild.owner.connect()
    message = await say(guild.owner, guild.channel, pages.put("/", PAGE))
    await updated(socket, message)
    path, other = f"/channels/{guild.channel}/messages/{message['id']}", pages.put("/b", "<title>B</title>")
    assert (await guild.owner.patch(path, {"content": "none"}))["embeds"] == []
    edited = await guild.owner.patch(path, {"content": other})
    told = await socket.event("MESSAGE_UPDATE", lambda told: told["embeds"] and told["content"] == other)
    assert (told["embeds"][0]["title"], told["edited_timestamp"]) == ("B", edited["edited_timestamp"])
    shown = (await guild.owner.patch(path, {"embeds": [{"title": "mine"}]}))["embeds"]
    assert [one["title"] for one in shown] == ["mine", "B"]


async def test_suppressed_and_brought_back(world: World, pages: PageServer) -> None:
    guild = await world.guild(members=[alice := await world.user()])
    socket = await guild.owner.connect()
    message = await say(alice, guild.channel, pages.put("/", PAGE), flags=SUPPRESS)
    path = f"/channels/{guild.channel}/messages/{message['id']}"
    await alice.patch(path, {"flags": 0})
    await socket.event("MESSAGE_UPDATE", lambda told: told["embeds"])
    assert (await guild.owner.patch(path, {"flags": SUPPRESS}))["embeds"] == []
    assert [one["title"] for one in (await guild.owner.patch(path, {"flags": 0}))["embeds"]] == ["A page"]


async def test_a_message_that_was_edited_meanwhile_is_left_alone(world: World, pages: PageServer) -> None:
    guild = await world.guild()
    socket = await guild.owner.connect()
    url, asked, let = pages.held("/held", "<title>held</title>")
    first, second = [await say(guild.owner, guild.channel, url) for _ in range(2)]
    await asked.wait()
    await guild.owner.patch(f"/channels/{guild.channel}/messages/{first['id']}", {"content": "no link"})
    await guild.owner.delete(f"/channels/{guild.channel}/messages/{second['id']}")
    let.set()
    await no_embed(guild, pages, socket, url.replace("held", "unknown"))
    assert (await guild.owner.get(f"/channels/{guild.channel}/messages/{first['id']}"))["embeds"] == []
    await guild.owner.refused(10008, "GET", f"/channels/{guild.channel}/messages/{second['id']}", status=404)


async def test_copies_of_a_published_message_follow(world: World, pages: PageServer) -> None:
    guild = await world.guild()
    news = await guild.owner.post(f"/guilds/{guild.id}/channels", {"name": "news", "type": 5})
    await guild.owner.post(f"/channels/{news['id']}/followers", {"webhook_channel_id": guild.channel})
    socket = await guild.owner.connect()
    message = await say(guild.owner, news["id"], pages.put("/", PAGE))
    await guild.owner.post(f"/channels/{news['id']}/messages/{message['id']}/crosspost")
    told = await socket.event("MESSAGE_UPDATE", lambda told: told["channel_id"] == guild.channel and told["embeds"])
    assert (told["flags"] & 2, told["embeds"][0]["title"]) == (2, "A page")
