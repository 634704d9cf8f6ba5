"""Users' settings, their notes on others, and what others see of them. User-side: resources/user-settings, user."""

from core import codes
from core.wire import Snowflake
from domain import user_profiles
from domain.user_profiles import GetProfile, UserProfile
from domain.user_settings import actions, notes, queries
from domain.user_settings.guild_records import EditSeveralGuilds, EditUserGuildSettings, UserGuildSettings
from domain.user_settings.notes import PutUserNote, UserNote
from domain.user_settings.records import EditUserSettings, UserSettings
from rest import buckets
from rest.call import Call
from rest.operation import Operation, Who, operation

_GUILD = (codes.UNKNOWN_GUILD, codes.MISSING_ACCESS)


@operation("GET", "/users/@me/settings", who=Who.USER, bucket=buckets.READ)
async def get_user_settings(call: Call) -> UserSettings:
    """The caller's settings."""
    return await queries.get(call.database, call.user_id)


@operation("PATCH", "/users/@me/settings", who=Who.USER, bucket=buckets.USER_SETTINGS)
async def update_user_settings(call: Call, body: EditUserSettings) -> UserSettings:
    """Change the caller's settings."""
    async with call.transaction(lock=call.user_id) as tx:
        return await actions.edit(tx, call.user_id, body)


@operation("PATCH", "/users/@me/guilds/@me/settings", who=Who.USER, bucket=buckets.USER_SETTINGS)
async def update_private_channel_settings(call: Call, body: EditUserGuildSettings) -> UserGuildSettings:
    """Change what the caller is told of in his private channels."""
    async with call.transaction(lock=call.user_id) as tx:
        return await actions.edit_of_guild(tx, call.user_id, 0, body)


@operation("PATCH", "/users/@me/guilds/settings", who=Who.USER, bucket=buckets.USER_SETTINGS, problems=_GUILD)
async def bulk_update_user_guild_settings(call: Call, body: EditSeveralGuilds) -> list[UserGuildSettings]:
    """Change what the caller is told of in several guilds."""
    for guild_id in body.guilds:
        await call.in_guild(guild_id)
    async with call.transaction(lock=call.user_id) as tx:
        return [
            await actions.edit_of_guild(tx, call.user_id, guild_id, change, f"guilds.{guild_id}.")
            for guild_id, change in body.guilds.items()
        ]


@operation(
    "PATCH", "/users/@me/guilds/{guild_id}/settings", who=Who.USER, bucket=buckets.USER_SETTINGS, problems=_GUILD
)
async def update_user_guild_settings(call: Call, guild_id: Snowflake, body: EditUserGuildSettings) -> UserGuildSettings:
    """Change what the caller is told of in a guild."""
    await call.in_guild(guild_id)
    async with call.transaction(lock=call.user_id) as tx:
        return await actions.edit_of_guild(tx, call.user_id, guild_id, body)


@operation("GET", "/users/@me/notes", who=Who.USER, bucket=buckets.READ)
async def list_notes(call: Call) -> dict[str, str]:
    """The caller's notes, by the users that they are on."""
    return await notes.list_of(call.database, call.user_id)


@operation("GET", "/users/@me/notes/{user_id}", who=Who.USER, bucket=buckets.READ, problems=(codes.UNKNOWN_USER,))
async def get_note(call: Call, user_id: Snowflake) -> UserNote:
    """The caller's note on a user."""
    return await notes.get(call.database, call.user_id, user_id)


@operation("PUT", "/users/@me/notes/{user_id}", who=Who.USER, bucket=buckets.NOTES, problems=(codes.UNKNOWN_USER,))
async def put_note(call: Call, user_id: Snowflake, body: PutUserNote) -> None:
    """Write a note on a user; an empty one deletes it."""
    async with call.transaction(lock=call.user_id) as tx:
        await notes.put(tx, call.user_id, user_id, body.note or "")


@operation(
    "GET",
    "/users/{user_id}/profile",
    who=Who.USER,
    bucket=buckets.READ,
    problems=(codes.UNKNOWN_USER, codes.MISSING_ACCESS),
)
async def get_user_profile(call: Call, user_id: Snowflake, query: GetProfile) -> UserProfile:
    """What the caller may see of a user."""
    return await user_profiles.get(call.database, call.user_id, user_id, query)


OPERATIONS: list[Operation] = [
    get_user_settings,
    update_user_settings,
    update_private_channel_settings,
    bulk_update_user_guild_settings,
    update_user_guild_settings,
    list_notes,
    get_note,
    put_note,
    get_user_profile,
]
