"""Emojis as they go over the wire. Docs: resources/emoji#emoji-object."""

from typing import Annotated, Final

import msgspec

from core.wire import UNSET, Snowflake, UnsetType
from domain.users.records import User

MOST_OF_GUILD: Final = 50  # that stand still, and as many that move
MOST_OF_APPLICATION: Final = 2000

Name = Annotated[str, msgspec.Meta(min_length=2, max_length=32)]
Roles = Annotated[list[Snowflake | None], msgspec.Meta(max_length=1521)]


class Emoji(msgspec.Struct, kw_only=True):
    """An emoji that a guild or an application has made."""

    id: Snowflake
    name: str
    user: User | UnsetType = UNSET
    roles: list[Snowflake]
    require_colons: bool
    managed: bool
    animated: bool
    available: bool


class ApplicationEmojis(msgspec.Struct):
    items: list[Emoji]


class CreateApplicationEmoji(msgspec.Struct):
    name: Name
    image: str


class CreateGuildEmoji(CreateApplicationEmoji):
    roles: Roles | None = None


class EditApplicationEmoji(msgspec.Struct):
    name: Name | UnsetType = UNSET


class EditGuildEmoji(EditApplicationEmoji):
    roles: Roles | UnsetType | None = UNSET


class StoredEmoji(msgspec.Struct, frozen=True, kw_only=True):
    """An emoji as it is stored. `owner_id` is the guild, or the application whose bot alone may use it."""

    id: int
    owner_id: int
    of_application: bool = False
    name: str
    animated: bool
    user_id: int
    roles: list[int] = []

    def shown(self, user: User | UnsetType = UNSET) -> Emoji:
        return Emoji(
            id=Snowflake(self.id),
            name=self.name,
            user=user,
            roles=[Snowflake(role_id) for role_id in self.roles],
            require_colons=True,
            managed=False,
            animated=self.animated,
            available=True,
        )
