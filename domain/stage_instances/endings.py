"""Stages that ended by themselves: with the end it is promised to tell their chats (domain/messages/stage_ends.py)."""

from typing import Final

import msgspec

from core import jobs
from core.database import Transaction
from core.wire import Snowflake
from domain.stage_instances.records import StageInstance


class StageEnded(msgspec.Struct):
    stage: StageInstance
    opened_by: Snowflake  # in whose name it is told


TELL: Final = jobs.Kind("tell of the end of a stage", StageEnded, delays_s=(1, 5, 30, 60, 300, 600, 3600))


async def promise_to_tell(tx: Transaction, closed: StageInstance, opened_by: int) -> None:
    await jobs.enqueue(tx, TELL, StageEnded(closed, Snowflake(opened_by)))
