"""Fields of messages that few have: what selects are filled with, what is told of pictures, emojis of polls."""

from tests import pictures
from tests.world import Bot, Guild, Json, World


def selects(*defaults: tuple[int, str, str]) -> Json:
    return [
        {"type": 1, "components": [{"type": kind, "custom_id": str(n), "default_values": [{"type": name, "id": one}]}]}
        for n, (kind, name, one) in enumerate(defaults)
    ]


async def test_what_selects_are_filled_with_is_resolved(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild)
    role = await guild.owner.post(f"/guilds/{guild.id}/roles", {"name": "a role"})
    components = selects((5, "user", guild.owner.id), (7, "role", role["id"]), (8, "channel", guild.channel))
    socket = await guild.owner.connect()
    message = await bot.post(f"/channels/{guild.channel}/messages", {"content": "x", "components": components})
    resolved = message["resolved"]
    assert (await socket.event("MESSAGE_CREATE"))["resolved"] == resolved
    assert resolved["users"][guild.owner.id]["username"] == guild.owner.name
    assert resolved["members"][guild.owner.id]["roles"] == []
    assert resolved["roles"][role["id"]]["name"] == "a role"
    assert resolved["channels"][guild.channel]["id"] == guild.channel
    path = f"/channels/{guild.channel}/messages/{message['id']}"
    assert (await bot.get(path))["resolved"].keys() == {"users", "members", "roles", "channels"}
    await guild.owner.delete(f"/guilds/{guild.id}/roles/{role['id']}")
    assert "roles" not in (await bot.get(path))["resolved"]
    assert "resolved" not in await bot.patch(path, {"components": []})


async def test_embeds_are_taken_as_they_are_shown(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild)
    picture = {"url": "https://example.org/a.gif", "width": 5, "description": "a cat", "is_animated": True}
    sent = {"type": "link", "title": "t", "provider": {"name": "p"}, "video": picture, "image": picture}
    message = await bot.post(f"/channels/{guild.channel}/messages", {"embeds": [sent]})
    image = {"url": picture["url"], "description": "a cat", "flags": 1 << 5}
    assert message["embeds"] == [{"type": "rich", "title": "t", "image": image}]


async def test_attachments_say_that_they_are_remixed(world: World) -> None:
    guild = await world.guild()
    form = {"payload_json": '{"attachments": [{"id": 0, "is_remix": true, "is_spoiler": true}]}'}
    path = f"/channels/{guild.channel}/messages"
    message = await guild.owner.post(path, data=form, files={"files[0]": ("a.txt", b"content")})
    assert message["attachments"][0]["flags"] == 1 << 2 | 1 << 3


async def an_emoji(world: World) -> tuple[Guild, Bot, str]:
    guild = await world.guild()
    bot = await world.bot(guild)
    image = pictures.uri(pictures.png())
    made = await guild.owner.post(f"/guilds/{guild.id}/emojis", {"name": "cat", "image": image})
    return guild, bot, made["id"]


def asked_with(emoji: str) -> Json:
    answers = [{"poll_media": {"text": "Yes", "emoji": {"id": emoji}}}]
    return {"poll": {"question": {"text": "Cat?"}, "answers": answers}}


async def test_polls_have_emojis_of_their_guild(world: World) -> None:
    guild, bot, emoji = await an_emoji(world)
    message = await bot.post(f"/channels/{guild.channel}/messages", asked_with(emoji))
    assert message["poll"]["answers"][0]["poll_media"]["emoji"] == {"id": emoji, "name": "cat"}
    hook = await guild.owner.post(f"/channels/{guild.channel}/webhooks", {"name": "asker"})
    path = f"/webhooks/{hook['id']}/{hook['token']}?wait=true"
    assert (await world.anyone.post(path, asked_with(emoji)))["poll"] == message["poll"] | {
        "expiry": (await guild.owner.get(f"/channels/{guild.channel}/messages"))[0]["poll"]["expiry"]
    }
    other = await world.guild()
    await other.owner.refused(520004, "POST", f"/channels/{other.channel}/messages", asked_with(emoji), status=400)
