"""Reading emojis, and who may use which."""

from collections.abc import Iterable, Sequence

from core import codes
from core.database import Reader
from core.problems import Problem
from core.wire import UNSET
from domain.channels.access import ChannelAccess, GuildAccess
from domain.emojis import rules, store
from domain.emojis.records import Emoji, StoredEmoji
from domain.permissions.bits import Permission
from domain.users import queries as users

by_ids = store.by_ids


async def of_guild(reader: Reader, guild_id: int) -> list[Emoji]:
    """By rising id, as all members know them: without who made them."""
    return [emoji.shown() for emoji in await store.list_of(reader, guild_id)]


async def list_in_guild(reader: Reader, here: GuildAccess) -> list[Emoji]:
    """Says who made them if the caller could make some himself."""
    if here.may(Permission.CREATE_GUILD_EXPRESSIONS) or here.may(Permission.MANAGE_GUILD_EXPRESSIONS):
        return await _with_users(reader, await store.list_of(reader, here.guild_id))
    return await of_guild(reader, here.guild_id)


async def get_in_guild(reader: Reader, here: GuildAccess, emoji_id: int) -> Emoji:
    """Says who made it to those who may change it. Raises 10014."""
    emoji = await get(reader, here.guild_id, emoji_id)
    return await with_user(reader, emoji) if rules.may_change(here, emoji) else emoji.shown()


async def list_of_application(reader: Reader, application_id: int) -> list[Emoji]:
    return await _with_users(reader, await store.list_of(reader, application_id))


async def get_of_application(reader: Reader, application_id: int, emoji_id: int) -> Emoji:
    """Raises 10014."""
    return await with_user(reader, await get(reader, application_id, emoji_id))


async def get(reader: Reader, owner_id: int, emoji_id: int) -> StoredEmoji:
    """Raises 10014."""
    emoji = await store.find(reader, owner_id, emoji_id)
    if emoji is None:
        raise Problem(codes.UNKNOWN_EMOJI)
    return emoji


async def get_any(reader: Reader, emoji_id: int) -> StoredEmoji:
    """Whosever it is. Raises 10014."""
    emoji = (await store.by_ids(reader, [emoji_id])).get(emoji_id)
    if emoji is None:
        raise Problem(codes.UNKNOWN_EMOJI)
    return emoji


async def get_usable(reader: Reader, here: ChannelAccess, emoji_id: int) -> StoredEmoji:
    """An emoji that the caller may react with here.

    Raises 10014 for one that he cannot know: of a guild where he is no member, or of another's application. Raises
    50013 without USE_EXTERNAL_EMOJIS for one from elsewhere, and without the role that the emoji is for.
    """
    emoji = await get_any(reader, emoji_id)
    if emoji.of_application:
        if emoji.owner_id != here.user_id:
            raise Problem(codes.UNKNOWN_EMOJI)
        return emoji
    held = await store.find_roles_of_member(reader, emoji.owner_id, here.user_id)
    if held is None:
        raise Problem(codes.UNKNOWN_EMOJI)
    if emoji.owner_id != here.guild_id:
        here.require(Permission.USE_EXTERNAL_EMOJIS)
    if emoji.roles and not {*held, emoji.owner_id}.intersection(emoji.roles):
        raise Problem(codes.MISSING_PERMISSIONS)
    return emoji


async def with_user(reader: Reader, emoji: StoredEmoji) -> Emoji:
    """With who made it."""
    return (await _with_users(reader, [emoji]))[0]


async def _with_users(reader: Reader, emojis: Sequence[StoredEmoji]) -> list[Emoji]:
    people = await users.by_ids(reader, _makers(emojis))
    return [emoji.shown(people.get(emoji.user_id, UNSET)) for emoji in emojis]


def _makers(emojis: Iterable[StoredEmoji]) -> set[int]:
    return {emoji.user_id for emoji in emojis}
