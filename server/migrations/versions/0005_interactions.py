"""Interactions, and how each was answered."""

from alembic import op

revision = "0005"
down_revision = "0004"

SQL = """
CREATE TABLE interactions (
    application_id bigint NOT NULL,
    id bigint NOT NULL,
    type smallint NOT NULL,
    user_id bigint NOT NULL, -- who invoked it
    guild_id bigint,
    channel_id bigint NOT NULL,
    message_id bigint, -- of the component that was used
    nonce text, -- by which the user's client knows it
    metadata json NOT NULL, -- as messages that answer it show it
    app_permissions bigint NOT NULL, -- of the application in the channel
    over_http boolean NOT NULL DEFAULT false,
    response_type smallint, -- of the first callback; null until it came
    responded_at timestamptz,
    response_message_id bigint, -- @original
    response_flags integer NOT NULL DEFAULT 0, -- EPHEMERAL, LOADING: of @original
    attachments bigint[] NOT NULL DEFAULT '{}', -- that came with it; their files lie in the channel's folder
    modal json, -- the one that was answered with, until it is submitted
    failed_at timestamptz, -- when the user was told that no answer came
    PRIMARY KEY (application_id, id)
);

-- For whoever looks after those that nobody answers, and deletes the old ones.
CREATE INDEX interactions_unanswered ON interactions (id) WHERE response_type IS NULL AND failed_at IS NULL;
CREATE INDEX interactions_by_age ON interactions (id);
"""


def upgrade() -> None:
    op.execute(SQL)
