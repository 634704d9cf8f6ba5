"""Applications that a user took for himself: wherever he is, others' guilds and group DMs too."""

from tests.interactions.invoking import Json, Session, answer, body_of, slash
from tests.world import Bot, Person, World

_VIEW_CHANNEL = 1 << 10


async def a_users_app(world: World, person: Person, **more: Json) -> tuple[Bot, Json]:
    """A bot that is in no guild, and whose command the person has."""
    bot = await world.bot()
    await bot.owner.patch(f"/applications/{bot.id}", {"integration_types_config": {"0": {}, "1": {}}})
    fields = {"integration_types": [0, 1], "contexts": [0, 1, 2]} | more
    command = await slash(bot, "ping", **fields)
    path = f"/oauth2/authorize?client_id={bot.id}&scope=applications.commands"
    await person.post(path, {"authorize": True, "integration_type": 1})
    return bot, command


async def test_in_a_guild_that_does_not_have_it(world: World):
    alice = await world.user()
    guild = await world.guild(members=[alice])
    bot, command = await a_users_app(world, alice)
    session = await Session.open(alice, bot, guild)
    got = await session.invoke(command)
    assert (got["context"], got["authorizing_integration_owners"]) == (0, {"1": alice.id})
    assert got["guild_id"] == guild.id
    assert int(got["app_permissions"]) & _VIEW_CHANNEL
    await answer(bot, got, 4, {"content": "from outside"}, expect=204)
    message = await session.user.event("MESSAGE_CREATE")
    assert message["interaction_metadata"]["authorizing_integration_owners"] == {"1": alice.id}
    await guild.owner.refused(50001, "POST", "/interactions", body_of(command, guild.channel), status=403)


async def test_in_a_group_dm(world: World):
    alice, bob, carol = await world.users(3)
    bot, command = await a_users_app(world, alice)
    group = await alice.post("/users/@me/channels", {"recipients": [bob.id, carol.id]})
    session = await Session.open(alice, bot, channel=group["id"])
    got = await session.invoke(command)
    assert (got["context"], got["authorizing_integration_owners"]) == (2, {"1": alice.id})
    assert (got["user"]["id"], got["channel"]["type"]) == (alice.id, 3)
    assert {one["id"] for one in got["channel"]["recipients"]} == {alice.id, bob.id, carol.id}
    assert int(got["app_permissions"]) == 1 << 14 | 1 << 15 | 1 << 17
    await bob.refused(50001, "POST", "/interactions", body_of(command, group["id"]), status=403)


async def test_both_installs_are_named(world: World):
    alice = await world.user()
    guild = await world.guild(members=[alice])
    bot, command = await a_users_app(world, alice)
    await world.add_bot(bot, guild)
    session = await Session.open(alice, bot, guild)
    assert (await session.invoke(command))["authorizing_integration_owners"] == {"0": guild.id, "1": alice.id}


async def test_where_a_command_is_not_meant_for(world: World):
    alice, bob = await world.users(2)
    guild = await world.guild(members=[alice])
    bot, command = await a_users_app(world, alice, integration_types=[1], contexts=[0])
    dm = await alice.post("/users/@me/channels", {"recipient_id": bob.id})
    await alice.refused(50001, "POST", "/interactions", body_of(command, dm["id"]), status=403)
    await world.add_bot(bot, guild)
    session = await Session.open(alice, bot, guild)
    assert (await session.invoke(command))["authorizing_integration_owners"] == {"1": alice.id}
