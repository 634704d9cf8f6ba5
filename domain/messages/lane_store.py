"""The one statement that posts a batch of messages: heads, nonces, messages and events together.

It runs in autocommit. The rows of `channel_heads` are locked in the order of their ids, so that batches which
share channels cannot deadlock; a lock that had to be waited for gives the row as it is then (READ COMMITTED), so
`fits` compares with what the other batch wrote. A channel takes its part of the batch only when all ids of it are
higher than its last: the order of ids in a channel is the order of commits. Everything else hangs on `accepted`.

A nonce is claimed under the same lock. A claim older than `forget` is taken over.

A batch that has first answers to interactions takes a longer statement, which claims those too: the message, the
claim and the events of an answer are there together or not at all. Two answers that race wait for each other at the
interaction's row, and the second finds it answered. One that promises jobs (the ends of polls, what
games hear of) writes them too. One that has messages
in threads counts them there: the first message of a thread (it has the thread's id, or points to where it began) aside.
One that has messages of guilds which name users notes the mentions, for those users to find (domain/read_states).
Batches of plain messages do not pay for any of that.
"""

from collections.abc import Sequence
from typing import Any, Protocol

import msgspec

from core.database import Reader, Transaction
from core.events import Event, pack
from domain.messages.games import Promises
from domain.messages.store import parts_json
from domain.messages.stored import Answers, StoredMessage
from domain.polls import deadlines

_PLAIN = """
WITH incoming AS MATERIALIZED (
    SELECT * FROM unnest(
        $1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::smallint[], $6::text[], $7::integer[],
        $8::boolean[], $9::boolean[], $10::text[], $11::text[], $12::text[], $13::text[]
    ) AS given (channel_id, id, guild_id, author_id, type, content, flags,
        tts, mention_everyone, mentions, mention_roles, parts, nonce)
), locked AS MATERIALIZED (
    SELECT channel_id, last_message_id FROM channel_heads
    WHERE channel_id IN (SELECT channel_id FROM incoming) ORDER BY channel_id FOR UPDATE OF channel_heads
), fits AS MATERIALIZED (
    SELECT channel_id FROM locked JOIN incoming USING (channel_id)
    GROUP BY channel_id HAVING min(id) > min(last_message_id)
), claimed AS (
    INSERT INTO message_nonces AS known (channel_id, author_id, nonce, message_id)
    SELECT channel_id, author_id, nonce, id FROM incoming JOIN fits USING (channel_id) WHERE nonce IS NOT NULL
    ON CONFLICT (channel_id, author_id, nonce)
        DO UPDATE SET message_id = excluded.message_id WHERE known.message_id < $17
    RETURNING message_id
), accepted AS MATERIALIZED (
    SELECT incoming.* FROM incoming JOIN fits USING (channel_id)
    WHERE (nonce IS NULL OR id IN (SELECT message_id FROM claimed))
), head AS (
    UPDATE channel_heads SET last_message_id = highest
    FROM (SELECT channel_id, max(id) AS highest FROM accepted GROUP BY channel_id) AS news
    WHERE channel_heads.channel_id = news.channel_id
), inserted AS (
    INSERT INTO messages (channel_id, id, guild_id, author_id, type, content, flags, tts, mention_everyone,
        mentions, mention_roles, parts)
    SELECT channel_id, id, nullif(guild_id, 0), author_id, type, content, flags, tts, mention_everyone,
        mentions::bigint[], mention_roles::bigint[], parts::json
    FROM accepted
), posted AS (
    INSERT INTO outbox (id, event)
    SELECT event_id, event FROM unnest($14::bigint[], $15::bigint[], $16::bytea[]) AS given (id, event_id, event)
    JOIN accepted USING (id)
)
SELECT incoming.id, locked.last_message_id, fits.channel_id IS NOT NULL AS fits
FROM incoming LEFT JOIN locked USING (channel_id) LEFT JOIN fits USING (channel_id)
WHERE incoming.id NOT IN (SELECT id FROM accepted)
"""

_ANSWERED = """), answered AS (
    UPDATE interactions SET response_type = given.response_type, responded_at = given.responded_at,
        response_message_id = given.message_id, response_flags = given.flags
    FROM unnest($18::bigint[], $19::bigint[], $20::bigint[], $21::smallint[], $22::timestamptz[], $23::integer[])
        AS given (message_id, application_id, interaction_id, response_type, responded_at, flags)
    JOIN incoming ON incoming.id = given.message_id JOIN fits ON fits.channel_id = incoming.channel_id
    WHERE interactions.application_id = given.application_id AND interactions.id = given.interaction_id
        AND interactions.response_type IS NULL AND interactions.failed_at IS NULL
    RETURNING given.message_id
), accepted AS MATERIALIZED ("""
_IS_FIRST = """
        AND (id <> ALL ($18) OR id IN (SELECT message_id FROM answered))
), head"""
_COUNTED = """), counted AS (
    UPDATE threads SET message_count = message_count + news, total_message_sent = total_message_sent + news
    FROM (
        SELECT channel_id, count(*) AS news FROM accepted WHERE id <> channel_id AND type <> 21 GROUP BY channel_id
    ) AS said
    WHERE threads.id = said.channel_id
), posted AS ("""

_NAMED = """), named AS (
    INSERT INTO unread_mentions (user_id, channel_id, message_id)
    SELECT users.id, accepted.channel_id, accepted.id
    FROM accepted CROSS JOIN unnest(accepted.mentions::bigint[]) AS mentioned (id) JOIN users ON users.id = mentioned.id
    WHERE accepted.guild_id <> 0 AND users.id <> accepted.author_id AND NOT users.bot
), posted AS ("""

_ENDING = """
), promised AS (
    INSERT INTO jobs (key, kind, payload, due_at)
    SELECT key, kind, payload::json, due_at
    FROM unnest($24::bigint[], $25::text[], $26::text[], $27::text[], $28::timestamptz[])
        AS given (id, key, kind, payload, due_at)
    JOIN accepted USING (id)
)
SELECT incoming.id"""


def _statement(*, answers: bool, promised: bool, threads: bool, named: bool) -> str:
    sql = _PLAIN
    if answers:
        sql = sql.replace("), accepted AS MATERIALIZED (", _ANSWERED, 1).replace("\n), head", _IS_FIRST, 1)
    if threads:
        sql = sql.replace("), posted AS (", _COUNTED, 1)
    if named:
        sql = sql.replace("), posted AS (", _NAMED, 1)
    return sql.replace("\n)\nSELECT incoming.id", _ENDING, 1) if promised else sql


# By whether a batch has answers, jobs (whose parameters come after those of answers), messages in threads, mentions.
_STATEMENTS = {
    (answers, promised, threads, named): _statement(answers=answers, promised=promised, threads=threads, named=named)
    for answers, promised in ((False, False), (True, False), (True, True))
    for threads in (False, True)
    for named in (False, True)
}

_LOCK = """
SELECT channel_id, last_message_id FROM channel_heads WHERE channel_id = ANY($1::bigint[])
ORDER BY channel_id FOR UPDATE
"""

_FORGET = """
DELETE FROM message_nonces WHERE (channel_id, author_id, nonce) IN (
    SELECT channel_id, author_id, nonce FROM message_nonces WHERE message_id < $1 FOR UPDATE SKIP LOCKED
)
"""


class Postable(Protocol):
    """A message with its id, what it claims (a nonce, to be the first answer), and its events."""

    @property
    def stored(self) -> StoredMessage: ...
    @property
    def claim(self) -> str | None: ...
    @property
    def answers(self) -> Answers | None: ...
    @property
    def counts(self) -> bool: ...
    @property
    def promises(self) -> Promises | None: ...
    @property
    def events(self) -> Sequence[Event]: ...


class Refusal(msgspec.Struct):
    """Why a message of the batch was not posted."""

    last_message_id: int | None
    """The highest id of its channel, which is None when there is no such channel."""
    is_duplicate: bool
    """Its id would do, but its nonce was used before, or the interaction that it answers has its answer."""


async def post(reader: Reader, batch: Sequence[Postable], forget: int) -> dict[int, Refusal]:
    """Posts the batch; gives the messages, by id, that were not posted. Nonces of ids below `forget` are free."""
    messages = [one.stored for one in batch]
    events = [(one.stored.id, event.id, pack(event)) for one in batch for event in one.events]
    answers = [(one.stored.id, one.answers) for one in batch if one.answers is not None]
    promised = [(m.id, *deadlines.row(m.channel_id, m.id, m.parts.poll.expiry)) for m in messages if m.parts.poll]
    promised += [(one.stored.id, *job) for one in batch if one.promises for job in one.promises(one.stored)]
    in_threads, named = any(one.counts for one in batch), any(m.mentions and m.guild_id for m in messages)
    rows = await reader.fetch(
        _STATEMENTS[bool(promised) or bool(answers), bool(promised), in_threads, named],
        [m.channel_id for m in messages],
        [m.id for m in messages],
        [m.guild_id for m in messages],
        [m.author_id for m in messages],
        [m.type for m in messages],
        [m.content for m in messages],
        [m.flags for m in messages],
        [m.tts for m in messages],
        [m.mention_everyone for m in messages],
        [_array(m.mentions) for m in messages],
        [_array(m.mention_roles) for m in messages],
        [parts_json(m.parts) for m in messages],
        [one.claim for one in batch],
        [message_id for message_id, _, _ in events],
        [event_id for _, event_id, _ in events],
        [event for _, _, event in events],
        forget,
        *(_columns(answers) if answers or promised else ()),
        *([[row[column] for row in promised] for column in range(5)] if promised else ()),
    )
    return {row["id"]: Refusal(row["last_message_id"], row["fits"]) for row in rows}


async def lock(tx: Transaction, batch: Sequence[Postable]) -> list[tuple[int, int]]:
    """Keeps everybody else from posting in the batch's channels; each with its highest message id."""
    rows = await tx.fetch(_LOCK, [one.stored.channel_id for one in batch])
    return [(row["channel_id"], row["last_message_id"]) for row in rows]


async def forget_nonces(reader: Reader, before: int) -> None:
    """Deletes the claims of messages with lower ids, passing over those that somebody is about to take over."""
    await reader.fetch(_FORGET, before)


def _columns(answers: Sequence[tuple[int, Answers]]) -> list[list[Any]]:
    return [
        [message_id for message_id, _ in answers],
        [one.application_id for _, one in answers],
        [one.interaction_id for _, one in answers],
        [one.response_type for _, one in answers],
        [one.responded_at.datetime() for _, one in answers],
        [one.flags for _, one in answers],
    ]


def _array(ids: Sequence[int]) -> str:
    """An array as PostgreSQL writes it: unnest cannot be given arrays of different lengths."""
    return "{" + ",".join(str(int(one)) for one in ids) + "}"
