"""Registering, logging in and out. User-side: not part of the contract for bots."""

from contextlib import suppress

from core.problems import Problem
from domain.invites import actions as invites
from domain.invites import queries as invite_queries
from domain.users import accounts
from domain.users.records import LoggedIn, Login, Register, Registered
from rest import buckets
from rest.call import Call
from rest.operation import Answer, Who, operation


@operation("POST", "/auth/register", who=Who.ANYONE, bucket=buckets.REGISTER, status=201, answer=Registered)
async def register(call: Call, body: Register) -> Answer:
    """Register a user, and log him in."""
    registered = await accounts.register(call.database, body)
    if body.invite:
        with suppress(Problem):  # he is registered, whether or not the invite that led here is still good
            await _accept(call, registered.token, body.invite)
    return Answer(201, registered)


async def _accept(call: Call, token: str, code: str) -> None:
    identity = await call.instance.identities.find(token)
    row = await invite_queries.find_any_row(call.database, code)
    async with call.transaction(lock=row.guild_id or row.channel_id) as tx:
        if identity is not None:
            await invites.accept(tx, identity, code, row.guild_id)


@operation("POST", "/auth/login", who=Who.ANYONE, bucket=buckets.LOGIN)
async def login(call: Call, body: Login) -> LoggedIn:
    """Log in with an e-mail address and a password."""
    return await accounts.login(call.database, body)


@operation("POST", "/auth/logout", who=Who.USER, bucket=buckets.LOGIN)
async def logout(call: Call) -> None:
    """Log out: the token in use is good no longer."""
    await accounts.logout(call.database, call.identity)


OPERATIONS = [register, login, logout]
