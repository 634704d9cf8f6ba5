"""What a guild shuts in an emergency. Widgets are kept with their guilds, which have had the columns."""

from alembic import op

revision = "0026"
down_revision = "0025"

SQL = """
ALTER TABLE guilds
    ADD COLUMN invites_disabled_until timestamptz,
    ADD COLUMN dms_disabled_until timestamptz;
"""


def upgrade() -> None:
    op.execute(SQL)
