"""Group DMs that a bot makes of users who agreed, and what a bearer sees of DMs."""

from typing import Any

from tests.oauth.applications import Application
from tests.world import Person, World

SCOPE = "gdm.join"


async def agreed(app: Application, user: Person, scope: str = SCOPE) -> str:
    return (await app.bearer_tokens(user, scope))["access_token"]


async def managed(world: World, count: int = 2) -> tuple[Application, list[Person], Any]:
    app, people = await Application.make(world), await world.users(count)
    tokens = [await agreed(app, person) for person in people]
    nicks = {people[0].id: "ace"}
    return app, people, await app.bot.post("/users/@me/channels", {"access_tokens": tokens, "nicks": nicks})


async def test_a_bot_makes_a_group_of_those_who_agreed(world: World) -> None:
    app, people, group = await managed(world)
    assert (group["type"], group["owner_id"], group["application_id"]) == (3, app.id, app.id)
    assert group["managed"] is True
    assert {user["id"] for user in group["recipients"]} == {person.id for person in people}
    assert group["nicks"] == [{"id": people[0].id, "nick": "ace"}]
    assert [one["id"] for one in await people[0].get("/users/@me/channels")] == [group["id"]]
    socket = await people[1].connect()
    sent = await app.bot.post(f"/channels/{group['id']}/messages", {"content": "welcome"})
    assert (await socket.event("MESSAGE_CREATE"))["id"] == sent["id"]


async def test_users_hear_of_the_group_and_of_who_is_added(world: World) -> None:
    app, (user, other) = await Application.make(world), await world.users(2)
    socket = await user.connect()
    group = await app.bot.post("/users/@me/channels", {"access_tokens": [await agreed(app, user)]})
    told = await socket.event("CHANNEL_CREATE")
    assert (told["id"], told["managed"], told["application_id"]) == (group["id"], True, app.id)
    body = {"access_token": await agreed(app, other)}
    await app.bot.put(f"/channels/{group['id']}/recipients/{other.id}", body, expect=204)
    assert (await socket.event("CHANNEL_RECIPIENT_ADD"))["user"]["id"] == other.id


async def test_who_has_not_agreed(world: World) -> None:
    app, other, user = await Application.make(world), await Application.make(world), await world.user()
    path = "/users/@me/channels"
    without = await agreed(app, user, "identify")
    await app.bot.refused(50026, "POST", path, {"access_tokens": [without]}, status=403)
    for token in (await agreed(other, user), user.token, app.bot.token, "nonsense", ""):
        await app.bot.refused(50025, "POST", path, {"access_tokens": [token]}, status=403)
    good = await agreed(app, user)
    await user.refused(50033, "POST", path, {"access_tokens": [good]}, status=400)
    await app.bot.refused(50033, "POST", path, {"access_tokens": []}, status=400)
    await app.bot.refused(30004, "POST", path, {"access_tokens": [f"{n}" for n in range(10)]}, status=400)
    await app.bearer(user, SCOPE)
    assert await user.get(path) == []


async def test_the_bot_alone_adds_and_removes(world: World) -> None:
    app, people, group = await managed(world)
    user = await world.user()
    path = f"/channels/{group['id']}/recipients/{user.id}"
    token = await agreed(app, user)
    await people[0].refused(50013, "PUT", path, {"access_token": token}, status=403)
    await app.bot.refused(50025, "PUT", path, {}, status=403)
    anothers = await agreed(app, await world.user())
    await app.bot.refused(50025, "PUT", path, {"access_token": anothers}, status=403)
    await app.bot.put(path, {"access_token": token, "nick": "new"}, expect=204)
    assert {"id": user.id, "nick": "new"} in (await user.get(f"/channels/{group['id']}"))["nicks"]
    await people[0].refused(50013, "DELETE", path, status=403)
    await app.bot.delete(path, expect=204)
    await user.refused(50001, "GET", f"/channels/{group['id']}", status=403)


async def test_a_token_that_was_taken_back_adds_nobody(world: World) -> None:
    app, user = await Application.make(world), await world.user()
    token = await agreed(app, user)
    form = {"token": token, "client_id": app.id, "client_secret": app.secret}
    await app.request("POST", "/oauth2/token/revoke", data=form)
    await app.bot.refused(50025, "POST", "/users/@me/channels", {"access_tokens": [token]}, status=403)


async def test_a_bot_has_ten_groups(world: World) -> None:
    app, user = await Application.make(world), await world.user()
    body = {"access_tokens": [await agreed(app, user)]}
    for _ in range(10):
        await app.bot.post("/users/@me/channels", body)
    await app.bot.refused(30011, "POST", "/users/@me/channels", body, status=400)


async def test_a_bearer_sees_the_dms_of_its_user(world: World) -> None:
    app, (user, other, third) = await Application.make(world), await world.users(3)
    dm = await user.post("/users/@me/channels", {"recipient_id": other.id})
    bearer = await app.bearer(user, "dm_channels.read")
    assert await bearer.get("/users/@me/channels") == [dm]
    assert await bearer.get(f"/users/@me/dms/{other.id}") == dm
    assert (await other.get(f"/users/@me/dms/{user.id}"))["id"] == dm["id"]
    await bearer.refused(10003, "GET", f"/users/@me/dms/{third.id}", status=404)
    plain = await app.bearer(user)
    for path in ("/users/@me/channels", f"/users/@me/dms/{other.id}"):
        await plain.refused(50026, "GET", path, status=403)
