"""Pins."""

from alembic import op

revision = "0019"
down_revision = "0018"

SQL = """
CREATE TABLE pins (
    channel_id bigint NOT NULL,
    message_id bigint NOT NULL,
    pinned_at timestamptz NOT NULL,
    PRIMARY KEY (channel_id, message_id)
);
CREATE INDEX pins_pinned_at ON pins (channel_id, pinned_at);
"""


def upgrade() -> None:
    op.execute(SQL)
