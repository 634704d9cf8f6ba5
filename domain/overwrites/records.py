"""Overwrites as they go over the wire. Docs: resources/channel#overwrite-object."""

from typing import Annotated, Literal

import msgspec

from core.wire import UNSET, Permissions, Snowflake, UnsetType

ROLE = 0
MEMBER = 1


class Overwrite(msgspec.Struct, frozen=True):
    """What a role or a member is allowed and denied in one channel."""

    id: Snowflake
    type: int
    allow: Permissions
    deny: Permissions


class EditOverwrite(msgspec.Struct, kw_only=True):
    """The body of a PUT. Without a type the target tells: a role of the guild, or else a user."""

    type: Literal[0, 1] | UnsetType | None = UNSET
    allow: Permissions | UnsetType | None = UNSET
    deny: Permissions | UnsetType | None = UNSET


class SetOverwrite(EditOverwrite, kw_only=True):
    """An overwrite in the body of a channel that is created or changed."""

    id: Snowflake


SetOverwrites = Annotated[list[SetOverwrite], msgspec.Meta(max_length=100)]
