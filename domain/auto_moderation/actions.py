"""Making, changing and deleting auto-moderation rules. Each needs the guild's lock, and MANAGE_GUILD."""

import asyncio
from collections.abc import Callable
from typing import Any, Final

import msgspec

from core import snowflakes
from core.database import Transaction
from core.events import Draft
from core.wire import UNSET, Snowflake
from domain.audit_log import actions as audit_log
from domain.audit_log.changes import between
from domain.audit_log.records import AuditLogEvent, Change
from domain.auto_moderation import events, queries, rules, store
from domain.auto_moderation.records import (
    METADATA,
    RULES,
    AutoModerationRule,
    CreateAutoModerationRule,
    EditAutoModerationRule,
    TriggerType,
    trigger_type,
)
from domain.channels.access import GuildAccess
from domain.guilds import features
from domain.permissions.bits import Permission

_FEATURE: Final = "AUTO_MODERATION"  # of a guild with rules
_NOT_LOGGED: Final = frozenset({"id", "guild_id", "creator_id"})


async def create(tx: Transaction, here: GuildAccess, body: CreateAutoModerationRule) -> AutoModerationRule:
    """Raises 50013, 50035."""
    here.require(Permission.MANAGE_GUILD)
    kind = TriggerType(body.__struct_config__.tag)
    rules.require_room(kind, await store.list_of(tx, here.guild_id))
    rule: AutoModerationRule = RULES[kind](
        id=Snowflake(snowflakes.make()),
        guild_id=Snowflake(here.guild_id),
        creator_id=Snowflake(here.user_id),
        name=body.name.strip(),
        event_type=int(body.event_type),
        actions=[action.kept() for action in body.actions or ()],
        enabled=bool(body.enabled),
        exempt_roles=body.exempt_roles or [],
        exempt_channels=body.exempt_channels or [],
        trigger_metadata=rules.merged(kind, METADATA[kind](), body.trigger_metadata),
    )
    await asyncio.to_thread(rules.check, here, None, rule)
    await store.put(tx, rule)
    await _tell(tx, here, events.auto_moderation_rule_create, None, rule)
    await features.switch(tx, here.guild_id, {_FEATURE: True})
    return rule


async def edit(tx: Transaction, here: GuildAccess, rule_id: int, body: EditAutoModerationRule) -> AutoModerationRule:
    """Raises 404, 50013, 50035."""
    before = await queries.get(tx, here, rule_id)
    changes: dict[str, Any] = {
        field: getattr(body, field) or []
        for field in ("exempt_roles", "exempt_channels")
        if getattr(body, field) is not UNSET
    }
    if body.name is not UNSET:
        changes["name"] = body.name.strip()
    if body.event_type is not UNSET:
        changes["event_type"] = int(body.event_type)
    if body.enabled is not UNSET:
        changes["enabled"] = bool(body.enabled)
    if body.actions is not UNSET:
        changes["actions"] = [action.kept() for action in body.actions or ()]
    if body.trigger_metadata is not UNSET:
        changes["trigger_metadata"] = rules.merged(trigger_type(before), before.trigger_metadata, body.trigger_metadata)
    rule = msgspec.structs.replace(before, **changes)
    await asyncio.to_thread(rules.check, here, before, rule)
    if rule != before:
        await store.put(tx, rule)
        await _tell(tx, here, events.auto_moderation_rule_update, before, rule)
    return rule


async def delete(tx: Transaction, here: GuildAccess, rule_id: int) -> None:
    """Raises 404, 50013."""
    rule = await queries.get(tx, here, rule_id)
    await store.delete(tx, here.guild_id, rule_id)
    await _tell(tx, here, events.auto_moderation_rule_delete, rule, None)
    if not await store.list_of(tx, here.guild_id):
        await features.switch(tx, here.guild_id, {_FEATURE: False})


async def _tell(
    tx: Transaction,
    here: GuildAccess,
    event: Callable[[AutoModerationRule], Draft],
    before: AutoModerationRule | None,
    after: AutoModerationRule | None,
) -> None:
    known = after or before
    assert known is not None
    tx.emit(event(known))
    changes = between(before, after, but=_NOT_LOGGED)
    kind = int(trigger_type(known))
    if before is None:
        action = AuditLogEvent.AUTO_MODERATION_RULE_CREATE
        changes.append(Change("trigger_type", new_value=kind))
    elif after is None:
        action = AuditLogEvent.AUTO_MODERATION_RULE_DELETE
        changes.append(Change("trigger_type", old_value=kind))
    else:
        action = AuditLogEvent.AUTO_MODERATION_RULE_UPDATE
    await audit_log.add(tx, here, action, known.id, changes)
