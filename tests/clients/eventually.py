"""What holds once the events under way have come."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any


async def eventually(holds: Callable[[], Awaitable[None]], next_event: Callable[[float], Awaitable[Any]]) -> None:
    """Asserts again after each event. What does not hold when no more events come, never will.

    `next_event` waits for any event, at most so many seconds.
    """
    over = False
    while True:
        coming = asyncio.ensure_future(next_event(1.0))
        try:
            await holds()
            return
        except AssertionError:
            if over:
                raise
            try:
                await coming
            except TimeoutError:
                over = True
        finally:
            coming.cancel()
            await asyncio.wait({coming})
