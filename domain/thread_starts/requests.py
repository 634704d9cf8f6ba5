"""What clients send to start a thread. Docs: resources/channel#start-thread-without-message."""

from typing import Any, Literal

import msgspec

from domain.messages.mentions import AllowedMentions
from domain.messages.records import Message
from domain.messages.requests import Attachments, Content, Embeds, MessageComponents, StickerIds
from domain.polls.records import CreatePoll
from domain.threads.records import AppliedTags, CreateThreadFromMessage, Thread, ThreadMember


class FirstMessage(msgspec.Struct):
    """The message of a post."""

    content: Content | None = None
    embeds: Embeds | None = None
    allowed_mentions: AllowedMentions | None = None
    sticker_ids: StickerIds | None = None
    components: MessageComponents | None = None
    flags: int | None = None
    attachments: Attachments | None = None
    poll: CreatePoll | None = None
    shared_client_theme: Any = None


class CreateThread(CreateThreadFromMessage, kw_only=True):
    """A thread without a message (`type`, `invitable`), or in a forum a post (`message`, `applied_tags`)."""

    type: Literal[10, 11, 12] | None = None
    invitable: bool | None = None
    applied_tags: AppliedTags | None = None
    message: FirstMessage | None = None


class CreatedThread(Thread, kw_only=True):
    """A new thread; a post has its message."""

    message: Message | msgspec.UnsetType = msgspec.UNSET


class ThreadList(msgspec.Struct):
    """Threads, and the caller's own members of those that he has joined."""

    threads: list[Thread]
    members: list[ThreadMember]
    has_more: bool
    first_messages: list[Message] | msgspec.UnsetType = msgspec.UNSET
