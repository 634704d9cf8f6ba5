"""Auto moderation."""

from alembic import op

revision = "0020"
down_revision = "0019"

SQL = """
CREATE TABLE auto_moderation_rules (
    guild_id bigint NOT NULL,
    id bigint NOT NULL,
    name text NOT NULL,
    creator_id bigint NOT NULL,
    event_type smallint NOT NULL,
    trigger_type smallint NOT NULL,
    trigger_metadata text NOT NULL,
    actions text NOT NULL,
    enabled boolean NOT NULL,
    exempt_roles bigint[] NOT NULL,
    exempt_channels bigint[] NOT NULL,
    PRIMARY KEY (guild_id, id)
);
"""


def upgrade() -> None:
    op.execute(SQL)
