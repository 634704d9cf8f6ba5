"""Ephemeral messages, and what else answers to interactions need."""

from alembic import op

revision = "0008"
down_revision = "0007"

SQL = """
ALTER TABLE interactions ADD COLUMN follow_ups smallint NOT NULL DEFAULT 0; -- counted where they are limited

CREATE TABLE ephemeral_messages (
    channel_id bigint NOT NULL,
    id bigint NOT NULL,
    user_id bigint NOT NULL, -- who sees it, beside the application
    application_id bigint NOT NULL,
    message json NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (channel_id, id)
);
CREATE INDEX ephemeral_messages_expiry ON ephemeral_messages (expires_at);
"""


def upgrade() -> None:
    op.execute(SQL)
