"""Read states."""

from alembic import op

revision = "0033"
down_revision = "0032"

SQL = """
"""


def upgrade() -> None:
    op.execute(SQL)
