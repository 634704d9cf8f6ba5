"""Users and their applications."""

from tests.conformance.driver import Driver
from tests.world import World


async def test_users(world: World, answers: Driver) -> None:
    person = await world.user()
    bot = await world.bot()
    await answers.of(bot, "get_my_user")
    await answers.of(bot, "update_my_user", {"username": "another name"})
    await answers.of(bot, "get_user", user_id=person.id)
    await answers.of(bot, "list_my_guilds", query="?with_counts=true")
    await answers.of(bot, "create_dm", {"recipient_id": person.id})
    await answers.of(bot, "get_my_application")
    await answers.of(bot, "update_my_application", {"description": "what it does"})
    await answers.of(bot, "get_my_oauth2_application")
    await answers.of(bot, "get_gateway")
    await answers.of(bot, "get_bot_gateway")


async def test_groups(world: World, answers: Driver) -> None:
    owner, first, second = await world.users(3)
    group = await owner.post("/users/@me/channels", {"recipients": [first.id, second.id]})
    one = {"channel_id": group["id"], "user_id": second.id}
    await answers.of(owner, "delete_group_dm_user", **one)
    await answers.of(owner, "add_group_dm_user", {}, **one)
