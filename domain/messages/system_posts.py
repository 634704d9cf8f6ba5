"""System messages that tell in a channel what somebody has done there.

Docs: resources/message#message-object-message-types.
"""

from collections.abc import Sequence

from domain.channels.access import ChannelAccess, GuildAccess
from domain.messages import creation
from domain.messages.creation import Prepared
from domain.messages.messages import Messages
from domain.messages.records import Message, MessageReference, MessageType
from domain.messages.stored import Parts, StoredMessage
from domain.users.identity import Identity


async def post_elsewhere(
    messages: Messages,
    guild: GuildAccess,
    channel_id: int,
    kind: MessageType,
    content: str = "",
    author_id: int | None = None,
) -> None:
    """In another channel of the guild, whether the caller sees it or not. Nothing when there is none such.

    `author_id`: in whose name, if not the caller's.
    """
    channel = guild.state.channels.get(channel_id)
    if channel is not None:
        author = guild.identity if author_id is None else Identity(author_id, bot=False, token_hash=b"")
        here = ChannelAccess(author, channel_id, channel.type, guild.permissions, guild)
        await post(messages, here, kind, content=content)


async def post(
    messages: Messages,
    here: ChannelAccess,
    kind: MessageType,
    *,
    content: str = "",
    mentions: Sequence[int] = (),
    mention_everyone: bool = False,
    reference: MessageReference | None = None,
    claim: str | None = None,
) -> Message:
    """By the caller, whatever he may say there himself. Raises 10003 when the channel is gone.

    With the same `claim` there is one message, however often it is posted.
    """
    stored = StoredMessage(
        channel_id=here.channel_id,
        id=0,
        guild_id=here.guild_id,
        author_id=here.user_id,
        type=kind,
        content=content,
        mentions=list(mentions),
        mention_everyone=mention_everyone,
        parts=Parts(reference=reference),
    )
    return await creation.post(messages, here, Prepared(stored, [], None, claim=claim))
