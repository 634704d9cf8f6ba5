"""SKUs, entitlements, and subscriptions, of which there are none."""

from tests.conformance.driver import Driver
from tests.developing import CONSUMABLE, a_sku, entitle
from tests.oauth.applications import Application
from tests.world import World


async def test_entitlements(world: World, answers: Driver) -> None:
    user, app = await world.user(), await Application.make(world)
    bot, place = app.bot, {"application_id": app.id}
    sku = await a_sku(bot)
    body = {"sku_id": sku, "owner_id": user.id, "owner_type": 2}
    made = await answers.of(bot, "create_entitlement", body, **place)
    one = {**place, "entitlement_id": made["id"]}
    await answers.of(bot, "get_entitlements", **place)
    await answers.of(bot, "get_entitlement", **one)
    bearer = await app.bearer(user, "applications.entitlements")
    await answers.of(bearer, "get_current_user_application_entitlements", **place)
    await answers.of(bot, "get_sku_subscriptions", query=f"?user_id={user.id}", sku_id=sku)
    query = f"?user_id={user.id}"
    await answers.none_of(bot, "get_sku_subscription", 0, query, sku_id=sku, subscription_id=made["id"])
    await answers.of(bot, "delete_entitlement", **one)
    once = await entitle(bot, await a_sku(bot, CONSUMABLE), user.id)
    await answers.of(bot, "consume_entitlement", entitlement_id=once["id"], **place)
