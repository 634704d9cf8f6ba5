"""Tokens of interactions that nobody remembers."""

from core import clock, snowflakes
from domain.interactions import tokens
from tests.deliveries.conftest import Here

NO_JSON = {"content": b"x" * 300_000, "headers": {"Content-Type": "application/json"}}


async def test_nothing_is_read_for_a_token_that_is_long_over(here: Here) -> None:
    """It is genuine and stays so for ever, and what it opens has no limit; so it must open nothing."""
    bot = await here.bot()
    interaction_id = snowflakes.at_ms(clock.now_ms())
    token = tokens.make(int(bot.id), interaction_id)
    callback, follow_up = f"/interactions/{interaction_id}/{token}/callback", f"/webhooks/{bot.id}/{token}"
    for path in (callback, follow_up):
        await here.anyone.refused(50109, "POST", path, status=400, **NO_JSON)
    clock.step(24 * 3600 + 60)
    await here.anyone.refused(10062, "POST", callback, status=404, **NO_JSON)
    await here.anyone.refused(50027, "POST", follow_up, status=401, **NO_JSON)
