"""Interactions as applications receive them, with every key that client libraries read unguarded.

Docs: interactions/receiving-and-responding#interaction-object.
"""

from typing import TypeAlias

import msgspec

from core.wire import UNSET, Permissions, Snowflake, Timestamp, UnsetType
from domain.components.records import SubmittedComponent
from domain.entitlements.records import Entitlement
from domain.members.records import Member, SilentMember
from domain.messages.records import Attachment, Message
from domain.roles.records import Role
from domain.threads.records import ThreadMetadata
from domain.users.records import User


class InteractionGuild(msgspec.Struct):
    id: Snowflake
    features: list[str]
    locale: str


class InteractionMember(Member, kw_only=True):
    """Who invoked it; `permissions` are his in the channel."""

    permissions: Permissions


class ResolvedMember(SilentMember, kw_only=True):
    """A member beside whom the user stands; `permissions` are his in the channel."""

    permissions: Permissions


class InteractionChannel(msgspec.Struct, kw_only=True):
    """A channel in part. `permissions` are those of who invoked it, `app_permissions` the application's.

    Private ones have no permissions, but recipients: all but the application's own bot.
    """

    id: Snowflake
    type: int
    name: str | UnsetType | None = UNSET
    permissions: Permissions | UnsetType = UNSET
    app_permissions: Permissions | UnsetType = UNSET
    last_message_id: Snowflake | UnsetType | None = UNSET
    last_pin_timestamp: Timestamp | UnsetType | None = UNSET
    nsfw: bool | UnsetType = UNSET
    parent_id: Snowflake | UnsetType | None = UNSET
    guild_id: Snowflake | UnsetType = UNSET
    flags: int = 0
    rate_limit_per_user: int | UnsetType = UNSET
    topic: str | UnsetType | None = UNSET
    position: int | UnsetType = UNSET
    recipients: list[User] | UnsetType = UNSET
    owner_id: Snowflake | UnsetType = UNSET
    icon: str | UnsetType | None = UNSET
    thread_metadata: ThreadMetadata | UnsetType = UNSET
    message_count: int | UnsetType = UNSET
    member_count: int | UnsetType = UNSET
    total_message_sent: int | UnsetType = UNSET
    applied_tags: list[Snowflake] | UnsetType = UNSET


class Resolved(msgspec.Struct, kw_only=True, omit_defaults=True):
    """What the ids in the data stand for, by id; the kinds of which there is none are left out."""

    users: dict[str, User] = {}
    members: dict[str, ResolvedMember] = {}
    roles: dict[str, Role] = {}
    channels: dict[str, InteractionChannel] = {}
    messages: dict[str, Message] = {}
    attachments: dict[str, Attachment] = {}


OptionValue: TypeAlias = str | int | float | bool


class DataOption(msgspec.Struct, kw_only=True):
    """An option with what the user gave for it, or a sub-command (or a group of them) with its options."""

    type: int
    name: str
    value: OptionValue | UnsetType = UNSET
    options: "list[DataOption] | UnsetType" = UNSET
    focused: bool | UnsetType = UNSET


class CommandData(msgspec.Struct, kw_only=True):
    id: Snowflake
    name: str
    type: int
    resolved: Resolved | UnsetType = UNSET
    options: list[DataOption] | UnsetType = UNSET
    guild_id: Snowflake | UnsetType = UNSET  # of a command of one guild
    target_id: Snowflake | UnsetType = UNSET  # of a user or message command


class ComponentData(msgspec.Struct, kw_only=True):
    id: int
    custom_id: str
    component_type: int
    values: list[str] | UnsetType = UNSET  # of selects
    resolved: Resolved | UnsetType = UNSET


class ModalData(msgspec.Struct, kw_only=True):
    custom_id: str
    components: list[SubmittedComponent]
    resolved: Resolved | UnsetType = UNSET


class Interaction(msgspec.Struct, kw_only=True):
    """Either `member` or `user` says who invoked it."""

    id: Snowflake
    application_id: Snowflake
    type: int
    data: CommandData | ComponentData | ModalData
    guild: InteractionGuild | UnsetType = UNSET
    guild_id: Snowflake | UnsetType = UNSET
    channel: InteractionChannel
    channel_id: Snowflake
    member: InteractionMember | UnsetType = UNSET
    user: User | UnsetType = UNSET
    token: str
    version: int = 1
    message: Message | UnsetType = UNSET  # of the component, or of that from which the modal came
    app_permissions: Permissions
    locale: str
    guild_locale: str | UnsetType = UNSET
    entitlements: list[Entitlement] = []
    entitlement_sku_ids: list[Snowflake] = []
    authorizing_integration_owners: dict[str, Snowflake]
    context: int
    attachment_size_limit: int
