"""Changing and deleting guilds. Every action needs the guild's lock."""

from core import codes
from core.database import Transaction
from core.objects import Objects
from core.problems import Problem
from core.wire import Snowflake
from domain import images
from domain.audit_log import actions as audit_log
from domain.audit_log.changes import between
from domain.audit_log.records import AuditLogEvent
from domain.channels.access import GuildAccess
from domain.emojis import actions as emojis
from domain.guilds import community, events, queries, rules, store
from domain.guilds.records import EditGuild, Guild
from domain.members import queries as member_queries
from domain.permissions.bits import Permission
from domain.scheduled_events import store as scheduled_events
from domain.soundboard import actions as soundboard
from domain.stage_instances import store as stage_instances
from domain.stickers import actions as stickers

_NOT_LOGGED = frozenset({"id", "roles", "emojis", "stickers"})
_PICTURES = {
    "icon": images.Kind.GUILD_ICON,
    "banner": images.Kind.BANNER,
    "splash": images.Kind.GUILD_SPLASH,
    "discovery_splash": images.Kind.GUILD_DISCOVERY_SPLASH,
    "home_header": images.Kind.HOME_HEADER,
}


async def keep_pictures(objects: Objects, here: GuildAccess, body: EditGuild) -> None:
    """Puts the hashes of the pictures in the body in their place, before `edit`."""
    here.require(Permission.MANAGE_GUILD)
    await images.keep(objects, here.guild_id, body, _PICTURES)


async def edit(tx: Transaction, here: GuildAccess, body: EditGuild) -> Guild:
    """Pictures in the body are hashes (`keep_pictures`). Only the owner may give the guild to another."""
    here.require(Permission.MANAGE_GUILD)
    await community.make_channels(tx, here, body)
    before = await queries.get(tx, here.guild_id)
    guild = rules.apply(before, body, await store.channel_types(tx, here.guild_id))
    guild.features = rules.features(here, guild, body.features)
    if body.owner_id:
        guild.owner_id = await _new_owner(tx, here, before, body.owner_id)
    await save(tx, here, before, guild)
    return guild


async def save(tx: Transaction, here: GuildAccess, before: Guild, guild: Guild) -> None:
    """Writes what the guild has become, and tells and logs it, if it has become anything."""
    if guild != before:
        await store.update(tx, guild)
        tx.emit(events.guild_update(guild))
        changes = between(before, guild, but=_NOT_LOGGED)
        await audit_log.add(tx, here, AuditLogEvent.GUILD_UPDATE, here.guild_id, changes)


async def delete(tx: Transaction, here: GuildAccess) -> None:
    """Raises 50013 for anyone but the owner."""
    if (await queries.get(tx, here.guild_id)).owner_id != here.user_id:
        raise Problem(codes.MISSING_PERMISSIONS)
    await end(tx, here.guild_id)


async def end(tx: Transaction, guild_id: int) -> None:
    """Deletes the guild, whoever wants it."""
    await emojis.delete_all(tx, guild_id)
    await stickers.delete_all(tx, guild_id)
    await soundboard.delete_all(tx, guild_id)
    await scheduled_events.delete_all(tx, guild_id)
    await stage_instances.delete_all(tx, guild_id)
    await store.delete(tx, guild_id)
    tx.emit(events.guild_delete(guild_id))


async def _new_owner(tx: Transaction, here: GuildAccess, guild: Guild, owner_id: Snowflake) -> Snowflake:
    """Raises 50013 for anyone but the owner, 10007 for one who is no member, 50132 for a bot,
    50131 for one who is pending.
    """
    if guild.owner_id != here.user_id:
        raise Problem(codes.MISSING_PERMISSIONS)
    member = await member_queries.get(tx, here.guild_id, owner_id)
    if member.user.bot is True:
        raise Problem(codes.OWNER_CANNOT_BE_BOT)
    if member.pending:
        raise Problem(codes.OWNER_CANNOT_BE_PENDING)
    return owner_id
