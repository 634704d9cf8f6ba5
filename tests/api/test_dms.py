"""DMs and group DMs."""

import asyncio

from tests.world import Json, Person, World


async def group(world: World, count: int) -> tuple[list[Person], Json]:
    people = await world.users(count)
    recipients = [person.id for person in people]
    return people, await people[0].post("/users/@me/channels", {"recipients": recipients})


async def test_two_have_one_dm_however_they_open_it(world: World) -> None:
    alice, bob = await world.users(2)
    opened = await asyncio.gather(
        *(alice.post("/users/@me/channels", {"recipient_id": bob.id}) for _ in range(5)),
        *(bob.post("/users/@me/channels", {"recipients": [alice.id]}) for _ in range(5)),
    )
    assert len({dm["id"] for dm in opened}) == 1
    assert [user["id"] for user in opened[0]["recipients"]] == [bob.id]
    assert [user["id"] for user in opened[-1]["recipients"]] == [alice.id]
    assert await alice.get(f"/channels/{opened[0]['id']}") == opened[0]


async def test_bots_and_users_have_dms(world: World) -> None:
    bot, other, alice = await world.bot(), await world.bot(), await world.user()
    dm = await bot.post("/users/@me/channels", {"recipient_id": alice.id})
    assert dm["type"] == 1
    assert (await alice.post("/users/@me/channels", {"recipient_id": bot.id}))["id"] == dm["id"]
    await bot.refused(50007, "POST", "/users/@me/channels", {"recipient_id": other.id}, status=403)


async def test_wrong_recipients(world: World) -> None:
    alice, bot = await world.user(), await world.bot()
    for body in ({"recipient_id": alice.id}, {"recipient_id": "1"}, {}, {"recipients": [bot.id, "1"]}):
        await alice.refused(50033, "POST", "/users/@me/channels", body, status=400)
    await bot.refused(50033, "POST", "/users/@me/channels", {"recipients": [alice.id, bot.id]}, status=400)
    problem = await alice.refused(50035, "POST", "/users/@me/channels", {"recipients": ["x"]}, status=400)
    assert list(problem["errors"]["recipients"]) == ["0"]
    assert await alice.get("/users/@me/channels") == []


async def test_opening_tells_the_one_who_opens_alone(world: World) -> None:
    alice, bob = await world.users(2)
    socket = await alice.connect()
    dm = await alice.post("/users/@me/channels", {"recipient_id": bob.id})
    assert await socket.event("CHANNEL_CREATE") == dm
    assert await alice.get("/users/@me/channels") == [dm]
    assert await bob.get("/users/@me/channels") == []


async def test_closing_hides_a_dm_until_it_is_opened_again(world: World) -> None:
    alice, bob = await world.users(2)
    dm = await alice.post("/users/@me/channels", {"recipient_id": bob.id})
    socket = await alice.connect()
    assert await alice.delete(f"/channels/{dm['id']}") == dm
    assert (await socket.event("CHANNEL_DELETE"))["id"] == dm["id"]
    assert await alice.get("/users/@me/channels") == []
    assert await alice.post("/users/@me/channels", {"recipient_id": bob.id}) == dm
    assert await socket.event("CHANNEL_CREATE") == dm


async def test_the_first_message_brings_the_dm_to_the_other_one(world: World) -> None:
    alice, bob = await world.users(2)
    socket = await bob.connect()
    dm = await alice.post("/users/@me/channels", {"recipient_id": bob.id})
    for _ in range(2):
        await alice.post(f"/channels/{dm['id']}/messages", {"content": "hello"})
        assert (await socket.event("CHANNEL_CREATE"))["recipients"][0]["id"] == alice.id
        assert (await socket.event("MESSAGE_CREATE"))["channel_id"] == dm["id"]
        await bob.delete(f"/channels/{dm['id']}")


async def test_a_dm_is_for_its_two_and_cannot_be_changed(world: World) -> None:
    alice, bob, carol = await world.users(3)
    dm = await alice.post("/users/@me/channels", {"recipient_id": bob.id})
    await carol.refused(50001, "GET", f"/channels/{dm['id']}", status=403)
    await alice.refused(50003, "PATCH", f"/channels/{dm['id']}", {"name": "ours"}, status=403)
    bot = await world.bot()
    with_bot = await alice.post("/users/@me/channels", {"recipient_id": bot.id})
    for caller, code in ((alice, 50033), (bot, 50024)):
        await caller.refused(code, "PUT", f"/channels/{with_bot['id']}/recipients/{carol.id}", {}, status=400)


async def test_a_third_one_makes_a_group_of_a_dm(world: World) -> None:
    alice, bob, carol = await world.users(3)
    dm = await alice.post("/users/@me/channels", {"recipient_id": bob.id})
    group = await alice.put(f"/channels/{dm['id']}/recipients/{carol.id}", {}, expect=201)
    assert (group["type"], group["owner_id"]) == (3, alice.id)
    assert {user["id"] for user in group["recipients"]} == {bob.id, carol.id}
    assert [user["id"] for user in (await alice.get(f"/channels/{dm['id']}"))["recipients"]] == [bob.id]


async def test_a_group_is_told_to_all_and_named_by_any(world: World) -> None:
    people = await world.users(3)
    sockets = [await person.connect() for person in people]
    recipients = [person.id for person in people[1:]]
    body = {"recipients": recipients, "nicks": {recipients[0]: "bee"}}
    made = await people[0].post("/users/@me/channels", body)
    assert made["type"] == 3 and made["owner_id"] == people[0].id and made["name"] is None
    assert {user["id"] for user in made["recipients"]} == set(recipients)
    assert made["nicks"] == [{"id": recipients[0], "nick": "bee"}]
    for socket in sockets:
        assert (await socket.event("CHANNEL_CREATE"))["id"] == made["id"]
    await people[2].patch(f"/channels/{made['id']}", {"name": "us"})
    for socket in sockets:
        assert (await socket.event("CHANNEL_UPDATE"))["name"] == "us"


async def test_recipients_come_and_go(world: World) -> None:
    (owner, bob), made = await group(world, 2)
    carol = await world.user()
    path = f"/channels/{made['id']}/recipients"
    socket = await bob.connect()
    await bob.put(f"{path}/{carol.id}", {"nick": "sea"}, expect=204)
    added = await socket.event("CHANNEL_RECIPIENT_ADD")
    assert added["user"]["id"] == carol.id and added["nick"] == "sea"
    assert made["id"] in [channel["id"] for channel in await carol.get("/users/@me/channels")]
    await bob.refused(50013, "DELETE", f"{path}/{carol.id}", status=403)
    await owner.delete(f"{path}/{carol.id}", expect=204)
    assert (await socket.event("CHANNEL_RECIPIENT_REMOVE"))["user"]["id"] == carol.id
    await owner.refused(10013, "DELETE", f"{path}/{carol.id}", status=404)
    await carol.refused(50001, "GET", f"/channels/{made['id']}", status=403)


async def test_a_group_holds_ten_even_under_concurrency(world: World) -> None:
    people, made = await group(world, 8)
    more = await world.users(5)
    path = f"/channels/{made['id']}/recipients"
    answers = await asyncio.gather(*(people[0].put(f"{path}/{each.id}", {}) for each in more), return_exceptions=True)
    assert sum(answer is None for answer in answers) == 2
    assert len((await people[0].get(f"/channels/{made['id']}"))["recipients"]) == 9
    recipients = [person.id for person in (*people, *more)]
    await people[0].refused(30004, "POST", "/users/@me/channels", {"recipients": recipients}, status=400)


async def test_who_leaves_hands_the_group_on_and_the_last_one_ends_it(world: World) -> None:
    (owner, bob), made = await group(world, 2)
    socket = await bob.connect()
    await owner.delete(f"/channels/{made['id']}")
    assert (await socket.event("CHANNEL_UPDATE"))["owner_id"] == bob.id
    await bob.delete(f"/channels/{made['id']}")
    assert await bob.get("/users/@me/channels") == []


async def test_a_group_has_invites(world: World) -> None:
    (owner, bob), made = await group(world, 2)
    carol = await world.user()
    invite = await bob.post(f"/channels/{made['id']}/invites", {})
    seen = await world.anyone.get(f"/invites/{invite['code']}?with_counts=true")
    assert seen["type"] == 1 and "guild" not in seen and seen["approximate_member_count"] == 2
    assert (await carol.post(f"/invites/{invite['code']}", {}))["new_member"] is True
    assert len((await carol.get(f"/channels/{made['id']}"))["recipients"]) == 2
    await owner.refused(50013, "DELETE", f"/invites/{invite['code']}", status=403)
    await bob.delete(f"/invites/{invite['code']}")


async def test_typing_in_a_dm(world: World) -> None:
    alice, bob = await world.users(2)
    dm = await alice.post("/users/@me/channels", {"recipient_id": bob.id})
    socket = await bob.connect()
    await alice.post(f"/channels/{dm['id']}/typing")
    told = await socket.event("TYPING_START")
    assert told["user_id"] == alice.id and "guild_id" not in told and "member" not in told
