"""Resume (op 6): a session goes on on a new socket. Docs: events/gateway#resuming."""

from typing import TYPE_CHECKING

import msgspec

from core import close_codes
from core.close_codes import CloseCode
from domain.users.identity import Identity
from gateway import bearers, metrics
from gateway.commands import Resume
from gateway.connection import Connection
from gateway.identify import bare

if TYPE_CHECKING:
    from gateway.node import Node


class Resumed(msgspec.Struct):
    """One library puts a key of its own into this object, so it must be one."""

    trace: list[str] = msgspec.field(default=[], name="_trace")


EVENTS = {"RESUMED": Resumed}


async def resume(node: "Node", connection: Connection, command: Resume) -> CloseCode | None:
    """Send all that the client missed, in order, then RESUMED.

    A session that is not here, or missed more than is kept, is invalid (op 9); the client may begin another on the
    same socket. When the session is on another socket still, this one has it from now on.
    """
    identity = await node.instance.identities.find(bare(command.token))
    if identity is None or (identity.is_bearer and not bearers.may_connect(identity)):
        return close_codes.AUTHENTICATION_FAILED
    session = node.sessions.get(command.session_id)
    if session is None or not _may_have(identity, session.identity):
        connection.invalidate()
        return None
    if not 0 <= command.seq <= session.sequence:
        return close_codes.INVALID_SEQ
    if not session.holds_after(command.seq):
        node.end(session)
        connection.invalidate()
        return None
    older = session.connection
    if isinstance(older, Connection):
        older.session = None
        node.background(older.close(close_codes.UNKNOWN_ERROR))
    if session.expiry is not None:
        session.expiry.cancel()
        session.expiry = None
    connection.protocol.entered()
    connection.session = session
    session.connection = connection
    session.identity = identity  # from now on it is good as long as this token is
    session.replay(command.seq)
    session.tell("RESUMED", Resumed())
    metrics.RESUMES.inc()
    return None


def _may_have(identity: Identity, own: Identity) -> bool:
    """Whether this is who began the session, with a token that lets him hear as much as it holds."""
    is_same = (identity.user_id, identity.application_id) == (own.user_id, own.application_id)
    return is_same and own.scopes <= identity.scopes
