"""Adding to the audit log: in the transaction of the change itself, so that there is no one without the other."""

from collections.abc import Sequence
from typing import Protocol

from core import codes, snowflakes
from core.database import Transaction
from core.events import Draft, guild_topic
from core.problems import Problem
from core.wire import UNSET, Snowflake
from domain.audit_log import store
from domain.audit_log.records import AuditLogEntry, AuditLogEntryEvent, AuditLogEvent, Change
from domain.permissions.bits import Permission

EVENTS = {"GUILD_AUDIT_LOG_ENTRY_CREATE": AuditLogEntryEvent}


class Actor(Protocol):
    """Who acts in a guild, and why: a GuildAccess."""

    @property
    def guild_id(self) -> int: ...
    @property
    def user_id(self) -> int: ...
    @property
    def reason(self) -> str | None: ...


async def add(
    tx: Transaction,
    actor: Actor,
    action: AuditLogEvent,
    target_id: int | None,
    changes: Sequence[Change] = (),
    **options: object,
) -> None:
    """An entry, and its event for those who may view the log. Docs: resources/audit-log, events/gateway-events
    #guild-audit-log-entry-create.

    Raises 10004 for a guild that was deleted while the caller waited for its lock: nothing is left behind in it.
    """
    entry = AuditLogEntry(
        id=Snowflake(snowflakes.make()),
        action_type=int(action),
        user_id=Snowflake(actor.user_id),
        target_id=Snowflake(target_id) if target_id is not None else None,
        changes=list(changes) or UNSET,
        options={name: _text(value) for name, value in options.items()} or UNSET,
        reason=actor.reason or UNSET,
    )
    if not await store.insert(tx, actor.guild_id, entry):
        raise Problem(codes.UNKNOWN_GUILD)
    fields = {name: getattr(entry, name) for name in entry.__struct_fields__}
    event = AuditLogEntryEvent(**fields, guild_id=Snowflake(actor.guild_id))
    requires = int(Permission.VIEW_AUDIT_LOG)
    tx.emit(Draft(guild_topic(actor.guild_id), "GUILD_AUDIT_LOG_ENTRY_CREATE", event, requires=requires))


def _text(value: object) -> str:
    return str(int(value)) if isinstance(value, int) else str(value)
