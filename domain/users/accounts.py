"""Accounts: register, log in, log out.

These take the database, not a transaction: hashing a password takes long, and no connection should wait for it.
"""

import secrets

import msgspec

from core import codes, form_codes, snowflakes
from core import tokens as core_tokens
from core.database import Database, Transaction
from core.problems import Faults, Problem
from core.wire import Snowflake
from domain.users import rules, store, tokens
from domain.users.identity import Identity
from domain.users.records import LoggedIn, Login, LoginSettings, Register, Registered

_ATTEMPTS = 8


class Proven(msgspec.Struct):
    """A user who has shown that he knows the password that had this hash."""

    user_id: int
    password_hash: str
    locale: str


async def register(database: Database, body: Register) -> Registered:
    """A new user, logged in. Raises 50035 for what is not allowed or taken.

    Without an address or a password nobody can log in as him again; he can add them while he is logged in.
    """
    faults = Faults()
    if body.global_name:
        body.global_name = rules.clean(body.global_name)
        rules.check_global_name(faults, "global_name", body.global_name)
    if body.username:
        rules.check_username(faults, "username", body.username)
    elif not body.global_name:
        faults.add("username", form_codes.BASE_TYPE_REQUIRED)
    if body.email:
        rules.check_email(faults, "email", body.email)
    faults.raise_if_any()
    hash_ = await core_tokens.hash_password(body.password) if body.password else None
    async with database.transaction() as tx:
        user_id = snowflakes.make()
        if body.email and not await store.take_email(tx, body.email, user_id):
            raise Problem.invalid("email", form_codes.EMAIL_ALREADY_REGISTERED)
        body.username = await _take_username(tx, body, user_id)
        await store.insert_user(tx, user_id, body, hash_)
        return Registered(await tokens.issue(tx, user_id))


async def _take_username(tx: Transaction, body: Register, user_id: int) -> str:
    if body.username:
        if not await store.take_username(tx, body.username, user_id):
            raise Problem.invalid("username", form_codes.USERNAME_ALREADY_TAKEN)
        return body.username
    assert body.global_name, "checked above"
    name = rules.username_from(body.global_name)
    for attempt in range(_ATTEMPTS):
        proposal = f"{name}{secrets.randbelow(10**6):06}" if attempt else name
        if await store.take_username(tx, proposal, user_id):
            return proposal
    raise Problem(codes.USERNAME_GENERATION_FAILED)


async def login(database: Database, body: Login) -> LoggedIn:
    """A new token. Raises 50035, the same and as late, whether the address or the password is wrong."""
    proven = await prove(database, body)
    async with database.transaction() as tx:
        # The hash took its time: who changed his password meanwhile has shut out whoever knows the old one.
        if await store.find_password_hash_held(tx, proven.user_id) != proven.password_hash:
            raise _refused_login()
        token = await tokens.issue(tx, proven.user_id)
    return LoggedIn(Snowflake(proven.user_id), token, LoginSettings(proven.locale))


async def prove(database: Database, body: Login) -> Proven:
    """Whose address and password these are; he may have another password by now. Raises 50035 as `login` does."""
    found = await store.find_credentials(database, body.login)
    fits = await core_tokens.password_fits(body.password, found["password_hash"] if found else None)
    if found is None or not fits:
        raise _refused_login()
    return Proven(found["id"], found["password_hash"], found["locale"])


def _refused_login() -> Problem:
    faults = Faults()
    faults.add("login", form_codes.INVALID_LOGIN)
    faults.add("password", form_codes.INVALID_LOGIN)
    return faults.problem()


async def logout(database: Database, identity: Identity) -> None:
    """The token in use is good no longer, for any process, when this returns."""
    async with database.transaction(lock=identity.user_id) as tx:
        await tokens.revoke(tx, identity)
