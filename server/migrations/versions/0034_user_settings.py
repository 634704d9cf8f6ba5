"""User settings."""

from alembic import op

revision = "0034"
down_revision = "0033"

SQL = """
"""


def upgrade() -> None:
    op.execute(SQL)
