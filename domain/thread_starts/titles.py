"""Names of threads before auto-moderation. Docs: topics/opcodes-and-status-codes#json (200001)."""

from domain.auto_moderation import enforcement
from domain.auto_moderation.moderation import BlockedError
from domain.channels.access import ChannelAccess
from domain.messages.messages import Messages


async def require_decent(messages: Messages, here: ChannelAccess, name: str) -> None:
    """Raises 200001 for a name that a rule blocks; one that it only flags is flagged. Not within a transaction."""
    try:
        case = await messages.moderation.look_at_title(messages.database, here, name)
    except BlockedError as blocked:
        await enforcement.act(messages.database, blocked.case)
        raise
    if case is not None:
        await enforcement.act(messages.database, case)
