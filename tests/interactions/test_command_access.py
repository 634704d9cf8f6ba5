"""Who may use a command, and where: asked when it is used."""

from typing import Any

import pytest

from domain.permissions.bits import Permission
from tests.interactions.invoking import body_of, menu, slash
from tests.world import Bot, Guild, Person, World

BOTH_INSTALLS: Any = {"integration_types_config": {"0": {}, "1": {}}}
KICK = str(int(Permission.KICK_MEMBERS))


async def scene(world: World) -> tuple[Guild, Bot, Person]:
    member = await world.user()
    guild = await world.guild(members=[member])
    return guild, await world.bot(guild), member


async def use(user: Person, command: Any, channel: str, guild: Guild | None, *, refused: int = 0) -> None:
    """Uses it, or is refused with this code."""
    body = body_of(command, channel, guild=guild.id if guild else None)
    body["session_id"] = "s"
    if refused:
        await user.refused(refused, "POST", "/interactions", body, status=404 if refused == 10063 else 403)
    else:
        await user.post("/interactions", body, expect=204)


async def say(guild: Guild, bot: Bot, command: Any, id: str, type: int, permission: bool) -> None:
    path = f"/applications/{bot.id}/guilds/{guild.id}/commands/{command['id'] if command else bot.id}/permissions"
    await guild.owner.put(path, {"permissions": [{"id": id, "type": type, "permission": permission}]})


@pytest.mark.parametrize("needed", ["0", KICK])
async def test_default_member_permissions(world: World, needed: str) -> None:
    guild, bot, member = await scene(world)
    command = await slash(bot, "kick", default_member_permissions=needed)
    await use(member, command, guild.channel, guild, refused=50001)
    await use(guild.owner, command, guild.channel, guild)
    await say(guild, bot, command, member.id, 2, True)
    await use(member, command, guild.channel, guild)


async def test_the_word_on_a_command_goes_before_that_on_the_application(world: World) -> None:
    guild, bot, member = await scene(world)
    command = await slash(bot, "ping")
    await use(member, command, guild.channel, guild)
    await say(guild, bot, None, guild.id, 1, False)
    await use(member, command, guild.channel, guild, refused=50001)
    await say(guild, bot, command, guild.id, 1, True)
    await use(member, command, guild.channel, guild)
    await say(guild, bot, command, str(int(guild.id) - 1), 3, False)
    await use(member, command, guild.channel, guild, refused=50001)
    await use(guild.owner, command, guild.channel, guild)


async def test_a_member_needs_use_application_commands(world: World) -> None:
    guild, bot, member = await scene(world)
    command = await slash(bot, "ping")
    deny = {"type": 1, "deny": str(int(Permission.USE_APPLICATION_COMMANDS))}
    await guild.owner.put(f"/channels/{guild.channel}/permissions/{member.id}", deny)
    await use(member, command, guild.channel, guild, refused=50013)


async def test_a_guilds_command_is_used_there_alone(world: World) -> None:
    guild, bot, _ = await scene(world)
    other = await world.guild(guild.owner)
    await world.add_bot(bot, other)
    command = await slash(bot, "ping", guild=guild)
    await use(guild.owner, command, guild.channel, guild)
    await use(guild.owner, command, other.channel, other, refused=10063)


async def test_an_explicit_command_needs_an_explicit_channel(world: World) -> None:
    guild, bot, member = await scene(world)
    command = await slash(bot, "adult", nsfw=True)
    await use(member, command, guild.channel, guild, refused=50001)
    await guild.owner.patch(f"/channels/{guild.channel}", {"nsfw": True})
    await use(member, command, guild.channel, guild)


async def test_contexts_in_guilds_and_dms(world: World) -> None:
    guild, bot, member = await scene(world)
    dm = (await member.post("/users/@me/channels", {"recipients": [bot.id]}))["id"]
    everywhere = await slash(bot, "everywhere")
    in_guilds, in_dms = await slash(bot, "guilds", contexts=[0]), await slash(bot, "dms", contexts=[1])
    local = await slash(bot, "local", guild=guild)
    await use(member, everywhere, dm, None)
    await use(member, in_dms, dm, None)
    await use(member, in_guilds, guild.channel, guild)
    await use(member, in_guilds, dm, None, refused=50001)
    await use(member, in_dms, guild.channel, guild, refused=50001)
    await use(member, local, dm, None, refused=10063)


async def test_a_users_own_application_goes_where_he_goes(world: World) -> None:
    member, friend, third = await world.users(3)
    guild = await world.guild(members=[member, friend])
    bot = await world.bot()
    await bot.patch("/applications/@me", BOTH_INSTALLS)
    mine = await slash(bot, "mine", integration_types=[1])
    theirs = await slash(bot, "theirs", integration_types=[0])
    await use(member, mine, guild.channel, guild, refused=50001)
    query = f"client_id={bot.id}&scope=applications.commands&integration_type=1"
    await member.post(f"/oauth2/authorize?{query}", {"authorize": True})
    await use(member, mine, guild.channel, guild)
    await use(member, theirs, guild.channel, guild, refused=50001)
    await use(friend, mine, guild.channel, guild, refused=50001)
    group = await member.post("/users/@me/channels", {"recipients": [friend.id, third.id]})
    await use(member, mine, group["id"], None)
    await use(friend, mine, group["id"], None, refused=50001)


async def test_menus_are_judged_alike(world: World) -> None:
    guild, bot, member = await scene(world)
    command = await menu(bot, "Look", 2, default_member_permissions="0")
    body = body_of(command, guild.channel, guild=guild.id, target_id=guild.owner.id) | {"session_id": "s"}
    await member.refused(50001, "POST", "/interactions", body, status=403)
    await guild.owner.post("/interactions", body, expect=204)
