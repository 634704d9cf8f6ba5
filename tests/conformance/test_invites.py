"""Invites: for some users alone, into activities, with roles, and a guild's own."""

import secrets

from tests.conformance.driver import Driver
from tests.contract.scene import ADMINISTRATOR
from tests.world import World


async def test_invites(world: World, answers: Driver) -> None:
    alice = await world.user()
    made = await world.guild()
    bot = await world.bot(made, permissions=ADMINISTRATOR)
    role = await bot.post(f"/guilds/{made.id}/roles", {"name": "guests"})
    file = {"target_users_file": ("users.csv", f"user_id\n{alice.id}", "text/csv")}
    fields = {"role_ids": role["id"], "max_age": "0", "unique": "true", "temporary": "true"}
    invite = await answers.of(bot, "create_channel_invite", channel_id=made.channel, files=file, data=fields)
    code = invite["code"]
    assert invite["roles"][0]["permissions"] == role["permissions"]
    await answers.of(bot, "get_invite_target_users", code=code)
    await answers.of(bot, "get_invite_target_users_job_status", code=code)
    await answers.of(bot, "update_invite_target_users", code=code, files=file)
    await answers.of(bot, "invite_resolve", query="?with_counts=true&with_permissions=true", code=code)
    await answers.of(bot, "list_channel_invites", channel_id=made.channel)
    await answers.of(bot, "list_guild_invites", guild_id=made.id)
    own = f"guild-{secrets.token_hex(4)}"
    await bot.patch(f"/guilds/{made.id}/vanity-url", {"code": own})
    await answers.of(bot, "get_guild_vanity_url", guild_id=made.id)
    await answers.of(bot, "invite_resolve", code=own)
    await bot.patch(f"/guilds/{made.id}/roles/{made.id}", {"permissions": "0"})
    await answers.of(bot, "get_guild_vanity_url", guild_id=made.id)


async def test_an_invite_into_an_activity(world: World, answers: Driver) -> None:
    made = await world.guild()
    bot = await world.bot(made, permissions=ADMINISTRATOR)
    await bot.owner.post(f"/applications/{bot.id}/set-embedded", {"embedded": True})
    body = {"target_type": 2, "target_application_id": bot.id}
    invite = await answers.of(bot, "create_channel_invite", body, channel_id=made.voice)
    assert invite["target_application"]["id"] == bot.id
    await answers.of(bot, "invite_revoke", code=invite["code"])
