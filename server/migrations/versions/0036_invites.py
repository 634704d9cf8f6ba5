"""Invites."""

from alembic import op

revision = "0036"
down_revision = "0035"

SQL = """
"""


def upgrade() -> None:
    op.execute(SQL)
