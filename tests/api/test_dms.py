from tests.world import World


async def test_it(world: World) -> None:
    guild = await world.guild(members=1)
