"""Every operation against everything that may be wrong with a request: the documented refusal, and nothing written."""

from typing import Any

import jsonschema_rs
import pytest

from openapi.paths import openapi_document
from openapi.write import operations
from rest.operation import Operation, Who
from tests.contract.scene import UNKNOWN_ID, Scene, recurring
from tests.pictures import png, uri
from tests.sounds import mp3, sound_uri
from tests.world import Caller, Refused, World

OPERATIONS = operations()
DOCUMENT = openapi_document(OPERATIONS)

# The code for something that does not exist, by the parameter that names it.
UNKNOWN = {
    "guild_id": 10004,
    "integration_id": 10005,
    "authorization_id": 10012,
    "channel_id": 10003,
    "message_id": 10008,
    "user_id": 10007,
    "role_id": 10011,
    "overwrite_id": 10009,
    "application_id": 10002,
    "command_id": 10063,
    "code": 10006,
    "emoji_name": 10014,
    "webhook_id": 10015,
    "interaction_id": 10062,
    "webhook_token": 50027,
    "delivery_id": 0,
    "sku_id": 10027,
    "entitlement_id": 10029,
    "subscription_id": 0,
    "emoji_id": 10014,
    "sticker_id": 10060,
    "sound_id": 10097,
    "pack_id": 10061,
    "guild_scheduled_event_id": 10070,
    "exception_id": 10070,
    "guild_scheduled_event_exception_id": 10070,
    "instance_id": 0,
    "request_id": 0,
    "lobby_id": 10031,
    "user_id_1": 10003,
    "user_id_2": 10003,
}
# Where something else is wrong first, or (None) nothing is: what is asked for is so already.
EXCEPTIONS: dict[tuple[str, str], tuple[int, int] | None] = {
    ("add_guild_member", "user_id"): (403, 50025),
    ("add_group_dm_user", "user_id"): (400, 50033),
    ("crosspost_message", "message_id"): (400, 50024),
    ("delete_group_dm_user", "user_id"): (404, 10013),
    ("delete_user_message_reaction", "user_id"): None,
    ("delete_thread_member", "user_id"): None,
    ("get_dm", "user_id"): (404, 10003),
    ("delete_lobby", "lobby_id"): None,
    ("add_lobby_member", "user_id"): (404, 10013),
    ("delete_lobby_member", "user_id"): None,
    ("create_linked_lobby_guild_invite_for_user", "user_id"): (404, 10003),
    ("get_application_user_role_connection", "application_id"): (403, 20012),
    ("update_application_user_role_connection", "application_id"): (403, 20012),
    ("delete_application_user_role_connection", "application_id"): (403, 20012),
    ("leave_activity_instance", "application_id"): (404, 0),
    ("update_invite_target_users", "code"): (400, 50035),
    ("create_guild_sticker", "guild_id"): (400, 50035),
    ("upload_application_attachment", "application_id"): (400, 50035),
    ("get_user", "user_id"): (404, 10013),
    ("get_answer_voters", "answer_id"): (400, 50035),
    ("list_guild_application_commands", "guild_id"): (403, 50001),
    ("create_guild_application_command", "guild_id"): (403, 50001),
    ("bulk_set_guild_application_commands", "guild_id"): (403, 50001),
    ("get_guild_application_command", "guild_id"): (403, 50001),
    ("update_guild_application_command", "guild_id"): (403, 50001),
    ("delete_guild_application_command", "guild_id"): (403, 50001),
} | {(one.id, token): (401, 50027) for one in OPERATIONS for token in ("webhook_token", "interaction_token")}
EXCEPTIONS |= {(one.id, "team_id"): (403, 50001) for one in OPERATIONS}
EXCEPTIONS |= {
    ("update_team_member", "user_id"): (404, 10013),
    ("get_guild_ban", "user_id"): (404, 10026),
    ("ban_user_from_guild", "user_id"): (404, 10013),
    ("unban_user_from_guild", "user_id"): (404, 10026),
    ("remove_team_member", "user_id"): (404, 10013),
    ("remove_application_tester", "user_id"): (404, 10013),
    ("get_voice_state", "user_id"): (404, 10065),
    ("update_voice_state", "user_id"): (404, 10065),
}
EXCEPTIONS |= {
    ("list_guild_scheduled_event_exception_users", "guild_scheduled_event_exception_id"): None,
    ("delete_guild_scheduled_event_exception_user", "guild_scheduled_event_exception_id"): (404, 10071),
}
EXCEPTIONS |= {(one.id, "user_id"): (404, 10013) for one in OPERATIONS if one.tag in ("relationships", "user_settings")}
EXCEPTIONS |= {
    ("update_relationship", "user_id"): (400, 80006),
    ("delete_relationship", "user_id"): None,
    ("unignore_user", "user_id"): None,
    ("delete_read_state", "channel_id"): None,
    ("ack_message", "message_id"): None,
    ("ack_guild_feature", "entity_id"): None,
    ("ack_guild_feature", "read_state_type"): (400, 50035),
    ("ack_user_feature", "entity_id"): None,
    ("ack_user_feature", "read_state_type"): (400, 50035),
}
EXCEPTIONS |= {(one.id, "code"): (404, 10057) for one in OPERATIONS if "/templates" in one.path}
# The least that a body must say where `{}` says too little.
BODIES: dict[str, Any] = {
    "send_soundboard_sound": {"sound_id": "1"},
    "create_guild_soundboard_sound": {"name": "a sound", "sound": sound_uri(mp3())},
    "add_guild_member": {"access_token": "x"},
    "update_message": {"content": "x"},
    "create_message": {"content": "x"},
    "create_webhook": {"name": "x"},
    "create_auto_moderation_rule": {"name": "x", "event_type": 1, "trigger_type": 1},
    "set_application_embedded": {"embedded": True},
    "update_application_role_connections_metadata": [],
    "execute_webhook": {"content": "x"},
    "create_interaction_response": {"type": 5},
    "create_thread": {"name": "x"},
    "create_thread_from_message": {"name": "x"},
    "follow_channel": {"webhook_channel_id": UNKNOWN_ID},
    "bulk_delete_messages": {"messages": [UNKNOWN_ID, "112233445566778890"]},
    "bulk_ban_users_from_guild": {"user_ids": [UNKNOWN_ID]},
    "bulk_update_guild_channels": [],
    "bulk_update_guild_roles": [],
    "create_guild_channel": {"name": "x"},
    "create_guild": {"name": "xx"},
    "create_guild_template": {"name": "x"},
    "create_guild_from_template": {"name": "a copy"},
    "create_poll_vote": {"answer_ids": [1]},
    "create_guild_emoji": {"name": "xx", "image": uri(png())},
    "create_application_emoji": {"name": "xx", "image": uri(png())},
    "create_application": {"name": "x"},
    "transfer_application": {"team_id": UNKNOWN_ID},
    "create_team": {"name": "x"},
    "add_team_member": {"username": "x", "role": "admin"},
    "add_application_tester": {"username": "x"},
    "create_sku": {"name": "x", "type": 2},
    "create_entitlement": {"sku_id": UNKNOWN_ID, "owner_id": UNKNOWN_ID, "owner_type": 2},
    "create_application_command": {"name": "x", "description": "x"},
    "create_guild_application_command": {"name": "x", "description": "x"},
    "bulk_set_application_commands": [],
    "bulk_set_guild_application_commands": [],
    "create_guild_scheduled_event": recurring(),
    "create_guild_scheduled_event_exception": {"original_scheduled_start_time": "2000-01-01T00:00:00Z"},
    "create_guild_scheduled_event_exception_user": {"response": 1},
    "create_stage_instance": {"channel_id": UNKNOWN_ID, "topic": "x"},
    "action_guild_join_request": {"action": "APPROVED"},
    "action_guild_join_requests": {"action": "APPROVED"},
    "bulk_update_lobby_members": [{"id": UNKNOWN_ID, "remove_member": True}],
    "create_lobby_message": {"content": "x"},
    "set_identity_provider": {"issuer": "https://x.example.test", "client_id": "x"},
    "send_friend_request": {"username": "nobody.of.that.name"},
    "bulk_update_user_guild_settings": {"guilds": {}},
    "ack_bulk": {"read_states": []},
    "set_channel_permission_overwrite": {"type": 0, "allow": "0", "deny": "0"},
}
WRONG: list[Any] = [{"x": [1]}, [[[]]], "not it", -7.5, True]
JSON = {"Content-Type": "application/json"}
WRONG_TOKENS = {
    "none": None,
    "empty": "",
    "nonsense": "Bot nonsense",
    "well formed": "MTIzNDU2Nzg5MDEyMzQ1Njc4.Gabcde.abcdefghijklmnopqrstuvwxyz0123456789ab",
    "well formed, of a bot": "Bot MTIzNDU2Nzg5MDEyMzQ1Njc4.Gabcde.abcdefghijklmnopqrstuvwxyz0123456789ab",
    "bytes": b"Bot \x80\xff",
}


def each(operations: list[Operation]) -> Any:
    return pytest.mark.parametrize("operation", [pytest.param(one, id=one.id) for one in operations])


@each([one for one in OPERATIONS if Who.ANYONE not in one.who])
async def test_who_may_not_call(world: World, scene: Scene, quiet: None, operation: Operation) -> None:
    faults = Faults(operation)
    for name, token in WRONG_TOKENS.items():
        await faults.try_to(name, Caller(world, token), scene.path(operation), 401, 0)
    for name, token in (("the wrong scheme", f"Bearer {scene.bot.token}"), ("no scheme", scene.bot.token)):
        await faults.try_to(name, Caller(world, token), scene.path(operation), 401, 0)
    await faults.try_to("a user as bot", Caller(world, f"Bot {scene.owner.token}"), scene.path(operation), 401, 0)
    if Who.BOT not in operation.who:
        await faults.try_to("a bot", scene.person(world, scene.bot), scene.path(operation), 403, 20001)
    if Who.USER not in operation.who:
        await faults.try_to("a user", scene.person(world, scene.owner), scene.path(operation), 403, 20002)
    faults.report()


@each([one for one in OPERATIONS if one.path_parameters is not None])
async def test_ids_that_are_none_and_ids_of_nothing(
    world: World, scene: Scene, quiet: None, operation: Operation
) -> None:
    faults, caller = Faults(operation), scene.caller(world, operation)
    assert operation.path_parameters is not None
    for name in operation.path_parameters.__struct_fields__:
        if name not in ("code", "emoji_name", "webhook_token", "interaction_token", "instance_id", "location_id"):
            for value in ("abc", "-1", "1.5", "9" * 40, "%00", "1e3"):
                path = scene.path(operation, **{name: value})
                await faults.try_to(f"{name}={value}", caller, path, 400, 50035, names=name)
        expected = EXCEPTIONS.get((operation.id, name), (404, UNKNOWN.get(name, 0)))
        if expected is not None:
            path, body = scene.path(operation, **{name: UNKNOWN_ID}), BODIES.get(operation.id, {})
            await faults.try_to(f"an unknown {name}", caller, path, *expected, body=body)
    faults.report()


@each([one for one in OPERATIONS if one.body is not None])
async def test_bodies_that_are_none(world: World, scene: Scene, quiet: None, operation: Operation) -> None:
    faults, caller, path = Faults(operation), scene.caller(world, operation), scene.path(operation)
    for content in (b'{"name": ', b"{'name': 1}", b"\xff\xfe", b'{"a": 1}}', b"NaN"):
        await faults.try_to(f"{content!r}", caller, path, 400, 50109, content=content, headers=JSON)
    takes_list = "array" in _schema(operation).get("type", "")
    takes_null = "null" in _schema(operation).get("type", "")
    for content in (b"{}" if takes_list else b"[]", b'"text"', b"5", b"null", b"[" * 100_000 + b"]" * 100_000):
        if content != b"null" or not takes_null:
            await faults.try_to(f"{content[:20]!r}", caller, path, 400, 50035, content=content, headers=JSON)
    for name, schema in fields(operation).items():
        for wrong in _wrong_values(schema):
            body: Any = {name: wrong}
            where = f"0.{name}" if takes_list else name
            body = [body] if takes_list else body
            await faults.try_to(f"{name}={wrong!r}", caller, path, 400, 50035, body=body, names=where)
        nul: Any = {name: "N\0L"}
        await faults.try_to(f"{name} with NUL", caller, path, 400, 50035, body=[nul] if takes_list else nul)
    faults.report()


@each([one for one in OPERATIONS if one.query is not None])
async def test_queries_of_wrong_types(world: World, scene: Scene, quiet: None, operation: Operation) -> None:
    faults, caller, path = Faults(operation), scene.caller(world, operation), scene.path(operation)
    parameters = DOCUMENT["paths"][operation.path][operation.method.lower()]["parameters"]
    for parameter in parameters:
        if parameter["in"] == "query" and not _takes_text(parameter["schema"]):
            name = parameter["name"]
            await faults.try_to(name, caller, f"{path.partition('?')[0]}?{name}=not%20it", 400, 50035, names=name)
    faults.report()


class Faults:
    """Tries everything and then tells all that was not refused as it should be."""

    def __init__(self, operation: Operation) -> None:
        self._method = operation.method
        self._found: list[str] = []

    async def try_to(
        self, what: str, caller: Caller, path: str, status: int, code: int, *, names: str = "", **more: Any
    ) -> None:
        try:
            problem = await caller.request(self._method, path, expect=status, **more)
        except Refused as refused:
            self._found.append(f"{what}: {str(refused)[:300]}")
            return
        except AssertionError as undocumented:
            self._found.append(f"{what}: {undocumented}")
            return
        if problem["code"] != code:
            self._found.append(f"{what}: {problem}")
        tree = problem.get("errors", {})
        for step in names.split(".") if names else ():
            tree = tree.get(step, {})
        if names and not tree:
            self._found.append(f"{what}: {names} is not named in {problem}")

    def report(self) -> None:
        assert not self._found, "\n".join(["not refused as it should be:", *self._found])


def _schema(operation: Operation) -> dict[str, Any]:
    described = DOCUMENT["paths"][operation.path][operation.method.lower()]
    return described["requestBody"]["content"]["application/json"]["schema"]


def fields(operation: Operation) -> dict[str, Any]:
    """The schemas of a body's fields, or of the fields of a list's items."""
    schema = _schema(operation)
    schema = schema.get("items", schema)
    if "anyOf" in schema:  # one of several, told by its type
        return {}
    if "$ref" in schema:
        schema = DOCUMENT["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema.get("properties", {})


def _wrong_values(schema: dict[str, Any]) -> list[Any]:
    validator = _validator(schema)
    return [value for value in WRONG if not validator.is_valid(value)]


def _takes_text(schema: dict[str, Any]) -> bool:
    """Whether any text will do; in a query a single value may stand for an array of one."""
    return any(_validator(schema).is_valid(value) for value in ("not it", ["not it"]))


def _validator(schema: dict[str, Any]) -> jsonschema_rs.Draft202012Validator:
    components = {"components": {"schemas": DOCUMENT["components"]["schemas"]}}
    return jsonschema_rs.Draft202012Validator(schema | components, validate_formats=True)
