"""Sounds as they go over the wire. Docs: resources/soundboard#soundboard-sound-object."""

from typing import Annotated, Final

import msgspec

from core.wire import UNSET, Snowflake, UnsetType
from domain.users.records import User

MOST_OF_GUILD: Final = 8

Name = Annotated[str, msgspec.Meta(min_length=2, max_length=32)]
Volume = Annotated[float, msgspec.Meta(ge=0, le=1)]
EmojiName = Annotated[str, msgspec.Meta(min_length=1, max_length=32)]


class SoundboardSound(msgspec.Struct, kw_only=True):
    """A sound of a guild, or one that everybody has: that is of no guild."""

    name: str
    sound_id: Snowflake
    volume: float
    emoji_id: Snowflake | None
    emoji_name: str | None
    guild_id: Snowflake | UnsetType = UNSET
    available: bool = True
    user: User | UnsetType = UNSET


class SoundsOfGuild(msgspec.Struct):
    items: list[SoundboardSound]


class CreateSound(msgspec.Struct):
    name: Name
    sound: str
    volume: Volume | None = None
    emoji_id: Snowflake | None = None
    emoji_name: EmojiName | None = None


class EditSound(msgspec.Struct):
    name: Name | UnsetType = UNSET
    volume: Volume | UnsetType | None = UNSET
    emoji_id: Snowflake | UnsetType | None = UNSET
    emoji_name: EmojiName | UnsetType | None = UNSET


class SendSound(msgspec.Struct):
    """`source_guild_id`: whose sound it is, if not the channel's guild's."""

    sound_id: Snowflake
    source_guild_id: Snowflake | None = None


class StoredSound(msgspec.Struct, frozen=True, kw_only=True):
    """A sound as it is stored."""

    guild_id: int
    id: int
    name: str
    volume: float
    emoji_id: int | None
    emoji_name: str | None
    user_id: int

    def shown(self, user: User | UnsetType = UNSET) -> SoundboardSound:
        return SoundboardSound(
            name=self.name,
            sound_id=Snowflake(self.id),
            volume=self.volume,
            emoji_id=None if self.emoji_id is None else Snowflake(self.emoji_id),
            emoji_name=self.emoji_name,
            guild_id=Snowflake(self.guild_id),
            user=user,
        )
