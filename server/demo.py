"""The demo of a first run: a user, his guild, and his bot in it, so that a bot's author can begin at once.

What was made is remembered in the data folder. Only there are the tokens: the database has their hashes.
"""

import secrets
from pathlib import Path

import msgspec

from core import snowflakes
from core.problems import Problem
from domain.applications import actions as applications
from domain.applications.flags import LIMITED_INTENTS
from domain.applications.records import CreateApplication
from domain.guilds import creation as guilds
from domain.guilds.records import CreateGuild
from domain.installs import actions as installs
from domain.instance import Instance
from domain.permissions.bits import ALL
from domain.users import accounts
from domain.users.records import Register

__all__ = ["Demo", "ensure_demo"]

_FILE = "demo.json"


class Demo(msgspec.Struct):
    """What there is to try, with all that is needed to use it."""

    email: str
    password: str
    user_token: str
    guild_id: str
    application_id: str
    bot_token: str


async def ensure_demo(instance: Instance) -> Demo:
    """The demo of this data folder, made now if there is none, or if it belongs to another database."""
    file = instance.settings.data / _FILE
    if file.exists():
        demo = msgspec.json.decode(file.read_bytes(), type=Demo)
        if await instance.identities.find(demo.bot_token) is not None:
            return demo
    demo = await _make(instance)
    _write(file, demo)
    return demo


async def _make(instance: Instance) -> Demo:
    database = instance.database
    password = secrets.token_urlsafe(12)
    username, user_token = await _user(instance, password)
    owner = await instance.identities.find(user_token)
    assert owner is not None, "he was registered just now"
    guild_id = snowflakes.make()
    async with database.transaction(lock=guild_id) as tx:
        await guilds.create(tx, guild_id, owner.user_id, CreateGuild(name="Demo"), guilds.features(instance.settings))
    body = CreateApplication(name="Demo bot", flags=int(LIMITED_INTENTS))
    application = await applications.create(database, instance.objects, owner.user_id, body)
    async with database.transaction(lock=application.id) as tx:
        bot_token = await applications.first_token(tx, owner, application.id)
    assert bot_token is not None, "the application is new"
    here = await instance.access.guild(owner, guild_id)
    async with database.transaction(lock=guild_id) as tx:
        await installs.add_to_guild(tx, here, application, {installs.BOT}, ALL)
    return Demo(
        email=_email(username),
        password=password,
        user_token=user_token,
        guild_id=str(int(guild_id)),
        application_id=str(int(application.id)),
        bot_token=bot_token,
    )


async def _user(instance: Instance, password: str) -> tuple[str, str]:
    """The name and token of a new user; another name when an earlier demo has the first."""
    for username in ("demo", f"demo.{secrets.token_hex(4)}"):
        body = Register(username=username, global_name="Demo", email=_email(username), password=password)
        try:
            return username, (await accounts.register(instance.database, body)).token
        except Problem:
            continue
    raise AssertionError("eight random digits are not taken")


def _email(username: str) -> str:
    return f"{username}@example.com"


def _write(file: Path, demo: Demo) -> None:
    new = file.with_suffix(".new")
    new.unlink(missing_ok=True)
    new.touch(mode=0o600)
    new.write_bytes(msgspec.json.format(msgspec.json.encode(demo), indent=2) + b"\n")
    new.replace(file)
