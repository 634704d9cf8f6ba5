"""Files of messages: posted in a form, linked, kept or dropped by edits, gone with their message."""

import io
import struct
from typing import Any

import msgspec
from PIL import Image

from tests.world import Guild, Person, World


def png(width: int = 3, height: int = 2) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (width, height)).save(buffer, "PNG")
    return buffer.getvalue()


async def send(person: Person, guild: Guild, body: Any, files: dict[str, tuple[str, bytes]], edit: str = "") -> Any:
    parts: dict[str, Any] = {name: (*file, "application/octet-stream") for name, file in files.items()}
    parts["payload_json"] = (None, msgspec.json.encode(body))
    path = f"/channels/{guild.channel}/messages" + (f"/{edit}" if edit else "")
    return await person.request("PATCH" if edit else "POST", path, files=parts)


async def bytes_of(world: World, attachment: Any) -> bytes | None:
    answer = await world.http.get(attachment["url"])
    return answer.content if answer.status_code == 200 else None


async def test_files_come_back_as_they_went_in(world: World) -> None:
    guild = await world.guild()
    body = {
        "attachments": [{"id": 1, "description": "a text", "title": "T"}, {"id": 7, "is_spoiler": True}],
        "embeds": [{"title": "t", "image": {"url": "attachment://SPOILER_i.png"}}],
    }
    files = {"files[7]": ("i.png", png()), "files[1]": ("../my notes.txt", b"\x00\xffhello")}
    message = await send(guild.owner, guild, body, files)
    text, image = message["attachments"]
    assert (text["filename"], text["size"], text["content_type"]) == ("my_notes.txt", 7, "text/plain")
    assert (text["description"], text["title"]) == ("a text", "T")
    assert (image["filename"], image["width"], image["height"], image["flags"]) == ("SPOILER_i.png", 3, 2, 8)
    assert message["embeds"][0]["image"]["url"].partition("?")[0] == image["url"].partition("?")[0]
    assert await bytes_of(world, text) == b"\x00\xffhello"
    assert await bytes_of(world, image) == png()
    (read,) = await guild.owner.get(f"/channels/{guild.channel}/messages")
    assert [one["id"] for one in read["attachments"]] == [text["id"], image["id"]]


async def test_an_edit_keeps_what_it_lists_and_adds_what_it_brings(world: World) -> None:
    guild = await world.guild()
    message = await send(guild.owner, guild, {}, {"files[0]": ("a.txt", b"a"), "files[1]": ("b.txt", b"b")})
    first, second = message["attachments"]
    kept = {"attachments": [{"id": second["id"], "description": "still"}, {"id": 0, "description": "new"}]}
    edited = await send(guild.owner, guild, kept, {"files[0]": ("c.txt", b"c")}, edit=message["id"])
    assert [(one["filename"], one["description"]) for one in edited["attachments"]] == [
        ("b.txt", "still"),
        ("c.txt", "new"),
    ]
    assert await bytes_of(world, first) is None
    assert await bytes_of(world, edited["attachments"][1]) == b"c"
    path = f"/channels/{guild.channel}/messages/{message['id']}"
    same = await guild.owner.patch(path, {"content": "text"})
    assert len(same["attachments"]) == 2
    await guild.owner.refused(50035, "PATCH", path, {"attachments": [{"id": first["id"]}]}, status=400)
    bare = await guild.owner.patch(path, {"attachments": []})
    assert bare["attachments"] == []
    assert await bytes_of(world, second) is None


async def test_files_go_with_their_message_but_not_with_its_forward(world: World) -> None:
    guild = await world.guild()
    message = await send(guild.owner, guild, {}, {"files[0]": ("a.txt", b"a")})
    path = f"/channels/{guild.channel}/messages"
    reference = {"type": 1, "message_id": message["id"], "channel_id": guild.channel}
    forward = await guild.owner.post(path, {"message_reference": reference})
    await guild.owner.delete(f"{path}/{message['id']}")
    assert await bytes_of(world, message["attachments"][0]) is None
    (copy,) = forward["message_snapshots"][0]["message"]["attachments"]
    assert await bytes_of(world, copy) == b"a"


async def test_the_forms_that_clients_send(world: World) -> None:
    guild = await world.guild()
    path = f"/channels/{guild.channel}/messages"
    payload = b'{"content": "hi", "tts": true}'
    file = ("a.txt", b"a", "application/octet-stream")
    forms: list[Any] = [
        {"payload_json": (None, payload), "files[0]": file},
        {"payload_json": (None, payload, "application/json"), "file": file},
        {"files[3]": file, "payload_json": (None, payload)},
        {"content": (None, "hi"), "tts": (None, "true"), "files[0]": file},
    ]
    for form in forms:
        message = await guild.owner.post(path, files=form)
        assert (message["content"], message["tts"], len(message["attachments"])) == ("hi", True, 1)


async def test_refusals(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild)
    path = f"/channels/{guild.channel}/messages"
    big = {"files[0]": ("a.bin", bytes(10 * 1024 * 1024 + 1))}
    await bot.refused(40005, "POST", path, status=413, files=big)
    many = {f"files[{number}]": ("a.txt", b"a") for number in range(11)}
    await bot.refused(50035, "POST", path, status=400, files=many)
    overwrite = f"/channels/{guild.channel}/permissions/{guild.id}"
    await guild.owner.put(overwrite, {"type": 0, "allow": "0", "deny": str(1 << 15)})
    await bot.refused(50013, "POST", path, status=403, files={"files[0]": ("a.txt", b"a")})
    assert await guild.owner.get(path) == []


async def test_a_file_that_is_no_picture_whatever_it_says(world: World) -> None:
    guild = await world.guild()
    dds = b"DDS \x7c\0\0\0\x07\x10\0\0" + struct.pack("<2I", 30, 30) + bytes(108)
    files = {f"files[{index}]": ("a.png", content) for index, content in enumerate((dds, png()[:20], b"GIF89a", b""))}
    message = await send(guild.owner, guild, {}, files)
    assert ["width" in attachment for attachment in message["attachments"]] == [False] * 4
