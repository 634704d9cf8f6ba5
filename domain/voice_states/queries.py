"""Reading voice states."""

from collections.abc import Collection

from core import codes
from core.database import Reader
from core.problems import Problem
from domain.channels.access import GuildAccess
from domain.members import queries as members
from domain.members.records import Member
from domain.permissions.bits import Permission
from domain.voice_states import store
from domain.voice_states.records import Held, MemberVoiceState

Row = store.Row
find = store.find
"""How somebody is in voice in a guild, with his session and the token that he was given for the voice server."""

list_channels = store.list_channels


async def list_ids(reader: Reader, guild_id: int, channel_id: int) -> list[int]:
    """The users who are in the channel."""
    return [row.user_id for row in await store.list_of_channel(reader, guild_id, channel_id)]


async def get(reader: Reader, guild_id: int, user_id: int) -> MemberVoiceState:
    """Raises 10065 when he is not in voice there."""
    row = await store.find(reader, guild_id, user_id)
    member = await members.find(reader, guild_id, user_id) if row is not None else None
    if row is None or member is None:
        raise Problem(codes.UNKNOWN_VOICE_STATE)
    return row.shown(member)


async def get_of_other(reader: Reader, here: GuildAccess, user_id: int) -> MemberVoiceState:
    """Raises 10065 when he is not in voice there, 50013 when the caller may not connect to where he is."""
    found = await get(reader, here.guild_id, user_id)
    held = here.state.permissions(here.user_id, here.member, found.channel_id) if _is_known(here, found) else 0
    if user_id != here.user_id and not held & Permission.CONNECT:
        raise Problem(codes.MISSING_PERMISSIONS)
    return found


async def list_of_guild(reader: Reader, guild_id: int) -> list[MemberVoiceState]:
    """All who are in voice in the guild."""
    rows = await store.list_of_guild(reader, guild_id)
    if not rows:
        return []
    by_id = {int(one.user.id): one for one in await members.by_ids(reader, guild_id, [row.user_id for row in rows])}
    return [row.shown(by_id[row.user_id]) for row in rows if row.user_id in by_id]


async def list_of_members(reader: Reader, guild_id: int, known: Collection[Member]) -> list[MemberVoiceState]:
    """Those of these members who are in voice there."""
    by_id = {int(one.user.id): one for one in known}
    return [row.shown(by_id[row.user_id]) for row in await store.list_of_users(reader, guild_id, list(by_id))]


async def list_nodes(reader: Reader) -> list[str]:
    """The gateway nodes by whose sessions somebody is in voice."""
    return await store.list_nodes(reader)


async def list_held(reader: Reader, nodes: Collection[str]) -> list[Held]:
    """Who is in voice by sessions of these nodes."""
    return await store.list_held(reader, nodes)


def _is_known(here: GuildAccess, found: MemberVoiceState) -> bool:
    return found.channel_id in here.state.channels
