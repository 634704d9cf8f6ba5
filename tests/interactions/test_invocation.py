"""Using commands: what the application gets."""

from tests.interactions.invoking import STRING, Session, an_app, given, option, slash
from tests.world import World


async def test_a_command_is_told_to_its_application(world: World):
    guild, bot = await an_app(world)
    command = await slash(bot, "ping", option(STRING, "word", required=True))
    session = await Session.open(guild.owner, bot, guild)
    got = await session.invoke(command, given(STRING, "word", "hello"))
    assert (got["type"], got["version"], got["application_id"], got["context"]) == (2, 1, bot.id, 0)
    assert got["data"] == {
        **{key: command[key] for key in ("id", "name", "type")},
        "options": [given(STRING, "word", "hello")],
    }
    assert got["authorizing_integration_owners"] == {"0": guild.id}
    assert (got["guild_id"], got["guild"]["id"], got["guild_locale"], got["locale"]) == (guild.id,) * 2 + ("en-US",) * 2
    assert got["channel"]["id"] == got["channel_id"] == guild.channel
    assert got["member"]["user"]["id"] == guild.owner.id
    assert int(got["member"]["permissions"]) & 1 << 3
    assert int(got["app_permissions"]) & 1 << 10
    assert "user" not in got
    assert got["entitlements"] == []
