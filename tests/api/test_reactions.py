"""Reactions over REST, and what the gateway tells of them."""

import asyncio
from typing import Any
from urllib.parse import quote

from tests.pictures import gif, png, uri
from tests.world import Guild, World

ADD, MANAGE, HISTORY, EXTERNAL = 1 << 6, 1 << 13, 1 << 16, 1 << 18


async def posted(guild: Guild) -> str:
    message = await guild.owner.post(f"/channels/{guild.channel}/messages", {"content": "react!"})
    return f"/channels/{guild.channel}/messages/{message['id']}"


def to(message: str, emoji: str, who: str = "") -> str:
    return f"{message}/reactions/{quote(emoji, safe='')}" + (f"/{who}" if who else "")


async def test_reactions_are_counted_and_told(world: World) -> None:
    alice, bob = await world.users(2)
    guild = await world.guild(alice, members=[bob])
    message = await posted(guild)
    socket = await alice.connect()
    await bob.put(to(message, "👍", "@me"), expect=204)
    event = await socket.event("MESSAGE_REACTION_ADD")
    assert event.pop("member")["user"]["id"] == bob.id
    ids = {"channel_id": guild.channel, "message_id": message.rpartition("/")[2], "guild_id": guild.id}
    emoji = {"id": None, "name": "👍"}
    gone = {**ids, "user_id": bob.id, "emoji": emoji, "burst": False, "type": 0}
    assert event == {**gone, "message_author_id": alice.id}
    await bob.put(to(message, "👍", "@me"), expect=204)
    await alice.put(to(message, "👍", "@me"))
    await alice.put(to(message, "❤️", "@me"))
    thumbs, heart = (await bob.get(message))["reactions"]
    assert thumbs == {
        "emoji": emoji,
        "count": 2,
        "count_details": {"burst": 0, "normal": 2},
        "burst_colors": [],
        "me_burst": False,
        "me": True,
    }
    assert (heart["emoji"]["name"], heart["count"], heart["me"]) == ("❤️", 1, False)
    users = [user["id"] for user in await alice.get(to(message, "👍"))]
    assert users == sorted([alice.id, bob.id], key=int)
    assert [user["id"] for user in await alice.get(to(message, "👍") + f"?after={users[0]}&limit=1")] == users[1:]
    assert await alice.get(to(message, "👍") + "?type=1") == []
    await bob.delete(to(message, "👍", "@me"), expect=204)
    assert await socket.event("MESSAGE_REACTION_REMOVE") == gone
    await bob.delete(to(message, "👍", "@me"), expect=204)
    assert (await bob.get(message))["reactions"][0]["me"] is False


async def test_who_may_remove(world: World) -> None:
    alice, bob = await world.users(2)
    guild = await world.guild(alice, members=[bob])
    message = await posted(guild)
    socket = await bob.connect()
    await alice.put(to(message, "👍", "@me"))
    await bob.put(to(message, "👍", "@me"))
    for path in to(message, "👍", alice.id), to(message, "👍"), message + "/reactions":
        await bob.refused(50013, "DELETE", path, status=403)
    await alice.delete(to(message, "👍", bob.id), expect=204)
    assert (await socket.event("MESSAGE_REACTION_REMOVE"))["user_id"] == bob.id
    await alice.delete(to(message, "👍"), expect=204)
    assert (await socket.event("MESSAGE_REACTION_REMOVE_EMOJI"))["emoji"] == {"id": None, "name": "👍"}
    await alice.put(to(message, "🔥", "@me"))
    await alice.delete(message + "/reactions", expect=204)
    assert (await socket.event("MESSAGE_REACTION_REMOVE_ALL"))["guild_id"] == guild.id
    assert "reactions" not in await alice.get(message)


async def test_refusals(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild)
    message = await posted(guild)
    for emoji in "nonsense", "name:123", "👍👍", "1":
        await bot.refused(10014, "PUT", to(message, emoji, "@me"), status=404)
    await bot.refused(10008, "PUT", to(f"/channels/{guild.channel}/messages/1", "👍", "@me"), status=404)
    overwrite = f"/channels/{guild.channel}/permissions/{guild.id}"
    await guild.owner.put(to(message, "👍", "@me"))
    await guild.owner.put(overwrite, {"type": 0, "allow": "0", "deny": str(ADD)})
    await bot.refused(50013, "PUT", to(message, "🔥", "@me"), status=403)
    await bot.put(to(message, "👍", "@me"), expect=204)
    await guild.owner.put(overwrite, {"type": 0, "allow": "0", "deny": str(HISTORY)})
    await bot.refused(50013, "PUT", to(message, "👍", "@me"), status=403)


async def test_twenty_emojis_and_no_more(world: World) -> None:
    guild = await world.guild()
    message = await posted(guild)
    emojis = [chr(0x1F600 + number) for number in range(25)]

    async def react(emoji: str) -> int:
        await guild.owner.request("PUT", to(message, emoji, "@me"), expect=None, headers={})
        return 1

    results = await asyncio.gather(*(react(emoji) for emoji in emojis), return_exceptions=True)
    assert results.count(1) == 20
    assert len((await guild.owner.get(message))["reactions"]) == 20
    await guild.owner.refused(30010, "PUT", to(message, "🔥", "@me"), status=400)


async def emoji_of(guild: Guild, **more: Any) -> Any:
    body = {"name": "smile", "image": uri(png()), **more}
    return await guild.owner.post(f"/guilds/{guild.id}/emojis", body)


async def test_custom_emojis_are_named_by_the_server(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild)
    emoji = await emoji_of(guild, image=uri(gif()))
    message, socket = await posted(guild), await guild.owner.connect()
    await bot.put(to(message, f"false:{emoji['id']}", "@me"), expect=204)
    shown = {"id": emoji["id"], "name": "smile", "animated": True}
    assert (await socket.event("MESSAGE_REACTION_ADD"))["emoji"] == shown
    await guild.owner.patch(f"/guilds/{guild.id}/emojis/{emoji['id']}", {"name": "renamed"})
    await guild.owner.put(to(message, f"a:renamed:{emoji['id']}", "@me"), expect=204)
    (reaction,) = (await bot.get(message))["reactions"]
    assert (reaction["emoji"], reaction["count"], reaction["me"]) == (shown, 2, True)
    assert len(await bot.get(to(message, f"x:{emoji['id']}"))) == 2
    await bot.delete(to(message, f"x:{emoji['id']}", "@me"), expect=204)
    assert (await socket.event("MESSAGE_REACTION_REMOVE"))["emoji"] == shown
    await guild.owner.delete(to(message, f"x:{emoji['id']}"), expect=204)
    assert (await socket.event("MESSAGE_REACTION_REMOVE_EMOJI"))["emoji"] == shown


async def test_reactions_stay_when_their_emoji_goes(world: World) -> None:
    alice = await world.user()
    guild = await world.guild(members=[alice])
    message, emoji = await posted(guild), await emoji_of(guild)
    text = f"smile:{emoji['id']}"
    await guild.owner.put(to(message, text, "@me"))
    await guild.owner.delete(f"/guilds/{guild.id}/emojis/{emoji['id']}")
    await alice.put(to(message, text, "@me"), expect=204)
    (reaction,) = (await alice.get(message))["reactions"]
    assert (reaction["emoji"], reaction["count"]) == ({"id": emoji["id"], "name": "smile"}, 2)
    await alice.delete(to(message, text, "@me"), expect=204)
    await guild.owner.delete(to(message, text), expect=204)
    await alice.refused(10014, "PUT", to(message, text, "@me"), status=404)


async def test_unknown_custom_emojis(world: World) -> None:
    guild = await world.guild()
    message = await posted(guild)
    for emoji in f"x:{guild.id}", "x:0", "x:9999999999999999999", f"x:y:{guild.id}", ":1", "x:-1", "x:1٣":
        await guild.owner.refused(10014, "PUT", to(message, emoji, "@me"), status=404)
        await guild.owner.refused(10014, "GET", to(message, emoji), status=404)
        await guild.owner.refused(10014, "DELETE", to(message, emoji, "@me"), status=404)


async def test_emojis_from_elsewhere(world: World) -> None:
    alice, stranger = await world.users(2)
    home, guild = await world.guild(members=[alice]), await world.guild(members=[alice, stranger])
    message, text = await posted(guild), f"smile:{(await emoji_of(home))['id']}"
    await stranger.refused(10014, "PUT", to(message, text, "@me"), status=404)
    overwrite = f"/channels/{guild.channel}/permissions/{guild.id}"
    await guild.owner.put(overwrite, {"type": 0, "allow": "0", "deny": str(EXTERNAL)})
    await alice.refused(50013, "PUT", to(message, text, "@me"), status=403)
    await alice.put(to(message, f"x:{(await emoji_of(guild))['id']}", "@me"), expect=204)
    await guild.owner.delete(overwrite)
    await alice.put(to(message, text, "@me"), expect=204)
    await stranger.put(to(message, text, "@me"), expect=204)


async def test_emojis_for_some_roles(world: World) -> None:
    alice = await world.user()
    guild = await world.guild(members=[alice])
    role = (await guild.owner.post(f"/guilds/{guild.id}/roles", {"name": "artists"}))["id"]
    message, emoji = await posted(guild), await emoji_of(guild, roles=[role])
    await alice.refused(50013, "PUT", to(message, f"x:{emoji['id']}", "@me"), status=403)
    await guild.owner.put(f"/guilds/{guild.id}/members/{alice.id}/roles/{role}")
    await alice.put(to(message, f"x:{emoji['id']}", "@me"), expect=204)


async def test_emojis_of_an_application_are_its_bots_alone(world: World) -> None:
    guild = await world.guild()
    bot, other = await world.bot(guild), await world.bot(guild)
    emoji = await bot.post(f"/applications/{bot.id}/emojis", {"name": "logo", "image": uri(png())})
    message, text = await posted(guild), f"logo:{emoji['id']}"
    await guild.owner.put(
        f"/channels/{guild.channel}/permissions/{guild.id}", {"type": 0, "allow": "0", "deny": str(EXTERNAL)}
    )
    await other.refused(10014, "PUT", to(message, text, "@me"), status=404)
    await guild.owner.refused(10014, "PUT", to(message, text, "@me"), status=404)
    await bot.put(to(message, text, "@me"), expect=204)


async def test_custom_emojis_in_a_dm(world: World) -> None:
    alice, bob = await world.users(2)
    home = await world.guild(alice, members=[bob])
    dm = await alice.post("/users/@me/channels", {"recipient_id": bob.id})
    message = await alice.post(f"/channels/{dm['id']}/messages", {"content": "react!"})
    path, emoji = f"/channels/{dm['id']}/messages/{message['id']}", await emoji_of(home)
    await bob.put(to(path, f"smile:{emoji['id']}", "@me"), expect=204)
    assert (await alice.get(path))["reactions"][0]["emoji"] == {"id": emoji["id"], "name": "smile"}
