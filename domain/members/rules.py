"""What a member becomes by a change, and which changes are refused."""

from collections.abc import Iterable

import msgspec

from core import clock, codes, form_codes
from core.problems import Problem
from core.wire import UNSET, Snowflake
from domain.channels.access import GuildAccess
from domain.members.records import BYPASSES_VERIFICATION, LONGEST_TIMEOUT_S, AddMember, EditMember, EditMyMember, Member
from domain.permissions.bits import Permission
from domain.permissions.compute import MemberBits, base_permissions
from domain.roles.records import Role
from domain.roles.rules import require_below
from domain.users.identity import Identity
from domain.voice_states import moderation as voice_moderation
from domain.voice_states.queries import Row as VoiceRow

_IN_VOICE = {
    "mute": Permission.MUTE_MEMBERS,
    "deaf": Permission.DEAFEN_MEMBERS,
    "channel_id": Permission.MOVE_MEMBERS,
}
"""What is changed of members while they are in voice, and what each needs."""


def changed(
    here: GuildAccess, member: Member, body: EditMember, roles: Iterable[Role], voice: VoiceRow | None = None
) -> Member:
    """The member with the fields that were given. `roles`: those of the guild; `voice`: how he is in voice there.

    Raises 50013 for what the caller may not, 40032 for what needs him in voice, and what roles raise.
    """
    after = msgspec.structs.replace(member)
    if body.nick is not UNSET:
        _require_may_name(here, member)
        after.nick = body.nick or None
    if body.roles is not UNSET:
        here.require(Permission.MANAGE_ROLES)
        after = with_roles(after, [role_id for role_id in body.roles or [] if role_id is not None])
        _require_all_assignable(here, set(member.roles) ^ set(after.roles), roles)
    for name, permission in _IN_VOICE.items():
        if (value := getattr(body, name)) is not UNSET:
            _require_in_voice(here, voice, permission)
            if name != "channel_id":
                setattr(after, name, bool(value))
    if body.communication_disabled_until is not UNSET:
        _require_may_time_out(here, member, body)
        after.communication_disabled_until = body.communication_disabled_until
    if body.flags is not UNSET and body.flags is not None:
        _require_may_flag(here)
        after.flags = member.flags & ~BYPASSES_VERIFICATION | body.flags & BYPASSES_VERIFICATION
        after.pending = member.pending and not after.flags & BYPASSES_VERIFICATION
    return after


def require_agreement(here: GuildAccess, user_id: int, agreed: Identity | None) -> None:
    """That the user let the calling bot's application add him to guilds; `agreed` is what his token stands for.

    Raises 50025 for a token that is not good, or another's; 50026 for one without the scope.
    """
    if agreed is None or agreed.application_id != here.user_id or agreed.user_id != user_id:
        raise Problem(codes.INVALID_OAUTH2_ACCESS_TOKEN)
    if "guilds.join" not in agreed.scopes:
        raise Problem(codes.MISSING_OAUTH2_SCOPE)


def as_added(here: GuildAccess, member: Member, body: AddMember, roles: Iterable[Role]) -> Member:
    """A new member as the bot that adds him wants him. Raises as `changed` does."""
    after = changed(here, member, EditMember(nick=body.nick, roles=body.roles, flags=body.flags), roles)
    for name, permission in (("mute", Permission.MUTE_MEMBERS), ("deaf", Permission.DEAFEN_MEMBERS)):
        if value := getattr(body, name):
            here.require(permission)
            setattr(after, name, value)
    return after


def changed_by_oneself(here: GuildAccess, member: Member, body: EditMyMember) -> Member:
    """The caller's own member with what was given, pictures as their hashes."""
    after = msgspec.structs.replace(member)
    if body.nick is not UNSET:
        _require_may_name(here, member)
        after.nick = body.nick or None
    if body.avatar is not UNSET:
        after.avatar = body.avatar or None
    if body.banner is not UNSET:
        after.banner = body.banner or None
    return after


def _require_in_voice(here: GuildAccess, voice: VoiceRow | None, permission: Permission) -> None:
    """Who is not in voice cannot be muted, deafened or moved there. Docs: resources/guild#modify-guild-member."""
    if voice is None:
        here.require(permission)
        raise Problem(codes.TARGET_NOT_CONNECTED_TO_VOICE)
    voice_moderation.require_there(here, voice, permission)


def with_roles(member: Member, role_ids: Iterable[int]) -> Member:
    """The member with these roles, each once."""
    return msgspec.structs.replace(member, roles=[Snowflake(role_id) for role_id in dict.fromkeys(role_ids)])


def require_assignable(here: GuildAccess, role: Role) -> None:
    """Raises 50013 unless the caller may give and take the role, 50028 when nobody may."""
    here.require(Permission.MANAGE_ROLES)
    if role.managed or role.id == here.guild_id:
        raise Problem(codes.INVALID_ROLE)
    require_below(here, role)


def require_above(here: GuildAccess, member: Member) -> None:
    """Raises 50013 unless the caller stands above the member."""
    if not here.outranks(member.user.id, MemberBits(list(member.roles), None)):
        raise Problem(codes.MISSING_PERMISSIONS)


def _require_all_assignable(here: GuildAccess, role_ids: set[Snowflake], roles: Iterable[Role]) -> None:
    by_id = {role.id: role for role in roles}
    for role_id in role_ids:
        role = by_id.get(role_id)
        if role is None:
            raise Problem(codes.UNKNOWN_ROLE)
        require_assignable(here, role)


def _require_may_name(here: GuildAccess, member: Member) -> None:
    if member.user.id == here.user_id:
        if not here.may(Permission.MANAGE_NICKNAMES):
            here.require(Permission.CHANGE_NICKNAME)
    else:
        here.require(Permission.MANAGE_NICKNAMES)
        require_above(here, member)


def _require_may_time_out(here: GuildAccess, member: Member, body: EditMember) -> None:
    """Administrators cannot be timed out. Docs: topics/permissions#permissions-for-timed-out-members."""
    here.require(Permission.MODERATE_MEMBERS)
    require_above(here, member)
    until = body.communication_disabled_until
    if not until:
        return
    state = here.state
    bits = MemberBits(list(member.roles), None)
    if base_permissions(state.owner_id, state.guild_id, state.roles, member.user.id, bits) & Permission.ADMINISTRATOR:
        raise Problem(codes.MISSING_PERMISSIONS)
    if until > clock.timestamp() + LONGEST_TIMEOUT_S * 1_000_000:
        raise Problem.invalid(
            "communication_disabled_until", form_codes.BASE_TYPE_INVALID, reason="Must be within the next 28 days."
        )


def _require_may_flag(here: GuildAccess) -> None:
    moderator = Permission.MODERATE_MEMBERS | Permission.KICK_MEMBERS | Permission.BAN_MEMBERS
    if not (here.may(Permission.MANAGE_GUILD) or here.may(Permission.MANAGE_ROLES)):
        here.require(moderator)
