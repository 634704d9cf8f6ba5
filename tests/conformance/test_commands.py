"""Application commands, and who may use them."""

from tests.conformance.driver import Driver
from tests.oauth.applications import Application
from tests.world import World

_OPTIONS = [
    {
        "type": 3,
        "name": "colour",
        "description": "of it",
        "required": True,
        "choices": [{"name": "red", "value": "r", "name_localizations": {"de": "rot"}}],
    },
    {"type": 4, "name": "count", "description": "how many", "min_value": 1, "max_value": 9},
    {"type": 7, "name": "where", "description": "there", "channel_types": [0, 2]},
    {"type": 3, "name": "text", "description": "said", "min_length": 1, "max_length": 5, "autocomplete": True},
]
_GROUPS = [
    {
        "type": 2,
        "name": "group",
        "description": "of some",
        "options": [{"type": 1, "name": "sub", "description": "one", "options": _OPTIONS}],
    }
]


async def test_commands_everywhere(world: World, answers: Driver) -> None:
    bot = await world.bot()
    body = {"name": "paint", "description": "paints", "options": _OPTIONS, "name_localizations": {"fr": "peindre"}}
    app = {"application_id": bot.id}
    made = await answers.of(bot, "create_application_command", body, **app)
    await answers.of(bot, "create_application_command", body | {"nsfw": True}, **app)
    one = {**app, "command_id": made["id"]}
    await answers.of(bot, "update_application_command", {"description": "paints again"}, **one)
    await answers.of(bot, "get_application_command", **one)
    await answers.of(bot, "list_application_commands", query="?with_localizations=true", **app)
    several = [body, {"name": "A menu", "type": 2}, {"name": "Another", "type": 3}]
    several.append({"name": "grouped", "description": "with groups", "options": _GROUPS, "contexts": [0, 1]})
    await answers.of(bot, "bulk_set_application_commands", several, **app)
    await answers.of(bot, "list_application_commands", **app)
    await answers.of(bot, "delete_application_command", **one)


async def test_commands_of_a_guild(world: World, answers: Driver) -> None:
    guild = await world.guild()
    bot = await world.bot(guild)
    place = {"application_id": bot.id, "guild_id": guild.id}
    body = {"name": "paint", "description": "paints", "options": _OPTIONS, "default_member_permissions": "8"}
    made = await answers.of(bot, "create_guild_application_command", body, **place)
    one = {**place, "command_id": made["id"]}
    await answers.of(bot, "update_guild_application_command", {"description": "paints again"}, **one)
    await answers.of(bot, "get_guild_application_command", **one)
    await answers.of(bot, "list_guild_application_commands", **place)
    owner = await (await Application.make(world, bot)).bearer(guild.owner, "applications.commands.permissions.update")
    allowed = {"permissions": [{"id": guild.id, "type": 1, "permission": False}]}
    await answers.of(owner, "set_guild_application_command_permissions", allowed, **one)
    await answers.of(bot, "get_guild_application_command_permissions", **one)
    await answers.of(bot, "list_guild_application_command_permissions", **place)
    await answers.of(bot, "bulk_set_guild_application_commands", [body], **place)
    await answers.of(bot, "delete_guild_application_command", **one)
