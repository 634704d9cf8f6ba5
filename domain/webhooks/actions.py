"""How webhooks are made, changed and deleted. All of it under the lock of their guild."""

import msgspec

from core import codes, snowflakes
from core.database import Transaction
from core.objects import Objects
from core.problems import Problem
from core.wire import UNSET
from domain import images
from domain.audit_log import actions as audit_log
from domain.audit_log.changes import between
from domain.audit_log.records import AuditLogEvent, Change
from domain.channels import queries as channels
from domain.channels.access import ChannelAccess, GuildAccess
from domain.permissions.bits import Permission
from domain.webhooks import events, queries, rules, store
from domain.webhooks.records import Webhook, WebhookType
from domain.webhooks.requests import CreateWebhook, EditWebhookByToken
from domain.webhooks.stored import WebhookRow

_NOT_LOGGED = frozenset({"id", "guild_id", "user_id", "source_guild_id", "source_channel_id"})


async def keep_avatar(objects: Objects, webhook_id: int, body: CreateWebhook | EditWebhookByToken) -> None:
    """Puts the hash of the picture in the body in its place, before `create` or `edit`. Raises 50035."""
    await images.keep(objects, webhook_id, body, {"avatar": images.Kind.AVATAR})


async def create(
    tx: Transaction,
    here: ChannelAccess,
    body: CreateWebhook,
    application_id: int | None = None,
    *,
    webhook_id: int | None = None,
) -> Webhook:
    """A new incoming webhook of the caller's channel, with its token. `application_id`: whose it is.

    An avatar in the body is a hash (`keep_avatar`, which needs the `webhook_id` that it shall have).
    Raises 50013 without MANAGE_WEBHOOKS, 50024, 30007, 30058, 50035. Docs: resources/webhook#create-webhook.
    """
    row = WebhookRow(
        id=webhook_id or snowflakes.make(),
        guild_id=here.guild_id,
        channel_id=here.channel_id,
        type=WebhookType.INCOMING,
        name=rules.named(body.name),
        avatar=body.avatar,
        user_id=here.user_id,
        application_id=application_id,
    )
    await insert(tx, here, row)
    webhook = await queries.show_by_token(tx, row)
    webhook.user = (await store.records(tx, [row], with_users=True))[0].user
    return webhook


async def insert(tx: Transaction, here: ChannelAccess, row: WebhookRow) -> None:
    """Puts a webhook of any type into the caller's channel. Raises as `create` does."""
    rules.require_channel_type(here.type)
    here.require(Permission.MANAGE_WEBHOOKS)
    await channels.get_here(tx, here)
    rules.require_room(*await store.count(tx, here.guild_id, here.channel_id))
    await store.insert(tx, row)
    tx.emit(events.webhooks_update(row.guild_id, row.channel_id))
    await audit_log.add(tx, here.actor, AuditLogEvent.WEBHOOK_CREATE, row.id, _changes(None, row))


async def edit(
    tx: Transaction,
    webhook_id: int,
    body: EditWebhookByToken,
    target: ChannelAccess | None = None,
    actor: GuildAccess | None = None,
) -> WebhookRow:
    """Changes a webhook; with a `target`, moves it to that channel of its guild. An avatar in the body is a hash.

    Who may change it was asked before. Raises 10015, 50035; 10003, 50013, 50024 and 30007 for where it cannot move.
    """
    before = await queries.get_row(tx, webhook_id)
    row = before
    if body.name is not UNSET:
        row = msgspec.structs.replace(row, name=rules.named(body.name))
    if body.avatar is not UNSET:
        row = msgspec.structs.replace(row, avatar=body.avatar)
    if target is not None and target.channel_id != row.channel_id:
        await _require_may_move(tx, row, target)
        row = msgspec.structs.replace(row, channel_id=target.channel_id)
    if row != before:
        await store.update(tx, row)
        for channel_id in dict.fromkeys((before.channel_id, row.channel_id)):
            tx.emit(events.webhooks_update(row.guild_id, channel_id))
        if actor is not None:
            await audit_log.add(tx, actor, AuditLogEvent.WEBHOOK_UPDATE, row.id, _changes(before, row))
    return row


async def delete(tx: Transaction, webhook_id: int, actor: GuildAccess | None = None) -> None:
    """Its messages stay. Who may delete it was asked before; nobody logs it who has only its token. Raises 10015."""
    row = await queries.get_row(tx, webhook_id)
    await store.delete(tx, webhook_id)
    tx.emit(events.webhooks_update(row.guild_id, row.channel_id))
    if actor is not None:
        await audit_log.add(tx, actor, AuditLogEvent.WEBHOOK_DELETE, row.id, _changes(row, None))


async def delete_of_application(tx: Transaction, guild_id: int, application_id: int) -> None:
    """Those that the application has in the guild."""
    for row in await store.list_of_guild(tx, guild_id):
        if row.application_id == application_id:
            await delete(tx, row.id)


def _changes(before: WebhookRow | None, after: WebhookRow | None) -> list[Change]:
    changes = between(before, after, but=_NOT_LOGGED)
    for change in changes:
        if change.key == "avatar":
            change.key = "avatar_hash"
    return changes


async def _require_may_move(tx: Transaction, row: WebhookRow, target: ChannelAccess) -> None:
    if target.guild_id != row.guild_id:
        raise Problem(codes.UNKNOWN_CHANNEL)
    rules.require_channel_type(target.type)
    target.require(Permission.MANAGE_WEBHOOKS)
    await channels.get_here(tx, target)
    _, in_channel = await store.count(tx, row.guild_id, target.channel_id)
    rules.require_room(0, in_channel)
