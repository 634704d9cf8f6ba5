"""Stage instances as they go over the wire: what is said of a stage that is live. Docs: resources/stage-instance."""

from typing import Annotated, Final, Literal

import msgspec

from core.wire import UNSET, Snowflake, UnsetType

GUILD_ONLY: Final = 2
"""The only privacy level that there still is."""

Topic = Annotated[str, msgspec.Meta(min_length=1, max_length=120)]


class StageInstance(msgspec.Struct, kw_only=True):
    id: Snowflake
    guild_id: Snowflake
    channel_id: Snowflake
    topic: str
    privacy_level: int = GUILD_ONLY
    discoverable_disabled: bool = True
    guild_scheduled_event_id: Snowflake | None = None


class CreateStageInstance(msgspec.Struct, kw_only=True):
    channel_id: Snowflake
    topic: Topic
    privacy_level: Literal[2] | None = None
    guild_scheduled_event_id: Snowflake | None = None
    send_start_notification: bool | None = None


class EditStageInstance(msgspec.Struct, kw_only=True):
    topic: Topic | UnsetType = UNSET
    privacy_level: Literal[2] | UnsetType = UNSET
