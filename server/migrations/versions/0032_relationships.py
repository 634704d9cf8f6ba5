"""Relationships."""

from alembic import op

revision = "0032"
down_revision = "0031"

SQL = """
"""


def upgrade() -> None:
    op.execute(SQL)
