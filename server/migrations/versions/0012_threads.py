"""Threads."""

from alembic import op

revision = "0012"
down_revision = "0011"

SQL = """
SELECT 1;
"""


def upgrade() -> None:
    op.execute(SQL)
