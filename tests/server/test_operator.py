"""What the operator grants, from the command line."""

import pytest

from server.operator import Grant, grant
from server.processes import StartError
from tests.deliveries.conftest import Here, here, settings

__all__ = ["here", "settings"]

FULL = 1 << 12 | 1 << 14 | 1 << 18


async def test_an_application_is_granted_full_intents_and_verified(here: Here) -> None:
    bot = await here.bot(intents=False)
    await grant(here.instance.settings, int(bot.id), list(Grant))
    mine = await bot.owner.get(f"/applications/{bot.id}")
    assert (mine["flags"], mine["is_verified"], mine["verification_state"]) == (FULL, True, 4)
    assert mine["bot"]["public_flags"] == 1 << 16
    assert (await bot.patch("/applications/@me", {"flags": 0}))["flags"] == FULL
    await grant(here.instance.settings, int(bot.id), [Grant.PRESENCE, Grant.VERIFIED], take_back=True)
    mine = await bot.owner.get(f"/applications/{bot.id}")
    assert (mine["flags"], mine["is_verified"]) == (FULL & ~(1 << 12), False)


async def test_of_nothing_nothing_comes(here: Here) -> None:
    with pytest.raises(StartError, match="application 1:"):
        await grant(here.instance.settings, 1, [Grant.VERIFIED])
