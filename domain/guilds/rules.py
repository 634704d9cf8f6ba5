"""What a guild becomes by a change, and which changes are refused."""

from collections.abc import Mapping
from typing import Any

import msgspec

from core import form_codes
from core.problems import Faults
from core.wire import UNSET, UnsetType
from domain.channels.access import GuildAccess
from domain.channels.records import ChannelType
from domain.guilds.records import CreateGuild, EditGuild, Guild
from domain.permissions.bits import Permission

COMMUNITY = "COMMUNITY"
DISCOVERABLE = "DISCOVERABLE"

_FOR_ADMINISTRATORS = frozenset({COMMUNITY, DISCOVERABLE})
_MUTABLE = _FOR_ADMINISTRATORS | {"INVITES_DISABLED", "RAID_ALERTS_DISABLED"}
"""Features that a guild turns on and off itself. Docs: resources/guild#guild-object-mutable-guild-features."""

_TEXT = frozenset({ChannelType.GUILD_TEXT, ChannelType.GUILD_ANNOUNCEMENT})
_CHANNELS: Mapping[str, frozenset[ChannelType]] = {
    "afk_channel_id": frozenset({ChannelType.GUILD_VOICE}),
    "system_channel_id": _TEXT,
    "rules_channel_id": _TEXT,
    "public_updates_channel_id": _TEXT,
    "safety_alerts_channel_id": _TEXT,
}
_DEFAULTS: Mapping[str, object] = {
    "verification_level": 0,
    "default_message_notifications": 0,
    "explicit_content_filter": 0,
    "preferred_locale": "en-US",
    "afk_timeout": 300,
    "system_channel_flags": 0,
    "premium_progress_bar_enabled": False,
}
_NULLABLE = ("description", "icon", "splash", "discovery_splash", "home_header", "banner", *_CHANNELS)


def apply(guild: Guild, body: CreateGuild | EditGuild, channel_types: Mapping[int, int]) -> Guild:
    """The guild with the fields that were given, but for owner and features. Null is the default.

    Raises 50035 for what is no channel of the guild, or none of a type that will do.
    """
    faults = Faults()
    changes: dict[str, Any] = {}
    if body.name is not UNSET:
        changes["name"] = body.name.strip()
        if len(body.name.strip()) < 2:
            faults.add("name", form_codes.BASE_TYPE_BAD_LENGTH, min=2, max=100)
    for field in (*_NULLABLE, *_DEFAULTS):
        value = getattr(body, field, UNSET)
        if value is not UNSET:
            changes[field] = value or _DEFAULTS.get(field)
    for field, types in _CHANNELS.items():
        if (channel_id := changes.get(field)) is not None and channel_types.get(channel_id) not in types:
            faults.add(field, form_codes.BASE_TYPE_INVALID, reason="There is no such channel that will do for this.")
    faults.raise_if_any()
    return msgspec.structs.replace(guild, **changes)


def features(here: GuildAccess, guild: Guild, given: list[str | None] | UnsetType | None) -> list[str]:
    """The guild's features when it wants `given`: those that it cannot set itself stay as they are.

    Raises 50013 for what only administrators may turn on or off, 50035 for a community without its channels: it
    cannot let go of them either.
    """
    wanted = guild.features
    if not isinstance(given, UnsetType | None):
        wanted = [name for name in guild.features if name not in _MUTABLE or name in given]
        wanted += sorted(_MUTABLE.intersection(given) - set(wanted))
    if _FOR_ADMINISTRATORS & (set(wanted) ^ set(guild.features)):
        here.require(Permission.ADMINISTRATOR)
    faults = Faults()
    if COMMUNITY in wanted:
        for field in ("rules_channel_id", "public_updates_channel_id"):
            if getattr(guild, field) is None:
                faults.add(field, form_codes.BASE_TYPE_REQUIRED)
    elif DISCOVERABLE in wanted:
        faults.add("features", form_codes.BASE_TYPE_INVALID, reason="Only a community can be discovered.")
    faults.raise_if_any()
    return wanted
