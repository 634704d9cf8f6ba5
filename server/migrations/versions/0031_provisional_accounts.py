"""Provisional accounts."""

from alembic import op

revision = "0031"
down_revision = "0030"

SQL = """
"""


def upgrade() -> None:
    op.execute(SQL)
