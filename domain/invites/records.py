"""Invites as they go over the wire. Docs: resources/invite#invite-object."""

import enum
from typing import Annotated, Literal

import msgspec

from core.wire import UNSET, Permissions, Snowflake, Timestamp, UnsetType
from domain.applications.records import InstallParams, IntegrationTypes
from domain.onboarding.welcome_records import WelcomeScreen
from domain.roles.records import RoleColors
from domain.scheduled_events.records import ScheduledEvent
from domain.users.records import User


class InviteType(enum.IntEnum):
    GUILD = 0
    GROUP_DM = 1


class TargetType(enum.IntEnum):
    STREAM = 1
    EMBEDDED_APPLICATION = 2


class InviteGuild(msgspec.Struct):
    """What an invite shows of its guild to those who are not in it."""

    id: Snowflake
    name: str
    splash: str | None
    banner: str | None
    description: str | None
    icon: str | None
    features: list[str]
    verification_level: int
    vanity_url_code: str | None
    nsfw_level: int
    nsfw: bool
    premium_subscription_count: int = 0
    welcome_screen: WelcomeScreen | UnsetType = UNSET  # of an invite by itself, not in lists


class InviteRecipient(msgspec.Struct):
    """What an invite shows of someone in its group DM."""

    id: Snowflake
    username: str
    avatar: str | None


class InviteChannel(msgspec.Struct):
    """What an invite shows of its channel."""

    id: Snowflake
    type: int
    name: str | None
    icon: str | UnsetType = UNSET
    recipients: list[InviteRecipient] | UnsetType = UNSET


class InviteRole(msgspec.Struct):
    """What an invite shows of a role that it gives."""

    id: Snowflake
    name: str
    position: int
    color: int
    colors: RoleColors
    icon: str | None
    unicode_emoji: str | None
    permissions: Permissions | UnsetType = UNSET  # for those who manage the invite


class InviteApplication(msgspec.Struct, kw_only=True):
    """What an invite shows of the application that it opens."""

    id: Snowflake
    name: str
    icon: str | None
    description: str
    type: int | None
    cover_image: str | UnsetType
    bot: User | UnsetType
    rpc_origins: list[str]
    bot_public: bool
    bot_require_code_grant: bool
    terms_of_service_url: str | UnsetType
    privacy_policy_url: str | UnsetType
    custom_install_url: str | UnsetType
    install_params: InstallParams | UnsetType
    integration_types_config: IntegrationTypes
    verify_key: str
    flags: int
    flags_new: str
    max_participants: int | None
    tags: list[str]


class Invite(msgspec.Struct, kw_only=True):
    """An invite. `uses`, `max_uses`, `max_age`, `temporary` and `created_at` are for those who manage it."""

    type: int
    code: str
    inviter: User | UnsetType = UNSET
    max_age: int | UnsetType = UNSET
    created_at: Timestamp | UnsetType = UNSET
    expires_at: Timestamp | None
    flags: int | UnsetType = UNSET
    guild: InviteGuild | UnsetType = UNSET
    guild_id: Snowflake | UnsetType = UNSET
    channel: InviteChannel
    target_type: int | UnsetType = UNSET
    target_user: User | UnsetType = UNSET
    target_application: InviteApplication | UnsetType = UNSET
    guild_scheduled_event: ScheduledEvent | UnsetType = UNSET
    is_nickname_changeable: bool | UnsetType = UNSET
    uses: int | UnsetType = UNSET
    max_uses: int | UnsetType = UNSET
    temporary: bool | UnsetType = UNSET
    approximate_member_count: int | UnsetType | None = UNSET
    approximate_presence_count: int | UnsetType | None = UNSET
    roles: list[InviteRole] | UnsetType | None = UNSET
    new_member: bool | UnsetType = UNSET  # in the answer to accepting it, as the next one is
    show_verification_form: bool | UnsetType = UNSET


class CreateInvite(msgspec.Struct, kw_only=True):
    """An invite to be made. In a group DM, `max_age` alone counts."""

    max_age: Annotated[int, msgspec.Meta(ge=0, le=5184000)] | UnsetType | None = UNSET
    temporary: bool | UnsetType | None = UNSET
    max_uses: Annotated[int, msgspec.Meta(ge=0, le=100)] | UnsetType | None = UNSET
    unique: bool | UnsetType | None = UNSET
    target_user_id: Snowflake | UnsetType | None = UNSET
    target_application_id: Snowflake | UnsetType | None = UNSET
    target_type: Literal[1, 2] | UnsetType | None = UNSET
    flags: int | UnsetType | None = UNSET
    role_ids: Annotated[list[Snowflake], msgspec.Meta(max_length=250)] | str | UnsetType | None = UNSET
    """A text has them with commas between, as forms do."""


class VanityUrlError(msgspec.Struct):
    message: str
    code: int


class VanityUrl(msgspec.Struct):
    """The guild's own invite code; `error` says why it leads nowhere."""

    code: str | None
    uses: int = 0
    error: VanityUrlError | UnsetType | None = UNSET


class EditVanityUrl(msgspec.Struct):
    code: Annotated[str, msgspec.Meta(max_length=100)] | UnsetType | None = UNSET


class ResolveInvite(msgspec.Struct):
    """What an invite shall be shown with."""

    with_counts: bool = False
    with_permissions: bool = False
    guild_scheduled_event_id: Snowflake | None = None
