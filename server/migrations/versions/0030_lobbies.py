"""Lobbies."""

from alembic import op

revision = "0030"
down_revision = "0029"

SQL = """
"""


def upgrade() -> None:
    op.execute(SQL)
