"""Requests that reach no operation: unknown paths, methods and versions, and bodies over the limit."""

import itertools
from collections.abc import AsyncGenerator

import pytest

from openapi.write import operations
from rest.operation import Operation
from tests.contract.scene import Scene
from tests.world import World

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_TOO_LARGE = 25 * 1024 * 1024 + 1


def _other_methods() -> list[tuple[str, str]]:
    known = {path: {one.method for one in its} for path, its in itertools.groupby(_by_path(), lambda one: one.path)}
    return [
        (method, path)
        for path, methods in known.items()
        for method in _METHODS
        if method not in methods and not any(_covers(method, path, one.method, one.path) for one in operations())
    ]


def _by_path() -> list[Operation]:
    return sorted(operations(), key=lambda one: one.path)


def _covers(method: str, path: str, other_method: str, other: str) -> bool:
    """Whether a path with a word is also one with a parameter, as /members/@me is /members/{user_id}."""
    steps, others = path.split("/"), other.split("/")
    return (
        method == other_method
        and len(steps) == len(others)
        and all(step == one or one.startswith("{") for step, one in zip(steps, others, strict=True))
    )


@pytest.mark.parametrize("path", ["/", "/nothing", "/guilds/1/nothing", "/users/@me/nothing", "/channels"])
@pytest.mark.parametrize("method", _METHODS)
async def test_an_unknown_route_is_not_found(world: World, method: str, path: str) -> None:
    problem = await world.anyone.request(method, path, expect=404)
    assert problem == {"message": "404: Not Found", "code": 0}


async def test_another_method_is_not_allowed(world: World, scene: Scene) -> None:
    for method, path in _other_methods():
        problem = await world.anyone.request(method, path.format(**scene.ids), expect=405)
        assert problem == {"message": "405: Method Not Allowed", "code": 0}, f"{method} {path}"
        assert world.anyone.answer.headers["allow"], f"{method} {path}"


async def test_what_may_be_asked_of_a_path_is_told(world: World, scene: Scene) -> None:
    for path, its in itertools.groupby(_by_path(), lambda one: one.path):
        methods = {one.method for one in its}
        answer = await world.http.options(world.addresses.api + path.format(**scene.ids))
        told = set(answer.headers["allow"].split(", "))
        assert told == methods | {"OPTIONS"} | ({"HEAD"} if "GET" in methods else set()), path


@pytest.mark.parametrize("version", ["/v9", "/v10"])
async def test_versions_that_are_spoken(world: World, version: str) -> None:
    user = await world.user()
    answer = await world.http.get(
        f"{world.addresses.root}/api{version}/users/@me", headers={"Authorization": user.token}
    )
    assert answer.status_code == 200
    assert answer.json()["id"] == user.id


@pytest.mark.parametrize("version", ["", "/v6", "/v8", "/v11", "/v100", "/v", "/vx", "/v09"])
async def test_versions_that_are_not(world: World, version: str) -> None:
    answer = await world.http.get(f"{world.addresses.root}/api{version}/gateway")
    assert answer.status_code == 400
    assert answer.json() == {"message": "Invalid API version", "code": 50041}


@pytest.mark.parametrize("path", ["/", "/api", "/nothing", "/attachments/1/2", "/healthy"])
async def test_nothing_lies_beside_the_api(world: World, path: str) -> None:
    answer = await world.http.get(world.addresses.root + path)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/json"
    assert answer.json()["code"] == 0


@pytest.mark.parametrize("content_type", ["application/json", "multipart/form-data; boundary=x"])
async def test_a_body_over_the_limit(world: World, scene: Scene, quiet: None, content_type: str) -> None:
    owner = scene.person(world, scene.owner)
    for content in (b"x" * _TOO_LARGE, _in_chunks(_TOO_LARGE)):
        await owner.refused(
            40005,
            "POST",
            f"/channels/{scene.ids['channel_id']}/messages",
            status=413,
            content=content,
            headers={"Content-Type": content_type},
        )


async def _in_chunks(size: int) -> AsyncGenerator[bytes]:
    """A body whose length nobody was told beforehand."""
    for _ in range(0, size, 1 << 20):
        yield b"x" * (1 << 20)


async def test_a_reason_that_is_too_long(world: World, scene: Scene, quiet: None) -> None:
    path = f"/guilds/{scene.ids['guild_id']}/roles/{scene.ids['role_id']}"
    problem = await scene.person(world, scene.owner).refused(
        50035, "PATCH", path, {"name": "x"}, status=400, headers={"X-Audit-Log-Reason": "x" * 513}
    )
    assert problem["errors"]["reason"]["_errors"][0]["code"] == "BASE_TYPE_MAX_LENGTH"
