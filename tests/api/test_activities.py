"""Applications as activities: launched by an answer, joined, left; and the pictures they upload."""

from typing import Any

import pytest

from tests.interactions.invoking import Session, an_app, answer, body_of, slash
from tests.oauth.applications import Application
from tests.pictures import gif, png
from tests.world import Bot, Caller, Guild, Person, World

Json = Any


async def an_activity(world: World, members: int = 0) -> tuple[Guild, Bot, Json, list[Person]]:
    people = await world.users(members)
    guild, bot = await an_app(world, people)
    await embed(bot)
    return guild, bot, await slash(bot, "play"), people


async def embed(bot: Bot, *, embedded: bool = True) -> None:
    await bot.owner.post(f"/applications/{bot.id}/set-embedded", {"embedded": embedded}, expect=204)


async def launch(session: Session, command: Json) -> Json:
    """The callback's answer."""
    interaction = await session.invoke(command)
    path = f"/interactions/{interaction['id']}/{interaction['token']}/callback?with_response=true"
    return await session.bot.world.anyone.post(path, {"type": 12})


def instance_of(bot: Bot, launched: Json) -> str:
    return f"/applications/{bot.id}/activity-instances/{launched['resource']['activity_instance']['id']}"


async def leave(person: Person, instance: Json, **more: Any) -> None:
    place, id_ = instance["location"]["id"], instance["instance_id"]
    path = f"/applications/{instance['application_id']}/activities/{place}/instances/{id_}/leave"
    await person.post(path, {"session_id": "x"}, **more)


async def test_an_activity_runs_where_it_was_launched(world: World) -> None:
    guild, bot, command, _ = await an_activity(world)
    session = await Session.open(guild.owner, bot, guild)
    launched = await launch(session, command)
    instance = await bot.get(instance_of(bot, launched))
    launch_id, place = launched["interaction"]["id"], f"gc-{guild.id}-{guild.channel}"
    assert instance == {
        "application_id": bot.id,
        "instance_id": f"i-{launch_id}-{place}",
        "launch_id": launch_id,
        "location": {"id": place, "kind": "gc", "channel_id": guild.channel, "guild_id": guild.id},
        "users": [guild.owner.id],
    }
    assert launched["interaction"]["activity_instance_id"] == instance["instance_id"]
    assert (await session.user.event("INTERACTION_SUCCESS"))["id"] == launch_id


async def test_who_launches_it_again_joins(world: World) -> None:
    guild, bot, command, (friend,) = await an_activity(world, 1)
    session = await Session.open(guild.owner, bot, guild)
    first = await launch(session, command)
    assert (await launch(session, command))["resource"] == first["resource"]
    friends = await launch(await Session.open(friend, bot, guild), command)
    assert friends["resource"] == first["resource"]
    assert (await bot.get(instance_of(bot, first)))["users"] == [guild.owner.id, friend.id]


async def test_an_activity_ends_with_the_last_who_leaves(world: World) -> None:
    guild, bot, command, (friend,) = await an_activity(world, 1)
    session = await Session.open(guild.owner, bot, guild)
    launched = await launch(session, command)
    await launch(await Session.open(friend, bot, guild), command)
    path = instance_of(bot, launched)
    instance = await bot.get(path)
    await leave(guild.owner, instance)
    assert (await bot.get(path))["users"] == [friend.id]
    await leave(guild.owner, instance, expect=404)
    await leave(friend, instance)
    await bot.refused(0, "GET", path, status=404)
    assert (await launch(session, command))["resource"] != launched["resource"]


async def test_an_activity_in_a_dm(world: World) -> None:
    _, bot, command, _ = await an_activity(world)
    user = await world.user()
    dm = await user.post("/users/@me/channels", {"recipient_id": bot.id})
    launched = await launch(await Session.open(user, bot, None, dm["id"]), command)
    location = (await bot.get(instance_of(bot, launched)))["location"]
    assert location == {"id": f"pc-{dm['id']}", "kind": "pc", "channel_id": dm["id"]}


async def test_instances_are_for_their_own_bot(world: World) -> None:
    guild, bot, command, _ = await an_activity(world)
    launched = await launch(await Session.open(guild.owner, bot, guild), command)
    other, path = await world.bot(), instance_of(bot, launched)
    await other.refused(20012, "GET", path, status=403)
    await guild.owner.refused(20002, "GET", path, status=403)
    await other.refused(0, "GET", path.replace(bot.id, other.id, 1), status=404)
    for wrong in ("x", "i-1-gc-2-3", f"i-{'9' * 19}-pc-1", path.rpartition("/")[2].replace("gc", "pc")):
        await bot.refused(0, "GET", f"/applications/{bot.id}/activity-instances/{wrong}", status=404)


async def test_the_owner_says_whether_it_is_an_activity(world: World) -> None:
    guild, bot, command, _ = await an_activity(world)
    assert (await bot.get("/applications/@me"))["flags"] & 1 << 17
    kept = await bot.patch("/applications/@me", {"flags": 1 << 19})
    assert kept["flags"] == 1 << 17 | 1 << 19
    await (await world.user()).refused(
        20012, "POST", f"/applications/{bot.id}/set-embedded", {"embedded": False}, status=403
    )
    await embed(bot, embedded=False)
    await bot.patch("/applications/@me", {"flags": 1 << 13 | 1 << 15 | 1 << 19})
    session = await Session.open(guild.owner, bot, guild)
    interaction = await session.invoke(command)
    path = f"/interactions/{interaction['id']}/{interaction['token']}/callback"
    await world.anyone.refused(50039, "POST", path, {"type": 12}, status=400)
    await answer(bot, interaction, 5, expect=204)


async def entry_point(bot: Bot) -> Json:
    return next(one for one in await bot.get(f"/applications/{bot.id}/commands") if one["type"] == 4)


async def test_an_activity_gets_a_command_that_launches_it(world: World) -> None:
    guild, bot, other, _ = await an_activity(world)
    await embed(bot)
    command = await entry_point(bot)
    assert (command["name"], command["handler"]) == ("Launch", 2)
    session = await Session.open(guild.owner, bot, guild)
    await guild.owner.post("/interactions", body_of(command, guild.channel, guild=guild.id), expect=204)
    launched = await session.user.event("INTERACTION_SUCCESS")
    instance = f"i-{launched['id']}-gc-{guild.id}-{guild.channel}"
    assert (await bot.get(f"/applications/{bot.id}/activity-instances/{instance}"))["users"] == [guild.owner.id]
    asked = await session.invoke(other)  # and of the launch the application heard nothing
    assert [payload.d["id"] for payload in session.app.seen if payload.t == "INTERACTION_CREATE"] == [asked["id"]]


async def test_who_may_not_launch_it(world: World) -> None:
    guild, bot, _, (member,) = await an_activity(world, 1)
    body = body_of(await entry_point(bot), guild.channel, guild=guild.id)
    await guild.owner.patch(f"/guilds/{guild.id}/roles/{guild.id}", {"permissions": str(1 << 10 | 1 << 31)})
    await member.refused(50013, "POST", "/interactions", body, status=403)
    await embed(bot, embedded=False)
    await guild.owner.refused(50039, "POST", "/interactions", body, status=400)


async def test_an_application_may_launch_it_by_itself(world: World) -> None:
    guild, bot, _, _ = await an_activity(world)
    command = await entry_point(bot)
    command = await bot.patch(f"/applications/{bot.id}/commands/{command['id']}", {"handler": 1})
    session = await Session.open(guild.owner, bot, guild)
    launched = await launch(session, command)
    assert (await bot.get(instance_of(bot, launched)))["users"] == [guild.owner.id]


async def upload(caller: Caller, bot: Bot, content: bytes, name: str = "a.png", **more: Any) -> Json:
    path = f"/applications/{bot.id}/attachment"
    return await caller.post(path, files={"file": (name, content)}, **more)


async def test_a_picture_is_there_for_a_while(world: World) -> None:
    bot = await world.bot()
    await embed(bot)
    kept = (await upload(bot, bot, png(3), "my picture.png"))["attachment"]
    assert (kept["filename"], kept["width"], kept["height"], kept["ephemeral"]) == ("my_picture.png", 3, 3, True)
    assert f"/ephemeral-attachments/{bot.id}/{kept['id']}/my_picture.png?ex=" in kept["url"]
    answer = await world.http.get(kept["url"])
    assert (answer.content, answer.headers["content-type"]) == (png(3), "image/png")
    as_message = kept["url"].replace("/ephemeral-attachments/", "/attachments/")
    assert (await world.http.get(as_message)).status_code == 404
    assert (await world.http.get(kept["url"].partition("?")[0])).status_code == 404


async def test_a_picture_is_named_after_what_it_is(world: World) -> None:
    bot = await world.bot()
    await embed(bot)
    kept = (await upload(bot, bot, gif(), "page.html"))["attachment"]
    assert (kept["filename"], kept["content_type"]) == ("page.html.gif", "image/gif")


@pytest.mark.parametrize("content", [b"", b"text", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\x89PNG\r\n\x1a\n"])
async def test_what_is_no_picture(world: World, content: bytes) -> None:
    bot = await world.bot()
    await embed(bot)
    problem = await upload(bot, bot, content, expect=400)
    assert list(problem["errors"]) == ["file"]
    assert list((await bot.post(f"/applications/{bot.id}/attachment", files={"x": b""}, expect=400))["errors"])


async def test_who_uploads_for_an_activity(world: World) -> None:
    app, user = await Application.make(world), await world.user()
    bot, bearer = app.bot, await app.bearer(user)
    assert (await upload(bot, bot, png(), expect=400))["code"] == 50039
    await embed(bot)
    for caller in (bot, bot.owner, bearer):
        await upload(caller, bot, png(), expect=200)
    other = await Application.make(world)
    await embed(other.bot)
    for caller in (user, other.bot, other.bot.owner, await other.bearer(bot.owner)):
        assert (await upload(caller, bot, png(), expect=403))["code"] == 20012
