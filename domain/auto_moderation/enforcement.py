"""What happens to who is caught: the actions of each rule, written to the audit log and told to the gateway.

The log names the rule's maker as the one who acts, and the member as whom it happens to. Alerts are posted by a job.
Docs: resources/auto-moderation#auto-moderation-action-object.
"""

import uuid
from collections.abc import Sequence
from typing import Final

import msgspec

from core import clock, jobs
from core.database import Database, Transaction
from core.wire import UNSET, Snowflake, Timestamp
from domain.audit_log import actions as audit_log
from domain.audit_log.records import AuditLogEvent
from domain.auto_moderation import events
from domain.auto_moderation.events import ActionExecution
from domain.auto_moderation.moderation import Case
from domain.auto_moderation.records import Action, BlockMessage, Quarantine, SendAlert, TimeOut, trigger_type
from domain.auto_moderation.rulebook import Offence
from domain.members import actions as members


class Alert(msgspec.Struct, kw_only=True):
    """A message to post in `channel_id`; the event that tells of it lacks its id. `fields` are those of its embed."""

    decision_id: str
    channel_id: Snowflake
    execution: ActionExecution
    fields: list[tuple[str, str]]


ALERT: Final = jobs.Kind("auto moderation alert", Alert, delays_s=(1, 5, 30, 120))

_LOGGED: Final[dict[type[Action], AuditLogEvent]] = {
    BlockMessage: AuditLogEvent.AUTO_MODERATION_BLOCK_MESSAGE,
    SendAlert: AuditLogEvent.AUTO_MODERATION_FLAG_TO_CHANNEL,
    TimeOut: AuditLogEvent.AUTO_MODERATION_USER_COMMUNICATION_DISABLED,
    Quarantine: AuditLogEvent.AUTO_MODERATION_QUARANTINE_USER,
}


class _Maker(msgspec.Struct):
    """Who made the rule, as the audit log's actor."""

    guild_id: int
    user_id: int
    reason: str | None = None


async def act(database: Database, case: Case, message_id: int | None = None) -> None:
    """Does to a member what the rules say. `message_id`: what was posted. Not within another transaction."""
    case.message_id = message_id
    actions = [action for offence in case.offences for action in offence.rule.actions]
    lock = case.guild_id if any(isinstance(one, TimeOut) for one in actions) else None
    async with database.transaction(lock=lock) as tx:
        for offence in case.offences:
            for action in offence.rule.actions:
                await execute(tx, case, offence, action)


async def execute(
    tx: Transaction, case: Case, offence: Offence, action: Action, also: Sequence[tuple[str, str]] = ()
) -> None:
    """One action. Needs the guild's lock for TIMEOUT. `also`: more fields of the embed of an alert."""
    if isinstance(action, TimeOut):
        until = Timestamp(clock.timestamp() + action.metadata.duration_seconds * 1_000_000)
        if not await members.time_out(tx, case.guild_id, case.user_id, until):
            return
    rule = offence.rule
    told = ActionExecution(
        guild_id=Snowflake(case.guild_id),
        action=action,
        rule_id=rule.id,
        rule_trigger_type=int(trigger_type(rule)),
        user_id=Snowflake(case.user_id),
        channel_id=Snowflake(case.channel_id) if case.channel_id else UNSET,
        message_id=Snowflake(case.message_id) if case.message_id is not None else UNSET,
        content=case.text,
        matched_keyword=offence.keyword,
        matched_content=offence.content,
    )
    if isinstance(action, SendAlert):
        alert = Alert(
            decision_id=uuid.uuid4().hex,
            channel_id=action.metadata.channel_id,
            execution=told,
            fields=[*_fields(case, offence), *also],
        )
        await jobs.enqueue(tx, ALERT, alert)
    else:
        tx.emit(events.auto_moderation_action_execution(told))
    await audit_log.add(
        tx,
        _Maker(case.guild_id, rule.creator_id),
        _LOGGED[type(action)],
        case.user_id,
        (),
        auto_moderation_rule_name=rule.name,
        auto_moderation_rule_trigger_type=trigger_type(rule),
        **({"channel_id": case.channel_id} if case.channel_id else {}),
    )


def _fields(case: Case, offence: Offence) -> list[tuple[str, str]]:
    """Docs: userdoccers, resources/auto-moderation#automod-alert-embed-structure."""
    fields = [("rule_name", offence.rule.name)]
    if case.channel_id:
        fields.append(("channel_id", str(int(case.channel_id))))
    if case.message_id is not None:
        fields.append(("flagged_message_id", str(int(case.message_id))))
    fields.append(("decision_outcome", "blocked" if case.is_blocked else "flagged"))
    fields += [("keyword", offence.keyword or ""), ("keyword_matched_content", offence.content or "")]
    for action in offence.rule.actions:
        if isinstance(action, TimeOut):
            fields.append(("timeout_duration", str(action.metadata.duration_seconds)))
    return fields
