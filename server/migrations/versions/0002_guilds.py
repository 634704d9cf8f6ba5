"""Guilds, roles, members, channels, overwrites and invites."""

from alembic import op

revision = "0002"
down_revision = "0001"

SQL = """
CREATE TABLE guilds (
    id bigint PRIMARY KEY,
    name text NOT NULL,
    description text,
    icon text,
    splash text,
    discovery_splash text,
    home_header text,
    banner text,
    owner_id bigint NOT NULL,
    afk_channel_id bigint,
    afk_timeout integer NOT NULL DEFAULT 300,
    verification_level smallint NOT NULL DEFAULT 0,
    default_message_notifications smallint NOT NULL DEFAULT 0,
    explicit_content_filter smallint NOT NULL DEFAULT 0,
    mfa_level smallint NOT NULL DEFAULT 0,
    nsfw_level smallint NOT NULL DEFAULT 0,
    features text[] NOT NULL DEFAULT '{}',
    system_channel_id bigint,
    system_channel_flags integer NOT NULL DEFAULT 0,
    rules_channel_id bigint,
    public_updates_channel_id bigint,
    safety_alerts_channel_id bigint,
    preferred_locale text NOT NULL DEFAULT 'en-US',
    premium_progress_bar_enabled boolean NOT NULL DEFAULT false,
    vanity_url_code text,
    widget_enabled boolean NOT NULL DEFAULT false,
    widget_channel_id bigint,
    member_count integer NOT NULL DEFAULT 0
);

CREATE TABLE roles (
    guild_id bigint NOT NULL,
    id bigint NOT NULL,
    name text NOT NULL,
    color integer NOT NULL DEFAULT 0,
    secondary_color integer,
    tertiary_color integer,
    hoist boolean NOT NULL DEFAULT false,
    icon text,
    unicode_emoji text,
    position integer NOT NULL DEFAULT 0,
    permissions bigint NOT NULL DEFAULT 0,
    managed boolean NOT NULL DEFAULT false,
    mentionable boolean NOT NULL DEFAULT false,
    flags integer NOT NULL DEFAULT 0,
    bot_id bigint,
    PRIMARY KEY (guild_id, id)
);

CREATE TABLE members (
    guild_id bigint NOT NULL,
    user_id bigint NOT NULL,
    nick text,
    avatar text,
    banner text,
    bio text NOT NULL DEFAULT '',
    roles bigint[] NOT NULL DEFAULT '{}',
    joined_at timestamptz NOT NULL,
    premium_since timestamptz,
    deaf boolean NOT NULL DEFAULT false,
    mute boolean NOT NULL DEFAULT false,
    pending boolean NOT NULL DEFAULT false,
    flags integer NOT NULL DEFAULT 0,
    communication_disabled_until timestamptz,
    PRIMARY KEY (guild_id, user_id)
);

CREATE TABLE memberships ( -- members seen from the user
    user_id bigint NOT NULL,
    guild_id bigint NOT NULL,
    PRIMARY KEY (user_id, guild_id)
);

CREATE TABLE channels (
    id bigint PRIMARY KEY,
    guild_id bigint, -- null for DMs
    type smallint NOT NULL,
    name text,
    topic text,
    position integer NOT NULL DEFAULT 0,
    parent_id bigint,
    nsfw boolean NOT NULL DEFAULT false,
    bitrate integer,
    user_limit integer,
    rate_limit_per_user integer NOT NULL DEFAULT 0,
    rtc_region text,
    video_quality_mode smallint,
    default_auto_archive_duration integer,
    default_thread_rate_limit_per_user integer,
    flags integer NOT NULL DEFAULT 0,
    icon text,
    owner_id bigint,
    application_id bigint,
    last_pin_timestamp timestamptz
);
CREATE INDEX channels_by_guild ON channels (guild_id, parent_id) WHERE guild_id IS NOT NULL;

CREATE TABLE deleted_channels ( -- whose messages and files are not all deleted yet
    channel_id bigint PRIMARY KEY,
    deleted_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE overwrites (
    channel_id bigint NOT NULL,
    id bigint NOT NULL, -- a role or a member
    type smallint NOT NULL,
    allow bigint NOT NULL DEFAULT 0,
    deny bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (channel_id, id)
);

CREATE TABLE recipients ( -- of DMs and group DMs
    channel_id bigint NOT NULL,
    user_id bigint NOT NULL,
    nick text, -- in a group DM
    PRIMARY KEY (channel_id, user_id)
);

CREATE TABLE private_channels ( -- seen from the user: those that he has not closed
    user_id bigint NOT NULL,
    channel_id bigint NOT NULL,
    PRIMARY KEY (user_id, channel_id)
);

CREATE TABLE dms ( -- the one DM of two users
    lower_user_id bigint NOT NULL,
    higher_user_id bigint NOT NULL,
    channel_id bigint NOT NULL,
    PRIMARY KEY (lower_user_id, higher_user_id)
);

CREATE TABLE invites (
    code text PRIMARY KEY,
    channel_id bigint NOT NULL,
    guild_id bigint,
    inviter_id bigint NOT NULL,
    type smallint NOT NULL DEFAULT 0,
    max_age integer NOT NULL,
    max_uses integer NOT NULL,
    uses integer NOT NULL DEFAULT 0,
    temporary boolean NOT NULL DEFAULT false,
    flags integer NOT NULL DEFAULT 0,
    target_type smallint,
    target_user_id bigint,
    role_ids bigint[] NOT NULL DEFAULT '{}', -- given to those who join
    created_at timestamptz NOT NULL,
    expires_at timestamptz
);
CREATE INDEX invites_by_channel ON invites (channel_id);
CREATE INDEX invites_by_guild ON invites (guild_id) WHERE guild_id IS NOT NULL;
"""


def upgrade() -> None:
    op.execute(SQL)
