"""Where the gateway is. Docs: events/gateway#get-gateway."""

import msgspec

from domain import session_starts
from domain.session_starts import SessionStartLimit
from domain.users import queries as users
from rest import buckets
from rest.call import Call
from rest.operation import Who, operation

_GUILDS_A_SHARD = 1000


class Gateway(msgspec.Struct):
    url: str


class BotGateway(msgspec.Struct):
    url: str
    shards: int
    session_start_limit: SessionStartLimit


@operation("GET", "/gateway", who=Who.ANYONE, bucket=None)
async def get_gateway(call: Call) -> Gateway:
    """Get the URL of the gateway."""
    return Gateway(call.settings.gateway_url)


@operation("GET", "/gateway/bot", who=Who.BOT, bucket=buckets.READ)
async def get_bot_gateway(call: Call) -> BotGateway:
    """Get the URL of the gateway, and how many sessions a bot should and may start."""
    guilds = await users.guild_ids(call.database, call.user_id)
    limit = await session_starts.find(call.instance.redis, call.user_id)
    return BotGateway(call.settings.gateway_url, max(1, -(-len(guilds) // _GUILDS_A_SHARD)), limit)


OPERATIONS = [get_gateway, get_bot_gateway]
