"""Bans as they go over the wire. Docs: resources/guild#ban-object."""

from typing import Annotated

import msgspec

from core.wire import UNSET, Snowflake, UnsetType
from domain.users.records import User

A_DAY_S = 24 * 60 * 60
MOST_AT_ONCE = 200

_Seconds = Annotated[int, msgspec.Meta(ge=0, le=7 * A_DAY_S)]


class Ban(msgspec.Struct):
    user: User
    reason: str | None


class BanUser(msgspec.Struct):
    """How much of what he last said goes with him; `delete_message_days` is the old name, in days."""

    delete_message_seconds: _Seconds | UnsetType | None = UNSET
    delete_message_days: Annotated[int, msgspec.Meta(ge=0, le=7)] | UnsetType | None = UNSET

    @property
    def deletes_s(self) -> int:
        return self.delete_message_seconds or (self.delete_message_days or 0) * A_DAY_S


class UnbanUser(msgspec.Struct):
    """Says nothing."""


class BanUsers(msgspec.Struct):
    user_ids: Annotated[list[Snowflake], msgspec.Meta(max_length=MOST_AT_ONCE)]
    delete_message_seconds: _Seconds | UnsetType | None = UNSET


class BannedUsers(msgspec.Struct):
    banned_users: list[Snowflake]
    failed_users: list[Snowflake]


class ListBans(msgspec.Struct):
    limit: Annotated[int, msgspec.Meta(ge=1, le=1000)] = 1000
    before: Snowflake | UnsetType = UNSET
    after: Snowflake | UnsetType = UNSET
