"""Every operation that takes a body against bodies that mean harm: a documented error and nothing written.

What is merely wrong, test_bad_input tries; what harm costs, test_hostile_costs.
"""

import json
from typing import Any

import pytest

from openapi.write import operations
from rest.operation import Operation
from tests.contract.hostile import (
    FORMS,
    FORMS_OF_FILES,
    MEDIA_TYPES,
    MULTIPART,
    PICTURES,
    VALUES,
    WHOLE,
    multipart,
    part,
)
from tests.contract.scene import UNKNOWN_ID, Scene
from tests.contract.test_bad_input import BODIES, JSON, Faults, each, fields
from tests.pictures import uri
from tests.world import Refused, World

WITH_BODY = [one for one in operations() if one.body is not None]
WITH_FILES = [one for one in operations() if one.takes_files or one.takes_file or one.may_take_file]
OF_PICTURES = {"avatar", "icon", "image", "banner", "splash", "discovery_splash", "cover_image"}
REFUSALS = {400, 401, 403, 404, 413}
# To be accepted by these would end the scene.
ENDS = {one.id for one in WITH_BODY if one.method == "DELETE"} | set(
    """logout reset_application_bot delete_guild ban_user_from_guild bulk_ban_users_from_guild prune_guild
    transfer_application bulk_delete_messages""".split()
)


@each(WITH_BODY)
async def test_bodies(world: World, scene: Scene, quiet: None, operation: Operation) -> None:
    faults, caller, path = Faults(operation), scene.caller(world, operation), scene.path(operation)
    for name, (content, status, code) in WHOLE.items():
        await faults.try_to(name, caller, path, status, code, content=content, headers=JSON)
    for media_type in MEDIA_TYPES:
        await faults.try_to(media_type, caller, path, 400, 50035, content=b"{}", headers={"Content-Type": media_type})
    faults.report()


@each([one for one in WITH_BODY if one.id not in ENDS])
async def test_values_of_fields(world: World, worn_scene: Scene, operation: Operation) -> None:
    """Some may be taken, where anything may be said; nothing else is told than what is documented."""
    caller, path = worn_scene.caller(world, operation), worn_scene.path(operation)
    least: Any = BODIES.get(operation.id, {})
    for name in fields(operation):
        for value in VALUES:
            others = {key: said for key, said in (least if isinstance(least, dict) else {}).items() if key != name}
            said = b'"%s":%s' % (name.encode(), value)
            body = b"{%s}" % b",".join([*(json.dumps(others)[1:-1].encode(),) * bool(others), said, said])
            content = b"[%s]" % body if isinstance(least, list) else body
            try:
                await caller.request(operation.method, path, content=content, headers=JSON)
            except Refused:
                assert caller.answer.status_code in REFUSALS, f"{content[:200]!r}: {caller.answer.text}"


@each(WITH_FILES)
async def test_forms(world: World, scene: Scene, quiet: None, operation: Operation) -> None:
    faults, caller, path = Faults(operation), scene.caller(world, operation), scene.path(operation)
    for name, content in (FORMS | (FORMS_OF_FILES if operation.takes_files else {})).items():
        await faults.try_to(name, caller, path, 400, 50035, content=content, headers=MULTIPART)
    for name, boundary in {"no boundary": "", "a long one": "; boundary=" + "b" * 30_000}.items():
        headers = {"Content-Type": f"multipart/form-data{boundary}"}
        await faults.try_to(name, caller, path, 400, 50035, content=b"--b", headers=headers)
    faults.report()


PICTURED = [(one, name) for one in WITH_BODY for name in sorted(OF_PICTURES & fields(one).keys())]


@pytest.mark.parametrize(("operation", "name"), [pytest.param(*one, id=f"{one[0].id}-{one[1]}") for one in PICTURED])
async def test_pictures(world: World, scene: Scene, quiet: None, operation: Operation, name: str) -> None:
    group = {"channel_id": scene.group_dm} if operation.id == "update_channel" else {}
    faults, caller, path = Faults(operation), scene.caller(world, operation), scene.path(operation, **group)
    for what, content in PICTURES.items():
        body = BODIES.get(operation.id, {}) | {name: uri(content)}
        await faults.try_to(what, caller, path, 400, 50035, body=body, names=name)
    faults.report()


NAMES = {
    "../../../etc/passwd": "passwd",
    "..\\..\\boot.ini": "boot.ini",
    "%2e%2e%2fetc%2fpasswd": "_2e_2e_2fetc_2fpasswd",
    "..": "unknown",
    "/": "unknown",
    "a\0b.png": "a_b.png",
    "CON": "CON",
    "cod\u202egnp.exe": "cod_gnp.exe",
    "a\r\nset-cookie: x=y": "a_set-cookie_x_y",
    'a"; filename="b.html': "a_filename_b.html",
    "x" * 3000: "x" * 255,
}


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
async def test_names_of_files(world: World, worn_scene: Scene, name: str) -> None:
    """By the word of the body, for the head of a part cannot say all of them."""
    caller = worn_scene.person(world, worn_scene.owner)
    payload = json.dumps({"attachments": [{"id": 0, "filename": name}]}).encode()
    file = part(b'name="files[0]"; filename="x"', b"what is in it")
    content = multipart(part(b'name="payload_json"', payload), file)
    path = f"/channels/{worn_scene.ids['channel_id']}/messages"
    try:
        made = await caller.post(path, content=content, headers=MULTIPART)
    except Refused:
        assert caller.answer.json()["code"] == 50035
        assert "\0" in name or len(name) > 1024
        return
    (attachment,) = made["attachments"]
    assert attachment["filename"] == NAMES[name]
    answer = await world.http.get(attachment["url"])
    assert (answer.status_code, answer.content) == (200, b"what is in it")
    assert answer.headers["content-disposition"].endswith(f"filename*=UTF-8''{NAMES[name]}")
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("name", [b"../../x.png", b"%2e%2e/x.png", b"a\\..\\x.png", b"\xe2\x80\xae/x.png"])
async def test_names_in_heads_of_parts(world: World, worn_scene: Scene, name: bytes) -> None:
    caller = worn_scene.person(world, worn_scene.owner)
    content = multipart(part(b'name="files[0]"; filename="%s"' % name, b"x"))
    path = f"/channels/{worn_scene.ids['channel_id']}/messages"
    (attachment,) = (await caller.post(path, content=content, headers=MULTIPART))["attachments"]
    assert attachment["filename"] == "x.png"


async def test_ids_in_bodies(world: World, worn_scene: Scene) -> None:
    caller = worn_scene.person(world, worn_scene.owner)
    path = f"/guilds/{worn_scene.ids['guild_id']}/channels"
    for value in (f"{UNKNOWN_ID}\0", f" {UNKNOWN_ID}", "\uff11", "1e5", "0x1", 2**63, -1, 1.0, True, [UNKNOWN_ID]):
        problem = await caller.refused(50035, "POST", path, {"name": "x", "parent_id": value}, status=400)
        assert "parent_id" in problem["errors"], value


async def test_an_empty_payload_hides_no_fields(world: World, worn_scene: Scene) -> None:
    caller = worn_scene.person(world, worn_scene.owner)
    content = multipart(part(b'name="payload_json"', b""), part(b'name="max_uses"', b"101"))
    path = f"/channels/{worn_scene.ids['channel_id']}/invites"
    problem = await caller.refused(50035, "POST", path, status=400, content=content, headers=MULTIPART)
    assert "max_uses" in problem["errors"]
