"""Relationships, and what blocking forbids."""

import asyncio

from tests.oauth.applications import Application
from tests.world import Json, Person, World

ALL = "/users/@me/relationships"


async def befriend(alice: Person, bob: Person) -> None:
    await alice.put(f"{ALL}/{bob.id}", {}, expect=204)
    await bob.put(f"{ALL}/{alice.id}", {}, expect=204)


async def types(person: Person) -> dict[str, int]:
    return {one["id"]: one["type"] for one in await person.get(ALL)}


async def test_a_request_is_sent_by_name_and_accepted(world: World) -> None:
    alice, bob = await world.users(2)
    of_alice, of_bob = await alice.connect(), await bob.connect()
    await alice.post(ALL, {"username": bob.name.upper(), "note": "hello"}, expect=204)
    sent, received = await of_alice.event("RELATIONSHIP_ADD"), await of_bob.event("RELATIONSHIP_ADD")
    assert (sent["type"], sent["id"], sent["should_notify"]) == (4, bob.id, False)
    assert (received["type"], received["user"]["username"], received["note"]) == (3, alice.name, "hello")
    assert received["should_notify"] and received["stranger_request"] and received["since"]
    await bob.put(f"{ALL}/{alice.id}", {"type": 1}, expect=204)
    for socket, other in ((of_alice, bob), (of_bob, alice)):
        friend = await socket.event("RELATIONSHIP_ADD")
        assert (friend["type"], friend["id"]) == (1, other.id)
        assert (await other.connect()).ready["relationships"][0]["type"] == 1
    await alice.refused(80007, "PUT", f"{ALL}/{bob.id}", {}, status=400)


async def test_two_who_ask_each_other_at_once_are_friends(world: World) -> None:
    alice, bob = await world.users(2)
    await asyncio.gather(alice.put(f"{ALL}/{bob.id}", {}), bob.put(f"{ALL}/{alice.id}", {}))
    assert await types(alice) == {bob.id: 1} and await types(bob) == {alice.id: 1}


async def test_whom_one_cannot_befriend(world: World) -> None:
    alice, bob, bot = *await world.users(2), await world.bot()
    for code, status, method, path, body in (
        (80004, 404, "POST", ALL, {"username": "nobody.of.this.name"}),
        (80004, 404, "POST", ALL, {"username": bob.name, "discriminator": "1234"}),
        (80003, 400, "POST", ALL, {"username": alice.name}),
        (80002, 400, "PUT", f"{ALL}/{bot.id}", {}),
        (80005, 400, "PUT", f"{ALL}/{bob.id}", {"type": 1}),
        (10013, 404, "PUT", f"{ALL}/1", {}),
        (50035, 400, "PUT", f"{ALL}/{bob.id}", {"type": 3}),
        (80006, 400, "PATCH", f"{ALL}/{bob.id}", {"nickname": "x"}),
    ):
        await alice.refused(code, method, path, body, status=status)
    assert await alice.get(ALL) == []
    await bot.refused(20001, "GET", ALL, status=403)


async def test_who_may_ask_is_for_the_other_one_to_say(world: World) -> None:
    alice, bob = await world.users(2)
    await bob.patch("/users/@me/settings", {"friend_source_flags": {"mutual_guilds": True}})
    await alice.refused(80000, "PUT", f"{ALL}/{bob.id}", {}, status=403)
    await world.guild(alice, members=[bob])
    await alice.put(f"{ALL}/{bob.id}", {})
    assert (await bob.get(ALL))[0]["stranger_request"] is False


async def test_friends_have_nicknames_and_end(world: World) -> None:
    alice, bob = await world.users(2)
    await befriend(alice, bob)
    of_alice, of_bob = await alice.connect(), await bob.connect()
    await alice.patch(f"{ALL}/{bob.id}", {"nickname": "bee"}, expect=204)
    assert (await of_alice.event("RELATIONSHIP_UPDATE"))["nickname"] == "bee"
    await alice.delete(f"{ALL}/{bob.id}", expect=204)
    assert (await of_alice.event("RELATIONSHIP_REMOVE"))["id"] == bob.id
    assert "RELATIONSHIP_UPDATE" not in await of_bob.until("RELATIONSHIP_REMOVE", lambda d: d["id"] == alice.id)
    assert await alice.get(ALL) == await bob.get(ALL) == []
    await alice.delete(f"{ALL}/{bob.id}", expect=204)


async def test_a_request_can_be_taken_back_and_refused(world: World) -> None:
    alice, bob = await world.users(2)
    for who, other in ((alice, bob), (bob, alice)):
        await alice.put(f"{ALL}/{bob.id}", {})
        await alice.put(f"{ALL}/{bob.id}", {})  # which changes nothing
        assert await types(alice) == {bob.id: 4} and await types(bob) == {alice.id: 3}
        await who.delete(f"{ALL}/{other.id}")
        assert await types(alice) == await types(bob) == {}


async def test_who_is_blocked_is_not_told_and_cannot_ask(world: World) -> None:
    alice, bob = await world.users(2)
    await befriend(alice, bob)
    of_alice, of_bob = await alice.connect(), await bob.connect()
    await alice.put(f"{ALL}/{bob.id}", {"type": 2}, expect=204)
    assert (await of_alice.event("RELATIONSHIP_ADD"))["type"] == 2
    assert (await of_bob.event("RELATIONSHIP_REMOVE"))["type"] == 1
    assert await types(alice) == {bob.id: 2} and await types(bob) == {}
    await bob.refused(80001, "POST", ALL, {"username": alice.name}, status=403)
    await alice.delete(f"{ALL}/{bob.id}")
    assert (await of_alice.event("RELATIONSHIP_REMOVE"))["type"] == 2
    await bob.put(f"{ALL}/{alice.id}", {}, expect=204)


async def test_blocking_shuts_direct_messages_both_ways(world: World) -> None:
    alice, bob, carol = await world.users(3)
    dm = (await alice.post("/users/@me/channels", {"recipient_id": bob.id}))["id"]
    await alice.post(f"/channels/{dm}/messages", {"content": "before"})
    for other in (bob, carol):
        await alice.put(f"{ALL}/{other.id}", {"type": 2})
    for one in (alice, bob):
        await one.refused(50007, "POST", f"/channels/{dm}/messages", {"content": "x"}, status=403)
    await carol.refused(50007, "POST", "/users/@me/channels", {"recipient_id": alice.id}, status=403)
    assert (await bob.post("/users/@me/channels", {"recipient_id": alice.id}))["id"] == dm
    await alice.delete(f"{ALL}/{bob.id}")
    await bob.post(f"/channels/{dm}/messages", {"content": "after"})


async def test_blocking_keeps_out_of_groups_and_reactions(world: World) -> None:
    alice, bob, carol = await world.users(3)
    guild = await world.guild(alice, members=[bob, carol])
    message = await alice.post(f"/channels/{guild.channel}/messages", {"content": "x"})
    own = await bob.post(f"/channels/{guild.channel}/messages", {"content": "x"})
    group = (await bob.post("/users/@me/channels", {"recipients": [bob.id, carol.id]}))["id"]
    await alice.put(f"{ALL}/{bob.id}", {"type": 2})
    await bob.refused(50007, "POST", "/users/@me/channels", {"recipients": [alice.id, carol.id]}, status=403)
    await bob.refused(50007, "PUT", f"/channels/{group}/recipients/{alice.id}", {}, status=403)
    await carol.put(f"/channels/{group}/recipients/{alice.id}", {}, expect=204)
    reaction = "/reactions/%F0%9F%91%8D/@me"
    await bob.refused(90001, "PUT", f"/channels/{guild.channel}/messages/{message['id']}{reaction}", status=403)
    await alice.put(f"/channels/{guild.channel}/messages/{own['id']}{reaction}", expect=204)


async def test_ignoring_is_apart_from_the_rest(world: World) -> None:
    alice, bob = await world.users(2)
    socket = await alice.connect()
    await alice.put(f"{ALL}/{bob.id}/ignore", expect=204)
    ignored = await socket.event("RELATIONSHIP_ADD")
    assert (ignored["type"], ignored["user_ignored"]) == (0, True)
    await bob.put(f"{ALL}/{alice.id}", {})
    request = await socket.event("RELATIONSHIP_ADD")
    assert (request["type"], request["user_ignored"], request["should_notify"]) == (3, True, False)
    await alice.delete(f"{ALL}/{bob.id}")
    assert (await socket.event("RELATIONSHIP_REMOVE"))["type"] == 3
    assert await types(alice) == {bob.id: 0}
    await alice.delete(f"{ALL}/{bob.id}/ignore", expect=204)
    assert (await socket.event("RELATIONSHIP_REMOVE"))["user_ignored"] is False
    assert await alice.get(ALL) == []


async def test_all_requests_can_be_refused_at_once(world: World) -> None:
    alice, bob, carol, dora = await world.users(4)
    await befriend(alice, dora)
    for person in (bob, carol):
        await person.put(f"{ALL}/{alice.id}", {})
    await alice.put(f"{ALL}/{carol.id}/ignore")
    await alice.request("DELETE", ALL, {"filters": [1]}, expect=204)
    assert len(await alice.get(ALL)) == 3
    await alice.request("DELETE", ALL, {"filters": [2]}, expect=204)
    assert await types(alice) == {bob.id: 3, carol.id: 0, dora.id: 1}
    await alice.request("DELETE", ALL, {}, expect=204)
    assert await types(alice) == {carol.id: 0, dora.id: 1} and await types(bob) == {}


async def test_mutual_friends_and_profiles(world: World) -> None:
    alice, bob, carol = await world.users(3)
    await alice.refused(50001, "GET", f"/users/{bob.id}/profile", status=403)
    for person in (alice, bob):
        await befriend(person, carol)
    assert [one["id"] for one in await alice.get(f"/users/{bob.id}/relationships")] == [carol.id]
    await befriend(alice, bob)
    guild = await world.guild(alice, members=[bob])
    await bob.patch("/users/@me", {"bio": "of bob"})
    query = f"?with_mutual_friends=true&with_mutual_friends_count=true&guild_id={guild.id}"
    profile: Json = await alice.get(f"/users/{bob.id}/profile{query}")
    assert (profile["user"]["bio"], profile["user_profile"]["bio"]) == ("of bob", "of bob")
    assert profile["mutual_guilds"] == [{"id": guild.id, "nick": None}]
    assert [one["id"] for one in profile["mutual_friends"]] == [carol.id] and profile["mutual_friends_count"] == 1
    assert profile["guild_member"]["user"]["id"] == bob.id
    await bob.put(f"{ALL}/{alice.id}", {"type": 2})
    assert (await alice.get(f"/users/{bob.id}/profile"))["user_profile"] is None


async def test_an_application_sees_and_changes_friends_if_it_may(world: World) -> None:
    app = await Application.make(world)
    alice, (bob, carol) = app.bot.owner, await world.users(2)
    await befriend(alice, bob)
    await alice.put(f"{ALL}/{carol.id}", {"type": 2})
    reading = await app.bearer(alice, "identify relationships.read")
    assert [one["id"] for one in await reading.get(ALL)] == [bob.id]
    await reading.request("PUT", f"{ALL}/{carol.id}", {}, expect=403)
    writing = await app.bearer(alice, "relationships.write")
    await writing.delete(f"{ALL}/{bob.id}", expect=204)
    await writing.put(f"{ALL}/{bob.id}", {}, expect=204)
    assert (await bob.get(ALL))[0]["origin_application_id"] == app.id


async def test_who_wants_no_messages_from_a_guild_gets_them_from_friends(world: World) -> None:
    alice, bob, carol = await world.users(3)
    guild = await world.guild(alice, members=[bob, carol])
    await befriend(alice, bob)
    await alice.patch("/users/@me/settings", {"restricted_guilds": [guild.id]})
    await carol.refused(50007, "POST", "/users/@me/channels", {"recipient_id": alice.id}, status=403)
    await bob.post("/users/@me/channels", {"recipient_id": alice.id})
    await alice.post("/users/@me/channels", {"recipient_id": carol.id})
