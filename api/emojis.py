"""Emojis of guilds and of applications. Docs: resources/emoji."""

from core import codes
from core.wire import Snowflake
from domain.applications import queries as applications
from domain.emojis import actions, queries
from domain.emojis.records import (
    ApplicationEmojis,
    CreateApplicationEmoji,
    CreateGuildEmoji,
    EditApplicationEmoji,
    EditGuildEmoji,
    Emoji,
)
from rest import buckets
from rest.call import Call
from rest.operation import Who, operation

_GUILD = "/guilds/{guild_id}/emojis"
_APPLICATION = "/applications/{application_id}/emojis"
_ONE = "/{emoji_id}"
_IN_GUILD = (codes.UNKNOWN_GUILD, codes.MISSING_ACCESS)
_CHANGED = (*_IN_GUILD, codes.MISSING_PERMISSIONS, codes.UNKNOWN_EMOJI)
_OF_APPLICATION = (codes.UNKNOWN_APPLICATION, codes.NOT_AUTHORIZED_FOR_APPLICATION)


@operation("GET", _GUILD, who=Who.ACCOUNT, bucket=buckets.READ, problems=_IN_GUILD)
async def list_guild_emojis(call: Call, guild_id: Snowflake) -> list[Emoji]:
    """The emojis of a guild."""
    here = await call.in_guild(guild_id)
    return await queries.list_in_guild(call.database, here)


@operation("GET", _GUILD + _ONE, who=Who.ACCOUNT, bucket=buckets.READ, problems=(*_IN_GUILD, codes.UNKNOWN_EMOJI))
async def get_guild_emoji(call: Call, guild_id: Snowflake, emoji_id: Snowflake) -> Emoji:
    """An emoji of a guild."""
    here = await call.in_guild(guild_id)
    return await queries.get_in_guild(call.database, here, emoji_id)


@operation(
    "POST",
    _GUILD,
    who=Who.ACCOUNT,
    bucket=buckets.CREATE_EMOJI,
    status=201,
    problems=(
        *_IN_GUILD,
        codes.MISSING_PERMISSIONS,
        codes.UNKNOWN_ROLE,
        codes.MAXIMUM_EMOJIS,
        codes.MAXIMUM_ANIMATED_EMOJIS,
    ),
)
async def create_guild_emoji(call: Call, guild_id: Snowflake, body: CreateGuildEmoji) -> Emoji:
    """Make an emoji of a picture."""
    here = await call.in_guild(guild_id)
    return await actions.create_in_guild(call.database, call.instance.objects, here, body)


@operation("PATCH", _GUILD + _ONE, who=Who.ACCOUNT, bucket=buckets.EDIT_EMOJI, problems=(*_CHANGED, codes.UNKNOWN_ROLE))
async def update_guild_emoji(call: Call, guild_id: Snowflake, emoji_id: Snowflake, body: EditGuildEmoji) -> Emoji:
    """Give an emoji another name, or other roles that may use it."""
    here = await call.in_guild(guild_id)
    async with call.transaction(lock=guild_id) as tx:
        return await actions.edit_in_guild(tx, here, emoji_id, body)


@operation("DELETE", _GUILD + _ONE, who=Who.ACCOUNT, bucket=buckets.DELETE_EMOJI, problems=_CHANGED)
async def delete_guild_emoji(call: Call, guild_id: Snowflake, emoji_id: Snowflake) -> None:
    """Delete an emoji; reactions with it stay."""
    here = await call.in_guild(guild_id)
    async with call.transaction(lock=guild_id) as tx:
        await actions.delete_in_guild(tx, here, emoji_id)


@operation("GET", _APPLICATION, who=Who.ACCOUNT, bucket=buckets.READ, problems=_OF_APPLICATION)
async def list_application_emojis(call: Call, application_id: Snowflake) -> ApplicationEmojis:
    """The emojis that an application's bot can use wherever it is."""
    await applications.get_own(call.database, call.identity, application_id)
    return ApplicationEmojis(await queries.list_of_application(call.database, application_id))


@operation(
    "GET",
    _APPLICATION + _ONE,
    who=Who.ACCOUNT,
    bucket=buckets.READ,
    problems=(*_OF_APPLICATION, codes.UNKNOWN_EMOJI),
)
async def get_application_emoji(call: Call, application_id: Snowflake, emoji_id: Snowflake) -> Emoji:
    """An emoji of an application."""
    await applications.get_own(call.database, call.identity, application_id)
    return await queries.get_of_application(call.database, application_id, emoji_id)


@operation(
    "POST",
    _APPLICATION,
    who=Who.ACCOUNT,
    bucket=buckets.CREATE_EMOJI,
    status=201,
    problems=(*_OF_APPLICATION, codes.MAXIMUM_EMOJIS),
)
async def create_application_emoji(call: Call, application_id: Snowflake, body: CreateApplicationEmoji) -> Emoji:
    """Make an emoji of a picture, for the application's bot alone."""
    await applications.get_own(call.database, call.identity, application_id)
    objects = call.instance.objects
    return await actions.create_of_application(call.database, objects, application_id, call.user_id, body)


@operation(
    "PATCH",
    _APPLICATION + _ONE,
    who=Who.ACCOUNT,
    bucket=buckets.EDIT_EMOJI,
    problems=(*_OF_APPLICATION, codes.UNKNOWN_EMOJI),
)
async def update_application_emoji(
    call: Call, application_id: Snowflake, emoji_id: Snowflake, body: EditApplicationEmoji
) -> Emoji:
    """Give an emoji another name."""
    await applications.get_own(call.database, call.identity, application_id)
    async with call.transaction(lock=application_id) as tx:
        return await actions.edit_of_application(tx, application_id, emoji_id, body)


@operation(
    "DELETE",
    _APPLICATION + _ONE,
    who=Who.ACCOUNT,
    bucket=buckets.DELETE_EMOJI,
    problems=(*_OF_APPLICATION, codes.UNKNOWN_EMOJI),
)
async def delete_application_emoji(call: Call, application_id: Snowflake, emoji_id: Snowflake) -> None:
    """Delete an emoji; reactions with it stay."""
    await applications.get_own(call.database, call.identity, application_id)
    async with call.transaction(lock=application_id) as tx:
        await actions.delete_of_application(tx, application_id, emoji_id)


OPERATIONS = [
    list_guild_emojis,
    get_guild_emoji,
    create_guild_emoji,
    update_guild_emoji,
    delete_guild_emoji,
    list_application_emojis,
    get_application_emoji,
    create_application_emoji,
    update_application_emoji,
    delete_application_emoji,
]
