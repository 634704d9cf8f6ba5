"""What an invite becomes of what is asked for, before it is stored."""

import datetime as dt
import secrets
import string
from collections.abc import Sequence

from core import clock, codes, form_codes
from core.database import Transaction
from core.problems import Problem
from core.wire import Snowflake
from domain.applications import queries as applications
from domain.applications.flags import ApplicationFlag
from domain.channels.access import ChannelAccess, GuildAccess
from domain.channels.records import VOICE_TYPES, ChannelType
from domain.invites.records import CreateInvite, InviteType, TargetType
from domain.invites.store import InviteRow
from domain.members import queries as member_queries
from domain.members.rules import require_assignable
from domain.permissions.bits import Permission
from domain.roles import queries as roles

_A_DAY_S = 86400
_IS_GUEST_INVITE = 1 << 0
"""It needs a guild with the feature GUESTS_ENABLED, which none has here. Other flags nobody sets."""
_LONGEST_OF_GROUPS_S = 7 * _A_DAY_S
_ALPHABET = string.ascii_letters + string.digits
_LENGTH, _LENGTH_OF_LASTING = 8, 10


async def wanted(tx: Transaction, here: ChannelAccess, body: CreateInvite, *, is_targeted: bool) -> InviteRow:
    """The invite that the body asks for. Raises 50013, 50003, 50024, 50035, 10011 or 50028."""
    guild = here.guild
    if guild is not None:
        here.require(Permission.CREATE_INSTANT_INVITE)
        if here.type == ChannelType.GUILD_CATEGORY or here.thread is not None:
            raise Problem(codes.CANNOT_EXECUTE_ON_CHANNEL_TYPE)
        if (body.flags or 0) & _IS_GUEST_INVITE:
            raise Problem.invalid("flags", form_codes.BASE_TYPE_INVALID, reason="This guild has no guests.")
        await _require_target(tx, here, body)
    elif here.type != ChannelType.GROUP_DM:
        raise Problem(codes.CANNOT_EXECUTE_ON_DM)
    elif is_targeted:
        raise Problem.invalid("target_users_file", form_codes.BASE_TYPE_INVALID, reason="Not for this channel.")
    has_target = guild is not None and bool(body.target_type)
    max_age = _max_age(body, of_group=guild is None)
    now = clock.timestamp().datetime()
    return InviteRow(
        code=_code(lasting=not max_age),
        channel_id=here.channel_id,
        guild_id=here.guild_id or None,
        inviter_id=here.user_id,
        type=int(InviteType.GUILD if guild else InviteType.GROUP_DM),
        max_age=max_age,
        max_uses=(body.max_uses or 0) if guild else 0,
        uses=0,
        temporary=bool(body.temporary) and guild is not None,
        flags=0,
        target_type=(body.target_type or None) if has_target else None,
        role_ids=await _role_ids(tx, guild, _ids(body.role_ids or [])) if guild else [],
        target_user_id=(body.target_user_id or None) if body.target_type == TargetType.STREAM and guild else None,
        target_application_id=(body.target_application_id or None)
        if body.target_type == TargetType.EMBEDDED_APPLICATION and guild
        else None,
        is_targeted=is_targeted,
        created_at=now,
        expires_at=now + dt.timedelta(seconds=max_age) if max_age else None,
    )


def for_one(here: ChannelAccess, user_id: int, max_age: int) -> InviteRow:
    """An invite to a guild's channel that one user can use, once."""
    now = clock.timestamp().datetime()
    return InviteRow(
        code=_code(lasting=False),
        channel_id=here.channel_id,
        guild_id=here.guild_id,
        inviter_id=here.user_id,
        type=int(InviteType.GUILD),
        max_age=max_age,
        max_uses=1,
        uses=0,
        temporary=False,
        flags=0,
        target_type=None,
        target_user_id=user_id,
        target_application_id=None,
        is_targeted=False,
        role_ids=[],
        created_at=now,
        expires_at=now + dt.timedelta(seconds=max_age),
    )


def _max_age(body: CreateInvite, *, of_group: bool) -> int:
    max_age = body.max_age if isinstance(body.max_age, int) else _A_DAY_S
    if of_group and not 1 <= max_age <= _LONGEST_OF_GROUPS_S:
        code = form_codes.NUMBER_TYPE_MIN if max_age < 1 else form_codes.NUMBER_TYPE_MAX
        raise Problem.invalid("max_age", code, kind="int", min=1, max=_LONGEST_OF_GROUPS_S)
    return max_age


def _code(*, lasting: bool) -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH_OF_LASTING if lasting else _LENGTH))


async def _require_target(tx: Transaction, here: ChannelAccess, body: CreateInvite) -> None:
    """Raises 50035 unless the target can be shown: a member's stream, or an application that is an activity."""
    if not body.target_type:
        return
    if here.type not in VOICE_TYPES:
        raise Problem.invalid("target_type", form_codes.BASE_TYPE_INVALID, reason="Not for this channel.")
    name = "target_user_id" if body.target_type == TargetType.STREAM else "target_application_id"
    target_id = body.target_user_id if body.target_type == TargetType.STREAM else body.target_application_id
    if not target_id:
        raise Problem.invalid(name, form_codes.BASE_TYPE_REQUIRED)
    if body.target_type == TargetType.STREAM:
        if await member_queries.find(tx, here.guild_id, target_id) is None:
            raise Problem.invalid(name, form_codes.BASE_TYPE_INVALID, reason="Not a member of the guild.")
        return
    application = await applications.find(tx, target_id)
    if application is None or not application.flags & ApplicationFlag.EMBEDDED:
        raise Problem.invalid(name, form_codes.BASE_TYPE_INVALID, reason="Not an activity.")


def _ids(given: Sequence[Snowflake] | str) -> Sequence[int]:
    if not isinstance(given, str):
        return given
    parts = [part for part in given.replace(" ", "").split(",") if part]
    if not all(part.isascii() and part.isdigit() and int(part) < 2**63 for part in parts):
        raise Problem.invalid("role_ids", form_codes.BASE_TYPE_INVALID, reason="Not a list of role ids.")
    return [int(part) for part in parts]


async def _role_ids(tx: Transaction, here: GuildAccess, ids: Sequence[int]) -> list[int]:
    """The roles that an invite shall give. Raises 10011, 50028 or 50013 unless the caller may give each of them."""
    for role_id in ids:
        require_assignable(here, await roles.get_role(tx, here.guild_id, role_id))
    return sorted(set(ids))
