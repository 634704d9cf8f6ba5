"""SQL of votes. The polls themselves are kept with their messages."""

from collections.abc import Iterable, Sequence

from core.database import Reader, Transaction
from domain.polls.records import AnswerCount
from domain.users.records import User
from domain.users.store import PUBLIC, public_user

_POLL = "channel_id = $1 AND message_id = $2"


async def count(
    reader: Reader, channel_id: int, message_ids: Iterable[int], viewer_id: int
) -> dict[int, list[AnswerCount]]:
    """The votes of polls by message, each by rising answer id."""
    rows = await reader.fetch(
        "SELECT message_id, answer_id, count(*) AS count, bool_or(user_id = $3) AS me_voted FROM poll_votes"
        " WHERE channel_id = $1 AND message_id = ANY($2::bigint[])"
        " GROUP BY message_id, answer_id ORDER BY message_id, answer_id",
        channel_id,
        list(message_ids),
        viewer_id,
    )
    found: dict[int, list[AnswerCount]] = {}
    for row in rows:
        counted = AnswerCount(row["answer_id"], row["count"], row["me_voted"])
        found.setdefault(row["message_id"], []).append(counted)
    return found


async def answers_of(reader: Reader, channel_id: int, message_id: int, user_id: int) -> set[int]:
    """The ids of the answers that the user voted for."""
    rows = await reader.fetch(
        f"SELECT answer_id FROM poll_votes WHERE {_POLL} AND user_id = $3", channel_id, message_id, user_id
    )
    return {row["answer_id"] for row in rows}


async def insert(tx: Transaction, channel_id: int, message_id: int, answer_ids: Sequence[int], user_id: int) -> None:
    await tx.execute(
        "INSERT INTO poll_votes (channel_id, message_id, answer_id, user_id)"
        " SELECT $1, $2, answer_id, $4 FROM unnest($3::smallint[]) AS given (answer_id)",
        channel_id,
        message_id,
        answer_ids,
        user_id,
    )


async def delete(tx: Transaction, channel_id: int, message_id: int, answer_ids: Sequence[int], user_id: int) -> None:
    await tx.execute(
        f"DELETE FROM poll_votes WHERE {_POLL} AND answer_id = ANY($3::smallint[]) AND user_id = $4",
        channel_id,
        message_id,
        answer_ids,
        user_id,
    )


async def delete_all(tx: Transaction, channel_id: int, message_ids: Sequence[int]) -> None:
    """Of messages that are deleted."""
    await tx.execute(
        "DELETE FROM poll_votes WHERE channel_id = $1 AND message_id = ANY($2::bigint[])", channel_id, message_ids
    )


async def list_voters(
    reader: Reader, channel_id: int, message_id: int, answer_id: int, after: int, limit: int
) -> list[User]:
    """Who voted for the answer, by rising user id."""
    rows = await reader.fetch(
        f"SELECT {PUBLIC} FROM users WHERE id IN (SELECT user_id FROM poll_votes WHERE {_POLL} AND answer_id = $3"
        " AND user_id > $4 ORDER BY user_id LIMIT $5) ORDER BY id",
        channel_id,
        message_id,
        answer_id,
        after,
        limit,
    )
    return [public_user(row) for row in rows]
