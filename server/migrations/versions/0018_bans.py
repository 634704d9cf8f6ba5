"""Bans."""

from alembic import op

revision = "0018"
down_revision = "0017"

SQL = """
CREATE TABLE bans (
    guild_id bigint NOT NULL,
    user_id bigint NOT NULL,
    reason text,
    PRIMARY KEY (guild_id, user_id)
);
-- What a banned user said last.
CREATE INDEX messages_by_author ON messages (guild_id, author_id, id) WHERE guild_id IS NOT NULL;
"""


def upgrade() -> None:
    op.execute(SQL)
