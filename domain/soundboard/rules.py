"""What sounds may be, and who may change and play them. Pure."""

from core import codes
from core.problems import Problem
from domain.channels.access import GuildAccess
from domain.permissions.bits import Permission
from domain.soundboard.records import MOST_OF_GUILD, StoredSound
from domain.voice_states.records import MemberVoiceState


def require_room(there: int) -> None:
    """`there`: how many the guild has. Raises 30045."""
    if there >= MOST_OF_GUILD:
        raise Problem(codes.MAXIMUM_SOUNDBOARD_SOUNDS)


def may_change(here: GuildAccess, sound: StoredSound) -> bool:
    """One's own with either permission."""
    if here.may(Permission.MANAGE_GUILD_EXPRESSIONS):
        return True
    return sound.user_id == here.user_id and here.may(Permission.CREATE_GUILD_EXPRESSIONS)


def require_change(here: GuildAccess, sound: StoredSound) -> None:
    """Raises 50013."""
    if not may_change(here, sound):
        raise Problem(codes.MISSING_PERMISSIONS)


def require_heard(state: MemberVoiceState) -> None:
    """Who mutes only himself may still play sounds. Raises 50167."""
    if state.mute or state.deaf or state.self_deaf or state.suppress:
        raise Problem(codes.CANNOT_SEND_VOICE_EFFECT)
