"""Widgets."""

from alembic import op

revision = "0026"
down_revision = "0025"

SQL = """
"""


def upgrade() -> None:
    op.execute(SQL)
