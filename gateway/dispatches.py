"""What the gateway dispatches of itself, beside the events of the nouns: names and payload types, for the contract."""

import msgspec

from core.wire import UNSET, Timestamp, UnsetType
from domain.guilds.records import GuildSnapshot
from domain.members.records import Member
from domain.presences import Presence
from gateway.ready import Ready, UnavailableGuild
from gateway.request_members import MembersChunk, RateLimited
from gateway.resume import Resumed
from gateway.soundboard import SoundboardSounds


class GuildCreated(GuildSnapshot, kw_only=True):
    """Put together from bytes that are encoded already, by `gateway.ready.guild_create`."""

    joined_at: Timestamp
    members: list[Member]
    presences: list[Presence]
    unavailable: bool | UnsetType = UNSET


EVENTS: dict[str, type[msgspec.Struct]] = {
    "READY": Ready,
    "RESUMED": Resumed,
    "GUILD_CREATE": GuildCreated,
    "GUILD_DELETE": UnavailableGuild,
    "GUILD_MEMBERS_CHUNK": MembersChunk,
    "RATE_LIMITED": RateLimited,
    "SOUNDBOARD_SOUNDS": SoundboardSounds,
}
