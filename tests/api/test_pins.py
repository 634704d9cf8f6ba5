"""Pins over REST, and what the gateway and the audit log tell of them."""

import asyncio
from typing import Any
from urllib.parse import quote

from tests.world import Guild, Person, World

HISTORY, PIN, ADMINISTRATOR = 1 << 16, 1 << 51, 1 << 3


async def said(who: Person, channel: str, content: str = "hi") -> str:
    return (await who.post(f"/channels/{channel}/messages", {"content": content}))["id"]


async def listed(who: Person, channel: str, query: str = "") -> list[str]:
    return [pin["message"]["id"] for pin in (await who.get(f"/channels/{channel}/messages/pins{query}"))["items"]]


async def permit(guild: Guild, **change: int) -> None:
    body = {"type": 0, "allow": "0", "deny": "0"} | {key: str(value) for key, value in change.items()}
    await guild.owner.put(f"/channels/{guild.channel}/permissions/{guild.id}", body)


async def test_a_pin_is_told_and_taken_down(world: World) -> None:
    guild = await world.guild()
    owner, channel = guild.owner, guild.channel
    message, socket = await said(owner, channel), await owner.connect()
    pin = f"/channels/{channel}/messages/pins/{message}"
    await owner.put(pin, expect=204)
    assert (await socket.event("MESSAGE_UPDATE"))["pinned"] is True
    told = await socket.event("CHANNEL_PINS_UPDATE")
    (kept,) = (await owner.get(f"/channels/{channel}/messages/pins"))["items"]
    assert told == {"channel_id": channel, "guild_id": guild.id, "last_pin_timestamp": kept["pinned_at"]}
    assert (kept["message"]["id"], kept["message"]["pinned"]) == (message, True)
    assert (await owner.get(f"/channels/{channel}"))["last_pin_timestamp"] == kept["pinned_at"]
    system = await socket.event("MESSAGE_CREATE")
    reference = {"type": 0, "channel_id": channel, "message_id": message, "guild_id": guild.id}
    assert (system["type"], system["content"], system["message_reference"]) == (6, "", reference)
    await owner.delete(pin, expect=204)
    assert (await socket.event("MESSAGE_UPDATE"))["pinned"] is False
    assert (await socket.event("CHANNEL_PINS_UPDATE"))["last_pin_timestamp"] is None
    assert await listed(owner, channel) == []
    assert (await owner.get(f"/channels/{channel}"))["last_pin_timestamp"] is None


async def test_twice_is_once(world: World) -> None:
    guild = await world.guild()
    message = await said(guild.owner, guild.channel)
    for path in f"/channels/{guild.channel}/messages/pins/{message}", f"/channels/{guild.channel}/pins/{message}":
        await guild.owner.put(path, expect=204, headers={"X-Audit-Log-Reason": "rules"})
    assert [one["type"] for one in await guild.owner.get(f"/channels/{guild.channel}/messages")] == [6, 0]
    assert [one["id"] for one in await guild.owner.get(f"/channels/{guild.channel}/pins")] == [message]
    for _ in range(2):
        await guild.owner.delete(f"/channels/{guild.channel}/pins/{message}", expect=204)
    log = (await guild.owner.get(f"/guilds/{guild.id}/audit-logs"))["audit_log_entries"]
    options = {"channel_id": guild.channel, "message_id": message}
    seen = [(one["action_type"], one["target_id"], one["options"]) for one in log if one["action_type"] in (74, 75)]
    assert seen == [(75, guild.owner.id, options), (74, guild.owner.id, options)]
    assert [one.get("reason") for one in log if one["action_type"] in (74, 75)] == [None, "rules"]


async def test_pages(world: World) -> None:
    guild = await world.guild()
    first, second, third = [await said(guild.owner, guild.channel) for _ in range(3)]
    for message in second, third, first:
        await guild.owner.put(f"/channels/{guild.channel}/messages/pins/{message}")
    path = f"/channels/{guild.channel}/messages/pins"
    page: Any = await guild.owner.get(f"{path}?limit=2")
    assert ([pin["message"]["id"] for pin in page["items"]], page["has_more"]) == ([first, third], True)
    rest = await guild.owner.get(f"{path}?limit=2&before={quote(page['items'][-1]['pinned_at'])}")
    assert ([pin["message"]["id"] for pin in rest["items"]], rest["has_more"]) == ([second], False)
    for query in "limit=0", "limit=51", "before=yesterday":
        await guild.owner.refused(50035, "GET", f"{path}?{query}", status=400)


async def test_who_may_pin_and_read(world: World) -> None:
    guild = await world.guild(members=[alice := await world.user()])
    message = await said(guild.owner, guild.channel)
    pin = f"/channels/{guild.channel}/messages/pins/{message}"
    await alice.refused(50013, "PUT", pin, status=403)
    await permit(guild, allow=PIN)
    await alice.put(pin, expect=204)
    await permit(guild)
    await alice.refused(50013, "DELETE", pin, status=403)
    assert await listed(alice, guild.channel) == [message]
    await permit(guild, deny=HISTORY)
    assert await listed(alice, guild.channel) == []
    assert await alice.get(f"/channels/{guild.channel}/pins") == []


async def test_both_sides_of_a_dm_pin(world: World) -> None:
    alice, bob = await world.users(2)
    await world.guild(alice, members=[bob])
    dm = (await alice.post("/users/@me/channels", {"recipient_id": bob.id}))["id"]
    message, socket = await said(alice, dm), await alice.connect()
    await bob.put(f"/channels/{dm}/messages/pins/{message}", expect=204)
    told = await socket.event("CHANNEL_PINS_UPDATE")
    assert told["channel_id"] == dm and "guild_id" not in told
    assert (await socket.event("MESSAGE_CREATE"))["message_reference"]["message_id"] == message
    assert await listed(alice, dm) == [message]


async def test_a_pin_goes_quietly_with_its_message(world: World) -> None:
    guild = await world.guild()
    first, second = [await said(guild.owner, guild.channel) for _ in range(2)]
    for message in first, second:
        await guild.owner.put(f"/channels/{guild.channel}/messages/pins/{message}")
    socket = await guild.owner.connect()
    await guild.owner.delete(f"/channels/{guild.channel}/messages/{second}")
    assert await listed(guild.owner, guild.channel, "?limit=1") == [first]
    await said(guild.owner, guild.channel, "marker")
    await socket.event("MESSAGE_CREATE", lambda message: message["content"] == "marker")
    assert "CHANNEL_PINS_UPDATE" not in [payload.t for payload in socket.seen]


async def test_refusals(world: World) -> None:
    guild = await world.guild()
    path = f"/channels/{guild.channel}/messages"
    await guild.owner.refused(10008, "PUT", f"{path}/pins/1", status=404)
    await guild.owner.refused(10008, "DELETE", f"{path}/pins/1", status=404)
    await guild.owner.put(f"{path}/pins/{await said(guild.owner, guild.channel)}")
    system = (await guild.owner.get(path))[0]["id"]
    await guild.owner.refused(50021, "PUT", f"{path}/pins/{system}", status=403)


async def test_two_hundred_and_fifty_and_no_more(world: World) -> None:
    guild = await world.guild()
    messages = await asyncio.gather(*(said(guild.owner, guild.channel) for _ in range(252)))
    path = f"/channels/{guild.channel}/messages/pins"
    pins = [guild.owner.put(f"{path}/{message}") for message in messages]
    results = await asyncio.gather(*pins, return_exceptions=True)
    refused = [index for index, result in enumerate(results) if result is not None]
    assert len(refused) == 2
    await guild.owner.refused(30003, "PUT", f"{path}/{messages[refused[0]]}", status=400)


async def test_content_is_concealed_in_pins_too(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=ADMINISTRATOR, intents=False)
    message = await said(guild.owner, guild.channel, "a secret")
    await bot.put(f"/channels/{guild.channel}/messages/pins/{message}", expect=204)
    (pin,) = (await bot.get(f"/channels/{guild.channel}/messages/pins"))["items"]
    assert (pin["message"]["id"], pin["message"]["content"]) == (message, "")
    (old,) = await bot.get(f"/channels/{guild.channel}/pins")
    assert old["content"] == ""
