"""Templates."""

from alembic import op

revision = "0025"
down_revision = "0024"

SQL = """
CREATE TABLE templates (
    code text PRIMARY KEY,
    guild_id bigint NOT NULL, -- its source
    name text NOT NULL,
    description text,
    creator_id bigint NOT NULL,
    usage_count integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL, -- when it was synced last
    snapshot text NOT NULL -- JSON, of the guild as it was then
);
CREATE INDEX templates_by_guild ON templates (guild_id);
"""


def upgrade() -> None:
    op.execute(SQL)
