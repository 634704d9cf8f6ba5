"""How long an application may hear for a user: the gateway beside an instance whose clock is stepped."""

import asyncio
from typing import Any, cast

from core import clock, close_codes
from domain.lobbies import sessions
from gateway.bearers import expel_expired
from gateway.commands import Identify
from gateway.compression import Plain
from gateway.connection import Connection
from gateway.identify import bare, identify
from gateway.node import Node
from gateway.protocol import Protocol
from gateway.session import Session
from tests.api.test_partner_sdk import player
from tests.deliveries.conftest import Here


class Client:
    """A socket that keeps nothing of what it gets."""

    version = 10
    session: Session | None = None

    def __init__(self) -> None:
        self.compression = Plain()
        self.protocol = Protocol(clock.now)

    def send_event(self, *_: Any) -> None: ...


async def somebody_waits(here: Here) -> None:
    async with asyncio.timeout(10):
        while not await here.instance.database.fetchval("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)"):
            await asyncio.sleep(0.01)


async def test_a_token_that_is_revoked_meanwhile_begins_no_session(here: Here) -> None:
    bot = await here.bot()
    caller, _ = await player(bot)
    node, command = Node(here.instance), Identify(token=str(caller.authorization), intents=0)
    async with here.instance.database.transaction() as tx:
        await tx.execute("LOCK TABLE social_sessions IN EXCLUSIVE MODE")
        beginning = asyncio.create_task(identify(node, cast(Connection, Client()), command))
        await somebody_waits(here)
        await bot.post("/partner-sdk/provisional-accounts/unmerge/bot", {"external_user_id": "player one"})
    assert await beginning == close_codes.AUTHENTICATION_FAILED and not node.sessions


async def test_a_session_ends_with_its_token(here: Here) -> None:
    caller, _ = await player(await here.bot())
    identity = await here.instance.identities.find(bare(str(caller.authorization)))
    assert identity is not None and identity.expires_at is not None
    node, session = Node(here.instance), Session(identity, 0)
    node.begin(session)
    expel_expired(node)
    assert list(node.sessions.values()) == [session]
    clock.step((identity.expires_at - clock.timestamp()) / 1_000_000 + 1)
    expel_expired(node)
    assert not node.sessions


async def test_a_session_whose_end_was_not_noted_is_not_kept_alive(here: Here) -> None:
    database, left = here.instance.database, "SELECT session_id FROM social_sessions WHERE node = 'a node'"
    for session_id in ("alive", "left behind"):
        await sessions.begin(database, 1, 2, session_id, "a node")
    await database.fetch("UPDATE social_sessions SET alive_until = now() - interval '1 hour' WHERE node = 'a node'")
    await sessions.stay_alive(database, "a node", ["alive"])
    assert [row["session_id"] for row in await database.fetch(left)] == ["alive"]
    await sessions.end_all(database, "a node")
