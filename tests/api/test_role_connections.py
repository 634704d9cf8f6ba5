"""What applications say of their users, for roles to ask for."""

from typing import Any

import pytest

from tests.oauth.applications import Application
from tests.world import Bot, Caller, World

SCOPE = "role_connections.write"


def record(type: int = 2, key: str = "level", **more: Any) -> dict[str, Any]:
    return {"type": type, "key": key, "name": "Level", "description": "How far one got", **more}


def metadata_of(bot: Bot) -> str:
    return f"/applications/{bot.id}/role-connections/metadata"


def connection_of(app: Application) -> str:
    return f"/users/@me/applications/{app.id}/role-connection"


async def an_app(world: World, *records: dict[str, Any]) -> tuple[Application, Caller]:
    """An application with these records, and what it calls with for a user."""
    app = await Application.make(world)
    await app.bot.put(metadata_of(app.bot), list(records))
    return app, await app.bearer(await world.user(), SCOPE)


async def test_records_are_set_as_a_whole(world: World) -> None:
    bot = await world.bot()
    assert await bot.get(metadata_of(bot)) == []
    named = record(name_localizations={"de": "Stufe", "fr": None}, description_localizations={"de": "Wie weit"})
    kept = named | {"name_localizations": {"de": "Stufe"}}
    assert await bot.put(metadata_of(bot), [named, record(7, "wins")]) == [kept, record(7, "wins")]
    assert await bot.owner.get(metadata_of(bot)) == [kept, record(7, "wins")]
    assert await bot.put(metadata_of(bot), [record(1, "other")]) == [record(1, "other")]
    assert await bot.put(metadata_of(bot), content=b"null", headers={"Content-Type": "application/json"}) == []
    assert await bot.get(metadata_of(bot)) == []


@pytest.mark.parametrize(
    ("records", "where"),
    [
        ([record(key=f"k{n}") for n in range(6)], []),
        ([record(), record(1)], ["1", "key"]),
        ([record(key="Level")], ["0", "key"]),
        ([record(key="a b")], ["0", "key"]),
        ([record(key="a\n")], ["0", "key"]),
        ([record(key="")], ["0", "key"]),
        ([record(key="k" * 51)], ["0", "key"]),
        ([record(9)], ["0", "type"]),
        ([record(name="n" * 101)], ["0", "name"]),
        ([record(description="d" * 201)], ["0", "description"]),
        ([record(name_localizations={"xx": "x"})], ["0", "name_localizations"]),
        ([record(description_localizations={"de": "d" * 201})], ["0", "description_localizations", "de"]),
    ],
)
async def test_what_is_no_record(world: World, records: list[Any], where: list[str]) -> None:
    bot = await world.bot()
    problem = await bot.refused(50035, "PUT", metadata_of(bot), records, status=400)
    tree = problem["errors"]
    for step in where:
        tree = tree[step]
    assert await bot.get(metadata_of(bot)) == []


async def test_records_are_the_applications_own(world: World) -> None:
    bot, other = await world.bot(), await world.bot()
    for caller in (other, other.owner):
        await caller.refused(20012, "GET", metadata_of(bot), status=403)
        await caller.refused(20012, "PUT", metadata_of(bot), [record()], status=403)
    assert await bot.get(metadata_of(bot)) == []


async def test_a_connection_comes_is_replaced_and_goes(world: World) -> None:
    app, bearer = await an_app(world, record(), record(7, "is_in"), record(5, "since"))
    nothing = {"platform_username": None, "metadata": {}}
    assert await bearer.get(connection_of(app)) == nothing
    said = {"platform_name": "A game", "platform_username": "alice", "metadata": {"level": "7", "is_in": "1"}}
    assert await bearer.put(connection_of(app), said) == said
    assert await bearer.get(connection_of(app)) == said
    only = {"metadata": {"since": "2024-02-29T12:00:00Z"}}
    assert await bearer.put(connection_of(app), only) == nothing | only
    assert await bearer.delete(connection_of(app), expect=204) is None
    assert await bearer.get(connection_of(app)) == nothing


async def test_numbers_and_booleans_are_kept_as_texts(world: World) -> None:
    app, bearer = await an_app(world, record(), record(7, "is_in"), record(8, "is_out"))
    said = await bearer.put(connection_of(app), {"metadata": {"level": 12, "is_in": True, "is_out": 0}})
    assert said["metadata"] == {"level": "12", "is_in": "1", "is_out": "0"}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        *(("level", value) for value in ("", "x", "1.5", "2024-02-29", "1" * 101, "٣")),
        *(("since", value) for value in ("7", "yesterday", "2023-02-29")),
        *(("is_in", value) for value in ("true", "2", "-1")),
        ("unknown", "1"),
    ],
)
async def test_values_fit_the_records(world: World, key: str, value: str) -> None:
    app, bearer = await an_app(world, record(), record(7, "is_in"), record(5, "since"))
    problem = await bearer.refused(50035, "PUT", connection_of(app), {"metadata": {key: value}}, status=400)
    assert list(problem["errors"]["metadata"]) == [key]
    assert (await bearer.get(connection_of(app)))["metadata"] == {}


async def test_names_have_a_length(world: World) -> None:
    app, bearer = await an_app(world)
    longest = {"platform_name": "n" * 50, "platform_username": "u" * 100}
    assert await bearer.put(connection_of(app), longest) == longest | {"metadata": {}}
    for name, text in longest.items():
        problem = await bearer.refused(50035, "PUT", connection_of(app), {name: text + "x"}, status=400)
        assert set(problem["errors"]) == {name}


async def test_an_application_speaks_for_itself_alone_and_with_the_scope(world: World) -> None:
    app, bearer = await an_app(world)
    other, user = await Application.make(world), await world.user()
    for method in ("GET", "PUT", "DELETE"):
        body = {} if method == "PUT" else None
        await bearer.refused(20012, method, connection_of(other), body, status=403)
        await (await app.bearer(user, "identify")).refused(50026, method, connection_of(app), body, status=403)
        await user.refused(20002, method, connection_of(app), body, status=403)
        await app.bot.refused(20001, method, connection_of(app), body, status=403)


async def test_each_user_has_a_connection_of_his_own(world: World) -> None:
    app, bearer = await an_app(world)
    another = await app.bearer(await world.user(), SCOPE)
    await bearer.put(connection_of(app), {"platform_name": "A game"})
    assert "platform_name" not in await another.get(connection_of(app))
