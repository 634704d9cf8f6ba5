"""A webhook as it is kept."""

import msgspec


class WebhookRow(msgspec.Struct, frozen=True, kw_only=True):
    id: int
    guild_id: int
    channel_id: int
    type: int
    name: str
    avatar: str | None
    user_id: int
    application_id: int | None
    source_guild_id: int | None = None
    source_channel_id: int | None = None
