"""The users that an invite is for: a file of ids, read at once for faults, and taken in by a job.

Until the job has taken a user in he can neither see nor accept the invite. A new file takes the place of the one
before it as soon as it is given: whoever was in that one alone is out from then on.
Docs: resources/invite#update-target-users.
"""

import enum

import msgspec

from core import clock, codes, form_codes, jobs, snowflakes
from core.database import Database, Reader, Transaction
from core.problems import MOST_FAULTS, Faults, Problem
from core.wire import Snowflake, Timestamp
from domain.invites import target_store

FIELD = "target_users_file"
_HEADER = "user_id"
_LARGEST_ID = 2**63 - 1
_TAKEN_TOGETHER = 1000


class JobStatus(enum.IntEnum):
    UNSPECIFIED = 0
    PROCESSING = 1
    COMPLETED = 2
    FAILED = 3


class TargetUsersJob(msgspec.Struct):
    """How far the reading of an invite's file is."""

    status: int
    total_users: int
    processed_users: int
    created_at: Timestamp | None
    completed_at: Timestamp | None
    error_message: str | None


class TakeIn(msgspec.Struct):
    code: str
    id: Snowflake


TAKE_IN = jobs.Kind("take in target users", TakeIn, delays_s=(1, 5, 30))


class InvalidTargetUsersError(Problem):
    """A file with lines that are no user's id. `lines` says which."""

    def __init__(self, lines: list[str]) -> None:
        faults = Faults()
        for line in lines:
            faults.add(FIELD, form_codes.BASE_TYPE_INVALID, reason=line)
        self.lines = lines
        super().__init__(codes.INVALID_FORM_BODY, faults=faults.problem().faults)


def parse(content: bytes) -> list[int]:
    """The ids of a file with one column, each once. Its first line may be the column's name.

    Raises InvalidTargetUsersError with every line that is no id, or when there is no id at all.
    """
    ids: dict[int, None] = {}
    wrong: list[str] = []
    for number, line in enumerate(content.decode("utf-8-sig", "replace").splitlines(), 1):
        text = line.strip().strip('"')
        if not text or (number == 1 and text.lower() == _HEADER):
            continue
        if not (text.isascii() and text.isdigit()):
            wrong.append(f"Line {number}: invalid user ID format")
        elif len(text) > len(str(_LARGEST_ID)) or not 0 < int(text) <= _LARGEST_ID:
            wrong.append(f"Line {number}: invalid user ID - must be a valid Discord snowflake")
        else:
            ids[int(text)] = None
        if len(wrong) == MOST_FAULTS:
            break
    if wrong or not ids:
        raise InvalidTargetUsersError(wrong or ["Line 1: no user ID"])
    return list(ids)


async def put(tx: Transaction, code: str, user_ids: list[int]) -> None:
    """From now on the invite is for these alone, as soon as the job has taken them in."""
    job_id = snowflakes.make()
    await target_store.put(tx, code, job_id, user_ids, JobStatus.PROCESSING, clock.timestamp().datetime())
    await jobs.enqueue(tx, TAKE_IN, TakeIn(code, Snowflake(job_id)))


async def take_in(database: Database, wanted: TakeIn) -> None:
    """Takes in who is left of the file, some at a time. Another file, or the invite's end, ends this."""
    while True:
        async with database.transaction() as tx:
            job = await target_store.find_job(tx, wanted.code, held=True)
            if job is None or job.id != wanted.id or job.status != JobStatus.PROCESSING:
                return
            if job.processed_users >= job.total_users:
                now = clock.timestamp().datetime()
                await target_store.finish(tx, wanted.code, wanted.id, JobStatus.COMPLETED, now, None)
                return
            await target_store.take_in(tx, wanted.code, job.processed_users, _TAKEN_TOGETHER)


async def give_up(tx: Transaction, wanted: TakeIn, failure: str) -> None:
    text = f"Failed to process the file: {failure}"
    await target_store.finish(tx, wanted.code, wanted.id, JobStatus.FAILED, None, text)


async def job_status(reader: Reader, code: str) -> TargetUsersJob:
    """Raises 10124 for an invite without target users."""
    job = await target_store.find_job(reader, code)
    if job is None:
        raise Problem(codes.UNKNOWN_INVITE_TARGET_USERS_JOB)
    return TargetUsersJob(
        job.status,
        job.total_users,
        job.processed_users,
        Timestamp.of(job.created_at),
        Timestamp.of(job.completed_at) if job.completed_at else None,
        job.error_message,
    )


async def as_file(reader: Reader, code: str) -> bytes:
    """The file as it was given, with its header. Raises 10129 for an invite without target users."""
    user_ids = await target_store.user_ids(reader, code)
    if user_ids is None:
        raise Problem(codes.UNKNOWN_INVITE_TARGET_USERS)
    return "\n".join([_HEADER, *map(str, user_ids), ""]).encode()
