"""A page of a guild's audit log, with all that its entries speak of. Docs: resources/audit-log#audit-log-object."""

from collections.abc import Sequence

import msgspec

from core.database import Reader
from core.wire import Snowflake
from domain.audit_log import queries
from domain.audit_log.records import AuditLogEntry, AuditLogEvent, ListAuditLog
from domain.auto_moderation import queries as auto_moderation
from domain.auto_moderation.records import AutoModerationRule
from domain.channels.access import GuildAccess
from domain.commands import queries as commands
from domain.commands.records import Command
from domain.integrations import queries as integrations
from domain.integrations.records import IntegrationAccount
from domain.permissions.bits import Permission
from domain.scheduled_events import queries as scheduled_events
from domain.scheduled_events.records import ScheduledEvent
from domain.threads import queries as threads
from domain.threads.records import Thread
from domain.users import queries as users
from domain.users.records import User
from domain.webhooks import queries as webhooks
from domain.webhooks.records import Webhook

_OF_WEBHOOKS = (AuditLogEvent.WEBHOOK_CREATE, AuditLogEvent.WEBHOOK_UPDATE, AuditLogEvent.WEBHOOK_DELETE)
_OF_INTEGRATIONS = (
    AuditLogEvent.INTEGRATION_CREATE,
    AuditLogEvent.INTEGRATION_UPDATE,
    AuditLogEvent.INTEGRATION_DELETE,
)

_OF_EVENTS = (
    AuditLogEvent.GUILD_SCHEDULED_EVENT_CREATE,
    AuditLogEvent.GUILD_SCHEDULED_EVENT_UPDATE,
    AuditLogEvent.GUILD_SCHEDULED_EVENT_EXCEPTION_CREATE,
    AuditLogEvent.GUILD_SCHEDULED_EVENT_EXCEPTION_UPDATE,
    AuditLogEvent.GUILD_SCHEDULED_EVENT_EXCEPTION_DELETE,
)
_OF_THREADS = (AuditLogEvent.THREAD_CREATE, AuditLogEvent.THREAD_UPDATE)
_OF_RULES = (AuditLogEvent.AUTO_MODERATION_RULE_CREATE, AuditLogEvent.AUTO_MODERATION_RULE_UPDATE)


class LoggedIntegration(msgspec.Struct, kw_only=True):
    """What the log says of an integration."""

    id: Snowflake
    type: str
    name: str | None
    account: IntegrationAccount
    application_id: Snowflake


class AuditLog(msgspec.Struct, kw_only=True):
    audit_log_entries: list[AuditLogEntry]
    users: list[User]
    integrations: list[LoggedIntegration]
    webhooks: list[Webhook]
    guild_scheduled_events: list[ScheduledEvent]
    threads: list[Thread]
    application_commands: list[Command]
    auto_moderation_rules: list[AutoModerationRule]


async def get(reader: Reader, here: GuildAccess, query: ListAuditLog) -> AuditLog:
    """Raises 50013 without VIEW_AUDIT_LOG."""
    here.require(Permission.VIEW_AUDIT_LOG)
    entries = await queries.list_entries(reader, here.guild_id, query)
    people = {id_ for entry in entries for id_ in (entry.user_id, entry.target_id) if id_ is not None}
    hooks = _targets(entries, _OF_WEBHOOKS)
    apps = _targets(entries, _OF_INTEGRATIONS)
    rules = _targets(entries, _OF_RULES)
    planned = _targets(entries, _OF_EVENTS)
    return AuditLog(
        audit_log_entries=entries,
        users=list((await users.by_ids(reader, people)).values()) if people else [],
        webhooks=await webhooks.list_among(reader, here.guild_id, hooks) if hooks else [],
        integrations=await _integrations(reader, here.guild_id, apps) if apps else [],
        guild_scheduled_events=await scheduled_events.among(reader, here.guild_id, planned) if planned else [],
        application_commands=await _commands(reader, entries),
        threads=await _threads(reader, _targets(entries, _OF_THREADS)),
        auto_moderation_rules=await auto_moderation.list_among(reader, here.guild_id, rules) if rules else [],
    )


def _targets(entries: Sequence[AuditLogEntry], actions: Sequence[AuditLogEvent]) -> set[Snowflake]:
    return {entry.target_id for entry in entries if entry.action_type in actions and entry.target_id is not None}


async def _integrations(reader: Reader, guild_id: int, ids: set[Snowflake]) -> list[LoggedIntegration]:
    return [
        LoggedIntegration(
            id=one.id, type=one.type, name=one.name, account=one.account, application_id=one.application.id
        )
        for one in await integrations.list_of_guild(reader, guild_id)
        if one.id in ids
    ]


async def _threads(reader: Reader, ids: set[Snowflake]) -> list[Thread]:
    return list((await threads.find_several(reader, ids)).values()) if ids else []


async def _commands(reader: Reader, entries: Sequence[AuditLogEntry]) -> list[Command]:
    found: dict[int, Command] = {}
    for entry in entries:
        if entry.action_type == AuditLogEvent.APPLICATION_COMMAND_PERMISSION_UPDATE and entry.options:
            command = await commands.find(reader, int(entry.options["application_id"]), entry.target_id or 0)
            if command is not None:
                found[command.id] = command
    return list(found.values())
