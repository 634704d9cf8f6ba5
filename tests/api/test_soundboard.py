"""Sounds of guilds: their files, limits and rights, where they show, and who may play them to whom."""

import asyncio
from typing import Any

import pytest

from tests.pictures import png, uri
from tests.sounds import mp3, opus, opus_head, page, sound_uri, tagged_mp3, vorbis
from tests.voice import ask, join
from tests.world import Guild, Person, World

MANAGE, CREATE = 1 << 30, 1 << 43
VIEW, CONNECT, SPEAK, SOUNDBOARD, EXTERNAL = 1 << 10, 1 << 20, 1 << 21, 1 << 42, 1 << 45


def body(content: bytes = b"", **fields: Any) -> dict[str, Any]:
    return {"name": "quack", "sound": sound_uri(content or mp3()), **fields}


async def make(who: Person, guild: Guild, content: bytes = b"", **fields: Any) -> Any:
    return await who.post(f"/guilds/{guild.id}/soundboard-sounds", body(content, **fields), expect=201)


async def fetched(world: World, name: str, **headers: str) -> Any:
    return await world.http.get(f"{world.addresses.root}/soundboard-sounds/{name}", headers=headers)


def without_user(sound: Any) -> Any:
    return {key: value for key, value in sound.items() if key != "user"}


async def grant(guild: Guild, person: Person, permissions: int) -> None:
    role = await guild.owner.post(f"/guilds/{guild.id}/roles", {"name": "a role", "permissions": str(permissions)})
    await guild.owner.put(f"/guilds/{guild.id}/members/{person.id}/roles/{role['id']}")


async def test_a_guild_makes_changes_and_deletes_sounds(world: World) -> None:
    guild = await world.guild()
    owner, path = guild.owner, f"/guilds/{guild.id}/soundboard-sounds"
    made = await make(owner, guild, emoji_name="🦆", volume=0.5)
    assert made["user"]["id"] == owner.id
    said = {"name": "quack", "volume": 0.5, "emoji_id": None, "emoji_name": "🦆", "guild_id": guild.id}
    assert without_user(made) == {"sound_id": made["sound_id"], "available": True, **said}
    one = f"{path}/{made['sound_id']}"
    assert await owner.get(one) == made
    assert await owner.get(path) == {"items": [made]}
    changed = await owner.patch(one, {"name": "honk", "volume": None, "emoji_name": None})
    assert changed == made | {"name": "honk", "volume": 1.0, "emoji_name": None}
    assert await owner.patch(one, {}) == changed
    await owner.delete(one, expect=204)
    assert await owner.get(path) == {"items": []}
    for method in "GET", "PATCH", "DELETE":
        await owner.refused(10097, method, one, {} if method == "PATCH" else None, status=404)


async def test_emojis_of_sounds(world: World) -> None:
    guild, other = await world.guild(), await world.guild()
    own, foreign = [
        (await one.owner.post(f"/guilds/{one.id}/emojis", {"name": "duck", "image": uri(png())}))["id"]
        for one in (guild, other)
    ]
    made = await make(guild.owner, guild, emoji_id=own, emoji_name="🦆")
    assert (made["emoji_id"], made["emoji_name"]) == (own, None)
    path = f"/guilds/{guild.id}/soundboard-sounds"
    changed = await guild.owner.patch(f"{path}/{made['sound_id']}", {"emoji_name": "🔔"})
    assert (changed["emoji_id"], changed["emoji_name"]) == (None, "🔔")
    for wrong in ({"emoji_id": foreign}, {"emoji_id": "7"}, {"emoji_name": "duck"}):
        for method, where, more in (("POST", path, body()), ("PATCH", f"{path}/{made['sound_id']}", {})):
            problem = await guild.owner.refused(50035, method, where, more | wrong, status=400)
            assert list(problem["errors"]) == list(wrong)


async def test_an_emoji_that_is_deleted_leaves_its_sounds(world: World) -> None:
    guild = await world.guild()
    socket = await guild.owner.connect()
    body = {"name": "duck", "image": uri(png())}
    used, other = [(await guild.owner.post(f"/guilds/{guild.id}/emojis", body))["id"] for _ in range(2)]
    made = without_user(await make(guild.owner, guild, emoji_id=used))
    for emoji in (other, used):
        await guild.owner.delete(f"/guilds/{guild.id}/emojis/{emoji}")
    told = await socket.event("GUILD_SOUNDBOARD_SOUNDS_UPDATE")
    assert told == {"guild_id": guild.id, "soundboard_sounds": [made | {"emoji_id": None}]}
    await socket.send(31, {"guild_ids": [guild.id]})
    assert "GUILD_SOUNDBOARD_SOUNDS_UPDATE" not in await socket.until("SOUNDBOARD_SOUNDS")


async def test_everyone_is_told(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild)
    socket = await bot.connect(intents=1 | 1 << 3)
    made = await make(guild.owner, guild)
    shown, path = without_user(made), f"/guilds/{guild.id}/soundboard-sounds/{made['sound_id']}"
    assert await socket.event("GUILD_SOUNDBOARD_SOUND_CREATE") == shown
    assert (await bot.connect()).guilds[guild.id]["soundboard_sounds"] == [shown]
    await guild.owner.patch(path, {"name": "quack"})  # changes nothing
    await guild.owner.patch(path, {"name": "honk"})
    assert await socket.event("GUILD_SOUNDBOARD_SOUND_UPDATE") == shown | {"name": "honk"}
    await socket.send(31, {"guild_ids": [guild.id, guild.id, "1"]})
    answer = {"guild_id": guild.id, "soundboard_sounds": [shown | {"name": "honk"}]}
    assert await socket.event("SOUNDBOARD_SOUNDS") == answer
    await guild.owner.delete(path)
    gone = await socket.event("GUILD_SOUNDBOARD_SOUND_DELETE")
    assert gone == {"sound_id": made["sound_id"], "guild_id": guild.id}
    assert (await bot.connect()).guilds[guild.id]["soundboard_sounds"] == []


async def test_the_audit_log_has_them(world: World) -> None:
    guild = await world.guild()
    path = f"/guilds/{guild.id}/soundboard-sounds"
    because = {"headers": {"X-Audit-Log-Reason": "because"}}
    made = await guild.owner.post(path, body(emoji_name="🦆"), expect=201, **because)
    await guild.owner.patch(f"{path}/{made['sound_id']}", {"volume": 0.5}, **because)
    await guild.owner.delete(f"{path}/{made['sound_id']}", **because)
    entries = (await guild.owner.get(f"/guilds/{guild.id}/audit-logs"))["audit_log_entries"][:3]
    assert [entry["action_type"] for entry in entries] == [132, 131, 130]
    assert {(entry["target_id"], entry["reason"]) for entry in entries} == {(made["sound_id"], "because")}
    assert entries[1]["changes"] == [{"key": "volume", "old_value": 1.0, "new_value": 0.5}]
    keys = {"name", "volume", "emoji_name", "guild_id", "available"}
    assert [{change["key"] for change in entries[at]["changes"]} for at in (0, 2)] == [keys, keys]


async def test_who_may(world: World) -> None:
    alice, bob = await world.users(2)
    guild = await world.guild(members=[alice, bob])
    path = f"/guilds/{guild.id}/soundboard-sounds"
    await guild.owner.patch(f"/guilds/{guild.id}/roles/{guild.id}", {"permissions": "0"})
    theirs = await make(guild.owner, guild)
    await alice.refused(50013, "POST", path, body(), status=403)
    assert await alice.get(f"{path}/{theirs['sound_id']}") == without_user(theirs)
    assert await alice.get(path) == {"items": [without_user(theirs)]}
    await grant(guild, alice, CREATE)
    mine = await make(alice, guild)
    assert (await alice.get(f"{path}/{theirs['sound_id']}"))["user"]["id"] == guild.owner.id
    await alice.patch(f"{path}/{mine['sound_id']}", {"name": "mine too"})
    await alice.refused(50013, "PATCH", f"{path}/{theirs['sound_id']}", {"name": "not mine"}, status=403)
    await alice.refused(50013, "DELETE", f"{path}/{theirs['sound_id']}", status=403)
    await grant(guild, bob, MANAGE)
    await bob.refused(50013, "POST", path, body(), status=403)
    assert (await bob.patch(f"{path}/{mine['sound_id']}", {"name": "bobs"}))["user"]["id"] == alice.id
    await bob.delete(f"{path}/{mine['sound_id']}")
    await (await world.user()).refused(50001, "GET", path, status=403)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "x"},
        {"name": "x" * 33},
        {"name": None},
        {"name": "N\0L"},
        {"volume": 1.01},
        {"volume": -0.01},
        {"emoji_name": ""},
        {"emoji_name": "x" * 33},
    ],
)
async def test_words_that_are_none(world: World, wrong: dict[str, Any]) -> None:
    guild = await world.guild()
    path, made = f"/guilds/{guild.id}/soundboard-sounds", await make(guild.owner, guild)
    for method, where, more in (("POST", path, body()), ("PATCH", f"{path}/{made['sound_id']}", {})):
        problem = await guild.owner.refused(50035, method, where, more | wrong, status=400)
        assert list(problem["errors"]) == list(wrong)


ID3 = b"ID3\x04\0\0\0\0\x02\0" + bytes(256)


@pytest.mark.parametrize(
    ("content", "kind", "media_type"),
    [
        (mp3(), "mpeg", "audio/mpeg"),
        (tagged_mp3(), "mp3", "audio/mpeg"),
        (mp3(5.2) + bytes(40), "mpeg", "audio/mpeg"),
        (opus(5.2), "ogg", "audio/ogg"),
        (vorbis(), "ogg;codecs=vorbis", "audio/ogg"),
        (vorbis(), "mpeg", "audio/ogg"),
    ],
    ids=["mp3", "mp3 with tags", "long mp3", "opus", "vorbis", "named wrongly"],
)
async def test_the_cdn_has_the_file_as_it_came(world: World, content: bytes, kind: str, media_type: str) -> None:
    guild = await world.guild()
    path = f"/guilds/{guild.id}/soundboard-sounds"
    made = await guild.owner.post(path, body() | {"sound": sound_uri(content, kind)}, expect=201)
    answer = await fetched(world, made["sound_id"])
    assert (answer.content, answer.headers["content-type"]) == (content, media_type)
    assert answer.headers["x-content-type-options"] == "nosniff" and "immutable" in answer.headers["cache-control"]
    known = await fetched(world, made["sound_id"], **{"if-none-match": answer.headers["etag"]})
    assert (known.status_code, known.content) == (304, b"")
    part = await fetched(world, made["sound_id"], range="bytes=4-9")
    assert (part.status_code, part.content) == (206, content[4:10])
    for name in ("999", f"{made['sound_id']}.exe", "..%2fimages", "1" * 30, "٣"):
        assert (await fetched(world, name)).status_code == 404


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (mp3(5.4), 50124),
        (ID3[:-256] + bytes(300), 50192),
        (ID3 + mp3()[:1000] + b"something else" + mp3(), 50110),
        (b"ID3\x04\0\0\x7f\x7f\x7f\x7f" + mp3(), 50192),
        (mp3(0.024) + b"<script>", 50110),
        (b"RIFF" + bytes(100), 50123),
        (b"\xff\xfd\x54\xc4" + bytes(200), 50123),
        (b"<svg/>", 50123),
        (b"", 50123),
        (bytes(512 * 1024 + 1), 50045),
        (bytes(3 * 1024 * 1024), 50045),
        (opus(5.4), 50124),
        (opus(0), 50192),
        (opus()[:-1], 50110),
        (opus() + b"OggS", 50110),
        (opus() + opus(), 50110),
        (page(opus_head(), 0, 2) + page(bytes(9), 48_000, serial=8), 50110),
        (opus() + page(bytes(9), 5), 50110),
        (page(b"\x80theora" + bytes(40), 0, 2), 50123),
        (page(b"OpusHead", 0, 2), 50123),
        (vorbis(rate=0), 50123),
        (b"OggS" * 20_000, 50110),
    ],
)
async def test_files_that_are_none(world: World, content: bytes, code: int) -> None:
    guild = await world.guild()
    path = f"/guilds/{guild.id}/soundboard-sounds"
    await guild.owner.refused(code, "POST", path, body() | {"sound": sound_uri(content)}, status=400)
    assert await guild.owner.get(path) == {"items": []}


@pytest.mark.parametrize("wrong", ["", "quack", "data:image/png;base64,AAAA", "data:audio/mpeg;base64,A", "data:,x"])
async def test_data_uris_that_are_none(world: World, wrong: str) -> None:
    guild = await world.guild()
    path = f"/guilds/{guild.id}/soundboard-sounds"
    problem = await guild.owner.refused(50035, "POST", path, body() | {"sound": wrong}, status=400)
    assert list(problem["errors"]) == ["sound"]


async def test_eight_and_no_more(world: World) -> None:
    """However many are made at once."""
    guild = await world.guild()
    path = f"/guilds/{guild.id}/soundboard-sounds"
    results = await asyncio.gather(*(make(guild.owner, guild) for _ in range(12)), return_exceptions=True)
    assert sum(isinstance(one, dict) for one in results) == 8
    await guild.owner.refused(30045, "POST", path, body(), status=400)
    await guild.owner.delete(f"{path}/{(await guild.owner.get(path))['items'][0]['sound_id']}")
    await make(guild.owner, guild)


async def test_files_go_with_their_sounds(world: World) -> None:
    guild = await world.guild()
    first, second = [(await make(guild.owner, guild))["sound_id"] for _ in range(2)]
    await guild.owner.delete(f"/guilds/{guild.id}/soundboard-sounds/{first}")
    await _gone(world, first)
    assert (await fetched(world, second)).status_code == 200
    await guild.owner.delete(f"/guilds/{guild.id}", expect=204)
    await _gone(world, second)


async def _gone(world: World, sound_id: str) -> None:
    async with asyncio.timeout(10):
        while (await fetched(world, sound_id)).status_code != 404:
            await asyncio.sleep(0.05)


async def test_sounds_that_everybody_has(world: World) -> None:
    sounds = await (await world.user()).get("/soundboard-default-sounds")
    assert [sound["sound_id"] for sound in sounds] == ["1", "2", "3", "4", "5", "6"]
    guild = await world.guild()
    for sound in sounds:
        assert "guild_id" not in sound and sound["emoji_name"]
        content = (await fetched(world, sound["sound_id"])).content
        await make(guild.owner, guild, content)  # is a sound by all rules


class Played:
    """A guild with two members in its voice channel and one who is not."""

    def __init__(self, world: World, guild: Guild, people: list[Person], sockets: list[Any]) -> None:
        self.world = world
        self.guild = guild
        self.sender, self.listener, self.outsider = people
        self.sockets = sockets
        self.path = f"/channels/{guild.voice}/send-soundboard-sound"

    async def ask(self, **how: bool) -> None:
        """Has the sender mute or deafen himself."""
        await ask(self.sockets[0], self.guild.id, self.guild.voice, **how)
        await self.sockets[0].event("VOICE_STATE_UPDATE", lambda state: how.items() <= state.items())

    async def allow(self, permissions: int) -> None:
        everyone = {"permissions": str(permissions)}
        await self.guild.owner.patch(f"/guilds/{self.guild.id}/roles/{self.guild.id}", everyone)


@pytest.fixture
async def played(world: World) -> Played:
    people = await world.users(3)
    guild = await world.guild(members=people)
    sockets = [await person.connect() for person in people]
    for socket in sockets[:2]:
        await join(socket, guild.id, guild.voice)
    return Played(world, guild, people, sockets)


async def test_those_in_the_channel_hear_it(played: Played) -> None:
    guild = played.guild
    picture = {"name": "duck", "image": uri(png())}
    emoji = (await guild.owner.post(f"/guilds/{guild.id}/emojis", picture))["id"]
    sound = (await make(guild.owner, guild, emoji_id=emoji, volume=0.5))["sound_id"]
    await played.sender.post(played.path, {"sound_id": sound}, expect=204)
    place = {"channel_id": guild.voice, "guild_id": guild.id, "user_id": played.sender.id, "animation_type": None}
    heard = {"sound_id": sound, "sound_volume": 0.5, "emoji": {"id": emoji, "name": "duck", "animated": False}}
    for socket in played.sockets[:2]:
        assert await socket.event("VOICE_CHANNEL_EFFECT_SEND") == place | heard
    await guild.owner.delete(f"/guilds/{guild.id}/emojis/{emoji}")
    await played.sender.post(played.path, {"sound_id": sound}, expect=204)
    assert (await played.sockets[1].event("VOICE_CHANNEL_EFFECT_SEND"))["emoji"] is None
    await played.sender.post(played.path, {"sound_id": "1"}, expect=204)
    told = await played.sockets[1].event("VOICE_CHANNEL_EFFECT_SEND")
    assert (told["sound_id"], told["emoji"]["name"]) == ("1", "\N{BELL}")
    await guild.owner.patch(f"/channels/{guild.voice}", {"name": "renamed"})
    seen = await played.sockets[2].until("CHANNEL_UPDATE")
    assert "VOICE_CHANNEL_EFFECT_SEND" not in seen


async def test_who_may_play(played: Played) -> None:
    guild, path, sound = played.guild, played.path, {"sound_id": "1"}
    await played.outsider.refused(40032, "POST", path, sound, status=400)
    await played.sender.refused(10097, "POST", path, {"sound_id": guild.id}, status=404)
    text = f"/channels/{guild.channel}/send-soundboard-sound"
    await played.sender.refused(50024, "POST", text, sound, status=400)
    dm = await played.sender.post("/users/@me/channels", {"recipient_id": played.listener.id})
    await played.sender.refused(50024, "POST", f"/channels/{dm['id']}/send-soundboard-sound", sound, status=400)
    for allowed in (VIEW | CONNECT | SPEAK, VIEW | CONNECT | SOUNDBOARD):
        await played.allow(allowed)
        await played.sender.refused(50013, "POST", path, sound, status=403)
    await played.allow(VIEW | CONNECT | SPEAK | SOUNDBOARD)
    await played.sender.post(path, sound, expect=204)
    await (await played.world.user()).refused(50001, "POST", path, sound, status=403)


async def test_sounds_of_other_guilds(played: Played) -> None:
    path, other = played.path, await played.world.guild(members=[played.sender])
    foreign = (await make(other.owner, other))["sound_id"]
    await played.sender.refused(10097, "POST", path, {"sound_id": foreign}, status=404)
    there = {"sound_id": foreign, "source_guild_id": other.id}
    await played.sender.post(path, there, expect=204)
    await played.listener.refused(10097, "POST", path, there, status=404)
    await played.allow(VIEW | CONNECT | SPEAK | SOUNDBOARD)
    await played.sender.refused(50013, "POST", path, there, status=403)
    await played.allow(VIEW | CONNECT | SPEAK | SOUNDBOARD | EXTERNAL)
    await played.sender.post(path, there, expect=204)


async def test_who_is_not_heard_plays_nothing(played: Played) -> None:
    guild, sound = played.guild, {"sound_id": "1"}
    member = f"/guilds/{guild.id}/members/{played.sender.id}"
    for silenced in ({"mute": True}, {"deaf": True}):
        await guild.owner.patch(member, silenced)
        await played.sender.refused(50167, "POST", played.path, sound, status=403)
        await guild.owner.patch(member, dict.fromkeys(silenced, False))
    await played.ask(self_mute=True)
    await played.sender.post(played.path, sound, expect=204)
    await played.ask(self_deaf=True)
    await played.sender.refused(50167, "POST", played.path, sound, status=403)
    stage = (await guild.owner.post(f"/guilds/{guild.id}/channels", {"name": "stage", "type": 13}))["id"]
    await played.sockets[0].event("CHANNEL_CREATE", lambda channel: channel["id"] == stage)
    await join(played.sockets[0], guild.id, stage)
    await played.sender.refused(50167, "POST", f"/channels/{stage}/send-soundboard-sound", sound, status=403)
