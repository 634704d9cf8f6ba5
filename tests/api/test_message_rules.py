"""Rules of messages that are easily forgotten. Docs: resources/message."""

import base64
from typing import Any

import msgspec

from tests.api.test_pins import permit
from tests.world import Guild, Person, World

SUPPRESS, NOTIFY, VOICE, V2 = 1 << 2, 1 << 12, 1 << 13, 1 << 15
SEND_VOICE, ATTACH = 1 << 46, 1 << 15
FACTS = {"id": "0", "duration_secs": 1.5, "waveform": base64.b64encode(b"wave").decode()}


def at(guild: Guild, message: str = "") -> str:
    return f"/channels/{guild.channel}/messages" + (message and f"/{message}")


def form(body: object, *names: str) -> dict[str, Any]:
    files = {f"files[{number}]": (name, b"OggS", None) for number, name in enumerate(names)}
    return {"files": files, "data": {"payload_json": msgspec.json.encode(body).decode()}}


async def refused(who: Person, guild: Guild, code: int, body: object, *names: str, status: int = 400) -> None:
    await who.refused(code, "POST", at(guild), status=status, **form(body, *names))


async def test_a_voice_message_is_one_sound_and_nothing_else(world: World) -> None:
    guild = await world.guild()
    whole = {"flags": VOICE, "attachments": [FACTS]}
    said = await guild.owner.post(at(guild), **form(whole, "voice.ogg"))
    [sound] = said["attachments"]
    assert (said["flags"], sound["duration_secs"], sound["waveform"]) == (VOICE, 1.5, FACTS["waveform"])
    for more in {"content": "x"}, {"embeds": [{"title": "x"}]}:
        await refused(guild.owner, guild, 50159, whole | more, "voice.ogg")
    await refused(guild.owner, guild, 50160, whole, "voice.txt")
    await refused(guild.owner, guild, 50160, whole, "voice.ogg", "voice.ogg")
    for missing in "duration_secs", "waveform":
        facts = {key: value for key, value in FACTS.items() if key != missing}
        await refused(guild.owner, guild, 50161, whole | {"attachments": [facts]}, "voice.ogg")
    await guild.owner.refused(50162, "PATCH", at(guild, said["id"]), {"content": "x"}, status=400)


async def test_who_may_send_voice_messages(world: World) -> None:
    guild = await world.guild(members=[alice := await world.user()])
    whole = {"flags": VOICE, "attachments": [FACTS]}
    for denied, code in (SEND_VOICE, 50173), (ATTACH, 50013):
        await permit(guild, deny=denied)
        await refused(alice, guild, code, whole, "voice.ogg", status=403)


async def test_moderators_suppress_embeds_and_change_nothing_else(world: World) -> None:
    guild = await world.guild(members=[alice := await world.user()])
    message = await alice.post(at(guild), **form({"flags": NOTIFY}, "a.txt"))
    assert message["flags"] == NOTIFY
    for sent, flags in (SUPPRESS | V2 | 1, NOTIFY | SUPPRESS), (V2, NOTIFY):
        changed = await guild.owner.patch(at(guild, message["id"]), {"flags": sent})
        assert (changed["flags"], changed["edited_timestamp"]) == (flags, None)


async def test_moderators_suppress_embeds_of_components(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild)
    body = {"flags": V2, "components": [{"type": 10, "content": "text"}]}
    message = await bot.post(at(guild), body)
    changed = await guild.owner.patch(at(guild, message["id"]), {"flags": V2 | SUPPRESS})
    assert (changed["flags"], len(changed["components"])) == (V2 | SUPPRESS, 1)


async def test_what_is_suppressed_is_not_forwarded(world: World) -> None:
    guild = await world.guild()
    message = await guild.owner.post(at(guild), {"content": "x", "embeds": [{"title": "t"}], "flags": SUPPRESS})
    reference = {"type": 1, "message_id": message["id"], "channel_id": guild.channel}
    forward = await guild.owner.post(at(guild), {"message_reference": reference})
    assert forward["message_snapshots"][0]["message"]["embeds"] == []


async def test_a_forward_names_its_channel(world: World) -> None:
    guild = await world.guild()
    message = await guild.owner.post(at(guild), {"content": "x"})
    forward = {"message_reference": {"type": 1, "message_id": message["id"]}}
    problem = await guild.owner.refused(50035, "POST", at(guild), forward, status=400)
    assert list(problem["errors"]["message_reference"]) == ["channel_id"]


async def test_a_forward_stays_what_it_was(world: World) -> None:
    guild = await world.guild()
    message = await guild.owner.post(at(guild), {"content": "before"})
    reference = {"type": 1, "message_id": message["id"], "channel_id": guild.channel}
    forward = await guild.owner.post(at(guild), {"message_reference": reference})
    await guild.owner.patch(at(guild, message["id"]), {"content": "after"})
    await guild.owner.delete(at(guild, message["id"]))
    again = await guild.owner.post(at(guild), {"message_reference": reference | {"message_id": forward["id"]}})
    assert again["message_snapshots"][0]["message"]["content"] == "before"
    said = {"message_reference": reference | {"message_id": forward["id"]}, "content": "and my own"}
    await guild.owner.refused(50035, "POST", at(guild), said, status=400)


async def test_a_reply_names_no_other_place(world: World) -> None:
    guild, other = await world.guild(owner := await world.user()), await world.guild(owner)
    message = (await owner.post(at(guild), {"content": "x"}))["id"]
    right = {"message_id": message, "channel_id": guild.channel, "guild_id": guild.id}
    reply = await owner.post(at(guild), {"content": "y", "message_reference": right})
    assert reply["message_reference"] == right | {"type": 0}
    for wrong in {"channel_id": other.channel}, {"guild_id": other.id}:
        await owner.refused(50035, "POST", at(guild), {"content": "y", "message_reference": right | wrong}, status=400)


async def test_all_embeds_of_an_edit_have_a_limit_together(world: World) -> None:
    guild = await world.guild()
    message = await guild.owner.post(at(guild), {"content": "x"})
    embeds = [{"description": "x" * 3000}, {"description": "y" * 3001}]
    problem = await guild.owner.refused(50035, "PATCH", at(guild, message["id"]), {"embeds": embeds}, status=400)
    assert problem["errors"]["embeds"]["_errors"][0]["code"] == "MAX_EMBED_SIZE_EXCEEDED"
    embeds[1]["description"] = "y" * 3000
    assert len((await guild.owner.patch(at(guild, message["id"]), {"embeds": embeds}))["embeds"]) == 2


async def test_nonces_are_told_and_forgotten(world: World) -> None:
    guild = await world.guild()
    socket = await guild.owner.connect()
    for nonce in "x" * 25, 12345:
        answer = await guild.owner.post(at(guild), {"content": "x", "nonce": nonce})
        assert (answer["nonce"], (await socket.event("MESSAGE_CREATE"))["nonce"]) == (nonce, nonce)
        assert "nonce" not in await guild.owner.get(at(guild, answer["id"]))
