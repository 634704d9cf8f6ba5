"""Searches and what they find, as they go over the wire.

Docs: resources/message#search-guild-messages; for threads, the published contract (`thread_search`).
"""

from typing import Annotated, Literal

import msgspec

from core.wire import UNSET, Snowflake, UnsetType
from domain.channels.records import Channel
from domain.messages.records import Message
from domain.threads.records import Thread, ThreadMember

_Ids = Annotated[list[Snowflake], msgspec.Meta(max_length=100)]
_Names = Annotated[list[Annotated[str, msgspec.Meta(max_length=256)]], msgspec.Meta(max_length=100)]
_FileNames = Annotated[list[Annotated[str, msgspec.Meta(max_length=1024)]], msgspec.Meta(max_length=100)]
_Slop = Annotated[int, msgspec.Meta(ge=0, le=100)]
_Limit = Annotated[int, msgspec.Meta(ge=1, le=25)]
_Offset = Annotated[int, msgspec.Meta(ge=0, le=9975)]

AuthorType = Literal["user", "bot", "webhook", "-user", "-bot", "-webhook"]
Has = (
    Literal["link", "embed", "file", "image", "video", "sound", "sticker", "poll", "snapshot"]
    | Literal["-link", "-embed", "-file", "-image", "-video", "-sound", "-sticker", "-poll", "-snapshot"]
)
EmbedType = Literal["image", "video", "gif", "sound", "article"]


class SearchMessages(msgspec.Struct, kw_only=True):
    """A list finds what fits any of its values, and nothing that fits one with a `-`."""

    sort_by: Literal["relevance", "timestamp"] = "timestamp"
    sort_order: Literal["asc", "desc"] = "desc"
    content: Annotated[str, msgspec.Meta(max_length=1024)] | UnsetType = UNSET
    slop: _Slop = 2
    author_id: _Ids = []
    author_type: Annotated[list[AuthorType], msgspec.Meta(max_length=6)] = []
    mentions: _Ids = []
    mentions_role_id: _Ids = []
    replied_to_user_id: _Ids = []
    replied_to_message_id: _Ids = []
    mention_everyone: bool | UnsetType = UNSET
    min_id: Snowflake | UnsetType = UNSET
    max_id: Snowflake | UnsetType = UNSET
    limit: _Limit = 25
    offset: _Offset = 0
    has: Annotated[list[Has], msgspec.Meta(max_length=18)] = []
    link_hostname: _Names = []
    embed_provider: _Names = []
    embed_type: Annotated[list[EmbedType], msgspec.Meta(max_length=5)] = []
    attachment_extension: _Names = []
    attachment_filename: _FileNames = []
    pinned: bool | UnsetType = UNSET
    include_nsfw: bool = False
    channel_id: Annotated[list[Snowflake], msgspec.Meta(max_length=500)] = []


class FoundMessage(Message, kw_only=True):
    hit: bool = True


class FoundMessages(msgspec.Struct, kw_only=True):
    """`total_results` is counted where at most `store.MOST_COUNTED` messages are looked at; else it is an estimate."""

    analytics_id: str
    doing_deep_historical_index: bool
    documents_indexed: int | None
    total_results: int
    messages: list[list[FoundMessage]]
    channels: list[Channel] | UnsetType = UNSET  # of a search in a private channel
    threads: list[Thread]
    members: list[ThreadMember]


class NotReady(msgspec.Struct):
    """The index of the guild or channel has nothing yet. Docs: resources/message#search-guild-messages."""

    message: str
    code: int
    documents_indexed: int
    retry_after: int


class SearchThreads(msgspec.Struct, kw_only=True):
    name: Annotated[str, msgspec.Meta(max_length=100)] | UnsetType = UNSET
    slop: _Slop = 2
    min_id: Snowflake | UnsetType = UNSET
    max_id: Snowflake | UnsetType = UNSET
    tag: Annotated[list[Snowflake], msgspec.Meta(max_length=20)] = []
    tag_setting: Literal["match_all", "match_some"] = "match_some"
    archived: bool | UnsetType = UNSET
    sort_by: Literal["relevance", "creation_time", "last_message_time", "archive_time"] = "last_message_time"
    sort_order: Literal["asc", "desc"] = "desc"
    limit: _Limit = 25
    offset: _Offset = 0


class FoundThreads(msgspec.Struct, kw_only=True):
    threads: list[Thread]
    members: list[ThreadMember]
    has_more: bool
    total_results: int
    first_messages: list[Message] | UnsetType = UNSET
