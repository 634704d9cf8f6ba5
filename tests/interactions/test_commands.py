"""Commands: made, replaced, changed, listed and deleted by the application that they are of."""

import asyncio
from typing import Any

import pytest

from tests.world import Bot, Guild, Refused, World

UNKNOWN = "1000000000000000000"
PING = {"name": "ping", "description": "Ping"}
ON_ONE: list[tuple[str, Any]] = [("GET", None), ("PATCH", {}), ("DELETE", None)]
USER_COMMAND = {"name": "High Five", "type": 2}
COLOR = {
    "name": "color",
    "description": "A color",
    "name_localizations": {"en-GB": "colour", "de": "farbe"},
    "options": [
        {
            "type": 3,
            "name": "tone",
            "description": "d",
            "required": True,
            "description_localizations": {"de": "Ton"},
            "choices": [{"name": "red", "name_localizations": {"de": "rot"}, "value": "r"}],
        }
    ],
}


def everywhere(bot: Bot) -> str:
    return f"/applications/{bot.id}/commands"


def of_guild(bot: Bot, guild: Guild) -> str:
    return f"/applications/{bot.id}/guilds/{guild.id}/commands"


async def both(world: World) -> tuple[Bot, Guild]:
    guild = await world.guild()
    return await world.bot(guild), guild


async def test_a_command_is_made_once(world: World) -> None:
    bot = await world.bot()
    made = await bot.post(everywhere(bot), PING, expect=201)
    assert (made["name"], made["description"], made["type"], made["application_id"]) == ("ping", "Ping", 1, bot.id)
    assert (made["default_member_permissions"], made["nsfw"], made["dm_permission"]) == (None, False, True)
    assert (made["contexts"], made["integration_types"], "guild_id" in made) == (None, [0], False)
    again = await bot.post(everywhere(bot), PING, expect=200)
    assert again == made
    changed = await bot.post(everywhere(bot), PING | {"description": "Pong"}, expect=200)
    assert changed["id"] == made["id"] and int(changed["version"]) > int(made["version"])
    assert await bot.get(f"{everywhere(bot)}/{made['id']}") == changed


async def test_what_a_replacement_does_not_say_is_gone(world: World) -> None:
    bot = await world.bot()
    body = PING | {"default_member_permissions": "8", "nsfw": True, "contexts": [0], "options": COLOR["options"]}
    made = await bot.post(everywhere(bot), body)
    assert (made["default_member_permissions"], made["nsfw"], made["contexts"]) == ("8", True, [0])
    assert made["dm_permission"] is False and len(made["options"]) == 1
    replaced = await bot.post(everywhere(bot), PING)
    assert (replaced["default_member_permissions"], replaced["nsfw"], replaced["contexts"]) == (None, False, None)
    assert "options" not in replaced


async def test_an_edit_changes_what_it_says(world: World) -> None:
    bot = await world.bot()
    made = await bot.post(everywhere(bot), PING | {"default_member_permissions": "8", "options": COLOR["options"]})
    path = f"{everywhere(bot)}/{made['id']}"
    edited = await bot.patch(path, {"description": "Pong", "name": "pong"})
    assert edited == made | {"description": "Pong", "name": "pong", "version": edited["version"]}
    assert int(edited["version"]) > int(made["version"])
    assert (await bot.patch(path, {}))["version"] == edited["version"]
    assert (await bot.patch(path, {"default_member_permissions": None}))["default_member_permissions"] is None
    assert "options" not in await bot.patch(path, {"options": []})
    assert (await bot.patch(path, {"dm_permission": False}))["dm_permission"] is False
    await bot.post(everywhere(bot), PING)
    await bot.refused(40041, "PATCH", path, {"name": "ping"}, status=400)


async def test_names_are_unique_by_type_and_place(world: World) -> None:
    bot, guild = await both(world)
    made = [
        await bot.post(everywhere(bot), PING, expect=201),
        await bot.post(everywhere(bot), {"name": "ping", "type": 2}, expect=201),
        await bot.post(everywhere(bot), {"name": "ping", "type": 3}, expect=201),
        await bot.post(of_guild(bot, guild), PING, expect=201),
    ]
    assert len({one["id"] for one in made}) == 4
    assert [one["id"] for one in await bot.get(everywhere(bot))] == [one["id"] for one in made[:3]]
    local = made[3]
    assert local["guild_id"] == guild.id
    assert not local.keys() & {"contexts", "integration_types", "dm_permission"}
    await bot.refused(10063, "GET", f"{everywhere(bot)}/{local['id']}", status=404)
    await bot.refused(10063, "GET", f"{of_guild(bot, guild)}/{made[0]['id']}", status=404)


async def test_a_deleted_command_is_gone(world: World) -> None:
    bot, guild = await both(world)
    for list_ in (everywhere(bot), of_guild(bot, guild)):
        path = f"{list_}/{(await bot.post(list_, PING))['id']}"
        await bot.delete(path, expect=204)
        assert await bot.get(list_) == []
        for method, body in ON_ONE:
            await bot.refused(10063, method, path, body, status=404)
        await bot.refused(10063, "DELETE", f"{list_}/{UNKNOWN}", status=404)


async def test_a_whole_list_keeps_the_ids_of_what_stays(world: World) -> None:
    bot, guild = await both(world)
    for list_ in (everywhere(bot), of_guild(bot, guild)):
        ping, gone = await bot.put(list_, [PING, {"name": "gone", "description": "d"}])
        assert [one["id"] for one in await bot.get(list_)] == [ping["id"], gone["id"]]
        color, same, menu = await bot.put(list_, [COLOR, PING, USER_COMMAND])
        assert same == ping
        assert {one["id"] for one in await bot.get(list_)} == {color["id"], ping["id"], menu["id"]}
        (changed,) = await bot.put(list_, [PING | {"description": "Pong"}])
        assert changed["id"] == ping["id"] and changed["version"] > ping["version"]
        assert await bot.put(list_, []) == [] == await bot.get(list_)


async def test_a_list_may_name_commands_by_id(world: World) -> None:
    bot = await world.bot()
    one, two = await bot.put(everywhere(bot), [PING, {"name": "two", "description": "d"}])
    swapped = [PING | {"name": "two", "id": one["id"]}, {"name": "ping", "description": "d", "id": two["id"]}]
    after = await bot.put(everywhere(bot), swapped)
    assert [(each["id"], each["name"]) for each in after] == [(one["id"], "two"), (two["id"], "ping")]
    (made,) = await bot.put(everywhere(bot), [PING | {"id": UNKNOWN, "name": "new"}])
    assert made["id"] not in (UNKNOWN, one["id"], two["id"])


async def test_lists_are_in_the_language_of_the_caller(world: World) -> None:
    bot = await world.bot()
    made = await bot.post(everywhere(bot), COLOR)
    assert made["name_localizations"] == COLOR["name_localizations"]
    assert await bot.get(f"{everywhere(bot)}?with_localizations=true") == [made]
    (german,) = await bot.get(everywhere(bot), headers={"X-Discord-Locale": "de", "Accept-Language": "fr"})
    assert (german["name"], german["name_localized"], "name_localizations" in german) == ("color", "farbe", False)
    option = german["options"][0]
    assert (option["description_localized"], option["choices"][0]["name_localized"]) == ("Ton", "rot")
    (british,) = await bot.get(everywhere(bot), headers={"Accept-Language": "en-GB, de;q=0.5"})
    assert british["name_localized"] == "colour"
    (mine,) = await bot.get(everywhere(bot))
    assert mine["name_localized"] == "colour"  # the account's setting is en-US
    assert "description_localized" not in mine


async def test_who_may_change_commands(world: World) -> None:
    bot, guild = await both(world)
    stranger, other = await world.user(), await world.bot()
    made = await bot.owner.post(everywhere(bot), PING)
    for list_ in (everywhere(bot), of_guild(bot, guild)):
        for caller in (stranger, other):
            await caller.refused(20012, "GET", list_, status=403)
            await caller.refused(20012, "POST", list_, PING, status=403)
            await caller.refused(20012, "PUT", list_, [], status=403)
            for method, body in ON_ONE:
                await caller.refused(20012, method, f"{list_}/{made['id']}", body, status=403)
    await stranger.refused(10002, "GET", f"/applications/{UNKNOWN}/commands", status=404)
    assert len(await bot.get(everywhere(bot))) == 1


async def test_a_guild_must_have_let_the_application_in(world: World) -> None:
    bot, other = await world.bot(), await world.guild()
    for guild_id in (other.id, UNKNOWN):
        list_ = f"/applications/{bot.id}/guilds/{guild_id}/commands"
        await bot.refused(50001, "GET", list_, status=403)
        await bot.refused(50001, "POST", list_, PING, status=403)
        await bot.refused(50001, "PUT", list_, [PING], status=403)


async def test_there_are_only_so_many_commands(world: World) -> None:
    bot = await world.bot()
    chat = [{"name": f"c{number}", "description": "d"} for number in range(100)]
    menus = [{"name": f"m{number}", "type": kind} for kind in (2, 3) for number in range(15)]
    assert len(await bot.put(everywhere(bot), [*chat, *menus])) == 130
    for body in (PING, {"name": "more", "type": 2}, {"name": "more", "type": 3}):
        await bot.refused(30032, "POST", everywhere(bot), body, status=400)
    await bot.post(everywhere(bot), chat[0], expect=200)
    too_many = [*chat, *({"name": f"d{number}", "description": "d"} for number in range(1))]
    await bot.refused(30032, "PUT", everywhere(bot), too_many, status=400)
    await bot.refused(50035, "PUT", everywhere(bot), [*chat, *menus, PING], status=400)
    assert len(await bot.get(everywhere(bot))) == 130


async def test_only_so_many_are_made_in_a_day(world: World) -> None:
    bot, guild = await both(world)
    first = [{"name": f"a{number}", "description": "d"} for number in range(100)]
    second = [{"name": f"b{number}", "description": "d"} for number in range(100)]
    await bot.put(of_guild(bot, guild), first)
    await bot.put(of_guild(bot, guild), second)
    problem = await bot.refused(30034, "POST", of_guild(bot, guild), {"name": "x", "type": 2}, status=429)
    assert 0 < problem["retry_after"] <= 24 * 60 * 60
    await bot.refused(30034, "PUT", of_guild(bot, guild), first, status=429)
    assert {one["name"] for one in await bot.get(of_guild(bot, guild))} == {one["name"] for one in second}
    await bot.put(of_guild(bot, guild), second[:50])
    await bot.post(everywhere(bot), PING, expect=201)


async def test_the_entry_point_is_not_lost_in_a_list(world: World) -> None:
    bot, guild = await both(world)
    made = await bot.post(everywhere(bot), {"name": "Launch it", "type": 4, "description": "", "handler": 2})
    assert (made["type"], made["handler"]) == (4, 2)
    await bot.refused(50240, "PUT", everywhere(bot), [PING], status=400)
    await bot.refused(30032, "POST", everywhere(bot), {"name": "another", "type": 4}, status=400)
    kept, _ = await bot.put(everywhere(bot), [{"name": "Launch it", "type": 4, "handler": 1}, PING])
    assert (kept["id"], kept["handler"]) == (made["id"], 1)
    await bot.delete(f"{everywhere(bot)}/{made['id']}")
    problem = await bot.refused(50035, "POST", of_guild(bot, guild), {"name": "Launch", "type": 4}, status=400)
    assert problem["errors"]["type"]["_errors"][0]["code"] == "BASE_TYPE_CHOICES"


async def test_commands_are_for_installs_that_the_application_supports(world: World) -> None:
    bot = await world.bot()
    body = PING | {"integration_types": [0, 1], "contexts": [0, 1, 2]}
    problem = await bot.refused(50035, "POST", everywhere(bot), body, status=400)
    assert problem["errors"]["integration_types"]["1"]["_errors"][0]["code"] == "BASE_TYPE_CHOICES"
    await bot.patch("/applications/@me", {"integration_types_config": {"0": {}, "1": {}}})
    made = await bot.post(everywhere(bot), body)
    assert (made["integration_types"], made["contexts"], made["dm_permission"]) == ([0, 1], [0, 1, 2], True)
    assert (await bot.post(everywhere(bot), PING | {"name": "usual"}))["integration_types"] == [0, 1]


async def test_one_name_makes_one_command_however_many_ask(world: World) -> None:
    bot = await world.bot()
    made = await asyncio.gather(*(bot.post(everywhere(bot), PING | {"description": str(n)}) for n in range(8)))
    assert len({one["id"] for one in made}) == 1
    (left,) = await bot.get(f"{everywhere(bot)}?with_localizations=true")
    assert left == max(made, key=lambda one: int(one["version"]))


async def test_lists_at_once_leave_one_of_them(world: World) -> None:
    bot, guild = await both(world)
    lists = [[{"name": f"{letter}{n}", "description": "d"} for n in range(10)] + [PING] for letter in "ab"]

    async def put(commands: list[Any]) -> Any:
        return await bot.put(of_guild(bot, guild), commands)

    answers = await asyncio.gather(*map(put, lists * 4))
    left = {each["id"] for each in await bot.get(of_guild(bot, guild))}
    assert left in [{each["id"] for each in answer} for answer in answers]
    assert len({answer[-1]["id"] for answer in answers}) == 1


async def test_permissions_cannot_be_set_in_a_batch(world: World) -> None:
    bot, guild = await both(world)
    with pytest.raises(Refused, match="405"):
        await bot.owner.put(f"{of_guild(bot, guild)}/permissions", [])
