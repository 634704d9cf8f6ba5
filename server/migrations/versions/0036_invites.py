"""Whom invites are for, the invite codes that guilds choose, and members for a while."""

from alembic import op

revision = "0036"
down_revision = "0035"

SQL = """
ALTER TABLE invites ADD COLUMN target_application_id bigint;
ALTER TABLE invites ADD COLUMN is_targeted boolean NOT NULL DEFAULT false; -- for those of invite_target_users alone

CREATE TABLE invite_target_users (
    code text NOT NULL,
    user_id bigint NOT NULL,
    PRIMARY KEY (code, user_id)
);

-- The file that an invite's target users are read from, and how far that is.
CREATE TABLE invite_target_jobs (
    code text PRIMARY KEY,
    id bigint NOT NULL, -- another one for each file
    user_ids bigint[] NOT NULL,
    status smallint NOT NULL,
    processed_users integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL,
    completed_at timestamptz,
    error_message text
);

CREATE INDEX invites_by_end ON invites (expires_at) WHERE expires_at IS NOT NULL;
CREATE INDEX invites_by_lower_code ON invites (lower(code)); -- which no guild's own code may be

CREATE TABLE vanity_urls (
    code text PRIMARY KEY,
    guild_id bigint NOT NULL,
    uses integer NOT NULL DEFAULT 0
);

-- Those who leave a guild again when they go offline.
CREATE TABLE temporary_members (
    user_id bigint NOT NULL,
    guild_id bigint NOT NULL,
    PRIMARY KEY (user_id, guild_id)
);
"""


def upgrade() -> None:
    op.execute(SQL)
