"""Registering, logging in and out. User-side: not part of the contract for bots."""

from domain.users import accounts
from domain.users.records import LoggedIn, Login, Register, Registered
from rest import buckets
from rest.call import Call
from rest.operation import Answer, Who, operation


@operation("POST", "/auth/register", who=Who.ANYONE, bucket=buckets.REGISTER, status=201, answer=Registered)
async def register(call: Call, body: Register) -> Answer:
    """Register a user, and log him in."""
    return Answer(201, await accounts.register(call.database, body))


@operation("POST", "/auth/login", who=Who.ANYONE, bucket=buckets.LOGIN)
async def login(call: Call, body: Login) -> LoggedIn:
    """Log in with an e-mail address and a password."""
    return await accounts.login(call.database, body)


@operation("POST", "/auth/logout", who=Who.USER, bucket=buckets.LOGIN)
async def logout(call: Call) -> None:
    """Log out: the token in use is good no longer."""
    await accounts.logout(call.database, call.identity)


OPERATIONS = [register, login, logout]
