"""Changing user settings, each under the user's lock: his sessions hear of the changes in their order."""

from collections.abc import Mapping
from typing import Any

import msgspec

from core import form_codes
from core.database import Transaction
from core.problems import Faults, Problem
from core.wire import UNSET, Snowflake
from domain.user_settings import events, store
from domain.user_settings.guild_records import (
    MOST_OVERRIDES,
    ChannelOverride,
    EditChannelOverride,
    EditUserGuildSettings,
    UserGuildSettings,
)
from domain.user_settings.records import EditUserSettings, UserSettings
from domain.users import events as user_events
from domain.users import queries as users
from domain.users import store as user_store


async def edit(tx: Transaction, user_id: int, body: EditUserSettings) -> UserSettings:
    """Raises 50035."""
    if body.custom_status and body.custom_status.emoji_id and body.custom_status.emoji_name:
        reason = "Only one of emoji_id and emoji_name may be set."
        raise Problem.invalid("custom_status.emoji_id", form_codes.BASE_TYPE_INVALID, reason=reason)
    before = await store.find(tx, user_id)
    changes = {name: value for name, value in _given(body).items() if value != getattr(before, name)}
    if not changes:
        return before
    after = msgspec.structs.replace(before, **changes)
    await store.save(tx, user_id, after)
    tx.emit(events.user_settings_update(user_id, EditUserSettings(**changes)))
    if "locale" in changes:
        await user_store.update_user(tx, user_id, {"locale": after.locale})
        tx.emit(user_events.user_update(await users.me(tx, user_id)))
    return after


async def edit_of_guild(
    tx: Transaction, user_id: int, guild_id: int, body: EditUserGuildSettings, path: str = ""
) -> UserGuildSettings:
    """Of a guild that he is in, or of private channels (0). Raises 50035 for too many channels."""
    given = _given(body)
    overrides: Mapping[Snowflake, EditChannelOverride] = given.pop("channel_overrides", None) or {}
    before = await store.find_of_guild(tx, user_id, guild_id)
    known = before or UserGuildSettings(guild_id=Snowflake(guild_id) if guild_id else None)
    after = msgspec.structs.replace(known, **given)
    after.channel_overrides = _overridden(known.channel_overrides, overrides)
    if len(after.channel_overrides) > MOST_OVERRIDES:
        faults = Faults()
        faults.add(f"{path}channel_overrides", form_codes.BASE_TYPE_MAX_LENGTH, max=MOST_OVERRIDES)
        faults.raise_if_any()
    if after == before:
        return after
    after.version = known.version + 1
    await store.save_of_guild(tx, user_id, after)
    tx.emit(events.user_guild_settings_update(user_id, after))
    return after


def _overridden(
    known: list[ChannelOverride], changes: Mapping[Snowflake, EditChannelOverride]
) -> list[ChannelOverride]:
    """One that says nothing any more is left out."""
    by_id = {one.channel_id: one for one in known}
    for channel_id, change in changes.items():
        override = by_id.get(channel_id) or ChannelOverride(channel_id)
        by_id[channel_id] = msgspec.structs.replace(override, **_given(change))
    return [one for one in by_id.values() if one != ChannelOverride(one.channel_id)]


def _given(body: msgspec.Struct) -> dict[str, Any]:
    return {name: value for name in body.__struct_fields__ if (value := getattr(body, name)) is not UNSET}
