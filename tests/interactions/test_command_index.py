"""The commands that a user finds in a guild, in a DM and everywhere."""

from typing import Any

from domain.permissions.bits import Permission
from tests.world import Bot, Guild, Person, World

PING = {"name": "ping", "description": "Ping"}
USER_INSTALLS: Any = {"integration_types_config": {"0": {}, "1": {}}}


async def make(bot: Bot, name: str, guild: Guild | None = None, **more: Any) -> str:
    place = f"guilds/{guild.id}/" if guild else ""
    made = await bot.post(f"/applications/{bot.id}/{place}commands", PING | {"name": name} | more)
    return made["id"]


async def index(person: Person, place: str, **more: Any) -> Any:
    return await person.get(f"/{place}/application-command-index", **more)


async def found(person: Person, place: str) -> set[str]:
    return {command["name"] for command in (await index(person, place))["application_commands"]}


async def install(user: Person, bot: Bot) -> None:
    await user.post(
        f"/oauth2/authorize?client_id={bot.id}&scope=applications.commands&integration_type=1", {"authorize": True}
    )


async def test_a_guilds_index_has_all_applications_in_it(world: World) -> None:
    guild = await world.guild()
    one, two, elsewhere = await world.bot(guild), await world.bot(guild), await world.bot()
    command = await make(one, "one", options=[{"type": 3, "name": "text", "description": "d"}])
    local, _ = await make(two, "two", guild), await make(elsewhere, "three")
    got = await index(guild.owner, f"guilds/{guild.id}")
    assert [app["id"] for app in got["applications"]] == [one.id, two.id]
    assert (got["applications"][0]["bot_id"], got["applications"][0]["name"]) == (one.id, one.name)
    assert [each["id"] for each in got["application_commands"]] == [command, local]
    assert got["application_commands"][0]["options"][0]["name"] == "text"
    await (await world.user()).refused(50001, "GET", f"/guilds/{guild.id}/application-command-index", status=403)


async def test_the_version_tells_of_every_change(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild)
    seen = [int((await index(guild.owner, f"guilds/{guild.id}"))["version"])]
    command = await make(bot, "one")
    seen.append(int((await index(guild.owner, f"guilds/{guild.id}"))["version"]))
    await bot.delete(f"/applications/{bot.id}/commands/{command}")
    seen.append(int((await index(guild.owner, f"guilds/{guild.id}"))["version"]))
    assert seen[0] < seen[1] < seen[2]


async def test_what_a_member_may_not_use_is_left_out(world: World) -> None:
    member = await world.user()
    guild = await world.guild(members=[member])
    bot = await world.bot(guild)
    await make(bot, "open")
    await make(bot, "admins", default_member_permissions="0")
    await make(bot, "kickers", default_member_permissions=str(int(Permission.KICK_MEMBERS)))
    await make(bot, "dms", contexts=[1])
    denied = await make(bot, "denied", guild)
    words = [{"id": member.id, "type": 2, "permission": False}, {"id": guild.channel, "type": 3, "permission": False}]
    path = f"/applications/{bot.id}/guilds/{guild.id}/commands"
    await guild.owner.put(f"{path}/{denied}/permissions", {"permissions": words})
    assert await found(member, f"guilds/{guild.id}") == {"open"}
    assert await found(guild.owner, f"guilds/{guild.id}") == {"open", "admins", "kickers", "denied"}
    shown = (await index(guild.owner, f"guilds/{guild.id}"))["application_commands"]
    assert next(each for each in shown if each["id"] == denied)["permissions"] == {"channels": {guild.channel: False}}


async def test_who_may_in_one_channel_finds_the_command(world: World) -> None:
    member = await world.user()
    guild = await world.guild(members=[member])
    bot = await world.bot(guild)
    await make(bot, "tidy", default_member_permissions=str(int(Permission.MANAGE_MESSAGES)))
    assert await found(member, f"guilds/{guild.id}") == set()
    allow = {"type": 1, "allow": str(int(Permission.MANAGE_MESSAGES))}
    await guild.owner.put(f"/channels/{guild.channel}/permissions/{member.id}", allow)
    assert await found(member, f"guilds/{guild.id}") == {"tidy"}


async def test_words_on_the_application_are_told_as_far_as_they_concern_the_user(world: World) -> None:
    member = await world.user()
    guild = await world.guild(members=[member])
    bot = await world.bot(guild)
    await make(bot, "ping")
    role = await guild.owner.post(f"/guilds/{guild.id}/roles", {})
    words = [
        {"id": guild.id, "type": 1, "permission": True},
        {"id": role["id"], "type": 1, "permission": False},
        {"id": member.id, "type": 2, "permission": True},
        {"id": guild.owner.id, "type": 2, "permission": True},
    ]
    path = f"/applications/{bot.id}/guilds/{guild.id}/commands/{bot.id}/permissions"
    await guild.owner.put(path, {"permissions": words})
    (application,) = (await index(member, f"guilds/{guild.id}"))["applications"]
    assert application["permissions"] == {"user": True, "roles": {guild.id: True}}


async def test_the_index_is_in_the_users_language(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild)
    await make(bot, "ping", name_localizations={"de": "klopf"}, description_localizations={"de": "Klopf"})
    german = await index(guild.owner, f"guilds/{guild.id}", headers={"X-Discord-Locale": "de"})
    (command,) = german["application_commands"]
    assert (command["name"], command["name_default"]) == ("klopf", "ping")
    assert (command["description"], command["description_default"]) == ("Klopf", "Ping")
    assert not command.keys() & {"name_localized", "name_localizations", "description_localized"}
    (plain,) = (await index(guild.owner, f"guilds/{guild.id}"))["application_commands"]
    assert plain["name"] == "ping" and "name_default" not in plain


async def test_a_users_own_applications(world: World) -> None:
    user, bot, other = await world.user(), await world.bot(), await world.bot()
    await bot.patch("/applications/@me", USER_INSTALLS)
    await make(bot, "mine", integration_types=[1])
    await make(bot, "both", integration_types=[0, 1], contexts=[0])
    await make(bot, "guilds", integration_types=[0])
    await make(other, "others")
    assert await index(user, "users/@me") == {"applications": [], "application_commands": [], "version": "0"}
    await install(user, bot)
    assert await found(user, "users/@me") == {"mine", "both"}
    assert await found(user, f"applications/{bot.id}") == {"mine", "both"}
    await user.refused(50001, "GET", f"/applications/{other.id}/application-command-index", status=403)


async def test_private_channels(world: World) -> None:
    alice, bob, carol = await world.users(3)
    guild = await world.guild(alice)
    bot = await world.bot(guild)
    await bot.patch("/applications/@me", USER_INSTALLS)
    await make(bot, "guild", contexts=[0])
    await make(bot, "dm", contexts=[1])
    await make(bot, "private", contexts=[2], integration_types=[1])
    await make(bot, "old", dm_permission=False, integration_types=[0, 1])
    dm = await alice.post("/users/@me/channels", {"recipients": [bot.id]})
    assert await found(alice, f"channels/{dm['id']}") == {"dm"}
    group = await alice.post("/users/@me/channels", {"recipients": [bob.id, carol.id]})
    await install(alice, bot)
    assert await found(alice, f"channels/{group['id']}") == {"private"}
    assert await found(bob, f"channels/{group['id']}") == set()
    await (await world.user()).refused(50001, "GET", f"/channels/{group['id']}/application-command-index", status=403)
    await alice.refused(50024, "GET", f"/channels/{guild.channel}/application-command-index", status=400)
