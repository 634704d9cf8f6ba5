"""What is changed of somebody's voice state over REST, by others or himself. Every action needs the guild's lock.

Permissions are asked for where he is: they may differ from channel to channel.
"""

from core import codes
from core.database import Transaction
from core.problems import Problem
from core.wire import UNSET
from domain.audit_log import actions as audit_log
from domain.audit_log.records import AuditLogEvent
from domain.channels.access import ChannelAccess, GuildAccess
from domain.members.records import Member
from domain.permissions.bits import Permission, holds
from domain.users import queries as users
from domain.voice_states import actions, events, rules, store
from domain.voice_states.records import EditMyVoiceState, EditVoiceState, SetVoiceStatus
from domain.voice_states.store import Row

_VOICE = 2


async def edit(tx: Transaction, here: GuildAccess, user_id: int, body: EditVoiceState) -> Row | None:
    """Lets someone on a stage speak, or makes him listen; gives who speaks now. Raises 10065, 50013, 50024.

    Docs: resources/voice#modify-user-voice-state.
    """
    state = await _on_stage(tx, here, user_id, body)
    require_there(here, state, Permission.MUTE_MEMBERS)
    if isinstance(body.suppress, bool) and body.suppress != state.suppress:
        is_person = not (await users.get(tx, user_id)).bot
        after = rules.suppressed(state, suppress=body.suppress, is_invited=is_person)
        await actions.save(tx, after)
        return after if rules.speaks(after) else None
    return None


async def edit_mine(tx: Transaction, here: GuildAccess, body: EditMyVoiceState) -> Row | None:
    """Speaks on a stage, asks to, or listens; gives who speaks now. Raises 10065, 50013, 50024.

    Docs: resources/voice#modify-current-user-voice-state.
    """
    before = after = await _on_stage(tx, here, here.user_id, body)
    if isinstance(body.suppress, bool) and body.suppress != before.suppress:
        if not body.suppress:
            require_there(here, before, Permission.MUTE_MEMBERS)
        after = rules.suppressed(after, suppress=body.suppress)
    if body.request_to_speak_timestamp is not UNSET:
        if body.request_to_speak_timestamp is not None:
            require_there(here, before, Permission.REQUEST_TO_SPEAK)
        after = rules.asking(after, body.request_to_speak_timestamp)
    if after != before:
        await actions.save(tx, after)
    return after if rules.speaks(after) and not rules.speaks(before) else None


async def move(tx: Transaction, here: GuildAccess, state: Row, member: Member, channel_id: int) -> None:
    """Puts a member into another channel. Raises 50013, 10003, or 50024 for one that is no voice channel."""
    require_there(here, state, Permission.MOVE_MEMBERS)
    room = await store.find_room(tx, here.guild_id, channel_id)
    bits = here.state.channels.get(channel_id)
    if room is None or bits is None:
        raise Problem(codes.UNKNOWN_CHANNEL if bits is None else codes.CANNOT_EXECUTE_ON_CHANNEL_TYPE)
    mine = here.state.permissions(here.user_id, here.member, channel_id)
    if not holds(mine, Permission.VIEW_CHANNEL | Permission.CONNECT):
        raise Problem(codes.MISSING_PERMISSIONS)
    if channel_id == state.channel_id:
        return
    his = here.state.permissions(member.user.id, member.bits, channel_id)
    await actions.move(tx, state, room, channel_id, his)
    await audit_log.add(tx, here, AuditLogEvent.MEMBER_MOVE, None, channel_id=channel_id, count=1)


async def disconnect(tx: Transaction, here: GuildAccess, state: Row) -> None:
    """Puts a member out of voice. Raises 50013."""
    require_there(here, state, Permission.MOVE_MEMBERS)
    await actions.leave(tx, here.guild_id, state.user_id)
    await audit_log.add(tx, here, AuditLogEvent.MEMBER_DISCONNECT, None, count=1)


async def set_status(tx: Transaction, here: ChannelAccess, body: SetVoiceStatus) -> None:
    """Says what is going on in a voice channel. Raises 50013, or 50024 elsewhere.

    Docs: resources/channel#set-voice-channel-status.
    """
    if here.guild is None or here.type != _VOICE:
        raise Problem(codes.CANNOT_EXECUTE_ON_CHANNEL_TYPE)
    here.require(Permission.SET_VOICE_CHANNEL_STATUS)
    mine = await store.find(tx, here.guild_id, here.user_id)
    if mine is None or mine.channel_id != here.channel_id:
        here.require(Permission.MANAGE_CHANNELS)
    status = body.status or None
    if status == await store.find_status(tx, here.channel_id):
        return
    await store.set_status(tx, here.channel_id, status)
    tx.emit(events.voice_channel_status_update(here.guild_id, here.channel_id, status))
    where = here.channel_id
    if status is None:
        await audit_log.add(tx, here.guild, AuditLogEvent.VOICE_CHANNEL_STATUS_DELETE, where, channel_id=where)
    else:
        action = AuditLogEvent.VOICE_CHANNEL_STATUS_CREATE
        await audit_log.add(tx, here.guild, action, where, channel_id=where, status=status)


def require_there(here: GuildAccess, state: Row, permission: Permission) -> None:
    """Raises 50013 unless the caller holds it in the channel where the other is."""
    is_known = state.channel_id in here.state.channels
    held = here.state.permissions(here.user_id, here.member, state.channel_id) if is_known else 0
    if not holds(held, permission):
        raise Problem(codes.MISSING_PERMISSIONS)


async def _on_stage(tx: Transaction, here: GuildAccess, user_id: int, body: EditVoiceState | EditMyVoiceState) -> Row:
    state = await store.find(tx, here.guild_id, user_id)
    if state is None:
        raise Problem(codes.UNKNOWN_VOICE_STATE)
    room = await store.find_room(tx, here.guild_id, state.channel_id)
    rules.require_on_stage(state, room and room.type, body.channel_id)
    return state
