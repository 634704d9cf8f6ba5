"""Typing indicators. Docs: resources/channel#trigger-typing-indicator."""

from core import codes
from core.wire import Snowflake
from domain import typing_indicators
from rest import buckets
from rest.call import Call
from rest.operation import Who, operation


@operation(
    "POST",
    "/channels/{channel_id}/typing",
    who=Who.ACCOUNT,
    bucket=buckets.TYPING,
    problems=(
        codes.UNKNOWN_CHANNEL,
        codes.MISSING_ACCESS,
        codes.MISSING_PERMISSIONS,
        codes.CANNOT_SEND_IN_NON_TEXT_CHANNEL,
    ),
)
async def trigger_typing_indicator(call: Call, channel_id: Snowflake) -> None:
    """Show oneself as typing in a channel."""
    await typing_indicators.trigger(call.database, call.instance.bus, await call.in_channel(channel_id))


OPERATIONS = [trigger_typing_indicator]
