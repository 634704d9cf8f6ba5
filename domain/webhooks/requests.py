"""What clients send of webhooks and by them. Docs: resources/webhook."""

from typing import Annotated

import msgspec

from core.wire import UNSET, Snowflake, UnsetType
from domain.messages.embeds import MOST_EMBEDS, RichEmbed, Url
from domain.messages.mentions import AllowedMentions
from domain.messages.requests import Attachments, MessageComponents
from domain.polls.records import CreatePoll

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
Content = Annotated[str, msgspec.Meta(max_length=2000)]
Embeds = Annotated[list[RichEmbed], msgspec.Meta(max_length=MOST_EMBEDS)]


class CreateWebhook(msgspec.Struct):
    name: Name
    avatar: str | None = None


class EditWebhookByToken(msgspec.Struct):
    name: Name | UnsetType = UNSET
    avatar: str | UnsetType | None = UNSET


class EditWebhook(EditWebhookByToken):
    channel_id: Snowflake | UnsetType | None = UNSET


class ExecuteWebhook(msgspec.Struct):
    """A message of a webhook, or a follow-up of an interaction. Docs: resources/webhook#execute-webhook."""

    content: Content | None = None
    embeds: Embeds | None = None
    allowed_mentions: AllowedMentions | None = None
    components: MessageComponents | None = None
    attachments: Attachments | None = None
    poll: CreatePoll | None = None
    tts: bool | None = None
    flags: int | None = None
    username: Name | None = None
    avatar_url: Url | None = None
    thread_name: Annotated[str, msgspec.Meta(max_length=100)] | None = None
    applied_tags: Annotated[list[Snowflake], msgspec.Meta(max_length=5)] | None = None


class EditWebhookMessage(msgspec.Struct):
    """Absent means unchanged; null empties, save for `flags` and `attachments`. Docs: #edit-webhook-message."""

    content: Content | UnsetType | None = UNSET
    embeds: Embeds | UnsetType | None = UNSET
    allowed_mentions: AllowedMentions | UnsetType | None = UNSET
    components: MessageComponents | UnsetType | None = UNSET
    attachments: Attachments | UnsetType | None = UNSET
    poll: CreatePoll | UnsetType | None = UNSET
    flags: int | UnsetType | None = UNSET


class ExecuteQuery(msgspec.Struct):
    wait: bool = False
    thread_id: Snowflake | UnsetType = UNSET
    with_components: bool = False


class ServiceQuery(msgspec.Struct):
    """Of the Slack- and the GitHub-compatible route."""

    wait: bool = True
    thread_id: Snowflake | UnsetType = UNSET


class MessageQuery(msgspec.Struct):
    thread_id: Snowflake | UnsetType = UNSET


class EditMessageQuery(msgspec.Struct):
    thread_id: Snowflake | UnsetType = UNSET
    with_components: bool = False


class FollowChannel(msgspec.Struct):
    webhook_channel_id: Snowflake
