"""Developing together, in tests: teams with people of every role, and what applications offer."""

from typing import Any

from tests.world import Bot, Person, World

Json = Any

AVAILABLE = 1 << 2
FOR_GUILDS, FOR_USERS = 1 << 7, 1 << 8
DURABLE, CONSUMABLE, SUBSCRIPTION = 2, 3, 5


async def a_team(owner: Person, **members: Person) -> str:
    """The id of a team of the owner's; `members` by their roles have accepted."""
    team = (await owner.post("/teams", {"name": "a team"}))["id"]
    for role, person in members.items():
        await owner.post(f"/teams/{team}/members", {"username": person.name, "role": role})
        await person.post("/teams/invite/accept", {"token": team})
    return team


async def of_team(world: World, **members: Person) -> tuple[str, Bot]:
    """A team, and a bot of its own. Its owner is the bot's."""
    bot = await world.bot()
    team = await a_team(bot.owner, **members)
    await bot.owner.post(f"/applications/{bot.id}/transfer", {"team_id": team})
    return team, bot


async def a_sku(bot: Bot, type: int = DURABLE, flags: int = AVAILABLE) -> str:
    """The id of what the bot offers."""
    return (await bot.post(f"/applications/{bot.id}/skus", {"name": "A Thing", "type": type, "flags": flags}))["id"]


async def entitle(bot: Bot, sku: str, owner: str, type: int = 2, **more: Any) -> Json:
    """The entitlement of a user, or (1) of a guild."""
    body = {"sku_id": sku, "owner_id": owner, "owner_type": type}
    return await bot.post(f"/applications/{bot.id}/entitlements", body, **more)
