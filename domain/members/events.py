"""What the gateway is told of members."""

import msgspec

from core.events import Draft, guild_topic, user_topic
from core.wire import Snowflake
from domain.members.records import Member
from domain.users.records import User


class MemberEvent(Member, kw_only=True):
    guild_id: Snowflake


class MemberRemoved(msgspec.Struct):
    guild_id: Snowflake
    user: User


class GuildJoined(msgspec.Struct):
    """For gateway nodes alone: they send the user's sessions the whole guild."""

    guild_id: Snowflake


class GuildLeft(msgspec.Struct):
    id: Snowflake


EVENTS = {
    "GUILD_MEMBER_ADD": MemberEvent,
    "GUILD_MEMBER_UPDATE": MemberEvent,
    "GUILD_MEMBER_REMOVE": MemberRemoved,
    "GUILD_DELETE": GuildLeft,
}


def guild_member_add(guild_id: int, member: Member) -> Draft:
    return _member_event("GUILD_MEMBER_ADD", guild_id, member)


def guild_member_update(guild_id: int, member: Member) -> Draft:
    return _member_event("GUILD_MEMBER_UPDATE", guild_id, member)


def guild_member_remove(guild_id: int, user: User) -> Draft:
    payload = MemberRemoved(Snowflake(guild_id), user)
    return Draft(guild_topic(guild_id), "GUILD_MEMBER_REMOVE", payload, user_id=user.id)


def guild_joined(guild_id: int, user_id: int) -> Draft:
    return Draft(user_topic(user_id), "_GUILD_JOINED", GuildJoined(Snowflake(guild_id)))


def guild_delete(guild_id: int, user_id: int) -> Draft:
    """Tells a user's own sessions that the guild is no longer theirs."""
    return Draft(user_topic(user_id), "GUILD_DELETE", GuildLeft(Snowflake(guild_id)))


def _member_event(name: str, guild_id: int, member: Member) -> Draft:
    fields = {field: getattr(member, field) for field in Member.__struct_fields__}
    payload = MemberEvent(**fields, guild_id=Snowflake(guild_id))
    return Draft(guild_topic(guild_id), name, payload, user_id=member.user.id)
