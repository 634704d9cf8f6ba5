"""Telling a user something in the platform's own name, promised with the transaction that gives the reason.

The message itself is written by domain/system_messages.py.
"""

from typing import Final

import msgspec

from core import jobs
from core.database import Transaction
from core.wire import Snowflake


class Notice(msgspec.Struct):
    user_id: Snowflake
    text: str
    nonce: str  # so that it comes once, though its job may run again


NOTICE: Final = jobs.Kind("notice", Notice, delays_s=(1, 5, 30, 60, 300, 600, 3600))


async def tell(tx: Transaction, user_id: int, text: str, *, about: str) -> None:
    """Promises a direct message. `about` is the reason's name and id, of at most 25 signs."""
    await jobs.enqueue(tx, NOTICE, Notice(Snowflake(user_id), text, about))
