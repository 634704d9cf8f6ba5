"""Votes of polls. The polls are kept with their messages."""

from alembic import op

revision = "0014"
down_revision = "0013"

SQL = """
CREATE TABLE poll_votes (
    channel_id bigint NOT NULL,
    message_id bigint NOT NULL,
    answer_id smallint NOT NULL,
    user_id bigint NOT NULL,
    PRIMARY KEY (channel_id, message_id, answer_id, user_id)
);
"""


def upgrade() -> None:
    op.execute(SQL)
