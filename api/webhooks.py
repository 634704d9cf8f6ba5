"""Webhooks, and follow-ups of interactions, which use the same routes. Docs: resources/webhook."""

from core import codes, snowflakes
from core.wire import UNSET, Snowflake
from domain.channels.access import ChannelAccess
from domain.permissions.bits import Permission
from domain.webhooks import actions, following, queries, tokens
from domain.webhooks.records import FollowedChannel, Webhook
from domain.webhooks.requests import CreateWebhook, EditWebhook, FollowChannel
from domain.webhooks.stored import WebhookRow
from rest import buckets
from rest.call import Call
from rest.operation import Operation, Who, operation

_MANAGED = (codes.MISSING_ACCESS, codes.MISSING_PERMISSIONS)
_WEBHOOK = (codes.UNKNOWN_WEBHOOK, *_MANAGED)
_CHANNEL = (codes.UNKNOWN_CHANNEL, *_MANAGED)
_ROOM = (codes.CANNOT_EXECUTE_ON_CHANNEL_TYPE, codes.MAXIMUM_WEBHOOKS, codes.MAXIMUM_GUILD_WEBHOOKS)


@operation(
    "POST",
    "/channels/{channel_id}/webhooks",
    who=Who.ACCOUNT,
    bucket=buckets.CREATE_WEBHOOK,
    problems=(*_CHANNEL, *_ROOM),
)
async def create_webhook(call: Call, channel_id: Snowflake, body: CreateWebhook) -> Webhook:
    """Create a webhook."""
    here = await call.in_channel(channel_id)
    here.require(Permission.MANAGE_WEBHOOKS)
    webhook_id = snowflakes.make()
    await actions.keep_avatar(call.instance.objects, webhook_id, body)
    application_id = call.user_id if call.identity.bot else None
    async with call.transaction(lock=here.guild_id) as tx:
        webhook = await actions.create(tx, here, body, application_id, webhook_id=webhook_id)
    return _with_url(call, webhook)


@operation("GET", "/channels/{channel_id}/webhooks", who=Who.ACCOUNT, bucket=buckets.READ, problems=_CHANNEL)
async def list_channel_webhooks(call: Call, channel_id: Snowflake) -> list[Webhook]:
    """List the webhooks of a channel."""
    here = await call.in_channel(channel_id)
    return [_with_url(call, one) for one in await queries.list_of_channel(call.database, here)]


@operation(
    "GET",
    "/guilds/{guild_id}/webhooks",
    who=Who.ACCOUNT,
    bucket=buckets.READ,
    problems=(codes.UNKNOWN_GUILD, *_MANAGED),
)
async def get_guild_webhooks(call: Call, guild_id: Snowflake) -> list[Webhook]:
    """List the webhooks of a guild."""
    here = await call.in_guild(guild_id)
    return [_with_url(call, one) for one in await queries.list_of_guild(call.database, here)]


@operation(
    "POST",
    "/channels/{channel_id}/followers",
    who=Who.ACCOUNT,
    bucket=buckets.FOLLOW,
    problems=(*_CHANNEL, *_ROOM),
)
async def follow_channel(call: Call, channel_id: Snowflake, body: FollowChannel) -> FollowedChannel:
    """Have what an announcement channel publishes copied to another channel."""
    source = await call.in_channel(channel_id)
    target = await call.in_channel(body.webhook_channel_id)
    return await following.follow(call.database, call.instance.messages, source, target)


@operation("GET", "/webhooks/{webhook_id}", who=Who.ACCOUNT, bucket=buckets.READ, problems=_WEBHOOK)
async def get_webhook(call: Call, webhook_id: Snowflake) -> Webhook:
    """Get a webhook: for those who manage it, and for the bot that made it."""
    row = await queries.get_row(call.database, webhook_id)
    if not queries.is_of(call.identity, row):
        await _managed(call, row)
    return _with_url(call, await queries.show(call.database, call.identity, row))


@operation(
    "PATCH",
    "/webhooks/{webhook_id}",
    who=Who.ACCOUNT,
    bucket=buckets.EDIT_WEBHOOK,
    problems=(*_WEBHOOK, codes.UNKNOWN_CHANNEL, *_ROOM),
)
async def update_webhook(call: Call, webhook_id: Snowflake, body: EditWebhook) -> Webhook:
    """Change a webhook, or move it to another channel."""
    row = await queries.get_row(call.database, webhook_id)
    here = await _managed(call, row)
    target = await call.in_channel(body.channel_id) if body.channel_id else None
    await actions.keep_avatar(call.instance.objects, webhook_id, body)
    async with call.transaction(lock=row.guild_id) as tx:
        row = await actions.edit(tx, webhook_id, body, target, here.actor)
        webhook = await queries.show(tx, call.identity, row)
    return _with_url(call, webhook)


@operation("DELETE", "/webhooks/{webhook_id}", who=Who.ACCOUNT, bucket=buckets.DELETE_WEBHOOK, problems=_WEBHOOK)
async def delete_webhook(call: Call, webhook_id: Snowflake) -> None:
    """Delete a webhook. Its messages stay."""
    row = await queries.get_row(call.database, webhook_id)
    here = await _managed(call, row)
    async with call.transaction(lock=row.guild_id) as tx:
        await actions.delete(tx, webhook_id, here.actor)


async def _managed(call: Call, row: WebhookRow) -> ChannelAccess:
    """The caller in the webhook's channel. Raises 50001, 50013."""
    here = await call.in_channel(row.channel_id)
    here.require(Permission.MANAGE_WEBHOOKS)
    return here


def _with_url(call: Call, webhook: Webhook) -> Webhook:
    if webhook.token is not UNSET:
        webhook.url = tokens.url(call.settings.public_url, webhook.id)
    return webhook


OPERATIONS: list[Operation] = [
    create_webhook,
    list_channel_webhooks,
    get_guild_webhooks,
    follow_channel,
    get_webhook,
    update_webhook,
    delete_webhook,
]
