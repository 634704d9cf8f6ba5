"""Stickers."""

from alembic import op

revision = "0017"
down_revision = "0016"

SQL = """
CREATE TABLE stickers (
    guild_id bigint NOT NULL,
    id bigint NOT NULL,
    name text NOT NULL,
    description text,
    tags text NOT NULL,
    format_type smallint NOT NULL,
    user_id bigint NOT NULL, -- who made it
    PRIMARY KEY (guild_id, id)
);
CREATE INDEX stickers_id ON stickers (id);
"""


def upgrade() -> None:
    op.execute(SQL)
