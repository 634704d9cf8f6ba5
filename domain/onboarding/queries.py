"""Reading onboarding."""

import msgspec

from core import codes
from core.database import Reader
from core.problems import Problem
from core.wire import Snowflake
from domain.channels import store as channels
from domain.channels.access import GuildAccess
from domain.onboarding import rules, store
from domain.onboarding.records import DEFAULT, MyOnboarding, Onboarding
from domain.onboarding.rules import Ground
from domain.permissions.bits import Permission
from domain.roles import queries as roles


async def get(reader: Reader, here: GuildAccess) -> MyOnboarding:
    """With what the caller has answered, if he is a user. Raises 50013 while it is not enabled for all."""
    onboarding = await read(reader, await ground(reader, here.guild_id))
    if not onboarding.enabled:
        here.require(Permission.MANAGE_GUILD)
    mine = MyOnboarding(**msgspec.structs.asdict(onboarding))
    if not here.identity.bot:
        answered = await store.find_responses(reader, here.guild_id, here.user_id)
        mine.responses = answered.onboarding_responses if answered else []
        mine.onboarding_prompts_seen = answered.onboarding_prompts_seen if answered else {}
        mine.onboarding_responses_seen = answered.onboarding_responses_seen if answered else {}
    return mine


async def ground(reader: Reader, guild_id: int) -> Ground:
    """Raises 10004."""
    features = await store.features(reader, guild_id)
    if features is None:
        raise Problem(codes.UNKNOWN_GUILD)
    return Ground(
        guild_id,
        list(features),
        {int(channel.id): channel for channel in await channels.list_of_guild(reader, guild_id)},
        {int(role.id): role for role in await roles.list_roles(reader, guild_id)},
    )


async def read(reader: Reader, ground: Ground) -> Onboarding:
    """What there is now of the guild's onboarding: an empty one if nobody has written any."""
    onboarding = await store.find(reader, ground.guild_id)
    return rules.existing(onboarding or empty(ground.guild_id), ground)


def empty(guild_id: int) -> Onboarding:
    return Onboarding(
        guild_id=Snowflake(guild_id),
        prompts=[],
        default_channel_ids=[],
        enabled=False,
        mode=DEFAULT,
        below_requirements=True,
    )
