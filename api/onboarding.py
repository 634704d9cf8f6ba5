"""Welcome screens, onboarding, and guides for new members. Docs: resources/guild."""

from core import codes
from core.wire import Snowflake
from domain.onboarding import actions, new_member_welcomes, queries, responses, welcome_screens
from domain.onboarding.records import EditOnboarding, EditResponses, MyOnboarding, Onboarding, Responses
from domain.onboarding.welcome_records import (
    EditNewMemberWelcome,
    EditWelcomeScreen,
    NewMemberWelcome,
    WelcomeScreen,
)
from rest import buckets
from rest.call import Call
from rest.operation import Answer, Who, operation

_IN_GUILD = (codes.UNKNOWN_GUILD, codes.MISSING_ACCESS, codes.MISSING_PERMISSIONS)


@operation(
    "GET",
    "/guilds/{guild_id}/welcome-screen",
    who=Who.ACCOUNT,
    bucket=buckets.READ,
    problems=(*_IN_GUILD, codes.UNKNOWN_GUILD_WELCOME_SCREEN),
)
async def get_guild_welcome_screen(call: Call, guild_id: Snowflake) -> WelcomeScreen:
    """What a guild shows to who joins: to its members, and to all when it can be discovered."""
    is_public = await welcome_screens.is_public(call.database, guild_id)
    return await welcome_screens.get(call.database, guild_id, None if is_public else await call.in_guild(guild_id))


@operation("PATCH", "/guilds/{guild_id}/welcome-screen", who=Who.ACCOUNT, bucket=buckets.ONBOARDING, problems=_IN_GUILD)
async def update_guild_welcome_screen(call: Call, guild_id: Snowflake, body: EditWelcomeScreen) -> WelcomeScreen:
    """Change what a guild shows to who joins."""
    here = await call.in_guild(guild_id)
    async with call.transaction(lock=guild_id) as tx:
        return await welcome_screens.edit(tx, here, body)


@operation(
    "GET",
    "/guilds/{guild_id}/new-member-welcome",
    who=Who.ACCOUNT,
    bucket=buckets.READ,
    status=(200, 204),
    answer=NewMemberWelcome,
    problems=_IN_GUILD,
)
async def get_guild_new_member_welcome(call: Call, guild_id: Snowflake) -> Answer:
    """A guild's guide for new members; empty when there is none."""
    welcome = await new_member_welcomes.find(call.database, await call.in_guild(guild_id))
    return Answer(204) if welcome is None else Answer(200, welcome)


@operation(
    "PUT", "/guilds/{guild_id}/new-member-welcome", who=Who.ACCOUNT, bucket=buckets.ONBOARDING, problems=_IN_GUILD
)
async def update_guild_new_member_welcome(
    call: Call, guild_id: Snowflake, body: EditNewMemberWelcome
) -> NewMemberWelcome:
    """Change a guild's guide for new members."""
    here = await call.in_guild(guild_id)
    async with call.transaction(lock=guild_id) as tx:
        return await new_member_welcomes.put(tx, here, body)


@operation("GET", "/guilds/{guild_id}/onboarding", who=Who.ACCOUNT, bucket=buckets.READ, problems=_IN_GUILD)
async def get_guilds_onboarding(call: Call, guild_id: Snowflake) -> MyOnboarding:
    """What a guild asks of new members, and what the caller has answered."""
    return await queries.get(call.database, await call.in_guild(guild_id))


@operation(
    "PUT",
    "/guilds/{guild_id}/onboarding",
    who=Who.ACCOUNT,
    bucket=buckets.ONBOARDING,
    problems=(
        *_IN_GUILD,
        codes.INVALID_ROLE,
        codes.ONBOARDING_REQUIREMENTS_NOT_MET,
        codes.ONBOARDING_BELOW_REQUIREMENTS,
    ),
)
async def put_guilds_onboarding(call: Call, guild_id: Snowflake, body: EditOnboarding) -> Onboarding:
    """Change what a guild asks of new members."""
    here = await call.in_guild(guild_id)
    async with call.transaction(lock=guild_id) as tx:
        return await actions.put(tx, here, body)


@operation(
    "POST",
    "/guilds/{guild_id}/onboarding-responses",
    who=Who.USER,
    bucket=buckets.ONBOARDING_RESPONSES,
    status=(200, 204),
    answer=Responses,
    problems=(codes.UNKNOWN_GUILD, codes.MISSING_ACCESS),
)
async def create_onboarding_responses(call: Call, guild_id: Snowflake, body: EditResponses) -> Answer:
    """Answer what the guild asks of new members; empty when nothing was chosen."""
    return await _answer(call, guild_id, body, first=True)


@operation(
    "PUT",
    "/guilds/{guild_id}/onboarding-responses",
    who=Who.USER,
    bucket=buckets.ONBOARDING_RESPONSES,
    status=(200, 204),
    answer=Responses,
    problems=(codes.UNKNOWN_GUILD, codes.MISSING_ACCESS),
)
async def update_onboarding_responses(call: Call, guild_id: Snowflake, body: EditResponses) -> Answer:
    """Answer otherwise than before; empty when nothing is chosen any more."""
    return await _answer(call, guild_id, body, first=False)


async def _answer(call: Call, guild_id: Snowflake, body: EditResponses, *, first: bool) -> Answer:
    here = await call.in_guild(guild_id)
    async with call.transaction(lock=guild_id) as tx:
        answered = await responses.answer(tx, here, body, first=first)
    return Answer(204) if answered is None else Answer(200, answered)


OPERATIONS = [
    get_guild_welcome_screen,
    update_guild_welcome_screen,
    get_guild_new_member_welcome,
    update_guild_new_member_welcome,
    get_guilds_onboarding,
    put_guilds_onboarding,
    create_onboarding_responses,
    update_onboarding_responses,
]
