"""What the platform itself says in channels, and what may be done to that. Docs: resources/message
#message-object-message-types.
"""

import asyncio
import datetime as dt
from typing import Any

import pytest

from tests.pictures import png, uri
from tests.world import Guild, Person, World

ADMINISTRATOR = 1 << 3


async def said(who: Person, channel: str, kind: int) -> list[Any]:
    """Those of the type, latest first."""
    return [one for one in await who.get(f"/channels/{channel}/messages") if one["type"] == kind]


async def arrive(guild: Guild, *people: Person) -> None:
    invite = await guild.owner.post(f"/channels/{guild.channel}/invites", {})
    await asyncio.gather(*(person.post(f"/invites/{invite['code']}", {}) for person in people))


async def group(world: World, count: int) -> tuple[list[Person], str]:
    people = await world.users(count)
    recipients = [person.id for person in people]
    return people, (await people[0].post("/users/@me/channels", {"recipients": recipients}))["id"]


async def test_whoever_joins_is_greeted(world: World) -> None:
    guild = await world.guild(greets=True)
    socket, alice = await guild.owner.connect(), await world.user()
    await arrive(guild, alice)
    told = await socket.event("MESSAGE_CREATE")
    assert (told["type"], told["channel_id"], told["author"]["id"], told["content"]) == (7, guild.channel, alice.id, "")
    bot = await world.bot(guild)
    assert (await socket.event("MESSAGE_CREATE"))["author"]["id"] == bot.id


async def test_greetings_can_be_switched_off(world: World) -> None:
    guild = await world.guild(greets=True)
    alice, bob, carol = await world.users(3)
    socket = await guild.owner.connect()
    for change, person in ({"system_channel_flags": 1}, alice), ({"system_channel_id": None}, bob):
        await guild.owner.patch(f"/guilds/{guild.id}", change)
        await arrive(guild, person)
    other = await guild.owner.post(f"/guilds/{guild.id}/channels", {"name": "arrivals"})
    await guild.owner.patch(f"/guilds/{guild.id}", {"system_channel_flags": 0, "system_channel_id": other["id"]})
    await arrive(guild, carol)
    told = await socket.event("MESSAGE_CREATE")
    assert (told["channel_id"], told["author"]["id"]) == (other["id"], carol.id)


async def test_many_who_come_at_once_are_each_greeted_once(world: World) -> None:
    guild, people = await world.guild(greets=True), await world.users(8)
    socket = await guild.owner.connect()
    await arrive(guild, *people)
    greeted = [(await socket.event("MESSAGE_CREATE"))["author"]["id"] for _ in people]
    assert sorted(greeted) == sorted(person.id for person in people)


async def test_a_group_says_who_comes_and_goes(world: World) -> None:
    (alice, bob), channel = await group(world, 2)
    carol = await world.user()
    socket = await bob.connect()
    await alice.put(f"/channels/{channel}/recipients/{carol.id}", {})
    told = await socket.event("MESSAGE_CREATE")
    assert (told["type"], told["author"]["id"], [one["id"] for one in told["mentions"]]) == (1, alice.id, [carol.id])
    await alice.put(f"/channels/{channel}/recipients/{carol.id}", {})
    await alice.delete(f"/channels/{channel}/recipients/{carol.id}")
    told = await socket.event("MESSAGE_CREATE")
    assert (told["type"], told["author"]["id"], [one["id"] for one in told["mentions"]]) == (2, alice.id, [carol.id])
    await alice.delete(f"/channels/{channel}")
    told = await socket.event("MESSAGE_CREATE")
    assert (told["type"], told["author"]["id"], [one["id"] for one in told["mentions"]]) == (2, alice.id, [alice.id])
    assert len(await said(bob, channel, 1)) == 1
    await bob.delete(f"/channels/{channel}")


async def test_whoever_is_gone_hears_nothing_more_of_the_group(world: World) -> None:
    (alice, bob, _), channel = await group(world, 3)
    socket = await bob.connect()
    await alice.delete(f"/channels/{channel}/recipients/{bob.id}")
    await alice.post(f"/channels/{channel}/messages", {"content": "gone"})
    dm = (await alice.post("/users/@me/channels", {"recipient_id": bob.id}))["id"]
    await bob.post(f"/channels/{dm}/messages", {"content": "marker"})
    assert (await socket.event("MESSAGE_CREATE"))["channel_id"] == dm


async def test_an_invite_to_a_group_adds_in_the_inviters_name(world: World) -> None:
    (alice, bob), channel = await group(world, 2)
    carol = await world.user()
    invite = await alice.post(f"/channels/{channel}/invites", {})
    socket = await bob.connect()
    await carol.post(f"/invites/{invite['code']}", {})
    told = await socket.event("MESSAGE_CREATE")
    assert (told["type"], told["author"]["id"], [one["id"] for one in told["mentions"]]) == (1, alice.id, [carol.id])


async def test_a_group_says_what_it_is_called_and_shows(world: World) -> None:
    (alice, bob), channel = await group(world, 2)
    shown = await alice.patch(f"/channels/{channel}", {"name": "crew", "icon": uri(png())})
    assert (await world.http.get(f"{world.addresses.root}/channel-icons/{channel}/{shown['icon']}.png")).is_success
    assert [one["content"] for one in await said(bob, channel, 4)] == ["crew"]
    assert len(await said(bob, channel, 5)) == 1
    await alice.patch(f"/channels/{channel}", {"name": "crew", "icon": shown["icon"] and None})
    assert (len(await said(bob, channel, 4)), len(await said(bob, channel, 5))) == (1, 2)
    await alice.refused(50035, "PATCH", f"/channels/{channel}", {"icon": "data:image/png;base64,AAAA"}, status=400)


async def test_security_actions_are_told_where_alerts_are(world: World) -> None:
    guild = await world.guild()
    path = f"/guilds/{guild.id}/incident-actions"
    soon = "2099-01-01T00:00:00+00:00"
    await guild.owner.refused(50035, "PUT", path, {"invites_disabled_until": soon}, status=400)
    await guild.owner.patch(f"/guilds/{guild.id}", {"safety_alerts_channel_id": guild.channel})
    now = (await guild.owner.post(f"/channels/{guild.channel}/messages", {"content": "x"}))["timestamp"]
    until = (dt.datetime.fromisoformat(now) + dt.timedelta(hours=1)).isoformat()
    shut = await guild.owner.put(path, {"dms_disabled_until": until})
    await guild.owner.put(path, {"dms_disabled_until": None})
    await guild.owner.put(path, {"dms_disabled_until": None})
    assert [one["content"] for one in await said(guild.owner, guild.channel, 36)] == [shut["dms_disabled_until"]]
    assert len(await said(guild.owner, guild.channel, 37)) == 1


async def test_public_threads_are_told_and_private_ones_are_not(world: World) -> None:
    guild = await world.guild()
    public = await guild.owner.post(f"/channels/{guild.channel}/threads", {"name": "public", "type": 11})
    await guild.owner.post(f"/channels/{guild.channel}/threads", {"name": "private", "type": 12})
    [told] = await said(guild.owner, guild.channel, 18)
    assert told["content"] == "public"
    assert told["message_reference"] == {"type": 0, "channel_id": public["id"], "guild_id": guild.id}


async def test_a_thread_begins_with_the_message_that_it_came_from(world: World) -> None:
    guild = await world.guild()
    message = await guild.owner.post(f"/channels/{guild.channel}/messages", {"content": "the start"})
    path, socket = f"/channels/{guild.channel}/messages/{message['id']}", await guild.owner.connect()
    thread = await guild.owner.post(f"{path}/threads", {"name": "a thread"})
    told = await socket.event("MESSAGE_CREATE")
    assert (told["type"], told["referenced_message"]["content"]) == (21, "the start")
    [starter] = await said(guild.owner, thread["id"], 21)
    assert starter["referenced_message"]["id"] == message["id"]
    await guild.owner.delete(path)
    [starter] = await said(guild.owner, thread["id"], 21)
    assert starter["referenced_message"] is None


@pytest.mark.parametrize("deletes", ["alone", "in bulk"])
async def test_what_stays_is_not_deleted(world: World, deletes: str) -> None:
    guild = await world.guild(members=[alice := await world.user()])
    bot = await world.bot(guild, permissions=ADMINISTRATOR)
    thread = await bot.post(f"/channels/{guild.channel}/threads", {"name": "a thread", "type": 11})
    path = f"/channels/{thread['id']}"
    await bot.put(f"{path}/thread-members/{alice.id}")
    await bot.patch(path, {"name": "another name"})
    other = (await bot.post(f"{path}/messages", {"content": "hi"}))["id"]
    for kind in 1, 4:
        [one] = await said(bot, thread["id"], kind)
        if deletes == "alone":
            await bot.refused(50021, "DELETE", f"{path}/messages/{one['id']}", status=403)
        else:
            both = {"messages": [one["id"], other]}
            await bot.refused(50021, "POST", f"{path}/messages/bulk-delete", both, status=403)
    assert (await bot.get(f"{path}/messages"))[0]["id"] == other


async def test_others_are_deleted_but_not_edited(world: World) -> None:
    guild = await world.guild(greets=True, members=[alice := await world.user()])
    socket = await guild.owner.connect()
    await guild.owner.post(f"/channels/{guild.channel}/threads", {"name": "a thread", "type": 11})
    [created] = await said(guild.owner, guild.channel, 18)
    path = f"/channels/{guild.channel}/messages/{created['id']}"
    for body in {"content": "mine"}, {"flags": 4}, {"embeds": [{"title": "x"}]}:
        await guild.owner.refused(50021, "PATCH", path, body, status=403)
    reply = {"content": "re", "message_reference": {"message_id": created["id"]}}
    await guild.owner.refused(50035, "POST", f"/channels/{guild.channel}/messages", reply, status=400)
    await guild.owner.refused(50021, "PUT", f"/channels/{guild.channel}/messages/pins/{created['id']}", status=403)
    await guild.owner.refused(50021, "POST", f"{path}/threads", {"name": "from it"}, status=403)
    await alice.refused(50013, "DELETE", path, status=403)
    await guild.owner.delete(path)
    assert (await socket.event("MESSAGE_DELETE"))["id"] == created["id"]
