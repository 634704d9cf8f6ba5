"""Posting by webhooks, and what becomes of such messages."""

import asyncio
import json

import pytest

from tests import pictures
from tests.api.test_webhooks import path, webhook
from tests.world import World


async def test_a_message_is_the_webhooks(world: World) -> None:
    guild = await world.guild()
    made = await webhook(guild, avatar=pictures.uri(pictures.png()))
    socket = await guild.owner.connect()
    message = await world.anyone.post(f"{path(made)}?wait=true", {"content": "hello"}, expect=200)
    author = message["author"]
    assert (author["id"], author["username"], author["avatar"]) == (made["id"], "a webhook", made["avatar"])
    assert author["bot"] is True and author["discriminator"] == "0000" and author["global_name"] is None
    assert message["webhook_id"] == made["id"] and "application_id" not in message
    event = await socket.event("MESSAGE_CREATE")
    assert event["author"] == author and event["guild_id"] == guild.id and "member" not in event
    assert await guild.owner.get(f"/channels/{guild.channel}/messages/{message['id']}") == message


async def test_without_wait_the_answer_is_empty(world: World) -> None:
    guild = await world.guild()
    made = await webhook(guild)
    assert await world.anyone.post(path(made), {"content": "one"}, expect=204) is None
    assert [one["content"] for one in await guild.owner.get(f"/channels/{guild.channel}/messages")] == ["one"]


async def test_a_message_may_be_shown_as_someone_elses(world: World) -> None:
    made = await webhook(await world.guild())
    message = await world.anyone.post(f"{path(made)}?wait=true", {"content": "x", "username": " Captain  Hook "})
    assert message["author"]["username"] == "Captain Hook" and message["author"]["id"] == made["id"]
    for name in ("Clyde", "discord", "", "x" * 81):
        problem = await world.anyone.refused(50035, "POST", path(made), {"content": "x", "username": name}, status=400)
        assert list(problem["errors"]) == ["username"]


async def test_an_applications_webhook_says_whose_it_is(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=1 << 29)
    made = await webhook(guild, bot)
    assert (await world.anyone.post(f"{path(made)}?wait=true", {"content": "x"}))["application_id"] == bot.id


async def test_users_alone_are_mentioned_unless_more_is_asked_for(world: World) -> None:
    guild = await world.guild(members=1)
    made = await webhook(guild)
    role = await guild.owner.post(f"/guilds/{guild.id}/roles", {"name": "r"})
    content = f"@everyone <@&{role['id']}> <@{guild.owner.id}>"
    message = await world.anyone.post(f"{path(made)}?wait=true", {"content": content})
    assert [one["id"] for one in message["mentions"]] == [guild.owner.id]
    assert not message["mention_everyone"] and message["mention_roles"] == []
    asked = {"content": content, "allowed_mentions": {"parse": ["everyone", "roles"]}}
    message = await world.anyone.post(f"{path(made)}?wait=true", asked)
    assert message["mention_everyone"] and message["mention_roles"] == [role["id"]] and message["mentions"] == []
    edited = await world.anyone.patch(f"{path(made)}/messages/{message['id']}", {"content": content + "!"})
    assert not edited["mention_everyone"] and edited["mention_roles"] == []


async def test_embeds_files_and_flags(world: World) -> None:
    made = await webhook(await world.guild())
    body = '{"embeds": [{"title": "t", "image": {"url": "attachment://a.txt"}}], "flags": 4098}'
    message = await world.anyone.post(
        f"{path(made)}?wait=true", data={"payload_json": body}, files={"files[0]": ("a.txt", b"content")}
    )
    assert message["embeds"][0]["title"] == "t" and message["attachments"][0]["filename"] == "a.txt"
    assert message["flags"] == 4096, "of those that it may set"
    assert (await world.http.get(message["attachments"][0]["url"])).content == b"content"


async def test_a_voice_message_has_its_sound_alone(world: World) -> None:
    made = await webhook(await world.guild())
    sound = {"id": 0, "duration_secs": 1.5, "waveform": "AAEC"}
    for body, code in ({"attachments": [sound]}, 0), ({"attachments": [sound], "content": "and words"}, 50159):
        parts = {
            "payload_json": (None, json.dumps(body | {"flags": 8192})),
            "files[0]": ("a.ogg", b"OggS", "audio/ogg"),
        }
        if code:
            await world.anyone.refused(code, "POST", f"{path(made)}?wait=true", status=400, files=parts)
        else:
            message = await world.anyone.post(f"{path(made)}?wait=true", files=parts)
            assert message["flags"] == 8192 and message["attachments"][0]["waveform"] == "AAEC"


async def test_a_plain_form_will_do(world: World) -> None:
    guild = await world.guild()
    made = await webhook(guild)
    message = await world.anyone.post(f"{path(made)}?wait=true", data={"content": "by form", "username": "me"})
    assert message["content"] == "by form" and message["author"]["username"] == "me"


@pytest.mark.parametrize("asked", ["", "?with_components=true"])
async def test_components_of_webhooks(world: World, asked: str) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=1 << 29)
    plain, owned = await webhook(guild), await webhook(guild, bot)
    link = {"type": 1, "components": [{"type": 2, "style": 5, "label": "x", "url": "https://example.org"}]}
    press = {"type": 1, "components": [{"type": 2, "style": 1, "label": "x", "custom_id": "x"}]}
    wait = "&wait=true" if asked else "?wait=true"
    message = await world.anyone.post(path(plain) + asked + wait, {"content": "x", "components": [link]})
    assert bool(message["components"]) is bool(asked)
    message = await world.anyone.post(path(owned) + asked + wait, {"content": "x", "components": [press]})
    assert message["components"][0]["components"][0]["custom_id"] == "x"
    if asked:
        body = {"content": "x", "components": [press]}
        await world.anyone.refused(50035, "POST", path(plain) + asked, body, status=400)


async def test_a_body_larger_than_strangers_may_send_is_read_only_with_the_right_token(world: World) -> None:
    made = await webhook(await world.guild())
    file = {"files[0]": ("a.bin", b"x" * 2_000_000)}
    message = await world.anyone.post(f"{path(made)}?wait=true", files=file)
    assert message["attachments"][0]["size"] == 2_000_000
    await world.anyone.refused(50027, "POST", f"/webhooks/{made['id']}/{'0' * 64}", files=file, status=401)


async def test_messages_are_read_changed_and_deleted_by_the_token(world: World) -> None:
    guild = await world.guild()
    made = await webhook(guild)
    message = await world.anyone.post(f"{path(made)}?wait=true", {"content": "one", "username": "me"})
    where = f"{path(made)}/messages/{message['id']}"
    assert await world.anyone.get(where) == message
    socket = await guild.owner.connect()
    edited = await world.anyone.patch(where, {"content": "two", "embeds": [{"title": "t"}]})
    assert edited["content"] == "two" and edited["edited_timestamp"] and edited["author"] == message["author"]
    assert (await socket.event("MESSAGE_UPDATE"))["content"] == "two"
    await world.anyone.delete(where, expect=204)
    assert (await socket.event("MESSAGE_DELETE"))["id"] == message["id"]
    await world.anyone.refused(10008, "GET", where, status=404)


async def test_an_edit_keeps_adds_and_removes_files(world: World) -> None:
    made = await webhook(await world.guild())
    message = await world.anyone.post(f"{path(made)}?wait=true", files={"files[0]": ("a.txt", b"a")})
    where = f"{path(made)}/messages/{message['id']}"
    edited = await world.anyone.patch(where, files={"files[0]": ("b.txt", b"b")})
    assert [one["filename"] for one in edited["attachments"]] == ["a.txt", "b.txt"]
    edited = await world.anyone.patch(where, {"attachments": [{"id": edited["attachments"][1]["id"]}]})
    assert [one["filename"] for one in edited["attachments"]] == ["b.txt"]
    await world.anyone.refused(50006, "PATCH", where, {"attachments": []}, status=400)


async def test_messages_of_others_are_none_of_a_webhooks_business(world: World) -> None:
    guild = await world.guild()
    made, other = await webhook(guild), await webhook(guild)
    theirs = await world.anyone.post(f"{path(other)}?wait=true", {"content": "x"})
    members = await guild.owner.post(f"/channels/{guild.channel}/messages", {"content": "x"})
    for message in (theirs, members):
        where = f"{path(made)}/messages/{message['id']}"
        await world.anyone.refused(10008, "GET", where, status=404)
        await world.anyone.refused(10008, "PATCH", where, {"content": "y"}, status=404)
        await world.anyone.refused(10008, "DELETE", where, status=404)
    where = f"/channels/{guild.channel}/messages/{theirs['id']}"
    await guild.owner.refused(50005, "PATCH", where, {"content": "y"}, status=403)
    await guild.owner.delete(where)


async def test_a_webhook_has_no_first_answer(world: World) -> None:
    made = await webhook(await world.guild())
    where = f"{path(made)}/messages/@original"
    await world.anyone.refused(10008, "GET", where, status=404)
    await world.anyone.refused(10008, "PATCH", where, {"content": "x"}, status=404)
    await world.anyone.refused(10008, "DELETE", where, status=404)


async def test_slowmode_and_overwrites_do_not_concern_webhooks(world: World) -> None:
    guild = await world.guild()
    made = await webhook(guild)
    await guild.owner.patch(f"/channels/{guild.channel}", {"rate_limit_per_user": 3600})
    await guild.owner.put(f"/channels/{guild.channel}/permissions/{guild.id}", {"type": 0, "deny": str(1 << 11)})
    for content in ("one", "two"):
        await world.anyone.post(path(made), {"content": content, "embeds": [{"title": "t"}]})
    assert len(await guild.owner.get(f"/channels/{guild.channel}/messages")) == 2


@pytest.mark.parametrize(
    ("body", "code", "status"),
    [
        ({}, 50006, 400),
        ({"content": " "}, 50006, 400),
        ({"content": "x" * 2001}, 50035, 400),
        ({"embeds": [{}] * 11}, 50035, 400),
        ({"avatar_url": 5}, 50035, 400),
        ({"content": "x\0"}, 50035, 400),
        ({"content": "x", "thread_name": "t"}, 220003, 400),
        ({"content": "x", "attachments": [{"id": 0, "filename": "a"}]}, 50035, 400),
    ],
)
async def test_wrong_messages(world: World, body: object, code: int, status: int) -> None:
    guild = await world.guild()
    made = await webhook(guild)
    await world.anyone.refused(code, "POST", path(made), body, status=status)
    assert await guild.owner.get(f"/channels/{guild.channel}/messages") == []


async def test_there_is_no_such_thread(world: World) -> None:
    made = await webhook(await world.guild())
    await world.anyone.refused(10003, "POST", f"{path(made)}?thread_id={made['id']}", {"content": "x"}, status=404)


async def test_hostile_bodies(world: World) -> None:
    made = await webhook(await world.guild())
    for kind in ("", "/slack", "/github"):
        for content in (b"{", b"[" * 100_000, b"\xff\xfe", b'{"content": "' + b"x" * 10_000_000):
            await world.anyone.refused(
                50035 if content.startswith(b"[") else 50109,
                "POST",
                path(made) + kind,
                content=content,
                headers={"Content-Type": "application/json"},
                status=400,
            )


async def test_many_at_once_come_in_the_order_of_their_ids(world: World) -> None:
    guild = await world.guild()
    made = await webhook(guild)
    sent = await asyncio.gather(*(world.anyone.post(f"{path(made)}?wait=true", {"content": f"{n}"}) for n in range(30)))
    listed = await guild.owner.get(f"/channels/{guild.channel}/messages?limit=100")
    assert [one["id"] for one in listed] == sorted((one["id"] for one in sent), key=int, reverse=True)
