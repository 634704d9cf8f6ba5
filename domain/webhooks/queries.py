"""Reading webhooks.

The token is shown to those who manage webhooks there, unless the webhook is an application's: that one's token is for
its own bot alone. Docs: resources/webhook#webhook-object.
"""

from core import codes
from core.database import Reader
from core.problems import Problem
from core.wire import UNSET, Snowflake
from domain.applications import queries as applications
from domain.channels.access import ChannelAccess, GuildAccess
from domain.permissions.bits import Permission
from domain.users import queries as users
from domain.users.identity import Identity
from domain.webhooks import store, tokens
from domain.webhooks.records import Webhook, WebhookType
from domain.webhooks.stored import WebhookRow


async def get_row(reader: Reader, webhook_id: int) -> WebhookRow:
    """Raises 10015."""
    row = await store.find(reader, webhook_id)
    if row is None:
        raise Problem(codes.UNKNOWN_WEBHOOK)
    return row


async def get_by_token(reader: Reader, webhook_id: int, token: str) -> WebhookRow:
    """The webhook, for who has its token. Raises 10015, 50027."""
    row = await get_row(reader, webhook_id)
    if row.type != WebhookType.INCOMING or not tokens.fits(webhook_id, token):
        raise Problem(codes.INVALID_WEBHOOK_TOKEN)
    return row


async def refusal(reader: Reader, webhook_id: int) -> Problem:
    """What is wrong when a token is not that webhook's: 50027, or 10015 when there is no such webhook either."""
    if await store.find(reader, webhook_id) or await applications.find(reader, webhook_id):
        return Problem(codes.INVALID_WEBHOOK_TOKEN)
    return Problem(codes.UNKNOWN_WEBHOOK)


def is_of(identity: Identity, row: WebhookRow) -> bool:
    """Whether the caller is the bot whose webhook it is."""
    return identity.bot and row.application_id == identity.user_id


async def show(reader: Reader, identity: Identity, row: WebhookRow) -> Webhook:
    """For those who may manage it."""
    return (await _shown(reader, identity, [row]))[0]


async def show_by_token(reader: Reader, row: WebhookRow) -> Webhook:
    """For who has its token: he is not told who made it."""
    webhook = (await store.records(reader, [row], with_users=False))[0]
    webhook.token = tokens.make(row.id)
    return webhook


async def list_of_channel(reader: Reader, here: ChannelAccess) -> list[Webhook]:
    """Raises 50013 without MANAGE_WEBHOOKS."""
    here.require(Permission.MANAGE_WEBHOOKS)
    return await _shown(reader, here.identity, await store.list_of_channel(reader, here.channel_id))


async def list_of_guild(reader: Reader, here: GuildAccess) -> list[Webhook]:
    """Raises 50013 without MANAGE_WEBHOOKS."""
    here.require(Permission.MANAGE_WEBHOOKS)
    return await _shown(reader, here.identity, await store.list_of_guild(reader, here.guild_id))


async def list_among(reader: Reader, guild_id: int, ids: set[Snowflake]) -> list[Webhook]:
    """Those of the guild's webhooks, without tokens."""
    rows = [row for row in await store.list_of_guild(reader, guild_id) if row.id in ids]
    return await store.records(reader, rows, with_users=True)


async def of_application(reader: Reader, application_id: int) -> Webhook:
    """The webhook that an application answers interactions by. Raises 10015."""
    bot = await users.find(reader, application_id)
    if bot is None:
        raise Problem(codes.UNKNOWN_WEBHOOK)
    return Webhook(
        id=Snowflake(application_id),
        type=WebhookType.APPLICATION,
        name=bot.username,
        avatar=bot.avatar,
        channel_id=None,
        application_id=Snowflake(application_id),
        guild_id=None,
    )


async def _shown(reader: Reader, identity: Identity, rows: list[WebhookRow]) -> list[Webhook]:
    shown = await store.records(reader, rows, with_users=True)
    for row, webhook in zip(rows, shown, strict=True):
        webhook.token = tokens.make(row.id) if _may_see_token(identity, row) else UNSET
    return shown


def _may_see_token(identity: Identity, row: WebhookRow) -> bool:
    return row.type == WebhookType.INCOMING and (row.application_id is None or is_of(identity, row))
