"""Entitlements as webhook events."""

from tests.deliveries.conftest import Here
from tests.deliveries.test_webhook_events import subscribed
from tests.developing import CONSUMABLE, a_sku, entitle


async def test_an_endpoint_hears_of_entitlements(here: Here) -> None:
    bot, endpoint = await subscribed(here, "ENTITLEMENT_CREATE", "ENTITLEMENT_UPDATE", "ENTITLEMENT_DELETE")
    made = await entitle(bot, await a_sku(bot, CONSUMABLE), (await here.user()).id)
    path = f"/applications/{bot.id}/entitlements/{made['id']}"
    await bot.post(f"{path}/consume")
    await bot.delete(path)
    heard = {}
    for _ in range(3):
        event = (await endpoint.next()).body["event"]
        heard[event["type"]] = event["data"]
    consumed = made | {"consumed": True}
    assert heard == {
        "ENTITLEMENT_CREATE": made,
        "ENTITLEMENT_UPDATE": consumed,
        "ENTITLEMENT_DELETE": consumed | {"deleted": True},
    }
