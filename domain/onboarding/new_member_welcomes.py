"""The guide for new members of a guild: a message, what to do first, and where to read.

User-side docs: resources/guild#new-member-welcome-object.
"""

from collections.abc import Sequence

import msgspec

from core import form_codes
from core.database import Reader, Transaction
from core.problems import Faults, Problem
from core.wire import UNSET, Snowflake
from domain.audit_log import actions as audit_log
from domain.audit_log.changes import between
from domain.audit_log.records import AuditLogEvent
from domain.channels.access import GuildAccess
from domain.guilds import features
from domain.guilds.rules import COMMUNITY
from domain.members import queries as members
from domain.onboarding import emojis, queries, store
from domain.onboarding.records import ShownEmoji
from domain.onboarding.rules import Ground, everyone_may
from domain.onboarding.welcome_records import (
    FEWEST_ACTIONS,
    GUILD_SERVER_GUIDE,
    TALK,
    EditNewMemberWelcome,
    EditResourceChannel,
    NewMemberAction,
    NewMemberWelcome,
    ResourceChannel,
    WelcomeMessage,
)
from domain.permissions.bits import Permission


async def find(reader: Reader, here: GuildAccess) -> NewMemberWelcome | None:
    """None when nobody has written one. Raises 50013 while it is not enabled for all."""
    welcome = await store.find_new_member_welcome(reader, here.guild_id)
    if welcome is not None and not welcome.enabled:
        here.require(Permission.MANAGE_GUILD)
    return welcome


async def put(tx: Transaction, here: GuildAccess, body: EditNewMemberWelcome) -> NewMemberWelcome:
    """Raises 50013, 50035. Needs the guild's lock."""
    here.require(Permission.MANAGE_GUILD)
    ground = await queries.ground(tx, here.guild_id)
    kept = await store.find_new_member_welcome(tx, here.guild_id)
    after = msgspec.structs.replace(kept) if kept else _empty(here.guild_id)
    faults = Faults()
    if body.welcome_message:
        await _check_authors(tx, here.guild_id, body.welcome_message, faults)
        after.welcome_message = body.welcome_message
    if isinstance(body.new_member_actions, list):
        shown = await _checked(tx, ground, "new_member_actions", body.new_member_actions, faults)
        after.new_member_actions = [
            NewMemberAction(
                channel_id=given.channel_id,
                title=given.title,
                description=given.description or "",
                emoji=emoji if emoji.name else UNSET,
                action_type=given.action_type,
            )
            for given, emoji in zip(body.new_member_actions, shown, strict=True)
        ]
    if isinstance(body.resource_channels, list):
        shown = await _checked(tx, ground, "resource_channels", body.resource_channels, faults)
        after.resource_channels = [
            ResourceChannel(
                channel_id=given.channel_id,
                title=given.title,
                description=given.description or "",
                emoji=emoji if emoji.name else UNSET,
            )
            for given, emoji in zip(body.resource_channels, shown, strict=True)
        ]
    faults.raise_if_any()
    after.enabled = body.enabled if isinstance(body.enabled, bool) else after.enabled
    _require_requirements(after, ground)
    if after != kept:
        await _keep(tx, here, kept, after)
    return after


async def _keep(tx: Transaction, here: GuildAccess, kept: NewMemberWelcome | None, after: NewMemberWelcome) -> None:
    await store.put_new_member_welcome(tx, after)
    await features.switch(tx, here.guild_id, {GUILD_SERVER_GUIDE: after.enabled})
    action = AuditLogEvent.HOME_SETTINGS_UPDATE if kept else AuditLogEvent.HOME_SETTINGS_CREATE
    changes = between(kept, after, but=frozenset({"guild_id"}))
    await audit_log.add(tx, here, action, here.guild_id, changes)


def _empty(guild_id: int) -> NewMemberWelcome:
    return NewMemberWelcome(
        guild_id=Snowflake(guild_id),
        enabled=False,
        welcome_message=WelcomeMessage([], ""),
        new_member_actions=[],
        resource_channels=[],
    )


async def _check_authors(reader: Reader, guild_id: int, message: WelcomeMessage, faults: Faults) -> None:
    known = {member.user.id for member in await members.by_ids(reader, guild_id, message.author_ids)}
    for at, author_id in enumerate(message.author_ids):
        if author_id not in known:
            place = f"welcome_message.author_ids[{at}]"
            faults.add(place, form_codes.BASE_TYPE_INVALID, reason="Not a member of the guild.")


async def _checked(
    reader: Reader, ground: Ground, field: str, given: Sequence[EditResourceChannel], faults: Faults
) -> list[ShownEmoji]:
    """The emojis, one for each."""
    for at, one in enumerate(given):
        if one.channel_id not in ground.channels:
            place = f"{field}[{at}].channel_id"
            faults.add(place, form_codes.BASE_TYPE_INVALID, reason="The guild has none of that id.")
    wanted = [
        (f"{field}[{at}].emoji", one.emoji.id if one.emoji else None, one.emoji.name if one.emoji else None)
        for at, one in enumerate(given)
    ]
    return await emojis.known(reader, ground.guild_id, wanted, faults)


def _require_requirements(welcome: NewMemberWelcome, ground: Ground) -> None:
    """Raises 50035 for a guide that cannot be enabled."""
    if not welcome.enabled:
        return
    named = [*welcome.new_member_actions, *welcome.resource_channels]
    talked_in = [one.channel_id for one in welcome.new_member_actions if one.action_type == TALK]
    if COMMUNITY not in ground.features:
        reason = "Only a community can have it."
    elif len(welcome.new_member_actions) < FEWEST_ACTIONS:
        reason = f"There must be {FEWEST_ACTIONS} or more actions."
    elif not all(everyone_may(ground, ground.channels[one.channel_id], Permission.VIEW_CHANNEL) for one in named):
        reason = "Everyone must be able to view its channels."
    elif not all(everyone_may(ground, ground.channels[one], Permission.SEND_MESSAGES) for one in talked_in):
        reason = "Everyone must be able to talk where he shall."
    else:
        return
    raise Problem.invalid("enabled", form_codes.BASE_TYPE_INVALID, reason=reason)
