"""How a guild comes to be: its roles, its channels, and the one who makes it as owner.

Ids in the body are names within the request: overwrites name roles by them, and channels their category and the
guild its channels. Nobody is told of the parts; the owner's sessions are sent the whole.
"""

from collections.abc import Sequence

import msgspec

from core import codes, form_codes
from core.database import Transaction
from core.objects import Objects
from core.problems import Problem
from core.settings import Settings
from core.wire import UNSET, Permissions, Snowflake, UnsetType
from domain import images
from domain.channels import actions as channels
from domain.channels.records import Channel
from domain.guilds import queries, rules, store
from domain.guilds.records import CreateGuild, CreateGuildChannel, CreateGuildRole, Guild
from domain.members import actions as members
from domain.overwrites.records import ROLE, Overwrite
from domain.permissions.bits import ALL
from domain.roles import actions as roles
from domain.users.identity import Identity

_TEXT, _GENERAL, _VOICE, _SPOKEN = (Snowflake(number) for number in range(1, 5))
_DEFAULT_CHANNELS = [
    CreateGuildChannel(id=_TEXT, type=4, name="Text Channels"),
    CreateGuildChannel(id=_GENERAL, type=0, name="general", parent_id=_TEXT),
    CreateGuildChannel(id=_VOICE, type=4, name="Voice Channels"),
    CreateGuildChannel(id=_SPOKEN, type=2, name="General", parent_id=_VOICE),
]


def require_allowed(settings: Settings, caller: Identity) -> None:
    """Raises 20001 for a bot, unless the instance lets bots make guilds."""
    if caller.bot and settings.bots_make_guilds == "off":
        raise Problem(codes.BOTS_NOT_ALLOWED)


async def keep_pictures(objects: Objects, guild_id: int, body: CreateGuild) -> None:
    """Puts the hash of the icon in its place, before `create`."""
    await images.keep(objects, guild_id, body, {"icon": images.Kind.GUILD_ICON})


def features(settings: Settings) -> list[str]:
    """Those that new guilds have here."""
    names = settings.guild_features.replace(" ", "").split(",")
    return [name for name in names if name not in ("", "off")]


async def create(tx: Transaction, guild_id: int, owner_id: int, body: CreateGuild, features: Sequence[str]) -> Guild:
    """A new guild under an id that nobody has. Raises 30001, and 50035 for names that are none in the body."""
    guild = Guild(
        id=Snowflake(guild_id),
        name=body.name,
        features=list(features),
        owner_id=Snowflake(owner_id),
        roles=[],
        emojis=[],
        stickers=[],
    )
    await store.insert(tx, guild)
    role_ids = await _create_roles(tx, guild_id, body.roles or [], features)
    made = await _create_channels(tx, guild_id, body.channels or _DEFAULT_CHANNELS, role_ids)
    if body.channels:
        for field in ("afk_channel_id", "system_channel_id"):
            if (name := getattr(body, field)) in made:
                setattr(body, field, made[name].id)
    elif body.system_channel_id is UNSET:
        body.system_channel_id = made[_GENERAL].id
    guild = rules.apply(guild, body, {channel.id: channel.type for channel in made.values()})
    await store.update(tx, guild)
    await members.add_founder(tx, guild_id, owner_id)
    return await queries.get(tx, guild_id)


async def _create_roles(
    tx: Transaction, guild_id: int, given: Sequence[CreateGuildRole], features: Sequence[str]
) -> dict[int, int]:
    """Makes the roles, of which the first is @everyone, and gives their ids by their names in the request."""
    everyone, *others = given or [CreateGuildRole()]
    ids = {guild_id: guild_id}
    if isinstance(everyone.id, int):
        ids[everyone.id] = guild_id
    await roles.create_everyone(tx, guild_id, everyone)
    for position, body in enumerate(reversed(others), 1):
        role = await roles.create_with_guild(tx, guild_id, body, position, features)
        if isinstance(body.id, int):
            ids[body.id] = role.id
    return ids


async def _create_channels(
    tx: Transaction, guild_id: int, given: Sequence[CreateGuildChannel], role_ids: dict[int, int]
) -> dict[int, Channel]:
    """Makes the channels, and gives them by their names in the request, or else by their ids."""
    made: dict[int, Channel] = {}
    for index, body in enumerate(given):
        body = msgspec.structs.replace(body)
        if body.parent_id:
            if body.parent_id not in made:
                raise Problem.invalid(f"channels[{index}].parent_id", form_codes.CHANNEL_PARENT_INVALID)
            body.parent_id = made[body.parent_id].id
        channel = await channels.create_in(tx, guild_id, body, _overwrites(body, role_ids, index))
        made[body.id or channel.id] = channel
    return made


def _overwrites(body: CreateGuildChannel, role_ids: dict[int, int], index: int) -> list[Overwrite] | None:
    """Those of the channel; None when it wants those of its category."""
    if isinstance(body.permission_overwrites, UnsetType | None):
        return None
    return [
        Overwrite(
            Snowflake(_role_id(role_ids, overwrite.id, f"channels[{index}].permission_overwrites[{at}].id")),
            ROLE,
            Permissions((overwrite.allow or 0) & ALL),
            Permissions((overwrite.deny or 0) & ALL),
        )
        for at, overwrite in enumerate(body.permission_overwrites)
    ]


def _role_id(role_ids: dict[int, int], name: int, path: str) -> int:
    if name not in role_ids:
        raise Problem.invalid(path, form_codes.BASE_TYPE_INVALID, reason="There is no such role in the request.")
    return role_ids[name]
