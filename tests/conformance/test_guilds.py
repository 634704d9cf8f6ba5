"""Guilds, roles and members."""

from tests.conformance.driver import Driver
from tests.contract.scene import ADMINISTRATOR
from tests.world import World


async def test_guilds(world: World, answers: Driver) -> None:
    member = await world.user()
    made = await world.guild(members=[member])
    bot = await world.bot(made, permissions=ADMINISTRATOR)
    guild, user = made.id, member.id
    await answers.of(bot, "get_guild", query="?with_counts=true", guild_id=guild)
    await answers.of(bot, "update_guild", {"name": "renamed"}, guild_id=guild)
    await answers.of(bot, "get_guild_preview", guild_id=guild)
    await answers.of(bot, "list_guild_voice_regions", guild_id=guild)
    role = await answers.of(bot, "create_guild_role", {"name": "new", "color": 7}, guild_id=guild)
    await answers.of(bot, "update_guild_role", {"hoist": True}, guild_id=guild, role_id=role["id"])
    await answers.of(bot, "get_guild_role", guild_id=guild, role_id=role["id"])
    await answers.of(bot, "list_guild_roles", guild_id=guild)
    await answers.of(bot, "guild_role_member_counts", guild_id=guild)
    await answers.of(bot, "bulk_update_guild_roles", [{"id": role["id"], "position": 1}], guild_id=guild)
    await answers.of(bot, "add_guild_member_role", guild_id=guild, user_id=user, role_id=role["id"])
    await answers.of(bot, "get_guild_member", guild_id=guild, user_id=user)
    await answers.of(bot, "list_guild_members", query="?limit=10", guild_id=guild)
    await answers.of(bot, "search_guild_members", query="?query=user", guild_id=guild)
    await answers.of(bot, "update_guild_member", {"nick": "nick"}, guild_id=guild, user_id=user)
    await answers.of(bot, "update_my_guild_member", {"nick": "beep"}, guild_id=guild)
    await answers.of(bot, "delete_guild_member_role", guild_id=guild, user_id=user, role_id=role["id"])
    await answers.of(bot, "delete_guild_role", guild_id=guild, role_id=role["id"])
    await answers.of(bot, "list_guild_audit_log_entries", guild_id=guild)
    await answers.of(bot, "delete_guild_member", guild_id=guild, user_id=user)
    await answers.of(bot, "ban_user_from_guild", {"delete_message_seconds": 60}, guild_id=guild, user_id=user)
    await answers.of(bot, "get_guild_ban", guild_id=guild, user_id=user)
    await answers.of(bot, "list_guild_bans", query="?limit=10", guild_id=guild)
    await answers.of(bot, "unban_user_from_guild", guild_id=guild, user_id=user)
    await answers.of(bot, "bulk_ban_users_from_guild", {"user_ids": [user]}, guild_id=guild)
    await answers.of(bot, "preview_prune_guild", query="?days=7", guild_id=guild)
    await answers.of(bot, "prune_guild", {"days": 30}, guild_id=guild)
    await answers.of(bot, "leave_guild", guild_id=guild)
