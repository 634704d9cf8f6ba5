"""What edited messages said before."""

from alembic import op

revision = "0035"
down_revision = "0034"

SQL = """
CREATE TABLE message_edits (
    channel_id bigint NOT NULL,
    message_id bigint NOT NULL,
    id bigint NOT NULL,
    said_at timestamptz NOT NULL,
    edited_at timestamptz NOT NULL,
    content text NOT NULL,
    attachments json, -- null for none
    PRIMARY KEY (channel_id, message_id, id)
);
"""


def upgrade() -> None:
    op.execute(SQL)
