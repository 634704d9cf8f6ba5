"""Jobs, and what was sent to applications over HTTP."""

from alembic import op

revision = "0010"
down_revision = "0009"

SQL = """
SELECT 1;
"""


def upgrade() -> None:
    op.execute(SQL)
