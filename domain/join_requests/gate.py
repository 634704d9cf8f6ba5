"""The gate of a guild: what happens to join requests as members come, go, and pass. Needs the guild's lock.

It knows nothing of members but their ids: what makes and removes them calls it.
"""

import msgspec

from core import clock, snowflakes
from core.database import Transaction
from core.wire import Timestamp
from domain.join_requests import events, queries, store
from domain.join_requests.records import APPROVED, STARTED, SUBMITTED, StoredRequest, Verdict


async def enter(tx: Transaction, guild_id: int, user_id: int) -> StoredRequest:
    """A pending member has come, or begins again: he has a new request, which nobody else sees yet."""
    request_id = snowflakes.make()
    request = StoredRequest(
        guild_id=guild_id,
        user_id=user_id,
        id=request_id,
        created_at=Timestamp(snowflakes.created_ms(request_id) * 1000),
        application_status=STARTED,
    )
    await store.put(tx, request)
    tx.emit(events.for_user("GUILD_JOIN_REQUEST_CREATE", queries.for_user(request)))
    return request


async def leave(tx: Transaction, guild_id: int, user_id: int) -> None:
    """A member has gone. If he was still waiting, his request goes too."""
    request = await store.find(tx, guild_id, user_id)
    if request is not None and request.application_status in (STARTED, SUBMITTED):
        await withdraw(tx, request)


async def withdraw(tx: Transaction, request: StoredRequest) -> None:
    """The request goes, whatever became of it."""
    await store.delete(tx, request.guild_id, request.user_id)
    was_submitted = request.application_status != STARTED
    for draft in events.guild_join_request_delete(request, was_submitted=was_submitted):
        tx.emit(draft)


async def let_in(tx: Transaction, guild_id: int, user_id: int, by: int | None = None) -> None:
    """A member is pending no more; `by`: who did it, if somebody did. His request is approved, if he has one."""
    request = await store.find(tx, guild_id, user_id)
    if request is not None and request.application_status in (STARTED, SUBMITTED):
        await close(tx, request, APPROVED, by)


async def close(
    tx: Transaction, request: StoredRequest, verdict: Verdict, by: int | None, reason: str | None = None
) -> StoredRequest:
    """Keeps what was decided, and tells."""
    closed = msgspec.structs.replace(
        request,
        application_status=verdict,
        reviewed_at=clock.timestamp(),
        actioned_by_user_id=by,
        rejection_reason=reason,
    )
    await store.put(tx, closed)
    await tell(tx, closed)
    return closed


async def tell(tx: Transaction, request: StoredRequest) -> None:
    """That a request is submitted now, or decided."""
    tx.emit(events.for_user("GUILD_JOIN_REQUEST_UPDATE", queries.for_user(request)))
    [shown] = await queries.for_reviewers(tx, [request])
    tx.emit(events.for_reviewers("GUILD_JOIN_REQUEST_UPDATE", shown))
