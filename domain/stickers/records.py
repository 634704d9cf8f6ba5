"""Stickers as they go over the wire. Docs: resources/sticker#sticker-object."""

import enum
from typing import Annotated, Final, TypeAlias

import msgspec

from core.wire import UNSET, Snowflake, UnsetType
from domain.users.records import User

MOST_OF_GUILD: Final = 5

Name = Annotated[str, msgspec.Meta(min_length=2, max_length=30)]
Tags = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Description = Annotated[str, msgspec.Meta(max_length=100)]


class Format(enum.IntEnum):
    """Docs: resources/sticker#sticker-object-sticker-format-types."""

    PNG = 1
    APNG = 2
    LOTTIE = 3
    GIF = 4


class StickerItem(msgspec.Struct):
    """What is needed to draw a sticker. Docs: resources/sticker#sticker-item-object."""

    id: Snowflake
    name: str
    format_type: int


class GuildSticker(msgspec.Struct, kw_only=True, tag_field="type", tag=2):
    """A sticker that a guild has made."""

    id: Snowflake
    name: str
    tags: str
    format_type: int
    description: str | None
    available: bool
    guild_id: Snowflake
    user: User | UnsetType = UNSET

    def item(self) -> StickerItem:
        return StickerItem(self.id, self.name, self.format_type)


class StandardSticker(msgspec.Struct, kw_only=True, tag_field="type", tag=1):
    """A sticker of a pack."""

    id: Snowflake
    name: str
    tags: str
    format_type: int | None
    description: str | None
    pack_id: Snowflake
    sort_value: int


Sticker: TypeAlias = GuildSticker | StandardSticker


class StickerPack(msgspec.Struct, kw_only=True):
    """Docs: resources/sticker#sticker-pack-object."""

    id: Snowflake
    sku_id: Snowflake
    name: str
    description: str | None
    stickers: list[StandardSticker]
    cover_sticker_id: Snowflake | UnsetType = UNSET
    banner_asset_id: Snowflake | UnsetType = UNSET


class StickerPacks(msgspec.Struct):
    sticker_packs: list[StickerPack]


class CreateSticker(msgspec.Struct):
    """What stands in the form beside the file."""

    name: Name
    tags: Tags
    description: Description | None = None


class EditSticker(msgspec.Struct):
    name: Name | UnsetType = UNSET
    tags: Tags | UnsetType = UNSET
    description: Description | UnsetType | None = UNSET


class StoredSticker(msgspec.Struct, frozen=True, kw_only=True):
    """A sticker as it is stored."""

    id: int
    guild_id: int
    name: str
    description: str | None
    tags: str
    format_type: int
    user_id: int

    def shown(self, user: User | UnsetType = UNSET) -> GuildSticker:
        return GuildSticker(
            id=Snowflake(self.id),
            name=self.name,
            tags=self.tags,
            format_type=self.format_type,
            description=self.description,
            available=True,
            guild_id=Snowflake(self.guild_id),
            user=user,
        )
