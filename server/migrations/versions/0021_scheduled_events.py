"""Scheduled events."""

from alembic import op

revision = "0021"
down_revision = "0020"

SQL = """
"""


def upgrade() -> None:
    op.execute(SQL)
