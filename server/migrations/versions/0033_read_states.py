"""Read states: how far users have read, and the mentions that they have not."""

from alembic import op

revision = "0033"
down_revision = "0032"

SQL = """
CREATE TABLE read_states (
    user_id bigint NOT NULL,
    type smallint NOT NULL, -- 0: of a channel
    resource_id bigint NOT NULL,
    last_acked_id bigint NOT NULL DEFAULT 0,
    mention_count integer NOT NULL DEFAULT 0, -- as a client counted it,
    counted_after bigint NOT NULL DEFAULT 0, -- and after which message more are added
    last_pin_timestamp timestamptz,
    flags integer NOT NULL DEFAULT 0,
    last_viewed integer,
    PRIMARY KEY (user_id, type, resource_id)
);
CREATE INDEX read_states_by_resource ON read_states (resource_id); -- which go with it

CREATE TABLE read_state_versions (
    user_id bigint PRIMARY KEY,
    version bigint NOT NULL
);

-- Where a message of a guild names a user; deleted once he has read so far.
CREATE TABLE unread_mentions (
    user_id bigint NOT NULL,
    message_id bigint NOT NULL,
    channel_id bigint NOT NULL,
    PRIMARY KEY (user_id, message_id, channel_id)
);
CREATE INDEX unread_mentions_by_channel ON unread_mentions (channel_id, user_id, message_id);

-- The few messages that mention roles or everyone.
CREATE INDEX messages_to_many ON messages (guild_id, id) WHERE mention_everyone OR mention_roles <> '{}';
"""


def upgrade() -> None:
    op.execute(SQL)
