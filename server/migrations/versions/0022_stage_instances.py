"""Stage instances."""

from alembic import op

revision = "0022"
down_revision = "0021"

SQL = """
CREATE TABLE stage_instances (
    guild_id bigint NOT NULL,
    channel_id bigint NOT NULL,
    id bigint NOT NULL,
    topic text NOT NULL,
    privacy_level smallint NOT NULL,
    guild_scheduled_event_id bigint,
    opened_by bigint NOT NULL, -- the user who made it live
    silent_since timestamptz, -- since when nobody was seen who speaks
    PRIMARY KEY (guild_id, channel_id)
);
"""


def upgrade() -> None:
    op.execute(SQL)
