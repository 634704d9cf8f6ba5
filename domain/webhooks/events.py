"""What the gateway is told of webhooks. Docs: events/gateway-events#webhooks-update."""

import msgspec

from core.events import Draft, guild_topic
from core.wire import Snowflake
from domain.permissions.bits import Permission


class WebhooksUpdated(msgspec.Struct):
    guild_id: Snowflake
    channel_id: Snowflake


EVENTS = {"WEBHOOKS_UPDATE": WebhooksUpdated}


def webhooks_update(guild_id: int, channel_id: int) -> Draft:
    """Something about the channel's webhooks is different: for those who may see them."""
    changed = WebhooksUpdated(Snowflake(guild_id), Snowflake(channel_id))
    needs = int(Permission.MANAGE_WEBHOOKS)
    return Draft(guild_topic(guild_id), "WEBHOOKS_UPDATE", changed, channel_id=channel_id, requires=needs)
