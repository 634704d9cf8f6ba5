"""Threads, their members, and what forums have beside other channels."""

from alembic import op

revision = "0012"
down_revision = "0011"

SQL = """
CREATE TABLE threads ( -- what a thread has beside its row in channels
    id bigint PRIMARY KEY,
    guild_id bigint NOT NULL,
    parent_id bigint NOT NULL,
    archived boolean NOT NULL DEFAULT false,
    archive_timestamp timestamptz NOT NULL,
    auto_archive_duration integer NOT NULL, -- in minutes
    look_at timestamptz NOT NULL, -- not before then is an active thread to be archived
    locked boolean NOT NULL DEFAULT false,
    invitable boolean, -- of private threads
    applied_tags bigint[] NOT NULL DEFAULT '{}',
    message_count integer NOT NULL DEFAULT 0,
    total_message_sent integer NOT NULL DEFAULT 0,
    member_count integer NOT NULL DEFAULT 0
);
CREATE INDEX threads_by_guild ON threads (guild_id, archived);
CREATE INDEX threads_by_parent ON threads (parent_id, archived, archive_timestamp);
CREATE INDEX threads_to_look_at ON threads (look_at) WHERE NOT archived;

CREATE TABLE thread_members (
    thread_id bigint NOT NULL,
    user_id bigint NOT NULL,
    guild_id bigint NOT NULL,
    join_timestamp timestamptz NOT NULL,
    flags integer NOT NULL DEFAULT 0,
    PRIMARY KEY (thread_id, user_id)
);
CREATE INDEX thread_members_by_user ON thread_members (user_id, guild_id);

ALTER TABLE channels -- of forums
    ADD COLUMN available_tags json,
    ADD COLUMN default_reaction_emoji json,
    ADD COLUMN default_sort_order smallint,
    ADD COLUMN default_forum_layout smallint,
    ADD COLUMN default_tag_setting text;

DROP INDEX channels_by_guild; -- a guild's channels are few, its threads may be very many
CREATE INDEX channels_by_guild ON channels (guild_id, parent_id)
    WHERE guild_id IS NOT NULL AND type NOT IN (10, 11, 12);
"""


def upgrade() -> None:
    op.execute(SQL)
