"""Changing forms, answering them, and looking at the answers. Every action needs the guild's lock."""

import msgspec

from core import clock, codes, form_codes
from core.database import Transaction
from core.problems import Problem
from core.wire import UNSET
from domain.audit_log import actions as audit_log
from domain.audit_log.changes import between
from domain.audit_log.records import AuditLogEvent, Change
from domain.channels.access import GuildAccess
from domain.guilds import features
from domain.guilds.rules import DISCOVERABLE
from domain.join_requests import gate, queries, rules, store
from domain.join_requests.records import (
    APPROVED,
    GATE_ENABLED,
    MANUAL_APPROVAL,
    PREVIEW_ENABLED,
    REJECTED,
    STARTED,
    SUBMITTED,
    EditMemberVerification,
    JoinRequest,
    MemberVerification,
    ReviewJoinRequest,
    StoredRequest,
    SubmitJoinRequest,
    Verdict,
)
from domain.members import actions as members
from domain.members import queries as member_queries
from domain.permissions.bits import Permission


async def edit_form(tx: Transaction, here: GuildAccess, body: EditMemberVerification) -> MemberVerification:
    """Changes the form, and closes or opens the gate. When it is opened, all who wait are let in, or sent away.

    A form whose answers must be judged makes the guild one of manual approval.
    """
    here.require(Permission.MANAGE_GUILD)
    before = await store.find_form(tx, here.guild_id) or MemberVerification(None, [], None)
    after = msgspec.structs.replace(before)
    if isinstance(body.form_fields, list):
        after.form_fields = body.form_fields
    if body.description is not UNSET:
        after.description = body.description or None
    after.version = clock.timestamp() if after != before or before.version is None else before.version
    await store.put_form(tx, here.guild_id, after)
    had = await store.features(tx, here.guild_id) or []
    enabled = body.enabled if isinstance(body.enabled, bool) else GATE_ENABLED in had
    manual = enabled and rules.needs_approval(after.form_fields)
    wanted = {GATE_ENABLED: enabled, MANUAL_APPROVAL: manual}
    if enabled or DISCOVERABLE not in had:
        wanted[PREVIEW_ENABLED] = enabled
    await features.switch(tx, here.guild_id, wanted)
    switched = [("verification_enabled", GATE_ENABLED, enabled), ("manual_approval_enabled", MANUAL_APPROVAL, manual)]
    changes = [Change(key, is_on, name in had) for key, name, is_on in switched if is_on != (name in had)]
    changes += between(before, after, but=frozenset({"version"}))
    if changes:
        await audit_log.add(tx, here, AuditLogEvent.GUILD_MEMBER_VERIFICATION_UPDATE, here.guild_id, changes)
    if GATE_ENABLED in had and not enabled:
        await _clear(tx, here, body.bulk_action or APPROVED)
    return after


async def submit(tx: Transaction, here: GuildAccess, body: SubmitJoinRequest) -> JoinRequest:
    """The caller answers the form. Raises 10068, 50035; 404 for one who need not answer.

    An answer that was submitted already is replaced.
    """
    form = await queries.get_form(tx, here.guild_id)
    request = await _waiting(tx, here)
    if body.version and body.version != form.version:
        raise Problem.invalid("version", form_codes.BASE_TYPE_INVALID, reason="The form has changed since.")
    request.form_responses = rules.answered(form, body.form_fields)
    if rules.needs_approval(form.form_fields):
        request.application_status = SUBMITTED
        await store.put(tx, request)
        await gate.tell(tx, request)
    else:
        request = await gate.close(tx, request, APPROVED, None)
        await _let_in(tx, request)
    return queries.for_user(request)


async def reset(tx: Transaction, here: GuildAccess) -> JoinRequest:
    """The caller takes his answers back, and begins anew. Raises 404 for one who is not pending."""
    await gate.withdraw(tx, await _waiting(tx, here))
    return queries.for_user(await gate.enter(tx, here.guild_id, here.user_id))


async def withdraw(tx: Transaction, guild_id: int, user_id: int) -> JoinRequest | None:
    """A user takes his request back. Who is a member, and pending, begins anew: gives the new one. Raises 404."""
    request = await queries.get_mine(tx, guild_id, user_id)
    await gate.withdraw(tx, request)
    member = await member_queries.find(tx, guild_id, user_id)
    if member is None or not member.pending:
        return None
    return queries.for_user(await gate.enter(tx, guild_id, user_id))


async def acknowledge(tx: Transaction, guild_id: int, user_id: int, named: int | None = None) -> None:
    """The user has seen that he was approved. `named`: the request's id, or his own. Raises 404."""
    request = await queries.get_mine(tx, guild_id, user_id)
    if (
        named not in (None, request.id, user_id)
        or request.application_status != APPROVED
        or request.last_seen is not None
    ):
        raise Problem(codes.NOT_FOUND)
    request.last_seen = clock.timestamp()
    await store.put(tx, request)
    await gate.tell(tx, request)


async def review(tx: Transaction, here: GuildAccess, request_id: int, body: ReviewJoinRequest) -> JoinRequest:
    """Approves or rejects a request. Raises 50013, 404, and 50035 for one that is decided otherwise already."""
    request = await queries.get_reviewable(tx, here, request_id)
    if body.action is UNSET:
        raise Problem.invalid("action", form_codes.BASE_TYPE_REQUIRED)
    if body.action not in (APPROVED, REJECTED):
        raise Problem.invalid("action", form_codes.BASE_TYPE_CHOICES, choices=(APPROVED, REJECTED))
    if request.application_status == SUBMITTED:
        reason = body.rejection_reason or None if body.action == REJECTED else None
        request = await _decide(tx, here, request, body.action, reason)
    elif request.application_status != body.action:
        raise Problem.invalid("action", form_codes.BASE_TYPE_INVALID, reason="The request is decided already.")
    return (await queries.for_reviewers(tx, [request]))[0]


async def review_all(tx: Transaction, here: GuildAccess, verdict: Verdict) -> None:
    """Approves or rejects all that are submitted. Raises 50013."""
    here.require(Permission.KICK_MEMBERS)
    for request in await store.list_submitted(tx, here.guild_id):
        await _decide(tx, here, request, verdict, None)


async def _decide(
    tx: Transaction, here: GuildAccess, request: StoredRequest, verdict: Verdict, reason: str | None
) -> StoredRequest:
    closed = await gate.close(tx, request, verdict, here.user_id, reason)
    if verdict == APPROVED:
        await _let_in(tx, closed)
    else:
        await _send_away(tx, here, closed.user_id)
    return closed


async def _waiting(tx: Transaction, here: GuildAccess) -> StoredRequest:
    """The caller's request, which he may have none of if he was pending before. Raises 404 for others."""
    member = await member_queries.get(tx, here.guild_id, here.user_id)
    if not member.pending:
        raise Problem(codes.NOT_FOUND)
    request = await store.find(tx, here.guild_id, here.user_id)
    if request is None or request.application_status not in (STARTED, SUBMITTED):
        return await gate.enter(tx, here.guild_id, here.user_id)
    return request


async def _let_in(tx: Transaction, request: StoredRequest) -> None:
    member = await member_queries.find(tx, request.guild_id, request.user_id)
    if member is not None:
        await members.change(tx, request.guild_id, member, msgspec.structs.replace(member, pending=False))


async def _send_away(tx: Transaction, here: GuildAccess, user_id: int) -> None:
    member = await member_queries.find(tx, here.guild_id, user_id)
    if member is not None and member.pending:
        await members.remove(tx, here.guild_id, user_id)
        await audit_log.add(tx, here, AuditLogEvent.MEMBER_KICK, user_id)


async def _clear(tx: Transaction, here: GuildAccess, verdict: Verdict) -> None:
    """Nobody waits any more."""
    for user_id in await store.pending_members(tx, here.guild_id):
        request = await store.find(tx, here.guild_id, user_id) or await gate.enter(tx, here.guild_id, user_id)
        await _decide(tx, here, request, verdict, None)
