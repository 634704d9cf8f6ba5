"""What applications do for users, and what is known of applications."""

from tests.conformance.driver import Driver
from tests.oauth.applications import Application
from tests.world import World


async def test_bearers(world: World, answers: Driver) -> None:
    guild = await world.guild()
    app = await Application.make(world)
    bearer = await app.bearer(guild.owner, "identify email guilds guilds.members.read connections openid")
    await answers.of(bearer, "get_my_user")
    await answers.of(bearer, "list_my_guilds")
    await answers.of(bearer, "get_my_guild_member", guild_id=guild.id)
    await answers.of(bearer, "list_my_connections")
    await answers.of(bearer, "get_my_oauth2_authorization")
    await answers.of(bearer, "get_openid_connect_userinfo")
    await answers.of(world.anyone, "get_public_keys")


async def test_joining_by_token(world: World, answers: Driver) -> None:
    guild, user = await world.guild(), await world.user()
    app = await Application.make(world, await world.bot(guild, permissions=8))
    tokens = await app.bearer_tokens(user, "guilds.join identify")
    body = {"access_token": tokens["access_token"], "nick": "new"}
    await answers.of(app.bot, "add_guild_member", body, guild_id=guild.id, user_id=user.id)
    await answers.of(app.bot, "add_guild_member", body, guild_id=guild.id, user_id=user.id)


async def test_applications(world: World, answers: Driver) -> None:
    guild = await world.guild()
    bot = await world.bot(guild)
    await answers.of(bot, "get_my_application")
    config = {"0": {"oauth2_install_params": {"scopes": ["bot"], "permissions": "8"}}, "1": {}}
    await answers.of(bot, "update_my_application", {"tags": ["fun"], "integration_types_config": config})
    await answers.of(bot, "get_application", application_id=bot.id)
    await answers.of(bot, "update_application", {"description": "d"}, application_id=bot.id)
    await answers.of(bot, "get_my_oauth2_application")
    integration = (await answers.of(guild.owner, "list_guild_integrations", guild_id=guild.id))[0]
    await answers.of(guild.owner, "delete_guild_integration", guild_id=guild.id, integration_id=integration["id"])
