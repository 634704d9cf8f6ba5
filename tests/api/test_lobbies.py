"""Lobbies: made by an application, joined by its players."""

import pytest

from tests.oauth.applications import Application
from tests.world import Caller, World

UNKNOWN = "112233445566778899"


async def a_player(app: Application, world: World) -> tuple[Caller, str]:
    """A user who lets the application put him into lobbies: the game that calls for him, and his id."""
    user = await world.user()
    return await app.bearer(user, "lobbies.write"), user.id


async def test_an_application_makes_a_lobby_and_shows_it(world: World) -> None:
    bot, user = await world.bot(), await world.user()
    body = {
        "metadata": {"map": "dust"},
        "members": [{"id": user.id, "metadata": {"team": "red"}, "flags": 1}],
        "override_event_webhooks_url": "https://game.example.test/hook",
    }
    made = await bot.post("/lobbies", body, expect=201)
    assert made["application_id"] == bot.id and made["metadata"] == {"map": "dust"} and made["flags"] == 0
    assert made["members"] == [{"id": user.id, "metadata": {"team": "red"}, "flags": 1}]
    assert await bot.get(f"/lobbies/{made['id']}") == made


async def test_what_a_change_says_is_changed(world: World) -> None:
    bot = await world.bot()
    first, second = await world.users(2)
    lobby = await bot.post("/lobbies", {"metadata": {"a": "1"}, "members": [{"id": first.id}]})
    path = f"/lobbies/{lobby['id']}"
    assert (await bot.patch(path, {"flags": 1}))["metadata"] == {"a": "1"}
    changed = await bot.patch(path, {"metadata": None, "members": [{"id": second.id}], "flags": None})
    assert (changed["metadata"], changed["flags"]) == (None, 0)
    assert [member["id"] for member in changed["members"]] == [second.id]


async def test_deleting_is_safe_to_repeat(world: World) -> None:
    bot, other = await world.bot(), await world.bot()
    path = f"/lobbies/{(await bot.post('/lobbies', {}))['id']}"
    await other.delete(path)  # is none of his, and nothing happens
    await bot.get(path)
    await bot.delete(path)
    await bot.delete(path)
    await bot.refused(10031, "GET", path, status=404)


async def test_lobbies_are_their_applications_own(world: World) -> None:
    bot, other = await world.bot(), await world.bot()
    lobby = (await bot.post("/lobbies", {}))["id"]
    for method, path in (("GET", ""), ("PATCH", ""), ("GET", "/messages"), ("DELETE", "/members/@me")):
        await other.refused(10031, method, f"/lobbies/{lobby}{path}", {} if method == "PATCH" else None, status=404)


async def test_players_meet_by_a_secret(world: World) -> None:
    app = await Application.make(world)
    (first, first_id), (second, second_id) = [await a_player(app, world) for _ in range(2)]
    made = await first.put("/lobbies", {"secret": "s", "lobby_metadata": {"map": "a"}, "member_metadata": {"x": "1"}})
    assert made["members"] == [{"id": first_id, "metadata": {"x": "1"}, "flags": 0}]
    assert "override_event_webhooks_url" not in made
    joined = await second.put("/lobbies", {"secret": "s", "lobby_metadata": {"map": "b"}})
    assert (joined["id"], joined["metadata"]) == (made["id"], {"map": "b"})
    assert {member["id"] for member in joined["members"]} == {first_id, second_id}
    await first.delete(f"/lobbies/{made['id']}/members/@me")
    left = await app.bot.get(f"/lobbies/{made['id']}")
    assert [member["id"] for member in left["members"]] == [second_id]


async def test_a_secret_is_one_applications(world: World) -> None:
    lobbies = set[str]()
    for _ in range(2):
        player, _ = await a_player(await Application.make(world), world)
        lobbies.add((await player.put("/lobbies", {"secret": "the same"}))["id"])
    assert len(lobbies) == 2


async def test_a_game_may_not_leave_what_the_application_filled(world: World) -> None:
    app = await Application.make(world)
    player, player_id = await a_player(app, world)
    lobby = (await app.bot.post("/lobbies", {"members": [{"id": player_id}]}))["id"]
    await player.refused(50001, "DELETE", f"/lobbies/{lobby}/members/@me", status=403)
    await player.refused(50026, "GET", f"/lobbies/{lobby}", status=403)


@pytest.mark.parametrize("scope", ["identify", "guilds"])
async def test_other_scopes_open_no_lobby(world: World, scope: str) -> None:
    app = await Application.make(world)
    bearer = await app.bearer(await world.user(), scope)
    await bearer.refused(50026, "PUT", "/lobbies", {"secret": "s"}, status=403)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("idle_timeout_seconds", 4),
        ("idle_timeout_seconds", 604801),
        ("metadata", {"a": "x" * 1025}),
        ("metadata", {"x" * 1025: "a"}),
        ("metadata", {str(number): "" for number in range(26)}),
        ("members", [{"id": UNKNOWN}] * 26),
        ("flags", 2),
        ("override_event_webhooks_url", "x" * 513),
    ],
)
async def test_limits(world: World, field: str, wrong: object) -> None:
    problem = await (await world.bot()).refused(50035, "POST", "/lobbies", {field: wrong}, status=400)
    assert field in problem["errors"]


async def test_unknown_users_are_in_no_lobby(world: World) -> None:
    bot = await world.bot()
    await bot.refused(10013, "POST", "/lobbies", {"members": [{"id": UNKNOWN}]}, status=404)
    lobby = (await bot.post("/lobbies", {}))["id"]
    await bot.refused(10013, "PUT", f"/lobbies/{lobby}/members/{UNKNOWN}", {}, status=404)


async def test_one_member_is_added_changed_and_removed(world: World) -> None:
    bot, user = await world.bot(), await world.user()
    path = f"/lobbies/{(await bot.post('/lobbies', {}))['id']}/members/{user.id}"
    added = await bot.put(path, {"metadata": {"a": "b"}, "additional_name": "Twindly"})
    assert added == {"id": user.id, "metadata": {"a": "b"}, "flags": 0, "additional_name": "Twindly"}
    assert await bot.put(path, {"flags": 1}) == {
        "id": user.id,
        "metadata": None,
        "flags": 1,
        "additional_name": "Twindly",
    }
    assert "additional_name" not in await bot.put(path, {"additional_name": None})
    await bot.delete(path)
    await bot.delete(path)


async def test_many_members_at_once(world: World) -> None:
    bot = await world.bot()
    first, second = await world.users(2)
    lobby = (await bot.post("/lobbies", {"members": [{"id": first.id}]}))["id"]
    body = [{"id": first.id, "remove_member": True}, {"id": second.id, "additional_name": "Two"}]
    put = await bot.post(f"/lobbies/{lobby}/members/bulk", body)
    assert put == [{"id": second.id, "metadata": None, "flags": 0, "additional_name": "Two"}]
    assert [one["id"] for one in (await bot.get(f"/lobbies/{lobby}"))["members"]] == [second.id]
    await bot.refused(50035, "POST", f"/lobbies/{lobby}/members/bulk", [], status=400)
