"""Where an interaction was invoked: who stands there, and what the application may do there."""

from collections.abc import Iterable, Mapping
from typing import Final

import msgspec

from core import clock, codes
from core.problems import Problem
from core.wire import Snowflake
from domain.channels.access import ChannelAccess
from domain.channels.records import ChannelType
from domain.commands.access import context_of
from domain.commands.records import Context
from domain.installs.queries import Owners
from domain.interactions.interactions import Interactions
from domain.interactions.store import Circumstances, Where
from domain.messages import queries as messages
from domain.messages.authors import Author
from domain.permissions.bits import IN_DM, Permission
from domain.permissions.compute import MemberBits, is_held_back
from domain.threads import rules as threads
from domain.users.identity import Identity

# Docs: interactions/receiving-and-responding#interaction-object-interaction-structure.
_IN_PRIVATE: Final = int(Permission.ATTACH_FILES) | int(Permission.EMBED_LINKS) | int(Permission.MENTION_EVERYONE)
_IN_BOT_DM: Final = _IN_PRIVATE | int(Permission.USE_EXTERNAL_EMOJIS)

GUILD_INSTALL: Final = "0"
USER_INSTALL: Final = "1"


class Place(msgspec.Struct):
    """`here` is who invoked it, in the channel; `bot` is the application's member of the guild, if it is one."""

    here: ChannelAccess
    caller: Author
    application_id: int
    circumstances: Circumstances
    bot: MemberBits | None

    @property
    def context(self) -> Context:
        return context_of(self.here, self.is_bot_dm)

    @property
    def is_bot_dm(self) -> bool:
        return self.here.type == ChannelType.DM and self.application_id in self.here.recipients

    @property
    def owners(self) -> Owners:
        return Owners(self.circumstances.in_guild, self.circumstances.for_user)

    def app_permissions(self, channel_id: int) -> int:
        """What the application may do in the channel.

        One that is no member of the guild does there what may be done in DMs, as far as who invoked it may.
        """
        guild = self.here.guild
        if guild is None:
            return _IN_BOT_DM if self.is_bot_dm else _IN_PRIVATE
        if self.bot is not None:
            return guild.state.permissions(self.application_id, self.bot, channel_id)
        return guild.state.permissions(self.here.user_id, guild.member, channel_id) & IN_DM

    def seen_by_application(self, *, whole: bool) -> ChannelAccess:
        """The channel as the application sees it; `whole`: with what others wrote, whatever its intents."""
        identity = Identity(self.application_id, not whole, b"")
        return msgspec.structs.replace(self.here, identity=identity)

    def authorizing_owners(self, *, by_guild: bool = True, by_user: bool = True) -> dict[str, Snowflake]:
        """By whose installs it may be used here, of those that count.

        Docs: interactions/receiving-and-responding#interaction-object-authorizing-integration-owners-object.
        """
        owners: dict[str, Snowflake] = {}
        if by_guild and (self.circumstances.in_guild or self.is_bot_dm):
            owners[GUILD_INSTALL] = Snowflake(self.here.guild_id)
        if by_user and self.circumstances.for_user:
            owners[USER_INSTALL] = Snowflake(self.here.user_id)
        return owners


async def find(
    interactions: Interactions,
    identity: Identity,
    application_id: int,
    channel_id: int,
    guild_id: int | None,
    command_id: int,
) -> Place:
    """Raises 10003, 50001, 10002; 50013 in a timeout or while pending, 50083 and 160005 in a thread that is closed.

    `guild_id`: as the client says, if it does. `command_id`: of the command that is used, or 0.
    """
    here = await interactions.access.channel(identity, channel_id)
    if guild_id is not None and guild_id != here.guild_id:
        raise Problem(codes.UNKNOWN_CHANNEL)
    threads.require_open(here)
    guild = here.guild
    if guild and is_held_back(guild.member, clock.now_ms()) and not guild.may(Permission.ADMINISTRATOR):
        raise Problem(codes.MISSING_PERMISSIONS)
    asked = Where(application_id, identity.user_id, here.guild_id, channel_id, command_id)
    circumstances = await interactions.reading.circumstances(asked)
    if circumstances is None:
        raise Problem(codes.UNKNOWN_APPLICATION)
    bot = await interactions.guilds.member(guild.state, application_id) if guild else None
    caller = (await find_people(interactions, here, [here.user_id]))[here.user_id]
    return Place(here, caller, application_id, circumstances, bot)


async def find_people(interactions: Interactions, here: ChannelAccess, user_ids: Iterable[int]) -> Mapping[int, Author]:
    """Users by id, with their members where the channel is in a guild."""
    return await messages.find_people(interactions.database, interactions.messages, here, user_ids)
