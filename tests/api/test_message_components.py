"""Components of messages: sent, shown, changed, forwarded, and kept from those who may not read them."""

from typing import Any

import pytest

from tests.api.test_attachments import bytes_of, png, send
from tests.api.test_webhooks import path as path_of
from tests.api.test_webhooks import webhook
from tests.world import Bot, Guild, World

V2 = 1 << 15
BUTTON = {"type": 2, "style": 1, "label": "Go", "custom_id": "go"}
ROW = {"type": 1, "components": [BUTTON]}
TEXT = {"type": 10, "content": "hello"}
GALLERY = {"type": 12, "items": [{"media": {"url": "attachment://i.png"}, "description": "alt"}]}
FILE = {"type": 13, "file": {"url": "attachment://notes.txt"}}
FILES = {"files[0]": ("i.png", png()), "files[1]": ("notes.txt", b"12345")}


async def place(world: World, **options: Any) -> tuple[Guild, Bot, str]:
    guild = await world.guild()
    return guild, await world.bot(guild, permissions=1 << 3, **options), f"/channels/{guild.channel}/messages"


def code_at(problem: Any, *path: str) -> str:
    node = problem["errors"]
    for step in path:
        node = node[step]
    return node["_errors"][0]["code"]


async def test_rows_stand_under_a_message(world: World) -> None:
    guild, bot, path = await place(world)
    emoji = BUTTON | {"custom_id": "e", "emoji": {"name": "👋"}}
    sent = await bot.post(path, {"content": "hi", "components": [{"type": 1, "components": [BUTTON, emoji]}]})
    assert sent["components"] == [{"type": 1, "id": 1, "components": [BUTTON | {"id": 2}, emoji | {"id": 3}]}]
    assert not sent["flags"] & V2
    assert (await guild.owner.get(f"{path}/{sent['id']}"))["components"] == sent["components"]
    assert (await bot.post(path, {"components": [ROW]}))["content"] == ""


async def test_everyone_in_the_channel_hears_of_them(world: World) -> None:
    guild, bot, path = await place(world)
    socket = await guild.owner.connect()
    sent = await bot.post(path, {"flags": V2, "components": [TEXT, ROW]})
    assert sent["flags"] & V2
    heard = await socket.event("MESSAGE_CREATE")
    assert (
        heard["components"]
        == sent["components"]
        == [TEXT | {"id": 1}, ROW | {"id": 2, "components": [BUTTON | {"id": 3}]}]
    )


async def test_only_applications_send_them(world: World) -> None:
    guild, _, path = await place(world)
    problem = await guild.owner.refused(50035, "POST", path, {"content": "x", "components": [ROW]}, status=400)
    assert code_at(problem, "components") == "BASE_TYPE_INVALID"
    mine = await guild.owner.post(path, {"content": "x", "components": []})
    await guild.owner.refused(50035, "PATCH", f"{path}/{mine['id']}", {"components": [ROW]}, status=400)


async def test_a_wrong_one_is_named_by_its_path(world: World) -> None:
    _, bot, path = await place(world)
    twice = {"type": 1, "components": [BUTTON, BUTTON]}
    problem = await bot.refused(50035, "POST", path, {"components": [twice]}, status=400)
    at = ("components", "0", "components", "1", "custom_id")
    assert code_at(problem, *at) == "COMPONENT_CUSTOM_ID_DUPLICATED"
    problem = await bot.refused(50035, "POST", path, {"components": [{"type": 1, "components": []}]}, status=400)
    assert code_at(problem, "components", "0", "components") == "BASE_TYPE_BAD_LENGTH"
    problem = await bot.refused(50035, "POST", path, {"components": [{"type": 99}]}, status=400)
    assert code_at(problem, "components", "0", "type") == "UNION_TYPE_CHOICES"
    problem = await bot.refused(50035, "POST", path, {"components": [TEXT]}, status=400)
    assert code_at(problem, "components", "0", "type") == "UNION_TYPE_CHOICES"


@pytest.mark.parametrize(("field", "value"), [("content", "x"), ("embeds", [{"title": "t"}])])
async def test_a_message_of_components_has_nothing_else(world: World, field: str, value: Any) -> None:
    _, bot, path = await place(world)
    code = "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"
    body = {"flags": V2, "components": [TEXT]}
    assert code_at(await bot.refused(50035, "POST", path, body | {field: value}, status=400), field) == code
    sent = await bot.post(path, body)
    problem = await bot.refused(50035, "PATCH", f"{path}/{sent['id']}", {field: value}, status=400)
    assert code_at(problem, field) == code
    problem = await bot.refused(50035, "POST", path, {"flags": V2}, status=400)
    assert code_at(problem, "components") == "BASE_TYPE_REQUIRED"


async def test_an_edit_changes_or_removes_them(world: World) -> None:
    _, bot, path = await place(world)
    sent = await bot.post(path, {"content": "hi", "components": [ROW]})
    here = f"{path}/{sent['id']}"
    assert (await bot.patch(here, {"content": "ho"}))["components"] == sent["components"]
    other = {"type": 1, "components": [BUTTON | {"disabled": True}]}
    changed = await bot.patch(here, {"components": [other]})
    assert changed["components"][0]["components"][0]["disabled"] is True
    assert changed["content"] == "ho"
    assert (await bot.patch(here, {"components": []}))["components"] == []
    await bot.patch(here, {"components": [ROW]})
    assert (await bot.patch(here, {"components": None}))["components"] == []
    only = await bot.post(path, {"components": [ROW]})
    await bot.refused(50006, "PATCH", f"{path}/{only['id']}", {"components": []}, status=400)


async def test_the_flag_comes_and_never_goes(world: World) -> None:
    guild, bot, path = await place(world)
    sent = await bot.post(path, {"content": "hi", "components": [ROW]})
    here = f"{path}/{sent['id']}"
    await bot.refused(50035, "PATCH", here, {"flags": V2, "components": [TEXT]}, status=400)
    changed = await bot.patch(here, {"flags": V2, "content": None, "components": [TEXT]})
    assert (changed["flags"], changed["content"]) == (V2, "")
    problem = await bot.refused(50035, "PATCH", here, {"flags": 4}, status=400)
    assert code_at(problem, "flags") == "MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG"
    assert (await guild.owner.patch(here, {"flags": V2 | 4}))["flags"] == V2 | 4
    await bot.refused(50035, "PATCH", here, {"components": []}, status=400)


async def test_their_texts_mention(world: World) -> None:
    guild, bot, path = await place(world)
    body = {
        "flags": V2,
        "components": [{"type": 17, "components": [TEXT, {"type": 10, "content": f"<@{guild.owner.id}>"}]}],
    }
    sent = await bot.post(path, body)
    assert [user["id"] for user in sent["mentions"]] == [guild.owner.id]
    assert (await bot.post(path, body | {"allowed_mentions": {"parse": []}}))["mentions"] == []
    assert (await bot.patch(f"{path}/{sent['id']}", {"components": [TEXT]}))["mentions"] == []


async def test_they_show_files_of_the_message(world: World) -> None:
    guild, bot, path = await place(world)
    sent = await send(bot, guild, {"flags": V2, "components": [GALLERY, FILE]}, FILES)
    (item,) = sent["components"][0]["items"]
    assert (item["media"]["width"], item["media"]["height"], item["media"]["content_type"]) == (3, 2, "image/png")
    assert (sent["components"][1]["name"], sent["components"][1]["size"]) == ("notes.txt", 5)
    assert await bytes_of(world, item["media"]) == png()
    assert sent["attachments"] == []
    (read,) = await guild.owner.get(path)
    assert read["components"][0]["items"][0]["media"]["attachment_id"] == item["media"]["attachment_id"]
    await bot.delete(f"{path}/{sent['id']}")
    assert await bytes_of(world, item["media"]) is None


async def test_what_they_show_is_there(world: World) -> None:
    guild, bot, path = await place(world)
    missing = "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND"
    problem = await bot.refused(50035, "POST", path, {"flags": V2, "components": [GALLERY]}, status=400)
    assert code_at(problem, "components", "0", "items", "0", "media", "url") == missing
    sent = await send(bot, guild, {"flags": V2, "components": [GALLERY]}, {"files[0]": FILES["files[0]"]})
    problem = await bot.refused(50035, "PATCH", f"{path}/{sent['id']}", {"attachments": []}, status=400)
    assert code_at(problem, "components", "0", "items", "0", "media", "url") == missing
    outside = {"type": 12, "items": [{"media": {"url": "https://example.test/a.png"}}]}
    (gallery,) = (await bot.post(path, {"flags": V2, "components": [outside]}))["components"]
    assert gallery["items"][0]["media"] | {"id": ""} == {
        "id": "",
        "url": "https://example.test/a.png",
        "proxy_url": "https://example.test/a.png",
        "width": None,
        "height": None,
        "content_type": None,
    }


async def test_a_webhook_sends_them_as_its_owner_may(world: World) -> None:
    guild, bot, _ = await place(world)
    link = {"type": 1, "components": [{"type": 2, "style": 5, "label": "l", "url": "https://example.test/"}]}
    alone, owned = path_of(await webhook(guild)), path_of(await webhook(guild, bot))
    query = "?wait=true&with_components=true"
    assert len((await world.anyone.post(alone + query, {"components": [link]}))["components"]) == 1
    problem = await world.anyone.refused(50035, "POST", alone + query, {"components": [ROW]}, status=400)
    assert code_at(problem, "components", "0", "components", "0") == "BASE_TYPE_INVALID"
    assert (await world.anyone.post(alone + "?wait=true", {"content": "x", "components": [ROW]}))["components"] == []
    sent = await world.anyone.post(owned + "?wait=true", {"flags": V2, "components": [TEXT, ROW]})
    assert len(sent["components"]) == 2
    edited = await world.anyone.patch(f"{owned}/messages/{sent['id']}", {"components": [ROW]})
    assert [one["type"] for one in edited["components"]] == [1]


async def test_a_changed_button_does_not_mention(world: World) -> None:
    guild, bot, path = await place(world)
    sent = await bot.post(
        path, {"content": f"<@{guild.owner.id}>", "components": [ROW], "allowed_mentions": {"parse": []}}
    )
    assert (await bot.patch(f"{path}/{sent['id']}", {"components": []}))["mentions"] == []


async def test_what_a_client_got_it_may_send_back(world: World) -> None:
    guild, bot, path = await place(world)
    sent = await send(bot, guild, {"flags": V2, "components": [GALLERY, FILE]}, FILES)
    again = await bot.patch(f"{path}/{sent['id']}", {"components": [*sent["components"], TEXT]})
    before, after = (one["components"][0]["items"][0]["media"] for one in (sent, again))
    assert before["attachment_id"] == after["attachment_id"]
    assert (again["components"][1]["name"], len(again["components"])) == ("notes.txt", 3)
    assert again["attachments"] == []


async def test_a_forward_shows_what_nobody_can_use(world: World) -> None:
    guild, bot, path = await place(world)
    sent = await send(bot, guild, {"flags": V2, "components": [GALLERY, FILE, ROW]}, FILES)
    reference = {"type": 1, "message_id": sent["id"], "channel_id": guild.channel}
    forward = await guild.owner.post(path, {"message_reference": reference})
    snapshot = forward["message_snapshots"][0]["message"]
    gallery, _, row = snapshot["components"]
    assert row["components"][0]["disabled"] is True
    await bot.delete(f"{path}/{sent['id']}")
    assert await bytes_of(world, gallery["items"][0]["media"]) == png()
    assert (forward["components"], snapshot["attachments"]) == ([], [])


async def test_they_are_kept_from_bots_that_may_not_read(world: World) -> None:
    guild, bot, path = await place(world)
    blind = await world.bot(guild, permissions=1 << 3, intents=False)
    socket = await blind.connect(intents=1 << 0 | 1 << 9)
    sent = await bot.post(path, {"flags": V2, "components": [TEXT, ROW]})
    assert (await socket.event("MESSAGE_CREATE"))["components"] == []
    assert (await blind.get(f"{path}/{sent['id']}"))["components"] == []
    await guild.owner.post(
        path, {"message_reference": {"type": 1, "message_id": sent["id"], "channel_id": guild.channel}}
    )
    (forward, _) = await blind.get(f"{path}?limit=2")
    assert forward["message_snapshots"][0]["message"]["components"] == []
    (seen, *_) = await bot.get(f"{path}?limit=1")
    assert seen["message_snapshots"][0]["message"]["components"] != []
