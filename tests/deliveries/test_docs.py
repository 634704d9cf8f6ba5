"""The snippets of docs/webhook-events.md and docs/subsystems/deliveries.md do what they say."""

import asyncio
import re
from pathlib import Path
from typing import Any

from tests.deliveries.conftest import Here
from tests.deliveries.test_webhook_events import emit, subscribed
from tests.world import World

DOCS = Path(__file__).parent.parent.parent / "docs"


def snippet(page: str) -> dict[str, Any]:
    """What the page's code defines."""
    [code] = re.findall(r"```python\n(.*?)```", (DOCS / page).read_text(), re.DOTALL)
    names: dict[str, Any] = {}
    exec(code, names)
    return names


async def test_how_to_verify_a_signature(here: Here) -> None:
    is_genuine = snippet("webhook-events.md")["is_genuine"]
    bot, endpoint = await subscribed(here, "ENTITLEMENT_CREATE")
    await emit(here, bot)
    got = await endpoint.next()
    key = (await bot.get("/applications/@me"))["verify_key"]
    assert is_genuine(key, got.headers, got.raw)
    assert not is_genuine(key, got.headers, got.raw + b" ")
    assert not is_genuine(key, got.headers | {"X-Signature-Timestamp": "1"}, got.raw)
    assert not is_genuine(key, got.headers | {"X-Signature-Ed25519": "no"}, got.raw)


async def test_how_to_read_deliveries(world: World) -> None:
    failed_deliveries = snippet("subsystems/deliveries.md")["failed_deliveries"]
    bot = await world.bot()
    await bot.patch("/applications/@me", {"interactions_endpoint_url": "http://10.0.0.1/"}, expect=400)
    async with asyncio.timeout(10):
        while not (found := await asyncio.to_thread(failed_deliveries, world.addresses.api, bot.token, bot.id)):
            await asyncio.sleep(0.02)
    assert found == ["PING: address"]
