"""Widgets: turned on by who manages the guild, seen by anyone, and telling of nobody who he is."""

import asyncio
import io
from typing import Any

import httpx
import pytest
from PIL import Image

from domain.permissions.bits import Permission
from tests.pictures import png, uri
from tests.world import Guild, Person, World

MANAGE_GUILD = int(Permission.MANAGE_GUILD)
UNKNOWN = "112233445566778899"


async def shown(world: World, members: list[Person] | None = None, **settings: Any) -> Guild:
    """A guild with a widget."""
    guild = await world.guild(members=members or ())
    await guild.owner.patch(f"/guilds/{guild.id}/widget", {"enabled": True, **settings})
    return guild


async def test_a_widget_is_turned_on_and_logged(world: World) -> None:
    guild = await world.guild()
    path = f"/guilds/{guild.id}/widget"
    assert await guild.owner.get(path) == {"enabled": False, "channel_id": None}
    socket = await guild.owner.connect()
    wanted = {"enabled": True, "channel_id": guild.channel}
    reason = {"X-Audit-Log-Reason": "to be found"}
    assert await guild.owner.patch(path, wanted, headers=reason) == wanted
    told = await socket.event("GUILD_UPDATE")
    assert (told["widget_enabled"], told["widget_channel_id"]) == (True, guild.channel)
    assert await guild.owner.get(path) == await guild.owner.patch(path, {}) == wanted
    (entry,) = (await guild.owner.get(f"/guilds/{guild.id}/audit-logs?action_type=1"))["audit_log_entries"]
    changes = {change["key"]: change.get("new_value") for change in entry["changes"]}
    assert changes == {"widget_enabled": True, "widget_channel_id": guild.channel}
    assert entry["reason"] == "to be found"


async def test_widget_settings_are_for_who_manages_the_guild(world: World) -> None:
    guild, other = await world.guild(), await world.guild()
    strong, weak = await world.bot(guild, permissions=MANAGE_GUILD), await world.bot(guild)
    path = f"/guilds/{guild.id}/widget"
    assert (await strong.patch(path, {"enabled": True}))["enabled"]
    for method in "GET", "PATCH":
        body = {"enabled": False} if method == "PATCH" else None
        await weak.refused(50013, method, path, body, status=403)
        await other.owner.refused(50001, method, path, body, status=403)
    category = await guild.owner.post(f"/guilds/{guild.id}/channels", {"name": "rooms", "type": 4})
    thread = await guild.owner.post(f"/channels/{guild.channel}/threads", {"name": "a thread", "type": 11})
    for channel_id in UNKNOWN, other.channel, category["id"], thread["id"]:
        problem = await strong.refused(50035, "PATCH", path, {"channel_id": channel_id}, status=400)
        assert "channel_id" in problem["errors"]


async def test_without_a_widget_there_is_nothing_to_see(world: World) -> None:
    guild = await world.guild()
    for ending in "json", "png":
        await world.anyone.refused(50004, "GET", f"/guilds/{guild.id}/widget.{ending}", status=403)
        await world.anyone.refused(10004, "GET", f"/guilds/{UNKNOWN}/widget.{ending}", status=404)


async def test_a_widget_shows_who_is_online_and_not_who_he_is(world: World) -> None:
    with_avatar, without, absent = await world.users(3)
    await with_avatar.patch("/users/@me", {"avatar": uri(png())})
    guild = await shown(world, [with_avatar, without, absent])
    await guild.owner.patch(f"/guilds/{guild.id}/members/{without.id}", {"nick": "zz"})
    await without.connect(presence={"status": "idle", "activities": [{"name": "chess", "type": 0}]})
    await with_avatar.connect()
    widget = await world.anyone.get(f"/guilds/{guild.id}/widget.json")
    assert (widget["id"], widget["name"], widget["presence_count"]) == (guild.id, "a guild", 2)
    assert [(one["id"], one["username"], one["status"]) for one in widget["members"]] == [
        ("0", with_avatar.name, "online"),
        ("1", "zz", "idle"),
    ]
    assert [one.get("activity") for one in widget["members"]] == [None, {"name": "chess"}]
    for member in widget["members"]:
        assert (member["discriminator"], member["avatar"]) == ("0000", None)
        assert with_avatar.id not in member["avatar_url"]
        found = await world.http.get(world.addresses.root + httpx.URL(member["avatar_url"]).path)
        assert (found.status_code, found.headers["content-type"]) == (200, "image/png")


async def test_avatars_have_other_urls_in_other_guilds(world: World) -> None:
    user = await world.user()
    await user.patch("/users/@me", {"avatar": uri(png())})
    guilds = [await shown(world, [user]) for _ in range(2)]
    await user.connect()
    urls = [(await world.anyone.get(f"/guilds/{guild.id}/widget.json"))["members"][0]["avatar_url"] for guild in guilds]
    assert urls[0] != urls[1]
    assert (await world.anyone.get(f"/guilds/{guilds[0].id}/widget.json"))["members"][0]["avatar_url"] == urls[0]
    path = httpx.URL(urls[0]).path
    forged = [path[:-4], path + "xx", "/widget-avatars/x", "/widget-avatars/%C3%A9", path[:-1] + "!"]
    for each in forged:
        assert (await world.http.get(world.addresses.root + each)).status_code == 404


async def test_a_widget_names_the_voice_channels_that_everyone_may_enter(world: World) -> None:
    guild = await shown(world)
    hidden, locked = [
        {"name": "no", "type": 2, "permission_overwrites": [{"id": guild.id, "type": 0, "deny": str(bit)}]}
        for bit in (1 << 10, 1 << 20)
    ]
    for body in hidden, locked, {"name": "written"}:
        await guild.owner.post(f"/guilds/{guild.id}/channels", body)
    widget = await world.anyone.get(f"/guilds/{guild.id}/widget.json")
    assert [(one["id"], one["name"]) for one in widget["channels"]] == [(guild.voice, "General")]


async def test_the_invite_of_a_widget_is_made_once_and_lets_in(world: World) -> None:
    guild = await shown(world)
    path = f"/guilds/{guild.id}/widget.json"
    assert (await world.anyone.get(path))["instant_invite"] is None
    await guild.owner.patch(f"/guilds/{guild.id}/widget", {"channel_id": guild.channel})
    socket = await guild.owner.connect()
    url = (await world.anyone.get(path))["instant_invite"]
    code = url.rpartition("/")[2]
    told = await socket.event("INVITE_CREATE")
    assert (told["code"], told["channel_id"], "inviter" in told) == (code, guild.channel, False)
    assert (await world.anyone.get(path))["instant_invite"] == url
    stranger = await world.user()
    assert (await stranger.post(f"/invites/{code}", {}))["guild"]["id"] == guild.id
    await guild.owner.delete(f"/invites/{code}")
    assert (await world.anyone.get(path))["instant_invite"] not in (None, url)
    await guild.owner.delete(f"/channels/{guild.channel}")
    assert (await world.anyone.get(path))["instant_invite"] is None


async def test_many_who_look_at_once_see_one_invite(world: World) -> None:
    guild = await shown(world, channel_id=None)
    await guild.owner.patch(f"/guilds/{guild.id}/widget", {"channel_id": guild.channel})
    path = f"/guilds/{guild.id}/widget.json"
    seen = await asyncio.gather(*(world.anyone.get(path) for _ in range(8)))
    (url,) = {widget["instant_invite"] for widget in seen}
    (invite,) = await guild.owner.get(f"/guilds/{guild.id}/invites")
    assert url.endswith(f"/invite/{invite['code']}") and invite["max_age"] == 0


SIZES = {"banner1": (320, 76), "banner2": (320, 60), "banner3": (320, 112), "banner4": (320, 236)}


@pytest.mark.parametrize("style", ["", "shield", *SIZES])
async def test_a_widget_is_a_picture(world: World, style: str) -> None:
    guild = await shown(world)
    await guild.owner.patch(f"/guilds/{guild.id}", {"name": "Ж" * 100, "icon": uri(png(32, "lime"))})
    path = f"/guilds/{guild.id}/widget.png" + (f"?style={style}" if style else "")
    before = await world.anyone.get(path)
    with Image.open(io.BytesIO(before)) as image:
        assert image.format == "PNG"
        assert image.size == SIZES.get(style, image.size) and image.size[0] <= 320
        has_icon = (0, 255, 0) in {color for _, color in image.getcolors(maxcolors=1 << 20) or []}
        assert has_icon is (style in SIZES)
    assert await world.anyone.get(path) == before
    await guild.owner.connect()
    assert await world.anyone.get(path) != before


async def test_there_is_no_other_style(world: World) -> None:
    guild = await shown(world)
    await world.anyone.refused(50035, "GET", f"/guilds/{guild.id}/widget.png?style=banner5", status=400)
