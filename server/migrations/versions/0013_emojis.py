"""Emojis."""

from alembic import op

revision = "0013"
down_revision = "0012"

SQL = """
CREATE TABLE emojis (
    owner_id bigint NOT NULL, -- a guild or an application
    id bigint NOT NULL,
    of_application boolean NOT NULL,
    name text NOT NULL,
    animated boolean NOT NULL,
    user_id bigint NOT NULL, -- who made it
    roles bigint[] NOT NULL DEFAULT '{}', -- who may use it; empty for everyone
    PRIMARY KEY (owner_id, id)
);
CREATE INDEX emojis_id ON emojis (id);
"""


def upgrade() -> None:
    op.execute(SQL)
