"""What users see of each other beyond the name. Docs (user-side): resources/user#get-user-profile."""

from typing import Final

import msgspec

from core import codes
from core.database import Reader
from core.problems import Problem
from core.wire import UNSET, Snowflake, UnsetType
from domain.applications import queries as applications
from domain.members import queries as members
from domain.members.records import Member
from domain.relationships import queries as relationships
from domain.users import queries as users
from domain.users.records import User


class GetProfile(msgspec.Struct):
    with_mutual_guilds: bool = True
    with_mutual_friends: bool = False
    with_mutual_friends_count: bool = False
    guild_id: Snowflake | UnsetType = UNSET


class ProfileUser(User, kw_only=True):
    bio: str


class ProfileMetadata(msgspec.Struct):
    """`pronouns`, themes and effects are not kept here."""

    guild_id: Snowflake | UnsetType = UNSET
    pronouns: str = ""
    bio: str = ""
    banner: str | None = None
    accent_color: int | None = None
    theme_colors: list[int] | None = None


class ProfileApplication(msgspec.Struct):
    id: Snowflake
    flags: int
    verified: bool = False
    storefront_available: bool = False


class ProfileBadge(msgspec.Struct):
    id: str
    description: str
    icon: str


class ProfileConnection(msgspec.Struct):
    type: str
    id: str
    name: str
    verified: bool


class MutualGuild(msgspec.Struct):
    id: Snowflake
    nick: str | None


class UserProfile(msgspec.Struct, kw_only=True):
    """Nobody has badges, subscriptions or connected accounts here yet. To one whom the user blocks, little is shown."""

    user: ProfileUser
    user_profile: ProfileMetadata | None
    connected_accounts: list[ProfileConnection] = []
    badges: list[ProfileBadge] = []
    guild_badges: list[ProfileBadge] = []
    premium_type: int | None = None
    premium_since: str | None = None
    premium_guild_since: str | None = None
    application: ProfileApplication | UnsetType = UNSET
    guild_member: Member | UnsetType = UNSET
    guild_member_profile: ProfileMetadata | UnsetType = UNSET
    mutual_guilds: list[MutualGuild] | UnsetType = UNSET
    mutual_friends: list[User] | UnsetType = UNSET
    mutual_friends_count: int | UnsetType = UNSET


_VERIFIED_BOT: Final = 1 << 16


async def get(reader: Reader, viewer_id: int, user_id: int, query: GetProfile) -> UserProfile:
    """Raises 10013; 50001 for one who is neither a bot, nor friend, nor in a guild with the viewer, nor asks for it."""
    user = await users.get(reader, user_id)
    guilds = await relationships.mutual_guilds(reader, viewer_id, user_id)
    if not (user.bot or guilds or viewer_id == user_id or await _is_near(reader, viewer_id, user_id)):
        raise Problem(codes.MISSING_ACCESS)
    if await relationships.has_blocked(reader, user_id, viewer_id):
        return UserProfile(user=ProfileUser(**msgspec.structs.asdict(user), bio=""), user_profile=None)
    me = await users.me(reader, user_id)
    profile = UserProfile(
        user=ProfileUser(**msgspec.structs.asdict(user), bio=me.bio),
        user_profile=ProfileMetadata(bio=me.bio, banner=user.banner, accent_color=user.accent_color),
        premium_type=me.premium_type or None,
    )
    if query.with_mutual_guilds:
        profile.mutual_guilds = [MutualGuild(Snowflake(guild_id), nick) for guild_id, nick in guilds]
    if query.with_mutual_friends or query.with_mutual_friends_count:
        friends = await relationships.mutual_friends(reader, viewer_id, user_id)
        profile.mutual_friends = friends if query.with_mutual_friends else UNSET
        profile.mutual_friends_count = len(friends) if query.with_mutual_friends_count else UNSET
    if user.bot:
        profile.application = await _application(reader, user)
    if query.guild_id and any(guild_id == query.guild_id for guild_id, _ in guilds):
        member = await members.get(reader, query.guild_id, user_id)
        profile.guild_member = member
        profile.guild_member_profile = ProfileMetadata(query.guild_id, banner=member.banner)
    return profile


async def _is_near(reader: Reader, viewer_id: int, user_id: int) -> bool:
    return await relationships.are_friends(reader, viewer_id, user_id) or await relationships.has_asked(
        reader, user_id, viewer_id
    )


async def _application(reader: Reader, bot: User) -> ProfileApplication | UnsetType:
    found = await applications.find(reader, bot.id)
    if found is None:
        return UNSET
    return ProfileApplication(found.id, found.flags, verified=bool(bot.public_flags & _VERIFIED_BOT))
