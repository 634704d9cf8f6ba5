"""Prunes of a guild. Docs: resources/guild#begin-guild-prune."""

from core import codes
from core.wire import Snowflake
from domain.prunes import actions
from domain.prunes.records import PreviewPrune, Prune, Pruned
from rest import buckets
from rest.call import Call
from rest.operation import Who, operation

_IN_GUILD = (codes.UNKNOWN_GUILD, codes.MISSING_ACCESS, codes.MISSING_PERMISSIONS)


@operation("GET", "/guilds/{guild_id}/prune", who=Who.ACCOUNT, bucket=buckets.PRUNE, problems=_IN_GUILD)
async def preview_prune_guild(call: Call, guild_id: Snowflake, query: PreviewPrune) -> Pruned:
    """How many members a prune would put out."""
    here = await call.in_guild(guild_id)
    return Pruned(len(await actions.inactive(call.database, here, query.days, query.include_roles)))


@operation("POST", "/guilds/{guild_id}/prune", who=Who.ACCOUNT, bucket=buckets.PRUNE, problems=_IN_GUILD)
async def prune_guild(call: Call, guild_id: Snowflake, body: Prune) -> Pruned:
    """Put out members who have long been silent."""
    here = await call.in_guild(guild_id)
    async with call.transaction(lock=guild_id) as tx:
        count = await actions.prune(tx, here, body)
    return Pruned(None if body.compute_prune_count in (False, "false") else count)


OPERATIONS = [preview_prune_guild, prune_guild]
