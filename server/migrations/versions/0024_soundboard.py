"""Soundboard."""

from alembic import op

revision = "0024"
down_revision = "0023"

SQL = """
CREATE TABLE soundboard_sounds (
    guild_id bigint NOT NULL,
    id bigint NOT NULL,
    name text NOT NULL,
    volume double precision NOT NULL,
    emoji_id bigint,
    emoji_name text,
    user_id bigint NOT NULL,
    PRIMARY KEY (guild_id, id)
);
"""


def upgrade() -> None:
    op.execute(SQL)
