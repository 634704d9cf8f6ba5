"""Webhooks."""

from alembic import op

revision = "0009"
down_revision = "0008"

SQL = """
CREATE TABLE webhooks ( -- without tokens: those are signatures of the ids
    id bigint PRIMARY KEY,
    guild_id bigint NOT NULL,
    channel_id bigint NOT NULL,
    type smallint NOT NULL,
    name text NOT NULL,
    avatar text,
    user_id bigint NOT NULL, -- who made it
    application_id bigint, -- whose bot made it
    source_guild_id bigint, -- what a channel follower follows
    source_channel_id bigint
);
CREATE INDEX webhooks_by_channel ON webhooks (channel_id);
CREATE INDEX webhooks_by_guild ON webhooks (guild_id);
CREATE INDEX webhooks_by_source ON webhooks (source_channel_id) WHERE source_channel_id IS NOT NULL;

CREATE TABLE crossposts ( -- the copies of a published message, one for each follower of its channel
    channel_id bigint NOT NULL,
    message_id bigint NOT NULL,
    webhook_id bigint NOT NULL,
    copy_channel_id bigint NOT NULL,
    copy_id bigint, -- NULL until it is posted
    attachment_ids bigint[] NOT NULL DEFAULT '{}', -- of the original, of which it has copies
    PRIMARY KEY (channel_id, message_id, webhook_id)
);
"""


def upgrade() -> None:
    op.execute(SQL)
