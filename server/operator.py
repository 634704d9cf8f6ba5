"""What the operator of an instance grants to applications: full intents, and that they are verified.

It is written into the database alone, beside whatever runs; a bot has its intents from its next identify on.
"""

import enum
from collections.abc import Sequence
from typing import Final

import asyncpg

from core.database import Transaction
from core.problems import Problem
from core.settings import Settings
from domain.applications import actions as applications
from domain.applications.flags import ApplicationFlag
from server.embedded import database_url_of
from server.processes import StartError

__all__ = ["Grant", "grant"]


class Grant(enum.StrEnum):
    PRESENCE = "presence"
    GUILD_MEMBERS = "guild-members"
    MESSAGE_CONTENT = "message-content"
    VERIFIED = "verified"


_FLAGS: Final = {
    Grant.PRESENCE: ApplicationFlag.GATEWAY_PRESENCE,
    Grant.GUILD_MEMBERS: ApplicationFlag.GATEWAY_GUILD_MEMBERS,
    Grant.MESSAGE_CONTENT: ApplicationFlag.GATEWAY_MESSAGE_CONTENT,
}


async def grant(settings: Settings, application_id: int, what: Sequence[Grant], *, take_back: bool = False) -> None:
    """Raises StartError when there is no such application, or no database to be reached."""
    flags = sum(int(_FLAGS[one]) for one in set(what) if one in _FLAGS)
    is_verified = None if Grant.VERIFIED not in what else not take_back
    url = settings.database_url or database_url_of(settings.data)
    try:
        async with (
            asyncpg.create_pool(url, min_size=1, max_size=1) as pool,
            pool.acquire() as connection,
            connection.transaction(),
        ):
            tx = Transaction(connection)
            await applications.switch(tx, application_id, flags, is_granted=not take_back, is_verified=is_verified)
    except (OSError, asyncpg.PostgresError) as failure:
        raise StartError(f"the database cannot be reached (is the instance running?): {failure}") from failure
    except Problem as problem:
        raise StartError(f"application {application_id}: {problem}") from problem
