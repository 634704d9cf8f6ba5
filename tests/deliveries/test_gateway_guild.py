"""A guild on a gateway node, in this process: nobody who comes in waits for ever."""

import asyncio

from domain.presences import Presences
from domain.users.identity import Identity
from gateway.guild import Guild
from gateway.intents import GUILDS
from gateway.session import Session
from tests.deliveries.conftest import Here


async def test_who_comes_the_moment_the_others_are_in(here: Here) -> None:
    """When the first is told that he is in, the task that let him in is at its end."""
    made = await here.guild()
    presences = Presences(here.instance.redis)
    guild = Guild(here.instance, presences, int(made.id), lambda _: None)
    first, second = (Session(Identity(int(made.owner.id), False, b""), GUILDS) for _ in range(2))
    late: asyncio.Future[asyncio.Future[None]] = asyncio.get_running_loop().create_future()
    came = guild.attach(first, initial=True)
    came.add_done_callback(lambda _: late.set_result(guild.attach(second, initial=True)))
    async with asyncio.timeout(10):
        await came
        await (await late)
    assert (first.sequence, second.sequence) == (1, 1)
    guild.close()
