"""Guilds say who may use commands: by a bearer or a user of theirs, never by a bot."""

from typing import Any

import pytest

from domain.permissions.bits import Permission
from tests.oauth.applications import Application
from tests.world import Bot, Caller, Guild, World

PING = {"name": "ping", "description": "Ping"}
SCOPE = "applications.commands.permissions.update"
UNKNOWN = "1000000000000000000"
ROLE, USER, CHANNEL = 1, 2, 3


def word(id: str, type: int, permission: bool = True) -> dict[str, Any]:
    return {"id": id, "type": type, "permission": permission}


def said(*permissions: Any) -> dict[str, Any]:
    return {"permissions": list(permissions)}


def path(bot: Bot, guild: Guild, *command: str) -> str:
    return "/".join(("/applications", bot.id, "guilds", guild.id, "commands", *command, "permissions"))


async def scene(world: World) -> tuple[Guild, Bot, str]:
    """A guild, a bot in it, and the id of a command of the bot's."""
    guild = await world.guild()
    bot = await world.bot(guild)
    made = await bot.post(f"/applications/{bot.id}/commands", PING)
    return guild, bot, made["id"]


async def manager(world: World, guild: Guild, *more: Permission) -> Any:
    """A member who manages the guild and its roles, and his role."""
    permissions = sum((Permission.MANAGE_GUILD, Permission.MANAGE_ROLES, *more))
    member = await world.user()
    invite = await guild.owner.post(f"/channels/{guild.channel}/invites", {})
    await member.post(f"/invites/{invite['code']}", {})
    role = await guild.owner.post(f"/guilds/{guild.id}/roles", {"permissions": str(int(permissions))})
    await guild.owner.put(f"/guilds/{guild.id}/members/{member.id}/roles/{role['id']}")
    return member, role


async def test_a_bearer_says_who_may_use_a_command(world: World) -> None:
    guild, bot, command = await scene(world)
    app = await Application.make(world, bot)
    bearer = await app.bearer(guild.owner, SCOPE)
    await bearer.refused(10066, "GET", path(bot, guild, command), status=404)
    body = said(word(guild.id, ROLE, False), word(guild.owner.id, USER), word(guild.channel, CHANNEL))
    answer = await bearer.put(path(bot, guild, command), body)
    assert answer == {"id": command, "application_id": bot.id, "guild_id": guild.id, **body}
    assert await bearer.get(path(bot, guild, command)) == answer
    assert await bot.get(path(bot, guild, command)) == answer
    assert await guild.owner.get(path(bot, guild)) == [answer]


async def test_all_commands_are_named_by_the_application(world: World) -> None:
    guild, bot, command = await scene(world)
    whole = await guild.owner.put(path(bot, guild, bot.id), said(word(str(int(guild.id) - 1), CHANNEL, False)))
    assert whole["id"] == bot.id
    one = await guild.owner.put(path(bot, guild, command), said(word(guild.id, ROLE)))
    both = sorted([whole, one], key=lambda each: int(each["id"]))
    assert await bot.get(path(bot, guild)) == both
    assert (await guild.owner.put(path(bot, guild, command), said()))["permissions"] == []


async def test_bots_and_other_applications_cannot(world: World) -> None:
    guild, bot, command = await scene(world)
    await bot.refused(20001, "PUT", path(bot, guild, command), said(), status=403)
    other = await Application.make(world)
    stranger = await other.bearer(guild.owner, SCOPE)
    for method, body in (("GET", None), ("PUT", said())):
        await stranger.refused(20012, method, path(bot, guild, command), body, status=403)
    own = await Application.make(world, bot)
    narrow = await own.bearer(guild.owner, "identify")
    await narrow.refused(50026, "PUT", path(bot, guild, command), said(), status=403)
    await world.add_bot(other.bot, guild)
    await other.bot.refused(20012, "GET", path(bot, guild), status=403)


async def test_the_user_must_manage_guild_and_roles(world: World) -> None:
    guild, bot, command = await scene(world)
    member, role = await manager(world, guild)
    await member.put(path(bot, guild, command), said(word(member.id, USER)))
    await guild.owner.patch(f"/guilds/{guild.id}/roles/{role['id']}", {"permissions": str(1 << 5)})
    await member.refused(50013, "PUT", path(bot, guild, command), said(), status=403)
    assert await member.get(path(bot, guild, command))
    stranger = await world.user()
    for method, body in (("GET", None), ("PUT", said())):
        await stranger.refused(50001, method, path(bot, guild, command), body, status=403)


async def test_nobody_speaks_of_what_is_not_his_to_manage(world: World) -> None:
    guild, bot, command = await scene(world)
    member, role = await manager(world, guild)
    low = await guild.owner.post(f"/guilds/{guild.id}/roles", {})
    await guild.owner.patch(f"/guilds/{guild.id}/roles", [{"id": role["id"], "position": 3}])
    target = path(bot, guild, command)
    await member.put(target, said(word(low["id"], ROLE), word(bot.id, USER), word(guild.id, ROLE)))
    for above in (word(role["id"], ROLE), word(guild.owner.id, USER), word(guild.channel, CHANNEL)):
        await member.refused(50013, "PUT", target, said(above), status=403)
        await guild.owner.put(target, said(above))
        await member.refused(50013, "PUT", target, said(), status=403)  # nor takes back what others said
    everywhere = await manager(world, guild, Permission.MANAGE_CHANNELS)
    await everywhere[0].put(target, said())


async def test_nobody_speaks_of_a_command_that_he_may_not_use(world: World) -> None:
    guild, bot, command = await scene(world)
    member, _ = await manager(world, guild)
    await guild.owner.put(path(bot, guild, command), said(word(member.id, USER, False)))
    await member.refused(50013, "PUT", path(bot, guild, command), said(word(member.id, USER)), status=403)


async def test_what_there_is_not(world: World) -> None:
    guild, bot, command = await scene(world)
    owner, elsewhere = guild.owner, await world.guild(guild.owner)
    await owner.refused(10063, "PUT", path(bot, guild, UNKNOWN), said(), status=404)
    await owner.refused(10063, "GET", path(bot, guild, UNKNOWN), status=404)
    await owner.refused(50001, "PUT", path(bot, elsewhere, command), said(), status=403)
    doubled = said(word(bot.id, USER), word(bot.id, USER, False))
    problem = await owner.refused(50035, "PUT", path(bot, guild, command), doubled, status=400)
    assert "1" in problem["errors"]["permissions"]
    many = said(*(word(str(number), USER) for number in range(1, 102)))
    await owner.refused(50035, "PUT", path(bot, guild, command), many, status=400)


async def test_a_deleted_or_renamed_command_loses_its_permissions(world: World) -> None:
    guild, bot, command = await scene(world)
    list_ = f"/applications/{bot.id}/commands"
    await guild.owner.put(path(bot, guild, command), said(word(guild.id, ROLE)))
    await bot.patch(f"{list_}/{command}", {"description": "still"})
    await bot.put(list_, [PING])
    assert len(await bot.get(path(bot, guild))) == 1
    await bot.patch(f"{list_}/{command}", {"name": "pong"})
    assert await bot.get(path(bot, guild)) == []
    await guild.owner.put(path(bot, guild, command), said(word(guild.id, ROLE)))
    await bot.put(list_, [])
    assert await bot.get(path(bot, guild)) == []


async def test_bots_in_the_guild_are_told(world: World) -> None:
    guild, bot, command = await scene(world)
    socket = await bot.connect()
    answer = await guild.owner.put(path(bot, guild, command), said(word(guild.id, ROLE)))
    assert await socket.event("APPLICATION_COMMAND_PERMISSIONS_UPDATE") == answer


async def test_commands_are_changed_with_a_token_for_them(world: World) -> None:
    app = await Application.make(world)
    caller = app.holding(await app.token(grant_type="client_credentials", scope="applications.commands.update"))
    made = await caller.put(f"/applications/{app.id}/commands", [PING])
    assert await caller.get(f"/applications/{app.id}/commands/{made[0]['id']}") == made[0]
    other = await world.bot()
    await caller.refused(20012, "GET", f"/applications/{other.id}/commands", status=403)
    narrow: Caller = await app.bearer(await world.user(), "identify")
    await narrow.refused(50026, "GET", f"/applications/{app.id}/commands", status=403)


@pytest.mark.parametrize("kind", ["code", "token"])
async def test_no_user_gets_a_token_for_the_commands_of_an_application(world: World, kind: str) -> None:
    """By the implicit grant the token is in his own browser; he would change the commands of any application."""
    app, user = await Application.make(world), await world.user()
    link = f"/oauth2/authorize?client_id={app.id}&response_type={kind}&scope=identify+applications.commands.update"
    problem = await user.refused(50035, "POST", link, {"authorize": True}, status=400)
    assert "client credentials" in str(problem["errors"]["scope"])
    await app.bot.owner.refused(50035, "POST", link, {"authorize": True}, status=400)


async def test_a_bearer_sees_no_guild_that_its_user_does_not_manage(world: World) -> None:
    guild, bot, command = await scene(world)
    app = await Application.make(world, bot)
    await guild.owner.put(path(bot, guild, command), said(word(guild.id, ROLE)))
    stranger = await app.bearer(await world.user(), SCOPE)
    for where in (path(bot, guild), path(bot, guild, command)):
        await stranger.refused(50001, "GET", where, status=403)
    other = await (await Application.make(world)).bearer(guild.owner, SCOPE)
    await other.refused(20012, "GET", path(bot, guild), status=403)
