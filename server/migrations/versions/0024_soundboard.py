"""Soundboard."""

from alembic import op

revision = "0024"
down_revision = "0023"

SQL = """
"""


def upgrade() -> None:
    op.execute(SQL)
