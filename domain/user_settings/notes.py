"""Notes that a user makes on others, for himself alone. Docs (user-side): resources/user#get-user-notes."""

from typing import Annotated, Final

import msgspec
from msgspec import Meta

from core import codes, form_codes
from core.database import Reader, Transaction
from core.events import Draft, user_topic
from core.problems import Problem
from core.wire import Snowflake
from domain.user_settings import note_store
from domain.users import queries as users

MOST_NOTES: Final = 1500


class UserNote(msgspec.Struct):
    user_id: Snowflake
    note_user_id: Snowflake
    note: str


class PutUserNote(msgspec.Struct):
    note: Annotated[str, Meta(max_length=256)] | None = None


class UserNoteChanged(msgspec.Struct):
    id: Snowflake
    note: str


EVENTS = {"USER_NOTE_UPDATE": UserNoteChanged}

list_of = note_store.list_of


async def get(reader: Reader, user_id: int, other_id: int) -> UserNote:
    """Raises 10013 when there is none."""
    note = await note_store.find(reader, user_id, other_id)
    if note is None:
        raise Problem(codes.UNKNOWN_USER)
    return UserNote(Snowflake(user_id), Snowflake(other_id), note)


async def put(tx: Transaction, user_id: int, other_id: int, note: str) -> None:
    """An empty one deletes it. Under the user's lock. Raises 10013, 50035 for too many."""
    await users.get(tx, other_id)
    before = await note_store.find(tx, user_id, other_id)
    if note == (before or ""):
        return
    if before is None and await note_store.count(tx, user_id) >= MOST_NOTES:
        raise Problem.invalid("note", form_codes.BASE_TYPE_MAX_LENGTH, max=MOST_NOTES)
    await note_store.put(tx, user_id, other_id, note)
    tx.emit(Draft(user_topic(user_id), "USER_NOTE_UPDATE", UserNoteChanged(Snowflake(other_id), note)))
