"""Sessions over real sockets: Identify, READY, the guild stream, events, Resume."""

from tests.world import World


async def test_a_bot_is_let_in(world: World) -> None:
    owner = await world.user()
    guild = await world.guild(owner)
    bot = await world.bot(guild)
    socket = await bot.connect()
    assert [g["id"] for g in socket.ready["guilds"]] == [guild.id]
    created = socket.guilds[guild.id]
    assert created["unavailable"] is False
    assert bot.id in [m["user"]["id"] for m in created["members"]]
