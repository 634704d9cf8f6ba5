"""What commands must be like: every fault at its place, with its code."""

from typing import Any

import pytest

from tests.world import Bot, World

OK = {"name": "ok", "description": "d"}
SUB = OK | {"type": 1}
INVALID_NAME = "APPLICATION_COMMAND_INVALID_NAME"
NAME_TAKEN = "APPLICATION_COMMAND_OPTIONS_NAME_INVALID"


def string(name: str = "s", **more: Any) -> dict[str, Any]:
    return {"type": 3, "name": name, "description": "d"} | more


def chat(*options: Any, **more: Any) -> dict[str, Any]:
    return OK | {"options": list(options)} | more


def choices(count: int, value: object = "v") -> list[dict[str, Any]]:
    return [{"name": f"c{number}", "value": value} for number in range(count)]


def faults(tree: Any, path: str = "") -> dict[str, list[str]]:
    """The codes of a tree of errors, by path."""
    if "_errors" in tree:
        return {path: [error["code"] for error in tree["_errors"]]}
    return {k: v for key, node in tree.items() for k, v in faults(node, f"{path}.{key}".lstrip(".")).items()}


async def refused(bot: Bot, body: Any, method: str = "POST") -> dict[str, list[str]]:
    problem = await bot.refused(50035, method, f"/applications/{bot.id}/commands", body, status=400)
    return faults(problem["errors"])


CASES: list[tuple[Any, str, str]] = [
    ({"description": "d"}, "name", "BASE_TYPE_REQUIRED"),
    ({"name": "", "description": "d"}, "name", "BASE_TYPE_BAD_LENGTH"),
    ({"name": "x" * 33, "description": "d"}, "name", "BASE_TYPE_BAD_LENGTH"),
    ({"name": "a b", "description": "d"}, "name", "STRING_TYPE_REGEX"),
    ({"name": "Upper", "description": "d"}, "name", INVALID_NAME),
    ({"name": "ok"}, "description", "BASE_TYPE_REQUIRED"),
    ({"name": "ok", "description": ""}, "description", "BASE_TYPE_REQUIRED"),
    ({"name": "ok", "description": None}, "description", "BASE_TYPE_REQUIRED"),
    ({"name": "ok", "description": "d" * 101}, "description", "BASE_TYPE_MAX_LENGTH"),
    (OK | {"name_localizations": {"de": "Groß"}}, "name_localizations.de", INVALID_NAME),
    (OK | {"name_localizations": {"tlh": "x"}}, "name_localizations.tlh", "BASE_TYPE_CHOICES"),
    (OK | {"description_localizations": {"de": ""}}, "description_localizations.de", "BASE_TYPE_BAD_LENGTH"),
    (OK | {"type": 5}, "type", "BASE_TYPE_CHOICES"),
    (OK | {"contexts": []}, "contexts", "BASE_TYPE_MIN_LENGTH"),
    (OK | {"contexts": [3]}, "contexts.0", "BASE_TYPE_CHOICES"),
    (OK | {"contexts": [0, 0]}, "contexts.1", "SET_TYPE_ALREADY_CONTAINS_VALUE"),
    (OK | {"default_member_permissions": "x"}, "default_member_permissions", "NUMBER_TYPE_COERCE"),
    (OK | {"default_member_permissions": str(2**54)}, "default_member_permissions", "NUMBER_TYPE_MAX"),
    (OK | {"handler": 1}, "handler", "BASE_TYPE_INVALID"),
    ({"name": "menu", "type": 2, "description": "d"}, "description", "BASE_TYPE_INVALID"),
    ({"name": "menu", "type": 3, "options": [string()]}, "options", "BASE_TYPE_INVALID"),
    ({"name": " ", "type": 2}, "name", "BASE_TYPE_REQUIRED"),
    (chat(*(string(f"s{n}") for n in range(26))), "options", "BASE_TYPE_MAX_LENGTH"),
    (chat({"name": "s", "description": "d"}), "options.0.type", "BASE_TYPE_REQUIRED"),
    (chat(string(), string("t", type=12)), "options.1.type", "UNION_TYPE_CHOICES"),
    (chat(string("Bad Name")), "options.0.name", "STRING_TYPE_REGEX"),
    (chat({"type": 3, "name": "s"}), "options.0.description", "BASE_TYPE_REQUIRED"),
    (chat(string(), string("t"), string()), "options.2", NAME_TAKEN),
    (chat(string(), string("t", name_localizations={"de": "s"})), "options.1.name_localizations.de", NAME_TAKEN),
    (
        chat(string(name_localizations={"de": "x"}), string("t", name_localizations={"de": "x"})),
        "options.1.name_localizations.de",
        NAME_TAKEN,
    ),
    (chat(string(), string("t", required=True)), "options.1", "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID"),
    (chat(SUB, string()), "options.1", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID"),
    (chat(string(), SUB), "options.1", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID"),
    (chat(SUB | {"options": [SUB]}), "options.0.options.0.type", "UNION_TYPE_CHOICES"),
    (chat(SUB | {"type": 2, "options": [SUB | {"type": 2}]}), "options.0.options.0.type", "BASE_TYPE_CHOICES"),
    (
        chat(SUB | {"type": 2, "options": [SUB | {"options": [string(), string("Nope")]}]}),
        "options.0.options.0.options.1.name",
        INVALID_NAME,
    ),
    (chat(string(choices=choices(26))), "options.0.choices", "BASE_TYPE_MAX_LENGTH"),
    (chat(string(choices=choices(1, 5))), "options.0.choices.0.value", "STRING_TYPE_CONVERT"),
    (chat(string(type=4, choices=choices(1, "v"))), "options.0.choices.0.value", "NUMBER_TYPE_COERCE"),
    (chat(string(type=4, choices=choices(1, 2**53))), "options.0.choices.0.value", "NUMBER_TYPE_MAX"),
    (chat(string(choices=choices(1) * 2)), "options.0.choices.1.name", "BASE_TYPE_INVALID"),
    (chat(string(choices=choices(1), autocomplete=True)), "options.0.autocomplete", "BASE_TYPE_INVALID"),
    (chat(string(min_length=5, max_length=4)), "options.0.max_length", "BASE_TYPE_INVALID"),
    (chat(string(min_length=-1)), "options.0.min_length", "NUMBER_TYPE_MIN"),
    (chat(string(max_length=0)), "options.0.max_length", "NUMBER_TYPE_MIN"),
    (chat(string(max_length=6001)), "options.0.max_length", "NUMBER_TYPE_MAX"),
    (chat(string(type=4, min_value=1.5)), "options.0.min_value", "NUMBER_TYPE_COERCE"),
    (chat(string(type=10, min_value=2, max_value=1.5)), "options.0.max_value", "BASE_TYPE_INVALID"),
    (chat(string(type=7, channel_types=[99])), "options.0.channel_types.0", "BASE_TYPE_CHOICES"),
    (chat(string(type=7, channel_types=[0, 0])), "options.0.channel_types.1", "SET_TYPE_ALREADY_CONTAINS_VALUE"),
    (chat(string(type=11, file_types=["pdf"])), "options.0.file_types.0", "BASE_TYPE_INVALID"),
]


@pytest.mark.parametrize(("body", "path", "code"), CASES)
async def test_a_fault_is_told_at_its_place(world: World, body: Any, path: str, code: str) -> None:
    bot = await world.bot(intents=False)
    found = await refused(bot, body)
    assert code in found.get(path, []), found
    assert list(found) == [path]
    in_list = await refused(bot, [OK | {"name": "first"}, body], "PUT")
    assert code in in_list.get(f"1.{path}", []), in_list
    assert await bot.get(f"/applications/{bot.id}/commands") == []


async def test_a_name_that_is_not_well_formed_has_both_codes(world: World) -> None:
    bot = await world.bot(intents=False)
    assert await refused(bot, OK | {"name": "a!"}) == {"name": ["STRING_TYPE_REGEX", INVALID_NAME]}


async def test_two_of_a_name_in_a_list(world: World) -> None:
    bot = await world.bot(intents=False)
    found = await refused(bot, [OK, OK | {"name": "other"}, OK], "PUT")
    assert found == {"2": ["APPLICATION_COMMANDS_DUPLICATE_NAME"]}


async def test_a_command_of_more_than_8000_characters(world: World) -> None:
    bot = await world.bot(intents=False)
    options = [string(f"option-{n:02}", description="x" * 91) for n in range(25)]
    subs = [SUB | {"name": f"sub{n}", "description": "x" * 86, "options": options} for n in range(3)]
    command = chat(*subs, description="x" * 100, name="x" * 32)  # 132 + 3 * (90 + 25 * 100)
    made = await bot.post(f"/applications/{bot.id}/commands", command)
    choice: Any = {"name": "c" * 50, "name_localizations": {"de": "d" * 48}, "value": "v" * 48}
    long = [option | {"choices": [choice]} if n == 0 else option for n, option in enumerate(options)]
    path = f"/applications/{bot.id}/commands/{made['id']}"
    await bot.patch(path, {"options": [subs[0] | {"options": long}, *subs[1:]]})  # 8000
    choice["name_localizations"]["de"] = "d" * 51
    problem = await bot.refused(50035, "PATCH", path, {"options": [subs[0] | {"options": long}, *subs[1:]]}, status=400)
    assert faults(problem["errors"]) == {"": ["APPLICATION_COMMAND_TOO_LARGE"]}
    assert list(await refused(bot, [OK, command | {"options": [subs[0] | {"options": long}, *subs[1:]]}], "PUT")) == [
        "1"
    ]


async def test_everything_that_a_command_may_have(world: World) -> None:
    bot = await world.bot(intents=False)
    options = [
        string("text", required=True, min_length=0, max_length=6000, autocomplete=True),
        string("whole", type=4, choices=[{"name": "most", "value": 2**53 - 1}], min_value=-(2**53) + 1, max_value=5),
        string("truth", type=5, required=False),
        string("someone", type=6),
        string("somewhere", type=7, channel_types=[0, 5, 15]),
        string("role", type=8),
        string("anyone", type=9),
        string("share", type=10, min_value=-0.5, max_value=1.5, choices=[{"name": "half", "value": 0.5}]),
        string("file", type=11, file_types=["image", ".pdf"]),
    ]
    groups = [SUB | {"name": "top", "options": options}, SUB | {"type": 2, "name": "group", "options": [SUB]}]
    made = await bot.post(f"/applications/{bot.id}/commands", chat(*groups))
    shown = made["options"][0]["options"]
    for option, got in zip(options, shown, strict=True):
        assert {key: got[key] for key in option if key != "choices"} == {
            k: v for k, v in option.items() if k != "choices"
        }
    assert shown[1]["choices"][0]["value"] == 2**53 - 1
    assert made["options"][1]["options"][0]["name"] == "ok"
    assert await bot.get(f"/applications/{bot.id}/commands/{made['id']}") == made


async def test_null_is_as_good_as_nothing(world: World) -> None:
    bot = await world.bot(intents=False)
    nulls = dict.fromkeys(("name_localizations", "required", "choices", "autocomplete", "min_length", "max_length"))
    fields = ("name_localizations", "description_localizations", "default_member_permissions", "dm_permission", "nsfw")
    more = dict.fromkeys((*fields, "contexts", "integration_types", "type", "handler"))
    made = await bot.post(f"/applications/{bot.id}/commands", chat(string(**nulls), **more))
    assert made["options"] == [string(name_localizations=None, description_localizations=None)]
    assert (made["type"], made["dm_permission"], made["nsfw"]) == (1, True, False)
    named = chat(string(name_localizations={"de": None, "fr": "x"}))
    made = await bot.post(f"/applications/{bot.id}/commands", named)
    assert made["options"][0]["name_localizations"] == {"fr": "x"}


async def test_the_old_default_permission_is_understood(world: World) -> None:
    bot = await world.bot(intents=False)
    made = await bot.post(f"/applications/{bot.id}/commands", OK | {"default_permission": False})
    assert made["default_member_permissions"] == "0"
