"""Auto-moderation rules. Docs: resources/auto-moderation."""

from core import codes
from core.wire import Snowflake
from domain.auto_moderation import actions, queries
from domain.auto_moderation.records import AutoModerationRule, CreateAutoModerationRule, EditAutoModerationRule
from rest import buckets
from rest.call import Call
from rest.operation import Who, operation

_ALL = "/guilds/{guild_id}/auto-moderation/rules"
_ONE = _ALL + "/{rule_id}"
_GUILD = (codes.UNKNOWN_GUILD, codes.MISSING_ACCESS, codes.MISSING_PERMISSIONS)
_RULE = (*_GUILD, codes.NOT_FOUND)


@operation("GET", _ALL, who=Who.ACCOUNT, bucket=buckets.READ, problems=_GUILD)
async def list_auto_moderation_rules(call: Call, guild_id: Snowflake) -> list[AutoModerationRule]:
    """The auto-moderation rules of a guild."""
    return await queries.list_rules(call.database, await call.in_guild(guild_id))


@operation("GET", _ONE, who=Who.ACCOUNT, bucket=buckets.READ, problems=_RULE)
async def get_auto_moderation_rule(call: Call, guild_id: Snowflake, rule_id: Snowflake) -> AutoModerationRule:
    """An auto-moderation rule."""
    return await queries.get(call.database, await call.in_guild(guild_id), rule_id)


@operation("POST", _ALL, who=Who.ACCOUNT, bucket=buckets.AUTO_MODERATION, problems=_GUILD)
async def create_auto_moderation_rule(
    call: Call, guild_id: Snowflake, body: CreateAutoModerationRule
) -> AutoModerationRule:
    """Make an auto-moderation rule."""
    here = await call.in_guild(guild_id)
    async with call.transaction(lock=guild_id) as tx:
        return await actions.create(tx, here, body)


@operation("PATCH", _ONE, who=Who.ACCOUNT, bucket=buckets.AUTO_MODERATION, problems=_RULE)
async def update_auto_moderation_rule(
    call: Call, guild_id: Snowflake, rule_id: Snowflake, body: EditAutoModerationRule
) -> AutoModerationRule:
    """Change an auto-moderation rule."""
    here = await call.in_guild(guild_id)
    async with call.transaction(lock=guild_id) as tx:
        return await actions.edit(tx, here, rule_id, body)


@operation("DELETE", _ONE, who=Who.ACCOUNT, bucket=buckets.AUTO_MODERATION, problems=_RULE)
async def delete_auto_moderation_rule(call: Call, guild_id: Snowflake, rule_id: Snowflake) -> None:
    """Delete an auto-moderation rule."""
    here = await call.in_guild(guild_id)
    async with call.transaction(lock=guild_id) as tx:
        await actions.delete(tx, here, rule_id)


OPERATIONS = [
    list_auto_moderation_rules,
    get_auto_moderation_rule,
    create_auto_moderation_rule,
    update_auto_moderation_rule,
    delete_auto_moderation_rule,
]
