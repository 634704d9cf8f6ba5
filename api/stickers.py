"""Stickers of guilds, and packs of stickers. Docs: resources/sticker."""

from core import codes
from core.problems import Problem
from core.wire import Snowflake
from domain.stickers import actions, queries
from domain.stickers.records import CreateSticker, EditSticker, GuildSticker, Sticker, StickerPack, StickerPacks
from rest import buckets
from rest.call import Call
from rest.multipart import Upload
from rest.operation import Who, operation

_GUILD = "/guilds/{guild_id}/stickers"
_ONE = "/{sticker_id}"
_IN_GUILD = (codes.UNKNOWN_GUILD, codes.MISSING_ACCESS)
_CHANGED = (*_IN_GUILD, codes.MISSING_PERMISSIONS, codes.UNKNOWN_STICKER)


@operation("GET", "/stickers/{sticker_id}", who=Who.ACCOUNT, bucket=buckets.READ, problems=(codes.UNKNOWN_STICKER,))
async def get_sticker(call: Call, sticker_id: Snowflake) -> Sticker:
    """A sticker of any guild."""
    return await queries.get_any(call.database, sticker_id)


@operation("GET", "/sticker-packs", who=Who.ANYONE, bucket=buckets.READ)
async def list_sticker_packs(_: Call) -> StickerPacks:
    """The packs of stickers that everybody may send. This platform has none."""
    return StickerPacks([])


@operation(
    "GET", "/sticker-packs/{pack_id}", who=Who.ACCOUNT, bucket=buckets.READ, problems=(codes.UNKNOWN_STICKER_PACK,)
)
async def get_sticker_pack(_: Call, pack_id: Snowflake) -> StickerPack:
    """A pack of stickers. This platform has none, so each is unknown."""
    raise Problem(codes.UNKNOWN_STICKER_PACK)


@operation("GET", _GUILD, who=Who.ACCOUNT, bucket=buckets.READ, problems=_IN_GUILD)
async def list_guild_stickers(call: Call, guild_id: Snowflake) -> list[GuildSticker]:
    """The stickers of a guild."""
    here = await call.in_guild(guild_id)
    return await queries.list_in_guild(call.database, here)


@operation("GET", _GUILD + _ONE, who=Who.ACCOUNT, bucket=buckets.READ, problems=(*_IN_GUILD, codes.UNKNOWN_STICKER))
async def get_guild_sticker(call: Call, guild_id: Snowflake, sticker_id: Snowflake) -> GuildSticker:
    """A sticker of a guild."""
    here = await call.in_guild(guild_id)
    return await queries.get_in_guild(call.database, here, sticker_id)


@operation(
    "POST",
    _GUILD,
    who=Who.ACCOUNT,
    bucket=buckets.CREATE_STICKER,
    status=201,
    problems=(
        *_IN_GUILD,
        codes.MISSING_PERMISSIONS,
        codes.MAXIMUM_STICKERS,
        codes.FILE_TOO_LARGE,
        codes.INVALID_FILE,
        codes.INVALID_LOTTIE_JSON,
        codes.LOTTIE_WITH_RASTER_IMAGES,
        codes.LOTTIE_DIMENSIONS_EXCEEDED,
        codes.STICKER_FRAMERATE_EXCEEDED,
        codes.STICKER_FRAME_COUNT_EXCEEDED,
        codes.STICKER_FRAME_RATE_OUT_OF_RANGE,
        codes.STICKER_DURATION_EXCEEDED,
    ),
)
async def create_guild_sticker(call: Call, guild_id: Snowflake, form: CreateSticker, file: Upload) -> GuildSticker:
    """Make a sticker of a PNG, an APNG, a GIF or a Lottie animation."""
    here = await call.in_guild(guild_id)
    return await actions.create(call.database, call.instance.objects, here, form, file.content)


@operation("PATCH", _GUILD + _ONE, who=Who.ACCOUNT, bucket=buckets.EDIT_STICKER, problems=_CHANGED)
async def update_guild_sticker(
    call: Call, guild_id: Snowflake, sticker_id: Snowflake, body: EditSticker
) -> GuildSticker:
    """Change what is said of a sticker."""
    here = await call.in_guild(guild_id)
    async with call.transaction(lock=guild_id) as tx:
        return await actions.edit(tx, here, sticker_id, body)


@operation("DELETE", _GUILD + _ONE, who=Who.ACCOUNT, bucket=buckets.DELETE_STICKER, problems=_CHANGED)
async def delete_guild_sticker(call: Call, guild_id: Snowflake, sticker_id: Snowflake) -> None:
    """Delete a sticker; messages with it stay."""
    here = await call.in_guild(guild_id)
    async with call.transaction(lock=guild_id) as tx:
        await actions.delete(tx, here, sticker_id)


OPERATIONS = [
    get_sticker,
    list_sticker_packs,
    get_sticker_pack,
    list_guild_stickers,
    get_guild_sticker,
    create_guild_sticker,
    update_guild_sticker,
    delete_guild_sticker,
]
