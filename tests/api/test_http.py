"""What every answer has in common, whatever the route. Docs: reference."""

import datetime as dt
import json
from email.utils import parsedate_to_datetime
from urllib.parse import quote

import httpx
import pytest

from tests.world import Person, World


async def ask(
    world: World, method: str, path: str, content: bytes | None = None, *, by: Person | None = None, **headers: str
) -> httpx.Response:
    """A request with these headers alone; `content_type` stands for Content-Type."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    if by is not None and by.authorization:
        sent["authorization"] = by.authorization
    return await world.http.request(method, world.addresses.root + path, content=content, headers=sent)


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/health", 200, None),
        ("GET", "/api/v10/gateway", 200, None),
        ("GET", "/api/v9/gateway", 200, None),
        ("GET", "/api/v10/users/@me", 401, 0),
        ("GET", "/api/v10/nothing", 404, 0),
        ("GET", "/api/v10/invites/nosuchinvite", 404, 10006),
        ("GET", "/nothing", 404, 0),
        ("DELETE", "/api/v10/gateway", 405, 0),
        ("POST", "/health", 405, 0),
        ("GET", "/api/oauth2/token", 405, 0),
        ("POST", "/api/users/@me", 405, 0),
        ("GET", "/api/v8/users/@me", 400, 50041),
        ("GET", "/api/v11/users/@me", 400, 50041),
        ("GET", "/api/vx/users/@me", 400, 50041),
        ("GET", "/api/channels/1", 400, 50041),
        ("POST", "/api/v10/auth/login", 400, 50109),
    ],
)
async def test_every_answer_is_json_and_dated(
    world: World, method: str, path: str, status: int, code: int | None
) -> None:
    answer = await ask(world, method, path, b"{" if method == "POST" else None, content_type="application/json")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/json"
    age = dt.datetime.now(dt.UTC) - parsedate_to_datetime(answer.headers["date"])
    assert abs(age) < dt.timedelta(minutes=1)
    assert answer.json().get("code") == code
    assert ("message" in answer.json()) is (code is not None)


async def test_a_script_of_another_site_may_call(world: World) -> None:
    user, site = await world.user(), "https://app.example.test"
    asked = {"access_control_request_method": "PATCH", "access_control_request_headers": "authorization"}
    allowed = (await ask(world, "OPTIONS", "/api/v10/users/@me", origin=site, **asked)).headers
    assert allowed["access-control-allow-origin"] == "*"
    assert {"PATCH", "*"} & set(allowed["access-control-allow-methods"].replace(" ", "").split(","))
    assert "authorization" in allowed["access-control-allow-headers"].lower()
    for path in ("/api/v10/users/@me", "/api/oauth2/token", "/api/v10/nothing"):
        answer = await ask(world, "GET", path, by=user, origin=site)
        assert answer.headers["access-control-allow-origin"] == "*", path
        assert "retry-after" in answer.headers["access-control-expose-headers"]
        assert "access-control-allow-credentials" not in answer.headers
    page = await ask(world, "GET", "/oauth2/authorize?client_id=1", cookie="guildhall-consent=x", origin=site)
    assert "access-control-allow-credentials" not in page.headers


async def test_an_empty_answer_is_204(world: World) -> None:
    guild = await world.guild()
    answer = await ask(world, "POST", f"/api/v10/channels/{guild.channel}/typing", by=guild.owner)
    assert (answer.status_code, answer.content) == (204, b"")


async def test_a_body_over_the_limit_is_refused(world: World) -> None:
    too_much = b'"' + b"x" * (25 * 1024 * 1024) + b'"'
    answer = await ask(world, "POST", "/api/v10/auth/login", too_much, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (413, 40005)
    assert answer.headers["content-type"] == "application/json"


@pytest.mark.parametrize("path", ["/health", "/api/v10/gateway", "/api/v10/users/@me"])
async def test_head_is_get_without_a_body(world: World, path: str) -> None:
    user = await world.user()
    whole, head = await ask(world, "GET", path, by=user), await ask(world, "HEAD", path, by=user)
    assert (head.status_code, head.content) == (200, b"")
    assert {name: head.headers[name] for name in ("content-type", "content-length")} == {
        name: whole.headers[name] for name in ("content-type", "content-length")
    }


@pytest.mark.parametrize(
    ("content_type", "content", "name"),
    [
        ("application/json", b'{"name": "one"}', "one"),
        ("Application/JSON; charset=utf-8", b'{"name": "one"}', "one"),
        ("application/x-www-form-urlencoded", b"name=one+and+two&unknown=x", "one and two"),
        ("text/plain", b'{"name": "one"}', None),
        ("", b'{"name": "one"}', None),
        ("multipart/form-data; boundary=x", b"--x--", None),
    ],
)
async def test_what_a_body_may_be(world: World, content_type: str, content: bytes, name: str | None) -> None:
    user = await world.user()
    answer = await ask(world, "POST", "/api/v10/guilds", content, by=user, content_type=content_type)
    if name is None:
        assert (answer.status_code, answer.json()["code"]) == (400, 50035)
        assert answer.json()["errors"]["_errors"][0]["code"] == "CONTENT_TYPE_INVALID"
    else:
        assert answer.json()["name"] == name


async def test_a_list_is_json_alone(world: World) -> None:
    guild = await world.guild()
    path = f"/api/v10/guilds/{guild.id}/channels"
    form = "application/x-www-form-urlencoded"
    answer = await ask(world, "PATCH", path, b"id=1", by=guild.owner, content_type=form)
    assert (answer.status_code, answer.json()["code"]) == (400, 50035)


@pytest.mark.parametrize("place", ["body", "query", "path", "form", "header"])
async def test_nul_is_refused_wherever_it_stands(world: World, place: str) -> None:
    guild = await world.guild()
    channel = f"/api/v10/channels/{guild.channel}"
    match place:
        case "body":
            sent = json.dumps({"topic": "a\0b"}).encode()
            answer = await ask(world, "PATCH", channel, sent, by=guild.owner, content_type="application/json")
        case "query":
            path = f"/api/v10/guilds/{guild.id}/members/search?query=a%00"
            answer = await ask(world, "GET", path, by=guild.owner)
        case "path":
            answer = await ask(world, "GET", "/api/v10/invites/a%00", by=guild.owner)
        case "form":
            form = "application/x-www-form-urlencoded"
            answer = await ask(world, "PATCH", channel, b"topic=a%00", by=guild.owner, content_type=form)
        case _:
            answer = await ask(world, "DELETE", channel, by=guild.owner, x_audit_log_reason="a%00")
    assert (answer.status_code, answer.json()["code"]) == (400, 50035)


async def test_an_audit_log_reason_is_measured_decoded(world: World) -> None:
    guild = await world.guild()
    path = f"/api/v10/channels/{guild.channel}/permissions/{guild.id}"
    for length, status in ((512, 404), (513, 400)):  # nothing to delete there; what counts is how far it comes
        answer = await ask(world, "DELETE", path, by=guild.owner, x_audit_log_reason=quote("ü" * length))
        assert answer.status_code == status
