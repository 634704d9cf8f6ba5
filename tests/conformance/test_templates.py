"""Templates, widgets, and what a guild shuts in an emergency."""

from tests.conformance.driver import Driver
from tests.contract.scene import ADMINISTRATOR
from tests.world import World


async def test_templates(world: World, answers: Driver) -> None:
    made = await world.guild()
    bot = await world.bot(made, permissions=ADMINISTRATOR)
    guild = made.id
    hidden = [{"id": guild, "type": 0, "deny": "1024"}]
    tags = [{"name": "a tag", "emoji_name": "🔥"}]
    forum = {"name": "posts", "type": 15, "available_tags": tags, "permission_overwrites": hidden}
    await bot.post(f"/guilds/{guild}/channels", forum | {"default_reaction_emoji": {"emoji_name": "🔥"}})
    await bot.post(f"/guilds/{guild}/roles", {"name": "a role"})
    template = await answers.of(bot, "create_guild_template", {"name": "a pattern"}, guild_id=guild)
    at = {"guild_id": guild, "code": template["code"]}
    await answers.of(world.anyone, "get_guild_template", code=template["code"])
    await answers.of(bot, "list_guild_templates", guild_id=guild)
    await answers.of(bot, "sync_guild_template", **at)
    await answers.of(bot, "update_guild_template", {"description": "to copy"}, **at)
    await answers.of(bot, "delete_guild_template", **at)


async def test_widgets(world: World, answers: Driver) -> None:
    made = await world.guild()
    bot = await world.bot(made, permissions=ADMINISTRATOR)
    guild = made.id
    wanted = {"enabled": True, "channel_id": made.channel}
    await answers.of(bot, "update_guild_widget_settings", wanted, guild_id=guild)
    await answers.of(bot, "get_guild_widget_settings", guild_id=guild)
    await made.owner.connect(presence={"status": "dnd", "activities": [{"name": "chess", "type": 0}]})
    await answers.of(world.anyone, "get_guild_widget", guild_id=guild)
    await answers.of(world.anyone, "get_guild_widget_png", query="?style=banner2", guild_id=guild)


async def test_incident_actions(world: World, answers: Driver) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=ADMINISTRATOR)
    await answers.of(bot, "update_guild_incident_actions", {"dms_disabled_until": None}, guild_id=guild.id)
