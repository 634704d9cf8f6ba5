"""Reading stickers, and who may send which."""

from collections.abc import Sequence

from core import codes
from core.database import Reader
from core.problems import Problem
from core.wire import UNSET
from domain.channels.access import ChannelAccess, GuildAccess
from domain.permissions.bits import Permission
from domain.stickers import rules, store
from domain.stickers.records import GuildSticker, StoredSticker
from domain.users import queries as users


async def of_guild(reader: Reader, guild_id: int) -> list[GuildSticker]:
    """By rising id, as all members know them: without who made them."""
    return [sticker.shown() for sticker in await store.list_of(reader, guild_id)]


async def list_in_guild(reader: Reader, here: GuildAccess) -> list[GuildSticker]:
    """Says who made them if the caller could make some himself."""
    if here.may(Permission.CREATE_GUILD_EXPRESSIONS) or here.may(Permission.MANAGE_GUILD_EXPRESSIONS):
        return await _with_users(reader, await store.list_of(reader, here.guild_id))
    return await of_guild(reader, here.guild_id)


async def get_in_guild(reader: Reader, here: GuildAccess, sticker_id: int) -> GuildSticker:
    """Says who made it if the caller could make some himself. Raises 10060."""
    sticker = await get(reader, here.guild_id, sticker_id)
    if here.may(Permission.CREATE_GUILD_EXPRESSIONS) or rules.may_change(here, sticker):
        return await with_user(reader, sticker)
    return sticker.shown()


async def get(reader: Reader, guild_id: int, sticker_id: int) -> StoredSticker:
    """Raises 10060."""
    sticker = await store.find(reader, guild_id, sticker_id)
    if sticker is None:
        raise Problem(codes.UNKNOWN_STICKER)
    return sticker


async def get_any(reader: Reader, sticker_id: int) -> GuildSticker:
    """Whichever guild's it is. Raises 10060."""
    sticker = (await store.by_ids(reader, [sticker_id])).get(sticker_id)
    if sticker is None:
        raise Problem(codes.UNKNOWN_STICKER)
    return sticker.shown()


async def get_sendable(reader: Reader, here: ChannelAccess, ids: Sequence[int]) -> list[GuildSticker]:
    """The stickers, each once, that the caller wants to send here.

    Raises 10060, and 50600 for one from elsewhere without USE_EXTERNAL_STICKERS, or of a guild where he is no member.
    """
    known = await store.by_ids(reader, ids)
    if not known.keys() >= set(ids):
        raise Problem(codes.UNKNOWN_STICKER)
    elsewhere = {sticker.guild_id for sticker in known.values()} - {here.guild_id}
    if elsewhere:
        is_allowed = here.may(Permission.USE_EXTERNAL_STICKERS)
        if not is_allowed or elsewhere - await store.memberships(reader, here.user_id, elsewhere):
            raise Problem(codes.CANNOT_SEND_STICKER)
    return [known[sticker_id].shown() for sticker_id in dict.fromkeys(ids)]


async def with_user(reader: Reader, sticker: StoredSticker) -> GuildSticker:
    """With who made it."""
    return (await _with_users(reader, [sticker]))[0]


async def _with_users(reader: Reader, stickers: Sequence[StoredSticker]) -> list[GuildSticker]:
    people = await users.by_ids(reader, {sticker.user_id for sticker in stickers})
    return [sticker.shown(people.get(sticker.user_id, UNSET)) for sticker in stickers]
