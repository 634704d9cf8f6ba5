"""Onboarding."""

from alembic import op

revision = "0027"
down_revision = "0026"

SQL = """
"""


def upgrade() -> None:
    op.execute(SQL)
