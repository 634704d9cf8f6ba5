"""The welcome screen of a guild: what it shows to who has just joined, or looks whether to join.

Docs: resources/guild#get-guild-welcome-screen, #modify-guild-welcome-screen.
"""

import msgspec

from core import codes, form_codes
from core.database import Reader, Transaction
from core.problems import Faults, Problem
from domain.audit_log import actions as audit_log
from domain.audit_log.records import AuditLogEvent, Change
from domain.channels.access import GuildAccess
from domain.guilds import features
from domain.guilds.rules import COMMUNITY, DISCOVERABLE
from domain.onboarding import emojis, queries, store
from domain.onboarding.records import ShownEmoji
from domain.onboarding.rules import Ground
from domain.onboarding.welcome_records import (
    WELCOME_SCREEN_ENABLED,
    EditWelcomeScreen,
    StoredWelcomeScreen,
    WelcomeChannel,
    WelcomeScreen,
)
from domain.permissions.bits import Permission


async def is_public(reader: Reader, guild_id: int) -> bool:
    """Whether those who are no members may see the guild's welcome screen. Raises 10004."""
    known = await store.features(reader, guild_id)
    if known is None:
        raise Problem(codes.UNKNOWN_GUILD)
    return DISCOVERABLE in known and WELCOME_SCREEN_ENABLED in known


async def get(reader: Reader, guild_id: int, here: GuildAccess | None) -> WelcomeScreen:
    """`here`: None for one who is no member. Raises 10069; 50013 for one that is not enabled."""
    stored = await store.find_welcome_screen(reader, guild_id)
    if stored is None or (here is None and not stored.enabled):
        raise Problem(codes.UNKNOWN_GUILD_WELCOME_SCREEN)
    if here is not None and not stored.enabled:
        here.require(Permission.MANAGE_GUILD)
    return stored.screen


async def find_enabled(reader: Reader, guild_id: int) -> WelcomeScreen | None:
    """None as well for one that is not enabled."""
    stored = await store.find_welcome_screen(reader, guild_id)
    return stored.screen if stored is not None and stored.enabled else None


async def edit(tx: Transaction, here: GuildAccess, body: EditWelcomeScreen) -> WelcomeScreen:
    """Raises 50013, 50035. Only communities can enable it. Needs the guild's lock."""
    here.require(Permission.MANAGE_GUILD)
    ground = await queries.ground(tx, here.guild_id)
    kept = await store.find_welcome_screen(tx, here.guild_id) or StoredWelcomeScreen(False, WelcomeScreen(None, []))
    after = StoredWelcomeScreen(kept.enabled, msgspec.structs.replace(kept.screen))
    if isinstance(body.enabled, bool):
        after.enabled = body.enabled
    if after.enabled and COMMUNITY not in ground.features:
        raise Problem.invalid("enabled", form_codes.BASE_TYPE_INVALID, reason="Only a community can have it.")
    if not isinstance(body.description, msgspec.UnsetType):
        after.screen.description = body.description or None
    if not isinstance(body.welcome_channels, msgspec.UnsetType):
        after.screen.welcome_channels = await _channels(tx, ground, body)
    await store.put_welcome_screen(tx, here.guild_id, after)
    await features.switch(tx, here.guild_id, {WELCOME_SCREEN_ENABLED: after.enabled})
    if after != kept:
        changes = [Change("welcome_screen", after, kept)]
        await audit_log.add(tx, here, AuditLogEvent.GUILD_UPDATE, here.guild_id, changes)
    return after.screen


async def _channels(tx: Transaction, ground: Ground, body: EditWelcomeScreen) -> list[WelcomeChannel]:
    given = body.welcome_channels or []
    faults = Faults()
    seen: set[int] = set()
    for at, channel in enumerate(given):
        if channel.channel_id not in ground.channels:
            reason = "The guild has none of that id."
            faults.add(f"welcome_channels[{at}].channel_id", form_codes.BASE_TYPE_INVALID, reason=reason)
        elif channel.channel_id in seen:
            faults.add(f"welcome_channels[{at}].channel_id", form_codes.SET_TYPE_ALREADY_CONTAINS_VALUE)
        seen.add(channel.channel_id)
    wanted = [
        (f"welcome_channels[{at}].emoji_id", one.emoji_id or None, one.emoji_name or None)
        for at, one in enumerate(given)
    ]
    shown: list[ShownEmoji] = await emojis.known(tx, ground.guild_id, wanted, faults)
    faults.raise_if_any()
    return [
        WelcomeChannel(channel.channel_id, channel.description, emoji.id, emoji.name)
        for channel, emoji in zip(given, shown, strict=True)
    ]
