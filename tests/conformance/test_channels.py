"""Channels and invites."""

from typing import Any

from tests.conformance.driver import Driver
from tests.contract.scene import ADMINISTRATOR
from tests.world import World


async def test_channels(world: World, answers: Driver) -> None:
    member = await world.user()
    made = await world.guild(members=[member])
    bot = await world.bot(made, permissions=ADMINISTRATOR)
    guild = made.id
    by_type: dict[int, Any] = {}
    for kind in (0, 2, 4, 5, 13):
        by_type[kind] = await answers.of(
            bot, "create_guild_channel", {"name": f"new {kind}", "type": kind}, guild_id=guild
        )
        await answers.of(bot, "get_channel", channel_id=by_type[kind]["id"])
        await answers.of(bot, "update_channel", {"name": f"renamed {kind}"}, channel_id=by_type[kind]["id"])
    text = by_type[0]["id"]
    await answers.of(bot, "set_channel_permission_overwrite", {"type": 1}, channel_id=text, overwrite_id=member.id)
    await answers.of(bot, "list_guild_channels", guild_id=guild)
    await answers.of(bot, "bulk_update_guild_channels", [{"id": text, "position": 3}], guild_id=guild)
    await answers.of(bot, "delete_channel_permission_overwrite", channel_id=text, overwrite_id=member.id)
    invite = await answers.of(bot, "create_channel_invite", {"max_age": 60}, channel_id=text)
    await answers.of(bot, "list_channel_invites", channel_id=text)
    await answers.of(bot, "list_guild_invites", guild_id=guild)
    await answers.of(bot, "invite_resolve", query="?with_counts=true", code=invite["code"])
    await answers.of(bot, "invite_revoke", code=invite["code"])
    await answers.of(bot, "get_guild_vanity_url", guild_id=guild)
    await answers.of(bot, "trigger_typing_indicator", channel_id=text)
    message = await bot.post(f"/channels/{by_type[5]['id']}/messages", {"content": "news"})
    await answers.of(bot, "crosspost_message", channel_id=by_type[5]["id"], message_id=message["id"])
    await answers.of(bot, "delete_channel", channel_id=text)
