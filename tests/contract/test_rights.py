"""Every operation of guilds and channels against strangers, members with and without the permission, and the owner.

Each noun has a scene of its own, for who may do it does it.
"""

from typing import Any

import pytest

from domain.permissions.bits import ALL, Permission
from openapi.write import operations
from rest.operation import Operation, Who
from tests.contract import scene as scenes
from tests.contract.rights import OPEN, RIGHTS, Right
from tests.contract.scene import Scene
from tests.contract.test_bad_input import BODIES
from tests.instances import Addresses
from tests.pictures import png
from tests.world import Caller, Guild, Person, World

OPERATIONS = [one for one in operations() if one.id in RIGHTS]
NOUNS = sorted({one.tag for one in OPERATIONS})
EVERYTHING = ALL & ~Permission.ADMINISTRATOR
REFUSED = {50001, 50013}
RIGHT = {
    "update_my_guild_member": {"nick": "x"},
    "update_guild_member": {"nick": "x"},
}
"""Bodies of what a permission is for."""
OTHERWISE = {
    "create_guild_scheduled_event_exception": 50035,  # there is no occurrence at the time of the body
    "delete_guild_scheduled_event_user": 10071,  # a member who has said nothing
    "delete_guild_scheduled_event_exception_user": 10071,
    "get_channel_application_command_index": 50024,  # the scene's channel for it is no direct message
    "bulk_ban_users_from_guild": 500000,  # nobody of that id is there
    "get_guild_ban": 10026,
    "create_guild_template": 30031,
    "add_guild_member": 50025,  # the body's token is nobody's
    "bulk_delete_messages": 50034,
    "leave_guild": 10004,
    "get_guild_application_command_permissions": 10066,
    "applications_get_activity_instance": 0,  # nobody plays
    "create_entitlement": 10027,
    **dict.fromkeys(
        ("get_self_voice_state", "get_voice_state", "update_self_voice_state", "update_voice_state"), 10065
    ),  # nobody is in voice
    "update_voice_channel_status": 50024,  # the scene's channel is for text
    "send_soundboard_sound": 50024,
    "redeliver": 50035,  # the endpoint is no longer the application's
    "add_application_tester": 10013,
}
"""Codes of those to whom it was allowed, where the scene lets nobody succeed."""


def test_every_operation_says_whose_it_is() -> None:
    places = ("{guild_id}", "{channel_id}", "{application_id}")
    placed = {one.id for one in operations() if Who.ACCOUNT & one.who and any(place in one.path for place in places)}
    assert placed - RIGHTS.keys() - OPEN == set()
    assert RIGHTS.keys() | OPEN <= {one.id for one in operations()}


class Cast:
    """Members of the scene's guild by what they may do there, made when they are first asked for."""

    def __init__(self, world: World, scene: Scene) -> None:
        self.world = world
        self.scene = scene
        self.owner = scene.person(world, scene.owner)
        self.bot = scene.person(world, scene.bot)
        self._members: dict[tuple[int, bool, bool], Person] = {}

    async def member(self, permissions: int, *, bot: bool = False, low: bool = False) -> Person:
        """`low`: his role is the lowest, else the highest."""
        key = (permissions, bot, low)
        if key not in self._members:
            self._members[key] = await self._make(*key)
        return self._members[key]

    async def stranger(self, *, bot: bool) -> Person:
        return await self.world.bot() if bot else await self.world.user()

    async def _make(self, permissions: int, bot: bool, low: bool) -> Person:
        guild_id = self.scene.ids["guild_id"]
        role = await self.owner.post(f"/guilds/{guild_id}/roles", {"name": "r", "permissions": str(int(permissions))})
        person = await self.world.bot() if bot else await self.world.user()
        if bot:
            channels = [{"type": kind, "id": self.scene.ids["channel_id"]} for kind in (0, 2)]
            await self.world.add_bot(person, Guild({"id": guild_id}, channels, self.owner))
        else:
            invite = await self.owner.post(f"/channels/{self.scene.ids['channel_id']}/invites", {})
            await person.post(f"/invites/{invite['code']}", {})
        await self.owner.put(f"/guilds/{guild_id}/members/{person.id}/roles/{role['id']}")
        if not low:
            highest = len(await self.owner.get(f"/guilds/{guild_id}/roles")) - 1
            await self.owner.patch(f"/guilds/{guild_id}/roles", [{"id": role["id"], "position": highest}])
        return person


@pytest.mark.parametrize("noun", NOUNS)
async def test_rights(world: World, addresses: Addresses, noun: str) -> None:
    scene = await scenes.build(addresses)
    cast = Cast(world, scene)
    await cast.owner.patch(f"/guilds/{scene.ids['guild_id']}/roles/{scene.ids['guild_id']}", {"permissions": "0"})
    # What deletes comes last, and of that what deletes most.
    found = sorted((one for one in OPERATIONS if one.tag == noun), key=lambda one: (_takes_away(one), -len(one.path)))
    faults: list[str] = []
    for operation in found:
        faults += await _refused(cast, operation, RIGHTS[operation.id])
    for operation in found:
        faults += await _allowed(cast, operation, RIGHTS[operation.id])
    assert not faults, "\n".join(["", *faults])


async def _refused(cast: Cast, operation: Operation, right: Right) -> list[str]:
    bot = Who.USER not in operation.who
    callers = {"a stranger": await cast.stranger(bot=bot)}
    if Who.BOT in operation.who:
        callers["another bot"] = await cast.stranger(bot=True)
    if right.owner_only:
        callers["not the owner"] = await cast.member(EVERYTHING, bot=bot)
    for needs in right.needs:
        callers["without"] = await cast.member(EVERYTHING & ~_union(right.needs), bot=bot)
        if right.below:
            callers["standing lower"] = await cast.member(needs | right.beside, bot=bot, low=True)
    if right.where == "channel":
        callers["who does not see it"] = await cast.member(EVERYTHING & ~Permission.VIEW_CHANNEL, bot=bot)
    faults: list[str] = []
    for name, caller in callers.items():
        status, code = await _call(cast, operation, caller)
        if status not in (403, 404) or (name in ("without", "standing lower") and code not in REFUSED):
            faults.append(f"{operation.id} by {name}: {status} {code}")
    return faults


async def _allowed(cast: Cast, operation: Operation, right: Right) -> list[str]:
    bot = Who.USER not in operation.who
    callers: dict[str, Caller] = {}
    if right.where == "application" and Who.BOT in operation.who:
        callers["its bot"] = cast.bot
    elif not right.owner_only and right.where in ("guild", "channel"):
        for needs in right.needs or (0,):
            callers[f"with {needs}"] = await cast.member(needs | right.beside, bot=bot)
    if not bot:
        callers["the owner"] = cast.owner
    faults: list[str] = []
    for number, (name, caller) in enumerate(callers.items()):
        status, code = await _call(cast, operation, caller)
        if code == OTHERWISE.get(operation.id):
            continue
        if status in (401, 403) or (number == 0 and status >= 300):
            faults.append(f"{operation.id} by {name}: {status} {code}")
    return faults


def _takes_away(operation: Operation) -> int:
    """How much of the scene is gone afterwards."""
    if operation.path.endswith("/delete"):
        return 2
    return operation.method == "DELETE" or operation.path.endswith("/reset") or operation.id.startswith("bulk_set")


def _union(sets: tuple[int, ...]) -> int:
    union = 0
    for each in sets:
        union |= each
    return union


async def _call(cast: Cast, operation: Operation, caller: Caller) -> tuple[int, int]:
    """The status, and the code of a refusal."""
    more: dict[str, Any] = {}
    body = (RIGHT | BODIES).get(operation.id, {}) if operation.body is not None else None
    if operation.takes_file:
        more = {"data": {"name": "xx", "tags": "x"}, "files": {"file": ("a.png", png())}}
    try:
        await caller.request(operation.method, cast.scene.path(operation), body, **more)
    except AssertionError:
        if caller.answer.is_success:
            raise
    answer = caller.answer
    return answer.status_code, answer.json().get("code", 0) if not answer.is_success else 0
