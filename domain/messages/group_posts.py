"""What a group DM says of itself: who came and who went, its name and its icon.

Each is posted once the change is committed, to those who are in the group then.
Docs: resources/message#message-object-message-types.
"""

import msgspec

from core.wire import UnsetType
from domain.channels.access import ChannelAccess
from domain.channels.records import Channel
from domain.messages import system_posts
from domain.messages.messages import Messages
from domain.messages.records import MessageType
from domain.users.identity import Identity


async def added(messages: Messages, here: ChannelAccess, user_id: int) -> None:
    """By the caller."""
    here = msgspec.structs.replace(here, recipients=tuple({*here.recipients, user_id}))
    await system_posts.post(messages, here, MessageType.RECIPIENT_ADD, mentions=[user_id])


async def invited(messages: Messages, here: ChannelAccess, inviter_id: int) -> None:
    """The caller came in by that user's invite."""
    inviter = Identity(inviter_id, bot=False, token_hash=b"")
    await added(messages, msgspec.structs.replace(here, identity=inviter), here.user_id)


async def removed(messages: Messages, here: ChannelAccess, user_id: int) -> None:
    """By the caller, or it is he who left. Nobody is told when he was the last."""
    left = tuple(one for one in here.recipients if one != user_id)
    if left:
        here = msgspec.structs.replace(here, recipients=left)
        await system_posts.post(messages, here, MessageType.RECIPIENT_REMOVE, mentions=[user_id])


async def changed(messages: Messages, here: ChannelAccess, before: Channel, after: Channel) -> None:
    if after.name != before.name:
        await system_posts.post(messages, here, MessageType.CHANNEL_NAME_CHANGE, content=_text(after.name))
    if after.icon != before.icon:
        await system_posts.post(messages, here, MessageType.CHANNEL_ICON_CHANGE)


def _text(name: str | UnsetType | None) -> str:
    return name or ""
