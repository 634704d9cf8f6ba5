"""SKUs, entitlements and teams, as discord.py knows them."""

import re
from pathlib import Path
from typing import Any

from tests.clients.discord_py import after, discord, running
from tests.developing import CONSUMABLE, a_sku, of_team
from tests.world import World


async def test_entitlements_come_and_go(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild)
    id_ = int(await a_sku(bot, CONSUMABLE))
    async with running(bot) as client:
        (sku,) = await client.fetch_skus()
        assert (sku.id, sku.type, sku.flags.available) == (id_, discord.SKUType.consumable, True)
        owner = discord.Object(int(guild.owner.id))
        creating = client.create_entitlement(sku, owner, discord.EntitlementOwnerType.user)
        _, entitlement = await after(client, "entitlement_create", creating)
        assert (entitlement.sku_id, entitlement.user_id, entitlement.consumed) == (id_, owner.id, False)
        _, consumed = await after(client, "entitlement_update", entitlement.consume())
        assert consumed.consumed
        found = [one async for one in client.entitlements(user=owner, skus=[sku], exclude_ended=True)]
        assert [one.id for one in found] == [entitlement.id] == [(await client.fetch_entitlement(entitlement.id)).id]
        _, gone = await after(client, "entitlement_delete", entitlement.delete())
        assert (gone.id, gone.deleted) == (entitlement.id, True)
        assert [one async for one in client.entitlements(before=discord.Object(2**62))] == []
        assert [one async for one in sku.subscriptions(user=owner)] == []


async def test_a_team_owns_the_application(world: World) -> None:
    admin = await world.user()
    team, bot = await of_team(world, admin=admin)
    async with running(bot) as client:
        info = await client.application_info()
        assert info.team is not None and info.team.owner is not None
        assert (info.team.id, info.team.owner_id, info.owner.id) == (int(team), int(bot.owner.id), int(team))
        assert {str(member.id): member.role for member in info.team.members} == {
            bot.owner.id: discord.TeamMemberRole.admin,
            admin.id: discord.TeamMemberRole.admin,
        }
        accepted = discord.TeamMembershipState.accepted
        assert all(member.membership_state is accepted for member in info.team.members)


async def test_the_snippet_of_the_docs(world: World) -> None:
    page = Path(__file__).parent.parent.parent / "docs" / "developing.md"
    [code] = re.findall(r"```python\n(.*?)```", page.read_text(), re.DOTALL)
    names: dict[str, Any] = {}
    exec(code, names)
    bot = await world.bot()
    await a_sku(bot, CONSUMABLE)
    async with running(bot) as client:
        assert await names["sell"](client, int(bot.owner.id))
