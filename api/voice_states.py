"""Voice states, regions and the status of voice channels. Docs: resources/voice."""

from core import codes
from core.wire import Snowflake
from domain.messages import system_posts
from domain.messages.records import MessageType
from domain.voice_states import moderation, queries
from domain.voice_states.records import EditMyVoiceState, EditVoiceState, MemberVoiceState, SetVoiceStatus
from domain.voice_states.regions import REGIONS, VoiceRegion
from rest import buckets
from rest.call import Call
from rest.operation import Operation, Who, operation

_MINE = "/guilds/{guild_id}/voice-states/@me"
_ONE = "/guilds/{guild_id}/voice-states/{user_id}"
_STATE = (codes.UNKNOWN_GUILD, codes.MISSING_ACCESS, codes.UNKNOWN_VOICE_STATE)
_EDIT = (*_STATE, codes.MISSING_PERMISSIONS, codes.CANNOT_EXECUTE_ON_CHANNEL_TYPE)


@operation("GET", "/voice/regions", who=Who.ACCOUNT, bucket=buckets.READ)
async def list_voice_regions(call: Call) -> list[VoiceRegion]:
    """Where voice channels can be served."""
    return REGIONS


@operation("GET", _MINE, who=Who.ACCOUNT, bucket=buckets.READ, problems=_STATE)
async def get_self_voice_state(call: Call, guild_id: Snowflake) -> MemberVoiceState:
    """How the caller is in voice in a guild."""
    await call.in_guild(guild_id)
    return await queries.get(call.database, guild_id, call.user_id)


@operation("PATCH", _MINE, who=Who.ACCOUNT, bucket=buckets.EDIT_VOICE_STATE, problems=_EDIT)
async def update_self_voice_state(call: Call, guild_id: Snowflake, body: EditMyVoiceState) -> None:
    """Speak on the stage that the caller is in, ask to, or listen."""
    here = await call.in_guild(guild_id)
    async with call.transaction(lock=guild_id) as tx:
        speaking = await moderation.edit_mine(tx, here, body)
    if speaking is not None:
        await system_posts.post_elsewhere(call.instance.messages, here, speaking.channel_id, MessageType.STAGE_SPEAKER)


@operation("GET", _ONE, who=Who.ACCOUNT, bucket=buckets.READ, problems=(*_STATE, codes.MISSING_PERMISSIONS))
async def get_voice_state(call: Call, guild_id: Snowflake, user_id: Snowflake) -> MemberVoiceState:
    """How a member is in voice in a guild."""
    here = await call.in_guild(guild_id)
    return await queries.get_of_other(call.database, here, user_id)


@operation("PATCH", _ONE, who=Who.ACCOUNT, bucket=buckets.EDIT_VOICE_STATE, problems=_EDIT)
async def update_voice_state(call: Call, guild_id: Snowflake, user_id: Snowflake, body: EditVoiceState) -> None:
    """Let a member on a stage speak, or make him listen."""
    here = await call.in_guild(guild_id)
    async with call.transaction(lock=guild_id) as tx:
        speaking = await moderation.edit(tx, here, user_id, body)
    if speaking is not None:
        messages, stage_id = call.instance.messages, speaking.channel_id
        await system_posts.post_elsewhere(messages, here, stage_id, MessageType.STAGE_SPEAKER, author_id=user_id)


@operation(
    "PUT",
    "/channels/{channel_id}/voice-status",
    who=Who.ACCOUNT,
    bucket=buckets.VOICE_STATUS,
    problems=(
        *(codes.UNKNOWN_CHANNEL, codes.MISSING_ACCESS, codes.MISSING_PERMISSIONS, codes.CANNOT_EXECUTE_ON_CHANNEL_TYPE),
    ),
)
async def update_voice_channel_status(call: Call, channel_id: Snowflake, body: SetVoiceStatus) -> None:
    """Say what is going on in a voice channel."""
    here = await call.in_channel(channel_id)
    async with call.transaction(lock=here.guild_id or channel_id) as tx:
        await moderation.set_status(tx, here, body)


OPERATIONS: list[Operation] = [
    list_voice_regions,
    get_self_voice_state,
    update_self_voice_state,
    get_voice_state,
    update_voice_state,
    update_voice_channel_status,
]
