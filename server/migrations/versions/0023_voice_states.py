"""Voice states, and what voice channels have while somebody is in them."""

from alembic import op

revision = "0023"
down_revision = "0022"

SQL = """
CREATE TABLE voice_states ( -- who is in which voice channel
    guild_id bigint NOT NULL,
    user_id bigint NOT NULL,
    channel_id bigint NOT NULL,
    session_id text NOT NULL, -- of the gateway: what it holds ends with it
    node text NOT NULL, -- the gateway node that holds the session
    token text NOT NULL, -- for the voice server
    self_mute boolean NOT NULL,
    self_deaf boolean NOT NULL,
    self_video boolean NOT NULL,
    suppress boolean NOT NULL,
    request_to_speak_timestamp timestamptz,
    PRIMARY KEY (guild_id, user_id)
);
CREATE INDEX voice_states_by_channel ON voice_states (guild_id, channel_id);
CREATE INDEX voice_states_by_node ON voice_states (node);

ALTER TABLE channels -- of voice channels; no part of the channel that clients are shown
    ADD COLUMN voice_status text,
    ADD COLUMN voice_start_time timestamptz; -- since when somebody is there
"""


def upgrade() -> None:
    op.execute(SQL)
