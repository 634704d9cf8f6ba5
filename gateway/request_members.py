"""Request guild members (op 8). Docs: events/gateway-events#request-guild-members.

The answer is read and encoded before the first chunk goes out: each chunk says how many there are. An empty
result is one empty chunk, for somebody waits for it.
"""

from typing import TYPE_CHECKING, Final

import msgspec

from core import clock, close_codes
from core.close_codes import CloseCode
from core.wire import UNSET, Snowflake, UnsetType, decode
from domain.members import queries as members
from domain.members.records import Member
from domain.presences import Presence
from gateway import intents
from gateway.commands import RequestGuildMembers, ids
from gateway.connection import Connection
from gateway.session import Session

if TYPE_CHECKING:
    from gateway.node import Node

_OPCODE: Final = 8
_CHUNK: Final = 1000
_MOST_ASKED: Final = 100
_LONGEST_NONCE: Final = 32
_SMALLEST_SNOWFLAKE: Final = 1 << 22
# All members of a guild may be asked for once in this time. Docs: change-log, 2025-08-14.
_ALL_EVERY_S: Final = 30.0


class MembersChunk(msgspec.Struct):
    guild_id: Snowflake
    members: list[Member]
    chunk_index: int
    chunk_count: int
    not_found: list[Snowflake | int] | UnsetType = UNSET
    presences: list[Presence] | UnsetType = UNSET
    nonce: str | UnsetType = UNSET


class LimitedRequest(msgspec.Struct):
    guild_id: Snowflake
    nonce: str | UnsetType = UNSET


class RateLimited(msgspec.Struct):
    opcode: int
    retry_after: float
    meta: LimitedRequest


EVENTS = {"GUILD_MEMBERS_CHUNK": MembersChunk, "RATE_LIMITED": RateLimited}


class _Question(msgspec.Struct):
    """The request, put in order."""

    guild_id: Snowflake
    prefix: str
    limit: int
    user_ids: list[Snowflake] | None
    nonce: str | UnsetType
    presences: bool

    @property
    def asks_for_all(self) -> bool:
        return self.user_ids is None and not self.prefix


class AllMembersLimit:
    """When users may ask again for all members of a guild."""

    def __init__(self) -> None:
        self._until: dict[tuple[int, int], float] = {}

    def take(self, user_id: int, guild_id: int) -> float:
        """Seconds to wait; 0 when it may be asked now, which counts."""
        now = clock.now()
        self._until = {key: until for key, until in self._until.items() if now < until <= now + _ALL_EVERY_S}
        until = self._until.get((user_id, guild_id))
        if until is not None:
            return until - now
        self._until[user_id, guild_id] = now + _ALL_EVERY_S
        return 0.0


async def request_members(node: "Node", connection: Connection, command: RequestGuildMembers) -> CloseCode | None:
    session = connection.session
    assert session is not None
    question = _question(session, command)
    if question is None:
        return close_codes.DECODE_ERROR
    if question.guild_id not in session.guilds:
        return None
    if question.asks_for_all and question.limit == 0 and node.instance.settings.rate_limits == "on":
        wait_s = node.all_members_limit.take(session.user_id, question.guild_id)
        if wait_s:
            meta = LimitedRequest(question.guild_id, question.nonce)
            session.tell("RATE_LIMITED", RateLimited(_OPCODE, wait_s, meta))
            return None
    node.background(_answer(node, session, question))
    return None


def _question(session: Session, command: RequestGuildMembers) -> _Question | None:
    nonce = command.nonce
    try:
        guild_ids = ids(command.guild_id)
        user_ids = ids(command.user_ids) if command.user_ids is not None else None
    except msgspec.ValidationError:
        return None
    if len(guild_ids) != 1:
        return None
    if user_ids is None and (command.query is None or command.limit is None or command.limit < 0):
        return None
    return _Question(
        guild_id=guild_ids[0],
        prefix=command.query or "",
        limit=command.limit or 0,
        user_ids=user_ids[:_MOST_ASKED] if user_ids is not None else None,
        nonce=nonce if nonce is not None and len(nonce.encode("utf-8", "replace")) <= _LONGEST_NONCE else UNSET,
        presences=bool(command.presences) and bool(session.intents & intents.GUILD_PRESENCES),
    )


async def _answer(node: "Node", session: Session, question: _Question) -> None:
    found = await _find(node, session, question)
    presences = await node.presences.of_guild(question.guild_id) if question.presences else {}
    chunks = [found[start : start + _CHUNK] for start in range(0, len(found), _CHUNK)] or [[]]
    missing = set(question.user_ids or ()) - {member.user.id for member in found}
    for index, chunk in enumerate(chunks):
        present = [decode(presences[member.user.id], Presence) for member in chunk if member.user.id in presences]
        answer = MembersChunk(
            guild_id=question.guild_id,
            members=chunk,
            chunk_index=index,
            chunk_count=len(chunks),
            not_found=[_id(user_id) for user_id in sorted(missing)] if missing else UNSET,
            presences=present if question.presences else UNSET,
            nonce=question.nonce,
        )
        session.tell("GUILD_MEMBERS_CHUNK", answer)
        if isinstance(session.connection, Connection):
            await session.connection.drained()


async def _find(node: "Node", session: Session, question: _Question) -> list[Member]:
    database, guild_id = node.instance.database, question.guild_id
    if question.user_ids is not None:
        return await members.by_ids(database, guild_id, set(question.user_ids))
    if "\0" in question.prefix:  # in no name, and PostgreSQL takes no such text
        return []
    if question.prefix:
        return await members.search(
            database, guild_id, question.prefix, min(question.limit or _MOST_ASKED, _MOST_ASKED)
        )
    if not session.intents & intents.GUILD_MEMBERS:
        return []
    if question.limit:
        return await members.page(database, guild_id, 0, min(question.limit, _CHUNK))
    found: list[Member] = []
    while page := await members.page(database, guild_id, found[-1].user.id if found else 0, _CHUNK):
        found += page
    return found


def _id(user_id: Snowflake) -> Snowflake | int:
    """What is too small to be an id comes back as the number that it is."""
    return user_id if user_id >= _SMALLEST_SNOWFLAKE else int(user_id)
