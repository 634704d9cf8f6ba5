"""Prunes as they go over the wire. Docs: resources/guild#begin-guild-prune."""

from typing import Annotated, Literal

import msgspec

from core.wire import UNSET, Snowflake, UnsetType

DAYS = 7
_Days = Annotated[int, msgspec.Meta(ge=1, le=30)]


class PreviewPrune(msgspec.Struct):
    """`include_roles`: ids with commas between, or given several times."""

    days: _Days = DAYS
    include_roles: str | Annotated[list[Snowflake | None], msgspec.Meta(max_length=100)] = ""


class Prune(msgspec.Struct):
    """`compute_prune_count`: some libraries send it as a word."""

    days: _Days | UnsetType | None = UNSET
    compute_prune_count: bool | Literal["true", "false"] | UnsetType | None = UNSET
    include_roles: str | Annotated[list[Snowflake], msgspec.Meta(max_length=100)] | UnsetType | None = UNSET


class Pruned(msgspec.Struct):
    pruned: int | None
