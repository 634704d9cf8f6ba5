"""Changing a user."""

import secrets

from core import form_codes, snowflakes
from core import tokens as core_tokens
from core.database import Database, Transaction
from core.objects import Objects
from core.problems import Faults, Problem
from core.wire import UNSET
from domain import images
from domain.users import events, queries, rules, store, tokens
from domain.users.identity import Identity
from domain.users.records import (
    LONGEST_PASSWORD,
    PROVISIONAL_ACCOUNT,
    SHORTEST_PASSWORD,
    TEAM_PSEUDO_USER,
    VERIFIED_BOT,
    CurrentUser,
    EditCurrentUser,
    Register,
)

_SHOWN_IN_GUILDS = frozenset({"username", "avatar", "global_name", "banner"})


async def edit(database: Database, objects: Objects, identity: Identity, body: EditCurrentUser) -> CurrentUser:
    """The user as he is now. Raises 50035.

    A new password makes every token of his useless; the answer has a new one. Takes the database, for pictures
    and passwords are worked on before the transaction.
    """
    hash_ = None
    if identity.bot:
        _check_bot(body)
    else:
        hash_ = await store.find_password_hash(database, identity.user_id)
        await _check_user(hash_, body)
    changes: dict[str, object] = {}
    for name in ("username", "accent_color", "email"):
        if (value := getattr(body, name)) is not UNSET:
            changes[name] = value
    if body.email is not UNSET:
        changes["verified"] = True
    if body.global_name is not UNSET:
        changes["global_name"] = body.global_name or None
    if body.bio is not UNSET:
        changes["bio"] = body.bio or ""
    for name, kind in (("avatar", images.Kind.AVATAR), ("banner", images.Kind.BANNER)):
        if (value := getattr(body, name)) is not UNSET:
            changes[name] = await images.store(objects, kind, identity.user_id, value, name) if value else None
    if body.new_password is not UNSET:
        changes["password_hash"] = await core_tokens.hash_password(body.new_password)
    async with database.transaction(lock=identity.user_id) as tx:
        # Another password may have come meanwhile; who gave the old one has proved nothing any more.
        if body.password is not UNSET and await store.find_password_hash(tx, identity.user_id) != hash_:
            raise Problem.invalid("password", form_codes.PASSWORD_DOES_NOT_MATCH)
        return await _apply(tx, identity, body, changes)


def shows_in_guilds(body: EditCurrentUser) -> bool:
    """Whether a change of these is a change of the user's members too."""
    return any(getattr(body, name) is not UNSET for name in _SHOWN_IN_GUILDS)


async def create_bot(tx: Transaction, application_id: int, name: str) -> None:
    """The bot user of an application, with no token yet. Its name need not be unique, so it has a discriminator."""
    username = rules.clean(name)[:32].strip()
    faults = Faults()
    rules.check_bot_name(faults, "username", username)
    if faults:
        username = "bot"
    await store.insert_bot(tx, application_id, username, f"{1 + secrets.randbelow(9999):04}")


async def create_team_user(tx: Transaction, team_id: int) -> None:
    """Who stands for a team as the owner of its applications. Nobody can log in as him."""
    await store.insert_team_user(tx, team_id, f"team{int(team_id)}", TEAM_PSEUDO_USER)


async def create_provisional(tx: Transaction, global_name: str | None) -> int:
    """A user whom an application vouches for, and as whom nobody can log in here. Gives his id."""
    user_id = snowflakes.make()
    username = f"player_{user_id}"  # an id is nobody else's, so the name is free
    await store.take_username(tx, username, user_id)
    await store.insert_user(tx, user_id, Register(username=username, global_name=global_name), None)
    await store.switch_public_flags(tx, user_id, PROVISIONAL_ACCOUNT, on=True)
    return user_id


async def rename_provisional(tx: Transaction, user_id: int, global_name: str) -> None:
    """Another display name for such a user, if it is one."""
    if (await queries.get(tx, user_id)).global_name != global_name:
        await store.update_user(tx, user_id, {"global_name": global_name})
        tx.emit(events.user_update(await queries.me(tx, user_id)))


async def verify_bot(tx: Transaction, application_id: int, *, is_verified: bool) -> None:
    """Whether the bot's public flags say that the instance's operator vouches for it."""
    await store.switch_public_flags(tx, application_id, VERIFIED_BOT, is_verified)


async def _apply(tx: Transaction, identity: Identity, body: EditCurrentUser, changes: dict[str, object]) -> CurrentUser:
    user_id = identity.user_id
    if body.username is not UNSET and not identity.bot:
        await store.release_usernames(tx, user_id, but=body.username)
        mine = (await queries.me(tx, user_id)).username == body.username
        if not mine and not await store.take_username(tx, body.username, user_id):
            raise Problem.invalid("username", form_codes.USERNAME_ALREADY_TAKEN)
    if body.email is not UNSET:
        await store.release_emails(tx, user_id, but=body.email)
        mine = ((await queries.me(tx, user_id)).email or "").lower() == body.email.lower()
        if not mine and not await store.take_email(tx, body.email, user_id):
            raise Problem.invalid("email", form_codes.EMAIL_ALREADY_REGISTERED)
    if not changes:
        return await queries.me(tx, user_id)
    await store.update_user(tx, user_id, changes)
    user = await queries.me(tx, user_id)
    tx.emit(events.user_update(user))
    if "password_hash" in changes:
        user.token = await tokens.replace(tx, user_id)
    return user


def _check_bot(body: EditCurrentUser) -> None:
    """What bots cannot have is left out, as if it had not been sent."""
    body.global_name = body.email = body.new_password = UNSET
    if body.username is not UNSET:
        faults = Faults()
        body.username = rules.clean(body.username)
        rules.check_bot_name(faults, "username", body.username)
        faults.raise_if_any()


async def _check_user(hash_: str | None, body: EditCurrentUser) -> None:
    """`hash_` is that of the password he has."""
    faults = Faults()
    if body.username is not UNSET:
        rules.check_username(faults, "username", body.username)
    if body.global_name:
        body.global_name = rules.clean(body.global_name)
        rules.check_global_name(faults, "global_name", body.global_name)
    if body.email is not UNSET:
        rules.check_email(faults, "email", body.email)
    faults.raise_if_any()
    if body.username is body.email is body.new_password is body.password is UNSET:
        return
    if hash_ is None and body.password is not UNSET:
        _set_first_password(body, body.password)
        return
    if body.username is body.email is body.new_password is UNSET:
        return
    if body.password is UNSET or not await core_tokens.password_fits(body.password, hash_):
        raise Problem.invalid("password", form_codes.PASSWORD_DOES_NOT_MATCH)


def _set_first_password(body: EditCurrentUser, password: str) -> None:
    """Who registered without a password has none to prove; the first one that he gives is his."""
    if len(password) < SHORTEST_PASSWORD:
        raise Problem.invalid("password", form_codes.BASE_TYPE_BAD_LENGTH, min=SHORTEST_PASSWORD, max=LONGEST_PASSWORD)
    body.new_password = password
